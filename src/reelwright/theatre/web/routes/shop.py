"""The shop: packs of coins with their prices, what the viewer has, what came and went."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import Response
from pydantic import BaseModel

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.wallet.offers import BONUS_DAYS, Pack
from reelwright.theatre.wallet.reconciling import Reconciler
from reelwright.theatre.web.addresses import inside
from reelwright.theatre.web.hall import Hall, hall_of, known_viewer
from reelwright.theatre.web.money import money, money_each
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.plans import plans_for
from reelwright.theatre.web.problems import RESPONSES
from reelwright.theatre.web.routes.wallet import wallet
from reelwright.theatre.web.tending import tend_every
from reelwright.theatre.web.till import Till

router = APIRouter(responses=RESPONSES)
RECONCILE_EVERY_S = 60.0


class PackShown(BaseModel):
    """Coins for money: ``amount`` in the smallest piece of ``unit``, ``price`` as the viewer writes it,
    ``each`` what one coin that is paid for costs. Bonus coins end after ``bonus_days``."""

    name: str
    coins: int
    bonus_coins: int
    bonus_days: int
    amount: int
    unit: str
    price: str
    each: str


class PacksShown(BaseModel):
    """What is sold. ``is_open`` says whether this theatre takes money at all."""

    is_open: bool
    packs: list[PackShown]


def furnish(app: FastAPI, hall: Hall) -> None:
    """Every minute the provider is asked for what it did not tell."""
    if hall.settings.payments != "none":
        tend_every(app, RECONCILE_EVERY_S, lambda: reconciler(hall).run(), what="purchases not told of")


def reconciler(hall: Hall) -> Reconciler:
    """The one of this theatre; it has a till."""
    till: Till = hall.things[Till]
    found: Reconciler = hall.things.setdefault(Reconciler, Reconciler(hall.store, till.provider, till.takers))
    return found


@router.get("/api/packs", tags=["shop"])
async def packs(request: Request) -> PacksShown:
    """The packs of coins, the smallest first."""
    hall, language = hall_of(request), str(request.state.language)
    shown = [_shown(pack, language) for pack in hall.settings.offers.packs]
    return PacksShown(is_open=Till in hall.things, packs=shown)


@router.get("/shop", include_in_schema=False)
async def shop(
    request: Request, known: Annotated[Viewer | None, Depends(known_viewer)], back: str = ""
) -> Response:
    """Where the player leads when coins are short; ``back`` is the episode that it came from."""
    language = str(request.state.language)
    return page(
        request,
        "shop.html",
        wallet=await wallet(request, known),
        sold=await packs(request),
        plans=await plans_for(request, known, back=back),
        back=inside(back, otherwise=""),
        key=secrets.token_urlsafe(16),
        price_of=partial(money, language=language),
    )


def _shown(pack: Pack, language: str) -> PackShown:
    return PackShown(
        name=pack.name,
        coins=pack.coins,
        bonus_coins=pack.bonus_coins,
        bonus_days=BONUS_DAYS,
        amount=pack.amount,
        unit=pack.unit,
        price=money(pack.amount, pack.unit, language),
        each=money_each(pack.amount, pack.unit, pack.coins, language),
    )
