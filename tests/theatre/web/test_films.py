"""Films in the whole application: who is let in, who is not, and what a player is sent."""

from __future__ import annotations

import ast
import re
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.releases import make_release
from tests.theatre.web.conftest import another_device, sign_up

import reelwright
from reelwright.theatre.accounts.signing import set_role
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.listing import ListedSeries, listed
from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.catalogue.schedule import DAY_US
from reelwright.theatre.catalogue.tables import episode_version
from reelwright.theatre.catalogue.unpublishing import unpublish
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.language import HOUSE_LABELS


def hall(theatre: TestClient) -> Hall:
    return theatre.app.state.hall  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def series(theatre: TestClient, tmp_path: Path) -> ListedSeries:
    """One free episode, one for coins, one that is out tomorrow; by Mara, who is a creator."""
    here = hall(theatre)
    sign_up(theatre)
    here.store.write(lambda c: set_role(c, "mara@example.com", "creator"))
    mara = here.store.read(lambda c: c.scalar(select(viewer.c.id)))
    start_us = here.now_us() - DAY_US  # the second is out just now, the third tomorrow
    offer = Offer(price_coins=10, free_count=1, release_us=start_us, every_us=DAY_US, creator_id=mara)
    publish(here.store, here.objects, make_release(tmp_path / "r"), offer)
    return here.store.read(listed)[0]


def film(series: ListedSeries, number: int, path: str = "hls/master.m3u8") -> str:
    return f"/media/{series.episodes[number - 1].version}/{path}"


@pytest.mark.parametrize(
    ("kept", "english", "chinese"),
    [
        ("AI-generated", "AI-generated", "AI 生成"),
        ("AI 生成", "AI-generated", "AI 生成"),
        ("Drawn by Ren's machine", "Drawn by Ren's machine", "Drawn by Ren's machine"),
    ],
)
def test_the_ai_label_of_the_house_is_in_the_viewers_language(
    theatre: TestClient, series: ListedSeries, kept: str, english: str, chinese: str
) -> None:
    """A label that a maker wrote stays as it is."""
    hall(theatre).store.write(lambda c: c.execute(update(episode_version).values(ai_label=kept)).rowcount)
    first = series.episodes[0]
    for language, label in (("en", english), ("zh", chinese)):
        asked = {"accept-language": language}
        for path in (f"/s/{series.slug}", f"/s/{series.slug}/1", "/"):
            page = unescape(another_device(theatre).get(path, headers=asked).text)
            labels = re.findall(r'(?:data-part="ai">|class="show-ai">.*?</svg>)([^<]+)<', page)
            assert labels and set(labels) == {label}, path
        for path in ("/api/feed", f"/api/episodes/{first.episode}/after"):
            cards = another_device(theatre).get(path, headers=asked).json()["cards"]
            assert {card["ai_label"] for card in cards} == {label}, path


def test_the_theatre_knows_what_the_studio_writes_on_a_film() -> None:
    """It does not import the studio, so the words stand there twice."""
    source = (Path(reelwright.__file__).parent / "stage" / "cards.py").read_text("utf-8")
    (mark,) = (one for one in ast.parse(source).body if getattr(one, "name", "") == "ai_mark_text")
    words = {one.value for one in ast.walk(mark.body[-1]) if isinstance(one, ast.Constant)}  # type: ignore[attr-defined]
    assert words == {*HOUSE_LABELS, "zh"}


def test_who_is_let_in(theatre: TestClient, series: ListedSeries, clock: ManualClock) -> None:
    guest = another_device(theatre)
    assert guest.get(film(series, 1)).status_code == 200
    locked = guest.get(film(series, 2))
    assert locked.status_code == 402 and locked.json()["next_step"] and "set-cookie" not in locked.headers
    assert guest.get(film(series, 3)).status_code == 404
    clock.pass_s(86_401)
    assert guest.get(film(series, 3)).status_code == 402
    assert theatre.get(film(series, 2)).status_code == 200, "a creator watches what is theirs"
    segment = film(series, 2, "hls/180p/0001.m4s")
    assert theatre.get(segment).status_code == 200 and guest.get(segment).status_code == 402


def test_the_name_of_a_pass_is_of_no_use_to_another(theatre: TestClient, series: ListedSeries) -> None:
    theatre.get(film(series, 2))
    (kept,) = [one for one in theatre.cookies.jar if one.name == "pass"]
    assert kept.path == film(series, 2, "") and kept.has_nonstandard_attr("HttpOnly")
    thief = another_device(theatre)
    forged = f"{kept.value[:-2]}xx"
    assert thief.get(film(series, 2), headers={"cookie": f"pass={forged}"}).status_code == 402
    free = thief.get(film(series, 1), headers={"cookie": f"pass={kept.value}"})
    assert free.status_code == 200 and "pass=" in free.headers["set-cookie"]
    assert thief.get(film(series, 3), headers={"cookie": f"pass={kept.value}"}).status_code != 200


def test_a_pass_is_good_with_its_session_alone(theatre: TestClient, series: ListedSeries) -> None:
    segment = film(series, 2, "hls/180p/0001.m4s")
    theatre.get(film(series, 2))
    (kept,) = [one for one in theatre.cookies.jar if one.name == "pass"]
    thief = another_device(theatre)
    assert thief.get(segment, headers={"cookie": f"pass={kept.value}"}).status_code == 402
    thief.post("/api/session")
    own = thief.cookies["session"]
    cookies = f"pass={kept.value}; session={own}"
    assert thief.get(segment, headers={"cookie": cookies}).status_code == 402
    theatre.post("/sign-out")  # the browser still has the pass, and nobody's session
    assert [one.name for one in theatre.cookies.jar if one.name == "pass"]
    assert theatre.get(segment).status_code == 402


def test_what_was_taken_back_plays_for_nobody_else(theatre: TestClient, series: ListedSeries) -> None:
    guest = another_device(theatre)
    unpublish(hall(theatre).store, series.slug)
    assert guest.get(film(series, 1)).status_code == 404
    assert guest.get(film(series, 1, "poster.png")).status_code == 404
    assert theatre.get(film(series, 1, "poster.png")).status_code == 200


@pytest.mark.parametrize("path", ["../secret", "%2e%2e/%2e%2e/secret", "hls/..%5c..%5csecret", "hls//x"])
def test_nothing_but_the_release_is_handed_out(theatre: TestClient, series: ListedSeries, path: str) -> None:
    answer = theatre.get(film(series, 1, path))
    assert answer.status_code in (400, 404)
    assert hall(theatre).settings.secrets[0] not in answer.text
