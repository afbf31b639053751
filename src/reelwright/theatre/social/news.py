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

_DAY_US = 86_400_000_000
NEW_US = 14 * _DAY_US
"""So long an episode is called new to who has not begun it."""
TOLD_WITHIN_US = 2 * _DAY_US
"""Of what came out longer ago no letter is written: the theatre was closed, or an old one gets letters."""
_AT_ONCE = 500


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


def take_news(connection: Connection, now_us: int) -> Iterator[News]:
    """Every letter that is due: one a viewer and series, for episodes that came out since they follow it, to
    verified addresses that asked for it. Belongs into the transaction that sends it; again it gives none."""
    of_series: dict[int, list[Row[Any]]] = {}
    for row in _untold(connection, now_us, _AT_ONCE):
        with suppress(IntegrityError), connection.begin_nested():  # another server may tell of it just now
            connection.execute(episode_told.insert().values(episode_id=row.id, told_us=now_us))
            of_series.setdefault(row.series_id, []).append(row)
    for series_id, rows in of_series.items():
        yield from _letters(connection, series_id, {row.number: row.release_us for row in rows})


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


def _letters(connection: Connection, series_id: int, releases_us: dict[int, int]) -> Iterator[News]:
    one = connection.execute(select(series).where(series.c.id == series_id)).one()
    rows = connection.execute(
        select(
            viewer.c.public_id,
            viewer.c.mail,
            viewer.c.language,
            news_wish.c.created_us.label("asked_us"),
            favourite.c.created_us.label("kept_us"),
            follow.c.created_us.label("followed_us"),
        )
        .join(news_wish, news_wish.c.viewer_id == viewer.c.id)
        .outerjoin(favourite, and_(favourite.c.viewer_id == viewer.c.id, favourite.c.series_id == series_id))
        .outerjoin(follow, and_(follow.c.viewer_id == viewer.c.id, follow.c.creator_id == one.creator_id))
        .where(viewer.c.mail.is_not(None), viewer.c.is_verified)
        .where(viewer.c.suspended_us.is_(None), viewer.c.deleted_us.is_(None))
        .where(or_(favourite.c.created_us.is_not(None), follow.c.created_us.is_not(None)))
    )
    for row in rows:
        since_us = max(row.asked_us, min(at for at in (row.kept_us, row.followed_us) if at is not None))
        numbers = tuple(number for number, at_us in releases_us.items() if at_us > since_us)
        if numbers:
            yield News(row.public_id, row.mail, row.language, one.title, one.slug, numbers)
