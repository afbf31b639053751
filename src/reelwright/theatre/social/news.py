"""Whom and what viewers follow → the episodes that came out since, for the page and for letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, or_, select
from sqlalchemy.exc import IntegrityError

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.reading import is_published
from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.player.tables import watch_position
from reelwright.theatre.social.tables import episode_told, favourite, follow, news_wish
from reelwright.theatre.store import BEHIND_US, Job, enqueue, settle

_DAY_US = 86_400_000_000
NEW_US = 14 * _DAY_US
"""So long an episode is called new to who has not begun it."""
TOLD_WITHIN_US = 2 * _DAY_US
"""Of what came out longer ago no letter is written: the theatre was closed, or an old one gets letters."""
_AT_ONCE = 500
JOB = "news"
"""The outbox's word for "followers of a series are to be told": a portion of them a job."""
PORTION = 1000
"""So many viewers are looked at in one transaction."""


@dataclass(frozen=True, slots=True)
class NewOfSeries:
    """What is new of one series to one viewer: the first of the new episodes, and how many there are."""

    series_id: int
    episode_id: int
    count: int


def new_to(connection: Connection, viewer_id: int, now_us: int) -> list[NewOfSeries]:
    """What came out since the viewer follows its creator or keeps its series, and was not begun yet; the
    series of the latest episode first."""
    rows = connection.execute(
        select(episode.c.series_id, episode.c.id, episode.c.number)
        .join(series, episode.c.series_id == series.c.id)
        .outerjoin(favourite, and_(favourite.c.series_id == series.c.id, favourite.c.viewer_id == viewer_id))
        .outerjoin(follow, and_(follow.c.creator_id == series.c.creator_id, follow.c.viewer_id == viewer_id))
        .outerjoin(
            watch_position,
            and_(watch_position.c.episode_id == episode.c.id, watch_position.c.viewer_id == viewer_id),
        )
        .where(is_published(), episode.c.release_us <= now_us, episode.c.release_us > now_us - NEW_US)
        .where(watch_position.c.episode_id.is_(None))
        .where(or_(favourite.c.created_us < episode.c.release_us, follow.c.created_us < episode.c.release_us))
        .order_by(episode.c.release_us.desc(), episode.c.number)
        .limit(_AT_ONCE)
    ).all()
    found: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        found.setdefault(row.series_id, []).append((row.number, row.id))
    return [NewOfSeries(series_id, min(ones)[1], len(ones)) for series_id, ones in found.items()]


def wants_letters(connection: Connection, viewer_id: int) -> bool:
    """Whether a viewer asked for letters of new episodes."""
    return bool(connection.scalar(select(exists().where(news_wish.c.viewer_id == viewer_id))))


def wish(connection: Connection, viewer_id: int, now_us: int, *, is_on: bool) -> None:
    """Ask for letters of new episodes, or for no more. Twice is once."""
    if not is_on:
        connection.execute(news_wish.delete().where(news_wish.c.viewer_id == viewer_id))
    elif not wants_letters(connection, viewer_id):
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(news_wish.insert().values(viewer_id=viewer_id, created_us=now_us))


@dataclass(frozen=True, slots=True)
class News:
    """One letter to be written: to whom, in which language, of which episodes (by number) of a series."""

    viewer: str
    mail: str
    language: str
    series_title: str
    series: str
    numbers: tuple[int, ...]


def are_untold(connection: Connection, now_us: int) -> bool:
    """Whether an episode came out of which nobody was told: a look that writes nothing."""
    return bool(_untold(connection, now_us, 1))


def begin_telling(connection: Connection, now_us: int) -> int:
    """Put a job into the outbox for each series of which something came out; how many. Each episode is told
    of once, whoever else looks just now."""
    of_series: dict[int, list[int]] = {}
    for row in _untold(connection, now_us, _AT_ONCE):
        with suppress(IntegrityError), connection.begin_nested():  # another server may tell of it just now
            connection.execute(episode_told.insert().values(episode_id=row.id, told_us=now_us))
            of_series.setdefault(row.series_id, []).append(row.id)
    for series_id, episode_ids in of_series.items():
        _go_on(connection, {"series_id": series_id, "episode_ids": episode_ids, "after": 0}, now_us)
    return len(of_series)


