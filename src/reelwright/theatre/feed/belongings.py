"""What the feed keeps of a viewer: handed over, exported, erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from reelwright.theatre.catalogue.tables import series
from reelwright.theatre.feed.tables import feed_request, taken_to


def merge(connection: Connection, guest_id: int, viewer_id: int, *, now_us: int) -> None:
    """What the guest took to is the account's. Pairs that were counted for the guest stay counted."""
    own = set(connection.scalars(select(taken_to.c.series_id).where(taken_to.c.viewer_id == viewer_id)))
    theirs = taken_to.c.viewer_id == guest_id
    connection.execute(taken_to.delete().where(theirs, taken_to.c.series_id.in_(own)))
    connection.execute(taken_to.update().where(theirs).values(viewer_id=viewer_id))
    connection.execute(
        feed_request.update().where(feed_request.c.viewer_id == guest_id).values(viewer_id=viewer_id)
    )


def export(connection: Connection, viewer_id: int) -> list[dict[str, Any]]:
    """The series that the feed holds the viewer took to."""
    rows = connection.execute(
        select(series.c.slug, taken_to.c.at_us, taken_to.c.forgotten_us)
        .join(series, taken_to.c.series_id == series.c.id)
        .where(taken_to.c.viewer_id == viewer_id)
        .order_by(taken_to.c.at_us)
    )
    return [dict(row._mapping) for row in rows]


def erase(connection: Connection, viewer_id: int, *, now_us: int) -> None:
    """What speaks of the viewer goes; choices stay for judging policies, without a name."""
    connection.execute(taken_to.delete().where(taken_to.c.viewer_id == viewer_id))
    connection.execute(
        feed_request.update().where(feed_request.c.viewer_id == viewer_id).values(viewer_id=None)
    )
