"""A viewer's coins, and what the rooms of money keep of a viewer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.entitlement import belongings
from reelwright.theatre.wallet.books import balance
from reelwright.theatre.wallet.history import movements
from reelwright.theatre.wallet.tending import tend
from reelwright.theatre.web.hall import Hall, hall_of, known_viewer
from reelwright.theatre.web.problems import RESPONSES

router = APIRouter(prefix="/api", tags=["wallet"], responses=RESPONSES)
_LOG = logging.getLogger(__name__)
TEND_EVERY_S = 3600


class Moved(BaseModel):
    """One transfer of the viewer's coins: above zero they came, below zero they went."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    coins: int
    created_us: int


class WalletShown(BaseModel):
    """A viewer's coins, and the newest of what came and went. ``owed`` coins are a debt."""

    purchased: int = 0
    bonus: int = 0
    earned: int = 0
    owed: int = 0
    spendable: int = 0
    movements: list[Moved] = []


def furnish(app: FastAPI, hall: Hall) -> None:
    """A guest's coins go to the account; every hour coins whose time is over are booked."""
    hall.belongings.merges.append(belongings.merge)
    hall.belongings.exports["wallet"] = belongings.export
    hall.belongings.erasures.append(belongings.erase)
    inside = app.router.lifespan_context

    @asynccontextmanager
    async def tending(app: FastAPI) -> AsyncIterator[Any]:
        async with inside(app) as state:
            task = asyncio.create_task(_tend_on(hall))
            try:
                yield state
            finally:
                task.cancel()

    app.router.lifespan_context = tending


@router.get("/wallet")
async def wallet(request: Request, viewer: Annotated[Viewer | None, Depends(known_viewer)]) -> WalletShown:
    """What the viewer has, and where it came from and went."""
    hall = hall_of(request)
    if viewer is None:
        return WalletShown()

    def read(connection: Connection) -> WalletShown:
        has = balance(connection, str(viewer.id), now_us=hall.now_us())
        moved = [Moved.model_validate(one) for one in movements(connection, viewer.id)]
        return WalletShown(
            purchased=has.purchased,
            bonus=has.bonus,
            earned=has.earned,
            owed=has.owed,
            spendable=has.spendable,
            movements=moved,
        )

    return await hall.store.reading(read)


async def _tend_on(hall: Hall) -> None:
    while True:
        try:
            await asyncio.to_thread(tend, hall.store)
        except Exception:  # the database is away: the next turn does it
            _LOG.warning("wallets were not tended", exc_info=True)
        await asyncio.sleep(TEND_EVERY_S)
