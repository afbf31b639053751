"""The creator's desk, money: what each series and episode has earned, and what was paid out."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.desk.earnings import EpisodeEarnings, by_episode, currencies
from reelwright.theatre.wallet.payouts import payouts
from reelwright.theatre.web.hall import Hall, hall_of, only
from reelwright.theatre.web.money import money
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES

router = APIRouter(responses=RESPONSES, tags=["creator"])
DESK = "/desk/earnings"

Here = Annotated[Hall, Depends(hall_of)]
Creator = Annotated[Viewer, Depends(only("creator"))]


class CurrencyShown(BaseModel):
    """All that a creator earned in a currency, in its smallest piece: ``earned`` is what stands, is in
    review, and was paid out."""

    model_config = ConfigDict(from_attributes=True)

    unit: str
    earned: int
    standing: int
    in_review: int
    paid_out: int


class EpisodeEarned(BaseModel):
    """What an episode earned, by coins and by subscriptions; ``number`` 0 is what is of no episode that is
    known any more."""

    model_config = ConfigDict(from_attributes=True)

    series: str
    title: str
    number: int
    episode: str
    unit: str
    coins: int
    subscriptions: int


class PaidOut(BaseModel):
    """A payout: ``prepared`` is under review, ``paid`` was sent, ``rejected`` stands again."""

    model_config = ConfigDict(from_attributes=True)

    payout: str
    amount: int
    unit: str
    state: str
    created_us: int
    decided_us: int


class EarningsShown(BaseModel):
    """A creator's money."""

    currencies: list[CurrencyShown]
    episodes: list[EpisodeEarned]
    payouts: list[PaidOut]


@router.get("/api/creator/earnings")
async def earnings(hall: Here, creator: Creator) -> EarningsShown:
    """What the creator's episodes have earned, from the books, and what was paid out of it."""
    found = await hall.store.reading(partial(_read, creator_id=creator.id))
    return EarningsShown(
        currencies=[CurrencyShown.model_validate(one) for one in found["currencies"]],
        episodes=[EpisodeEarned.model_validate(one) for one in found["episodes"]],
        payouts=[PaidOut.model_validate(one) for one in found["payouts"]],
    )


@router.get(DESK, include_in_schema=False)
async def earnings_page(request: Request, hall: Here, creator: Creator) -> Response:
    found = await hall.store.reading(partial(_read, creator_id=creator.id))
    tables = {
        one.unit: _tables([line for line in found["episodes"] if line.unit == one.unit])
        for one in found["currencies"]
    }
    price_of = partial(money, language=str(request.state.language))
    return page(request, "desk/earnings.html", tables=tables, price_of=price_of, **found)


def _read(connection: Connection, creator_id: int) -> dict[str, Any]:
    return {
        "currencies": currencies(connection, creator_id),
        "episodes": by_episode(connection, creator_id),
        "payouts": payouts(connection, creator_id=creator_id),
    }


def _tables(lines: list[EpisodeEarnings]) -> list[tuple[str, str, int, list[EpisodeEarnings]]]:
    """By series: its title, slug and sum, and its episodes."""
    found = []
    for (title, slug), group in groupby(lines, key=lambda one: (one.title, one.series)):
        episodes = list(group)
        found.append((title, slug, sum(one.total for one in episodes), episodes))
    return found
