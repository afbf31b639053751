"""Followers are told of new episodes, on their page and by letter; whom one blocked is seen and undone."""

from __future__ import annotations

import re
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from html import unescape

import msgspec
import pytest
from sqlalchemy import Connection, select, update
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.series_rows import Rows, add_series
from tests.theatre.web.conftest import another_device, deliver, sign_up

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.routes.following import tell_followers
from reelwright.theatre.web.settings import Settings

DAY_S = 86_400


def hall_of(theatre: TestClient) -> Hall:
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    return hall


def letters(theatre: TestClient) -> list[EmailMessage]:
    """Of new episodes, in their order: without a mail server letters lie in the theatre's folder."""
    tell_followers(hall_of(theatre))  # the theatre does it every minute, too
    deliver(theatre)
    posted = (hall_of(theatre).settings.folder / "letters.txt").read_text()
    read = [message_from_string(one, policy=default) for one in re.split(r"(?m)^(?=From: )", posted)[1:]]
    return [one for one in read if "/news/stop" in one.get_content()]


@pytest.fixture
def shown(theatre: TestClient, clock: ManualClock) -> Rows:
    return add_shown(theatre, clock)


def add_shown(theatre: TestClient, clock: ManualClock) -> Rows:
    """A series of three by Ren: its first episode is out, the others come in a day and in two."""
    sign_up(creator := another_device(theatre), "ren@example.com", "Ren")
    assert creator.cookies

    def work(connection: Connection) -> Rows:
        rows = add_series(connection, "harbour", now_us=clock.now_us())
        ren = connection.scalar(select(viewer.c.id).where(viewer.c.name == "Ren"))
        connection.execute(update(series).values(creator_id=ren))
        for days, number in enumerate(rows.episode_ids):
            later_us = clock.now_us() + days * DAY_S * 1_000_000
            connection.execute(update(episode).where(episode.c.id == number).values(release_us=later_us))
        return rows

    rows = hall_of(theatre).store.write(work)
    clock.pass_s(60)
    return rows


def verify(theatre: TestClient, mail: str) -> None:
    change = update(viewer).where(viewer.c.mail == mail).values(is_verified=True)
    hall_of(theatre).store.write(lambda c: c.execute(change).rowcount)


def test_what_is_new_stands_in_the_list_until_it_is_watched(
    theatre: TestClient, shown: Rows, clock: ManualClock
) -> None:
    assert "Follow the creator" in theatre.get("/s/harbour").text
    assert theatre.put("/api/series/harbour/follow").status_code == 204
    page = theatre.get("/library").text
    assert "New for you" not in page and "Creators you follow" in page and "Ren" in page
    clock.pass_s(DAY_S)
    page = theatre.get("/library").text
    assert "New for you" in page and "/s/harbour/2" in page
    clock.pass_s(DAY_S)
    assert "2 new episodes" in theatre.get("/library").text
    said = {"kind": "started", "play": "p1", "episode": shown.episodes[1], "from_ms": 0, "to_ms": 0}
    assert theatre.post("/api/progress", json=said).status_code == 204
    page = theatre.get("/library").text
    assert "/s/harbour/3" in page.split("Creators you follow")[0] and "2 new episodes" not in page
    clock.pass_s(15 * DAY_S)
    assert "New for you" not in theatre.get("/library").text


def test_a_kept_series_is_marked_as_new(theatre: TestClient, shown: Rows, clock: ManualClock) -> None:
    theatre.put("/api/series/harbour/favourite")
    assert 'class="show-new"' not in theatre.get("/library").text
    clock.pass_s(DAY_S)
    assert theatre.get("/library").text.count('class="show-new"') == 2  # in what is new, and where it is kept


def test_a_creator_is_followed_no_more(theatre: TestClient, shown: Rows, clock: ManualClock) -> None:
    theatre.put("/api/series/harbour/follow")
    person = re.search(r'name="person" value="(\w+)"', theatre.get("/library").text)
    assert person is not None
    theatre.post("/library/unfollow", data={"person": person[1]})
    clock.pass_s(DAY_S)
    page = theatre.get("/library").text
    assert "Creators you follow" not in page and "New for you" not in page
    assert theatre.post("/library/unfollow", data={"person": "nobody"}).status_code == 404


def test_letters_go_to_who_asked_once_and_to_verified_addresses(
    theatre: TestClient, shown: Rows, clock: ManualClock
) -> None:
    people = {"mara": theatre, "ivo": another_device(theatre), "lin": another_device(theatre)}
    for name, device in people.items():
        sign_up(device, f"{name}@example.com", name.title())
        device.put("/api/series/harbour/follow")
        if name != "lin":
            assert "No more" not in device.post("/account/news", data={"on": "yes"}).text
    verify(theatre, "mara@example.com")
    verify(theatre, "lin@example.com")
    clock.pass_s(1)
    assert letters(theatre) == []  # the first episode was out before anybody followed
    clock.pass_s(DAY_S)
    (letter,) = letters(theatre)
    assert letters(theatre)[1:] == []
    assert letter["to"] == "mara@example.com" and letter["subject"] == "A new episode of Harbour"
    assert "http://testserver/s/harbour/2" in letter.get_content()
    stop = re.search(r"http://testserver(/news/stop\?person=(\w+)&proof=(\w+))", letter.get_content())
    assert stop is not None
    stranger = another_device(theatre)
    assert "Send me no more" in stranger.get(stop[1]).text
    assert stranger.post(stop[1].replace(stop[3], "0" * 32)).status_code == 404
    (button,) = re.findall(r'method="post" action="(/news/stop[^"]+)"', stranger.get(stop[1]).text)
    assert "No more letters" in stranger.post(unescape(button)).text
    clock.pass_s(DAY_S)
    assert len(letters(theatre)) == 1


