"""The moderator's desk: what waits, who is silenced, the watched words, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection, select

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.accounts.tables import viewer as viewer_table
from reelwright.theatre.social import moderation
from reelwright.theatre.social.limits import NOTE_LENGTH, WORD_LENGTH
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.social.windows import BulletWindows
from reelwright.theatre.web.hall import hall_of, only
from reelwright.theatre.web.language import translations
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.talk_words import act_words, reason_words, said, term_words

router = APIRouter()
Moderator = Annotated[Viewer, Depends(only("moderator"))]
Text = Annotated[str, Form(max_length=4 * NOTE_LENGTH)]
Name = Annotated[str, Form(max_length=16, pattern="^[0-9a-z]*$")]


@router.get("/desk/moderator", response_class=HTMLResponse, include_in_schema=False)
async def desk(request: Request, _moderator: Moderator) -> HTMLResponse:
    """The desk as a page."""
    return page(request, "desk/moderator.html", **await _shown(request))


@router.post("/desk/moderator", response_class=HTMLResponse, include_in_schema=False)
async def act(
    request: Request,
    moderator: Moderator,
    act: Name,
    kind: Name = "",
    subject: Name = "",
    author: Name = "",
    reason: Text = "",
    word: Text = "",
    hours: Annotated[int, Form(ge=0, le=10_000)] = 0,
) -> HTMLResponse:
    """Do something, and show the desk as it is then: a part of the page for HTMX, or the whole page."""
    hall, now_us = hall_of(request), hall_of(request).now_us()

    def ban(connection: Connection) -> None:
        moderation.hide(connection, moderator.id, kind, subject, reason, now_us)
        moderation.ban_viewer(connection, moderator.id, _number(connection, author), hours, reason, now_us)

    acts: dict[str, Callable[[Connection], None]] = {
        "hide": lambda c: moderation.hide(c, moderator.id, kind, subject, reason, now_us),
        "restore": lambda c: moderation.restore(c, moderator.id, kind, subject, reason, now_us),
        "ban": ban,
        "unban": lambda c: moderation.lift_ban(c, moderator.id, _number(c, author), reason, now_us),
        "word": lambda c: moderation.add_word(c, moderator.id, word, now_us),
        "unword": lambda c: moderation.remove_word(c, moderator.id, subject, now_us),
    }
    problem = ""
    try:
        if act not in acts:
            raise Refused("not_found")
        await hall.store.writing(acts[act])
    except Refused as refused:
        problem = " ".join(said(refused, str(request.state.language)))
    windows: BulletWindows = hall.things[BulletWindows]
    windows.clear()
    template = "desk/moderation.html" if "hx-request" in request.headers else "desk/moderator.html"
    return page(request, template, **await _shown(request, problem))


async def _shown(request: Request, problem: str = "") -> dict[str, Any]:
    hall, now_us = hall_of(request), hall_of(request).now_us()
    speak = translations(request.state.language).gettext

    def read(connection: Connection) -> dict[str, Any]:
        return {
            "queue": moderation.queue(connection),
            "banned": [
                {"name": one.name, "reason": one.reason, "until_us": one.until_us}
                | {"viewer_public_id": one.viewer_public_id}
                for one in moderation.banned(connection, now_us)
            ],
            "words": moderation.words(connection),
            "log": [
                {"act": one.act, "moderator": one.moderator, "about": one.about, "reason": one.reason}
                | {"created_us": one.created_us}
                for one in moderation.log(connection)
            ],
        }

    return await hall.store.reading(read) | {
        "problem": problem,
        "reasons": dict(reason_words(speak)),
        "acts": act_words(speak),
        "terms": term_words(speak),
        "note_length": NOTE_LENGTH,
        "word_length": WORD_LENGTH,
    }


def _number(connection: Connection, author: str) -> int:
    number = connection.scalar(select(viewer_table.c.id).where(viewer_table.c.public_id == author))
    if number is None:
        raise Refused("not_found")
    return int(number)
