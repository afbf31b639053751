"""Purchases that nobody told us the end of → the provider is asked: a lost webhook loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from reelwright.theatre.store import Store
from reelwright.theatre.wallet.events import ask, take_left_over
from reelwright.theatre.wallet.payments import Declined, PaymentProvider, ProviderAway, Taker
from reelwright.theatre.wallet.purchases import UNPAID
from reelwright.theatre.wallet.tables import purchase

_LOG = logging.getLogger(__name__)
FIRST_ASK_US = 600_000_000
"""A purchase that was begun so long ago is asked for; then each time when it is twice as old."""
LAST_ASK_US = 7 * 86_400_000_000
"""Older ones are paid by a webhook or not at all."""
MOST_AT_ONCE = 50


class Reconciler:
    """Asks for what was begun and not ended. What it remembers is only when it asked; after a restart it
    asks anew."""

    def __init__(self, store: Store, provider: PaymentProvider, takers: Mapping[type, Taker]) -> None:
        self._store, self._provider, self._takers = store, provider, takers
        self._due_us: dict[str, int] = {}

    def run(self) -> int:
        """Ask for what is due, take what came of it and what waited; how many events were taken."""
        now_us = self._store.clock.now_us()
        rows = self._store.read(partial(self._open, now_us=now_us))
        due_us = {row.public_id: self._due_us.get(row.public_id, 0) for row in rows}
        due = [row for row in rows if due_us[row.public_id] <= now_us][:MOST_AT_ONCE]
        count = 0
        for row in due:
            due_us[row.public_id] = now_us + (now_us - row.created_us)
            count += self._ask(row.reference)
        self._due_us = due_us
        return count + take_left_over(self._store, self._takers)

    def ask(self, reference: str) -> int:
        """Ask for one payment now; how many events were taken. Raises ``ProviderAway`` and ``Declined``."""
        return ask(self._store, self._provider, self._takers, reference)

    def _ask(self, reference: str) -> int:
        try:
            return self.ask(reference)
        except (ProviderAway, Declined) as problem:
            _LOG.warning("payment %s could not be asked for: %s", reference, problem)
            return 0

    def _open(self, connection: Connection, now_us: int) -> Sequence[Any]:
        statement = select(purchase.c.public_id, purchase.c.reference, purchase.c.created_us).where(
            purchase.c.provider == self._provider.name,
            purchase.c.state.in_(UNPAID),
            purchase.c.reference.is_not(None),
            purchase.c.created_us <= now_us - FIRST_ASK_US,
            purchase.c.created_us > now_us - LAST_ASK_US,
        )
        return connection.execute(statement.order_by(purchase.c.created_us)).all()
