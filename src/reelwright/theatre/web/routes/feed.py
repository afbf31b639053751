"""The front page and what comes after it: what the feed chose, for somebody or for nobody in particular."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.types import Scope

from reelwright.errors import CannotWrite
from reelwright.theatre.accounts import Viewer
from reelwright.theatre.feed import belongings
from reelwright.theatre.feed.choosing import choose, log_choice
from reelwright.theatre.feed.learning import Learner, reset
from reelwright.theatre.player.cards import Card, cards_of
from reelwright.theatre.player.progress import WATCHED_JOB
from reelwright.theatre.web.front import FrontPage
from reelwright.theatre.web.hall import SESSION_COOKIE, Hall, hall_of, known_viewer, present_viewer
from reelwright.theatre.web.language import said
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES
from reelwright.theatre.web.showing import CardsShown, shown, stage

router = APIRouter(responses=RESPONSES)
FIRST = 4
MORE = 4
SHOWN_MAX = 200
_NAME = re.compile(r"[0-9a-z]{1,16}")


def furnish(app: FastAPI, hall: Hall) -> None:
    """The feed learns behind the outbox; visitors without a session share one front page."""
    hall.handlers[WATCHED_JOB] = Learner(hall.store)
    hall.belongings.merges.append(belongings.merge)
    hall.belongings.exports["feed"] = belongings.export
    hall.belongings.erasures.append(belongings.erase)
    app.add_middleware(FrontPage, private_cookies=[SESSION_COOKIE], variant_of=_language_of)


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
async def home(request: Request) -> HTMLResponse:
    """The swipe feed."""
    viewer = await known_viewer(request)
    cards = await _choose(hall_of(request), viewer, FIRST, ())
    title = said(str(request.state.language), "For you")
    return page(request, "player/watch.html", player=stage(request, "feed", title, cards))


@router.get("/api/feed", tags=["feed"])
async def feed(
    request: Request,
    viewer: Annotated[Viewer | None, Depends(known_viewer)],
    shown_before: Annotated[str, Query(alias="shown", max_length=17 * SHOWN_MAX)] = "",
) -> CardsShown:
    """What to show next, after the episodes in ``shown`` (their names, with commas): none of them, none of
    their series, nothing that the viewer has begun."""
    names = [name for name in shown_before.split(",") if _NAME.fullmatch(name)]
    cards = await _choose(hall_of(request), viewer, MORE, names[:SHOWN_MAX])
    return CardsShown(cards=shown(cards, str(request.state.language)))


@router.post("/api/feed/reset", tags=["feed"], status_code=204)
async def forget_taste(request: Request) -> Response:
    """The feed forgets what the viewer took to. What was seen stays seen."""
    viewer, hall = await present_viewer(request), hall_of(request)
    await hall.store.writing(lambda c: reset(c, viewer.id, hall.now_us()))
    return Response(status_code=204)


async def _choose(hall: Hall, viewer: Viewer | None, count: int, besides: Sequence[str]) -> list[Card]:
    viewer_id = None if viewer is None else viewer.id
    now_us = hall.now_us()
    chance = random.SystemRandom()
    choice = await hall.store.reading(
        lambda c: choose(c, viewer_id, count=count, now_us=now_us, chance=chance, besides=besides)
    )
    try:
        return await hall.store.writing(lambda c: log_choice(c, viewer_id, choice, now_us))
    except CannotWrite:  # the disk is full: what cannot be logged is shown all the same
        episodes = [drawn.candidate for drawn in choice.drawn]
        return await hall.store.reading(lambda c: cards_of(c, episodes, now_us))


def _language_of(scope: Scope) -> str:
    return str(scope["state"]["language"])
