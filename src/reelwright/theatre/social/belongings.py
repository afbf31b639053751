"""What this room keeps of a viewer: handed over to their account, given out, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, select

from reelwright.theatre.social.tables import (
    DELETED,
    block,
    bullet,
    comment,
    episode_like,
    favourite,
    follow,
    news_wish,
    report,
)

PEOPLE = ("creator_id", "blocked_id")
"""Columns that hold another viewer."""


def hand_over(connection: Connection, guest_id: int, viewer_id: int, *, now_us: int) -> None:
    """What a guest liked, kept and followed is the account's. What the account has already stays as it is.
    A guest has written nothing."""
    for table, other in _ties():
        mine = select(other).where(table.c.viewer_id == viewer_id)
        is_new = and_(table.c.viewer_id == guest_id, other.not_in(mine))
        if other.name in PEOPLE:
            is_new = and_(is_new, other != viewer_id)
        connection.execute(table.update().where(is_new).values(viewer_id=viewer_id))
        connection.execute(table.delete().where(table.c.viewer_id == guest_id))


def given_out(connection: Connection, viewer_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything this room keeps of a viewer: their words, ties and reports, by table. Times are microseconds
    since 1970."""
    of_whom = [
        (comment, "viewer_id"),
        (bullet, "viewer_id"),
        (report, "reporter_id"),
        (news_wish, "viewer_id"),
    ]
    of_whom += [(table, "viewer_id") for table, _ in _ties()]
    return {
        table.name: [
            dict(row)
            for row in connection.execute(select(table).where(table.c[column] == viewer_id)).mappings()
        ]
        for table, column in of_whom
    }


def take_away(connection: Connection, viewer_id: int, *, now_us: int) -> None:
    """A viewer leaves: their words are gone (answers of others stay), and so are their ties. Bans and the
    moderators' log are kept without a name."""
    for table in (comment, bullet):
        connection.execute(
            table.update().where(table.c.viewer_id == viewer_id).values(state=DELETED, text="")
        )
    connection.execute(report.update().where(report.c.reporter_id == viewer_id).values(note=""))
    connection.execute(news_wish.delete().where(news_wish.c.viewer_id == viewer_id))
    for table, other in _ties():
        connection.execute(table.delete().where(table.c.viewer_id == viewer_id))
        if other.name in PEOPLE:
            connection.execute(table.delete().where(other == viewer_id))


def _ties() -> Iterator[tuple[Table, Column[Any]]]:
    """Every table of ties with the column of what the viewer is tied to."""
    yield episode_like, episode_like.c.episode_id
    yield favourite, favourite.c.series_id
    yield follow, follow.c.creator_id
    yield block, block.c.blocked_id
