"""The catalogue → every series with its episodes, for those who look after it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from reelwright.theatre.catalogue.tables import episode, episode_version, series


@dataclass(frozen=True, slots=True)
class ListedEpisode:
    """An episode as its creator sees it. ``own_price_coins`` is None where the series' price stands;
    ``version`` is what plays now."""

    episode: str
    number: int
    title: str
    own_price_coins: int | None
    release_us: int
    is_published: bool
    version: str
    poster: str
    duration_ms: int
    version_count: int


@dataclass(frozen=True, slots=True)
class ListedSeries:
    """A series as its creator sees it."""

    series: str
    slug: str
    title: str
    language: str
    logline: str
    tags: tuple[str, ...]
    creator_id: int | None
    price_coins: int
    free_count: int
    is_published: bool
    episodes: tuple[ListedEpisode, ...]


def listed(connection: Connection, *, creator_id: int | None = None, slug: str = "") -> list[ListedSeries]:
    """All series by title, or those of one creator, or the one of this slug; unpublished ones too."""
    wanted = select(series).order_by(series.c.title, series.c.id)
    if creator_id is not None:
        wanted = wanted.where(series.c.creator_id == creator_id)
    if slug:
        wanted = wanted.where(series.c.slug == slug)
    rows = connection.execute(wanted).all()
    episodes = _episodes(connection, [row.id for row in rows])
    return [
        ListedSeries(
            series=row.public_id,
            slug=row.slug,
            title=row.title,
            language=row.language,
            logline=row.logline,
            tags=tuple(json.loads(row.tags)),
            creator_id=row.creator_id,
            price_coins=row.price_coins,
            free_count=row.free_count,
            is_published=row.unpublished_us is None,
            episodes=tuple(episodes[row.id]),
        )
        for row in rows
    ]


def _episodes(connection: Connection, series_ids: list[int]) -> dict[int, list[ListedEpisode]]:
    versions: dict[int, int] = defaultdict(int)
    of_series = select(episode.c.id).where(episode.c.series_id.in_(series_ids))
    for episode_id in connection.scalars(
        select(episode_version.c.episode_id).where(episode_version.c.episode_id.in_(of_series))
    ):
        versions[episode_id] += 1
    plays = and_(episode_version.c.episode_id == episode.c.id, episode_version.c.replaced_us.is_(None))
    rows = connection.execute(
        select(
            episode,
            episode_version.c.public_id.label("version"),
            episode_version.c.poster,
            episode_version.c.frame_count,
            episode_version.c.rate_numerator,
            episode_version.c.rate_denominator,
        )
        .join(episode_version, plays)
        .where(episode.c.series_id.in_(series_ids))
        .order_by(episode.c.number)
    )
    found: dict[int, list[ListedEpisode]] = defaultdict(list)
    for row in rows:
        found[row.series_id].append(
            ListedEpisode(
                episode=row.public_id,
                number=row.number,
                title=row.title,
                own_price_coins=row.price_coins,
                release_us=row.release_us,
                is_published=row.unpublished_us is None,
                version=row.version,
                poster=row.poster,
                duration_ms=row.frame_count * row.rate_denominator * 1000 // row.rate_numerator,
                version_count=versions[row.id],
            )
        )
    return found
