"""What is new of what one follows, letters of it, and whom one sees no more: the pages' forms."""

from __future__ import annotations

import hashlib
import hmac
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, FastAPI, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, select

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.accounts.letters import post
from reelwright.theatre.accounts.tables import viewer as viewer_table
from reelwright.theatre.social import news, ties
from reelwright.theatre.store import BEHIND_US, Job
from reelwright.theatre.web.guard import NO_MORE_NEWS
from reelwright.theatre.web.hall import Hall, hall_of, present_viewer, signed_in_viewer
from reelwright.theatre.web.language import counted, said
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import NotFound
from reelwright.theatre.web.tending import tend_every

router = APIRouter(include_in_schema=False)
LOOK_EVERY_S = 60.0
Here = Annotated[Hall, Depends(hall_of)]
Present = Annotated[Viewer, Depends(present_viewer)]
SignedIn = Annotated[Viewer, Depends(signed_in_viewer)]
Name = Annotated[str, Form(max_length=16, pattern="^[0-9a-z]+$")]
Told = Annotated[str, Query(max_length=64)]


def furnish(app: FastAPI, hall: Hall) -> None:
    """Followers are told of new episodes within a minute, a portion of them after the other."""
    hall.handlers[news.JOB] = partial(write_portion, hall)
    tend_every(app, LOOK_EVERY_S, partial(tell_followers, hall), what="letters of new episodes")


def tell_followers(hall: Hall) -> int:
    """See to it that what came out is told; of how many series."""
    if not hall.store.read(lambda c: news.are_untold(c, hall.now_us())):
        return 0
    return hall.store.write(lambda c: news.begin_telling(c, hall.now_us()))


def write_portion(hall: Hall, job: Job) -> None:
    """Of the outbox: the letters of one portion in one transaction, behind what somebody waits for."""

    def write(connection: Connection) -> None:
        now_us = hall.now_us()
        for one in news.take_portion(connection, job, now_us):
            post(connection, to=one.mail, now_us=now_us, due_us=BEHIND_US, **_words(hall, one))

    hall.store.write(write)


@router.post("/account/news")
async def set_wish(hall: Here, viewer: SignedIn, on: Annotated[str, Form(max_length=8)] = "") -> Response:
    """Letters of new episodes, or none."""
    await hall.store.writing(lambda c: news.wish(c, viewer.id, hall.now_us(), is_on=on == "yes"))
    return RedirectResponse("/account#news", 303)


@router.post("/account/unblock")
async def unblock(hall: Here, viewer: SignedIn, person: Name) -> Response:
    """See again what somebody writes."""
    await hall.store.writing(
        lambda c: ties.block_viewer(c, viewer.id, _number(c, person), hall.now_us(), is_on=False)
    )
    return RedirectResponse("/account#blocked", 303)


@router.post("/library/unfollow")
async def unfollow(hall: Here, viewer: Present, person: Name) -> Response:
    """Follow a creator no more."""
    await hall.store.writing(
        lambda c: ties.follow_creator(c, viewer.id, _number(c, person), hall.now_us(), is_on=False)
    )
    return RedirectResponse("/library", 303)


@router.get(NO_MORE_NEWS)
async def stop_page(request: Request, person: Told = "", proof: Told = "") -> Response:
    """Where the link of a letter leads. It asks once more: programs open links of letters, too."""
    return page(request, "news_stop.html", stop=_stop_path(person, proof), is_done=False)


@router.post(NO_MORE_NEWS)
async def stop(request: Request, hall: Here, person: Told = "", proof: Told = "") -> Response:
    """No more letters to whoever a letter came to; without a session. The page's button asks so, and mail
    programs that know RFC 8058."""
    proofs = [_proof(secret, person) for secret in hall.settings.secrets]
    if not any(hmac.compare_digest(proof.encode(), one.encode()) for one in proofs):
        raise NotFound(
            "This link is not one of ours", next_step="Turn the letters off on your account's page."
        )

    def write(connection: Connection) -> None:
        news.wish(connection, _number(connection, person), hall.now_us(), is_on=False)

    await hall.store.writing(write)
    return page(request, "news_stop.html", is_done=True)


def _words(hall: Hall, one: news.News) -> dict[str, Any]:
    count, title = len(one.numbers), " ".join(one.series_title.split())
    proof = _proof(hall.settings.secrets[0], one.viewer)
    some, many = "A new episode of {title}", "{count} new episodes of {title}"
    address = hall.settings.public_url.rstrip("/")
    stop = address + _stop_path(one.viewer, proof)
    headers = {"List-Unsubscribe": f"<{stop}>"}
    if hall.settings.is_secure:  # the RFC wants HTTPS
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return {
        "stop": headers,
        "subject": counted(one.language, some, many, count, title=title),
        "text": said(
            one.language,
            "Watch it here:\n\n{link}\n\nYou asked for this letter at {theatre}. No more of them: {stop}",
            link=f"{address}/s/{one.series}/{min(one.numbers)}",
            theatre=hall.settings.title,
            stop=stop,
        ),
    }


def _stop_path(person: str, proof: str) -> str:
    return f"{NO_MORE_NEWS}?{urlencode({'person': person, 'proof': proof})}"


def _proof(secret: str, person: str) -> str:
    """What only a letter to somebody says of them. It lasts as long as the theatre's secret."""
    return hmac.new(secret.encode(), b"news\n" + person.encode(), hashlib.sha256).hexdigest()[:32]


def _number(connection: Connection, person: str) -> int:
    number: int | None = connection.scalar(
        select(viewer_table.c.id).where(viewer_table.c.public_id == person)
    )
    if number is None:
        raise NotFound("There is nobody of this name", where=person)
    return number
