"""Events of payment providers → the books: verified before, taken once, in any order.

Each event is a row. One that speaks of what is not here yet waits under its subject, and is taken when that
comes. A fact comes by several events (a webhook, its repetition, an answer that was asked for): takers look
at what is booked, not at which event it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.theatre.wallet.payments import NotYet, Taker, Told
from reelwright.theatre.wallet.tables import payment_event

SEEN = "seen"
TAKEN = "taken"
WAITING = "waiting"


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
    return state


def _told(row: Any) -> Told:
    return msgspec.json.decode(row.body, type=Told)
