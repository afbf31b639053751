"""The rows of money → whether they agree with the books: what is said to be paid, refunded or paid out was
booked so, and what was booked has its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, func, literal, select

from reelwright.ledger import COIN, Audit, Kind
from reelwright.theatre.wallet import payouts
from reelwright.theatre.wallet.charges import GIVEN_AGAIN, key_of, undone_key
from reelwright.theatre.wallet.purchases import transfer_key
from reelwright.theatre.wallet.subscriptions import PAID, served_key
from reelwright.theatre.wallet.tables import (
    account,
    payout,
    posting,
    purchase,
    refund,
    subscription_period,
    transfer,
)

NOT_BOOKED = "not-booked"
NO_ROW = "no-row"
DIFFERS = "differs"
_BEYOND = ":beyond"
_REFUNDS = ("refund", "refund_paid", "refund_failed", "chargeback", "chargeback_won")
_REFUND_KINDS = (*_REFUNDS, *(f"{kind}_beyond" for kind in _REFUNDS))
_PAYOUT_KINDS = ("payout", "payout_paid", "payout_cancelled")
_MONEY_IN = (Kind.PROCESSOR, Kind.FEE)


def agree(connection: Connection, done: Audit) -> None:
    """Add to ``done`` what does not agree: ``not-booked`` (a row without its transfer), ``no-row`` (a
    transfer without its row), ``differs`` (they say different amounts)."""
    _paid(connection, done, purchase, transfer_key, purchase.c.paid_us.is_not(None), kind="purchase")
    in_books = subscription_period.c.amount > 0
    _paid(connection, done, subscription_period, _period_key, in_books, kind="subscription")
    taken = _taken(connection)
    _purchases(connection, done, taken)
    _periods(connection, done, taken)
    due = _balances(connection, Kind.REFUND)
    rows = connection.execute(select(refund)).all()
    _steps(
        connection, done, rows, _REFUND_KINDS, _refund_steps,
        due={row.public_id: row.amount if row.state in ("asked", "sent") else 0 for row in rows}, stands=due,
    )  # fmt: skip
    rows = connection.execute(select(payout)).all()
    _steps(
        connection, done, rows, _PAYOUT_KINDS, _payout_steps,
        due={row.public_id: row.amount if row.state == payouts.PREPARED else 0 for row in rows},
        stands=_balances(connection, Kind.PAYOUT),
    )  # fmt: skip


def _paid(
    connection: Connection,
    done: Audit,
    table: Table,
    key_of_row: Callable[[str], str],
    is_in: ColumnElement[bool],
    *,
    kind: str,
) -> None:
    """What came in: each row has one transfer of its amount, each transfer a row."""
    key = literal(key_of_row("")) + table.c.public_id
    came = func.coalesce(func.sum(case((account.c.kind.in_(_MONEY_IN), posting.c.amount), else_=0)), 0)
    rows = connection.execute(
        select(table.c.public_id, table.c.amount, transfer.c.id, came.label("came"))
        .outerjoin(transfer, transfer.c.key == key)
        .outerjoin(posting, posting.c.transfer_id == transfer.c.id)
        .outerjoin(account, (account.c.id == posting.c.account_id) & (account.c.unit == table.c.unit))
        .where(is_in)
        .group_by(table.c.public_id, table.c.amount, transfer.c.id)
        .having(came != -table.c.amount)
    )
    for row in rows:
        if row.id is None:
            done.find(NOT_BOOKED, row.public_id, f"{table.name} was paid and is not in the books")
        else:
            done.find(DIFFERS, row.public_id, f"{row.amount} were paid and {-row.came} are in the books")
    there = select(key.label("key")).where(is_in).subquery()
    alone = (
        select(transfer.c.key)
        .outerjoin(there, there.c.key == transfer.c.key)
        .where(transfer.c.kind == kind, there.c.key.is_(None))
    )
    for lonely in connection.scalars(alone):
        done.find(NO_ROW, lonely, f"no {table.name} that was paid belongs to this transfer")


def _purchases(connection: Connection, done: Audit, taken: Mapping[str, int]) -> None:
    """The coins are those of the pack; what was taken back of it is what the refunds say."""
    issued = func.sum(posting.c.amount).label("issued")
    wrong = connection.execute(
        select(purchase.c.public_id, purchase.c.coins, issued)
        .join(transfer, transfer.c.key == literal(transfer_key("")) + purchase.c.public_id)
        .join(posting, posting.c.transfer_id == transfer.c.id)
        .join(account, account.c.id == posting.c.account_id)
        .where(account.c.kind == Kind.ISSUED, account.c.owner == Kind.PURCHASED, account.c.unit == COIN)
        .group_by(purchase.c.public_id, purchase.c.coins)
        .having(issued != -purchase.c.coins)
    )
    for one in wrong:
        done.find(DIFFERS, one.public_id, f"coins bought: {one.coins}, given: {-one.issued}")
    said = select(purchase.c.public_id, purchase.c.refunded).where(
        (purchase.c.refunded != 0) | purchase.c.public_id.in_(select(refund.c.subject))
    )
    for row in connection.execute(said):
        _same(done, row.public_id, "taken back", row.refunded, taken.get(row.public_id, 0))


def _periods(connection: Connection, done: Audit, taken: Mapping[str, int]) -> None:
    """A period that was not divided yet has all its money but what was taken back; else nothing is left."""
    stands = func.coalesce(account.c.balance, 0).label("stands")
    rows = connection.execute(
        select(subscription_period.c.public_id, subscription_period.c.amount, subscription_period.c.state,
               stands, transfer.c.id.label("served"))
        .outerjoin(account, (account.c.owner == subscription_period.c.public_id)
                   & (account.c.kind == Kind.UNSERVED) & (account.c.unit == subscription_period.c.unit))
        .outerjoin(transfer, transfer.c.key == literal(served_key("")) + subscription_period.c.public_id)
        .where((subscription_period.c.state == PAID) | (stands != 0))
    )  # fmt: skip
    for row in rows:
        left = max(0, row.amount - taken.get(row.public_id, 0))
        if row.state != PAID:
            done.find(DIFFERS, row.public_id, f"the period is {row.state} and {row.stands} stand for it")
        elif row.served is None:
            _same(done, row.public_id, "not served", left, row.stands)


def _steps(
    connection: Connection,
    done: Audit,
    rows: Iterable[Any],
    kinds: tuple[str, ...],
    steps_of: Callable[[Any, set[str]], tuple[set[str], set[str]]],
    *,
    due: Mapping[str, int],
    stands: Mapping[str, int],
) -> None:
    """Each row's state says which transfers were made for it: no fewer and no others."""
    booked: dict[str, set[str]] = defaultdict(set)
    for key in connection.scalars(select(transfer.c.key).where(transfer.c.kind.in_(kinds))):
        booked[key.removesuffix(_BEYOND).partition(":")[2]].add(key.removesuffix(_BEYOND))
    for row in rows:
        found = booked.pop(row.public_id, set())
        needed, allowed = steps_of(row, found)
        for key in sorted(needed - found):
            done.find(NOT_BOOKED, key, f"it is {row.state} and this is not in the books")
        for key in sorted(found - needed - allowed):
            done.find(DIFFERS, key, f"this is in the books and it is {row.state}")
        _same(done, row.public_id, "on its way", due[row.public_id], stands.get(row.public_id, 0))
    for keys in booked.values():
        for key in sorted(keys):
            done.find(NO_ROW, key, "no row belongs to this transfer")


