"""What the feed has learnt, and every choice it made."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, String, Table, Text

from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.store import Id, Micros, PublicId, metadata

feed_request = Table(
    "feed_request",
    metadata,
    Column("id", Id, primary_key=True),
    Column("viewer_id", Id, nullable=True, index=True),
    Column("policy", String(32), nullable=False),
    Column("candidates", Text, nullable=False),
    Column("at_us", Micros, nullable=False),
)
"""One list that was made: ``candidates`` is JSON, ``{episode id: {feature: value}}``, all that could have
been chosen. A list for nobody in particular has no viewer; many may have seen it."""

feed_choice = Table(
    "feed_choice",
    metadata,
    Column("public_id", PublicId, primary_key=True),
    Column("request_id", Id, ForeignKey(feed_request.c.id), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("episode_id", Id, ForeignKey(episode.c.id), nullable=False),
    Column("probability", Float, nullable=False),
)
"""The episode that was drawn for a place of the list, with its probability given the places before it."""

taken_to = Table(
    "taken_to",
    metadata,
    Column("viewer_id", Id, primary_key=True),
    Column("series_id", Id, ForeignKey(series.c.id), primary_key=True, index=True),
    Column("at_us", Micros, nullable=False),
    Column("forgotten_us", Micros, nullable=True),
)
"""A viewer watched an episode of a series to its end. After a reset it no longer speaks for the viewer, but
it is not counted a second time either."""

co_watch = Table(
    "co_watch",
    metadata,
    Column("series_id", Id, ForeignKey(series.c.id), primary_key=True),
    Column("other_id", Id, ForeignKey(series.c.id), primary_key=True),
    Column("viewers", Integer, nullable=False),
)
"""How many viewers took to both; each pair stands both ways."""

series_pulse = Table(
    "series_pulse",
    metadata,
    Column("series_id", Id, ForeignKey(series.c.id), primary_key=True),
    Column("starts", Integer, nullable=False),
    Column("completions", Integer, nullable=False),
    Column("viewers", Integer, nullable=False),
)
"""How often its episodes were begun and finished, and how many viewers took to it."""
