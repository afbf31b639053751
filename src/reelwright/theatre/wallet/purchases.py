"""Packs of coins: begun, paid or refused, and the coins booked; what a viewer has bought.

A purchase is ``begun`` when the viewer goes to pay, ``refused`` while no card was good, ``paid`` when the
provider has the money: then, in the same transaction, the coins are the viewer's.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, desc, insert, select, update

from reelwright.ledger import buy
from reelwright.theatre.store import Store, new_id
from reelwright.theatre.wallet.books import post, wallet
from reelwright.theatre.wallet.keys import answer, claim
from reelwright.theatre.wallet.offers import BONUS_DAYS, Pack
from reelwright.theatre.wallet.payments import (
    Checkout,
    NotPaid,
    NotYet,
    Order,
    Paid,
    PaymentProvider,
    Taker,
    Told,
)
from reelwright.theatre.wallet.tables import purchase

BEGUN = "begun"
REFUSED = "refused"
PAID = "paid"
UNPAID = (BEGUN, REFUSED)
"""A payment may still come."""
_DAY_US = 86_400_000_000


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """A purchase as its buyer reads it: ``amount`` and what of it was ``refunded`` in the smallest piece of
    ``unit``; ``paid_us`` is 0 before it is paid."""

    purchase: str
    pack: str
    coins: int
    bonus_coins: int
    bonus_expires_us: int
    amount: int
    unit: str
    state: str
    refunded: int
    created_us: int
    paid_us: int

    @property
    def is_open(self) -> bool:
        """Whether it can still be paid."""
        return self.state in UNPAID


def begin(connection: Connection, viewer_id: int, pack: Pack, *, provider: str, key: str, now_us: int) -> str:
    """The public id of a new purchase; the same for the same ``key``. Raises ``KeyConflict``."""
    scope = str(viewer_id)
    kept = claim(connection, scope=scope, key=key, request={"buy": pack.name}, now_us=now_us)
    if kept is not None:
        return str(kept["purchase"])
    public_id = new_id(now_us)
    connection.execute(
        insert(purchase).values(
            public_id=public_id, viewer_id=viewer_id, pack=pack.name, coins=pack.coins,
            bonus_coins=pack.bonus_coins, bonus_expires_us=0, amount=pack.amount, unit=pack.unit,
            provider=provider, reference=None, state=BEGUN, refunded=0, created_us=now_us, paid_us=None,
        )
    )  # fmt: skip
    answer(connection, scope=scope, key=key, said={"purchase": public_id})
    return public_id


def checkout(store: Store, provider: PaymentProvider, public_id: str, *, what: str, back: str) -> Checkout:
    """How a purchase is paid: asked of the provider, once begun always the same payment. ``what`` is said on
    its page, ``back`` is where it leads to.

    Not within a transaction; raises ``ProviderAway`` and ``Declined``.
    """
    row = store.read(lambda c: c.execute(select(purchase).where(purchase.c.public_id == public_id)).one())
    order = Order(
        key=public_id, what=what, amount=row.amount, unit=row.unit, back=back, begun=row.reference or ""
    )
    asked = provider.begin_purchase(order)
    kept = store.write(lambda c: _keep_reference(c, public_id, asked.reference))
    if kept == asked.reference:
        return asked
    return provider.begin_purchase(msgspec.structs.replace(order, begun=kept))  # another device was first


def purchases_of(connection: Connection, viewer_id: int, *, most: int = 50) -> list[Purchase]:
    """What a viewer has bought and begun to buy, the newest first."""
    rows = select(purchase).where(purchase.c.viewer_id == viewer_id).order_by(desc(purchase.c.id))
    return [_shown(row) for row in connection.execute(rows.limit(most))]


def purchase_of(connection: Connection, viewer_id: int, public_id: str) -> Purchase | None:
    """A purchase of this viewer's, or None."""
    found = select(purchase).where(purchase.c.public_id == public_id, purchase.c.viewer_id == viewer_id)
    row = connection.execute(found).one_or_none()
    return None if row is None else _shown(row)


