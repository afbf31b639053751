"""Reports, held texts, the queue, and every act of a moderator with its reason in the log."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.theatre.social.conftest import World
from tests.theatre.social.test_writing import flying, refused, seen

from reelwright.theatre.social import moderation
from reelwright.theatre.social.limits import PACES
from reelwright.theatre.social.posting import delete, edit_comment
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.social.tables import bullet, comment


def report(
    world: World, name: str, kind: str, public_id: str, reason: str = "spoiler", note: str = ""
) -> None:
    world.store.write(
        lambda c: moderation.report_text(
            c, world.people[name], kind, public_id, reason, note, world.clock.now_us()
        )
    )


def watch(world: World, word: str) -> None:
    world.store.write(lambda c: moderation.add_word(c, world.people["judge"], word, world.clock.now_us()))


@pytest.mark.parametrize("kind", ["comment", "bullet"])
def test_what_is_reported_comes_to_the_queue_and_is_hidden_and_restored(world: World, kind: str) -> None:
    write = world.comment if kind == "comment" else world.bullet
    show = seen if kind == "comment" else flying
    one = write("mara", "Rude")
    write("mara", "Fine")
    report(world, "tom", kind, one.public_id, "abuse", "It is about me")
    report(world, "tom", kind, one.public_id, "abuse")
    report(world, "creator", kind, one.public_id, "spam")
    (waiting,) = world.store.read(moderation.queue)
    assert (waiting.text, waiting.author, waiting.series, waiting.number) == ("Rude", "Mara", "Lanterns", 1)
    assert waiting.reports == (("abuse", "It is about me"), ("spam", ""))

    judge, now = world.people["judge"], world.clock.now_us()
    world.store.write(lambda c: moderation.hide(c, judge, kind, one.public_id, "against rule 2", now))
    assert show(world, world.eyes("tom")) == ["Fine"]
    assert show(world, world.eyes("mara")) == ["Fine"]
    assert world.store.read(moderation.queue) == []
    world.store.write(lambda c: moderation.restore(c, judge, kind, one.public_id, "I was wrong", now))
    assert sorted(show(world, world.eyes("tom"))) == ["Fine", "Rude"]
    logged = world.store.read(moderation.log)
    assert [(act.act, act.moderator, act.about, act.reason) for act in logged] == [
        ("restore", "Judge", "Rude", "I was wrong"),
        ("hide", "Judge", "Rude", "against rule 2"),
    ]


def test_a_watched_word_holds_a_text_back_for_all_but_its_author(world: World) -> None:
    watch(world, "scum")
    held = world.bullet("mara", "s.c.u.m")
    assert held.state == "held"
    assert flying(world, world.eyes("tom")) == []
    assert flying(world, world.eyes("mara")) == ["s.c.u.m"]
    (waiting,) = world.store.read(moderation.queue)
    assert waiting.words == ("scum",)
    judge = world.people["judge"]
    world.store.write(lambda c: moderation.restore(c, judge, "bullet", held.public_id, "quoted", 1))
    assert flying(world, world.eyes("tom")) == ["s.c.u.m"]


def test_an_edit_is_looked_through_like_the_first_words(world: World) -> None:
    watch(world, "傻瓜")
    one = world.comment("mara", "nice")
    edited = world.store.write(
        lambda c: edit_comment(c, world.people["mara"], one.public_id, "大傻 瓜", world.clock.now_us())
    )
    assert edited.state == "held" and seen(world, world.eyes("tom")) == []


def test_a_hidden_text_stays_hidden_whatever_its_author_makes_of_it(world: World) -> None:
    one = world.comment("mara", "bad")
    world.store.write(lambda c: moderation.hide(c, world.people["judge"], "comment", one.public_id, "no", 1))
    world.store.write(lambda c: edit_comment(c, world.people["mara"], one.public_id, "good", 2))
    assert seen(world, world.eyes("tom")) == []


def test_words_are_watched_until_they_are_taken_off_the_list(world: World) -> None:
    watch(world, "scum")
    watch(world, "scum")
    ((public_id, word),) = world.store.read(moderation.words)
    assert word == "scum"
    judge = world.people["judge"]
    world.store.write(lambda c: moderation.remove_word(c, judge, public_id, world.clock.now_us()))
    assert world.bullet("mara", "scum").state == "shown"
    assert [act.act for act in world.store.read(moderation.log)] == ["unword", "word"]
    with refused("word"):
        watch(world, "!!!")
    with refused("not_found"):
        world.store.write(lambda c: moderation.remove_word(c, judge, public_id, 1))


def test_who_is_banned_writes_nothing_until_the_time_is_over_or_the_ban_lifted(world: World) -> None:
    judge, mara = world.people["judge"], world.people["mara"]
    one = world.comment("mara", "before")
    world.store.write(
        lambda c: moderation.ban_viewer(c, judge, mara, 1, "third warning", world.clock.now_us())
    )
    for write in (world.comment, world.bullet):
        with refused("banned"):
            write("mara", "after")
    with refused("banned"):
        world.store.write(lambda c: edit_comment(c, mara, one.public_id, "after", world.clock.now_us()))
    (held,) = world.store.read(lambda c: moderation.banned(c, world.clock.now_us()))
    assert (held.name, held.reason) == ("Mara", "third warning")
    world.clock.pass_s(3601)
    world.comment("mara", "an hour later")
    world.store.write(lambda c: moderation.ban_viewer(c, judge, mara, 24, "again", world.clock.now_us()))
    world.store.write(lambda c: moderation.lift_ban(c, judge, mara, "we talked", world.clock.now_us()))
    world.bullet("mara", "thank you")
    with refused("not_found"):
        world.store.write(lambda c: moderation.lift_ban(c, judge, mara, "twice", world.clock.now_us()))
    assert [act.act for act in world.store.read(moderation.log)] == ["unban", "ban", "ban"]


def test_no_act_without_a_reason_and_none_on_oneself(world: World) -> None:
    judge = world.people["judge"]
    one = world.comment("mara", "x")
    for act in (moderation.hide, moderation.restore):
        with refused("reason"):
            world.store.write(lambda c, act=act: act(c, judge, "comment", one.public_id, " ", 1))
    with refused("reason"):
        world.store.write(lambda c: moderation.ban_viewer(c, judge, world.people["mara"], 24, "", 1))
    with refused("own"):
        world.store.write(lambda c: moderation.ban_viewer(c, judge, judge, 24, "me", 1))
    assert world.store.read(moderation.log) == []


def test_reports_name_a_reason_and_something_that_is_there(world: World) -> None:
    one = world.comment("mara", "x")
    with refused("reason"):
        report(world, "tom", "comment", one.public_id, "because")
    with refused("own"):
        report(world, "mara", "comment", one.public_id)
    for kind, public_id in (("comment", "nothing"), ("viewer", one.public_id), ("bullet", one.public_id)):
        with refused("not_found"):
            report(world, "tom", kind, public_id)
    world.store.write(lambda c: delete(c, comment, world.people["mara"], one.public_id))
    with refused("not_found"):
        report(world, "tom", "comment", one.public_id)


def test_reports_are_no_flood_either(world: World) -> None:
    pace = PACES["report"][0]
    for number in range(pace.count + 1):
        world.bullet("mara", f"b{number}")
        world.clock.pass_s(6)
    ids = world.store.read(lambda c: c.scalars(select(bullet.c.public_id)).all())
    for public_id in ids[: pace.count]:
        report(world, "tom", "bullet", public_id)
    with pytest.raises(Refused) as problem:
        report(world, "tom", "bullet", ids[-1])
    assert problem.value.code == "flood"
