"""Comments and bullets of an episode: the JSON API, and the list in the sheet under the player."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection, Table

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.horizon import Moment, Revealed
from reelwright.theatre.social import belongings, posting
from reelwright.theatre.social.limits import BULLET_LENGTH, COMMENT_LENGTH, NOTE_LENGTH
from reelwright.theatre.social.moderation import report_text
from reelwright.theatre.social.reading import (
    AHEAD_MS,
    WINDOW_MS,
    Eyes,
    SeenBullet,
    SeenComment,
    blocked_by,
    bullets_between,
    bullets_for,
    comments_for,
)
from reelwright.theatre.social.tables import bullet, comment
from reelwright.theatre.social.windows import BulletWindows
from reelwright.theatre.web.hall import Hall, hall_of, known_viewer, signed_in_viewer
from reelwright.theatre.web.language import translations
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES
from reelwright.theatre.web.talk_documents import (
    DAY_MS,
    Bullet,
    Bullets,
    Comment,
    Comments,
    Kept,
    KeptBullet,
    NewBullet,
    NewComment,
    NewReport,
    NewText,
)
from reelwright.theatre.web.talk_scene import Scene, scene, scene_of
from reelwright.theatre.web.talk_words import colour_words, in_words, reason_words

router = APIRouter(responses=RESPONSES)
Known = Annotated[Viewer | None, Depends(known_viewer)]
SignedIn = Annotated[Viewer, Depends(signed_in_viewer)]
Episode = Annotated[str, Path(max_length=16, pattern="^[0-9a-z]+$")]
Subject = Annotated[str, Path(max_length=16, pattern="^[0-9a-z]+$")]
Time = Annotated[int, Query(ge=0, le=DAY_MS)]
SHEET_BULLETS = 200


def furnish(_app: FastAPI, hall: Hall) -> None:
    """Windows of bullets are kept for all who look; what people said and like goes with their accounts."""
    hall.things[BulletWindows] = BulletWindows()
    hall.belongings.merges.append(belongings.hand_over)
    hall.belongings.exports["social"] = belongings.given_out
    hall.belongings.erasures.append(belongings.take_away)


@router.get("/api/episodes/{episode}/bullets", tags=["talk"])
async def read_bullets(
    request: Request, episode: Episode, viewer: Known, from_ms: Time = 0, now_ms: Time = 0
) -> Bullets:
    """The bullets of the window that holds ``from_ms``, for a film that stands at ``now_ms``; none
    of an episode that is locked."""
    hall = hall_of(request)
    found = await scene_of(hall, episode, viewer)
    if not found.may_watch:
        return Bullets(bullets=[], is_complete=False)
    start_ms = from_ms // WINDOW_MS * WINDOW_MS
    window, blocked = await _window(hall, found, start_ms)
    furthest = max(found.reached, found.at(now_ms))
    shown = bullets_for(window, found.eyes(furthest), blocked, ahead_ms=AHEAD_MS).shown
    ends = found.at(min(start_ms + WINDOW_MS, found.version.duration_ms))
    return Bullets(
        bullets=[Bullet.of(one, found.viewer_id) for one in shown],
        is_complete=ends <= Moment(furthest.episode, furthest.time_ms + AHEAD_MS),
    )


@router.post("/api/episodes/{episode}/bullets", status_code=201, tags=["talk"])
async def write_bullet(request: Request, episode: Episode, viewer: SignedIn, body: NewBullet) -> KeptBullet:
    """Let words fly over the picture."""
    hall, now_us = hall_of(request), hall_of(request).now_us()

    def write(connection: Connection) -> tuple[Scene, posting.Written]:
        here = scene(connection, episode, viewer, now_us)
        return here, posting.post_bullet(
            connection, here.author(viewer), here.place(body.time_ms), body.text, body.colour, now_us
        )

    with in_words(request.state.language):
        here, kept = await hall.store.writing(write)
    _forget(hall, here)
    return KeptBullet.model_validate(
        {"id": kept.public_id, "state": kept.state, "time_ms": kept.pin.time_ms, "text": kept.text}
        | {"colour": body.colour}
    )


@router.delete("/api/bullets/{subject}", status_code=204, tags=["talk"])
async def delete_bullet(request: Request, subject: Subject, viewer: SignedIn) -> Response:
    """Take back one's own bullet."""
    return await _delete(request, bullet, subject, viewer)


