"""Subscriptions of a viewer: begun, how they stand, ended and resumed.

A subscription is ``begun`` when the viewer goes to keep a card, ``starting`` when the card is kept and the
provider is asked to charge it, ``active`` while its periods are paid, ``past_due`` when one was not,
``incomplete`` when the first was not, ``refused`` when the card could not be charged, and ``ended``.
What the provider has to do stands in the outbox beside the fact that caused it.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, desc, func, select, update

from reelwright.errors import BadInput
from reelwright.theatre.store import new_id
from reelwright.theatre.store.outbox import enqueue, outbox
from reelwright.theatre.wallet.keys import answer, claim
from reelwright.theatre.wallet.offers import Plan
from reelwright.theatre.wallet.tables import subscription, subscription_period

BEGUN = "begun"
STARTING = "starting"
ACTIVE = "active"
PAST_DUE = "past_due"
INCOMPLETE = "incomplete"
REFUSED = "refused"
ENDED = "ended"
RUNNING = (STARTING, ACTIVE, PAST_DUE)
"""In these a period may be charged."""
PAID = "paid"
"""A period that opens episodes."""
SERVED = "served"
"""A period that is over and whose money was divided."""
REFUNDED = "refunded"
"""A period whose money was taken back, all of it: it opens nothing."""
GRACE_US = 86_400_000_000
"""How long a period that will be renewed opens episodes beyond its end: providers charge the next one up to
some hours late."""
END_JOB = "subscription.end"


def served_key(period: str) -> str:
    """The transfer that divides the money of a period."""
    return f"served:{period}"


class AlreadySubscribed(BadInput):
    """The viewer has a subscription that runs."""


class NoSubscription(BadInput):
    """There is no subscription that could be ended or resumed."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A viewer's subscription. ``paid_until_us`` is the end of the newest paid period, 0 without one."""

    subscription: str
    plan: str
    state: str
    ends_at_period_end: bool
    paid_until_us: int

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def is_open(self, now_us: int) -> bool:
        """Whether it opens episodes now."""
        return now_us < self.paid_until_us


class PaidPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A period as its payer reads it. ``state`` is ``paid``, ``served`` or what a refund made of it."""

    period: str
    plan: str
    start_us: int
    end_us: int
    amount: int
    unit: str
    state: str


def begin(connection: Connection, viewer_id: int, plan: Plan, *, provider: str, key: str, now_us: int) -> str:
    """The public id of a new subscription, under which a card is to be kept; the same for the same ``key``.

    Raises ``AlreadySubscribed``, ``KeyConflict``. Who is behind with a payment may begin anew: the new one
    takes the place of the old when its card is kept.
    """
    scope = str(viewer_id)
    kept = claim(connection, scope=scope, key=key, request={"subscribe": plan.name}, now_us=now_us)
    if kept is not None:
        return str(kept["subscription"])
    refuse_second(connection, viewer_id)
    public_id = new_id(now_us)
    connection.execute(
        subscription.insert().values(
            public_id=public_id, viewer_id=viewer_id, plan=plan.name, provider=provider, reference=None,
            state=BEGUN, ends_at_period_end=0, told_us=0, created_us=now_us,
        )
    )  # fmt: skip
    answer(connection, scope=scope, key=key, said={"subscription": public_id})
    return public_id


def card_asked(connection: Connection, public_id: str, reference: str) -> None:
    """Under which name a card is being kept, so that the provider can be asked what came of it."""
    is_it = (subscription.c.public_id == public_id, subscription.c.state == BEGUN)
    connection.execute(update(subscription).where(*is_it).values(reference=reference))


def refuse_second(connection: Connection, viewer_id: int) -> None:
    """Raises ``AlreadySubscribed`` where one runs."""
    found = running_of(connection, viewer_id)
    if found is not None and found.state != PAST_DUE:
        raise AlreadySubscribed("You have a subscription already", next_step="Look at it in your account.")


def running_of(connection: Connection, viewer_id: int, *, locked: bool = False) -> Any:
    """The row of the viewer's subscription that runs, the newest first, or None."""
    statement = (
        select(subscription)
        .where(subscription.c.viewer_id == viewer_id, subscription.c.state.in_(RUNNING))
        .order_by(desc(subscription.c.id))
        .limit(1)
    )
    return connection.execute(statement.with_for_update() if locked else statement).one_or_none()


