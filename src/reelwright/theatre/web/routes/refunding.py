"""Refunds: what was paid and by whom, sending it back, and what banks and the provider say of it. Operators
ask for them, the outbox asks the provider."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Form, Header, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from reelwright.errors import BadInput
from reelwright.theatre.accounts import Viewer
from reelwright.theatre.wallet import events, refunds
from reelwright.theatre.wallet.overseeing import (
    UNDER_WAY,
    Taken,
    counted_events,
    found_charges,
    taken_back,
    taken_named,
    waiting_events,
)
from reelwright.theatre.wallet.payments import PaymentProvider, ProviderAway, Told
from reelwright.theatre.wallet.refund_asking import ask_again
from reelwright.theatre.web.hall import Hall, hall_of, only
from reelwright.theatre.web.money import amount_of, money, plain
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES
from reelwright.theatre.web.tending import tend_every
from reelwright.theatre.web.till import Till

router = APIRouter(responses=RESPONSES, tags=["operator"])
DESK = "/desk/operator/refunds"
HOUR_S = 3_600.0

Here = Annotated[Hall, Depends(hall_of)]
Operator = Annotated[Viewer, Depends(only("operator"))]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=128)]
Wanted = Annotated[str, Query(max_length=200)]


class TakenShown(BaseModel):
    """A refund or a chargeback. ``asked`` and ``sent`` are on their way, ``paid`` arrived, ``failed`` did
    not; ``disputed``, ``lost`` and ``won`` are of a bank. ``reference`` is the provider's name of it."""

    model_config = ConfigDict(from_attributes=True)

    refund: str
    subject: str
    amount: int
    unit: str
    state: str
    reason: str
    reference: str
    created_us: int


class ChargeShown(BaseModel):
    """A payment: ``kind`` is ``purchase`` or ``period``, ``what`` the pack or the plan, ``account`` who paid;
    ``left`` of ``amount`` (in the smallest piece of ``unit``) may still be sent back, a period only whole."""

    model_config = ConfigDict(from_attributes=True)

    subject: str
    kind: str
    what: str
    account: str
    mail: str
    amount: int
    unit: str
    left: int
    provider: str
    payment: str
    paid_us: int
    taken: list[TakenShown]


class EventShown(BaseModel):
    """An event of the provider that could not be taken yet, and what it waits for."""

    model_config = ConfigDict(from_attributes=True)

    provider: str
    reference: str
    kind: str
    outcome: str
    received_us: int


class RefundAsked(BaseModel):
    """What to send back of a purchase or a period: ``amount`` in the smallest piece of its currency, 0 for
    all that is left."""

    subject: str = Field(min_length=1, max_length=16, pattern="^[0-9a-z]+$")
    amount: int = Field(default=0, ge=0, le=2**53 - 1)
    reason: str = Field(min_length=1, max_length=refunds.MOST_REASON)


def furnish(app: FastAPI, hall: Hall) -> None:
    """The outbox delivers them; every hour the provider is asked for what it did not tell."""
    hall.handlers[refunds.OUTBOX_KIND] = partial(
        refunds.send, hall.store, partial(_provider, hall), partial(_take, hall)
    )
    if hall.settings.payments != "none":
        tend_every(app, HOUR_S, partial(_ask_again, hall), what="refunds at the provider")


@router.get("/api/operator/charges")
async def charges(hall: Here, operator: Operator, q: Wanted = "") -> list[ChargeShown]:
    """What was paid, the newest first; ``q`` is part of a mail address, an account's or a payment's id."""
    found = await hall.store.reading(lambda c: found_charges(c, q))
    return [ChargeShown.model_validate(one) for one in found]


@router.get("/api/operator/refunds")
async def list_refunds(hall: Here, operator: Operator) -> list[TakenShown]:
    """Refunds and chargebacks, the newest first."""
    found = await hall.store.reading(taken_back)
    return [TakenShown.model_validate(one) for one in found]


@router.get("/api/operator/events")
async def list_events(hall: Here, operator: Operator) -> list[EventShown]:
    """Events of the provider that wait for what they speak of, the oldest first."""
    found = await hall.store.reading(waiting_events)
    return [EventShown.model_validate(one) for one in found]


@router.post("/api/operator/refunds", status_code=201)
async def refund(hall: Here, operator: Operator, asked: RefundAsked, key: Key) -> TakenShown:
    """Send money back. Its coins are taken from the wallet at once; the provider is asked by the outbox. The
    same key is answered by the same refund."""
    found = await _asked(hall, operator, asked.subject, asked.amount, asked.reason, key)
    return TakenShown.model_validate(found)


@router.get(DESK, include_in_schema=False)
async def refunds_page(request: Request, hall: Here, operator: Operator, q: Wanted = "") -> Response:
    """Search what was paid, send it back, and see what is under way."""

    def read(connection: Connection) -> dict[str, Any]:
        return {
            "charges": found_charges(connection, q),
            "under_way": taken_back(connection, states=UNDER_WAY),
            "waiting": waiting_events(connection),
            "counted": counted_events(connection, now_us=hall.now_us()),
        }

    found = await hall.store.reading(read)
    price_of = partial(money, language=str(request.state.language))
    return page(
        request, "desk/refunds.html", wanted=q, price_of=price_of, plain=plain,
        key=secrets.token_urlsafe(16), **found,
    )  # fmt: skip


@router.post(DESK, include_in_schema=False)
async def refund_by_form(
    hall: Here,
    operator: Operator,
    subject: Annotated[str, Form(max_length=16, pattern="^[0-9a-z]+$")],
    unit: Annotated[str, Form(pattern="^[A-Z]{3}$")],
    key: Annotated[str, Form(max_length=128)],
    amount: Annotated[str, Form(max_length=40)] = "",
    reason: Annotated[str, Form(max_length=refunds.MOST_REASON)] = "",
) -> Response:
    """The button beside a payment. Pressed twice, it is one refund."""
    number = amount_of(amount, unit) if amount.strip() else 0
    await _asked(hall, operator, subject, number, reason, key)
    return RedirectResponse(f"{DESK}?q={subject}", 303)


async def _asked(hall: Hall, operator: Viewer, subject: str, amount: int, reason: str, key: str) -> Taken:
    if not reason.strip():
        raise BadInput("A refund needs a reason", where="reason", next_step="Say in a few words why.")

    def write(connection: Connection) -> Taken:
        name = refunds.ask_once(
            connection, operator.id, subject, amount=amount, reason=reason.strip(), key=key,
            now_us=hall.now_us(),
        )  # fmt: skip
        return taken_named(connection, name)

    return await hall.store.writing(write)


def _provider(hall: Hall, name: str) -> PaymentProvider:
    till: Till | None = hall.things.get(Till)
    if till is None or till.provider.name != name:
        raise ProviderAway(
            f"This theatre takes no payments by {name} now",
            next_step="Turn them on, or send the money back there.",
        )
    return till.provider


def _ask_again(hall: Hall) -> int:
    till: Till = hall.things[Till]
    return ask_again(hall.store, till.provider, till.takers)


def _take(hall: Hall, told: Told) -> str:
    till: Till = hall.things[Till]
    return hall.store.write(partial(events.take, told=told, takers=till.takers, now_us=hall.now_us()))
