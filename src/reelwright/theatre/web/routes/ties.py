"""Likes, the viewer's own list, whom they follow and whom they block: the JSON API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlalchemy import Connection, select

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.accounts.tables import viewer as viewer_table
from reelwright.theatre.catalogue.tables import series
from reelwright.theatre.social import ties
from reelwright.theatre.web.hall import hall_of, present_viewer, signed_in_viewer
from reelwright.theatre.web.problems import RESPONSES, NotFound
from reelwright.theatre.web.talk_documents import Likes
from reelwright.theatre.web.talk_scene import scene
from reelwright.theatre.web.talk_words import in_words

router = APIRouter(responses=RESPONSES, tags=["ties"])
Present = Annotated[Viewer, Depends(present_viewer)]
SignedIn = Annotated[Viewer, Depends(signed_in_viewer)]
Episode = Annotated[str, Path(max_length=16, pattern="^[0-9a-z]+$")]
Slug = Annotated[str, Path(max_length=100, pattern="^[^/\\x00-\\x1f]+$")]
Person = Annotated[str, Path(max_length=16, pattern="^[0-9a-z]+$")]


@router.put("/api/episodes/{episode}/like")
async def like(request: Request, episode: Episode, viewer: Present) -> Likes:
    """Like an episode; guests may."""
    return await _like(request, episode, viewer, is_on=True)


@router.delete("/api/episodes/{episode}/like")
async def unlike(request: Request, episode: Episode, viewer: Present) -> Likes:
    """Like it no more."""
    return await _like(request, episode, viewer, is_on=False)


@router.put("/api/series/{slug}/favourite", status_code=204)
async def keep(request: Request, slug: Slug, viewer: Present) -> Response:
    """Put a series on one's own list."""
    return await _keep(request, slug, viewer, is_on=True)


@router.delete("/api/series/{slug}/favourite", status_code=204)
async def unkeep(request: Request, slug: Slug, viewer: Present) -> Response:
    """Take it off the list."""
    return await _keep(request, slug, viewer, is_on=False)


@router.put("/api/series/{slug}/follow", status_code=204)
async def follow(request: Request, slug: Slug, viewer: Present) -> Response:
    """Follow the creator of a series."""
    return await _follow(request, slug, viewer, is_on=True)


@router.delete("/api/series/{slug}/follow", status_code=204)
async def unfollow(request: Request, slug: Slug, viewer: Present) -> Response:
    """Follow them no more."""
    return await _follow(request, slug, viewer, is_on=False)


@router.put("/api/viewers/{person}/block", status_code=204)
async def block(request: Request, person: Person, viewer: SignedIn) -> Response:
    """See nothing more of what somebody writes."""
    return await _block(request, person, viewer, is_on=True)


@router.delete("/api/viewers/{person}/block", status_code=204)
async def unblock(request: Request, person: Person, viewer: SignedIn) -> Response:
    """See it again."""
    return await _block(request, person, viewer, is_on=False)


async def _like(request: Request, episode: str, viewer: Viewer, *, is_on: bool) -> Likes:
    hall, now_us = hall_of(request), hall_of(request).now_us()

    def write(connection: Connection) -> int:
        number = scene(connection, episode, viewer, now_us).terms.episode_id
        return ties.like(connection, viewer.id, number, now_us, is_on=is_on)

    return Likes(liked=is_on, likes=await hall.store.writing(write))


async def _keep(request: Request, slug: str, viewer: Viewer, *, is_on: bool) -> Response:
    hall, now_us = hall_of(request), hall_of(request).now_us()
    await hall.store.writing(lambda c: ties.keep(c, viewer.id, _series(c, slug)[0], now_us, is_on=is_on))
    return Response(status_code=204)


async def _follow(request: Request, slug: str, viewer: Viewer, *, is_on: bool) -> Response:
    hall, now_us = hall_of(request), hall_of(request).now_us()

    def write(connection: Connection) -> None:
        creator_id = _series(connection, slug)[1]
        if creator_id is None:
            raise NotFound("This series has no creator here", where=slug)
        ties.follow_creator(connection, viewer.id, creator_id, now_us, is_on=is_on)

    with in_words(request.state.language):
        await hall.store.writing(write)
    return Response(status_code=204)


async def _block(request: Request, person: str, viewer: Viewer, *, is_on: bool) -> Response:
    hall, now_us = hall_of(request), hall_of(request).now_us()

    def write(connection: Connection) -> None:
        other = connection.scalar(select(viewer_table.c.id).where(viewer_table.c.public_id == person))
        if other is None:
            raise NotFound("There is nobody of this name", where=person)
        ties.block_viewer(connection, viewer.id, other, now_us, is_on=is_on)

    with in_words(request.state.language):
        await hall.store.writing(write)
    return Response(status_code=204)


def _series(connection: Connection, slug: str) -> tuple[int, int | None]:
    row = connection.execute(
        select(series.c.id, series.c.creator_id).where(
            series.c.slug == slug, series.c.unpublished_us.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such series", where=slug)
    return row.id, row.creator_id
