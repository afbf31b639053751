"""Money that goes back to a viewer: asked for here, sent by the provider, told by its events; or sent from
the provider's own desk.

What is asked for is taken from the wallet at once and stands as due; when the provider says that it is paid,
it leaves. Where it does not arrive, the viewer has all of it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, select, update

from reelwright.errors import BadInput
from reelwright.ledger import Account, Kind, pay_refund
from reelwright.theatre.store import Store, new_id
from reelwright.theatre.store.outbox import Job, enqueue
from reelwright.theatre.wallet.books import post
from reelwright.theatre.wallet.charges import (
    GIVEN_AGAIN,
    Charge,
    charge_named,
    charge_of,
    give_again,
    key_of,
    take,
    undone_key,
)
from reelwright.theatre.wallet.keys import answer, claim
from reelwright.theatre.wallet.payments import (
    Declined,
    DisputeClosed,
    Disputed,
    NotYet,
    PaymentProvider,
    Refunded,
    Taker,
    Told,
)
from reelwright.theatre.wallet.tables import refund

OUTBOX_KIND = "refund"
MOST_REASON = 500


def ask(
    connection: Connection, subject: str, *, amount: int = 0, reason: str, asked_by: int | None, now_us: int
) -> str:
    """Have money of a purchase or a period sent back, all that is left where ``amount`` is 0; the public id
    of the refund. A row of the outbox asks the provider. Raises ``BadInput``."""
    charge = charge_named(connection, subject)
    if charge is None:
        raise BadInput("Nothing was paid under this name", where=subject)
    wanted = amount or charge.left
    if not 0 < wanted <= charge.left:
        raise BadInput(
            f"{wanted} {charge.unit} cannot be sent back",
            where=subject,
            next_step=f"{charge.left} of {charge.amount} are left.",
        )
    if not charge.coins and wanted < charge.amount:
        raise BadInput("A period of a subscription is sent back whole or not at all", where=subject)
    if not reason.strip():
        raise BadInput("A refund needs a reason", where="reason", next_step="Say in a few words why.")
    public_id = _written(connection, charge, wanted, "asked", reason, now_us, asked_by=asked_by)
    due = Account(Kind.REFUND, public_id, charge.unit)
    take(connection, charge, wanted, to=due, kind="refund", key=key_of("asked", public_id), now_us=now_us)
    enqueue(connection, OUTBOX_KIND, {"refund": public_id}, now_us=now_us, key=f"refund:{public_id}")
    return public_id


def ask_once(
    connection: Connection, operator_id: int, subject: str, *, amount: int, reason: str, key: str, now_us: int
) -> str:
    """``ask`` for an operator; the same ``key`` is answered by the same refund. Raises ``KeyConflict``,
    too."""
    scope, request = str(operator_id), {"refund": subject, "amount": amount, "reason": reason}
    kept = claim(connection, scope=scope, key=key, request=request, now_us=now_us)
    if kept is not None:
        return str(kept["refund"])
    name = ask(connection, subject, amount=amount, reason=reason, asked_by=operator_id, now_us=now_us)
    answer(connection, scope=scope, key=key, said={"refund": name})
    return name


def send(
    store: Store, provider_of: Callable[[str], PaymentProvider], take_in: Callable[[Told], str], job: Job
) -> None:
    """What the outbox delivers: ask the provider, and take what it says of the payment, since a webhook may
    be lost. A refusal gives everything back. Raises ``ProviderAway``: then it is tried again."""
    public_id = str(job.body["refund"])
    found = store.write(partial(_row_and_charge, public_id=public_id))
    if found is None or found[0].state not in ("asked", "sent"):
        return
    row, charge = found
    provider = provider_of(charge.provider)
    try:
        reference = provider.refund(charge.payment, amount=row.amount, key=public_id)
    except Declined as refused:
        now_us = store.clock.now_us()
        store.write(partial(_fail, public_id=public_id, why=refused.what, now_us=now_us))
        return
    store.write(partial(_sent, public_id=public_id, reference=reference))
    for told in provider.ask(charge.payment):
        take_in(told)


def took_refund(connection: Connection, told: Told, now_us: int) -> str:
    """A ``Taker`` of ``Refunded``."""
    fact = told.fact
    assert isinstance(fact, Refunded)
    charge = charge_of(connection, told.provider, fact.payment)
    if charge is None:
        raise NotYet(fact.payment)
    row = _row(connection, charge, fact.refund, fact.ours)
    if row is None:
        return _from_their_desk(connection, charge, fact, now_us)
    if fact.is_failed:
        return _failed(connection, charge, row, "It did not arrive", now_us)
    if row.state not in ("asked", "sent"):
        return f"refund {row.public_id} is {row.state} already"
    _pay(connection, charge, row.public_id, row.amount, now_us)
    _set(connection, row.public_id, state="paid", reference=fact.refund)
    return f"refund {row.public_id} paid"


def took_dispute(connection: Connection, told: Told, now_us: int) -> str:
    """A ``Taker`` of ``Disputed``: the bank has the money, whatever the theatre thinks of it."""
    fact = told.fact
    assert isinstance(fact, Disputed)
    charge = charge_of(connection, told.provider, fact.payment)
    if charge is None:
        raise NotYet(fact.payment)
    if (row := _row(connection, charge, fact.dispute)) is not None:
        return f"chargeback {row.public_id} is {row.state} already"
    public_id = _written(
        connection,
        charge,
        fact.amount,
        "disputed",
        "Charged back by the bank",
        now_us,
        reference=fact.dispute,
    )
    take(
        connection, charge, fact.amount, to=charge.processor, fee=fact.fee, kind="chargeback",
        key=key_of("disputed", public_id), now_us=now_us,
    )  # fmt: skip
    return f"chargeback {public_id} of {charge.subject}"


def took_decision(connection: Connection, told: Told, now_us: int) -> str:
    """A ``Taker`` of ``DisputeClosed``."""
    fact = told.fact
    assert isinstance(fact, DisputeClosed)
    charge = charge_of(connection, told.provider, fact.payment)
    row = _row(connection, charge, fact.dispute) if charge is not None else None
    if charge is None or row is None:
        raise NotYet(fact.dispute)
    if row.state != "disputed":
        return f"chargeback {row.public_id} is {row.state} already"
    if fact.is_won:
        give_again(
            connection, charge, row.amount, source=charge.processor, kind="chargeback_won",
            key=undone_key(row.state, row.public_id), now_us=now_us,
        )  # fmt: skip
    _set(connection, row.public_id, state="won" if fact.is_won else "lost")
    return f"chargeback {row.public_id} {'won' if fact.is_won else 'lost'}"


TAKERS: Mapping[type, Taker] = {
    Refunded: took_refund,
    Disputed: took_dispute,
    DisputeClosed: took_decision,
}


def _from_their_desk(connection: Connection, charge: Charge, fact: Refunded, now_us: int) -> str:
    """A refund that nobody asked for here. One that failed is kept as such, for its success may yet be
    told."""
    state = "failed" if fact.is_failed else "paid"
    why = "Sent from the provider's desk"
    public_id = _written(connection, charge, fact.amount, state, why, now_us, reference=fact.refund)
    if fact.is_failed:
        return f"refund {public_id} failed before it was known"
    due = Account(Kind.REFUND, public_id, charge.unit)
    take(connection, charge, fact.amount, to=due, kind="refund", key=key_of(state, public_id), now_us=now_us)
    _pay(connection, charge, public_id, fact.amount, now_us)
    return f"refund {public_id} of {charge.subject}, from the provider's desk"


def _pay(connection: Connection, charge: Charge, public_id: str, amount: int, now_us: int) -> None:
    paid = pay_refund(
        public_id, amount=amount, unit=charge.unit, processor=charge.processor,
        key=f"refund_paid:{public_id}", created_us=now_us,
    )  # fmt: skip
    post(connection, paid)


def _failed(connection: Connection, charge: Charge, row: Row[Any], why: str, now_us: int) -> str:
    if row.state in GIVEN_AGAIN:
        return f"refund {row.public_id} is {row.state} already"
    due = Account(Kind.REFUND, row.public_id, charge.unit)
    give_again(
        connection, charge, row.amount, source=charge.processor if row.state == "paid" else due,
        kind="refund_failed", key=undone_key(row.state, row.public_id), now_us=now_us,
    )  # fmt: skip
    _set(connection, row.public_id, state="failed", reason=f"{row.reason} ({why})"[:MOST_REASON])
    return f"refund {row.public_id} failed: {why}"


def _fail(connection: Connection, public_id: str, why: str, now_us: int) -> None:
    found = _row_and_charge(connection, public_id)
    if found is not None:
        _failed(connection, found[1], found[0], why, now_us)


def _sent(connection: Connection, public_id: str, reference: str) -> None:
    is_asked = refund.c.public_id == public_id, refund.c.state == "asked"
    connection.execute(update(refund).where(*is_asked).values(state="sent", reference=reference))


def _written(
    connection: Connection, charge: Charge, amount: int, state: str, reason: str, now_us: int, *,
    asked_by: int | None = None, reference: str | None = None,
) -> str:  # fmt: skip
    """A new row; its public id."""
    public_id = new_id(now_us)
    connection.execute(
        refund.insert().values(
            public_id=public_id, subject=charge.subject, viewer_id=charge.viewer_id, amount=amount,
            unit=charge.unit, state=state, reason=reason[:MOST_REASON], asked_by=asked_by,
            reference=reference, created_us=now_us,
        )
    )  # fmt: skip
    return public_id


def _set(connection: Connection, public_id: str, **values: object) -> None:
    connection.execute(update(refund).where(refund.c.public_id == public_id).values(**values))


def _row(connection: Connection, charge: Charge, reference: str, ours: str = "") -> Row[Any] | None:
    """What was taken back of a charge under the provider's name or ours."""
    of_charge = select(refund).where(refund.c.subject == charge.subject)
    for is_it in (refund.c.public_id == ours, refund.c.reference == reference):
        if (row := connection.execute(of_charge.where(is_it)).one_or_none()) is not None:
            return row
    return None


def _row_and_charge(connection: Connection, public_id: str) -> tuple[Row[Any], Charge] | None:
    subject = connection.scalar(select(refund.c.subject).where(refund.c.public_id == public_id))
    charge = charge_named(connection, subject) if subject is not None else None
    if charge is None:
        return None
    row = connection.execute(select(refund).where(refund.c.public_id == public_id)).one()
    return row, charge
