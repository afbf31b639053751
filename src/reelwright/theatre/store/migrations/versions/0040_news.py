"""Who wants letters of new episodes, and of which episodes they were told."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros

revision = "0040"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "news_wish",
        sa.Column("viewer_id", Id, primary_key=True),
        sa.Column("created_us", Micros, nullable=False),
    )
    op.create_table(
        "episode_told",
        sa.Column(
            "episode_id", Id, sa.ForeignKey("episode.id", name="fk_episode_told_episode_id"), primary_key=True
        ),
        sa.Column("told_us", Micros, nullable=False),
    )
