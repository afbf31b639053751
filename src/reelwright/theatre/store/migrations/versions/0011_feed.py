"""What the feed has learnt, and every choice it made."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros, PublicId

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "feed_request",
        sa.Column("id", Id, primary_key=True),
        sa.Column("viewer_id", Id, nullable=True),
        sa.Column("policy", sa.String(32), nullable=False),
        sa.Column("candidates", sa.Text, nullable=False),
        sa.Column("at_us", Micros, nullable=False),
    )
    op.create_index("ix_feed_request_viewer_id", "feed_request", ["viewer_id"])
    op.create_table(
        "feed_choice",
        sa.Column("public_id", PublicId, primary_key=True),
        sa.Column(
            "request_id",
            Id,
            sa.ForeignKey("feed_request.id", name="fk_feed_choice_request_id"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column(
            "episode_id", Id, sa.ForeignKey("episode.id", name="fk_feed_choice_episode_id"), nullable=False
        ),
        sa.Column("probability", sa.Float, nullable=False),
    )
    op.create_index("ix_feed_choice_request_id", "feed_choice", ["request_id"])
    op.create_table(
        "taken_to",
        sa.Column("viewer_id", Id, primary_key=True),
        sa.Column(
            "series_id", Id, sa.ForeignKey("series.id", name="fk_taken_to_series_id"), primary_key=True
        ),
        sa.Column("at_us", Micros, nullable=False),
        sa.Column("forgotten_us", Micros, nullable=True),
    )
    op.create_index("ix_taken_to_series_id", "taken_to", ["series_id"])
    op.create_table(
        "co_watch",
        sa.Column(
            "series_id", Id, sa.ForeignKey("series.id", name="fk_co_watch_series_id"), primary_key=True
        ),
        sa.Column("other_id", Id, sa.ForeignKey("series.id", name="fk_co_watch_other_id"), primary_key=True),
        sa.Column("viewers", sa.Integer, nullable=False),
    )
    op.create_table(
        "series_pulse",
        sa.Column(
            "series_id", Id, sa.ForeignKey("series.id", name="fk_series_pulse_series_id"), primary_key=True
        ),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("completions", sa.Integer, nullable=False),
        sa.Column("viewers", sa.Integer, nullable=False),
    )
