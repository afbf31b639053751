"""Transfers → the tables ``account``, ``transfer`` and ``posting``, and balances back.

Whoever posts has locked the accounts it reasons about: the wallets of viewers first, the others after them,
each in the order of their ids. On PostgreSQL that is a row lock; SQLite has one writer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.errors import ReelwrightError
from reelwright.ledger import (
    COIN,
    Account,
    Holding,
    Kind,
    Posting,
    Transfer,
    chain,
    check,
    move,
    transfer_digest,
)
from reelwright.theatre.store import Answer, Prepared, in_one_trip
from reelwright.theatre.wallet.tables import account, posting, transfer

WALLET = (Kind.BONUS, Kind.EARNED, Kind.OWED, Kind.PURCHASED, Kind.UNSPENT)
"""The kinds that a viewer's wallet is made of."""


class Overdrawn(ReelwrightError):
    """A transfer would take an account to the wrong side of zero."""


class AlreadyPosted(ReelwrightError):
    """A transfer of this key is in the books: the fact was booked before."""


@dataclass(frozen=True)
class Balance:
    """A viewer's coins. ``spendable`` is what can be spent now; ``owed`` is a debt of coins."""

    purchased: int = 0
    bonus: int = 0
    earned: int = 0
    owed: int = 0

    @property
    def spendable(self) -> int:
        return self.purchased + self.bonus + self.earned


def name_of(named: Account) -> str:
    """``kind/owner/unit/part``: the one name of an account in the table."""
    return f"{named.kind}/{named.owner}/{named.unit}/{named.part}"


_DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}
_STANDING = select(account.c.kind, account.c.owner, account.c.unit, account.c.part, account.c.balance)
_HELD_BY = _STANDING.where(
    account.c.owner == bindparam("owner"), account.c.kind == bindparam("kind")
).order_by(account.c.id)
_HELD = {False: Prepared(_HELD_BY), True: Prepared(_HELD_BY.with_for_update())}
_NEW_TRANSFER = {
    name: Prepared(
        dialect.insert(transfer)
        .values({name: bindparam(name) for name in ("key", "kind", "created_us", "reverses", "digest")})
        .on_conflict_do_nothing()
        .returning(transfer.c.id)
    )
    for name, dialect in _DIALECTS.items()
}
_OPENED = ("name", "kind", "owner", "unit", "part", "side", "balance", "postings", "digest")
_NEW_ACCOUNT = {
    name: Prepared(
        dialect.insert(account)
        .values({name: bindparam(name) for name in _OPENED})
        .on_conflict_do_nothing()
        .inline()
    )
    for name, dialect in _DIALECTS.items()
}
_LINE = ("account_id", "number", "transfer_id", "position", "amount", "balance_after")
_NEW_POSTING = Prepared(insert(posting).values({name: bindparam(name) for name in _LINE}))
_SET = Prepared(
    update(account)
    .where(account.c.id == bindparam("of"))
    .values(balance=bindparam("now"), postings=bindparam("count"), digest=bindparam("chained"))
)
_KNOWN = select(transfer.c.id).where(transfer.c.key == bindparam("key"))


@cache
def _wallets_of(count: int, locked: bool) -> Prepared:
    """The wallets of so many viewers."""
    owners: list[Any] = [bindparam(f"owner{number}") for number in range(count)]
    kinds: list[Any] = [bindparam(f"kind{number}", kind) for number, kind in enumerate(WALLET)]
    found = _STANDING.where(account.c.owner.in_(owners), account.c.kind.in_(kinds)).order_by(account.c.id)
    return Prepared(found.with_for_update() if locked else found)


@cache
def _locked_by_name(count: int) -> Prepared:
    """So many accounts, locked in the order of their ids."""
    columns = (account.c.id, account.c.name, account.c.balance, account.c.postings, account.c.digest)
    names: list[Any] = [bindparam(f"name{number}") for number in range(count)]
    found = select(*columns).where(account.c.name.in_(names)).order_by(account.c.id)
    return Prepared(found.with_for_update())


def wallet(connection: Connection, *viewers: str, locked: bool = False) -> list[Holding]:
    """What stands in viewers' wallets. ``locked`` keeps it as it is until this transaction ends."""
    return asked_wallet(connection, *viewers, locked=locked)()


def asked_wallet(connection: Connection, *viewers: str, locked: bool = False) -> Answer[list[Holding]]:
    """``wallet``, asked for now."""
    owners = {f"owner{number}": viewer for number, viewer in enumerate(viewers)}
    rows = _wallets_of(len(viewers), locked).ask(connection, **owners)
    return lambda: _holdings(rows())


def held(connection: Connection, owner: str, kind: Kind, *, locked: bool = False) -> list[Holding]:
    """What stands in the accounts of one kind that ``owner`` has."""
    return _holdings(_HELD[locked].rows(connection, owner=owner, kind=kind))


