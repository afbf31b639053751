"""The books, the rows of money and what is unlocked → one ``Audit``: each proven, and that they agree."""

from __future__ import annotations

from sqlalchemy import Connection, String, Subquery, cast, select

from reelwright.ledger import Audit, Kind
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.agreement import DIFFERS, NO_ROW, NOT_BOOKED, agree
from reelwright.theatre.wallet.checking import audited
from reelwright.theatre.wallet.tables import account, posting, transfer

_COINS = (Kind.BONUS, Kind.EARNED, Kind.PURCHASED)


def prove(store: Store) -> Audit:
    """Look at everything once, in one state of the database; nobody waits meanwhile."""
    return store.read(proven)


def proven(connection: Connection) -> Audit:
    """The same within a transaction."""
    done = audited(connection)
    agree(connection, done)
    _unlocked(connection, done)
    _charged(connection, done)
    return done


def _unlocked(connection: Connection, done: Audit) -> None:
    """What is open was paid for, and the charge was not taken back."""
    back = _reversals()
    rows = connection.execute(
        select(entitlement.c.viewer_id, entitlement.c.episode_id, transfer.c.kind, back.c.key.label("back"))
        .outerjoin(transfer, transfer.c.key == entitlement.c.transfer)
        .outerjoin(back, back.c.reverses == entitlement.c.transfer)
        .where(
            entitlement.c.revoked_us.is_(None),
            transfer.c.kind.is_(None) | (transfer.c.kind != "unlock") | back.c.key.is_not(None),
        )
    )
    for row in rows:
        where = f"viewer {row.viewer_id}, episode {row.episode_id}"
        if row.back is not None:
            done.find(DIFFERS, where, "it is unlocked and its charge was taken back")
        else:
            done.find(NOT_BOOKED, where, "it is unlocked and no charge for it is in the books")


def _charged(connection: Connection, done: Audit) -> None:
    """Who was charged has something open for it. A guest's rows may have become those of an account that had
    the same; an account that was erased has none."""
    back = _reversals()
    kept = select(entitlement.c.transfer).where(entitlement.c.revoked_us.is_(None)).distinct().subquery()
    rows = connection.execute(
        select(transfer.c.key, account.c.owner)
        .join(posting, posting.c.transfer_id == transfer.c.id)
        .join(account, account.c.id == posting.c.account_id)
        .join(viewer, cast(viewer.c.id, String) == account.c.owner)
        .outerjoin(kept, kept.c.transfer == transfer.c.key)
        .outerjoin(back, back.c.reverses == transfer.c.key)
        .where(
            transfer.c.kind == "unlock", kept.c.transfer.is_(None), back.c.key.is_(None),
            account.c.kind.in_(_COINS), viewer.c.mail.is_not(None), viewer.c.deleted_us.is_(None),
        )
        .distinct()
    )  # fmt: skip
    for row in rows:
        done.find(NO_ROW, row.key, f"viewer {row.owner} was charged and nothing is unlocked for it")


def _reversals() -> Subquery:
    return select(transfer.c.key, transfer.c.reverses).where(transfer.c.reverses != "").subquery()
