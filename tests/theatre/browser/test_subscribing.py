"""From the wall to a subscription and back to the film, until its period is over; on a phone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from tests.theatre.browser.conftest import HARBOUR_COINS, HARBOUR_FREE, NewPage, OpenTheatre, opened
from tests.theatre.browser.watching import until, until_playing
from tests.theatre.conftest import ShiftedClock

from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.store.outbox import outbox
from reelwright.theatre.wallet.checking import check_books

WEEK_S = 7 * 86_400


@pytest.fixture(scope="module")
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture(scope="module")
def theatre(
    releases: Path, tmp_path_factory: pytest.TempPathFactory, clock: ShiftedClock
) -> Iterator[OpenTheatre]:
    with opened(tmp_path_factory.mktemp("theatre"), clock=clock, payments="test") as open_theatre:
        hall = open_theatre.hall
        offer = Offer(price_coins=HARBOUR_COINS, free_count=HARBOUR_FREE)
        publish(hall.store, hall.objects, releases / "harbour", offer)
        yield open_theatre


def sign_up(page: Page) -> None:
    page.goto("/sign-up")
    page.get_by_label("Name").fill("Mara")
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_label("Password").fill("a long enough word")
    page.get_by_role("button", name="Make an account").click()
    page.wait_for_url("**/account")


def until_sent(theatre: OpenTheatre) -> None:
    """Wait until the provider has heard what was wanted of it."""
    waiting = select(func.count()).where(outbox.c.done_us.is_(None))
    for _ in range(400):
        if theatre.store.read(lambda c: c.scalar(waiting)) == 0:
            return
        time.sleep(0.05)
    raise AssertionError("the provider was not asked")


def test_a_subscription_opens_the_film_until_its_period_is_over(
    new_page: NewPage, theatre: OpenTheatre, clock: ShiftedClock
) -> None:
    page = new_page()
    sign_up(page)
    page.goto("/s/harbour-lights/3")
    locked = until(page, lambda one: "You have" in one["wall"], "no wall")
    assert "$4.99 / week" in locked["wall"]
    page.locator("[data-way=subscription]").locator("visible=true").click()
    page.wait_for_url("**/shop?back=**#plans")
    page.get_by_role("button", name="$4.99 / week").click()
    expect(page.get_by_role("heading", name="TEST")).to_be_visible()
    page.get_by_role("button", name="Decline", exact=True).click()
    page.wait_for_url("**/shop?back=**#plans")
    page.get_by_role("button", name="$4.99 / week").click()
    page.get_by_role("button", name="Pay", exact=True).click()
    page.wait_for_url("**/s/harbour-lights/3")
    until_playing(page, 3)
    page.keyboard.press("ArrowDown")
    until_playing(page, 4)
    page.goto("/account/subscription")
    expect(page.get_by_text("It is renewed on")).to_be_visible()
    page.get_by_role("button", name="Cancel the subscription").click()
    expect(page.get_by_text("Cancelled. Every episode stays open until")).to_be_visible()
    until_sent(theatre)
    clock.shift_s += WEEK_S
    page.goto("/s/harbour-lights/4")
    until(page, lambda one: "You have" in one["wall"], "no wall after the period")
    page.goto("/account/subscription")
    expect(page.get_by_text("It has ended.")).to_be_visible()
    assert check_books(theatre.store).is_right
