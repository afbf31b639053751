"""From the wall to coins and back to the film, with test payments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from tests.theatre.browser.conftest import HARBOUR_COINS, HARBOUR_FREE, NewPage, OpenTheatre, opened
from tests.theatre.browser.watching import until, until_playing, until_true

from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.player.tables import watch_position
from reelwright.theatre.wallet.checking import check_books

FILM = "/s/harbour-lights/3"
PASSWORD = "a long enough word"
OFFER = Offer(price_coins=HARBOUR_COINS, free_count=HARBOUR_FREE)


@pytest.fixture(scope="module")
def theatre(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTheatre]:
    with opened(tmp_path_factory.mktemp("theatre"), payments="test") as open_theatre:
        publish(open_theatre.store, open_theatre.hall.objects, releases / "harbour", OFFER)
        yield open_theatre


def sign_up(page: Page, mail: str) -> None:
    page.get_by_label("Name").fill("Mara")
    page.get_by_label("E-mail").fill(mail)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()


def fits(page: Page) -> bool:
    """Nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_from_the_wall_to_coins_and_on_with_the_film_and_on_another_device(
    new_page: NewPage, theatre: OpenTheatre
) -> None:
    """A guest at the wall makes an account, is declined, pays, unlocks; a second device goes on."""
    page = new_page()
    page.goto(FILM)
    until(page, lambda one: "short" in one["wall"], "no wall")
    page.locator("[data-way=coins]").locator("visible=true").click()
    page.wait_for_url("**/shop?back=**")
    expect(page.get_by_text("so that they are never lost")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Sign in to buy coins").click()
    page.get_by_role("link", name="Make an account").click()
    sign_up(page, "mara@example.com")
    page.wait_for_url("**/shop?back=**")
    expect(page.get_by_role("button", name="$9.99")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="$9.99").click()
    page.wait_for_url("**/test-payments/**")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("nothing was charged")).to_be_visible()
    page.get_by_role("link", name="Pay now").click()
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible()
    expect(page.get_by_text("You can spend 1100 coins now.")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Go on watching").click()
    page.wait_for_url(f"**{FILM}")
    until(page, lambda one: "1100 coins" in one["wall"], "the coins are not there")
    page.locator("[data-way=coins]").locator("visible=true").click()
    until_playing(page, 3)
    page.evaluate("[...document.querySelectorAll('video')].find((one) => !one.paused).currentTime = 2.6")
    until(page, lambda one: one["seconds"] > 3.2, "does not go on")
    page.evaluate("[...document.querySelectorAll('video')].find((one) => !one.paused).pause()")
    furthest = select(func.max(watch_position.c.position_ms))
    until_true(
        lambda: (theatre.store.read(lambda c: c.scalar(furthest)) or 0) > 2500, "nobody told where it was"
    )
    second = new_page(viewport={"width": 1280, "height": 800})
    second.goto(f"/sign-in?next={FILM}")
    second.get_by_label("E-mail").fill("mara@example.com")
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Sign in").click()
    second.wait_for_url(f"**{FILM}")
    assert until_playing(second, 3, past_s=2.0)["wall"] == ""
    second.goto("/shop/purchases")
    second.get_by_role("link", name="Receipt").click()
    expect(second.get_by_text("$9.99")).to_be_visible()
    assert check_books(theatre.store).is_right


def test_a_page_that_waits_shows_the_coins_when_they_come(new_page: NewPage, theatre: OpenTheatre) -> None:
    """Paid on another device: the waiting page says so by itself."""
    page = new_page()
    page.goto("/sign-up?next=/shop")
    sign_up(page, "wait@example.com")
    page.get_by_role("button", name="$2.99").click()
    page.wait_for_url("**/test-payments/**")
    payment = page.url
    other = page.context.new_page()
    page.goto("/shop/purchases")
    page.get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", name="We wait for the payment")).to_be_visible()
    other.goto(payment)
    other.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_text("You can spend 300 coins now.")).to_be_visible()
