"""Subscribing, ending and resuming: for programs under ``/api``, for people in the shop and the account."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, FastAPI, Form, Header, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection, select

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.entitlement.serving import serve_periods
from reelwright.theatre.wallet.customers import customer_of
from reelwright.theatre.wallet.events import ask
from reelwright.theatre.wallet.offers import Plan
from reelwright.theatre.wallet.payments import Checkout, Declined, Order, ProviderAway
from reelwright.theatre.wallet.subscription_asking import ask_again
from reelwright.theatre.wallet.subscription_events import LOOK_JOB, START_JOB
from reelwright.theatre.wallet.subscription_jobs import SubscriptionClerk
from reelwright.theatre.wallet.subscriptions import (
    BEGUN,
    END_JOB,
    STARTING,
    AlreadySubscribed,
    NoSubscription,
    Standing,
    begin,
    card_asked,
    erase,
    periods_of,
    set_ending,
    standing,
)
from reelwright.theatre.wallet.tables import subscription
from reelwright.theatre.web.addresses import inside, leading_back
from reelwright.theatre.web.card_page import card_page
from reelwright.theatre.web.hall import Hall, hall_of, known_viewer, signed_in_viewer
from reelwright.theatre.web.language import said
from reelwright.theatre.web.limits import LIMITS, Limit
from reelwright.theatre.web.money import money
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.plans import standing_of
from reelwright.theatre.web.problems import RESPONSES, STATUSES, NotFound
from reelwright.theatre.web.tending import tend_every
from reelwright.theatre.web.till import till_of

router = APIRouter(tags=["subscription"], responses=RESPONSES)
STATUSES.update({AlreadySubscribed: 409, NoSubscription: 404})
_LOG = logging.getLogger(__name__)
HOUR_S = 3_600.0
MINE = "/account/subscription"
STARTED = f"{MINE}/started"
CARD = f"{MINE}/card"
LIMITS["subscription"] = Limit(20, 60)

Here = Annotated[Hall, Depends(hall_of)]
Known = Annotated[Viewer | None, Depends(known_viewer)]
SignedIn = Annotated[Viewer, Depends(signed_in_viewer)]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=128)]
Name = Annotated[str, Path(pattern="^[0-9a-z]{1,16}$")]
Back = Annotated[str, Form(max_length=300)]
Query300 = Annotated[str, Query(max_length=300)]


def furnish(app: FastAPI, hall: Hall) -> None:
    """Every hour ended periods become revenue, and what was not heard of is asked for; what the provider has
    to do is done from the outbox; an account that is deleted is not charged again."""
    hall.belongings.erasures.append(erase)
    serve = partial(serve_periods, hall.store, creator_bp=hall.settings.offers.creator_bp)
    tend_every(app, HOUR_S, serve, what="periods of subscriptions")
    if hall.settings.payments != "none":
        hall.handlers[START_JOB] = lambda job: _clerk(hall).start(job)
        hall.handlers[END_JOB] = lambda job: _clerk(hall).end(job)
        hall.handlers[LOOK_JOB] = lambda job: _clerk(hall).look(job)
        tend_every(app, HOUR_S, partial(_ask_again, hall), what="subscriptions at the provider")


class SubscriptionAsked(BaseModel):
    """The name of a plan, and where the viewer goes afterwards (a path of the theatre)."""

    plan: str = Field(min_length=1, max_length=32)
    back: str = Field(default=MINE, max_length=300)


class SubscriptionBegun(BaseModel):
    """What keeps a card: the viewer goes to ``page``, or ``secret`` is confirmed by the provider's script."""

    subscription: str
    page: str
    secret: str


class SubscriptionShown(BaseModel):
    """A viewer's subscription; ``state`` is empty where there is none. ``paid_until_us`` is microseconds
    since 1970, 0 where nothing is paid."""

    plan: str = ""
    state: str = ""
    ends_at_period_end: bool = False
    paid_until_us: int = 0


@router.get("/api/subscription")
async def shown(hall: Here, known: Known) -> SubscriptionShown:
    """How the viewer's subscription stands."""
    found = await standing_of(hall, known)
    return SubscriptionShown() if found is None else _as_shown(found)


