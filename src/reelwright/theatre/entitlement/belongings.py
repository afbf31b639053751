"""Coins and unlocked episodes of a viewer: handed over, exported, erased."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select, update

from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.entitlement.tables import ad_watch, entitlement
from reelwright.theatre.wallet.books import hand_over
from reelwright.theatre.wallet.history import movements
from reelwright.theatre.wallet.tables import customer, purchase, refund, subscription, subscription_period

MOST_MOVEMENTS = 100_000


def merge(connection: Connection, guest_id: int, viewer_id: int, *, now_us: int) -> None:
    """Coins, purchases and unlocked episodes of the guest are the account's; what both had stays one."""
    if guest_id == viewer_id:
        return
    hand_over(
        connection, str(guest_id), str(viewer_id), key=f"merge:{guest_id}:{viewer_id}:{now_us}", now_us=now_us
    )
    for table in (purchase, refund, subscription, subscription_period, ad_watch):
        connection.execute(update(table).where(table.c.viewer_id == guest_id).values(viewer_id=viewer_id))
    had = select(customer.c.provider).where(customer.c.viewer_id == viewer_id)
    moving = update(customer).where(customer.c.viewer_id == guest_id, customer.c.provider.not_in(had))
    connection.execute(moving.values(viewer_id=viewer_id))
    yours = select(entitlement.c.episode_id).where(
        entitlement.c.viewer_id == viewer_id, entitlement.c.revoked_us.is_(None)
    )
    both = entitlement.c.episode_id.in_(yours.scalar_subquery())
    connection.execute(delete(entitlement).where(entitlement.c.viewer_id == guest_id, both))
    theirs = select(entitlement.c.episode_id).where(entitlement.c.viewer_id == guest_id)
    revoked = entitlement.c.revoked_us.is_not(None)
    mine = entitlement.c.viewer_id == viewer_id
    connection.execute(
        delete(entitlement).where(mine, revoked, entitlement.c.episode_id.in_(theirs.scalar_subquery()))
    )
    connection.execute(
        update(entitlement).where(entitlement.c.viewer_id == guest_id).values(viewer_id=viewer_id)
    )


def export(connection: Connection, viewer_id: int) -> dict[str, Any]:
    """Every movement of the viewer's coins, and the episodes that are unlocked."""
    rows = connection.execute(
        select(
            series.c.slug, episode.c.number, entitlement.c.reason, entitlement.c.coins,
            entitlement.c.created_us, entitlement.c.revoked_us,
        )
        .join(episode, entitlement.c.episode_id == episode.c.id)
        .join(series, entitlement.c.series_id == series.c.id)
        .where(entitlement.c.viewer_id == viewer_id)
        .order_by(series.c.slug, episode.c.number)
    )  # fmt: skip
    moved = movements(connection, viewer_id, most=MOST_MOVEMENTS)
    return {"coins": msgspec.to_builtins(moved), "unlocked": [dict(row._mapping) for row in rows]}


def erase(connection: Connection, viewer_id: int, *, now_us: int) -> None:
    """What was unlocked and the ads go. Books and purchases stay, as the law wants: they name a number."""
    for table in (entitlement, ad_watch, customer):
        connection.execute(delete(table).where(table.c.viewer_id == viewer_id))
