"""Words of a viewer about a moment → comments and bullets, within the limits; what authors change later."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Row, Table, select

from reelwright.theatre.catalogue.reading import Version, lines_of
from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.horizon import Moment
from reelwright.theatre.social.limits import (
    BULLET_LENGTH,
    COMMENT_LENGTH,
    cleaned,
    refuse_banned,
    refuse_flood,
    refuse_repetition,
)
from reelwright.theatre.social.pins import Pin, pin_at
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.social.tables import DELETED, HELD, SHOWN, bullet, comment, watched_word
from reelwright.theatre.social.words import watched_in
from reelwright.theatre.store import new_id

COLOURS = ("white", "red", "amber", "yellow", "green", "cyan", "blue", "pink")


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, and how far they had watched the series. ``is_creator``: it is their own series."""

    viewer_id: int
    furthest: Moment
    is_creator: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Which episode is written about, in the version that plays, and where in it."""

    version: Version
    episode_number: int
    time_ms: int


@dataclass(frozen=True, slots=True)
class Written:
    """What was kept. ``state`` is ``held`` when a moderator has to look at it first."""

    public_id: str
    state: str
    pin: Pin
    text: str


def post_bullet(
    connection: Connection, author: Author, place: Place, text: str, colour: str, now_us: int
) -> Written:
    """Keep a bullet. Raises ``Refused``: ``empty``, ``too_long``, ``colour``, ``past_end``, ``banned``,
    ``flood``, ``again``."""
    if colour not in COLOURS:
        raise Refused("colour")
    plain = cleaned(text, BULLET_LENGTH, is_one_line=True)
    return _post(connection, bullet, author, place, plain, now_us, {"colour": colour})


def post_comment(
    connection: Connection, author: Author, place: Place, text: str, now_us: int, *, parent: str | None = None
) -> Written:
    """Keep a comment, or an answer to the comment with the public id ``parent``, which then says where it
    stands. Raises ``Refused`` as ``post_bullet``, ``not_found`` for a parent that is not there, ``deep``
    for an answer to an answer."""
    plain = cleaned(text, COMMENT_LENGTH)
    if parent is None:
        return _post(connection, comment, author, place, plain, now_us, {})
    above = connection.execute(
        select(comment.c.id, comment.c.parent_id, comment.c.time_ms).where(
            comment.c.public_id == parent,
            comment.c.episode_id == place.version.episode_id,
            comment.c.state == SHOWN,
        )
    ).one_or_none()
    if above is None:
        raise Refused("not_found")
    if above.parent_id is not None:
        raise Refused("deep")
    there = Place(place.version, place.episode_number, min(above.time_ms, place.version.duration_ms))
    return _post(connection, comment, author, there, plain, now_us, {"parent_id": above.id})


def edit_comment(connection: Connection, viewer_id: int, public_id: str, text: str, now_us: int) -> Written:
    """Replace the words of one's own comment; new words are looked through like the first. What a moderator
    has hidden stays hidden. Raises ``Refused``."""
    row = _own(connection, comment, viewer_id, public_id)
    refuse_banned(connection, viewer_id, now_us)
    plain = cleaned(text, COMMENT_LENGTH)
    state = HELD if row.state == SHOWN and watched(connection, plain) else row.state
    connection.execute(
        comment.update().where(comment.c.id == row.id).values(text=plain, state=state, edited_us=now_us)
    )
    return Written(public_id, state, Pin(row.line_id, row.offset_ms, row.time_ms), plain)


def delete(connection: Connection, table: Table, viewer_id: int, public_id: str) -> None:
    """Take back one's own comment or bullet; its words are gone, answers to it stay. Raises ``Refused``."""
    row = _own(connection, table, viewer_id, public_id)
    connection.execute(table.update().where(table.c.id == row.id).values(state=DELETED, text=""))


def pin_comment(
    connection: Connection, public_id: str, creator_id: int, now_us: int, *, is_pinned: bool
) -> None:
    """Hold a comment on a series of ``creator_id`` above the others, or let it go. One comment of an episode
    is held at a time. Raises ``Refused("not_found")``."""
    row = connection.execute(
        select(comment.c.id, comment.c.episode_id)
        .join(episode, episode.c.id == comment.c.episode_id)
        .join(series, series.c.id == episode.c.series_id)
        .where(
            comment.c.public_id == public_id,
            series.c.creator_id == creator_id,
            comment.c.state == SHOWN,
            comment.c.parent_id.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise Refused("not_found")
    connection.execute(comment.update().where(comment.c.episode_id == row.episode_id).values(pinned_us=None))
    if is_pinned:
        connection.execute(comment.update().where(comment.c.id == row.id).values(pinned_us=now_us))


def watched(connection: Connection, text: str) -> tuple[str, ...]:
    """The watched words that stand in ``text``."""
    return watched_in(text, connection.scalars(select(watched_word.c.word).order_by(watched_word.c.id)))


def _post(
    connection: Connection,
    table: Table,
    author: Author,
    place: Place,
    text: str,
    now_us: int,
    besides: dict[str, object],
) -> Written:
    if not 0 <= place.time_ms <= place.version.duration_ms:
        raise Refused("past_end")
    refuse_banned(connection, author.viewer_id, now_us)
    refuse_flood(connection, table, "viewer_id", author.viewer_id, now_us)
    refuse_repetition(connection, table, author.viewer_id, text, now_us)
    about = Moment(place.episode_number, place.time_ms)
    knows = about if author.is_creator else max(about, author.furthest)
    pin = pin_at(place.time_ms, lines_of(connection, place.version.version_id))
    state = HELD if watched(connection, text) else SHOWN
    public_id = new_id(now_us)
    connection.execute(
        table.insert().values(
            public_id=public_id,
            episode_id=place.version.episode_id,
            version_id=place.version.version_id,
            viewer_id=author.viewer_id,
            line_id=pin.line_id,
            offset_ms=pin.offset_ms,
            time_ms=pin.time_ms,
            knows_episode=knows.episode,
            knows_ms=knows.time_ms,
            text=text,
            state=state,
            created_us=now_us,
            **besides,
        )
    )
    return Written(public_id, state, pin, text)


def _own(connection: Connection, table: Table, viewer_id: int, public_id: str) -> Row[tuple[object, ...]]:
    row = connection.execute(
        select(table).where(table.c.public_id == public_id, table.c.state != DELETED)
    ).one_or_none()
    if row is None:
        raise Refused("not_found")
    if row.viewer_id != viewer_id:
        raise Refused("not_yours")
    return row
