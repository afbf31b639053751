"""Comments and bullets: written within the limits, seen by whom they may be, pinned for good."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import Connection, select
from tests.theatre.social.conftest import LINES, World

from reelwright.theatre.horizon import Moment
from reelwright.theatre.social.limits import BULLET_LENGTH, COMMENT_LENGTH, PACES, cleaned
from reelwright.theatre.social.pins import NEAR_MS, is_settled, settle
from reelwright.theatre.social.posting import Author, delete, edit_comment, pin_comment, post_bullet
from reelwright.theatre.social.reading import (
    AHEAD_MS,
    Eyes,
    SeenComment,
    bullets_between,
    bullets_for,
    comments_for,
    comments_to_answer,
)
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.social.tables import bullet, comment
from reelwright.theatre.social.ties import block_viewer, favourites_of, follow_creator, keep, like, ties_of


def seen(world: World, eyes: Eyes, number: int = 1) -> list[str]:
    return [one.text for one in comments(world, eyes, number)]


def comments(world: World, eyes: Eyes, number: int = 1) -> tuple[SeenComment, ...]:
    return world.store.read(lambda c: comments_for(c, world.episodes[number], eyes)).shown


def flying(world: World, eyes: Eyes, number: int = 1, ahead_ms: int = 0) -> list[str]:
    found = world.store.read(lambda c: bullets_between(c, world.episodes[number], 0, 60_000))
    return [one.text for one in bullets_for(found, eyes, frozenset(), ahead_ms=ahead_ms).shown]


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda problem: problem.code == code)


def test_a_comment_is_pinned_to_the_line_that_was_heard(world: World) -> None:
    written = world.comment("mara", "She knew all along", time_ms=11_000)
    assert (written.state, written.pin.line_id, written.pin.offset_ms) == ("shown", "ln02", 1_000)
    (one,) = comments(world, world.eyes("tom"))
    assert (one.author, one.line, one.time_ms) == ("Mara", "Then you know why I came.", 11_000)


def test_where_nobody_speaks_a_time_alone_is_kept(world: World) -> None:
    assert world.comment("mara", "What a view", time_ms=3_000 + NEAR_MS).pin.line_id is None


def test_the_horizon_veils_what_lies_ahead_and_says_how_much(world: World) -> None:
    world.comment("mara", "early", time_ms=2_000)
    world.comment("mara", "late", time_ms=50_000)
    world.comment("mara", "hint", time_ms=2_000, author=world.author("mara", 3, 0))
    eyes = world.eyes("tom", 1, 20_000)
    found = world.store.read(lambda c: comments_for(c, world.episodes[1], eyes))
    assert ([one.text for one in found.shown], found.veiled_count) == (["early"], 2)
    assert sorted(seen(world, world.eyes("tom", 1, 20_000, is_asked_for=True))) == ["early", "hint", "late"]
    assert sorted(seen(world, world.eyes("tom", 3, 0))) == ["early", "hint", "late"]
    assert seen(world, Eyes(None, Moment(0, 0))) == []


def test_bullets_ahead_are_veiled_but_for_what_a_player_needs_next(world: World) -> None:
    for at_s in (5, 40, 59):
        world.bullet("mara", f"at {at_s}", time_ms=at_s * 1000)
        world.clock.pass_s(10)
    assert flying(world, world.eyes("tom", 1, 5_000)) == ["at 5"]
    assert flying(world, world.eyes("tom", 1, 5_000), ahead_ms=AHEAD_MS) == ["at 5", "at 40"]
    assert flying(world, world.eyes("mara", 1, 0)) == ["at 5", "at 40", "at 59"]


def test_pins_follow_their_line_into_a_new_version(world: World) -> None:
    """The second line now comes at 30 s; what was said about the first, which was cut, keeps its time."""
    world.comment("mara", "first", time_ms=1_500)
    world.comment("mara", "second", time_ms=11_000)
    world.bullet("mara", "wow", time_ms=10_500)
    version = world.new_version(1, (("ln02", "Then you know why I came.", 30_000, 33_000),))
    assert not world.store.read(lambda c: is_settled(c, version))
    assert world.store.write(lambda c: settle(c, version)) == 3
    assert world.store.read(lambda c: is_settled(c, version))
    times = {one.text: (one.time_ms, one.line) for one in comments(world, world.eyes("tom"))}
    assert times == {"first": (1_500, ""), "second": (31_000, "Then you know why I came.")}
    at_ms = world.store.read(lambda c: c.scalars(select(bullet.c.time_ms)).all())
    assert at_ms == [30_500]
    back = world.new_version(1, LINES)
    world.store.write(lambda c: settle(c, back))
    times = {one.text: (one.time_ms, one.line) for one in comments(world, world.eyes("tom"))}
    assert times == {"first": (1_500, LINES[0][1]), "second": (11_000, LINES[1][1])}


def test_threads_have_one_level_and_creators_are_told_from_others(world: World) -> None:
    top = world.comment("mara", "Who is he?", time_ms=2_000)
    answer = world.comment(
        "creator", "Wait and see", parent=top.public_id, author=world.author("creator", 3, 0)
    )
    (thread,) = comments(world, world.eyes("tom", 1, 2_000))
    assert [(one.text, one.is_creator) for one in thread.answers] == [("Wait and see", True)]
    with refused("deep"):
        world.comment("tom", "deeper", parent=answer.public_id)
    with refused("not_found"):
        world.comment("tom", "on nothing", parent="0000000000000000")
    with refused("not_found"):
        world.comment("tom", "of another episode", number=2, parent=top.public_id)


def test_what_a_creator_has_not_answered_is_listed_for_them(world: World) -> None:
    one = world.comment("mara", "one")
    world.comment("tom", "two", number=2)
    creator = world.people["creator"]

    def open_texts() -> list[str]:
        return [
            one.text for one in world.store.read(lambda c: comments_to_answer(c, world.series_id, creator))
        ]

    assert open_texts() == ["two", "one"]
    world.comment("creator", "thanks", parent=one.public_id)
    assert open_texts() == ["two"]


def test_one_comment_of_an_episode_is_held_above_the_others(world: World) -> None:
    first, second = world.comment("mara", "a", time_ms=1_000), world.comment("mara", "b", time_ms=9_000)
    for one in (first, second):
        world.store.write(
            lambda c, one=one: pin_comment(c, one.public_id, world.people["creator"], 1, is_pinned=True)
        )
    assert [(one.text, one.is_pinned) for one in comments(world, world.eyes("tom"))] == [
        ("b", True),
        ("a", False),
    ]
    with refused("not_found"):
        world.store.write(lambda c: pin_comment(c, first.public_id, world.people["mara"], 1, is_pinned=True))


def test_an_author_changes_and_takes_back_only_their_own(world: World) -> None:
    one = world.comment("mara", "typo hree")
    tom, mara = world.people["tom"], world.people["mara"]
    world.store.write(lambda c: edit_comment(c, mara, one.public_id, "typo here", 5))
    assert [(c.text, c.is_edited) for c in comments(world, world.eyes("tom"))] == [("typo here", True)]
    with refused("not_yours"):
        world.store.write(lambda c: edit_comment(c, tom, one.public_id, "mine", 5))
    with refused("not_yours"):
        world.store.write(lambda c: delete(c, comment, tom, one.public_id))
    world.comment("tom", "an answer", parent=one.public_id)
    world.store.write(lambda c: delete(c, comment, mara, one.public_id))
    (gone,) = comments(world, world.eyes("tom"))
    assert (gone.text, gone.author, [a.text for a in gone.answers]) == ("", "", ["an answer"])
    with refused("not_found"):
        world.store.write(lambda c: edit_comment(c, mara, one.public_id, "back", 6))


def test_blocked_words_are_unseen_by_who_blocked_alone(world: World) -> None:
    world.comment("mara", "loud")
    mara, tom = world.people["mara"], world.people["tom"]
    world.store.write(lambda c: block_viewer(c, tom, mara, 1, is_on=True))
    world.store.write(lambda c: block_viewer(c, tom, mara, 1, is_on=True))
    assert seen(world, world.eyes("tom")) == []
    assert seen(world, world.eyes("judge")) == ["loud"]
    world.store.write(lambda c: block_viewer(c, tom, mara, 1, is_on=False))
    assert seen(world, world.eyes("tom")) == ["loud"]
    with refused("own"):
        world.store.write(lambda c: block_viewer(c, tom, tom, 1, is_on=True))


def test_a_flood_is_refused_and_says_how_long_to_wait(world: World) -> None:
    pace = PACES["bullet"][0]
    for number in range(pace.count):
        world.bullet("mara", f"wave {number}")
    with pytest.raises(Refused) as problem:
        world.bullet("mara", "one too many")
    assert (problem.value.code, problem.value.values) == ("flood", {"wait_s": pace.seconds})
    world.bullet("tom", "others may")
    world.clock.pass_s(pace.seconds)
    world.bullet("mara", "after a while")


def test_a_flood_from_many_hands_at_once_is_refused_all_the_same(world: World) -> None:
    """Each waits, with its row written, for all the others to have counted: on PostgreSQL they would pass."""
    limit = PACES["bullet"][0].count
    together = threading.Barrier(limit + 1)
    author, place = world.author("mara"), world.place(1, 1_000)

    def send(number: int) -> bool:
        def work(connection: Connection) -> None:
            post_bullet(connection, author, place, f"at once {number}", "white", world.clock.now_us())
            with suppress(threading.BrokenBarrierError):
                together.wait(timeout=0.3)

        with suppress(Refused):
            world.store.write(work)
            return True
        return False

    with ThreadPoolExecutor(limit + 1) as hands:
        assert sum(hands.map(send, range(limit + 1))) == limit


def test_the_same_words_twice_are_refused_for_a_while(world: World) -> None:
    world.comment("mara", "first!")
    with refused("again"):
        world.comment("mara", "  first! ")
    world.comment("tom", "first!")
    world.clock.pass_s(301)
    world.comment("mara", "first!")


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), (" \u200b\n\t", "empty"), ("\u202e", "empty"), ("x" * (COMMENT_LENGTH + 1), "too_long")],
)
def test_texts_without_measure_are_refused(world: World, text: str, code: str) -> None:
    with refused(code):
        world.comment("mara", text)


def test_limits_are_of_characters_in_every_script(world: World) -> None:
    assert len(world.bullet("mara", "灯" * BULLET_LENGTH).text) == BULLET_LENGTH
    with refused("too_long"):
        world.bullet("tom", "灯" * (BULLET_LENGTH + 1))


def test_a_bullet_is_of_a_known_colour_and_within_the_film(world: World) -> None:
    with refused("colour"):
        world.bullet("mara", "x", colour="red;}</style>")
    with refused("past_end"):
        world.bullet("mara", "x", time_ms=60_001)


def test_texts_are_kept_plain() -> None:
    assert cleaned("a\r\nb\n\n\n\nc  d\x00\x1b[31m", 99) == "a\nb\n\nc d[31m"
    assert cleaned("one\ntwo", 99, is_one_line=True) == "one two"
    assert cleaned("\u202eevil\u202c", 99) == "evil"
    assert cleaned("Z" + "\u0335\u0338" * 20, 99) == "Z\u0335\u0338\u0335"
    assert cleaned("👩‍👩‍👧 family", 99) == "👩‍👩‍👧 family"


@pytest.mark.parametrize("text", ["'; DROP TABLE comment; --", "<script>alert(1)</script>", "\\x00%s{{7*7}}"])
def test_hostile_texts_are_kept_as_they_are(world: World, text: str) -> None:
    world.comment("mara", text)
    world.bullet("mara", text)
    assert seen(world, world.eyes("tom")) == [text]
    assert flying(world, world.eyes("tom")) == [text]


def test_likes_favourites_and_follows_count_each_once(world: World) -> None:
    tom, mara, creator = (world.people[name] for name in ("tom", "mara", "creator"))
    episode_id = world.episodes[1]
    assert world.store.write(lambda c: like(c, tom, episode_id, 1, is_on=True)) == 1
    assert world.store.write(lambda c: like(c, tom, episode_id, 2, is_on=True)) == 1
    assert world.store.write(lambda c: like(c, mara, episode_id, 3, is_on=True)) == 2
    world.store.write(lambda c: keep(c, tom, world.series_id, 1, is_on=True))
    assert world.store.write(lambda c: follow_creator(c, tom, creator, 1, is_on=True)) == 1
    ties = world.store.read(lambda c: ties_of(c, tom, episode_id, world.series_id, creator))
    assert (ties.is_liked, ties.like_count, ties.is_favourite, ties.is_followed) == (True, 2, True, True)
    assert world.store.read(lambda c: favourites_of(c, tom)) == [world.series_id]
    assert world.store.write(lambda c: like(c, tom, episode_id, 4, is_on=False)) == 1
    nobody = world.store.read(lambda c: ties_of(c, None, episode_id, world.series_id, creator))
    assert (nobody.is_liked, nobody.like_count, nobody.is_favourite, nobody.is_followed) == (
        False,
        1,
        False,
        False,
    )


def test_the_authors_knowledge_is_what_they_have_watched_or_are_watching(world: World) -> None:
    world.comment("mara", "x", number=2, time_ms=5_000, author=Author(world.people["mara"], Moment(1, 0)))
    row = world.store.read(lambda c: c.execute(select(comment.c.knows_episode, comment.c.knows_ms)).one())
    assert tuple(row) == (2, 5_000)
