"""Periods of subscriptions that are over → revenue, and creators' shares by what the subscriber opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection, func, select, update

from reelwright.ledger import Kind, Share, serve
from reelwright.theatre.catalogue.tables import series
from reelwright.theatre.entitlement.tables import opening
from reelwright.theatre.entitlement.unlocking import share
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import held, is_posted, post
from reelwright.theatre.wallet.subscriptions import GRACE_US, PAID, SERVED, served_key
from reelwright.theatre.wallet.tables import subscription_period

MOST_AT_ONCE = 500


def serve_periods(store: Store, *, creator_bp: int) -> int:
    """Divide the money of periods that cannot be opened any more; of how many. A period opens episodes for a
    while beyond its end, so what was opened then counts, too."""
    now_us = store.clock.now_us()
    over = (
        select(subscription_period.c.id)
        .where(subscription_period.c.state == PAID, subscription_period.c.end_us <= now_us - GRACE_US)
        .order_by(subscription_period.c.end_us)
        .limit(MOST_AT_ONCE)
    )
    periods: Sequence[int] = store.read(lambda connection: connection.scalars(over).all())
    return sum(
        store.write(partial(_serve, period_id=one, creator_bp=creator_bp, now_us=now_us)) for one in periods
    )


def _serve(connection: Connection, period_id: int, creator_bp: int, now_us: int) -> int:
    row = connection.execute(
        select(subscription_period).where(subscription_period.c.id == period_id).with_for_update()
    ).one()
    if row.state != PAID:  # served or refunded meanwhile
        return 0
    opened = _opened(connection, period_id, creator_bp)
    for holding in held(connection, row.public_id, Kind.UNSERVED, locked=True):
        key = served_key(row.public_id)
        if is_posted(connection, key):  # a refund that did not arrive brought money back
            key = f"{key}:{now_us}"
        divided = serve(holding, opened=opened, key=key, created_us=now_us)
        if divided is not None:
            post(connection, divided)
    connection.execute(
        update(subscription_period).where(subscription_period.c.id == period_id).values(state=SERVED)
    )
    return 1


def _opened(connection: Connection, period_id: int, creator_bp: int) -> list[tuple[Share, int]]:
    """How many paid episodes of which series were opened in the period."""
    rows = connection.execute(
        select(series.c.public_id, series.c.creator_id, func.count().label("episodes"))
        .join(opening, opening.c.series_id == series.c.id)
        .where(opening.c.period_id == period_id)
        .group_by(series.c.public_id, series.c.creator_id)
        .order_by(series.c.public_id)
    )
    return [(share(row.public_id, row.creator_id, creator_bp), row.episodes) for row in rows]
