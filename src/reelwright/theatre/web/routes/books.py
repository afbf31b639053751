"""The books, for operators: what stands where, and the proof that all of it is right."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel

from reelwright.ledger import COIN, Audit
from reelwright.theatre.accounts import Viewer
from reelwright.theatre.entitlement.proving import prove
from reelwright.theatre.wallet.overseeing import totals
from reelwright.theatre.web.hall import Hall, hall_of, only
from reelwright.theatre.web.money import money
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES

router = APIRouter(responses=RESPONSES, tags=["operator"])
DESK = "/desk/operator/ledger"

Here = Annotated[Hall, Depends(hall_of)]
Operator = Annotated[Viewer, Depends(only("operator"))]


class FoundWrong(BaseModel):
    """One thing that is wrong: what, with whom, and in words."""

    code: str
    where: str
    message: str


class Total(BaseModel):
    """What stands in all accounts of a kind, in coins or in the smallest piece of a currency: credits are
    positive, debits negative."""

    unit: str
    kind: str
    balance: int


class BooksProven(BaseModel):
    """What ``reelwright ledger check`` says: how much was looked at, what stands where, what is wrong."""

    is_right: bool
    transfers: int
    postings: int
    accounts: int
    totals: list[Total]
    findings: list[FoundWrong]


@router.post("/api/operator/ledger/check")
async def check(hall: Here, operator: Operator) -> BooksProven:
    """Prove the books from end to end: some seconds for a million postings, and nobody waits meanwhile."""
    done = await asyncio.to_thread(prove, hall.store)
    stands = [
        Total(unit=unit, kind=kind, balance=total) for (unit, kind), total in sorted(done.totals.items())
    ]
    wrong = [FoundWrong(code=one.code, where=one.where, message=one.message) for one in done.findings]
    return BooksProven(
        is_right=done.is_right, transfers=done.transfers, postings=done.postings, accounts=done.accounts,
        totals=stands, findings=wrong,
    )  # fmt: skip


@router.get(DESK, include_in_schema=False)
async def books_page(request: Request, hall: Here, operator: Operator) -> Response:
    """What stands where, and a button that proves it."""
    return await _shown(request, hall, None)


@router.post(DESK, include_in_schema=False)
async def prove_by_form(request: Request, hall: Here, operator: Operator) -> Response:
    """The same page, and what the proof found."""
    return await _shown(request, hall, await asyncio.to_thread(prove, hall.store))


async def _shown(request: Request, hall: Hall, done: Audit | None) -> Response:
    language = str(request.state.language)
    stands: dict[str, list[tuple[str, str]]] = {}
    for unit, kind, total in await hall.store.reading(totals):
        shown = f"{total:,}" if unit == COIN else money(total, unit, language)
        stands.setdefault(unit, []).append((kind, shown))
    return page(request, "desk/books.html", stands=stands, done=done, coin=COIN)
