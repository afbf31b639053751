"""The books, purchases, subscriptions, payouts, unlocked episodes."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros

revision = "0030"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", Id, primary_key=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=4), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("postings", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("side * balance >= 0", name=op.f("ck_account_not_overdrawn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_index("ix_account_owner", "account", ["owner", "kind"], unique=False)
    op.create_table(
        "ad_watch",
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("episode_id", Id, nullable=False),
        sa.Column("ad", sa.String(length=32), nullable=False),
        sa.Column("least_ms", sa.Integer(), nullable=False),
        sa.Column("started_us", Micros, nullable=False),
        sa.Column("used_us", Micros, nullable=True),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_ad_watch")),
    )
    op.create_index("ix_ad_watch_viewer", "ad_watch", ["viewer_id", "started_us"], unique=False)
    op.create_table(
        "customer",
        sa.Column("viewer_id", Id, autoincrement=False, nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("viewer_id", "provider", name=op.f("pk_customer")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_customer_provider_reference")),
    )
    op.create_table(
        "entitlement",
        sa.Column("id", Id, primary_key=True),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("episode_id", Id, nullable=False),
        sa.Column("series_id", Id, nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("coins", sa.BigInteger(), nullable=False),
        sa.Column("transfer", sa.String(length=160), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("revoked_us", Micros, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitlement")),
        sa.UniqueConstraint("viewer_id", "episode_id", name=op.f("uq_entitlement_viewer_id_episode_id")),
    )
    op.create_index(op.f("ix_entitlement_episode_id"), "entitlement", ["episode_id"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_us", Micros, nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "payment_event",
        sa.Column("id", Id, primary_key=True),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("told_us", Micros, nullable=False),
        sa.Column("received_us", Micros, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_event")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_payment_event_provider_reference")),
    )
    op.create_index("ix_payment_event_waiting", "payment_event", ["subject", "state"], unique=False)
    op.create_table(
        "payout",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("creator_id", Id, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", Id, nullable=True),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("decided_us", Micros, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payout_public_id")),
    )
    op.create_index(op.f("ix_payout_creator_id"), "payout", ["creator_id"], unique=False)
    op.create_table(
        "posting",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("transfer_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance_after", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_posting_not_zero")),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_posting")),
        sa.UniqueConstraint("transfer_id", "position", name=op.f("uq_posting_transfer_id_position")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "purchase",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("pack", sa.String(length=32), nullable=False),
        sa.Column("coins", sa.BigInteger(), nullable=False),
        sa.Column("bonus_coins", sa.BigInteger(), nullable=False),
        sa.Column("bonus_expires_us", Micros, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=4), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("paid_us", Micros, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_purchase_provider_reference")),
        sa.UniqueConstraint("public_id", name=op.f("uq_purchase_public_id")),
    )
    op.create_index(op.f("ix_purchase_viewer_id"), "purchase", ["viewer_id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", Id, nullable=True),
        sa.Column("reference", sa.String(length=255), nullable=True),
        sa.Column("created_us", Micros, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("public_id", name=op.f("uq_refund_public_id")),
    )
    op.create_index(op.f("ix_refund_subject"), "refund", ["subject"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ends_at_period_end", sa.Integer(), nullable=False),
        sa.Column("told_us", Micros, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_subscription_provider_reference")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subscription_public_id")),
    )
    op.create_index(op.f("ix_subscription_viewer_id"), "subscription", ["viewer_id"], unique=False)
    op.create_table(
        "subscription_opening",
        sa.Column("period_id", Id, autoincrement=False, nullable=False),
        sa.Column("episode_id", Id, autoincrement=False, nullable=False),
        sa.Column("series_id", Id, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.PrimaryKeyConstraint("period_id", "episode_id", name=op.f("pk_subscription_opening")),
    )
    op.create_table(
        "subscription_period",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("subscription_id", Id, nullable=False),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("payment", sa.String(length=255), nullable=True),
        sa.Column("start_us", Micros, nullable=False),
        sa.Column("end_us", Micros, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_period")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_subscription_period_provider_reference")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subscription_period_public_id")),
    )
    op.create_index("ix_subscription_period_payment", "subscription_period", ["payment"], unique=False)
    op.create_index(
        op.f("ix_subscription_period_subscription_id"),
        "subscription_period",
        ["subscription_id"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_period_viewer", "subscription_period", ["viewer_id", "end_us"], unique=False
    )
    op.create_table(
        "transfer",
        sa.Column("id", Id, primary_key=True),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("reverses", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("key", name=op.f("uq_transfer_key")),
    )

    for table in ("transfer", "posting"):
        _append_only(table)


def _append_only(table: str) -> None:
    """The database itself refuses to change or remove what was written."""
    said = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
