"""What the feed shows: nothing twice, every choice with its chance, and what it learns from who watched."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from sqlalchemy import func, select
from tests.theatre.conftest import ManualClock
from tests.theatre.series_rows import Rows, add_series

from reelwright.theatre.feed.choosing import Choice, choose, log_choice
from reelwright.theatre.feed.evaluation import estimate
from reelwright.theatre.feed.learning import Learner, reset
from reelwright.theatre.feed.outcomes import PRESENT, logged_choices, policy_with
from reelwright.theatre.feed.tables import co_watch, feed_choice, series_pulse
from reelwright.theatre.player.cards import Card
from reelwright.theatre.player.progress import WATCHED_JOB, Report, record
from reelwright.theatre.store import OutboxWorker, Store
from reelwright.theatre.store.outbox import outbox

VIEWER = 5


def _fill(store: Store, **tags: list[str]) -> dict[str, Rows]:
    now_us = store.clock.now_us()
    return {
        slug: store.write(lambda connection, s=slug, t=own: add_series(connection, s, now_us=now_us, tags=t))
        for slug, own in tags.items()
    }


def _choose(store: Store, viewer_id: int | None, *, seed: int = 1, count: int = 9, **more: object) -> Choice:
    return store.read(
        lambda connection: choose(
            connection,
            viewer_id,
            count=count,
            now_us=store.clock.now_us(),
            chance=random.Random(seed),
            **more,
        )  # type: ignore[arg-type]
    )


def _finish(store: Store, viewer_id: int, episode: str, *, play: str = "", choice: str | None = None) -> None:
    name = play or f"{viewer_id}-{episode}"
    for kind, to_ms in (("shown", 0), ("started", 0), ("watched", 59_000), ("completed", 60_000)):
        report = Report(kind=kind, play=name, episode=episode, to_ms=to_ms, choice=choice)  # type: ignore[arg-type]
        store.write(lambda connection, r=report: record(connection, viewer_id, r, store.clock.now_us()))


def _learn(store: Store) -> int:
    return OutboxWorker(store, {WATCHED_JOB: Learner(store)}).deliver_due()


def _log(store: Store, viewer_id: int | None, choice: Choice) -> list[Card]:
    return store.write(lambda connection: log_choice(connection, viewer_id, choice, store.clock.now_us()))


def test_an_episode_that_was_begun_is_never_shown_again(store: Store) -> None:
    rows = _fill(store, harbour=[], palace=[])
    for number in range(3):
        chosen = {one.candidate for seed in range(9) for one in _choose(store, VIEWER, seed=seed).drawn}
        assert chosen == {rows["harbour"].episode_ids[number], rows["palace"].episode_ids[0]}
        _finish(store, VIEWER, rows["harbour"].episodes[number])
    assert {one.candidate for one in _choose(store, VIEWER).drawn} == {rows["palace"].episode_ids[0]}


def test_a_page_gets_no_series_that_it_shows_already(store: Store) -> None:
    rows = _fill(store, harbour=[], palace=[], office=[])
    shown = [rows["harbour"].episodes[0], rows["office"].episodes[2]]
    drawn = _choose(store, None, besides=shown).drawn
    assert [one.candidate for one in drawn] == [rows["palace"].episode_ids[0]]


def test_what_is_not_out_yet_is_not_shown(store: Store, clock: ManualClock) -> None:
    _fill(store, harbour=[])
    clock.pass_s(-1)
    assert _choose(store, None).drawn == ()


def test_every_choice_is_logged_with_its_probability_and_place(store: Store) -> None:
    _fill(store, a=[], b=[], c=[])
    choice = _choose(store, VIEWER, count=2)
    cards = _log(store, VIEWER, choice)
    rows = store.read(
        lambda connection: connection.execute(select(feed_choice).order_by(feed_choice.c.position)).all()
    )
    assert [(row.public_id, row.episode_id, row.position) for row in rows] == [
        (card.choice, card.episode_id, place) for place, card in enumerate(cards)
    ]
    assert [row.probability for row in rows] == [pytest.approx(one.probability) for one in choice.drawn]
    assert _log(store, VIEWER, Choice((), {})) == []


def test_who_watched_one_is_shown_what_others_watched_with_it(store: Store) -> None:
    rows = _fill(store, start=[], near=[], far=[])
    for viewer_id in range(100, 112):
        _finish(store, viewer_id, rows["start"].episodes[0])
        _finish(store, viewer_id, rows["near"].episodes[0])
    _finish(store, 300, rows["far"].episodes[0])
    _finish(store, VIEWER, rows["start"].episodes[0])
    assert _learn(store) > 0
    features = _choose(store, VIEWER).features
    near, far = (features[rows[slug].episode_ids[0]]["cowatched"] for slug in ("near", "far"))
    assert near > 0.5
    assert far == 0
    firsts = Counter(_choose(store, VIEWER, seed=seed, count=9).drawn[0].candidate for seed in range(60))
    assert firsts[rows["near"].episode_ids[0]] > firsts[rows["far"].episode_ids[0]]


def test_learning_twice_counts_once(store: Store) -> None:
    rows = _fill(store, a=[], b=[])
    for slug in ("a", "b"):
        for episode in rows[slug].episodes:
            _finish(store, VIEWER, episode)
    worker = OutboxWorker(store, {WATCHED_JOB: Learner(store)})
    worker.deliver_due()
    store.write(lambda c: c.execute(outbox.update().values(done_us=None, due_us=0)).rowcount)
    assert worker.deliver_due() == 12
    pairs = store.read(lambda connection: connection.execute(select(co_watch)).all())
    assert [(row.series_id, row.other_id, row.viewers) for row in sorted(pairs)] == [
        (rows["a"].series_id, rows["b"].series_id, 1),
        (rows["b"].series_id, rows["a"].series_id, 1),
    ]
    pulse = store.read(lambda connection: connection.execute(select(series_pulse)).all())
    assert [(row.starts, row.completions, row.viewers) for row in pulse] == [(3, 3, 1), (3, 3, 1)]


def test_a_reset_begins_anew_but_what_was_seen_stays_seen(store: Store) -> None:
    rows = _fill(store, mine=["revenge"], like_it=["revenge"], other=["office"])
    _finish(store, VIEWER, rows["mine"].episodes[0])
    _learn(store)
    alike = rows["like_it"].episode_ids[0]
    assert _choose(store, VIEWER).features[alike]["tags"] == 1.0
    assert store.write(lambda connection: reset(connection, VIEWER, store.clock.now_us())) == 1
    assert _choose(store, VIEWER).features[alike]["tags"] == 0.0
    assert rows["mine"].episode_ids[0] not in _choose(store, VIEWER).features
    _finish(store, VIEWER, rows["mine"].episodes[1])
    _learn(store)
    assert _choose(store, VIEWER).features[alike]["tags"] == 1.0


def test_the_log_judges_policies(store: Store) -> None:
    """Who is shown what is good watches it to the end; a policy that shows it more often is found better."""
    rows = _fill(store, good=["a"], poor=["b"])
    good = rows["good"].episode_ids[0]
    for viewer_id in range(200, 230):
        choice = _choose(store, viewer_id, seed=viewer_id, count=1)
        (card,) = _log(store, viewer_id, choice)
        if card.episode_id == good:
            _finish(store, viewer_id, card.episode, choice=card.choice)
        else:
            shown = Report(kind="shown", play=f"s{viewer_id}", episode=card.episode, choice=card.choice)
            store.write(lambda connection, r=shown, v=viewer_id: record(connection, v, r, 1))
    log = store.read(lambda connection: list(logged_choices(connection)))
    assert len(log) == 30
    present = estimate(log, PRESENT)
    assert present.ips == pytest.approx(sum(one.reward for one in log) / 30, abs=0.02)
    always_good = estimate(log, lambda candidates: {one: float(one == good) for one in candidates})
    assert always_good.normalised == 1.0 > present.normalised
    assert 0 <= estimate(log, policy_with({"fresh": 1.0})).normalised <= 1


def test_the_table_of_choices_grows_by_what_was_drawn_only(store: Store) -> None:
    _fill(store, a=[], b=[])
    _choose(store, None)
    assert store.read(lambda c: c.scalar(select(func.count()).select_from(feed_choice))) == 0