def balance(connection: Connection, viewer: str, *, now_us: int) -> Balance:
    """A viewer's coins at ``now_us``: bonus coins whose time is over do not count."""
    return balance_of(wallet(connection, viewer), now_us=now_us)


def balance_of(holdings: Iterable[Holding], *, now_us: int) -> Balance:
    """The coins of holdings at ``now_us``."""
    sums = dict.fromkeys((Kind.PURCHASED, Kind.BONUS, Kind.EARNED, Kind.OWED), 0)
    for one in holdings:
        is_over = one.account.kind == Kind.BONUS and 0 < one.account.part <= now_us
        if one.account.unit == COIN and not is_over:
            sums[one.account.kind] += one.balance
    return Balance(sums[Kind.PURCHASED], sums[Kind.BONUS], sums[Kind.EARNED], -sums[Kind.OWED])


def is_posted(connection: Connection, key: str) -> bool:
    """Whether a transfer of this key is in the books."""
    return connection.scalar(_KNOWN, {"key": key}) is not None


def post(connection: Connection, moved: Transfer) -> int:
    """Write a transfer and bring its accounts up to date; its number.

    Raises ``Unbalanced``, ``Overdrawn`` or ``AlreadyPosted``; the work has then changed nothing.
    """
    check(moved)
    with in_one_trip(connection):
        return _posted(connection, moved, transfer_digest(moved))


def _posted(connection: Connection, moved: Transfer, digest: str) -> int:
    named = {name_of(one.account): one.account for one in moved.postings}
    found = _asked_names(connection, named)
    written = _NEW_TRANSFER[connection.dialect.name].ask(
        connection, key=moved.key, kind=moved.kind, created_us=moved.created_us, reverses=moved.reverses,
        digest=digest,
    )  # fmt: skip
    kept = found()
    if not kept.keys() >= named.keys():
        _open(connection, [one for name, one in named.items() if name not in kept])
        kept = _asked_names(connection, named)()
    if not (new := written()):
        raise AlreadyPosted("This was booked before", where=moved.key)
    (number,) = new[0]
    lines, accounts = [], []
    for position, one in enumerate(moved.postings):
        row = kept[name_of(one.account)]
        now = row.balance + one.amount
        if one.account.kind.side * now < 0:
            raise Overdrawn(f"{one.account.kind} would stand at {now}", where=moved.key)
        lines.append(
            {
                "account_id": row.id, "number": row.postings + 1, "transfer_id": number,
                "position": position, "amount": one.amount, "balance_after": now,
            }
        )  # fmt: skip
        chained = chain(row.digest, digest, one.amount)
        accounts.append({"of": row.id, "now": now, "count": row.postings + 1, "chained": chained})
    _NEW_POSTING.run(connection, *lines)
    _SET.run(connection, *accounts)
    return int(number)


def hand_over(connection: Connection, source: str, target: str, *, key: str, now_us: int) -> None:
    """All coins of one viewer become another's; nothing where there are none."""
    wallet(connection, source, target, locked=True)
    moved = move(source, target, holdings=wallet(connection, source), key=key, created_us=now_us)
    if moved is not None:
        post(connection, moved)


def transfer_of(connection: Connection, key: str) -> Transfer | None:
    """A transfer as it was written."""
    row = connection.execute(select(transfer).where(transfer.c.key == key)).one_or_none()
    if row is None:
        return None
    lines = connection.execute(
        select(account.c.kind, account.c.owner, account.c.unit, account.c.part, posting.c.amount)
        .join(account, account.c.id == posting.c.account_id)
        .where(posting.c.transfer_id == row.id)
        .order_by(posting.c.position)
    )
    return Transfer(
        kind=row.kind,
        key=row.key,
        created_us=row.created_us,
        reverses=row.reverses,
        postings=tuple(Posting(_account(line), line.amount) for line in lines),
    )


def _open(connection: Connection, accounts: Iterable[Account]) -> None:
    """New accounts in the order of their names; one that somebody has opened meanwhile stays as it is."""
    rows = [
        {"name": name_of(one), "kind": one.kind, "owner": one.owner, "unit": one.unit, "part": one.part,
         "side": one.kind.side, "balance": 0, "postings": 0, "digest": ""}
        for one in sorted(accounts, key=name_of)
    ]  # fmt: skip
    _NEW_ACCOUNT[connection.dialect.name].run(connection, *rows)


def _asked_names(connection: Connection, names: Collection[str]) -> Answer[dict[str, Any]]:
    """The accounts' rows by their names, locked."""
    asked = {f"name{number}": name for number, name in enumerate(names)}
    rows = _locked_by_name(len(names)).ask(connection, **asked)
    return lambda: {row.name: row for row in rows()}


def _holdings(rows: Iterable[Any]) -> list[Holding]:
    return [Holding(_account(row), row.balance) for row in rows]


def _account(row: Any) -> Account:
    return Account(Kind(row.kind), row.owner, row.unit, row.part)
