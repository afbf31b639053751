"""Refunds of which nothing was heard for long → the provider is asked: a lost webhook loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import Connection, func, select

from reelwright.theatre.store import Store
from reelwright.theatre.wallet.events import ask
from reelwright.theatre.wallet.payments import Declined, PaymentProvider, ProviderAway, Taker
from reelwright.theatre.wallet.tables import purchase, refund, subscription_period

_LOG = logging.getLogger(__name__)
FIRST_ASK_US = 600_000_000
"""A refund is asked for when it was asked of the provider so long ago."""
LAST_ASK_US = 60 * 86_400_000_000
"""Banks take weeks; what took longer is the operator's to look at."""
MOST_AT_ONCE = 200


def ask_again(store: Store, provider: PaymentProvider, takers: Mapping[type, Taker]) -> int:
    """Ask for the payments whose refunds were sent and not told of; how many events were taken. Not within a
    transaction."""
    now_us = store.clock.now_us()
    count = 0
    for payment in store.read(partial(_unheard, provider=provider.name, now_us=now_us)):
        try:
            count += ask(store, provider, takers, payment)
        except (ProviderAway, Declined) as problem:
            _LOG.warning("refunds of %s could not be asked for: %s", payment, problem)
    return count


def _unheard(connection: Connection, provider: str, now_us: int) -> Sequence[str]:
    payment = func.coalesce(purchase.c.reference, subscription_period.c.payment)
    statement = (
        select(payment)
        .select_from(refund)
        .outerjoin(purchase, purchase.c.public_id == refund.c.subject)
        .outerjoin(subscription_period, subscription_period.c.public_id == refund.c.subject)
        .where(
            refund.c.state == "sent",
            refund.c.created_us <= now_us - FIRST_ASK_US,
            refund.c.created_us > now_us - LAST_ASK_US,
            func.coalesce(purchase.c.provider, subscription_period.c.provider) == provider,
        )
        .order_by(refund.c.id)
        .limit(MOST_AT_ONCE)
    )
    return list(dict.fromkeys(connection.scalars(statement)))
