"""The tables of money: the books, keys of requests, purchases, subscriptions, payouts, what Stripe said.

A viewer is known here by the number of its row; accounts are owned by that number as text, so that the
books say nothing of a person and stay whole when one is deleted.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from reelwright.theatre.store import Id, Micros, PublicId, metadata

Owner = String(64)
Unit = String(4)
State = String(16)
Reference = String(255)

account = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(160), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("owner", Owner, nullable=False),
    Column("unit", Unit, nullable=False),
    Column("part", BigInteger, nullable=False),
    Column("side", Integer, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("postings", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    CheckConstraint("side * balance >= 0", name="not_overdrawn"),
)
Index("ix_account_owner", account.c.owner, account.c.kind)

transfer = Table(
    "transfer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("reverses", String(160), nullable=False),
    Column("digest", String(64), nullable=False),
)

posting = Table(
    "posting",
    metadata,
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("transfer_id", Id, nullable=False),
    Column("position", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("balance_after", BigInteger, nullable=False),
    UniqueConstraint("transfer_id", "position"),
    CheckConstraint("amount <> 0", name="not_zero"),
    sqlite_with_rowid=False,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("scope", Owner, primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("request_digest", String(64), nullable=False),
    Column("answer", Text, nullable=True),
    Column("created_us", Micros, nullable=False),
)

purchase = Table(
    "purchase",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("viewer_id", Id, nullable=False, index=True),
    Column("pack", String(32), nullable=False),
    Column("coins", BigInteger, nullable=False),
    Column("bonus_coins", BigInteger, nullable=False),
    Column("bonus_expires_us", Micros, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("unit", Unit, nullable=False),
    Column("provider", String(16), nullable=False),
    Column("reference", Reference, nullable=True),
    Column("state", State, nullable=False),
    Column("refunded", BigInteger, nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("paid_us", Micros, nullable=True),
    UniqueConstraint("provider", "reference"),
)

subscription = Table(
    "subscription",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("viewer_id", Id, nullable=False, index=True),
    Column("plan", String(32), nullable=False),
    Column("provider", String(16), nullable=False),
    Column("reference", Reference, nullable=True),
    Column("state", State, nullable=False),
    Column("ends_at_period_end", Integer, nullable=False),
    Column("told_us", Micros, nullable=False),
    Column("created_us", Micros, nullable=False),
    UniqueConstraint("provider", "reference"),
)

subscription_period = Table(
    "subscription_period",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("subscription_id", Id, nullable=False, index=True),
    Column("viewer_id", Id, nullable=False),
    Column("reference", Reference, nullable=False),
    Column("provider", String(16), nullable=False),
    Column("payment", Reference, nullable=True),
    Column("start_us", Micros, nullable=False),
    Column("end_us", Micros, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("unit", Unit, nullable=False),
    Column("state", State, nullable=False),
    UniqueConstraint("provider", "reference"),
)
Index("ix_subscription_period_viewer", subscription_period.c.viewer_id, subscription_period.c.end_us)
Index("ix_subscription_period_payment", subscription_period.c.payment)

customer = Table(
    "customer",
    metadata,
    Column("viewer_id", Id, primary_key=True, autoincrement=False),
    Column("provider", String(16), primary_key=True),
    Column("reference", Reference, nullable=False),
    UniqueConstraint("provider", "reference"),
)

refund = Table(
    "refund",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("subject", PublicId, nullable=False, index=True),
    Column("viewer_id", Id, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("unit", Unit, nullable=False),
    Column("state", State, nullable=False),
    Column("reason", String(500), nullable=False),
    Column("asked_by", Id, nullable=True),
    Column("reference", Reference, nullable=True),
    Column("created_us", Micros, nullable=False),
)

payment_event = Table(
    "payment_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("provider", String(16), nullable=False),
    Column("reference", Reference, nullable=False),
    Column("kind", String(80), nullable=False),
    Column("subject", Reference, nullable=False),
    Column("body", Text, nullable=False),
    Column("told_us", Micros, nullable=False),
    Column("received_us", Micros, nullable=False),
    Column("state", State, nullable=False),
    Column("outcome", String(500), nullable=False),
    UniqueConstraint("provider", "reference"),
)
Index("ix_payment_event_waiting", payment_event.c.subject, payment_event.c.state)

payout = Table(
    "payout",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("creator_id", Id, nullable=False, index=True),
    Column("amount", BigInteger, nullable=False),
    Column("unit", Unit, nullable=False),
    Column("state", State, nullable=False),
    Column("decided_by", Id, nullable=True),
    Column("created_us", Micros, nullable=False),
    Column("decided_us", Micros, nullable=True),
)
