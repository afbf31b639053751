"""Who has unlocked what, what subscribers opened, and the ads that were begun."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint

from reelwright.theatre.store import Id, Micros, metadata

entitlement = Table(
    "entitlement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("viewer_id", Id, nullable=False),
    Column("episode_id", Id, nullable=False, index=True),
    Column("series_id", Id, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("coins", BigInteger, nullable=False),
    Column("transfer", String(160), nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("revoked_us", Micros, nullable=True),
    UniqueConstraint("viewer_id", "episode_id"),
)
"""One row for a viewer and an episode, written in the transaction that charges for it."""

opening = Table(
    "subscription_opening",
    metadata,
    Column("period_id", Id, primary_key=True, autoincrement=False),
    Column("episode_id", Id, primary_key=True, autoincrement=False),
    Column("series_id", Id, nullable=False),
    Column("created_us", Micros, nullable=False),
)
"""Which paid episodes a subscriber opened in which period: how its money is divided among creators."""

ad_watch = Table(
    "ad_watch",
    metadata,
    Column("nonce", String(64), primary_key=True),
    Column("viewer_id", Id, nullable=False),
    Column("episode_id", Id, nullable=False),
    Column("ad", String(32), nullable=False),
    Column("least_ms", Integer, nullable=False),
    Column("started_us", Micros, nullable=False),
    Column("used_us", Micros, nullable=True),
)
Index("ix_ad_watch_viewer", ad_watch.c.viewer_id, ad_watch.c.started_us)
