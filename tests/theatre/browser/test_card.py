"""A card in Stripe's element on the page that lets its script in, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.theatre.browser.conftest import NewPage, OpenTheatre, opened
from tests.theatre.browser.test_shop import fits, sign_up
from tests.theatre.stripe_server import ASKS_THE_BANK, KEY, SECRET, LocalStripe, stripe_server

from reelwright.theatre.wallet.checking import check_books


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    with stripe_server(tmp_path_factory.mktemp("stripe")) as running:
        yield running


@pytest.fixture(scope="module")
def theatre(server: LocalStripe, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTheatre]:
    stripe = {"stripe_key": KEY, "stripe_public_key": "pk_test_1", "stripe_webhook_secret": SECRET}
    folder: Path = tmp_path_factory.mktemp("theatre")
    with opened(folder, payments="stripe", stripe_api=server.url, **stripe) as open_theatre:
        yield open_theatre


def test_a_card_is_entered_and_the_bank_is_asked(
    new_page: NewPage, theatre: OpenTheatre, server: LocalStripe
) -> None:
    """The page lets Stripe's script in and nothing is refused by its policy. The script of the server of the
    tests confirms what a bank was asked for, so the card is put to the payment as the real one would do."""
    page = new_page()
    page.goto("/sign-up?next=/shop")
    sign_up(page, "card@example.com")
    page.get_by_role("button", name="$2.99").click()
    page.wait_for_url("**/shop/pay/**")
    pay = page.get_by_role("button", name="Pay $2.99")
    expect(pay).to_be_enabled()
    page.get_by_placeholder("number").fill("4242424242424242")
    assert fits(page)
    pay.click()
    page.get_by_role("button", name="Complete authentication").click()
    expect(
        page.get_by_role("alert")
    ).to_be_visible()  # nothing was put to it yet: it says so and can be tried
    expect(pay).to_be_enabled()
    secret = page.locator("#card-form").get_attribute("data-secret")
    assert secret is not None
    server.pay(secret.partition("_secret_")[0], ASKS_THE_BANK)
    pay.click()
    page.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_text("You can spend 300 coins now.")).to_be_visible()
    assert check_books(theatre.store).is_right
