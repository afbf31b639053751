"""What a viewer's player gets: the film where they may watch it, the wall where not."""

from __future__ import annotations

from tests.theatre.conftest import ManualClock
from tests.theatre.series_rows import add_series

from reelwright.theatre.catalogue.reading import terms_of
from reelwright.theatre.catalogue.tables import episode
from reelwright.theatre.entitlement.access import Reason
from reelwright.theatre.entitlement.unlocking import grant
from reelwright.theatre.player.sources import Source, source_of, states_of
from reelwright.theatre.store import Store

VIEWER = 8


def _source(store: Store, name: str, viewer_id: int | None = VIEWER) -> Source | None:
    now_us = store.clock.now_us()
    return store.read(lambda connection: source_of(connection, viewer_id, name, now_us=now_us))


def test_a_free_episode_plays_for_anybody_and_names_the_next(store: Store, clock: ManualClock) -> None:
    rows = store.write(lambda c: add_series(c, "harbour", now_us=clock.now_us(), free_count=1))
    source = _source(store, rows.episodes[0], None)
    assert source is not None
    assert (source.state, source.next) == ("free", rows.episodes[1])
    assert source.hls.startswith("/media/")
    assert source.captions[0].url.endswith("/captions.en.vtt")


def test_a_locked_one_has_no_address_until_it_is_unlocked(store: Store, clock: ManualClock) -> None:
    rows = store.write(lambda c: add_series(c, "harbour", now_us=clock.now_us(), free_count=1))
    locked = _source(store, rows.episodes[1])
    assert locked is not None
    assert (locked.state, locked.hls, locked.captions) == ("locked", "", ())

    def unlock(connection: object) -> None:
        terms = terms_of(connection, rows.episodes[1])  # type: ignore[arg-type]
        assert terms is not None
        grant(connection, VIEWER, [terms], reason=Reason.COINS, transfer="t1", now_us=clock.now_us())  # type: ignore[arg-type]

    store.write(unlock)
    opened = _source(store, rows.episodes[1])
    assert opened is not None
    assert (opened.state, bool(opened.hls)) == ("unlocked", True)
    stranger = _source(store, rows.episodes[1], VIEWER + 1)
    assert stranger is not None
    assert stranger.state == "locked"

    def states(connection: object) -> dict[str, str]:
        terms = [terms_of(connection, name) for name in rows.episodes]  # type: ignore[arg-type]
        return states_of(connection, VIEWER, [t for t in terms if t], now_us=clock.now_us())  # type: ignore[arg-type]

    assert list(store.read(states).values()) == ["free", "unlocked", "locked"]


def test_what_is_not_out_or_taken_back_is_not_there(store: Store, clock: ManualClock) -> None:
    rows = store.write(lambda c: add_series(c, "harbour", now_us=clock.now_us()))
    gone = episode.c.id == rows.episode_ids[1]
    store.write(lambda c: c.execute(episode.update().where(gone).values(unpublished_us=1)).rowcount)
    late = episode.c.id == rows.episode_ids[2]
    soon_us = clock.now_us() + 1
    store.write(lambda c: c.execute(episode.update().where(late).values(release_us=soon_us)).rowcount)
    assert _source(store, rows.episodes[1]) is None
    assert _source(store, rows.episodes[2]) is None
    assert _source(store, "nosuchepisode000") is None
    first = _source(store, rows.episodes[0])
    assert first is not None
    assert first.next == ""
    clock.pass_s(1)
    assert _source(store, rows.episodes[2]) is not None
