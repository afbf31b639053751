"""Money that came in, whatever for: a purchase of coins or a period of a subscription, and how much of it was
taken back.

Every taking back (a refund, a chargeback) is a row of ``refund`` and a transfer. Whoever takes or gives again
has the row of the purchase or period locked, so one follows the other.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select, update

from reelwright.ledger import (
    THEATRE,
    Account,
    Holding,
    Kind,
    Posting,
    Transfer,
    drawer,
    restore,
    resubscribe,
    take_back,
    unsubscribe,
)
from reelwright.theatre.wallet.books import held, is_posted, post, transfer_of, wallet
from reelwright.theatre.wallet.subscriptions import PAID, REFUNDED, RUNNING, SERVED, end, served_key
from reelwright.theatre.wallet.tables import purchase, refund, subscription, subscription_period

GIVEN_AGAIN = ("failed", "won")
"""States of rows of ``refund`` whose money is the theatre's again."""


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that was booked: ``subject`` is our public id of the purchase or the period, ``payment`` the
    provider's name; ``taken`` of ``amount`` was taken back. A period has no coins."""

    subject: str
    viewer_id: int
    provider: str
    payment: str
    amount: int
    unit: str
    taken: int
    what: str = ""
    coins: int = 0
    bonus_coins: int = 0
    bonus_expires_us: int = 0

    @property
    def left(self) -> int:
        """What may still be taken back."""
        return max(0, self.amount - self.taken)

    def covered(self, taken: int) -> int:
        """As much of ``taken`` as the charge is good for."""
        return min(self.amount, taken)

    @property
    def processor(self) -> Account:
        """Where its money came in."""
        return Account(Kind.PROCESSOR, self.provider, self.unit, drawer(str(self.viewer_id)))


def charge_of(connection: Connection, provider: str, payment: str) -> Charge | None:
    """The charge that a provider calls ``payment``, its row locked; None where it is not booked (yet)."""
    bought = purchase.c.provider == provider, purchase.c.reference == payment
    served = subscription_period.c.provider == provider, subscription_period.c.payment == payment
    return _charge(connection, bought, served)


def charge_named(connection: Connection, subject: str) -> Charge | None:
    """The charge of our public id, its row locked."""
    return _charge(
        connection, (purchase.c.public_id == subject,), (subscription_period.c.public_id == subject,)
    )


def take(
    connection: Connection,
    charge: Charge,
    amount: int,
    *,
    to: Account,
    fee: int = 0,
    kind: str,
    key: str,
    now_us: int,
) -> None:
    """Book that ``amount`` of a charge goes to ``to``: its part of the coins go back, spent ones are owed; a
    period that was paid back whole ends. What is beyond the charge is the theatre's loss."""
    taken = charge.taken + amount
    part = charge.covered(taken) - charge.covered(charge.taken)
    said: dict[str, Any] = {"kind": kind, "key": key, "created_us": now_us}
    if part and charge.coins:
        gone = _gone(connection, charge)[Kind.ISSUED, Kind.BONUS]
        moved = take_back(
            str(charge.viewer_id), coins=_due(charge, charge.coins, taken) - _due(charge, charge.coins),
            bonus_coins=max(0, _due(charge, charge.bonus_coins, taken) - gone),
            bonus_expires_us=charge.bonus_expires_us, amount=part, unit=charge.unit,
            holdings=wallet(connection, str(charge.viewer_id), locked=True), to=to, fee=fee,
            fee_owner=charge.provider, **said,
        )  # fmt: skip
        post(connection, moved)
    elif part:
        post(connection, unsubscribe(_period(connection, charge), amount=part, to=to, fee=fee, **said))
    _lose(connection, charge, amount - part, to, 0 if part else fee, **said)
    _note(connection, charge, taken, now_us)


def give_again(
    connection: Connection, charge: Charge, amount: int, *, source: Account, kind: str, key: str, now_us: int
) -> None:
    """Book that ``amount`` of what was taken is the viewer's again; ``source`` has the money. As long as no
    less than all of the charge is taken by others, it is only the theatre's loss that is made good."""
    taken = charge.taken - amount
    part = charge.covered(charge.taken) - charge.covered(taken)
    said: dict[str, Any] = {"kind": kind, "key": key, "created_us": now_us}
    gone = _gone(connection, charge)
    coins = _due(charge, charge.coins) - _due(charge, charge.coins, taken)
    if charge.coins and not coins:
        part = 0  # less than a coin's worth: no coin was taken for it
    if part and charge.coins:
        bonus_coins = gone[Kind.ISSUED, Kind.BONUS] - _due(charge, charge.bonus_coins, taken)
        is_over = 0 < charge.bonus_expires_us <= now_us
        moved = restore(
            str(charge.viewer_id), coins=coins, bonus_coins=0 if is_over else max(0, bonus_coins),
            bonus_expires_us=charge.bonus_expires_us, amount=part, unit=charge.unit, source=source,
            holdings=wallet(connection, str(charge.viewer_id), locked=True), **said,
        )  # fmt: skip
        post(connection, moved)
    elif part:
        released = min(part, -gone[Kind.UNSERVED, charge.subject])
        period = Account(Kind.UNSERVED, charge.subject, charge.unit)
        post(connection, resubscribe(period, amount=part, released=released, source=source, **said))
    _lose(connection, charge, part - amount, source, 0, **said)
    _note(connection, charge, taken, now_us)


