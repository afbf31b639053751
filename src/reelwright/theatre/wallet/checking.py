"""The tables of the books → an ``Audit``, read once from end to end in one state of the database."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from reelwright.ledger import (
    Account,
    Audit,
    KeptAccount,
    KeptPosting,
    KeptTransfer,
    Kind,
    Posting,
    Transfer,
    audit,
)
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.tables import account, posting, transfer

_ROWS_AT_ONCE = 5_000


def check_books(store: Store) -> Audit:
    """Prove the books from the postings alone: seconds for a million of them, and nobody waits meanwhile."""
    return store.read(audited)


def audited(connection: Connection) -> Audit:
    """The same within a transaction."""
    return audit(_transfers(connection), _accounts(connection))


def _transfers(connection: Connection) -> Iterator[KeptTransfer]:
    names = {row.id: _name(row) for row in connection.execute(select(account))}
    statement = (
        select(
            transfer.c.id, transfer.c.key, transfer.c.kind, transfer.c.created_us, transfer.c.reverses,
            transfer.c.digest, posting.c.account_id, posting.c.amount,
        )
        .outerjoin(posting, posting.c.transfer_id == transfer.c.id)
        .order_by(transfer.c.id, posting.c.position)
    )  # fmt: skip
    for _, rows in groupby(_streamed(connection, statement), key=lambda row: row.id):
        lines = list(rows)
        first = lines[0]
        told = Transfer(
            kind=first.kind,
            key=first.key,
            created_us=first.created_us,
            reverses=first.reverses,
            postings=tuple(
                Posting(names.get(line.account_id, _LOST), line.amount)
                for line in lines
                if line.account_id is not None
            ),
        )
        yield KeptTransfer(told, first.digest)


def _accounts(connection: Connection) -> Iterator[tuple[KeptAccount, Iterator[KeptPosting]]]:
    statement = (
        select(
            account,
            posting.c.number,
            posting.c.amount,
            posting.c.balance_after,
            transfer.c.digest.label("of"),
        )
        .outerjoin(posting, posting.c.account_id == account.c.id)
        .outerjoin(transfer, transfer.c.id == posting.c.transfer_id)
        .order_by(account.c.id, posting.c.number)
    )
    for _, rows in groupby(_streamed(connection, statement), key=lambda row: row.id):
        first = next(rows)
        kept = KeptAccount(_name(first), first.balance, first.postings, first.digest)
        yield (
            kept,
            (
                KeptPosting(line.number, line.amount, line.balance_after, line.of or "")
                for line in chain([first], rows)
                if line.number is not None
            ),
        )


_LOST = Account(Kind.LOSS, "an account that is not there", "COIN")


def _streamed(connection: Connection, statement: Select[Any]) -> Iterator[Row[Any]]:
    result = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(statement)
    for rows in result.partitions():
        yield from rows


def _name(row: Row[Any]) -> Account:
    return Account(Kind(row.kind), row.owner, row.unit, row.part)
