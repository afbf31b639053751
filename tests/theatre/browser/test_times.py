"""Times of the desks are those of who looks; a time that a creator writes is an instant."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update
from tests.theatre.browser.conftest import NewPage, OpenTheatre

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.tables import episode
from reelwright.theatre.store import new_id

NEW_YEAR_US = 1_924_992_000_000_000
"""2031-01-01T00:00Z: eight in the morning in Shanghai, seven in the evening before in New York."""
DESK = "/desk/creator/harbour-lights"


def _as_operator(page: Page, theatre: OpenTheatre) -> None:
    form = {"mail": f"{new_id(1)}@example.com", "password": "a long enough word", "name": "Op"}
    ours = {"sec-fetch-site": "same-origin"}
    assert page.request.post("/sign-up", form=form, headers=ours).ok
    theatre.store.write(lambda c: c.execute(update(viewer).values(role="operator")).rowcount)


def _release_at_new_year(theatre: OpenTheatre) -> None:
    fourth = update(episode).where(episode.c.number == 4).values(release_us=NEW_YEAR_US)
    theatre.store.write(lambda c: c.execute(fourth).rowcount)


def _release_us(theatre: OpenTheatre) -> int:
    fourth = select(episode.c.release_us).where(episode.c.number == 4).order_by(episode.c.id)
    return int(theatre.store.read(lambda c: c.scalars(fourth).first()) or 0)


@pytest.mark.parametrize(
    ("zone", "locale", "before", "written", "said"),
    [
        ("Asia/Shanghai", "zh-CN", "2031-01-01T08:00", "2031-02-01T06:00", "2031年2月1日 06:00"),
        ("America/New_York", "en-US", "2030-12-31T19:00", "2031-01-31T17:00", "Jan 31, 2031, 5:00"),
        ("Europe/London", "en-GB", "2031-01-01T00:00", "2031-01-31T22:00", "31 Jan 2031, 22:00"),
    ],
)
def test_a_time_is_written_and_read_where_the_creator_is(
    new_page: NewPage, theatre: OpenTheatre, zone: str, locale: str, before: str, written: str, said: str
) -> None:
    page = new_page(timezone_id=zone, locale=locale)
    _release_at_new_year(theatre)
    _as_operator(page, theatre)
    page.goto(DESK)
    card = page.locator("#episode-4")
    field = card.locator("input[name=first]")
    expect(field).to_have_value(before)
    expect(card.locator("[data-zone]")).to_have_text(zone)
    field.fill(written)
    card.locator("form.own button").click()
    expect(field).to_have_value(written)
    expect(card.locator("time")).to_contain_text(said)
    assert _release_us(theatre) == NEW_YEAR_US + (30 * 24 + 22) * 3_600_000_000


def test_without_scripts_times_are_utc_and_say_so(new_page: NewPage, theatre: OpenTheatre) -> None:
    _release_at_new_year(theatre)
    page = new_page(timezone_id="Asia/Shanghai", java_script_enabled=False)
    _as_operator(page, theatre)
    page.goto(DESK)
    card = page.locator("#episode-4")
    expect(card.locator("time")).to_have_text("2031-01-01 00:00 UTC")
    expect(card.locator("[data-zone]")).to_have_text("UTC")
    card.locator("input[name=first]").fill("2031-01-01T08:00")
    card.locator("form.own button").click()
    expect(card.locator("time")).to_have_text("2031-01-01 08:00 UTC")
