"""The viewer's coins as a page. Nothing is sold in it yet, and it says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.web.hall import known_viewer
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.routes.wallet import wallet

router = APIRouter(include_in_schema=False)


@router.get("/shop")
async def shop(request: Request, known: Annotated[Viewer | None, Depends(known_viewer)]) -> Response:
    """What the viewer has, what came and went; the player leads here when coins are short."""
    return page(request, "shop.html", wallet=await wallet(request, known), day=_day)


def _day(time_us: int) -> str:
    return datetime.fromtimestamp(time_us / 1e6, UTC).strftime("%Y-%m-%d")
