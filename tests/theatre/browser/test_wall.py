"""The wall in a real browser: the price, the unlock, the film that plays on; and what a stranger gets."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import select
from tests.theatre.browser.conftest import HARBOUR_COINS, NewPage, OpenTheatre
from tests.theatre.browser.watching import until, until_playing

from reelwright.ledger import earn
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.wallet.books import post


def _give_coins(page: Page, theatre: OpenTheatre) -> None:
    """A hundred coins for the guest that this page's session is."""
    name = page.evaluate("fetch('/api/session', {method: 'POST'}).then((told) => told.json())")["id"]
    owner = theatre.store.read(lambda c: c.scalar(select(viewer.c.id).where(viewer.c.public_id == name)))
    earned = earn(str(owner), coins=100, key=f"test:{owner}", created_us=theatre.hall.now_us())
    theatre.store.write(lambda c: post(c, earned))


def test_coins_open_an_episode_and_the_film_plays_on(new_page: NewPage, theatre: OpenTheatre) -> None:
    page = new_page()
    page.goto("/library")
    _give_coins(page, theatre)
    page.goto("/s/harbour-lights/2")
    until_playing(page, 2)
    page.keyboard.press("ArrowDown")
    locked = until(page, lambda one: one["wall"] and "You have" in one["wall"], "no wall")
    assert "Episode 3 is locked" in locked["wall"]
    assert f"{HARBOUR_COINS} coins" in locked["wall"]
    assert f"{2 * HARBOUR_COINS} coins" in locked["wall"]  # the whole series, before the first coin is spent
    assert "$" in locked["wall"]
    page.locator("[data-way=coins]").locator("visible=true").click()
    playing = until_playing(page, 3)
    assert playing["wall"] == ""
    page.keyboard.press("e")
    sheet = page.get_by_role("dialog", name="Harbour Lights")
    expect(sheet.get_by_role("link", name="Episode 3, Night 3, unlocked")).to_be_visible()
    expect(sheet.get_by_role("link", name="Episode 4, Night 4, locked, 40 coins")).to_be_visible()


def test_an_address_that_was_copied_opens_nothing_for_a_stranger(
    new_page: NewPage, theatre: OpenTheatre
) -> None:
    mine, theirs = new_page(), new_page()
    mine.goto("/library")
    _give_coins(mine, theatre)
    with mine.expect_request(lambda request: request.url.endswith(".m3u8")) as asked:
        mine.goto("/s/harbour-lights/4")
        mine.locator("[data-way=coins]").locator("visible=true").click()
        until_playing(mine, 4)
    assert mine.request.get(asked.value.url).status == 200
    assert theirs.request.get(asked.value.url).status == 402


def test_who_has_too_little_is_told_how_much_and_led_to_the_shop(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/3")
    locked = until(page, lambda one: "short" in one["wall"], "no wall")
    assert f"{HARBOUR_COINS} coins short" in locked["wall"]
    page.locator("[data-way=coins]").locator("visible=true").click()
    page.wait_for_url("**/shop?back=**")
