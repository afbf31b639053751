"""A viewer's coins, and what the rooms of money keep of a viewer."""

from __future__ import annotations

from functools import partial
from typing import Annotated

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
from reelwright.theatre.web.tending import tend_every

router = APIRouter(prefix="/api", tags=["wallet"], responses=RESPONSES)
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
    tend_every(app, TEND_EVERY_S, partial(tend, hall.store), what="wallets")


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
