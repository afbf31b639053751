"""Where a viewer stands in an episode, and what was watched of it, second by second."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from reelwright.theatre.catalogue.tables import episode, episode_version, series
from reelwright.theatre.store import Id, Micros, PublicId, metadata

watch_position = Table(
    "watch_position",
    metadata,
    Column("viewer_id", Id, primary_key=True),
    Column("episode_id", Id, ForeignKey(episode.c.id), primary_key=True),
    Column("series_id", Id, ForeignKey(series.c.id), nullable=False),
    Column("position_ms", Integer, nullable=False),
    Column("furthest_ms", Integer, nullable=False),
    Column("started_us", Micros, nullable=False),
    Column("completed_us", Micros, nullable=True),
    Column("updated_us", Micros, nullable=False),
    Column("hidden_us", Micros, nullable=True),  # taken out of the history by the viewer
    Column("counted", Integer, nullable=False, default=0),  # by the feed: 1 its start, 2 its end as well
)
"""One row for each viewer and episode that was begun: where to go on, and what counts as seen."""

Index("ix_watch_position_history", watch_position.c.viewer_id, watch_position.c.updated_us)
Index("ix_watch_position_series_id", watch_position.c.series_id)

watch_event = Table(
    "watch_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("viewer_id", Id, nullable=True),  # taken out when the account is deleted
    Column("episode_id", Id, ForeignKey(episode.c.id), nullable=False),
    Column("version_id", Id, ForeignKey(episode_version.c.id), nullable=True),
    Column("play", String(40), nullable=False),
    Column("choice", PublicId, nullable=True),
    Column("kind", String(12), nullable=False),
    Column("from_ms", Integer, nullable=False),
    Column("to_ms", Integer, nullable=False),
    Column("line_id", String(32), nullable=True),
    Column("rendition", String(12), nullable=False),
    Column("ahead_bytes", Id, nullable=False),
    Column("at_us", Micros, nullable=False),
)
"""What happened, never changed: ``shown``, ``started``, ``watched`` from one place to another, ``completed``.
``play`` is one showing of one episode; ``choice`` the choice of the feed that led to it; ``line_id`` the line
that was heard last; ``ahead_bytes`` what the page had fetched of films that nobody had asked for yet."""

Index("ix_watch_event_episode", watch_event.c.episode_id, watch_event.c.kind)
Index("ix_watch_event_version", watch_event.c.version_id, watch_event.c.kind)
Index("ix_watch_event_choice", watch_event.c.choice)
Index("ix_watch_event_viewer_id", watch_event.c.viewer_id)
