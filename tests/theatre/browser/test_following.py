"""A viewer follows a creator with the keyboard alone; titles and icons keep out of each other's way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import Connection, update
from tests.theatre.browser.conftest import PHONE, NewPage, OpenTheatre

from reelwright.theatre.accounts import new_guest
from reelwright.theatre.accounts.signing import make_account
from reelwright.theatre.catalogue.tables import episode, series

SIZES = [PHONE, {"width": 412, "height": 915}, {"width": 1024, "height": 600}, {"width": 1280, "height": 800}]


def give_to_a_creator(connection: Connection, title: str) -> None:
    """Every series is Ren's, with this title."""
    ren = new_guest(connection, language="en", now_us=1)
    mail = f"ren{ren}@example.com"
    make_account(connection, ren, mail=mail, password_hash="x", name="Nine Winters Pictures")
    connection.execute(update(series).values(creator_id=ren, title=title))


def test_a_creator_is_followed_and_what_is_new_is_marked(new_page: NewPage, theatre: OpenTheatre) -> None:
    theatre.store.write(lambda c: give_to_a_creator(c, "Harbour Lights"))
    page = new_page()
    page.goto("/s/harbour-lights")
    button = page.get_by_role("button", name="Follow the creator", pressed=False)
    button.focus()
    with page.expect_response("**/follow") as followed:
        page.keyboard.press("Enter")
    assert followed.value.status == 204
    expect(page.get_by_role("button", name="Following", pressed=True)).to_be_focused()
    later_us = theatre.store.clock.now_us()
    fourth = update(episode).where(episode.c.number == 4).values(release_us=later_us)
    theatre.store.write(lambda c: c.execute(fourth).rowcount)
    page.goto("/library")
    new = page.get_by_role("region", name="New for you")
    expect(new.get_by_role("link", name="New Harbour Lights Episode 4 of 4")).to_be_visible()
    no_more = page.get_by_role("button", name="Follow Nine Winters Pictures no more")
    no_more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Creators you follow")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES, ids=lambda one: f"{one['width']}x{one['height']}")
def test_a_long_title_stays_beside_the_icons(
    new_page: NewPage, theatre: OpenTheatre, size: dict[str, int]
) -> None:
    title = "The Unforgivable Second Wedding of the Heiress Whom Nobody in the Harbour Remembered"
    theatre.store.write(lambda c: c.execute(update(series).values(title=title)).rowcount)
    page = new_page(viewport=size)
    page.goto("/s/harbour-lights/1")
    words = page.locator(".slide .about").first.bounding_box()
    icons = page.locator(".slide .rail").first.bounding_box()
    slide = page.locator(".slide").first.bounding_box()
    assert words and icons and slide
    assert words["x"] + words["width"] <= icons["x"]
    assert icons["x"] + icons["width"] <= slide["x"] + slide["width"]
    assert min(words["y"], icons["y"]) >= slide["y"]
    expect(page.locator(".slide .about .series").first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
