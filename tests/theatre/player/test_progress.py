"""What a player reports is where the viewer goes on, what they have seen, and how many stayed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from tests.theatre.conftest import ManualClock
from tests.theatre.series_rows import Rows, add_series

from reelwright.errors import BadInput
from reelwright.theatre.player.cards import card_of, cards_of, cards_of_series
from reelwright.theatre.player.history import forget, going_on, history, seen_numbers
from reelwright.theatre.player.progress import WATCHED_JOB, Report, record, resume_s
from reelwright.theatre.player.retention import retention_by_line, retention_by_second
from reelwright.theatre.player.tables import watch_event
from reelwright.theatre.store import Store
from reelwright.theatre.store.outbox import outbox

VIEWER = 41
MINUTE_MS = 60_000


def _series(store: Store, slug: str = "harbour", **more: object) -> Rows:
    now_us = store.clock.now_us()
    return store.write(lambda connection: add_series(connection, slug, now_us=now_us, **more))  # type: ignore[arg-type]


def _watch(store: Store, episode: str, from_ms: int, to_ms: int, *, play: str = "p1", **more: object) -> None:
    kind = str(more.pop("kind", "watched"))
    viewer_id = more.pop("viewer_id", VIEWER)
    report = Report(kind=kind, play=play, episode=episode, from_ms=from_ms, to_ms=to_ms, **more)  # type: ignore[arg-type]
    store.write(lambda connection: record(connection, viewer_id, report, store.clock.now_us()))  # type: ignore[arg-type]


def _resume(store: Store, episode_id: int, viewer_id: int | None = VIEWER) -> float:
    return store.read(lambda connection: resume_s(connection, viewer_id, episode_id, MINUTE_MS))


def test_an_episode_goes_on_where_it_was_left_and_an_ended_one_begins_anew(store: Store) -> None:
    rows = _series(store)
    assert _resume(store, rows.episode_ids[0]) == 0.0
    _watch(store, rows.episodes[0], 0, 12_500)
    assert _resume(store, rows.episode_ids[0]) == 12.5
    assert _resume(store, rows.episode_ids[0], viewer_id=42) == 0.0
    _watch(store, rows.episodes[0], 12_500, 58_000)
    assert _resume(store, rows.episode_ids[0]) == 0.0


def test_a_start_and_an_end_are_told_once(store: Store) -> None:
    rows = _series(store)
    for play in ("p1", "p2"):
        _watch(store, rows.episodes[0], 0, 0, kind="started", play=play)
        _watch(store, rows.episodes[0], 0, 59_000, play=play)
        _watch(store, rows.episodes[0], 60_000, 60_000, kind="completed", play=play)
    facts = store.read(
        lambda connection: connection.scalars(
            select(outbox.c.key).where(outbox.c.kind == WATCHED_JOB).order_by(outbox.c.id)
        ).all()
    )
    assert [key.rpartition("/")[2] for key in facts] == ["started", "completed"]


def test_what_was_only_shown_moves_nothing(store: Store) -> None:
    rows = _series(store)
    _watch(store, rows.episodes[0], 0, 0, kind="shown", choice="c" * 16)
    _watch(store, rows.episodes[0], 0, 5_000, viewer_id=None)
    assert store.read(lambda connection: history(connection, VIEWER, store.clock.now_us())) == []
    assert store.read(lambda c: c.scalar(select(func.count()).select_from(watch_event))) == 2


@pytest.mark.parametrize(("from_ms", "to_ms"), [(-1, 5), (9, 5)])
def test_a_span_that_cannot_be_is_refused(store: Store, from_ms: int, to_ms: int) -> None:
    rows = _series(store)
    with pytest.raises(BadInput):
        _watch(store, rows.episodes[0], from_ms, to_ms)
    with pytest.raises(BadInput):
        _watch(store, "nosuchepisode000", 0, 5)


def test_series_in_hand_go_on_with_the_right_episode(store: Store, clock: ManualClock) -> None:
    first, second = _series(store, "harbour"), _series(store, "palace")
    _watch(store, first.episodes[0], 0, 59_500)
    clock.pass_s(60)
    _watch(store, second.episodes[1], 0, 30_000)
    going = store.read(lambda connection: going_on(connection, VIEWER, clock.now_us()))
    assert [(one.card.series, one.card.number, one.part) for one in going] == [
        ("palace", 2, 0.5),
        ("harbour", 2, 0.0),
    ]
    assert store.read(lambda connection: seen_numbers(connection, VIEWER, first.series_id)) == {1}
    assert store.write(lambda connection: forget(connection, VIEWER, clock.now_us())) == 2
    assert store.read(lambda connection: history(connection, VIEWER, clock.now_us())) == []
    assert _resume(store, second.episode_ids[1]) == 30.0


def test_retention_counts_showings_by_second_and_by_line(store: Store) -> None:
    rows = _series(store, lines=[("aaa1", 1_000, 4_000), ("bbb2", 8_000, 12_000)])
    _watch(store, rows.episodes[0], 0, 5_000, play="p1")
    _watch(store, rows.episodes[0], 5_000, 12_400, play="p1")
    _watch(store, rows.episodes[0], 3_000, 5_000, play="p1")  # seen twice, counted once
    _watch(store, rows.episodes[0], 0, 4_200, play="p2", viewer_id=77)
    version_id = rows.version_ids[0]
    seconds = store.read(lambda connection: retention_by_second(connection, version_id, MINUTE_MS))
    assert len(seconds) == 60
    assert seconds[:14] == [2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0]
    lines = store.read(lambda connection: retention_by_line(connection, version_id))
    assert [(one.line_id, one.heard, one.shows) for one in lines] == [("aaa1", 2, 2), ("bbb2", 1, 2)]


def test_cards_show_what_is_out_in_the_order_asked_for(store: Store, clock: ManualClock) -> None:
    rows = _series(store)
    now_us = clock.now_us()
    wanted = [rows.episode_ids[2], rows.episode_ids[0], 999_999]
    cards = store.read(lambda connection: cards_of(connection, wanted, now_us))
    assert [card.number for card in cards] == [3, 1]
    assert cards[0].url == "/s/harbour/3"
    assert cards[0].episode_count == 3
    assert cards[0].cover.endswith("/cover-3x4.png")
    before = store.read(lambda connection: card_of(connection, rows.episodes[0], now_us - 1))
    assert before is None
    after = store.read(lambda connection: cards_of_series(connection, "harbour", now_us, from_number=2))
    assert [card.number for card in after] == [2, 3]
