"""Series, episodes, the versions of an episode with their files and lines, and the objects those are."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from reelwright.theatre.store import Id, Micros, PublicId, metadata

series = Table(
    "series",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("slug", String(100), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("logline", Text, nullable=False),
    Column("tags", Text, nullable=False),  # a JSON list of words
    # The viewer who publishes; accounts is a room beside this one, so there is no foreign key.
    Column("creator_id", Id, nullable=True, index=True),
    Column("price_coins", Integer, CheckConstraint("price_coins >= 0", name="price"), nullable=False),
    Column("free_count", Integer, CheckConstraint("free_count >= 0", name="free"), nullable=False),
    Column("rights", Text, nullable=False),  # the release's rights as JSON
    Column("created_us", Micros, nullable=False),
    Column("changed_us", Micros, nullable=False),
    Column("unpublished_us", Micros, nullable=True),
)
"""Episodes up to number ``free_count`` are free; others cost ``price_coins`` unless they say otherwise."""

episode = Table(
    "episode",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("series_id", Id, ForeignKey("series.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("price_coins", Integer, CheckConstraint("price_coins >= 0", name="price"), nullable=True),
    Column("release_us", Micros, nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("unpublished_us", Micros, nullable=True),
    UniqueConstraint("series_id", "number"),
)
"""Nobody but its creator sees an episode before ``release_us``."""

episode_version = Table(
    "episode_version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("episode_id", Id, ForeignKey("episode.id"), nullable=False),
    Column("digest", String(64), nullable=False),  # of everything the release says of the episode
    Column("language", String(16), nullable=False),
    Column("frame_count", Integer, nullable=False),
    Column("rate_numerator", Integer, nullable=False),
    Column("rate_denominator", Integer, nullable=False),
    Column("master_playlist", String(255), nullable=False),
    Column("poster", String(255), nullable=False),
    Column("renditions", Text, nullable=False),  # JSON lists, paths as in release_file
    Column("captions", Text, nullable=False),
    Column("covers", Text, nullable=False),
    Column("ai_label", Text, nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("replaced_us", Micros, nullable=True),
    UniqueConstraint("episode_id", "digest"),
)
"""The version that plays is the one without ``replaced_us``; older ones play on for who has begun them."""

Index(
    "uq_episode_version_current",
    episode_version.c.episode_id,
    unique=True,
    sqlite_where=text("replaced_us IS NULL"),
    postgresql_where=text("replaced_us IS NULL"),
)

media_object = Table(
    "media_object",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("byte_count", Id, nullable=False),
    Column("used_us", Micros, nullable=False),
    Column("removing_us", Micros, nullable=True),
)
"""What lies in the object store or is on its way there. See ``collecting`` for ``removing_us``."""

release_file = Table(
    "release_file",
    metadata,
    Column("version_id", Id, ForeignKey("episode_version.id"), primary_key=True),
    Column("path", String(255), primary_key=True),  # relative to the folder of the episode
    Column("sha256", String(64), ForeignKey("media_object.sha256"), nullable=False, index=True),
    Column("byte_count", Id, nullable=False),
)

line = Table(
    "line",
    metadata,
    Column("version_id", Id, ForeignKey("episode_version.id"), primary_key=True),
    Column("line_id", String(32), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("character", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("start_ms", Integer, nullable=False),
    Column("end_ms", Integer, nullable=False),
)
"""The lines of a version, by the id that they keep from version to version."""