def test_a_mail_program_asks_for_no_more_by_one_click(settings: Settings, clock: ManualClock) -> None:
    """RFC 8058: a POST by somebody else's server, without a session, to an address that stands on one line of
    the letter. Letters of the account have none: they are not sent to lists."""
    secure = msgspec.structs.replace(settings, public_url="https://films.example.org")
    with TestClient(make_app(secure, clock=clock), base_url="https://films.example.org") as theatre:
        theatre.headers["sec-fetch-site"] = "same-origin"
        add_shown(theatre, clock)
        sign_up(theatre)
        verify(theatre, "mara@example.com")
        theatre.put("/api/series/harbour/follow")
        theatre.post("/account/news", data={"on": "yes"})
        theatre.post("/forgot", data={"mail": "mara@example.com"})
        clock.pass_s(DAY_S)
        (letter,) = letters(theatre)
        posted = (secure.folder / "letters.txt").read_text()
        (address,) = re.findall(
            r"(?m)^List-Unsubscribe: <(https://films.example.org/news/stop\?\S+)>$", posted
        )
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert posted.count("\nSubject: ") == 4
        assert posted.count("List-Unsubscribe:") == posted.count("List-Unsubscribe-Post:") == 1

        program = TestClient(theatre.app, base_url="https://films.example.org")
        body = {"List-Unsubscribe": "One-Click"}
        forged = address[:-4] + "0000"
        assert program.post(forged, data=body).status_code == 404
        assert "You also get a letter" in theatre.get("/account").text
        for site in ("cross-site", "none"):
            answer = program.post(
                address, files=body, headers={"sec-fetch-site": site}, follow_redirects=False
            )
            assert answer.status_code == 200 and not program.cookies
        assert "You also get a letter" not in theatre.get("/account").text
        clock.pass_s(DAY_S)
        assert len(letters(theatre)) == 1


def test_episodes_that_come_together_are_one_letter_in_the_viewers_language(
    theatre: TestClient, shown: Rows, clock: ManualClock
) -> None:
    sign_up(theatre)
    verify(theatre, "mara@example.com")
    chinese = update(viewer).where(viewer.c.mail == "mara@example.com").values(language="zh")
    hall_of(theatre).store.write(lambda c: c.execute(chinese).rowcount)
    theatre.put("/api/series/harbour/favourite")
    theatre.post("/account/news", data={"on": "yes"})
    clock.pass_s(2 * DAY_S - 30)
    (letter,) = letters(theatre)
    assert letter["subject"] == "《Harbour》更新了 2 集" and "退订" in letter.get_content()


def test_of_what_is_old_or_taken_back_nobody_is_told(
    theatre: TestClient, shown: Rows, clock: ManualClock
) -> None:
    sign_up(theatre)
    verify(theatre, "mara@example.com")
    theatre.put("/api/series/harbour/follow")
    theatre.post("/account/news", data={"on": "yes"})
    second = update(episode).where(episode.c.number == 2).values(unpublished_us=1)
    hall_of(theatre).store.write(lambda c: c.execute(second).rowcount)
    clock.pass_s(DAY_S)
    assert letters(theatre) == []
    clock.pass_s(4 * DAY_S)  # the theatre was closed
    assert letters(theatre) == []


def test_blocks_are_seen_and_undone(theatre: TestClient, shown: Rows) -> None:
    sign_up(theatre)
    ren = hall_of(theatre).store.read(
        lambda c: c.scalar(select(viewer.c.public_id).where(viewer.c.name == "Ren"))
    )
    assert "Whom you do not see" not in theatre.get("/account").text
    theatre.put(f"/api/viewers/{ren}/block")
    page = theatre.get("/account").text
    assert "Whom you do not see" in page and "See Ren again" in page
    page = theatre.post("/account/unblock", data={"person": ren}).text
    assert "Whom you do not see" not in page


def test_letters_are_asked_for_by_accounts_only_and_go_with_them(theatre: TestClient, shown: Rows) -> None:
    answer = another_device(theatre).post("/account/news", data={"on": "yes"})
    assert answer.status_code == 401 or answer.url.path == "/sign-in"
    sign_up(theatre)
    page = theatre.post("/account/news", data={"on": "yes"}).text
    assert "You also get a letter" in page and "until your address is verified" in page
    assert theatre.get("/account/export").json()["social"]["news_wish"]
    assert "You also get a letter" not in theatre.post("/account/news").text
