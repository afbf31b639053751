"""What a provider tells of subscriptions → their rows, the books, and what has to be done next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.ledger import Account, Kind, drawer, subscribe
from reelwright.theatre.store import new_id
from reelwright.theatre.store.outbox import enqueue, outbox
from reelwright.theatre.wallet import refunds
from reelwright.theatre.wallet.books import post
from reelwright.theatre.wallet.payments import CardKept, NotYet, PeriodPaid, Subscribed, Taker, Told
from reelwright.theatre.wallet.subscriptions import (
    ACTIVE,
    BEGUN,
    ENDED,
    PAID,
    PAST_DUE,
    RUNNING,
    STARTING,
    end,
    wish_prefix,
)
from reelwright.theatre.wallet.tables import customer, subscription, subscription_period

START_JOB = "subscription.start"
CHARGED_LATE = "Charged after it was cancelled"
LOOK_JOB = "subscription.look"
_SECOND_US = 1_000_000


def card_kept(connection: Connection, told: Told, now_us: int) -> str:
    """The card may be charged: the provider is to start the subscription, once."""
    fact = told.fact
    assert isinstance(fact, CardKept)
    row = _row(connection, subscription.c.public_id == fact.subscription, told, fact.subscription)
    if row.state != BEGUN:
        return f"the subscription is {row.state}"
    for other in _others(connection, row):
        if other.state != PAST_DUE:
            _set(connection, row.id, state=ENDED)
            return "another subscription runs: this card is not charged"
        end(connection, other.id, other.public_id, ends=True, at_once=True, now_us=now_us)
    _set(connection, row.id, state=STARTING)
    job = {"subscription": row.public_id, "card": fact.card}
    enqueue(connection, START_JOB, job, key=f"{START_JOB}:{row.public_id}", now_us=now_us)
    return "the subscription starts"


def period_paid(connection: Connection, told: Told, now_us: int) -> str:
    """A period is the viewer's, and its money is in the books: not yet revenue. Where it was charged although
    the viewer had ended the subscription before, because the provider could not be told, it is sent back."""
    fact = told.fact
    assert isinstance(fact, PeriodPaid)
    row = _row(connection, subscription.c.reference == fact.subscription, told, fact.subscription)
    public_id = new_id(now_us)
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    number = connection.scalar(
        dialect.insert(subscription_period).on_conflict_do_nothing().returning(subscription_period.c.id),
        {
            "public_id": public_id, "subscription_id": row.id, "viewer_id": row.viewer_id,
            "reference": fact.period, "provider": told.provider, "payment": fact.payment,
            "start_us": fact.start_us, "end_us": fact.end_us, "amount": fact.amount, "unit": fact.unit,
            "state": PAID,
        },
    )  # fmt: skip
    if number is None:
        return "the period is known"
    if fact.amount:
        processor = Account(Kind.PROCESSOR, told.provider, fact.unit, drawer(str(row.viewer_id)))
        key = f"period:{public_id}"
        paid = subscribe(
            public_id, amount=fact.amount, unit=fact.unit, processor=processor, fee=fact.fee, key=key,
            created_us=now_us,
        )  # fmt: skip
        post(connection, paid)
    if row.state == STARTING:
        _set(connection, row.id, state=ACTIVE)
    wish = _unheard_wish(connection, row.public_id)
    if fact.amount and wish is not None and row.ends_at_period_end and wish.created_us <= fact.start_us:
        refunds.ask(connection, public_id, reason=CHARGED_LATE, asked_by=None, now_us=now_us)
        return f"period {public_id} is paid and goes back: it was cancelled before"
    return f"period {public_id} is paid"


def subscribed(connection: Connection, told: Told, now_us: int) -> str:
    """How it stands, by the newest word. What is over does not come back; a wish of the viewer's that the
    provider has not heard yet is newer than what it tells. Some providers tell times in whole seconds: where
    two words of about one time differ, the provider is asked which is true."""
    fact = told.fact
    assert isinstance(fact, Subscribed)
    row = _row(connection, subscription.c.reference == fact.subscription, told, fact.subscription)
    said = (fact.state, int(fact.ends_at_period_end))
    if abs(told.told_us - row.told_us) < _SECOND_US and said != (row.state, row.ends_at_period_end):
        job = {"subscription": row.public_id}
        enqueue(connection, LOOK_JOB, job, now_us=now_us, due_us=now_us + 2 * _SECOND_US)
    if row.state == ENDED or told.told_us < row.told_us:
        return "a newer word is known"
    values = {"state": fact.state, "told_us": told.told_us}
    if _unheard_wish(connection, row.public_id) is None:
        values["ends_at_period_end"] = int(fact.ends_at_period_end)
    _set(connection, row.id, **values)
    return f"the subscription is {fact.state}"


def _row(connection: Connection, is_it: Any, told: Told, subject: str) -> Any:
    found = select(subscription).where(is_it, subscription.c.provider == told.provider).with_for_update()
    row = connection.execute(found).one_or_none()
    if row is None:
        raise NotYet(subject)
    return row


def _unheard_wish(connection: Connection, public_id: str) -> Any:
    """The newest row of the outbox that ends or resumes a subscription, if the provider has not heard it."""
    wishes = select(outbox.c.created_us, outbox.c.done_us).where(
        outbox.c.key.startswith(wish_prefix(public_id))
    )
    newest = connection.execute(wishes.order_by(outbox.c.key.desc()).limit(1)).one_or_none()
    return newest if newest is not None and newest.done_us is None else None


def _others(connection: Connection, row: Any) -> list[Any]:
    """The viewer's other subscriptions that run; two cards that are kept at once take turns."""
    turn = select(customer.c.viewer_id).where(customer.c.viewer_id == row.viewer_id).with_for_update()
    connection.execute(turn).all()
    others = select(subscription).where(
        subscription.c.viewer_id == row.viewer_id,
        subscription.c.id != row.id,
        subscription.c.state.in_(RUNNING),
    )
    return list(connection.execute(others.order_by(subscription.c.id)).all())


def _set(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(subscription).where(subscription.c.id == number).values(**values))


TAKERS: dict[type, Taker] = {CardKept: card_kept, PeriodPaid: period_paid, Subscribed: subscribed}
