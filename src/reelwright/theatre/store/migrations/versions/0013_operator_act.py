"""What operators did to accounts."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "operator_act",
        sa.Column("id", Id, primary_key=True),
        sa.Column(
            "operator_id", Id, sa.ForeignKey("viewer.id", name="fk_operator_act_operator_id"), nullable=False
        ),
        sa.Column(
            "viewer_id", Id, sa.ForeignKey("viewer.id", name="fk_operator_act_viewer_id"), nullable=False
        ),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
    )