@router.post("/api/subscriptions", status_code=201)
async def subscribe(
    request: Request, hall: Here, viewer: SignedIn, asked: SubscriptionAsked, key: Key
) -> SubscriptionBegun:
    """Begin a subscription. It starts, and is charged, when the card is kept. The same key begins one."""
    public_id, language = await _begun(hall, viewer, asked.plan, key), str(request.state.language)
    plan = await _plan(hall, viewer, public_id)
    checkout = await asyncio.to_thread(_keep_card, hall, viewer, public_id, plan, language, asked.back)
    return SubscriptionBegun(subscription=public_id, page=checkout.page, secret=checkout.secret)


@router.post("/api/subscription/cancel")
async def cancel(hall: Here, viewer: SignedIn) -> SubscriptionShown:
    """End it with the period that is paid; said twice, it is done once."""
    return await _set_ending(hall, viewer, ends=True)


@router.post("/api/subscription/resume")
async def resume(hall: Here, viewer: SignedIn) -> SubscriptionShown:
    """Let it go on, while its period is not over."""
    return await _set_ending(hall, viewer, ends=False)


@router.post("/shop/subscribe", include_in_schema=False)
async def subscribe_here(
    hall: Here,
    known: Known,
    plan: Annotated[str, Form(max_length=32)],
    key: Annotated[str, Form(min_length=8, max_length=128)],
    back: Back = "",
) -> Response:
    """From the shop to the provider's page. A guest signs in first: what is paid for must not be lost."""
    back = inside(back, otherwise="")
    if known is None or known.is_guest:
        shop = f"{leading_back('/shop', back)}#plans"
        return RedirectResponse(f"/sign-in?{urlencode({'next': shop})}", 303)
    public_id = await _begun(hall, known, plan, key)
    return RedirectResponse(leading_back(f"{CARD}/{public_id}", back), 303)


@router.get(f"{CARD}/{{subscription}}", include_in_schema=False)
async def card(
    request: Request, hall: Here, viewer: SignedIn, subscription: Name, back: Query300 = ""
) -> Response:
    """To the provider's page; where the card is entered on ours, here it is."""
    language = str(request.state.language)
    plan = await _plan(hall, viewer, subscription)
    checkout = await asyncio.to_thread(_keep_card, hall, viewer, subscription, plan, language, back)
    if checkout.page:
        return RedirectResponse(checkout.page, 303)
    return card_page(
        request, secret=checkout.secret, keeps_card=True, what=_what(plan, language),
        price=money(plan.amount, plan.unit, language), done=_started_url(subscription, back),
        back=f"{leading_back('/shop', inside(back, otherwise=''))}#plans",
    )  # fmt: skip


@router.get(STARTED, include_in_schema=False)
async def started(
    request: Request, hall: Here, viewer: SignedIn, subscription: Query300 = "", back: Query300 = ""
) -> Response:
    """Where a viewer comes back to from keeping a card: wait for the start, then back to the film."""
    await asyncio.to_thread(_hear_of_card, hall, viewer, subscription)
    found = await standing_of(hall, viewer)
    if found is not None and found.state == STARTING:
        return page(request, "subscription_starting.html")
    if found is not None and found.is_running:
        return RedirectResponse(inside(back, otherwise=MINE), 303)
    if found is not None and found.subscription == subscription:
        return RedirectResponse(MINE, 303)
    return RedirectResponse(f"{leading_back('/shop', inside(back, otherwise=''))}#plans", 303)


@router.get(MINE, include_in_schema=False)
async def mine(request: Request, hall: Here, viewer: SignedIn) -> Response:
    """How it stands, what was paid, and the way to end it."""
    language = str(request.state.language)
    found = await standing_of(hall, viewer)
    periods = await hall.store.reading(lambda c: periods_of(c, viewer.id))
    paid = [(one, money(one.amount, one.unit, language)) for one in periods]
    is_open = found is not None and found.is_open(hall.now_us())
    return page(
        request,
        "subscription.html",
        mine=found,
        is_open=is_open,
        paid=paid,
    )