@router.get("/api/episodes/{episode}/comments", tags=["talk"])
async def read_comments(
    request: Request, episode: Episode, viewer: Known, beyond: bool = False, now_ms: Time = 0
) -> Comments:
    """The comments that lie within the viewer's horizon, for a film that stands at ``now_ms``; when asked
    for, all."""
    found = await scene_of(hall_of(request), episode, viewer)
    eyes = found.eyes(max(found.reached, found.at(now_ms)), is_asked_for=beyond)
    threads = await _threads(hall_of(request), found, eyes)
    return Comments(
        comments=[Comment.of(one, found.viewer_id) for one in threads.shown],
        veiled_count=threads.veiled_count,
    )


@router.post("/api/episodes/{episode}/comments", status_code=201, tags=["talk"])
async def write_comment(request: Request, episode: Episode, viewer: SignedIn, body: NewComment) -> Kept:
    """Say something about a moment, or answer somebody."""
    hall, now_us = hall_of(request), hall_of(request).now_us()

    def write(connection: Connection) -> posting.Written:
        here = scene(connection, episode, viewer, now_us)
        return posting.post_comment(
            connection, here.author(viewer), here.place(body.time_ms), body.text, now_us, parent=body.parent
        )

    with in_words(request.state.language):
        return _kept(await hall.store.writing(write))


@router.patch("/api/comments/{subject}", tags=["talk"])
async def change_comment(request: Request, subject: Subject, viewer: SignedIn, body: NewText) -> Kept:
    """Put other words for one's own comment."""
    hall, now_us = hall_of(request), hall_of(request).now_us()
    with in_words(request.state.language):
        return _kept(
            await hall.store.writing(lambda c: posting.edit_comment(c, viewer.id, subject, body.text, now_us))
        )


@router.delete("/api/comments/{subject}", status_code=204, tags=["talk"])
async def delete_comment(request: Request, subject: Subject, viewer: SignedIn) -> Response:
    """Take back one's own comment; answers to it stay."""
    return await _delete(request, comment, subject, viewer)


@router.put("/api/comments/{subject}/pin", status_code=204, tags=["talk"])
async def pin_comment(request: Request, subject: Subject, viewer: SignedIn) -> Response:
    """Hold a comment above the others; for the creator of the series."""
    return await _pin(request, subject, viewer, is_pinned=True)


@router.delete("/api/comments/{subject}/pin", status_code=204, tags=["talk"])
async def unpin_comment(request: Request, subject: Subject, viewer: SignedIn) -> Response:
    """Let a comment go."""
    return await _pin(request, subject, viewer, is_pinned=False)


@router.post("/api/reports", status_code=204, tags=["talk"])
async def report(request: Request, viewer: SignedIn, body: NewReport) -> Response:
    """Tell the moderators."""
    hall, now_us = hall_of(request), hall_of(request).now_us()
    with in_words(request.state.language):
        await hall.store.writing(
            lambda c: report_text(c, viewer.id, body.kind, body.id, body.reason, body.note, now_us)
        )
    return Response(status_code=204)


@router.get("/talk", response_class=HTMLResponse, include_in_schema=False)
async def empty_sheet(request: Request, viewer: Known) -> HTMLResponse:
    """The sheet itself, for this viewer; its list comes for itself."""
    talk = {
        "may_write": viewer is not None and not viewer.is_guest,
        "comment_length": COMMENT_LENGTH,
        "bullet_length": BULLET_LENGTH,
        "colours": colour_words(translations(request.state.language).gettext),
    }
    return page(request, "social/sheet.html", talk=talk)


