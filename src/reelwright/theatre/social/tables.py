"""What viewers write, whom and what they hold dear or want to see no more, and what moderators did.

Viewers are known by number and there is no foreign key to them: words outlive the account that wrote them.
"""

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
)

from reelwright.theatre.store import Id, Micros, PublicId, metadata

SHOWN, HELD, HIDDEN, DELETED = "shown", "held", "hidden", "deleted"
"""States of what somebody wrote: seen by all; waiting for a moderator and seen by its author alone; taken
away by a moderator; taken back by its author."""


def _written(maximum_length: int) -> tuple[Column[object], ...]:
    """The columns of everything that a viewer writes about a moment of an episode.

    ``line_id`` and ``offset_ms`` (from the start of the line) are what it is pinned to; ``time_ms`` is where
    that lies in ``version_id``. ``knows_…`` is how far the author had watched.
    """
    return (
        Column("id", Id, primary_key=True),
        Column("public_id", PublicId, nullable=False, unique=True),
        Column("episode_id", Id, ForeignKey("episode.id"), nullable=False),
        Column("version_id", Id, ForeignKey("episode_version.id"), nullable=False),
        Column("viewer_id", Id, nullable=False),
        Column("line_id", String(32), nullable=True),
        Column("offset_ms", Integer, nullable=False),
        Column("time_ms", Integer, CheckConstraint("time_ms >= 0", name="time"), nullable=False),
        Column("knows_episode", Integer, nullable=False),
        Column("knows_ms", Integer, nullable=False),
        Column("text", String(maximum_length), nullable=False),
        Column("state", String(8), nullable=False),
        Column("created_us", Micros, nullable=False),
    )


comment = Table(
    "comment",
    metadata,
    *_written(1000),
    Column("parent_id", Id, ForeignKey("comment.id"), nullable=True),
    Column("edited_us", Micros, nullable=True),
    Column("pinned_us", Micros, nullable=True),
    Index("ix_comment_place", "episode_id", "time_ms"),
    Index("ix_comment_version", "episode_id", "version_id"),
    Index("ix_comment_author", "viewer_id", "created_us"),
    Index("ix_comment_thread", "parent_id"),
    Index("ix_comment_state", "state", "created_us"),
)
"""A comment, or an answer to one (``parent_id``; an answer has no answers of its own). ``pinned_us``: the
series' creator holds it above the others."""

bullet = Table(
    "bullet",
    metadata,
    *_written(80),
    Column("colour", String(8), nullable=False),
    Index("ix_bullet_place", "episode_id", "time_ms"),
    Index("ix_bullet_version", "episode_id", "version_id"),
    Index("ix_bullet_author", "viewer_id", "created_us"),
    Index("ix_bullet_state", "state", "created_us"),
)

episode_like = Table(
    "episode_like",
    metadata,
    Column("viewer_id", Id, primary_key=True),
    Column("episode_id", Id, ForeignKey("episode.id"), primary_key=True, index=True),
    Column("created_us", Micros, nullable=False),
)

favourite = Table(
    "favourite",
    metadata,
    Column("viewer_id", Id, primary_key=True),
    Column("series_id", Id, ForeignKey("series.id"), primary_key=True, index=True),
    Column("created_us", Micros, nullable=False),
)
"""The viewer's own list of series."""

follow = Table(
    "follow",
    metadata,
    Column("viewer_id", Id, primary_key=True),
    Column("creator_id", Id, primary_key=True, index=True),
    Column("created_us", Micros, nullable=False),
)

block = Table(
    "block",
    metadata,
    Column("viewer_id", Id, primary_key=True),
    Column("blocked_id", Id, primary_key=True, index=True),
    Column("created_us", Micros, nullable=False),
)

news_wish = Table(
    "news_wish",
    metadata,
    Column("viewer_id", Id, primary_key=True),
    Column("created_us", Micros, nullable=False),
)
"""Who asked for letters of new episodes, and when."""

episode_told = Table(
    "episode_told",
    metadata,
    Column("episode_id", Id, ForeignKey("episode.id"), primary_key=True),
    Column("told_us", Micros, nullable=False),
)
"""Of which episodes letters went out: of each once, however often it is taken back and shown again."""

report = Table(
    "report",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("reporter_id", Id, nullable=False),
    Column("comment_id", Id, ForeignKey("comment.id"), nullable=True, index=True),
    Column("bullet_id", Id, ForeignKey("bullet.id"), nullable=True, index=True),
    Column("reason", String(16), nullable=False),
    Column("note", String(500), nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("settled_us", Micros, nullable=True, index=True),
    UniqueConstraint("reporter_id", "comment_id"),
    UniqueConstraint("reporter_id", "bullet_id"),
    CheckConstraint("(comment_id IS NULL) <> (bullet_id IS NULL)", name="subject"),
)

watched_word = Table(
    "watched_word",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("word", String(64), nullable=False, unique=True),
    Column("added_by", Id, nullable=False),
    Column("created_us", Micros, nullable=False),
)
"""What holds a text back until a moderator has looked at it."""

ban = Table(
    "ban",
    metadata,
    Column("id", Id, primary_key=True),
    Column("viewer_id", Id, nullable=False),
    Column("until_us", Micros, nullable=False),
    Column("reason", String(500), nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("lifted_us", Micros, nullable=True),
    Index("ix_ban_viewer", "viewer_id", "until_us"),
)
"""Who may not write until when."""

moderation = Table(
    "moderation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("moderator_id", Id, nullable=False),
    Column("act", String(16), nullable=False),
    Column("comment_id", Id, ForeignKey("comment.id"), nullable=True),
    Column("bullet_id", Id, ForeignKey("bullet.id"), nullable=True),
    Column("viewer_id", Id, nullable=True, index=True),
    Column("detail", Text, nullable=False),
    Column("reason", String(500), nullable=False),
    Column("created_us", Micros, nullable=False, index=True),
)
"""Every act of a moderator, in its order; rows are only ever added."""
