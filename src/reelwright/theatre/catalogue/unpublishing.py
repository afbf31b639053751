"""A series, or some of its episodes → seen, sold and played no more, and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, select, update

from reelwright.errors import BadInput
from reelwright.theatre.catalogue.switching import refuse_strangers
from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.store import Store


def unpublish(
    store: Store, slug: str, numbers: Sequence[int] | None = None, *, creator_id: int | None = None
) -> tuple[int, ...]:
    """Take back these episodes, or all; the numbers of those that were to be seen until now. Whoever has paid
    keeps what they unlocked, should it come back. Raises ``BadInput`` for what is not in the catalogue."""
    return store.write(partial(_take_back, slug, numbers, creator_id, store.clock.now_us()))


def bring_back(
    store: Store, slug: str, numbers: Sequence[int] | None = None, *, creator_id: int | None = None
) -> tuple[int, ...]:
    """Show these episodes again, or all, as they were; the numbers of those that were not to be seen. Raises
    ``BadInput``."""
    return store.write(partial(_bring_back, slug, numbers, creator_id))


def _bring_back(
    slug: str, numbers: Sequence[int] | None, creator_id: int | None, connection: Connection
) -> tuple[int, ...]:
    row, there = _episodes(slug, numbers, creator_id, connection)
    hidden = {number for number, unpublished_us in there.items() if unpublished_us is not None}
    brought = tuple(sorted(hidden if numbers is None else hidden & set(numbers)))
    of_series = (episode.c.series_id == row.id) & episode.c.number.in_(brought)
    connection.execute(update(episode).where(of_series).values(unpublished_us=None))
    if brought:
        connection.execute(update(series).where(series.c.id == row.id).values(unpublished_us=None))
    return brought


def _take_back(
    slug: str, numbers: Sequence[int] | None, creator_id: int | None, now_us: int, connection: Connection
) -> tuple[int, ...]:
    row, there = _episodes(slug, numbers, creator_id, connection)
    seen = {number for number, unpublished_us in there.items() if unpublished_us is None}
    taken = tuple(sorted(seen if numbers is None else seen & set(numbers)))
    connection.execute(
        update(episode)
        .where(episode.c.series_id == row.id, episode.c.number.in_(taken))
        .values(unpublished_us=now_us)
    )
    if seen == set(taken):
        connection.execute(update(series).where(series.c.id == row.id).values(unpublished_us=now_us))
    return taken


def _episodes(
    slug: str, numbers: Sequence[int] | None, creator_id: int | None, connection: Connection
) -> tuple[Row[Any], dict[int, int | None]]:
    """The series, locked, and its episodes by number with the time at which each was taken back."""
    row = connection.execute(select(series).where(series.c.slug == slug).with_for_update()).one_or_none()
    if row is None:
        raise BadInput(
            f"There is no series {slug[:60]!r}", where=slug[:60], next_step="See: reelwright published"
        )
    refuse_strangers(row, creator_id)
    there = connection.execute(
        select(episode.c.number, episode.c.unpublished_us).where(episode.c.series_id == row.id)
    ).all()
    known = {one.number: one.unpublished_us for one in there}
    for number in numbers or ():
        if number not in known:
            raise BadInput(
                f"There is no episode {number}",
                where=slug,
                next_step=f"It has {', '.join(map(str, sorted(known)))}.",
            )
    return row, known
