"""Comments, bullets, ties, reports and the desks, as a browser meets them over HTTP."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.series_rows import Rows, add_series

from reelwright.ledger import buy
from reelwright.theatre.accounts import Role, new_guest, open_session
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.tables import series
from reelwright.theatre.entitlement.unlocking import unlock
from reelwright.theatre.player.progress import Report, record
from reelwright.theatre.wallet.books import post
from reelwright.theatre.web.hall import Hall

LINES = (("ln01", 1_000, 3_000), ("ln02", 10_000, 13_000))
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 1234 * 1001 }}",
    "'; DROP TABLE comment; --",
    "javascript:alert(1)",
)


@dataclass
class House:
    """A theatre with one series and people before it, each with their own browser."""

    theatre: TestClient
    clock: ManualClock
    rows: Rows
    people: dict[str, int]

    @property
    def hall(self) -> Hall:
        return self.theatre.app.state.hall  # type: ignore[attr-defined,no-any-return]

    def browser(self, name: str = "", language: str = "en") -> TestClient:
        """The browser of somebody who is signed in; of a stranger without a name."""
        client = TestClient(
            self.theatre.app, headers={"sec-fetch-site": "same-origin", "accept-language": language}
        )
        if name:
            now_us = self.clock.now_us()
            token = self.hall.store.write(
                lambda c: open_session(c, self.people[name], device="test", now_us=now_us)
            )
            client.cookies.set("session", token)
        return client

    def episode(self, number: int) -> str:
        return self.rows.episodes[number - 1]

    def watch(self, name: str, number: int, to_s: int) -> None:
        """Somebody watches an episode from its start."""
        said = Report("watched", f"play-{name}-{number}", self.episode(number), 0, to_s * 1000)
        self.hall.store.write(lambda c: record(c, self.people[name], said, self.clock.now_us()))

    def comment(self, name: str, text: str, number: int = 1, time_s: int = 2, **more: Any) -> httpx.Response:
        body = {"text": text, "time_ms": time_s * 1000, **more}
        return self.browser(name).post(f"/api/episodes/{self.episode(number)}/comments", json=body)

    def bullet(self, name: str, text: str, number: int = 1, time_s: int = 2, **more: Any) -> httpx.Response:
        body = {"text": text, "time_ms": time_s * 1000, **more}
        return self.browser(name).post(f"/api/episodes/{self.episode(number)}/bullets", json=body)

    def comments(self, name: str, number: int = 1, beyond: str = "") -> dict[str, Any]:
        answer = self.browser(name).get(f"/api/episodes/{self.episode(number)}/comments{beyond}")
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    def texts(self, name: str, number: int = 1) -> list[str]:
        return [one["text"] for one in self.comments(name, number)["comments"]]

    def flying(self, name: str, from_ms: int = 0, now_ms: int = 0) -> dict[str, Any]:
        address = f"/api/episodes/{self.episode(1)}/bullets?from_ms={from_ms}&now_ms={now_ms}"
        return self.browser(name).get(address).json()  # type: ignore[no-any-return]


@pytest.fixture
def house(theatre: TestClient, clock: ManualClock) -> Iterator[House]:
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    now_us = clock.now_us()
    cast: dict[str, Role] = {"creator": "creator", "other": "creator", "judge": "moderator"}
    cast |= {"mara": "viewer", "tom": "viewer"}

    def fill(connection: Connection) -> tuple[Rows, dict[str, int]]:
        people = {name: _person(connection, name, role, now_us) for name, role in cast.items()}
        rows = add_series(connection, "lanterns", now_us=now_us, lines=LINES)
        connection.execute(
            series.update().where(series.c.id == rows.series_id).values(creator_id=people["creator"])
        )
        return rows, people

    yield House(theatre, clock, *hall.store.write(fill))


def _person(connection: Connection, name: str, role: Role, now_us: int) -> int:
    number = new_guest(connection, language="en", now_us=now_us)
    connection.execute(
        viewer.update()
        .where(viewer.c.id == number)
        .values(name=name.title(), mail=f"{name}@example.org", role=role)
    )
    return number


def test_a_comment_is_seen_by_who_has_come_so_far(house: House) -> None:
    kept = house.comment("mara", "She knew all along", time_s=11)
    assert kept.status_code == 201 and kept.json()["state"] == "shown", kept.text
    assert house.comments("tom") == {"comments": [], "veiled_count": 1}
    (asked,) = house.comments("tom", beyond="?beyond=true")["comments"]
    assert (asked["author"], asked["line"], asked["time_ms"]) == ("Mara", "Line ln02", 11_000)
    house.watch("tom", 1, 20)
    assert house.texts("tom") == ["She knew all along"]
    sheet = house.browser("tom").get(f"/talk/{house.episode(1)}").text
    assert "She knew all along" in sheet and "Line ln02" in sheet and "0:11" in sheet


def test_a_hint_by_somebody_who_knows_the_end_waits(house: House) -> None:
    house.watch("mara", 3, 60)
    house.watch("tom", 1, 59)
    house.comment("mara", "just wait for night three")
    assert house.comments("tom") == {"comments": [], "veiled_count": 1}
    assert (
        "remark speaks of what you have not seen"
        in house.browser("tom").get(f"/talk/{house.episode(1)}").text
    )
    house.watch("tom", 3, 60)
    assert house.texts("tom") == ["just wait for night three"]


def test_bullets_come_by_windows_and_not_before_the_film(house: House) -> None:
    for time_s in (5, 40, 50):
        assert house.bullet("mara", f"at {time_s}", time_s=time_s, colour="cyan").status_code == 201
        house.clock.pass_s(10)
    first = house.flying("tom")
    assert [one["text"] for one in first["bullets"]] == ["at 5"] and first["is_complete"]
    second = house.flying("tom", from_ms=30_000, now_ms=0)
    assert [one["text"] for one in second["bullets"]] == ["at 40"] and not second["is_complete"]
    second = house.flying("tom", from_ms=30_000, now_ms=25_000)
    assert [one["text"] for one in second["bullets"]] == ["at 40", "at 50"] and second["is_complete"]
    assert second["bullets"][0]["colour"] == "cyan" and not second["bullets"][0]["is_own"]
    assert house.flying("mara")["bullets"][0]["is_own"]
    stranger = house.browser().get(f"/api/episodes/{house.episode(1)}/bullets").json()
    assert [one["text"] for one in stranger["bullets"]] == ["at 5"]


def test_one_window_is_shared_and_still_everybodys_own(house: House) -> None:
    """What is kept for all who look knows nothing of blocks, and is read again when something is written."""
    house.bullet("mara", "loud")
    assert [one["text"] for one in house.flying("tom")["bullets"]] == ["loud"]
    mara = house.comment("mara", "x").json()["id"]
    house.watch("tom", 1, 30)
    person = next(one for one in house.comments("tom")["comments"] if one["id"] == mara)["author_id"]
    assert house.browser("tom").put(f"/api/viewers/{person}/block").status_code == 204
    assert house.flying("tom")["bullets"] == [] and house.texts("tom") == []
    assert len(house.flying("judge")["bullets"]) == 1
    house.bullet("judge", "second")
    assert len(house.flying("judge")["bullets"]) == 2
    assert house.browser("tom").delete(f"/api/viewers/{person}/block").status_code == 204
    assert len(house.flying("tom")["bullets"]) == 2


def test_guests_read_and_like_but_do_not_write(house: House) -> None:
    stranger = house.browser()
    refused = stranger.post(f"/api/episodes/{house.episode(1)}/comments", json={"text": "hi", "time_ms": 0})
    assert refused.status_code == 401 and refused.json()["next_step"]
    liked = stranger.put(f"/api/episodes/{house.episode(1)}/like")
    assert liked.json() == {"liked": True, "likes": 1} and stranger.cookies["session"]
    assert stranger.put(f"/api/episodes/{house.episode(1)}/like").json()["likes"] == 1
    assert stranger.delete(f"/api/episodes/{house.episode(1)}/like").json() == {"liked": False, "likes": 0}
    assert stranger.put("/api/series/lanterns/favourite").status_code == 204
    assert stranger.put("/api/series/lanterns/follow").status_code == 204
    assert "Sign in" not in house.browser("tom").get(f"/talk/{house.episode(1)}").text


def test_refusals_say_what_and_what_next_in_the_viewers_language(house: House) -> None:
    long = house.bullet("mara", "x" * 41)
    assert (long.status_code, long.json()["next_step"]) == (422, "At most 40 characters are kept.")
    for number in range(5):
        assert house.comment("mara", f"wave {number}").status_code == 201
    flood = house.comment("mara", "one more")
    assert flood.status_code == 429 and "60 seconds" in flood.json()["next_step"]
    body = {"text": " ", "time_ms": 0}
    chinese = house.browser("tom", "zh").post(f"/api/episodes/{house.episode(1)}/comments", json=body)
    assert chinese.status_code == 422 and "没有" in chinese.json()["what"], chinese.text


def test_answers_edits_pins_and_deletions(house: House) -> None:
    house.watch("tom", 1, 30)
    one = house.comment("mara", "Who is he?").json()["id"]
    assert house.comment("creator", "Wait and see", parent=one).status_code == 201
    assert house.comment("tom", "mine", parent="0" * 16).status_code == 404
    mara, tom, creator = (house.browser(name) for name in ("mara", "tom", "creator"))
    assert mara.patch(f"/api/comments/{one}", json={"text": "Who is that?"}).json()["text"] == "Who is that?"
    assert tom.patch(f"/api/comments/{one}", json={"text": "no"}).status_code == 403
    assert tom.put(f"/api/comments/{one}/pin").status_code == 404
    assert creator.put(f"/api/comments/{one}/pin").status_code == 204
    (thread,) = house.comments("tom")["comments"]
    assert thread["is_pinned"] and thread["is_edited"] and thread["answers"][0]["is_creator"]
    assert creator.delete(f"/api/comments/{one}/pin").status_code == 204
    assert tom.delete(f"/api/comments/{one}").status_code == 403
    assert mara.delete(f"/api/comments/{one}").status_code == 204
    (thread,) = house.comments("tom")["comments"]
    assert thread["is_deleted"] and thread["text"] == "" and thread["answers"]
    flying = house.bullet("mara", "oops").json()["id"]
    assert len(house.flying("tom")["bullets"]) == 1
    assert mara.delete(f"/api/bullets/{flying}").status_code == 204
    assert house.flying("tom")["bullets"] == []


def test_reported_hidden_restored_and_logged_at_the_desk(house: House) -> None:
    house.watch("tom", 1, 30)
    rude = house.comment("mara", "Rude words").json()["id"]
    body = {"kind": "comment", "id": rude, "reason": "abuse", "note": "about <b>me</b>"}
    assert house.browser("tom").post("/api/reports", json=body).status_code == 204
    judge = house.browser("judge")
    page = judge.get("/desk/moderator")
    assert page.status_code == 200 and "Rude words" in page.text and "It insults somebody" in page.text
    assert "about &lt;b&gt;me&lt;/b&gt;" in page.text
    form = {"act": "hide", "kind": "comment", "subject": rude, "reason": "rule 2"}
    part = judge.post("/desk/moderator", data=form, headers={"hx-request": "true"})
    assert part.text.lstrip().startswith('<div id="moderation">') and "All is well" in part.text
    assert house.texts("tom") == []
    assert "A reason is missing" in judge.post("/desk/moderator", data=form | {"reason": ""}).text
    judge.post("/desk/moderator", data=form | {"act": "restore", "reason": "I was wrong"})
    assert house.texts("tom") == ["Rude words"]
    log = judge.get("/desk/moderator").text
    assert log.index("I was wrong") < log.index("rule 2")


def test_watched_words_and_silence(house: House) -> None:
    judge = house.browser("judge")
    judge.post("/desk/moderator", data={"act": "word", "word": "scum"})
    held = house.bullet("mara", "s c u m")
    assert held.json()["state"] == "held"
    assert house.flying("tom")["bullets"] == [] and len(house.flying("mara")["bullets"]) == 1
    page = judge.get("/desk/moderator").text
    assert "held back" in page and "<mark>scum</mark>" in page
    author = page.partition('name="author" value="')[2].partition('"')[0]
    ban = {"act": "ban", "kind": "bullet", "subject": held.json()["id"], "author": author, "hours": "24"}
    judge.post("/desk/moderator", data=ban | {"reason": "spelling tricks"})
    silent = house.comment("mara", "hello")
    assert silent.status_code == 403 and "may not write until" in silent.json()["what"]
    judge.post("/desk/moderator", data={"act": "unban", "author": author, "reason": "we talked"})
    assert house.comment("mara", "hello").status_code == 201


@pytest.mark.parametrize("path", ["/desk/moderator", "/desk/creator/lanterns/figures"])
def test_desks_are_closed_to_others(house: House, path: str) -> None:
    assert house.browser().get(path).status_code == 401
    assert house.browser("tom").get(path).status_code == 403
    assert house.browser("other").get(path).status_code in (403, 404)
    assert house.browser("tom").post("/desk/moderator", data={"act": "word", "word": "x"}).status_code == 403
    answer = {"comment": "0" * 16, "text": "x"}
    assert house.browser("other").post("/desk/creator/lanterns/answers", data=answer).status_code == 404


def test_a_locked_episode_is_neither_read_nor_written_about(house: House) -> None:
    house.bullet("mara", "wow", number=3)
    lock = series.update().where(series.c.id == house.rows.series_id).values(free_count=1)
    house.hall.store.write(lambda c: c.execute(lock))
    address = f"/api/episodes/{house.episode(3)}/bullets"
    assert house.browser("tom").get(address).json() == {"bullets": [], "is_complete": False}
    refused = house.comment("tom", "let me in", number=3)
    assert (refused.status_code, refused.json()["what"]) == (403, "This episode is locked.")
    assert len(house.browser("creator").get(address).json()["bullets"]) == 1
    assert house.comment("tom", "free", number=1).status_code == 201


def test_what_was_unlocked_stands_in_the_figures(house: House) -> None:
    lock = series.update().where(series.c.id == house.rows.series_id).values(free_count=1)
    now_us, tom = house.clock.now_us(), house.people["tom"]

    def buy_and_unlock(connection: Connection) -> None:
        connection.execute(lock)
        bought = buy(
            str(tom), coins=100, amount=1000, unit="USD", processor="stripe", key="p1", created_us=now_us
        )
        post(connection, bought)
        unlock(connection, tom, [house.episode(2)], most_coins=60, key="a-random-key", now_us=now_us)

    house.hall.store.write(buy_and_unlock)
    page = house.browser("creator").get("/desk/creator/lanterns/figures").text
    assert "<dt>Unlocks</dt><dd>1</dd>" in page and "<dt>Coins spent</dt><dd>60</dd>" in page
    assert "<dd>$3.00</dd>" in page, "60 of 100 coins for $10, half of it the creator's"


def test_figures_show_who_stayed_and_what_waits_for_an_answer(house: House) -> None:
    for name, to_s in (("mara", 60), ("tom", 12), ("judge", 2)):
        house.watch(name, 1, to_s)
    one = house.comment("mara", "Who is <i>he</i>?", time_s=11).json()["id"]
    creator = house.browser("creator")
    page = creator.get("/desk/creator/lanterns/figures?episode=1").text
    assert "3 showings" in page and "33 of 100 saw its last second" in page
    assert "Line ln02" in page and 'class="stayed" d="M0.0 0.0' in page
    assert "Who is &lt;i&gt;he&lt;/i&gt;?" in page
    left = creator.post("/desk/creator/lanterns/answers", data={"comment": one, "text": "A friend"}).text
    assert "Every comment has its answer" in left
    house.watch("tom", 1, 60)
    assert house.comments("tom")["comments"][0]["answers"][0]["text"] == "A friend"
    again = creator.post("/desk/creator/lanterns/answers", data={"comment": "0" * 16, "text": "x"}).text
    assert "It is not there any more" in again


def test_hostile_words_are_words_everywhere(house: House) -> None:
    """In every text field that this room has, on every page that shows it."""
    house.watch("tom", 1, 60)
    for text in HOSTILE:
        house.clock.pass_s(60)
        _say_everywhere(house, text)


def _say_everywhere(house: House, text: str) -> None:
    one = house.comment("mara", text)
    assert one.status_code == 201 and one.json()["text"] == text
    assert house.comment("tom", text, parent=one.json()["id"]).status_code == 201
    flying = house.bullet("mara", text[:40]).json()
    body = {"kind": "bullet", "id": flying["id"], "reason": "other", "note": text}
    assert house.browser("tom").post("/api/reports", json=body).status_code == 204
    judge = house.browser("judge")
    judge.post("/desk/moderator", data={"act": "word", "word": text[:40]})
    form = {"act": "restore", "kind": "comment", "subject": one.json()["id"], "reason": text}
    judge.post("/desk/moderator", data=form)
    pages = [
        judge.get("/desk/moderator").text,
        house.browser("tom").get(f"/talk/{house.episode(1)}").text,
        house.browser("tom").get(f"/talk/{house.episode(1)}?tab=bullets").text,
        house.browser("creator").get("/desk/creator/lanterns/figures").text,
    ]
    for shown in pages:
        assert text[:40] in html.unescape(shown)
        if "<" in text:
            assert text[:40] not in shown
        assert "1235234" not in shown


def test_hostile_parameters_are_refused_and_change_nothing(house: House) -> None:
    house.comment("mara", "here")
    for wrong in ("'%20OR%201=1--", "0%22;DROP", "..%2f..%2fetc", "X" * 60, "%00", "🎬"):
        _ask_with(house, wrong)
    house.watch("tom", 1, 30)
    assert house.texts("tom") == ["here"]


def _ask_with(house: House, wrong: str) -> None:
    tom = house.browser("tom")
    answers = [
        tom.get(f"/api/episodes/{wrong}/comments"),
        tom.get(f"/api/episodes/{house.episode(1)}/bullets?from_ms={wrong}"),
        tom.get(f"/talk/{house.episode(1)}?tab={wrong}"),
        tom.put(f"/api/episodes/{wrong}/like"),
        tom.put(f"/api/series/{wrong}/favourite"),
        tom.put(f"/api/viewers/{wrong}/block"),
        tom.delete(f"/api/comments/{wrong}"),
        tom.delete(f"/api/bullets/{wrong}"),
        house.browser("creator").get(f"/desk/creator/{wrong}/figures"),
        tom.post("/api/reports", json={"kind": wrong, "id": wrong, "reason": wrong}),
        tom.post(
            f"/api/episodes/{house.episode(1)}/bullets", json={"text": "x", "time_ms": -1, "colour": wrong}
        ),
    ]
    assert {answer.status_code for answer in answers} <= {404, 422}
    judge = house.browser("judge")
    form = {"act": "hide", "kind": "comment", "subject": wrong[:16], "reason": "x"}
    assert judge.post("/desk/moderator", data=form).status_code == 422
    gone = judge.post("/desk/moderator", data=form | {"subject": "0" * 16})
    assert gone.status_code == 200 and "not there any more" in gone.text


def test_an_account_takes_its_words_along_and_a_guest_gives_its_ties(house: House) -> None:
    guest = house.browser()
    guest.put(f"/api/episodes/{house.episode(1)}/like")
    guest.put("/api/series/lanterns/follow")
    house.watch("tom", 1, 30)
    house.comment("mara", "mine")
    hall, now_us = house.hall, house.clock.now_us()
    guest_id = max(house.people.values()) + 1
    hall.store.write(lambda c: hall.belongings.merge(c, guest_id, house.people["mara"], now_us=now_us))
    assert house.browser("mara").put(f"/api/episodes/{house.episode(1)}/like").json()["likes"] == 1
    kept = hall.store.read(lambda c: hall.belongings.exported(c, house.people["mara"]))["social"]
    assert [one["text"] for one in kept["comment"]] == ["mine"] and len(kept["follow"]) == 1
    hall.store.write(lambda c: hall.belongings.erase(c, house.people["mara"], now_us=now_us))
    assert house.texts("tom") == []
    kept = hall.store.read(lambda c: hall.belongings.exported(c, house.people["mara"]))["social"]
    assert kept["follow"] == [] and [one["text"] for one in kept["comment"]] == [""]
