"""The creator's desk, figures: who stayed, who paid, and the comments that wait for an answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.desk.chart import steepest
from reelwright.theatre.desk.figures import SeriesFigures, retention, series_figures
from reelwright.theatre.social.limits import COMMENT_LENGTH
from reelwright.theatre.social.posting import post_comment
from reelwright.theatre.social.reading import comment_by_id, comments_to_answer
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.wallet.payouts import standing
from reelwright.theatre.web.hall import hall_of, only
from reelwright.theatre.web.money import money
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import NotFound
from reelwright.theatre.web.talk_scene import scene
from reelwright.theatre.web.talk_words import said

router = APIRouter()
Creator = Annotated[Viewer, Depends(only("creator"))]
Slug = Annotated[str, Path(max_length=100, pattern="^[^/\\x00-\\x1f]+$")]


@router.get("/desk/creator/{slug}/figures", response_class=HTMLResponse, include_in_schema=False)
async def figures(
    request: Request,
    slug: Slug,
    creator: Creator,
    episode: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> HTMLResponse:
    """The figures of a series, and the curve of one of its episodes."""

    def read(connection: Connection) -> dict[str, Any]:
        found = _own(connection, slug, creator)
        chosen = next((one for one in found.episodes if one.number == episode), None)
        chosen = chosen or next(iter(found.episodes), None)
        drawn = retention(connection, chosen.episode_id) if chosen else None
        return {
            "figures": found,
            "chosen": chosen,
            "drawn": drawn,
            "losing": steepest(drawn) if drawn else [],
            "earned": _earned(connection, found, str(request.state.language)),
            **_to_answer(connection, found, ""),
        }

    return page(request, "desk/figures.html", **await hall_of(request).store.reading(read))


@router.post("/desk/creator/{slug}/answers", response_class=HTMLResponse, include_in_schema=False)
async def answer(
    request: Request,
    slug: Slug,
    creator: Creator,
    comment: Annotated[str, Form(max_length=16, pattern="^[0-9a-z]*$")],
    text: Annotated[str, Form(max_length=4 * COMMENT_LENGTH)],
) -> HTMLResponse:
    """Answer a comment; what is left to answer comes back."""
    hall, now_us = hall_of(request), hall_of(request).now_us()

    def write(connection: Connection) -> None:
        found = _own(connection, slug, creator)
        above = comment_by_id(connection, comment)
        if above is None or above.number not in {one.number for one in found.episodes}:
            raise Refused("not_found")
        here = scene(connection, above.episode, creator, now_us)
        if here.terms.series_id != found.series_id:
            raise Refused("not_found")
        post_comment(connection, here.author(creator), here.place(0), text, now_us, parent=comment)

    problem = ""
    try:
        await hall.store.writing(write)
    except Refused as refused:
        problem = " ".join(said(refused, str(request.state.language)))

    def read(connection: Connection) -> dict[str, Any]:
        return _to_answer(connection, _own(connection, slug, creator), problem)

    return page(request, "desk/to_answer.html", **await hall.store.reading(read))


def _earned(connection: Connection, found: SeriesFigures, language: str) -> list[str]:
    """What the creator has earned with all their series, in each currency."""
    if found.creator_id is None:
        return []
    return [
        money(amount, unit, language)
        for unit, amount in sorted(standing(connection, found.creator_id).items())
    ]


def _own(connection: Connection, slug: str, creator: Viewer) -> SeriesFigures:
    """The series, when it is the creator's own; an operator sees all."""
    found = series_figures(connection, slug)
    if found is None or (found.creator_id != creator.id and creator.role != "operator"):
        raise NotFound("There is no such series on your desk", where=slug)
    return found


def _to_answer(connection: Connection, found: SeriesFigures, problem: str) -> dict[str, Any]:
    return {
        "figures": found,
        "waiting": comments_to_answer(connection, found.series_id, found.creator_id or 0),
        "problem": problem,
        "comment_length": COMMENT_LENGTH,
    }
