"""What was written about an episode → what one viewer may see of it: the spoiler horizon, their blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, Select, and_, select

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.tables import episode, line, series
from reelwright.theatre.horizon import Moment, Pinned, Revealed, reveal
from reelwright.theatre.social.tables import DELETED, HELD, SHOWN, block, bullet, comment

WINDOW_MS = 30_000
"""Bullets are asked for by windows of this length, counted from the start of the episode."""
AHEAD_MS = 45_000
"""A player asks for the window that it is about to come to, and reports its place every few seconds."""
BULLETS_MAX = 400
"""Bullets of one window; the newest, for nobody can read more."""
THREADS_MAX = 400
ANSWERS_MAX = 50


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks: ``viewer_id`` None for somebody unknown. ``furthest`` is in the series looked at."""

    viewer_id: int | None
    furthest: Moment
    is_asked_for: bool = False


@dataclass(frozen=True, slots=True)
class SeenBullet:
    """A bullet as it is drawn and listed."""

    public_id: str
    time_ms: int
    text: str
    colour: str
    author: str
    author_public_id: str
    author_id: int
    state: str
    pinned: Pinned


@dataclass(frozen=True, slots=True)
class SeenComment:
    """A comment with what it is about and its answers. ``text`` is empty for one that was taken back,
    ``author`` for who has left."""

    public_id: str
    episode: str
    number: int
    time_ms: int
    line: str
    text: str
    author: str
    author_public_id: str
    author_id: int
    is_creator: bool
    is_pinned: bool
    is_edited: bool
    state: str
    created_us: int
    pinned: Pinned
    answers: tuple[SeenComment, ...] = ()


def bullets_between(
    connection: Connection, episode_id: int, from_ms: int, to_ms: int
) -> tuple[SeenBullet, ...]:
    """Every bullet of a stretch of an episode that anybody might see, whoever looks, in the order of its
    time: the newest ``BULLETS_MAX``. Held ones are among them, for their authors."""
    rows = connection.execute(
        select(
            bullet.c.public_id,
            bullet.c.time_ms,
            bullet.c.text,
            bullet.c.colour,
            viewer.c.name,
            viewer.c.public_id.label("author_public_id"),
            bullet.c.viewer_id,
            bullet.c.state,
            bullet.c.knows_episode,
            bullet.c.knows_ms,
            episode.c.number,
        )
        .outerjoin(viewer, viewer.c.id == bullet.c.viewer_id)
        .join(episode, episode.c.id == bullet.c.episode_id)
        .where(
            bullet.c.episode_id == episode_id,
            bullet.c.time_ms >= from_ms,
            bullet.c.time_ms < to_ms,
            bullet.c.state.in_((SHOWN, HELD)),
        )
        .order_by(bullet.c.id.desc())
        .limit(BULLETS_MAX)
    )
    seen = [
        SeenBullet(
            public_id=row.public_id,
            time_ms=row.time_ms,
            text=row.text,
            colour=row.colour,
            author=row.name or "",
            author_public_id=row.author_public_id or "",
            author_id=row.viewer_id,
            state=row.state,
            pinned=Pinned(Moment(row.number, row.time_ms), Moment(row.knows_episode, row.knows_ms)),
        )
        for row in rows
    ]
    return tuple(sorted(seen, key=lambda one: (one.time_ms, one.public_id)))


def bullets_for(
    bullets: Sequence[SeenBullet], eyes: Eyes, blocked: frozenset[int], *, ahead_ms: int = 0
) -> Revealed[SeenBullet]:
    """Those that ``eyes`` may see; ``ahead_ms`` for a player, which draws each when the film is there."""
    furthest = replace(eyes.furthest, time_ms=eyes.furthest.time_ms + ahead_ms)
    allowed = [one for one in bullets if _is_for(one.state, one.author_id, eyes.viewer_id, blocked)]
    return reveal(
        allowed,
        furthest,
        pinned=lambda one: one.pinned,
        own=lambda one: one.author_id == eyes.viewer_id,
        is_asked_for=eyes.is_asked_for,
    )


def comments_for(connection: Connection, episode_id: int, eyes: Eyes) -> Revealed[SeenComment]:
    """The threads of an episode that ``eyes`` may see: what the creator holds above first, then by the time
    of the film. A veiled thread counts as one, as does a veiled answer."""
    blocked = blocked_by(connection, eyes.viewer_id)
    rows = connection.execute(
        _comments().where(
            comment.c.episode_id == episode_id,
            comment.c.parent_id.is_(None),
            comment.c.state.in_((SHOWN, HELD, DELETED)),
        )
        .order_by(comment.c.pinned_us.is_(None), comment.c.id.desc())
        .limit(THREADS_MAX)
    ).all()  # fmt: skip
    answers = _answers(connection, [row.id for row in rows])
    threads = [_as_seen(row) for row in rows if answers.get(row.id) or row.state != DELETED]
    shown = _revealed(threads, eyes, blocked)
    veiled = shown.veiled_count
    number_of = {row.public_id: row.id for row in rows}
    complete = []
    for thread in shown.shown:
        below = _revealed(
            [_as_seen(row) for row in answers.get(number_of[thread.public_id], [])], eyes, blocked
        )
        veiled += below.veiled_count
        complete.append(replace(thread, answers=below.shown))
    return Revealed(tuple(sorted(complete, key=_standing)), veiled)