def take_portion(connection: Connection, job: Job, now_us: int) -> list[News]:
    """The letters of a job's portion: one a viewer, for episodes that came out since they follow the series,
    to verified addresses that asked for it. ``after`` in the job is the viewer whom the portion before ended
    with. Belongs into the transaction that posts the letters: in it this job is over and the next one there,
    so whoever is killed, nobody gets two letters and nobody none."""
    if not settle(connection, job, now_us=now_us):
        return []
    series_id, episode_ids, after = (job.body[name] for name in ("series_id", "episode_ids", "after"))
    rows = connection.execute(_followers(series_id, after).limit(PORTION)).all()
    if len(rows) == PORTION:
        _go_on(connection, {**job.body, "after": rows[-1].id}, now_us)
    return list(_letters(connection, series_id, episode_ids, rows))


def _go_on(connection: Connection, body: dict[str, Any], now_us: int) -> None:
    key = f"{JOB}/{body['series_id']}/{body['episode_ids'][0]}/{body['after']}"
    enqueue(connection, JOB, body, now_us=now_us, due_us=BEHIND_US, key=key)


def _untold(connection: Connection, now_us: int, count: int) -> Sequence[Row[Any]]:
    found: Select[Any] = (
        select(episode.c.id, episode.c.series_id, episode.c.number, episode.c.release_us)
        .join(series, episode.c.series_id == series.c.id)
        .outerjoin(episode_told, episode_told.c.episode_id == episode.c.id)
        .where(is_published(), episode_told.c.episode_id.is_(None))
        .where(episode.c.release_us <= now_us, episode.c.release_us > now_us - TOLD_WITHIN_US)
        .order_by(episode.c.series_id, episode.c.number)
        .limit(count)
    )
    return connection.execute(found).all()


def _followers(series_id: int, after: int) -> Select[Any]:
    """Who wants letters and keeps the series or follows its creator, in their order, behind ``after``."""
    return (
        select(
            viewer.c.id,
            viewer.c.public_id,
            viewer.c.mail,
            viewer.c.language,
            news_wish.c.created_us.label("asked_us"),
            favourite.c.created_us.label("kept_us"),
            follow.c.created_us.label("followed_us"),
        )
        .join(news_wish, news_wish.c.viewer_id == viewer.c.id)
        .join(series, series.c.id == series_id)
        .outerjoin(favourite, and_(favourite.c.viewer_id == viewer.c.id, favourite.c.series_id == series_id))
        .outerjoin(
            follow, and_(follow.c.viewer_id == viewer.c.id, follow.c.creator_id == series.c.creator_id)
        )
        .where(viewer.c.mail.is_not(None), viewer.c.is_verified)
        .where(viewer.c.suspended_us.is_(None), viewer.c.deleted_us.is_(None))
        .where(or_(favourite.c.created_us.is_not(None), follow.c.created_us.is_not(None)))
        .where(news_wish.c.viewer_id > after)
        .order_by(news_wish.c.viewer_id)
    )


def _letters(
    connection: Connection, series_id: int, episode_ids: Sequence[int], rows: Sequence[Row[Any]]
) -> Iterator[News]:
    one = connection.execute(select(series).where(series.c.id == series_id)).one()
    out = select(episode.c.number, episode.c.release_us).join(series, episode.c.series_id == series.c.id)
    # What was taken back since the first portion nobody else is told of.
    found = out.where(episode.c.id.in_(episode_ids), is_published()).order_by(episode.c.number)
    releases_us = {row.number: row.release_us for row in connection.execute(found)}
    for row in rows:
        since_us = max(row.asked_us, min(at for at in (row.kept_us, row.followed_us) if at is not None))
        numbers = tuple(number for number, at_us in releases_us.items() if at_us > since_us)
        if numbers:
            yield News(row.public_id, row.mail, row.language, one.title, one.slug, numbers)
