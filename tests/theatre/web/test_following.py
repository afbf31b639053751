"""Followers are told of new episodes, on their page and by letter; whom one blocked is seen and undone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select, update
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.series_rows import Rows, add_series
from tests.theatre.web.conftest import another_device, deliver, sign_up

from reelwright.theatre.accounts import new_guest
from reelwright.theatre.accounts.signing import make_account
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.social import news
from reelwright.theatre.social.tables import favourite, news_wish
from reelwright.theatre.store import Job, OutboxWorker
from reelwright.theatre.store.outbox import outbox
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.routes import following
from reelwright.theatre.web.routes.following import tell_followers, write_portion
from reelwright.theatre.web.settings import Settings, read_settings

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


@pytest.fixture
def closed(settings: Settings, clock: ManualClock) -> TestClient:
    """The same theatre; its own outbox does not run beside the test's."""
    theatre = TestClient(make_app(settings, clock=clock), headers={"sec-fetch-site": "same-origin"})
    add_shown(theatre, clock)
    return theatre


def add_followers(connection: Connection, count: int) -> None:
    """So many verified accounts that keep the series and want letters."""
    number = connection.scalar(select(series.c.id))
    for place in range(count):
        one = new_guest(connection, language="en", now_us=1)
        make_account(connection, one, mail=f"f{place}@example.com", password_hash="x", name="F")
        connection.execute(update(viewer).where(viewer.c.id == one).values(is_verified=True))
        connection.execute(favourite.insert().values(viewer_id=one, series_id=number, created_us=1))
        connection.execute(news_wish.insert().values(viewer_id=one, created_us=1))


def posted_to(hall: Hall) -> list[str]:
    """To which followers letters were written that are not sent yet."""
    bodies = select(outbox.c.body).where(outbox.c.kind == "letter", outbox.c.body != "{}")
    found = hall.store.read(lambda c: list(c.scalars(bodies)))
    return sorted(to for body in found if (to := str(json.loads(body)["to"])).startswith("f"))


def test_letters_to_many_are_written_in_portions(
    closed: TestClient, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A portion a transaction, which is delivered again without harm; who waits for a letter comes first."""
    hall = hall_of(closed)
    hall.store.write(lambda c: add_followers(c, 7))
    monkeypatch.setattr(news, "PORTION", 3)
    clock.pass_s(DAY_S)
    assert (tell_followers(hall), tell_followers(hall)) == (1, 0)
    seen: list[tuple[int, int]] = []

    def write(job: Job) -> None:
        write_portion(hall, job)
        write_portion(hall, job)  # as after a kill, before the outbox could note that it was done
        seen.append((job.body["after"] > 0, len(posted_to(hall))))

    assert OutboxWorker(hall.store, {news.JOB: write}).deliver_due() == 3
    assert seen == [(False, 3), (True, 6), (True, 7)]
    assert posted_to(hall) == [f"f{place}@example.com" for place in range(7)]
    sign_up(closed)
    sent: list[str] = []
    OutboxWorker(hall.store, {"letter": lambda job: sent.append(job.body["to"])}).deliver_due()
    assert sent[:2] == ["ren@example.com", "mara@example.com"] and len(sent) == 9


def test_a_portion_that_breaks_off_writes_nothing(
    closed: TestClient, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = hall_of(closed)
    hall.store.write(lambda c: add_followers(c, 5))
    monkeypatch.setattr(news, "PORTION", 3)
    clock.pass_s(DAY_S)
    tell_followers(hall)
    with monkeypatch.context() as patch:
        patch.setattr(following, "post", half_posted := Breaking(following.post, after=2))
        OutboxWorker(hall.store, {news.JOB: partial(write_portion, hall)}).deliver_due()
        assert half_posted.count == 3 and posted_to(hall) == []
    clock.pass_s(200)
    OutboxWorker(hall.store, {news.JOB: partial(write_portion, hall)}).deliver_due()
    assert posted_to(hall) == [f"f{place}@example.com" for place in range(5)]


class Breaking:
    """Posts so many letters, then raises."""

    def __init__(self, post: Callable[..., None], *, after: int) -> None:
        self._post, self._after, self.count = post, after, 0

    def __call__(self, connection: Connection, **letter: Any) -> None:
        self.count += 1
        if self.count > self._after:
            raise OSError("the disk is full")
        self._post(connection, **letter)


TELLING = """
import sys, time
from pathlib import Path
from reelwright.theatre.social import news
from reelwright.theatre.store import OutboxWorker
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.routes.following import tell_followers, write_portion
from reelwright.theatre.web.settings import read_settings
from tests.theatre.conftest import ShiftedClock

news.PORTION = 2
clock = ShiftedClock()
clock.shift_s = int(sys.argv[2])
hall = make_app(read_settings(Path(sys.argv[1]), {}), clock=clock).state.hall
print("open", flush=True)
tell_followers(hall)

def write(job):
    print("portion", flush=True)
    write_portion(hall, job)
    print("written", flush=True)

OutboxWorker(hall.store, {news.JOB: write}).deliver_due()
print("over", flush=True)
"""


def test_killed_between_and_within_portions_nobody_gets_two_and_nobody_none(
    tmp_path: Path, sqlite_tables: Path
) -> None:
    settings = read_settings(tmp_path, {})
    shutil.copy(sqlite_tables, tmp_path / "theatre.db")
    assert settings.database_url.endswith("/theatre.db")
    hall = make_app(settings).state.hall
    out_us = hall.now_us() - 60_000_000

    def fill(connection: Connection) -> None:
        add_series(connection, "harbour", now_us=1)
        connection.execute(update(episode).where(episode.c.number == 2).values(release_us=out_us))
        add_followers(connection, 16)

    hall.store.write(fill)
    last = ""
    for turn in range(40):
        program = [sys.executable, "-c", TELLING, str(tmp_path), str(200 * turn)]
        running = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        for _ in range(2 + turn % 5):  # "open" and one to five more lines, then it is killed
            last = running.stdout.readline().strip()
        running.kill()
        running.wait()
        running.stdout.close()
        if last in ("over", ""):
            break
    assert last in ("over", "") and turn > 3
    assert posted_to(hall) == sorted(f"f{place}@example.com" for place in range(16))
    hall.store.close()


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
