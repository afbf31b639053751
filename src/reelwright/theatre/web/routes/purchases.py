"""Buying a pack of coins: begun here, paid at the provider's page or with a card on ours, then a receipt."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Header, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, select

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.wallet.books import balance
from reelwright.theatre.wallet.payments import Checkout, Declined, ProviderAway
from reelwright.theatre.wallet.purchases import Purchase, begin, checkout, purchase_of, purchases_of
from reelwright.theatre.wallet.tables import purchase as purchase_table
from reelwright.theatre.web.addresses import inside, leading_back
from reelwright.theatre.web.card_page import card_page
from reelwright.theatre.web.hall import Hall, hall_of, signed_in_viewer
from reelwright.theatre.web.language import counted
from reelwright.theatre.web.limits import LIMITS, Limit
from reelwright.theatre.web.money import money
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES, NotFound
from reelwright.theatre.web.routes.shop import reconciler
from reelwright.theatre.web.till import till_of

router = APIRouter(responses=RESPONSES)
LIMITS["purchase"] = Limit(20, 60)
PURCHASES = "/shop/purchases"
PAY = "/shop/pay"

Here = Annotated[Hall, Depends(hall_of)]
SignedIn = Annotated[Viewer, Depends(signed_in_viewer)]
Name = Annotated[str, Path(min_length=1, max_length=16, pattern="^[0-9a-z]+$")]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=128)]
Back = Annotated[str, Query(max_length=300)]


class PurchaseAsked(BaseModel):
    """A pack by its name; ``back`` is where the viewer goes after paying, a path of this theatre."""

    pack: str = Field(min_length=1, max_length=32)
    back: str = Field(default="", max_length=300)


class PurchaseShown(BaseModel):
    """A purchase: ``begun``, ``refused`` (another card may be tried) or ``paid``. ``pay_url`` is where it is
    paid, empty when it cannot be any more."""

    model_config = ConfigDict(from_attributes=True)

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
    pay_url: str = ""


@router.post("/api/purchases", status_code=201, tags=["shop"])
async def begin_purchase(
    request: Request, hall: Here, viewer: SignedIn, asked: PurchaseAsked, key: Key
) -> PurchaseShown:
    """Begin to buy a pack. The same key is answered by the same purchase."""
    found = await _begun(hall, viewer, asked.pack, key)
    return _shown(found, inside(asked.back, otherwise=""))


@router.get("/api/purchases", tags=["shop"])
async def list_purchases(hall: Here, viewer: SignedIn) -> list[PurchaseShown]:
    """What the viewer has bought and begun to buy, the newest first."""
    found = await hall.store.reading(lambda c: purchases_of(c, viewer.id))
    return [_shown(one) for one in found]


@router.get("/api/purchases/{purchase}", tags=["shop"])
async def get_purchase(hall: Here, viewer: SignedIn, purchase: Name) -> PurchaseShown:
    """One purchase of the viewer's, for whoever waits for it to be paid."""
    return _shown(await _found(hall, viewer, purchase))


