"""Ids of episodes and series → what the other rooms need to know of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, select

from reelwright.theatre.catalogue.tables import episode, episode_version, line, series
from reelwright.theatre.store import Answer, Prepared


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms one episode is watched. ``price_coins`` is what it costs to who has nothing yet; it is 0
    for a free one. ``release_us`` may lie ahead."""

    episode_id: int
    episode: str
    series_id: int
    series: str
    number: int
    price_coins: int
    is_free: bool
    release_us: int
    creator_id: int | None
    is_published: bool


def terms_of(connection: Connection, episode_public_id: str) -> Terms | None:
    """The terms of an episode by its public id, also of one that is unpublished."""
    return asked_terms_of(connection, episode_public_id)()


def asked_terms_of(connection: Connection, episode_public_id: str) -> Answer[Terms | None]:
    """``terms_of``, asked for now."""
    rows = _TERMS_OF.ask(connection, asked=episode_public_id)
    return lambda: next(map(_as_terms, rows()), None)


def terms_of_version(connection: Connection, version_public_id: str) -> Terms | None:
    """The terms of the episode that a version belongs to, whether it is the current one or an older."""
    row = _TERMS_OF_VERSION.one(connection, asked=version_public_id)
    return None if row is None else _as_terms(row)


def terms_of_series(connection: Connection, series_public_id: str, now_us: int) -> list[Terms]:
    """The terms of the published episodes that are out by ``now_us``, in their order."""
    return [
        _as_terms(row) for row in _TERMS_OF_SERIES.rows(connection, asked=series_public_id, now_us=now_us)
    ]


def is_published() -> Any:
    """The condition that neither the episode nor its series was taken back."""
    return and_(series.c.unpublished_us.is_(None), episode.c.unpublished_us.is_(None))


def is_current() -> Any:
    """The condition that joins an episode to the version that plays."""
    return and_(episode_version.c.episode_id == episode.c.id, episode_version.c.replaced_us.is_(None))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an episode. Paths are relative to ``/media/VERSION/``; ``renditions``,
    ``captions`` and ``covers`` are as the release lists them."""

    version_id: int
    version: str
    episode_id: int
    language: str
    duration_ms: int
    master_playlist: str
    poster: str
    renditions: tuple[dict[str, Any], ...]
    captions: tuple[dict[str, Any], ...]
    covers: tuple[dict[str, Any], ...]
    ai_label: str


def current_version(connection: Connection, episode_id: int) -> Version | None:
    """The version of an episode that plays now."""
    found = select(episode_version).where(
        episode_version.c.episode_id == episode_id, episode_version.c.replaced_us.is_(None)
    )
    row = connection.execute(found).one_or_none()
    return None if row is None else _as_version(row)


def current_or_old_version(connection: Connection, version_public_id: str) -> Version | None:
    """A version by its public id, also one that was replaced and still plays for who has begun it."""
    found = select(episode_version).where(episode_version.c.public_id == version_public_id)
    row = connection.execute(found).one_or_none()
    return None if row is None else _as_version(row)


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line of a version: its permanent id, who says what, and when (milliseconds of the episode)."""

    line_id: str
    position: int
    speaker: str
    character: str
    text: str
    start_ms: int
    end_ms: int


def lines_of(connection: Connection, version_id: int) -> Sequence[SpokenLine]:
    """The lines of a version in the order in which they are heard."""
    rows = connection.execute(
        select(
            line.c.line_id,
            line.c.position,
            line.c.speaker,
            line.c.character,
            line.c.text,
            line.c.start_ms,
            line.c.end_ms,
        )
        .where(line.c.version_id == version_id)
        .order_by(line.c.position)
    )
    return [SpokenLine(*row) for row in rows]


_TERMS: Select[Any] = select(
    episode.c.id,
    episode.c.public_id,
    episode.c.series_id,
    series.c.public_id.label("series_public_id"),
    episode.c.number,
    func.coalesce(episode.c.price_coins, series.c.price_coins).label("price_coins"),
    (episode.c.number <= series.c.free_count).label("is_free"),
    episode.c.release_us,
    series.c.creator_id,
    is_published().label("is_published"),
).join(series, episode.c.series_id == series.c.id)
_TERMS_OF = Prepared(_TERMS.where(episode.c.public_id == bindparam("asked")))
_TERMS_OF_VERSION = Prepared(
    _TERMS.join(episode_version, episode_version.c.episode_id == episode.c.id).where(
        episode_version.c.public_id == bindparam("asked")
    )
)
_TERMS_OF_SERIES = Prepared(
    _TERMS.where(
        series.c.public_id == bindparam("asked"), episode.c.release_us <= bindparam("now_us"), is_published()
    ).order_by(episode.c.number)
)


def _as_terms(row: Any) -> Terms:
    is_free = bool(row.is_free) or row.price_coins == 0
    return Terms(
        episode_id=row.id,
        episode=row.public_id,
        series_id=row.series_id,
        series=row.series_public_id,
        number=row.number,
        price_coins=0 if is_free else row.price_coins,
        is_free=is_free,
        release_us=row.release_us,
        creator_id=row.creator_id,
        is_published=bool(row.is_published),
    )


def _as_version(row: Row[Any]) -> Version:
    return Version(
        version_id=row.id,
        version=row.public_id,
        episode_id=row.episode_id,
        language=row.language,
        duration_ms=row.frame_count * row.rate_denominator * 1000 // row.rate_numerator,
        master_playlist=row.master_playlist,
        poster=row.poster,
        renditions=tuple(json.loads(row.renditions)),
        captions=tuple(json.loads(row.captions)),
        covers=tuple(json.loads(row.covers)),
        ai_label=row.ai_label,
    )
