"""The pages of test payments: what a viewer sees where a real provider's would be. No money moves here."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.wallet.rehearsal import PAGE, Rehearsal
from reelwright.theatre.wallet.rehearsal_memory import FILE, Card
from reelwright.theatre.wallet.takers import TAKERS
from reelwright.theatre.web.hall import Hall, hall_of, known_viewer, only
from reelwright.theatre.web.money import money
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import NotFound
from reelwright.theatre.web.tending import tend_every
from reelwright.theatre.web.till import Till, till_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(known_viewer)])
_LOG = logging.getLogger(__name__)
EVERY_S = 1.0
"""How often the provider looks at its clock and tells what was not taken yet."""

Here = Annotated[Hall, Depends(hall_of)]
Operator = Annotated[Viewer, Depends(only("operator"))]
Reference = Annotated[str, Path(pattern="^[a-z0-9_]{1,100}$")]


def furnish(app: FastAPI, hall: Hall) -> None:
    """The provider stands in the theatre's folder and lives as long as the theatre."""
    if hall.settings.payments != "test":
        return
    secrets = [secret.encode() for secret in hall.settings.secrets]
    provider = Rehearsal(hall.settings.folder / FILE, secrets, hall.store.clock)
    hall.things[Till] = Till(provider, TAKERS)
    tend_every(app, EVERY_S, partial(tend, hall), what="test payments")


@router.get(PAGE)
async def their_desk(request: Request, hall: Here, operator: Operator) -> Response:
    """The provider's own desk: the newest payments, and what a provider or a bank does without us."""
    payments = await asyncio.to_thread(_rehearsal(hall).payments)
    language = str(request.state.language)
    shown = [(name, one, money(one.amount, one.unit, language)) for name, one in payments]
    return page(request, "desk/test_payments.html", payments=shown)


@router.post(PAGE)
async def act(
    hall: Here,
    operator: Operator,
    payment: Annotated[str, Form(max_length=100)],
    what: Annotated[Literal["send-back", "charge-back", "won", "lost"], Form()],
) -> Response:
    """Do it and tell the theatre."""
    provider = _rehearsal(hall)

    def do() -> None:
        if what == "send-back":
            provider.send_back(payment)
        elif what == "charge-back":
            provider.charge_back(payment)
        else:
            provider.close_dispute(payment, is_won=what == "won")
        deliver(hall)

    await asyncio.to_thread(do)
    return RedirectResponse(PAGE, 303)


@router.get(f"{PAGE}/{{reference}}")
async def pay_page(request: Request, hall: Here, reference: Reference) -> Response:
    """What is to be paid, *Pay* and *Decline*."""
    asked = await asyncio.to_thread(_rehearsal(hall).look_up, reference)
    if asked is None:
        raise NotFound("There is nothing to pay at this address", next_step="Go back to the shop.")
    amount = money(asked.amount, asked.unit, str(request.state.language))
    is_card = isinstance(asked, Card)
    is_done = asked.state in ("paid", "kept")
    return page(request, "test_payment.html", asked=asked, amount=amount, is_card=is_card, is_done=is_done)


@router.post(f"{PAGE}/{{reference}}")
async def decide(
    hall: Here, reference: Reference, choice: Annotated[Literal["pay", "pay-once", "decline"], Form()]
) -> Response:
    """Pay or decline, tell the theatre, and go back."""
    provider = _rehearsal(hall)

    def act() -> str:
        back = provider.decide(reference, pays=choice != "decline", pays_once=choice == "pay-once")
        deliver(hall)
        return back

    return RedirectResponse(await asyncio.to_thread(act), 303)


def deliver(hall: Hall) -> int:
    """Tell the theatre what it has not taken yet, as a webhook would; how much it took. What it cannot take
    now is told again later."""
    till, provider, count = till_of(hall), _rehearsal(hall), 0
    for number, body in provider.undelivered():
        try:
            till.receive(hall, body, provider.signed(body))
        except Exception:
            _LOG.warning("a test payment was not taken and will be told again", exc_info=True)
            continue
        provider.delivered(number)
        count += 1
    return count


def tend(hall: Hall) -> int:
    """What time does at the provider: periods are charged, and all is told; how much was."""
    _rehearsal(hall).renew()
    return deliver(hall)


def _rehearsal(hall: Hall) -> Rehearsal:
    provider = till_of(hall).provider
    if not isinstance(provider, Rehearsal):
        raise NotFound("There are no test payments in this theatre")
    return provider