@router.post(f"{MINE}/cancel", include_in_schema=False)
async def cancel_here(hall: Here, viewer: SignedIn) -> Response:
    await _set_ending(hall, viewer, ends=True)
    return RedirectResponse(MINE, 303)


@router.post(f"{MINE}/resume", include_in_schema=False)
async def resume_here(hall: Here, viewer: SignedIn) -> Response:
    await _set_ending(hall, viewer, ends=False)
    return RedirectResponse(MINE, 303)


async def _begun(hall: Hall, viewer: Viewer, name: str, key: str) -> str:
    till, plan = till_of(hall), hall.settings.offers.plan(name)
    hall.limits.spend("subscription", str(viewer.id), now_us=hall.now_us())
    work = partial(begin, viewer_id=viewer.id, plan=plan, provider=till.provider.name, key=key)
    return await hall.store.writing(partial(work, now_us=hall.now_us()))


async def _plan(hall: Hall, viewer: Viewer, public_id: str) -> Plan:
    row = await hall.store.reading(partial(_row, viewer_id=viewer.id, public_id=public_id))
    if row is None:
        raise NotFound("You have no such subscription", next_step="Choose one in the shop.")
    return hall.settings.offers.plan(row.plan)


def _keep_card(hall: Hall, viewer: Viewer, public_id: str, plan: Plan, language: str, back: str) -> Checkout:
    provider = till_of(hall).provider
    customer = customer_of(hall.store, provider, viewer.id, viewer=viewer.public_id, email=viewer.mail)
    row = hall.store.read(partial(_row, viewer_id=viewer.id, public_id=public_id))
    order = Order(
        key=public_id, what=_what(plan, language), amount=plan.amount, unit=plan.unit, customer=customer,
        back=_started_url(public_id, back), begun=(row.reference or "") if row.state == BEGUN else "",
    )  # fmt: skip
    checkout = provider.keep_card(order)
    hall.store.write(partial(card_asked, public_id=public_id, reference=checkout.reference))
    return checkout


def _what(plan: Plan, language: str) -> str:
    return said(language, "Everything, for a {interval}", interval=said(language, plan.interval))


def _started_url(public_id: str, back: str) -> str:
    return f"{STARTED}?{urlencode({'subscription': public_id, 'back': inside(back, otherwise=MINE)})}"


def _hear_of_card(hall: Hall, viewer: Viewer, public_id: str) -> None:
    """A webhook may be on its way still: the provider is asked, so that nobody is told of nothing."""
    row = hall.store.read(partial(_row, viewer_id=viewer.id, public_id=public_id))
    if row is None or row.state != BEGUN or row.reference is None:
        return
    till = till_of(hall)
    try:
        ask(hall.store, till.provider, till.takers, row.reference)
    except (ProviderAway, Declined) as problem:
        _LOG.warning("card %s could not be asked for: %s", row.reference, problem)


def _row(connection: Connection, viewer_id: int, public_id: str) -> Any:
    found = select(subscription.c.state, subscription.c.reference, subscription.c.plan).where(
        subscription.c.viewer_id == viewer_id, subscription.c.public_id == public_id
    )
    return connection.execute(found).one_or_none()


async def _set_ending(hall: Hall, viewer: Viewer, *, ends: bool) -> SubscriptionShown:
    now_us = hall.now_us()

    def work(connection: Connection) -> Standing | None:
        set_ending(connection, viewer.id, ends=ends, now_us=now_us)
        return standing(connection, viewer.id)

    found = await hall.store.writing(work)
    assert found is not None
    return _as_shown(found)


def _as_shown(found: Standing) -> SubscriptionShown:
    return SubscriptionShown(
        plan=found.plan,
        state=found.state,
        ends_at_period_end=found.ends_at_period_end,
        paid_until_us=found.paid_until_us,
    )


def _clerk(hall: Hall) -> SubscriptionClerk:
    till = till_of(hall)
    return SubscriptionClerk(hall.store, till.provider, hall.settings.offers, till.takers)


def _ask_again(hall: Hall) -> int:
    till = till_of(hall)
    return ask_again(hall.store, till.provider, till.takers)