def paid(connection: Connection, told: Told, now_us: int) -> str:
    """The money has come: the coins are the viewer's, once. A debt of coins is paid first."""
    fact = told.fact
    assert isinstance(fact, Paid)
    row = _locked(connection, told, fact.purchase)
    if (fact.amount, fact.unit) != (row.amount, row.unit):
        raise NotYet(f"{row.public_id}: {fact.amount} {fact.unit} came")  # for the operator to look at
    if row.state not in UNPAID:
        if fact.payment == row.reference:
            return "booked before"
        row = _paid_again(connection, row, fact.payment, now_us)
        if row is None:
            return "booked before"
    bonus_expires_us = now_us + BONUS_DAYS * _DAY_US if row.bonus_coins else 0
    viewer = str(row.viewer_id)
    bought = buy(
        viewer,
        coins=row.coins,
        bonus_coins=row.bonus_coins,
        bonus_expires_us=bonus_expires_us,
        amount=row.amount,
        unit=row.unit,
        processor=told.provider,
        holdings=wallet(connection, viewer, locked=True),
        fee=fact.fee,
        key=transfer_key(row.public_id),
        created_us=now_us,
    )
    post(connection, bought)
    connection.execute(
        update(purchase)
        .where(purchase.c.id == row.id)
        .values(state=PAID, paid_us=now_us, reference=fact.payment, bonus_expires_us=bonus_expires_us)
    )
    return f"{row.coins} coins of purchase {row.public_id} are booked"


def not_paid(connection: Connection, told: Told, now_us: int) -> str:
    """A card was refused; the viewer may try another one."""
    fact = told.fact
    assert isinstance(fact, NotPaid)
    row = _locked(connection, told, fact.purchase)
    if row.state not in UNPAID:
        return f"the purchase is {row.state}"
    connection.execute(update(purchase).where(purchase.c.id == row.id).values(state=REFUSED))
    return "refused"


def transfer_key(public_id: str) -> str:
    """The key in the books of the transfer that booked a purchase."""
    return f"purchase:{public_id}"


def _locked(connection: Connection, told: Told, public_id: str) -> Any:
    """The row, and nobody else's turn at it. Wallets are locked after it."""
    is_it = (purchase.c.public_id == public_id, purchase.c.provider == told.provider)
    row = connection.execute(select(purchase).where(*is_it).with_for_update()).one_or_none()
    if row is None:
        raise NotYet(public_id)
    return row


def _paid_again(connection: Connection, row: Any, payment: str, now_us: int) -> Any:
    """One purchase that was paid by two payments is two: nobody is charged for nothing. None where the second
    is known, too."""
    known = select(purchase).where(purchase.c.provider == row.provider, purchase.c.reference == payment)
    if connection.execute(known).one_or_none() is not None:
        return None
    second = {
        **row._mapping, "public_id": new_id(now_us), "reference": payment, "state": BEGUN, "refunded": 0,
        "bonus_expires_us": 0, "created_us": now_us, "paid_us": None,
    }  # fmt: skip
    del second["id"]
    return connection.execute(insert(purchase).values(second).returning(*purchase.c)).one()


def _keep_reference(connection: Connection, public_id: str, reference: str) -> str:
    is_it = purchase.c.public_id == public_id
    first = update(purchase).where(is_it, purchase.c.reference.is_(None)).values(reference=reference)
    connection.execute(first)
    return str(connection.scalar(select(purchase.c.reference).where(is_it)))


def _shown(row: Any) -> Purchase:
    return Purchase(
        purchase=row.public_id, pack=row.pack, coins=row.coins, bonus_coins=row.bonus_coins,
        bonus_expires_us=row.bonus_expires_us, amount=row.amount, unit=row.unit, state=row.state,
        refunded=row.refunded, created_us=row.created_us, paid_us=row.paid_us or 0,
    )  # fmt: skip


TAKERS: dict[type, Taker] = {Paid: paid, NotPaid: not_paid}
