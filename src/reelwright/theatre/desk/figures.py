"""A series → what its creator asks first: who came, who stayed to the end, what they unlocked and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, distinct, func, select

from reelwright.theatre.catalogue.reading import current_version, lines_of
from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.desk.chart import Curve, Spoken, curve
from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.player.retention import retention_by_second, showings
from reelwright.theatre.player.tables import watch_event
from reelwright.theatre.social.tables import SHOWN, bullet, comment, episode_like


@dataclass(frozen=True, slots=True)
class EpisodeFigures:
    """One episode: showings that began and ended, different viewers, what they did.
    ``unlocks`` are those that stand, by coins or for an ad, and ``coins`` what was charged for them."""

    episode_id: int
    number: int
    title: str
    shows: int
    viewers: int
    finished: int
    likes: int
    comments: int
    bullets: int
    unlocks: int
    coins: int

    @property
    def finished_percent(self) -> int:
        """Of the showings that began, how many came to the end; 0 where none began."""
        return round(100 * min(self.finished, self.shows) / self.shows) if self.shows else 0


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """A series with its episodes in their order."""

    series_id: int
    slug: str
    title: str
    creator_id: int | None
    episodes: tuple[EpisodeFigures, ...]

    def total(self, name: str) -> int:
        """The sum of one figure over the episodes. Viewers are counted once an episode."""
        return sum(getattr(one, name) for one in self.episodes)


def series_figures(connection: Connection, slug: str) -> SeriesFigures | None:
    """The figures of a series, also of one that was taken back; None where there is none."""
    row = connection.execute(
        select(series.c.id, series.c.slug, series.c.title, series.c.creator_id).where(series.c.slug == slug)
    ).one_or_none()
    if row is None:
        return None
    episodes = connection.execute(
        select(episode.c.id, episode.c.number, episode.c.title)
        .where(episode.c.series_id == row.id)
        .order_by(episode.c.number)
    ).all()
    ids = [one.id for one in episodes]
    shows = _watched(connection, ids, "started")
    finished = _watched(connection, ids, "completed")
    unlocks = _unlocks(connection, ids)
    likes = _count(connection, ids, episode_like.c.episode_id)
    comments = _count(connection, ids, comment.c.episode_id, comment.c.state == SHOWN)
    bullets = _count(connection, ids, bullet.c.episode_id, bullet.c.state == SHOWN)
    return SeriesFigures(
        series_id=row.id,
        slug=row.slug,
        title=row.title,
        creator_id=row.creator_id,
        episodes=tuple(
            EpisodeFigures(
                episode_id=one.id,
                number=one.number,
                title=one.title,
                shows=shows.get(one.id, (0, 0))[0],
                viewers=shows.get(one.id, (0, 0))[1],
                finished=finished.get(one.id, (0, 0))[0],
                likes=likes.get(one.id, 0),
                comments=comments.get(one.id, 0),
                bullets=bullets.get(one.id, 0),
                unlocks=unlocks.get(one.id, (0, 0))[0],
                coins=unlocks.get(one.id, (0, 0))[1],
            )
            for one in episodes
        ),
    )


def retention(connection: Connection, episode_id: int) -> Curve | None:
    """The curve of the version of an episode that plays now; None while nobody has watched it."""
    version = current_version(connection, episode_id)
    if version is None:
        return None
    lines = [
        Spoken(one.line_id, one.speaker, one.text, one.start_ms, one.end_ms)
        for one in lines_of(connection, version.version_id)
    ]
    seconds = retention_by_second(connection, version.version_id, version.duration_ms)
    return curve(seconds, showings(connection, version.version_id), lines)


def _watched(connection: Connection, ids: Sequence[int], kind: str) -> dict[int, tuple[int, int]]:
    rows = connection.execute(
        select(
            watch_event.c.episode_id,
            func.count(distinct(watch_event.c.play)),
            func.count(distinct(watch_event.c.viewer_id)),
        )
        .where(watch_event.c.episode_id.in_(ids), watch_event.c.kind == kind)
        .group_by(watch_event.c.episode_id)
    )
    return {number: (plays, viewers) for number, plays, viewers in rows}


def _unlocks(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = connection.execute(
        select(entitlement.c.episode_id, func.count(), func.sum(entitlement.c.coins))
        .where(entitlement.c.episode_id.in_(ids), entitlement.c.revoked_us.is_(None))
        .group_by(entitlement.c.episode_id)
    )
    return {number: (unlocks, int(coins)) for number, unlocks, coins in rows}


def _count(
    connection: Connection, ids: Sequence[int], column: ColumnElement[int], *conditions: ColumnElement[bool]
) -> dict[int, int]:
    counted = select(column, func.count()).where(column.in_(ids), *conditions).group_by(column)
    return {row[0]: row[1] for row in connection.execute(counted)}