def standing(connection: Connection, viewer_id: int) -> Standing | None:
    """How the viewer's subscription stands: the one that runs, else the newest that got as far as a card."""
    newest = (
        select(subscription)
        .where(subscription.c.viewer_id == viewer_id, subscription.c.state != BEGUN)
        .order_by(desc(subscription.c.id))
        .limit(1)
    )
    row = running_of(connection, viewer_id) or connection.execute(newest).one_or_none()
    if row is None:
        return None
    until = select(func.max(subscription_period.c.end_us)).where(
        subscription_period.c.viewer_id == viewer_id, subscription_period.c.state == PAID
    )
    return Standing(
        subscription=row.public_id,
        plan=row.plan,
        state=row.state,
        ends_at_period_end=bool(row.ends_at_period_end),
        paid_until_us=connection.scalar(until) or 0,
    )


def periods_of(connection: Connection, viewer_id: int, *, most: int = 50) -> list[PaidPeriod]:
    """What was paid for, the newest first."""
    rows = connection.execute(
        select(subscription_period, subscription.c.plan)
        .join(subscription, subscription.c.id == subscription_period.c.subscription_id)
        .where(subscription_period.c.viewer_id == viewer_id)
        .order_by(desc(subscription_period.c.start_us), desc(subscription_period.c.id))
        .limit(most)
    )
    return [
        PaidPeriod(
            period=row.public_id, plan=row.plan, start_us=row.start_us, end_us=row.end_us,
            amount=row.amount, unit=row.unit, state=row.state,
        )
        for row in rows
    ]  # fmt: skip


def set_ending(connection: Connection, viewer_id: int, *, ends: bool, now_us: int) -> None:
    """End the viewer's subscription with its period, or let it go on. Said twice, it is done once.

    Who is behind with a payment has no period that runs: it ends at once. Raises ``NoSubscription``.
    """
    row = running_of(connection, viewer_id, locked=True)
    if row is None:
        raise NoSubscription("You have no subscription", next_step="Choose one in the shop.")
    if bool(row.ends_at_period_end) != ends:
        end(connection, row.id, row.public_id, ends=ends, at_once=row.state == PAST_DUE, now_us=now_us)


def end(
    connection: Connection, number: int, public_id: str, *, ends: bool, at_once: bool, now_us: int
) -> None:
    """Write what is wanted, and ask the provider for it. The newest wish counts."""
    connection.execute(
        update(subscription).where(subscription.c.id == number).values(ends_at_period_end=int(ends))
    )
    prefix = wish_prefix(public_id)
    count = connection.scalar(select(func.count()).where(outbox.c.key.startswith(prefix)))
    wish = {"subscription": public_id, "ends": ends, "at_once": at_once}
    enqueue(connection, END_JOB, wish, key=f"{prefix}{count or 0:06d}", now_us=now_us)


def wish_prefix(public_id: str) -> str:
    """What the keys of all wishes to end or resume a subscription begin with; they sort by their age."""
    return f"{END_JOB}:{public_id}:"


def erase(connection: Connection, viewer_id: int, *, now_us: int) -> None:
    """Nobody is charged for an account that is gone. What was paid for stays in the books."""
    rows = connection.execute(
        select(subscription.c.id, subscription.c.public_id, subscription.c.state)
        .where(subscription.c.viewer_id == viewer_id, subscription.c.state.in_((BEGUN, *RUNNING)))
        .with_for_update()
    ).all()
    for row in rows:
        if row.state == BEGUN:
            connection.execute(update(subscription).where(subscription.c.id == row.id).values(state=ENDED))
        else:
            end(connection, row.id, row.public_id, ends=True, at_once=True, now_us=now_us)