def comment_by_id(connection: Connection, public_id: str) -> SeenComment | None:
    """One comment, whatever its state."""
    row = connection.execute(_comments().where(comment.c.public_id == public_id)).one_or_none()
    return None if row is None else _as_seen(row)


def comments_to_answer(
    connection: Connection, series_id: int, creator_id: int, limit: int = 100
) -> list[SeenComment]:
    """The newest comments on a series that its creator has not answered."""
    reply = comment.alias("reply")
    is_answered = (
        select(reply.c.id).where(reply.c.parent_id == comment.c.id, reply.c.viewer_id == creator_id).exists()
    )
    rows = connection.execute(
        _comments()
        .where(
            episode.c.series_id == series_id,
            comment.c.parent_id.is_(None),
            comment.c.state == SHOWN,
            comment.c.viewer_id != creator_id,
            ~is_answered,
        )
        .order_by(comment.c.id.desc())
        .limit(limit)
    )
    return [_as_seen(row) for row in rows]


def blocked_by(connection: Connection, viewer_id: int | None) -> frozenset[int]:
    """Whom a viewer wants to see no more."""
    if viewer_id is None:
        return frozenset()
    return frozenset(connection.scalars(select(block.c.blocked_id).where(block.c.viewer_id == viewer_id)))


def _revealed(threads: Sequence[SeenComment], eyes: Eyes, blocked: frozenset[int]) -> Revealed[SeenComment]:
    return reveal(
        [one for one in threads if _is_for(one.state, one.author_id, eyes.viewer_id, blocked)],
        eyes.furthest,
        pinned=lambda one: one.pinned,
        own=lambda one: one.author_id == eyes.viewer_id,
        is_asked_for=eyes.is_asked_for,
    )


def _is_for(state: str, author_id: int, viewer_id: int | None, blocked: frozenset[int]) -> bool:
    if author_id in blocked:
        return False
    return state in (SHOWN, DELETED) or author_id == viewer_id


def _answers(connection: Connection, parents: Sequence[int]) -> dict[int, list[Row[tuple[object, ...]]]]:
    found: dict[int, list[Row[tuple[object, ...]]]] = {}
    rows = connection.execute(
        _comments()
        .where(comment.c.parent_id.in_(parents), comment.c.state.in_((SHOWN, HELD)))
        .order_by(comment.c.id)
    )
    for row in rows:
        below = found.setdefault(row.parent_id, [])
        if len(below) < ANSWERS_MAX:
            below.append(row)
    return found


def _standing(one: SeenComment) -> tuple[bool, int, int]:
    return (not one.is_pinned, one.time_ms, -one.created_us)


def _comments() -> Select[tuple[object, ...]]:
    return (
        select(
            comment,
            viewer.c.name,
            viewer.c.public_id.label("author_public_id"),
            episode.c.number,
            episode.c.public_id.label("episode_public_id"),
            series.c.creator_id,
            line.c.text.label("line_text"),
        )
        .outerjoin(viewer, viewer.c.id == comment.c.viewer_id)
        .join(episode, episode.c.id == comment.c.episode_id)
        .join(series, series.c.id == episode.c.series_id)
        .outerjoin(line, and_(line.c.version_id == comment.c.version_id, line.c.line_id == comment.c.line_id))
    )


def _as_seen(row: Row[tuple[object, ...]]) -> SeenComment:
    is_gone = row.state == DELETED
    return SeenComment(
        public_id=row.public_id,
        episode=row.episode_public_id,
        number=row.number,
        time_ms=row.time_ms,
        line=row.line_text or "",
        text="" if is_gone else row.text,
        author="" if is_gone else row.name or "",
        author_public_id="" if is_gone else row.author_public_id or "",
        author_id=row.viewer_id,
        is_creator=row.viewer_id == row.creator_id,
        is_pinned=row.pinned_us is not None,
        is_edited=row.edited_us is not None,
        state=row.state,
        created_us=row.created_us,
        pinned=Pinned(Moment(row.number, row.time_ms), Moment(row.knows_episode, row.knows_ms)),
    )
