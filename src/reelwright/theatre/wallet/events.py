"""Events of payment providers → the books: verified before, taken once, in any order.

Each event is a row. One that speaks of what is not here yet waits under its subject, and is taken when that
comes, in the same transaction. A fact comes by several events (a webhook, its repetition, an answer that was
asked for): takers look at what is booked, not at which event it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.theatre.store import Store
from reelwright.theatre.wallet.payments import (
    Disputed,
    Fact,
    NotYet,
    Paid,
    PaymentProvider,
    PeriodPaid,
    Taker,
    Told,
)
from reelwright.theatre.wallet.tables import payment_event

SEEN = "seen"
TAKEN = "taken"
WAITING = "waiting"
_SETTLED_US = 5_000_000


def take(connection: Connection, told: Told, takers: Mapping[type, Taker], *, now_us: int) -> str:
    """Take an event: ``taken``, ``waiting``, or ``seen`` for a repetition. In a write of the store."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    number = connection.scalar(
        dialect.insert(payment_event).on_conflict_do_nothing().returning(payment_event.c.id),
        {
            "provider": told.provider, "reference": told.reference, "kind": told.kind,
            "subject": told.fact.subject, "body": msgspec.json.encode(told).decode(),
            "told_us": told.told_us, "received_us": now_us, "state": WAITING, "outcome": "",
        },
    )  # fmt: skip
    return SEEN if number is None else _settle(connection, number, told, takers, now_us)


def take_waiting(
    connection: Connection, provider: str, subject: str, takers: Mapping[type, Taker], *, now_us: int
) -> int:
    """Take what waited for ``subject``, the oldest first; how many were. Call it in the transaction that
    makes the subject known."""
    waiting = (
        select(payment_event)
        .where(
            payment_event.c.subject == subject,
            payment_event.c.state == WAITING,
            payment_event.c.provider == provider,
        )
        .order_by(payment_event.c.told_us, payment_event.c.id)
        .with_for_update()
    )
    return sum(
        _settle(connection, row.id, _told(row), takers, now_us) == TAKEN
        for row in connection.execute(waiting).all()
    )


def ask(store: Store, provider: PaymentProvider, takers: Mapping[type, Taker], reference: str) -> int:
    """Ask the provider what came of a payment, a card or a subscription; how many events were taken. Not
    within a transaction; raises ``ProviderAway`` and ``Declined``."""
    now_us = store.clock.now_us()
    return sum(
        store.write(partial(take, told=told, takers=takers, now_us=now_us)) == TAKEN
        for told in provider.ask(reference)
    )


def take_left_over(store: Store, takers: Mapping[type, Taker]) -> int:
    """Take what waits although its subject is known: two events that came at the same instant on PostgreSQL
    do not see each other. Call it now and then; how many were taken."""
    now_us = store.clock.now_us()
    waiting = select(payment_event.c.provider, payment_event.c.subject).where(
        payment_event.c.state == WAITING, payment_event.c.received_us < now_us - _SETTLED_US
    )
    subjects = store.read(lambda connection: connection.execute(waiting.distinct()).all())
    return sum(
        store.write(
            partial(take_waiting, provider=one.provider, subject=one.subject, takers=takers, now_us=now_us)
        )
        for one in subjects
    )


def _settle(
    connection: Connection, number: int, told: Told, takers: Mapping[type, Taker], now_us: int
) -> str:
    subject = told.fact.subject
    try:
        state, outcome = TAKEN, takers[type(told.fact)](connection, told, now_us)
    except NotYet as missing:
        state, outcome, subject = WAITING, f"waits for {missing.subject}", missing.subject
    connection.execute(
        update(payment_event)
        .where(payment_event.c.id == number)
        .values(state=state, outcome=outcome[:500], subject=subject)
    )
    if state == TAKEN:
        for known in _made_known(told.fact):
            take_waiting(connection, told.provider, known, takers, now_us=now_us)
    return state


def _made_known(fact: Fact) -> tuple[str, ...]:
    """What other events may have waited for."""
    if isinstance(fact, Paid | PeriodPaid):
        return (fact.payment,)
    return (fact.dispute,) if isinstance(fact, Disputed) else ()


def _told(row: Any) -> Told:
    return msgspec.json.decode(row.body, type=Told)
