"""What the player keeps of a viewer: handed over, exported, erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.player.tables import watch_event, watch_position

_SHOWN = ("position_ms", "furthest_ms", "started_us", "completed_us", "updated_us")


def merge(connection: Connection, guest_id: int, viewer_id: int, *, now_us: int) -> None:
    """What the guest watched is the account's. Of two places in an episode the later counts."""
    own = {row.episode_id: row for row in _positions(connection, viewer_id)}
    for row in _positions(connection, guest_id):
        theirs = _of(guest_id, row.episode_id)
        mine = own.get(row.episode_id)
        if mine is None:
            connection.execute(watch_position.update().where(theirs).values(viewer_id=viewer_id))
            continue
        connection.execute(watch_position.delete().where(theirs))
        later = max(mine, row, key=lambda one: one.updated_us)
        connection.execute(
            watch_position.update()
            .where(_of(viewer_id, row.episode_id))
            .values(
                position_ms=later.position_ms,
                furthest_ms=max(mine.furthest_ms, row.furthest_ms),
                started_us=min(mine.started_us, row.started_us),
                completed_us=mine.completed_us or row.completed_us,
                updated_us=later.updated_us,
                counted=max(mine.counted, row.counted),
            )
        )
    connection.execute(
        watch_event.update().where(watch_event.c.viewer_id == guest_id).values(viewer_id=viewer_id)
    )


def export(connection: Connection, viewer_id: int) -> list[dict[str, Any]]:
    """Where the viewer stands in each episode."""
    rows = connection.execute(
        select(series.c.slug, episode.c.number, *(watch_position.c[name] for name in _SHOWN))
        .join(episode, watch_position.c.episode_id == episode.c.id)
        .join(series, watch_position.c.series_id == series.c.id)
        .where(watch_position.c.viewer_id == viewer_id)
        .order_by(series.c.slug, episode.c.number)
    )
    return [dict(row._mapping) for row in rows]


def erase(connection: Connection, viewer_id: int, *, now_us: int) -> None:
    """The viewer's places go; what was watched stays in the counts, without a name."""
    connection.execute(watch_position.delete().where(watch_position.c.viewer_id == viewer_id))
    connection.execute(
        watch_event.update().where(watch_event.c.viewer_id == viewer_id).values(viewer_id=None)
    )


def _positions(connection: Connection, viewer_id: int) -> list[Any]:
    rows = connection.execute(select(watch_position).where(watch_position.c.viewer_id == viewer_id))
    return list(rows)


def _of(viewer_id: int, episode_id: int) -> Any:
    return (watch_position.c.viewer_id == viewer_id) & (watch_position.c.episode_id == episode_id)
