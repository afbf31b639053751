"""Viewers, sessions, tokens of letters."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros, PublicId

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "viewer",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", PublicId, nullable=False),
        sa.Column("mail", sa.String(254), nullable=True),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("is_verified", sa.Boolean, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("suspended_us", Micros, nullable=True),
        sa.Column("suspended_for", sa.Text, nullable=False),
        sa.Column("deleted_us", Micros, nullable=True),
        sa.UniqueConstraint("public_id", name="uq_viewer_public_id"),
        sa.UniqueConstraint("mail", name="uq_viewer_mail"),
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sa.Column("viewer_id", Id, sa.ForeignKey("viewer.id", name="fk_session_viewer_id"), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("seen_us", Micros, nullable=False),
        sa.Column("expires_us", Micros, nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
    )
    op.create_index("ix_session_viewer_id", "session", ["viewer_id"])
    op.create_table(
        "letter_token",
        sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sa.Column(
            "viewer_id", Id, sa.ForeignKey("viewer.id", name="fk_letter_token_viewer_id"), nullable=False
        ),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("expires_us", Micros, nullable=False),
        sa.Column("used_us", Micros, nullable=True),
    )
    op.create_index("ix_letter_token_viewer", "letter_token", ["viewer_id", "purpose"])
