"""Subscriptions of which nothing was heard for long → the provider is asked: a lost webhook loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import Connection, and_, func, or_, select

from reelwright.theatre.store import Store
from reelwright.theatre.wallet.events import ask
from reelwright.theatre.wallet.payments import Declined, PaymentProvider, ProviderAway, Taker
from reelwright.theatre.wallet.subscriptions import ACTIVE, BEGUN, PAST_DUE, STARTING
from reelwright.theatre.wallet.tables import subscription, subscription_period

_LOG = logging.getLogger(__name__)
FIRST_ASK_US = 600_000_000
"""A card is asked for when it was begun so long ago."""
LAST_ASK_US = 7 * 86_400_000_000
"""A card that was begun longer ago is kept by a webhook or not at all."""
MOST_AT_ONCE = 200


def ask_again(store: Store, provider: PaymentProvider, takers: Mapping[type, Taker]) -> int:
    """Ask for cards and first periods that are under way, and for periods that should have been paid by now;
    how many events were taken. Not within a transaction."""
    now_us = store.clock.now_us()
    count = 0
    for reference in store.read(partial(_unheard, provider=provider.name, now_us=now_us)):
        try:
            count += ask(store, provider, takers, reference)
        except (ProviderAway, Declined) as problem:
            _LOG.warning("subscription %s could not be asked for: %s", reference, problem)
    return count


def _unheard(connection: Connection, provider: str, now_us: int) -> Sequence[str]:
    paid_until_us = (
        select(func.max(subscription_period.c.end_us))
        .where(subscription_period.c.subscription_id == subscription.c.id)
        .scalar_subquery()
    )
    is_young = and_(
        subscription.c.created_us <= now_us - FIRST_ASK_US, subscription.c.created_us > now_us - LAST_ASK_US
    )
    statement = select(subscription.c.reference).where(
        subscription.c.provider == provider,
        subscription.c.reference.is_not(None),
        or_(
            and_(subscription.c.state.in_((BEGUN, STARTING)), is_young),
            and_(subscription.c.state.in_((ACTIVE, PAST_DUE)), paid_until_us <= now_us),
        ),
    )
    return connection.scalars(statement.order_by(subscription.c.id.desc()).limit(MOST_AT_ONCE)).all()
