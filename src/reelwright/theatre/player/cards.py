"""Episodes → cards: what a slide says of an episode before anybody plays it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from reelwright.theatre.catalogue.reading import is_current, is_published
from reelwright.theatre.catalogue.tables import episode, episode_version, series

COVER = "3:4"
WIDE_COVER = "16:9"


@dataclass(frozen=True, slots=True)
class Card:
    """One episode as a slide, a list or a share link shows it. Addresses are paths of this theatre; the
    numbers in ``*_id`` stay inside. ``choice`` is the feed's choice that put it there."""

    episode_id: int
    series_id: int
    episode: str
    series: str
    series_title: str
    series_url: str
    number: int
    episode_count: int
    title: str
    logline: str
    poster: str
    cover: str
    wide_cover: str
    url: str
    duration_s: float
    ai_label: str
    language: str
    tags: tuple[str, ...]
    choice: str | None = None


def cards_of(connection: Connection, episode_ids: Sequence[int], now_us: int) -> list[Card]:
    """The cards of these episodes in this order, without those that are not out."""
    rows = connection.execute(_visible(now_us).where(episode.c.id.in_(episode_ids)))
    found = {row.id: _card(row) for row in rows}
    return [found[one] for one in episode_ids if one in found]


def card_of(connection: Connection, episode_public_id: str, now_us: int) -> Card | None:
    """The card of one episode by its public id; None when it is not out."""
    row = connection.execute(_visible(now_us).where(episode.c.public_id == episode_public_id)).one_or_none()
    return None if row is None else _card(row)


def cards_of_series(
    connection: Connection, slug: str, now_us: int, *, from_number: int = 0, count: int = 1000
) -> list[Card]:
    """Cards of a series by its slug, in the order of the episodes."""
    rows = connection.execute(
        _visible(now_us)
        .where(series.c.slug == slug, episode.c.number >= from_number)
        .order_by(episode.c.number)
        .limit(count)
    )
    return [_card(row) for row in rows]


def first_episodes(connection: Connection, series_ids: Sequence[int], now_us: int) -> dict[int, int]:
    """The number of the first episode that is out, for each series that has one."""
    rows = connection.execute(
        select(episode.c.series_id, episode.c.id)
        .where(
            episode.c.series_id.in_(series_ids),
            episode.c.unpublished_us.is_(None),
            episode.c.release_us <= now_us,
        )
        .order_by(episode.c.series_id, episode.c.number.desc())
    )
    return {row.series_id: row.id for row in rows}


def _visible(now_us: int) -> Select[Any]:
    other = episode.alias("other")
    count = (
        select(func.count())
        .select_from(other)
        .where(
            other.c.series_id == series.c.id, other.c.unpublished_us.is_(None), other.c.release_us <= now_us
        )
        .scalar_subquery()
    )
    return (
        select(
            episode.c.id,
            episode.c.series_id,
            episode.c.public_id,
            episode.c.number,
            episode.c.title,
            series.c.slug,
            series.c.title.label("series_title"),
            series.c.logline,
            series.c.tags,
            series.c.language,
            count.label("episode_count"),
            episode_version.c.public_id.label("version"),
            episode_version.c.poster,
            episode_version.c.covers,
            episode_version.c.ai_label,
            episode_version.c.frame_count,
            episode_version.c.rate_numerator,
            episode_version.c.rate_denominator,
        )
        .join(series, episode.c.series_id == series.c.id)
        .join(episode_version, is_current())
        .where(and_(is_published(), episode.c.release_us <= now_us))
    )


def _card(row: Row[Any]) -> Card:
    covers = {cover["shape"]: cover["path"] for cover in json.loads(row.covers)}
    media = f"/media/{row.version}/"
    return Card(
        episode_id=row.id,
        series_id=row.series_id,
        episode=row.public_id,
        series=row.slug,
        series_title=row.series_title,
        series_url=f"/s/{row.slug}",
        number=row.number,
        episode_count=row.episode_count,
        title=_short_title(row.title, row.series_title),
        logline=row.logline,
        poster=media + row.poster,
        cover=media + covers.get(COVER, row.poster),
        wide_cover=media + covers.get(WIDE_COVER, row.poster),
        url=f"/s/{row.slug}/{row.number}",
        duration_s=row.frame_count * row.rate_denominator / row.rate_numerator,
        ai_label=_label(row.ai_label),
        language=row.language,
        tags=tuple(json.loads(row.tags)),
    )


def _short_title(title: str, series_title: str) -> str:
    """The studio writes "Series · Episode 1 · One Dinner": on a slide of that series the end is enough."""
    return title.split("·")[-1].strip() if title.startswith(series_title) and "·" in title else title


def _label(kept: str) -> str:
    """The words that are seen, of the label as the release has it."""
    if kept.startswith("{"):
        return str(json.loads(kept).get("visible_text", ""))
    return kept
