"""What creators have earned → payouts: prepared for review, then paid or given back to the creator's account.

A payout that is ``prepared`` has taken all that stood for a creator in one currency, so nothing is in two.
``paid`` says that an operator has sent the money by the theatre's bank; ``rejected`` that it stands for the
creator again. What is decided is not decided otherwise later.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, desc, func, insert, select, update

from reelwright.errors import BadInput
from reelwright.ledger import Kind, cancel_payout, pay_out, prepare_payout
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.store import Store, new_id
from reelwright.theatre.wallet.books import held, post
from reelwright.theatre.wallet.tables import account, payout

PREPARED = "prepared"
PAID = "paid"
REJECTED = "rejected"
MOST_AT_ONCE = 1_000

Decision = Literal["paid", "rejected"]
_ROWS = select(payout, viewer.c.public_id.label("creator"), viewer.c.name, viewer.c.mail).outerjoin(
    viewer, viewer.c.id == payout.c.creator_id
)


class DecidedOtherwise(BadInput):
    """The payout was decided before, and the other way."""


class Payout(msgspec.Struct, frozen=True, kw_only=True):
    """``amount`` in the smallest piece of ``unit``; ``decided_us`` is 0 while it waits for review.
    ``creator`` is the account's public id, ``name`` and ``mail`` are empty where it is gone."""

    payout: str
    creator: str
    name: str
    mail: str
    amount: int
    unit: str
    state: str
    created_us: int
    decided_us: int


def prepare(connection: Connection, creator_id: int, unit: str, *, least: int, now_us: int) -> str | None:
    """The public id of a payout of all that stands for a creator in ``unit``; None below ``least``, and for
    nothing."""
    standing = held(connection, str(creator_id), Kind.CREATOR, locked=True)
    holdings = [one for one in standing if one.account.unit == unit and one.balance]
    amount = sum(one.balance for one in holdings)
    if amount < max(1, least):
        return None
    public_id = new_id(now_us)
    moved = prepare_payout(public_id, holdings=holdings, key=prepared_key(public_id), created_us=now_us)
    if moved is None:
        return None
    post(connection, moved)
    connection.execute(
        insert(payout).values(
            public_id=public_id, creator_id=creator_id, amount=amount, unit=unit, state=PREPARED,
            decided_by=None, created_us=now_us, decided_us=None,
        )
    )  # fmt: skip
    return public_id


def prepare_all(store: Store, *, least: int) -> int:
    """Prepare for every creator who has earned ``least`` or more in a currency; how many payouts there are
    now to review that were not there before. Each is a transaction of its own."""
    now_us = store.clock.now_us()
    due = store.read(partial(_due, least=least))
    made = (
        store.write(partial(prepare, creator_id=int(owner), unit=unit, least=least, now_us=now_us))
        for owner, unit in due
    )
    return sum(one is not None for one in made)


def decide(
    connection: Connection, public_id: str, decision: Decision, *, decided_by: int, now_us: int
) -> Payout:
    """Say that a payout was paid by the bank, or give its money back to the creator's account. Said twice it
    is done once. Raises ``BadInput`` for one that is not there, ``DecidedOtherwise``."""
    connection.execute(select(payout.c.id).where(payout.c.public_id == public_id).with_for_update()).all()
    row = connection.execute(_ROWS.where(payout.c.public_id == public_id)).one_or_none()
    if row is None:
        raise BadInput("There is no such payout", where=public_id, next_step="Look at the list again.")
    if row.state == decision:
        return _shown(row)
    if row.state != PREPARED:
        raise DecidedOtherwise(f"This payout is {row.state} already", where=public_id)
    said: dict[str, Any] = {"amount": row.amount, "unit": row.unit, "created_us": now_us}
    if decision == PAID:
        post(connection, pay_out(public_id, key=paid_key(public_id), **said))
    else:
        creator = str(row.creator_id)
        post(connection, cancel_payout(public_id, creator=creator, key=rejected_key(public_id), **said))
    decided = {"state": decision, "decided_by": decided_by, "decided_us": now_us}
    connection.execute(update(payout).where(payout.c.id == row.id).values(**decided))
    return msgspec.structs.replace(_shown(row), state=decision, decided_us=now_us)


def payouts(
    connection: Connection, *, creator_id: int | None = None, state: str = "", most: int = 100
) -> list[Payout]:
    """The newest first, of all creators or of one."""
    rows = _ROWS.order_by(desc(payout.c.id)).limit(most)
    if creator_id is not None:
        rows = rows.where(payout.c.creator_id == creator_id)
    if state:
        rows = rows.where(payout.c.state == state)
    return [_shown(row) for row in connection.execute(rows)]


def standing(connection: Connection, creator_id: int) -> dict[str, int]:
    """What a creator has earned and is in no payout, by currency."""
    sums: dict[str, int] = {}
    for one in held(connection, str(creator_id), Kind.CREATOR):
        sums[one.account.unit] = sums.get(one.account.unit, 0) + one.balance
    return sums


def prepared_key(public_id: str) -> str:
    """The transfer that took a payout from what stood for its creator."""
    return f"payout:{public_id}"


def paid_key(public_id: str) -> str:
    """The transfer by which it left the theatre."""
    return f"payout_paid:{public_id}"


def rejected_key(public_id: str) -> str:
    """The transfer by which it stands for its creator again."""
    return f"payout_rejected:{public_id}"


def _due(connection: Connection, least: int) -> Sequence[Any]:
    total = func.sum(account.c.balance)
    return connection.execute(
        select(account.c.owner, account.c.unit)
        .where(account.c.kind == Kind.CREATOR)
        .group_by(account.c.owner, account.c.unit)
        .having(total >= max(1, least))
        .order_by(account.c.owner, account.c.unit)
        .limit(MOST_AT_ONCE)
    ).all()


def _shown(row: Any) -> Payout:
    return Payout(
        payout=row.public_id, creator=row.creator or "", name=row.name or "", mail=row.mail or "",
        amount=row.amount, unit=row.unit, state=row.state, created_us=row.created_us,
        decided_us=row.decided_us or 0,
    )  # fmt: skip
