"""What stands before a locked episode: the ways past it, and the two that the player takes by itself."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.catalogue.reading import terms_of_series
from reelwright.theatre.entitlement.ads import ADS_A_DAY, AdRefused, ads_left, begin_ad, finish_ad
from reelwright.theatre.entitlement.unlocking import NoSuchEpisode, PriceChanged, quote, unlock
from reelwright.theatre.player.sources import states_of
from reelwright.theatre.wallet.keys import KeyConflict
from reelwright.theatre.web.hall import Hall, hall_of, known_viewer, present_viewer
from reelwright.theatre.web.language import said
from reelwright.theatre.web.money import money
from reelwright.theatre.web.problems import RESPONSES, STATUSES

router = APIRouter(prefix="/api", tags=["wall"], responses=RESPONSES)
STATUSES.update({NoSuchEpisode: 404, PriceChanged: 409, KeyConflict: 409, AdRefused: 409})

EpisodeName = Annotated[str, Path(min_length=1, max_length=16, pattern="^[0-9a-z]+$")]
Name = Annotated[str, Field(min_length=1, max_length=16, pattern="^[0-9a-z]+$")]
Present = Annotated[Viewer, Depends(present_viewer)]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=128)]
_DAY_MINUTES = 14 * 60


class Way(BaseModel):
    """A way past the wall: ``coins`` for this one, the whole ``series``, a ``subscription`` or an ``ad``.
    ``price`` is what the coins are worth in money, or what a subscription costs; ``left`` ads today."""

    kind: Literal["coins", "series", "subscription", "ad"]
    coins: int = 0
    price: str = ""
    episodes: list[str] = []
    left: int = 0


class Ways(BaseModel):
    """What opens an episode, and what the viewer has."""

    balance: int
    ways: list[Way]
    coins_url: str = "/shop"
    subscribe_url: str = "/shop#plans"


class UnlockAsked(BaseModel):
    """Episodes to unlock, for ``most_coins`` together at the most: the price that the viewer was shown."""

    episodes: list[Name] = Field(min_length=1, max_length=500)
    most_coins: int = Field(ge=0, le=10_000_000)


class UnlockDone(BaseModel):
    """What an unlock did; ``coins`` is what it cost, 0 where all was the viewer's already."""

    model_config = ConfigDict(from_attributes=True)

    episodes: list[str]
    coins: int
    balance: int


class AdAsked(BaseModel):
    """An ad for one episode; the day is counted where the viewer is."""

    episode: Name
    utc_offset_minutes: int = Field(default=0, ge=-_DAY_MINUTES, le=_DAY_MINUTES)


class AdShown(BaseModel):
    """The words of an ad and how long it is shown (milliseconds)."""

    headline: str
    words: str
    least_ms: int


class AdBegun(BaseModel):
    """Come back with ``nonce`` when the ad has run."""

    nonce: str
    ad: AdShown
    left_today: int


class AdFinished(BaseModel):
    """The ad of this nonce has run."""

    nonce: str = Field(min_length=1, max_length=64)
    utc_offset_minutes: int = Field(default=0, ge=-_DAY_MINUTES, le=_DAY_MINUTES)


class AdEarned(BaseModel):
    """The episode that is open now."""

    episode: str
    left_today: int


@router.get("/episodes/{episode}/offers")
async def offers(
    request: Request, episode: EpisodeName, viewer: Annotated[Viewer | None, Depends(known_viewer)]
) -> Ways:
    """What opens a locked episode, with the price of the rest of the series beside it."""
    hall, language = hall_of(request), str(request.state.language)
    viewer_id = None if viewer is None else viewer.id
    return await hall.store.reading(lambda c: _ways(c, hall, viewer_id, episode, language))


@router.post("/unlocks")
async def unlock_episodes(request: Request, asked: UnlockAsked, viewer: Present, key: Key) -> UnlockDone:
    """Charge for episodes and unlock them, in one transaction. The same key is answered the same, once."""
    hall = hall_of(request)
    creator_bp = hall.settings.offers.creator_bp

    def write(connection: Connection) -> UnlockDone:
        done = unlock(
            connection,
            viewer.id,
            asked.episodes,
            most_coins=asked.most_coins,
            key=key,
            now_us=hall.now_us(),
            creator_bp=creator_bp,
        )
        return UnlockDone(episodes=list(done.episodes), coins=done.coins, balance=done.balance)

    return await hall.store.writing(write)


@router.post("/ads", status_code=201)
async def ad_begins(request: Request, asked: AdAsked, viewer: Present) -> AdBegun:
    """Begin an ad of the house for one locked episode."""
    hall, language = hall_of(request), str(request.state.language)
    ticket = await hall.store.writing(
        lambda c: begin_ad(
            c,
            viewer.id,
            asked.episode,
            now_us=hall.now_us(),
            utc_offset_minutes=asked.utc_offset_minutes,
        )
    )
    words = AdShown(
        headline=said(language, ticket.ad.headline),
        words=said(language, ticket.ad.words),
        least_ms=ticket.ad.least_ms,
    )
    return AdBegun(nonce=ticket.nonce, ad=words, left_today=ticket.left_today)


@router.post("/ads/finish")
async def ad_ends(request: Request, asked: AdFinished, viewer: Present) -> AdEarned:
    """Unlock the episode of an ad that has run: once, and not before its time."""
    hall = hall_of(request)
    earned = await hall.store.writing(
        lambda c: finish_ad(
            c, viewer.id, asked.nonce, now_us=hall.now_us(), utc_offset_minutes=asked.utc_offset_minutes
        )
    )
    return AdEarned(episode=earned.episode, left_today=earned.left_today)


def _ways(connection: Connection, hall: Hall, viewer_id: int | None, episode: str, language: str) -> Ways:
    now_us, sold = hall.now_us(), hall.settings.offers
    asked = quote(connection, viewer_id, episode, now_us=now_us)
    terms = terms_of_series(connection, asked.series, now_us)
    states = states_of(connection, viewer_id, terms, now_us=now_us)
    rest = [name for name, state in states.items() if state == "locked"]
    ways = [
        Way(
            kind="coins",
            coins=asked.coins,
            price=money(*sold.worth(asked.coins), language),
            episodes=[episode],
        )
    ]
    if len(rest) > 1:
        price = money(*sold.worth(asked.rest_coins), language)
        ways.append(Way(kind="series", coins=asked.rest_coins, price=price, episodes=rest))
    if sold.plans and hall.settings.payments != "none":
        plan = min(sold.plans, key=lambda one: one.amount)
        price = f"{money(plan.amount, plan.unit, language)} / {said(language, plan.interval)}"
        ways.append(Way(kind="subscription", price=price))
    left = ADS_A_DAY if viewer_id is None else ads_left(connection, viewer_id, now_us=now_us)
    ways.append(Way(kind="ad", left=left))
    return Ways(balance=asked.balance, ways=ways)
