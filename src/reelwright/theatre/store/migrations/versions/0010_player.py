"""Where viewers stand in episodes, and what was watched."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros, PublicId

revision = "0010"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "watch_position",
        sa.Column("viewer_id", Id, primary_key=True),
        sa.Column(
            "episode_id",
            Id,
            sa.ForeignKey("episode.id", name="fk_watch_position_episode_id"),
            primary_key=True,
        ),
        sa.Column(
            "series_id", Id, sa.ForeignKey("series.id", name="fk_watch_position_series_id"), nullable=False
        ),
        sa.Column("position_ms", sa.Integer, nullable=False),
        sa.Column("furthest_ms", sa.Integer, nullable=False),
        sa.Column("started_us", Micros, nullable=False),
        sa.Column("completed_us", Micros, nullable=True),
        sa.Column("updated_us", Micros, nullable=False),
        sa.Column("hidden_us", Micros, nullable=True),
        sa.Column("counted", sa.Integer, nullable=False),
    )
    op.create_index("ix_watch_position_history", "watch_position", ["viewer_id", "updated_us"])
    op.create_index("ix_watch_position_series_id", "watch_position", ["series_id"])
    op.create_table(
        "watch_event",
        sa.Column("id", Id, primary_key=True),
        sa.Column("viewer_id", Id, nullable=True),
        sa.Column(
            "episode_id", Id, sa.ForeignKey("episode.id", name="fk_watch_event_episode_id"), nullable=False
        ),
        sa.Column(
            "version_id",
            Id,
            sa.ForeignKey("episode_version.id", name="fk_watch_event_version_id"),
            nullable=True,
        ),
        sa.Column("play", sa.String(40), nullable=False),
        sa.Column("choice", PublicId, nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("from_ms", sa.Integer, nullable=False),
        sa.Column("to_ms", sa.Integer, nullable=False),
        sa.Column("line_id", sa.String(32), nullable=True),
        sa.Column("rendition", sa.String(12), nullable=False),
        sa.Column("ahead_bytes", Id, nullable=False),
        sa.Column("at_us", Micros, nullable=False),
    )
    op.create_index("ix_watch_event_episode", "watch_event", ["episode_id", "kind"])
    op.create_index("ix_watch_event_version", "watch_event", ["version_id", "kind"])
    op.create_index("ix_watch_event_choice", "watch_event", ["choice"])
    op.create_index("ix_watch_event_viewer_id", "watch_event", ["viewer_id"])