@router.post("/shop/buy", include_in_schema=False)
async def buy(
    hall: Here,
    viewer: SignedIn,
    pack: Annotated[str, Form(max_length=32)],
    key: Annotated[str, Form(max_length=128)],
    back: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """The button of the shop. Pressed twice, it is one purchase."""
    found = await _begun(hall, viewer, pack, key)
    back = inside(back, otherwise="")
    path = f"{PAY}/{found.purchase}" if found.is_open else f"{PURCHASES}/{found.purchase}"
    return RedirectResponse(leading_back(path, back), 303)


@router.get(f"{PAY}/{{purchase}}", include_in_schema=False)
async def pay(request: Request, hall: Here, viewer: SignedIn, purchase: Name, back: Back = "") -> Response:
    """To the provider's page; where the card is entered on ours, here it is."""
    found = await _found(hall, viewer, purchase)
    receipt = leading_back(f"{PURCHASES}/{purchase}", inside(back, otherwise=""))
    if not found.is_open:
        return RedirectResponse(receipt, 303)
    asked = await asyncio.to_thread(_checkout, hall, found, receipt, str(request.state.language))
    if asked.page:
        return RedirectResponse(asked.page, 303)
    language = str(request.state.language)
    return card_page(
        request, secret=asked.secret, keeps_card=False, what=_what(found, language),
        price=money(found.amount, found.unit, language), done=receipt,
        back=leading_back("/shop", inside(back, otherwise="")),
    )  # fmt: skip


@router.get(PURCHASES, include_in_schema=False)
async def purchases_page(request: Request, hall: Here, viewer: SignedIn) -> Response:
    """All purchases of a viewer, each with its receipt."""
    found = await hall.store.reading(lambda c: purchases_of(c, viewer.id))
    return page(request, "purchases.html", purchases=found, price_of=_price_in(request))


@router.get(f"{PURCHASES}/{{purchase}}", include_in_schema=False)
async def receipt_page(
    request: Request,
    hall: Here,
    viewer: SignedIn,
    purchase: Name,
    back: Back = "",
    confirmed: bool = False,
) -> Response:
    """A receipt, or where one waits for the payment. ``confirmed``: the card was taken just now, and the
    provider is asked what came of it before it tells."""
    found = await _found(hall, viewer, purchase)
    if confirmed and found.is_open:
        await asyncio.to_thread(_ask, hall, purchase)
        found = await _found(hall, viewer, purchase)
    has = await hall.store.reading(lambda c: balance(c, str(viewer.id), now_us=hall.now_us()))
    return page(
        request, "purchase.html", purchase=found, balance=has, price_of=_price_in(request),
        back=inside(back, otherwise=""),
    )  # fmt: skip


async def _begun(hall: Hall, viewer: Viewer, pack: str, key: str) -> Purchase:
    provider, offered = till_of(hall).provider.name, hall.settings.offers.pack(pack)
    hall.limits.spend("purchase", str(viewer.id), now_us=hall.now_us())

    def write(connection: Connection) -> Purchase:
        now_us = hall.now_us()
        name = begin(connection, viewer.id, offered, provider=provider, key=key, now_us=now_us)
        found = purchase_of(connection, viewer.id, name)
        assert found is not None
        return found

    return await hall.store.writing(write)


async def _found(hall: Hall, viewer: Viewer, public_id: str) -> Purchase:
    found = await hall.store.reading(lambda c: purchase_of(c, viewer.id, public_id))
    if found is None:
        raise NotFound("You have no such purchase", next_step="Look at your purchases.")
    return found


def _checkout(hall: Hall, found: Purchase, receipt: str, language: str) -> Checkout:
    what = _what(found, language)
    return checkout(hall.store, till_of(hall).provider, found.purchase, what=what, back=receipt)


def _what(found: Purchase, language: str) -> str:
    """What is bought, as the provider's page says it."""
    if found.bonus_coins:
        some, many = "{count} coin and {bonus} more", "{count} coins and {bonus} more"
        return counted(language, some, many, found.coins, bonus=found.bonus_coins)
    return counted(language, "{count} coin", "{count} coins", found.coins)


def _ask(hall: Hall, public_id: str) -> None:
    """A provider that is away now will tell, or is asked again in a while."""
    reference = hall.store.read(
        lambda c: c.scalar(select(purchase_table.c.reference).where(purchase_table.c.public_id == public_id))
    )
    if reference is not None:
        with contextlib.suppress(ProviderAway, Declined):
            reconciler(hall).ask(reference)


def _price_in(request: Request) -> Callable[[int, str], str]:
    return partial(money, language=str(request.state.language))


def _shown(found: Purchase, back: str = "") -> PurchaseShown:
    shown = PurchaseShown.model_validate(found)
    url = leading_back(f"{PAY}/{found.purchase}", back) if found.is_open else ""
    return shown.model_copy(update={"pay_url": url})
