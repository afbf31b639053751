"""A viewer and a series → how far they have come: what the spoiler horizon asks."""

from __future__ import annotations

from sqlalchemy import Connection, select

from reelwright.theatre.catalogue.tables import episode
from reelwright.theatre.horizon import NOTHING_SEEN, Moment
from reelwright.theatre.player.tables import watch_position

WHOLE_MS = 86_400_000
"""Later than any moment of an episode: it was watched to its end."""


def reached(connection: Connection, viewer_id: int | None, series_id: int) -> Moment:
    """The furthest moment of a series that a viewer has watched, in the order of the story, however often
    they have gone back since. ``NOTHING_SEEN`` for somebody unknown and for who has not begun."""
    if viewer_id is None:
        return NOTHING_SEEN
    row = connection.execute(
        select(episode.c.number, watch_position.c.furthest_ms, watch_position.c.completed_us)
        .join(episode, episode.c.id == watch_position.c.episode_id)
        .where(watch_position.c.viewer_id == viewer_id, watch_position.c.series_id == series_id)
        .order_by(episode.c.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return NOTHING_SEEN
    return Moment(row.number, row.furthest_ms if row.completed_us is None else WHOLE_MS)
