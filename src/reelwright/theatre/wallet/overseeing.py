"""What an operator sees of money: what was paid and by whom, what was taken back, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, desc, func, literal, or_, select, union_all

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.wallet.charges import GIVEN_AGAIN
from reelwright.theatre.wallet.events import WAITING
from reelwright.theatre.wallet.tables import (
    account,
    payment_event,
    purchase,
    refund,
    subscription,
    subscription_period,
)

SHOWN = 50
UNDER_WAY = ("asked", "sent", "disputed")
"""States of what is taken back in which something is still to come."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A refund or a chargeback. ``asked`` and ``sent`` are on their way, ``paid`` arrived, ``failed`` did
    not; ``disputed``, ``lost`` and ``won`` are of a bank. ``reference`` is the provider's name of it."""

    refund: str
    subject: str
    amount: int
    unit: str
    state: str
    reason: str
    reference: str
    created_us: int


class Charged(msgspec.Struct, frozen=True, kw_only=True):
    """A payment: ``kind`` is ``purchase`` or ``period``, ``what`` the pack or the plan; ``left`` of
    ``amount`` may still be sent back, a period only whole. ``mail`` is empty where the account is gone."""

    subject: str
    kind: str
    what: str
    account: str
    mail: str
    amount: int
    unit: str
    left: int
    provider: str
    payment: str
    paid_us: int
    taken: tuple[Taken, ...] = ()


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the provider that could not be taken yet, and what it waits for."""

    provider: str
    reference: str
    kind: str
    outcome: str
    received_us: int


class EventsCounted(msgspec.Struct, frozen=True, kw_only=True):
    """How many events were taken and wait, and the age of the oldest that waits (seconds)."""

    taken: int
    waiting: int
    oldest_s: int


def found_charges(connection: Connection, wanted: str = "", *, most: int = SHOWN) -> list[Charged]:
    """What was paid, the newest first. ``wanted`` is part of a mail address, an account's or a payment's id,
    ours or the provider's."""
    bought = select(
        purchase.c.public_id, literal("purchase").label("kind"), purchase.c.pack.label("what"),
        purchase.c.viewer_id, purchase.c.amount, purchase.c.unit, purchase.c.provider,
        purchase.c.reference.label("payment"), purchase.c.paid_us.label("paid_us"),
    ).where(purchase.c.paid_us.is_not(None))  # fmt: skip
    served = select(
        subscription_period.c.public_id, literal("period"), subscription.c.plan,
        subscription_period.c.viewer_id, subscription_period.c.amount, subscription_period.c.unit,
        subscription_period.c.provider, subscription_period.c.payment, subscription_period.c.start_us,
    ).join(subscription, subscription.c.id == subscription_period.c.subscription_id)  # fmt: skip
    both = union_all(bought, served).subquery()
    rows = select(both, viewer.c.public_id.label("account"), viewer.c.mail).outerjoin(
        viewer, viewer.c.id == both.c.viewer_id
    )
    if part := wanted.strip().lower()[:200]:
        rows = rows.where(_matches(both.c, part, wanted.strip()))
    found = connection.execute(rows.order_by(desc(both.c.paid_us)).limit(most)).all()
    taken = _taken_of(connection, [row.public_id for row in found])
    return [_charged(row, taken.get(row.public_id, ())) for row in found]


def taken_back(connection: Connection, *, states: Sequence[str] = (), most: int = SHOWN) -> list[Taken]:
    """Refunds and chargebacks, the newest first; of these states, or all."""
    rows = select(refund).order_by(desc(refund.c.id)).limit(most)
    if states:
        rows = rows.where(refund.c.state.in_(states))
    return [_taken(row) for row in connection.execute(rows)]


def taken_named(connection: Connection, public_id: str) -> Taken:
    """One of them, which is there."""
    return _taken(connection.execute(select(refund).where(refund.c.public_id == public_id)).one())


def waiting_events(connection: Connection, *, most: int = SHOWN) -> list[Waiting]:
    """Events that wait, the oldest first."""
    rows = select(payment_event).where(payment_event.c.state == WAITING).order_by(payment_event.c.id)
    return [
        Waiting(
            provider=row.provider, reference=row.reference, kind=row.kind, outcome=row.outcome,
            received_us=row.received_us,
        )
        for row in connection.execute(rows.limit(most))
    ]  # fmt: skip


def counted_events(connection: Connection, *, now_us: int) -> EventsCounted:
    """How the intake of events stands."""
    rows = connection.execute(
        select(payment_event.c.state, func.count().label("number"), func.min(payment_event.c.received_us))
        .group_by(payment_event.c.state)
    )  # fmt: skip
    found = {state: (number, first_us) for state, number, first_us in rows}
    number, first_us = found.get(WAITING, (0, now_us))
    others = sum(count for state, (count, _) in found.items() if state != WAITING)
    return EventsCounted(taken=others, waiting=number, oldest_s=max(0, (now_us - first_us) // 1_000_000))


def totals(connection: Connection) -> list[tuple[str, str, int]]:
    """What stands in all accounts of a kind: (unit, kind, balance)."""
    rows = select(account.c.unit, account.c.kind, func.sum(account.c.balance)).group_by(
        account.c.unit, account.c.kind
    )
    return sorted((unit, kind, int(total)) for unit, kind, total in connection.execute(rows))


def _matches(both: Any, part: str, exact: str) -> ColumnElement[bool]:
    return or_(
        viewer.c.mail.contains(part, autoescape=True),
        viewer.c.public_id == part,
        both.public_id == part,
        both.payment == exact,
    )


def _taken_of(connection: Connection, subjects: Sequence[str]) -> dict[str, tuple[Taken, ...]]:
    rows = connection.execute(select(refund).where(refund.c.subject.in_(subjects)).order_by(refund.c.id))
    found: dict[str, tuple[Taken, ...]] = {}
    for row in rows:
        found[row.subject] = (*found.get(row.subject, ()), _taken(row))
    return found


def _charged(row: Any, taken: Iterable[Taken]) -> Charged:
    taken = tuple(taken)
    gone = sum(one.amount for one in taken if one.state not in GIVEN_AGAIN)
    return Charged(
        subject=row.public_id, kind=row.kind, what=row.what, account=row.account or "", mail=row.mail or "",
        amount=row.amount, unit=row.unit, left=max(0, row.amount - gone), provider=row.provider,
        payment=row.payment or "", paid_us=row.paid_us, taken=taken,
    )  # fmt: skip


def _taken(row: Any) -> Taken:
    return Taken(
        refund=row.public_id, subject=row.subject, amount=row.amount, unit=row.unit, state=row.state,
        reason=row.reason, reference=row.reference or "", created_us=row.created_us,
    )  # fmt: skip