def _due(charge: Charge, coins: int, taken: int | None = None) -> int:
    """How many of a pack's ``coins`` go back with ``taken`` of its money, rounded up. It is a function of the
    sum alone, so the order of refunds and chargebacks does not matter."""
    covered = charge.covered(charge.taken if taken is None else taken)
    return -(-coins * covered // charge.amount)


def _lose(
    connection: Connection,
    charge: Charge,
    amount: int,
    to: Account,
    fee: int,
    *,
    kind: str,
    key: str,
    created_us: int,
) -> None:  # fmt: skip
    """What went beyond a charge, or below zero what of that came back."""
    if not amount:
        return
    part = drawer(str(charge.viewer_id))
    postings = [Posting(to, amount + fee), Posting(Account(Kind.LOSS, THEATRE, charge.unit, part), -amount)]
    if fee:
        postings.append(Posting(Account(Kind.FEE, charge.provider, charge.unit, part), -fee))
    post(
        connection,
        Transfer(kind=f"{kind}_beyond", key=f"{key}:beyond", created_us=created_us, postings=tuple(postings)),
    )


def _gone(connection: Connection, charge: Charge) -> Counter[tuple[str, str]]:
    """What all taking back and giving again of a charge has moved so far, by kind and owner of the
    accounts."""
    rows = connection.execute(select(refund).where(refund.c.subject == charge.subject)).all()
    keys = [
        key
        for row in rows
        for key in (key_of(row.state, row.public_id), undone_key(row.state, row.public_id))
    ]
    moved: Counter[tuple[str, str]] = Counter()
    for key in keys:
        found = transfer_of(connection, key)
        for one in found.postings if found is not None else ():
            moved[one.account.kind, one.account.owner] += one.amount
    return moved


def key_of(state: str, public_id: str) -> str:
    """The transfer that a row of ``refund`` was taken by."""
    return f"{'chargeback' if state in ('disputed', 'lost', 'won') else 'refund'}:{public_id}"


def undone_key(state: str, public_id: str) -> str:
    """The transfer that gave again what a row of ``refund`` took."""
    return f"{'chargeback_won' if state in ('disputed', 'lost', 'won') else 'refund_failed'}:{public_id}"


def _period(connection: Connection, charge: Charge) -> Holding:
    account = Account(Kind.UNSERVED, charge.subject, charge.unit)
    standing = held(connection, charge.subject, Kind.UNSERVED, locked=True)
    return next((one for one in standing if one.account == account), Holding(account, 0))


def _note(connection: Connection, charge: Charge, taken: int, now_us: int) -> None:
    """The row of the charge says how much of it was taken back. A period that was paid back whole is over,
    and if it ran its subscription ends; one whose money stands again is still to be served."""
    if charge.coins:
        bought = update(purchase).where(purchase.c.public_id == charge.subject)
        connection.execute(bought.values(refunded=taken))
        return
    is_served = not _period(connection, charge).balance and is_posted(connection, served_key(charge.subject))
    state = REFUNDED if taken >= charge.amount else SERVED if is_served else PAID
    period = update(subscription_period).where(subscription_period.c.public_id == charge.subject)
    connection.execute(period.values(state=state))
    if state == REFUNDED:
        _end_subscription(connection, charge, now_us)


def _end_subscription(connection: Connection, charge: Charge, now_us: int) -> None:
    """Nobody is charged for the next period of what they have just got back."""
    rows = connection.execute(
        select(subscription.c.id, subscription.c.public_id)
        .join(subscription_period, subscription_period.c.subscription_id == subscription.c.id)
        .where(
            subscription_period.c.public_id == charge.subject,
            subscription_period.c.end_us > now_us,
            subscription.c.state.in_(RUNNING),
        )
    )
    for row in rows.all():
        end(connection, row.id, row.public_id, ends=True, at_once=True, now_us=now_us)


def _charge(connection: Connection, bought: tuple[Any, ...], served: tuple[Any, ...]) -> Charge | None:
    row = connection.execute(
        select(purchase).where(*bought, purchase.c.paid_us.is_not(None)).with_for_update()
    ).one_or_none()
    if row is not None:
        return Charge(
            subject=row.public_id, viewer_id=row.viewer_id, provider=row.provider, payment=row.reference,
            amount=row.amount, unit=row.unit, taken=_taken(connection, row.public_id), what=row.pack,
            coins=row.coins, bonus_coins=row.bonus_coins, bonus_expires_us=row.bonus_expires_us,
        )  # fmt: skip
    row = connection.execute(select(subscription_period).where(*served).with_for_update()).one_or_none()
    if row is None:
        return None
    return Charge(
        subject=row.public_id, viewer_id=row.viewer_id, provider=row.provider, payment=row.payment,
        amount=row.amount, unit=row.unit, taken=_taken(connection, row.public_id),
    )  # fmt: skip


def _taken(connection: Connection, subject: str) -> int:
    """How much was taken back of a charge and not given again."""
    live = select(func.coalesce(func.sum(refund.c.amount), 0))
    of_charge = refund.c.subject == subject, refund.c.state.not_in(GIVEN_AGAIN)
    return int(connection.scalar(live.where(*of_charge)) or 0)
