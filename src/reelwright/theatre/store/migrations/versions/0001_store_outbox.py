"""The outbox."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", Id, primary_key=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("key", sa.String(128), nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("due_us", Micros, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text, nullable=False),
        sa.Column("done_us", Micros, nullable=True),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_waiting", "outbox", ["done_us", "due_us"])
