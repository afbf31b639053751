"""Likes, the viewer's own list, creators they follow, people they want to see no more."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, func, select
from sqlalchemy.exc import IntegrityError

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.social.tables import block, episode_like, favourite, follow


def like(connection: Connection, viewer_id: int, episode_id: int, now_us: int, *, is_on: bool) -> int:
    """Like an episode or take it back; how many like it now. Twice is once."""
    _set(connection, episode_like, viewer_id, episode_like.c.episode_id, episode_id, now_us, is_on=is_on)
    return like_count(connection, episode_id)


def keep(connection: Connection, viewer_id: int, series_id: int, now_us: int, *, is_on: bool) -> None:
    """Put a series on the viewer's own list, or take it off."""
    _set(connection, favourite, viewer_id, favourite.c.series_id, series_id, now_us, is_on=is_on)


def follow_creator(
    connection: Connection, viewer_id: int, creator_id: int, now_us: int, *, is_on: bool
) -> int:
    """Follow a creator, or no more; how many follow them now. Raises ``Refused("own")`` for oneself."""
    if viewer_id == creator_id:
        raise Refused("own")
    _set(connection, follow, viewer_id, follow.c.creator_id, creator_id, now_us, is_on=is_on)
    return _count(connection, follow, follow.c.creator_id, creator_id)


def block_viewer(connection: Connection, viewer_id: int, other_id: int, now_us: int, *, is_on: bool) -> None:
    """See no more of what somebody writes, or again. Raises ``Refused("own")`` for oneself."""
    if viewer_id == other_id:
        raise Refused("own")
    _set(connection, block, viewer_id, block.c.blocked_id, other_id, now_us, is_on=is_on)


@dataclass(frozen=True, slots=True)
class EpisodeTies:
    """What ties a viewer to an episode, its series and its creator."""

    is_liked: bool
    like_count: int
    is_favourite: bool
    is_followed: bool


def ties_of(
    connection: Connection, viewer_id: int | None, episode_id: int, series_id: int, creator_id: int | None
) -> EpisodeTies:
    """What a viewer has said of an episode; nothing for somebody unknown."""
    return EpisodeTies(
        is_liked=_has(connection, episode_like, viewer_id, episode_like.c.episode_id, episode_id),
        like_count=like_count(connection, episode_id),
        is_favourite=_has(connection, favourite, viewer_id, favourite.c.series_id, series_id),
        is_followed=_has(connection, follow, viewer_id, follow.c.creator_id, creator_id),
    )


def like_count(connection: Connection, episode_id: int) -> int:
    """How many like an episode."""
    return _count(connection, episode_like, episode_like.c.episode_id, episode_id)


def favourites_of(connection: Connection, viewer_id: int) -> Sequence[int]:
    """The series of a viewer's own list, the latest first."""
    return connection.scalars(
        select(favourite.c.series_id)
        .where(favourite.c.viewer_id == viewer_id)
        .order_by(favourite.c.created_us.desc(), favourite.c.series_id.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a viewer follows or has blocked, by the name that others see."""

    public_id: str
    name: str


def followed_by(connection: Connection, viewer_id: int) -> list[Person]:
    """The creators that a viewer follows, the latest first."""
    return _people(connection, follow, follow.c.creator_id, viewer_id)


def blocked_by(connection: Connection, viewer_id: int) -> list[Person]:
    """Those of whom a viewer wants to see nothing, the latest first."""
    return _people(connection, block, block.c.blocked_id, viewer_id)


def _people(connection: Connection, table: Table, column: Column[int], viewer_id: int) -> list[Person]:
    rows = connection.execute(
        select(viewer.c.public_id, viewer.c.name)
        .join(table, column == viewer.c.id)
        .where(table.c.viewer_id == viewer_id, viewer.c.deleted_us.is_(None))
        .order_by(table.c.created_us.desc(), viewer.c.id)
    )
    return [Person(*row) for row in rows]


def _set(
    connection: Connection,
    table: Table,
    viewer_id: int,
    column: Column[int],
    other_id: int,
    now_us: int,
    *,
    is_on: bool,
) -> None:
    if not is_on:
        connection.execute(table.delete().where(table.c.viewer_id == viewer_id, column == other_id))
    elif not _has(connection, table, viewer_id, column, other_id):
        # Two taps at once may both find nothing there; the second one has nothing left to do.
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(
                table.insert().values({"viewer_id": viewer_id, column.name: other_id, "created_us": now_us})
            )


def _has(
    connection: Connection, table: Table, viewer_id: int | None, column: Column[int], other_id: int | None
) -> bool:
    if viewer_id is None or other_id is None:
        return False
    found = connection.execute(
        select(column).where(table.c.viewer_id == viewer_id, column == other_id)
    ).one_or_none()
    return found is not None


def _count(connection: Connection, table: Table, column: Column[int], other_id: int) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(column == other_id)) or 0
