"""Payouts to creators: prepared, looked at by an operator, then paid by the theatre's bank or given back."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.wallet.payouts import (
    PREPARED,
    DecidedOtherwise,
    Decision,
    Payout,
    decide,
    payouts,
    prepare_all,
)
from reelwright.theatre.web.hall import Hall, hall_of, only
from reelwright.theatre.web.money import money
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES, STATUSES

router = APIRouter(responses=RESPONSES, tags=["operator"])
STATUSES[DecidedOtherwise] = 409
DESK = "/desk/operator/payouts"

Here = Annotated[Hall, Depends(hall_of)]
Operator = Annotated[Viewer, Depends(only("operator"))]
Name = Annotated[str, Path(min_length=1, max_length=16, pattern="^[0-9a-z]+$")]


class PayoutShown(BaseModel):
    """A payout: ``prepared`` waits for review, ``paid`` left the theatre's bank, ``rejected`` stands for its
    creator again. ``amount`` in the smallest piece of ``unit``; ``decided_us`` is 0 while it waits."""

    model_config = ConfigDict(from_attributes=True)

    payout: str
    creator: str
    name: str
    mail: str
    amount: int
    unit: str
    state: str
    created_us: int
    decided_us: int


class Prepared(BaseModel):
    """How many payouts there are to review that were not there before."""

    prepared: int


class Decided(BaseModel):
    """``paid``: the money was sent; ``rejected``: it stands for the creator again."""

    decision: Decision


@router.get("/api/operator/payouts")
async def list_payouts(hall: Here, operator: Operator) -> list[PayoutShown]:
    """The newest first."""
    return [PayoutShown.model_validate(one) for one in await hall.store.reading(payouts)]


@router.post("/api/operator/payouts")
async def prepare(hall: Here, operator: Operator) -> Prepared:
    """Prepare all that stands for creators who have earned enough. Asked again, nothing is prepared twice."""
    return Prepared(prepared=await _prepared(hall))


@router.post("/api/operator/payouts/{payout}")
async def decide_on(hall: Here, operator: Operator, payout: Name, decided: Decided) -> PayoutShown:
    """Say what became of a payout. Said again, nothing happens; said otherwise, it is refused."""
    found = await _decided(hall, operator, payout, decided.decision)
    return PayoutShown.model_validate(found)


@router.get(DESK, include_in_schema=False)
async def payouts_page(request: Request, hall: Here, operator: Operator) -> Response:
    """What is to review, and what was decided."""

    def read(connection: Connection) -> dict[str, Any]:
        found = payouts(connection)
        return {
            "waiting": payouts(connection, state=PREPARED, most=500),
            "decided": [one for one in found if one.state != PREPARED],
        }

    language = str(request.state.language)
    return page(
        request, "desk/payouts.html", price_of=partial(money, language=language),
        least=money(hall.settings.payout_least, hall.settings.packs[0].unit, language),
        **await hall.store.reading(read),
    )  # fmt: skip


@router.post(DESK, include_in_schema=False)
async def prepare_by_form(hall: Here, operator: Operator) -> Response:
    await _prepared(hall)
    return RedirectResponse(DESK, 303)


@router.post(f"{DESK}/{{payout}}", include_in_schema=False)
async def decide_by_form(
    hall: Here, operator: Operator, payout: Name, decision: Annotated[Decision, Form()]
) -> Response:
    await _decided(hall, operator, payout, decision)
    return RedirectResponse(DESK, 303)


async def _prepared(hall: Hall) -> int:
    return await asyncio.to_thread(prepare_all, hall.store, least=hall.settings.payout_least)


async def _decided(hall: Hall, operator: Viewer, payout: str, decision: Decision) -> Payout:
    now_us = hall.now_us()
    return await hall.store.writing(
        lambda c: decide(c, payout, decision, decided_by=operator.id, now_us=now_us)
    )