@router.get("/talk/{episode}", response_class=HTMLResponse, include_in_schema=False)
async def sheet(
    request: Request,
    episode: Episode,
    viewer: Known,
    tab: Literal["comments", "bullets"] = "comments",
    beyond: bool = False,
    now_ms: Time = 0,
) -> HTMLResponse:
    """The list in the sheet under the player."""
    hall = hall_of(request)
    found = await scene_of(hall, episode, viewer)
    eyes = found.eyes(max(found.reached, found.at(now_ms)), is_asked_for=beyond)
    threads: Revealed[SeenComment] = Revealed((), 0)
    flying: Revealed[SeenBullet] = Revealed((), 0)
    if tab == "comments":
        threads = await _threads(hall, found, eyes)
    else:
        flying = await hall.store.reading(partial(_listed, found, eyes))
    return page(
        request,
        "social/talk.html",
        page={
            "tab": tab,
            "comments": [Comment.of(one, found.viewer_id) for one in threads.shown],
            "bullets": [
                {"author_id": one.author_public_id, **Bullet.of(one, found.viewer_id).model_dump()}
                for one in flying.shown[-SHEET_BULLETS:]
            ],
            "veiled_count": threads.veiled_count + flying.veiled_count,
            "may_write": viewer is not None and not viewer.is_guest,
            "is_creator": found.is_creator,
            "reasons": reason_words(translations(request.state.language).gettext),
            "comment_length": COMMENT_LENGTH,
            "bullet_length": BULLET_LENGTH,
            "note_length": NOTE_LENGTH,
        },
    )


async def _window(hall: Hall, found: Scene, start_ms: int) -> tuple[tuple[SeenBullet, ...], frozenset[int]]:
    windows: BulletWindows = hall.things[BulletWindows]
    key = (found.version.version_id, start_ms)
    kept = windows.get(key)

    def read(connection: Connection) -> tuple[tuple[SeenBullet, ...], frozenset[int]]:
        there = kept
        if there is None:
            there = bullets_between(connection, found.terms.episode_id, start_ms, start_ms + WINDOW_MS)
        return there, blocked_by(connection, found.viewer_id)

    if kept is not None and found.viewer_id is None:
        return kept, frozenset()
    window, blocked = await hall.store.reading(read)
    if kept is None:
        windows.put(key, window)
    return window, blocked


async def _threads(hall: Hall, found: Scene, eyes: Eyes) -> Revealed[SeenComment]:
    return await hall.store.reading(lambda c: comments_for(c, found.terms.episode_id, eyes))


def _listed(found: Scene, eyes: Eyes, connection: Connection) -> Revealed[SeenBullet]:
    every = bullets_between(connection, found.terms.episode_id, 0, DAY_MS)
    return bullets_for(every, eyes, blocked_by(connection, found.viewer_id))


async def _delete(request: Request, table: Table, subject: str, viewer: Viewer) -> Response:
    with in_words(request.state.language):
        await hall_of(request).store.writing(lambda c: posting.delete(c, table, viewer.id, subject))
    windows: BulletWindows = hall_of(request).things[BulletWindows]
    windows.clear()
    return Response(status_code=204)


async def _pin(request: Request, subject: str, viewer: Viewer, *, is_pinned: bool) -> Response:
    hall, now_us = hall_of(request), hall_of(request).now_us()
    with in_words(request.state.language):
        await hall.store.writing(
            lambda c: posting.pin_comment(c, subject, viewer.id, now_us, is_pinned=is_pinned)
        )
    return Response(status_code=204)


def _kept(written: posting.Written) -> Kept:
    return Kept.model_validate(
        {"id": written.public_id, "state": written.state, "time_ms": written.pin.time_ms}
        | {"text": written.text}
    )


def _forget(hall: Hall, found: Scene) -> None:
    windows: BulletWindows = hall.things[BulletWindows]
    windows.forget(found.version.version_id)
