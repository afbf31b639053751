"""Rows of the outbox → what the provider of payments does for a subscription."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from reelwright.errors import BadInput
from reelwright.theatre.store import Store
from reelwright.theatre.store.outbox import Job, outbox
from reelwright.theatre.wallet.events import ask, take, take_waiting
from reelwright.theatre.wallet.offers import Offers
from reelwright.theatre.wallet.payments import (
    Declined,
    Order,
    PaymentProvider,
    Period,
    ProviderAway,
    Taker,
)
from reelwright.theatre.wallet.subscriptions import REFUSED, STARTING, wish_prefix
from reelwright.theatre.wallet.tables import customer, subscription


class SubscriptionClerk:
    """Asks the provider to start, end and resume; where it does not answer, again under the same key."""

    def __init__(
        self, store: Store, provider: PaymentProvider, offers: Offers, takers: Mapping[type, Taker]
    ) -> None:
        self._store, self._provider, self._offers, self._takers = store, provider, offers, takers

    def start(self, job: Job) -> None:
        """Charge the card that was kept, now and at every period."""
        public_id = str(job.body["subscription"])
        row = self._row(public_id)
        if row.state != STARTING:
            return
        try:
            plan = self._offers.plan(row.plan)
            order = Order(
                key=public_id, what=plan.name, amount=plan.amount, unit=plan.unit, customer=row.customer or ""
            )
            period = Period(plan=plan.name, interval=plan.interval)
            reference = self._provider.start_subscription(order, period, card=str(job.body["card"]))
        except (Declined, BadInput):
            is_it = subscription.c.public_id == public_id
            refused = update(subscription).where(is_it, subscription.c.state == STARTING)
            self._store.write(lambda c: c.execute(refused.values(state=REFUSED)))
            return
        self._store.write(lambda c: self._started(c, public_id, reference))
        ask(self._store, self._provider, self._takers, reference)  # the viewer waits: no webhook is as quick

    def end(self, job: Job) -> None:
        """End with the period, at once, or not at all: as the newest wish says."""
        row = self._row(str(job.body["subscription"]))
        newer = select(outbox.c.id).where(
            outbox.c.key.startswith(wish_prefix(row.public_id)), outbox.c.key > job.key
        )
        if self._store.read(lambda c: c.scalar(newer.limit(1))) is not None:
            return
        if row.state == STARTING:
            raise ProviderAway("The subscription is still being started", where=row.public_id)
        try:
            if job.body["ends"]:
                self._provider.end_subscription(row.reference, at_once=bool(job.body["at_once"]))
            else:
                self._provider.resume_subscription(row.reference)
        except Declined:  # it is over already, and that is told by an event
            return

    def look(self, job: Job) -> None:
        """Ask how a subscription stands now. The answer is newer than all that was told, whatever the clocks
        of the two houses say."""
        row = self._row(str(job.body["subscription"]))
        now_us = self._store.clock.now_us()
        for told in self._provider.ask(row.reference):
            newest = msgspec.structs.replace(told, told_us=max(told.told_us, row.told_us))
            self._store.write(partial(take, told=newest, takers=self._takers, now_us=now_us))

    def _row(self, public_id: str) -> Any:
        is_theirs = (customer.c.viewer_id == subscription.c.viewer_id) & (
            customer.c.provider == subscription.c.provider
        )
        found = (
            select(subscription, customer.c.reference.label("customer"))
            .outerjoin(customer, is_theirs)
            .where(subscription.c.public_id == public_id)
        )
        return self._store.read(lambda c: c.execute(found).one())

    def _started(self, connection: Connection, public_id: str, reference: str) -> None:
        """From now on the provider's word is understood; what it said before that is taken now."""
        connection.execute(
            update(subscription).where(subscription.c.public_id == public_id).values(reference=reference)
        )
        now_us = self._store.clock.now_us()
        take_waiting(connection, self._provider.name, reference, self._takers, now_us=now_us)