def _refund_steps(row: Any, found: set[str]) -> tuple[set[str], set[str]]:
    """Which transfers a row of ``refund`` needs and which others it may have."""
    taken, paid = {key_of(row.state, row.public_id)}, {f"refund_paid:{row.public_id}"}
    undone = {undone_key(row.state, row.public_id)}
    if row.state == "failed":  # one that failed before it was known took nothing
        return (taken | undone, paid) if found else (set(), set())
    if row.state == "won":
        return taken | undone, set()
    return (taken | paid, set()) if row.state == "paid" else (taken, set())


def _payout_steps(row: Any, found: set[str]) -> tuple[set[str], set[str]]:
    last = {payouts.PAID: payouts.paid_key, payouts.REJECTED: payouts.rejected_key}.get(row.state)
    needed = {payouts.prepared_key(row.public_id)}
    return (needed | {last(row.public_id)} if last else needed), set()


def _same(done: Audit, where: str, what: str, said: int, booked: int) -> None:
    if said != booked:
        done.find(DIFFERS, where, f"{what}: the row says {said}, the books say {booked}")


def _taken(connection: Connection) -> dict[str, int]:
    """By purchase or period, what was taken back and not given again."""
    rows = connection.execute(
        select(refund.c.subject, func.sum(refund.c.amount))
        .where(refund.c.state.not_in(GIVEN_AGAIN))
        .group_by(refund.c.subject)
    )
    return {subject: int(total) for subject, total in rows}


def _balances(connection: Connection, kind: Kind) -> dict[str, int]:
    rows = select(account.c.owner, account.c.balance).where(account.c.kind == kind)
    return {row.owner: row.balance for row in connection.execute(rows)}


def _period_key(public_id: str) -> str:
    return f"period:{public_id}"
