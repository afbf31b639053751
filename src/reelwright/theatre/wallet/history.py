"""A viewer's wallet as its owner reads it: what came and what went."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, desc, func, select

from reelwright.ledger import COIN, Kind
from reelwright.theatre.wallet.tables import account, posting, transfer

COIN_KINDS = (Kind.PURCHASED, Kind.BONUS, Kind.EARNED, Kind.OWED)


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer in a viewer's coins: ``coins`` above zero came, below zero went."""

    transfer: str
    kind: str
    coins: int
    created_us: int


def movements(connection: Connection, viewer_id: int, *, most: int = 50, before: int = 0) -> list[Movement]:
    """The newest transfers of a viewer's coins; ``before`` is a transfer's number, for the next page."""
    statement = (
        select(
            transfer.c.id, transfer.c.key, transfer.c.kind, transfer.c.created_us,
            func.sum(posting.c.amount).label("coins"),
        )
        .join(posting, posting.c.transfer_id == transfer.c.id)
        .join(account, account.c.id == posting.c.account_id)
        .where(account.c.owner == str(viewer_id), account.c.unit == COIN, account.c.kind.in_(COIN_KINDS))
        .group_by(transfer.c.id, transfer.c.key, transfer.c.kind, transfer.c.created_us)
        .order_by(desc(transfer.c.id))
        .limit(most)
    )  # fmt: skip
    if before:
        statement = statement.where(transfer.c.id < before)
    return [
        Movement(transfer=row.key, kind=row.kind, coins=int(row.coins), created_us=row.created_us)
        for row in connection.execute(statement)
    ]
