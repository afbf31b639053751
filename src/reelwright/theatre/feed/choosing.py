"""A viewer → the episodes to show next, drawn by chance and logged."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from reelwright.theatre.catalogue.reading import is_current, is_published
from reelwright.theatre.catalogue.tables import episode, episode_version, series
from reelwright.theatre.feed.ranking import (
    NOBODY,
    POLICY,
    Drawn,
    Facts,
    Taste,
    draw,
    features_of,
    score_of,
    tag_shares,
)
from reelwright.theatre.feed.tables import co_watch, feed_choice, feed_request, series_pulse, taken_to
from reelwright.theatre.player.cards import Card, cards_of
from reelwright.theatre.player.tables import watch_position
from reelwright.theatre.store import new_id

NEWEST = 300
"""So many series, the newest and the most watched, are looked at."""
CANDIDATES = 60
"""So many of them, the best, may be drawn; all of them are logged."""
TAKEN_TO = 30
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The episode that a series would show to this viewer."""

    series_id: int
    episode_id: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Choice:
    """A list as it was drawn, before it is logged: ``features`` of all candidates by episode id."""

    drawn: tuple[Drawn, ...]
    features: Mapping[int, Mapping[str, float]]


def choose(
    connection: Connection,
    viewer_id: int | None,
    *,
    count: int,
    now_us: int,
    chance: random.Random,
    besides: Collection[str] = (),
) -> Choice:
    """Draw at most ``count`` episodes, one of a series. An episode that this viewer has begun is never among
    them, nor one of ``besides`` (public ids: what the page shows already) or of their series."""
    candidates = _candidates(connection, viewer_id, now_us, besides)
    taste = _taste_of(connection, viewer_id, [one.series_id for one in candidates])
    features = {one.episode_id: features_of(one.series_id, one.facts, taste) for one in candidates}
    best = sorted(features, key=lambda one: (-score_of(features[one]), one))[:CANDIDATES]
    kept = {one: features[one] for one in best}
    return Choice(tuple(draw({one: score_of(kept[one]) for one in best}, count, chance)), kept)


def log_choice(connection: Connection, viewer_id: int | None, choice: Choice, now_us: int) -> list[Card]:
    """Keep the list, every candidate and every probability; return its cards, each with its choice."""
    if not choice.drawn:
        return []
    request_id = connection.scalar(
        feed_request.insert()
        .returning(feed_request.c.id)
        .values(
            viewer_id=viewer_id,
            policy=POLICY,
            candidates=json.dumps(
                {
                    one: {name: round(value, 4) for name, value in values.items() if value}
                    for one, values in choice.features.items()
                }
            ),
            at_us=now_us,
        )
    )
    names = {drawn.candidate: new_id(now_us) for drawn in choice.drawn}
    connection.execute(
        feed_choice.insert(),
        [
            {
                "public_id": names[drawn.candidate],
                "request_id": request_id,
                "position": position,
                "episode_id": drawn.candidate,
                "probability": drawn.probability,
            }
            for position, drawn in enumerate(choice.drawn)
        ],
    )
    cards = cards_of(connection, [drawn.candidate for drawn in choice.drawn], now_us)
    return [replace(card, choice=names[card.episode_id]) for card in cards]


def _candidates(
    connection: Connection, viewer_id: int | None, now_us: int, besides: Collection[str]
) -> list[_Candidate]:
    rows = _series_rows(connection, now_us)
    begun = _begun(connection, viewer_id)
    shown = _series_of(connection, besides)
    firsts = _episodes_of(connection, [row.id for row in rows if row.id not in shown], now_us)
    candidates = []
    for row in rows:
        following = _unseen(firsts.get(row.id, ()), begun.get(row.id, frozenset()))
        if following is None:
            continue
        facts = Facts(
            starts=row.starts or 0,
            completions=row.completions or 0,
            age_days=(now_us - row.created_us) / _DAY_US,
            tags=frozenset(json.loads(row.tags)),
            viewers=row.viewers or 0,
            continues=row.id in begun,
        )
        candidates.append(_Candidate(row.id, following, facts))
    return candidates


def _series_rows(connection: Connection, now_us: int) -> list[Any]:
    found = (
        select(
            series.c.id,
            series.c.tags,
            series.c.created_us,
            series_pulse.c.starts,
            series_pulse.c.completions,
            series_pulse.c.viewers,
        )
        .outerjoin(series_pulse, series_pulse.c.series_id == series.c.id)
        .where(series.c.unpublished_us.is_(None), series.c.created_us <= now_us)
    )
    newest = connection.execute(found.order_by(series.c.created_us.desc()).limit(NEWEST)).all()
    liked = connection.execute(
        found.order_by(func.coalesce(series_pulse.c.viewers, 0).desc()).limit(NEWEST)
    ).all()
    both: dict[int, Any] = {row.id: row for row in [*newest, *liked]}
    return list(both.values())


def _episodes_of(
    connection: Connection, series_ids: Sequence[int], now_us: int
) -> dict[int, list[tuple[int, int]]]:
    """For each series its episodes that are out: (number, id), in their order."""
    rows = connection.execute(
        select(episode.c.series_id, episode.c.number, episode.c.id)
        .join(series, episode.c.series_id == series.c.id)
        .join(episode_version, is_current())
        .where(episode.c.series_id.in_(series_ids), episode.c.release_us <= now_us, is_published())
        .order_by(episode.c.series_id, episode.c.number)
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for series_id, number, episode_id in rows:
        found.setdefault(series_id, []).append((number, episode_id))
    return found


def _unseen(episodes: Sequence[tuple[int, int]], begun: Collection[int]) -> int | None:
    """The first episode of a series for a stranger, for others the one after the last that they began."""
    last = max((number for number, one in episodes if one in begun), default=0)
    return next((one for number, one in episodes if number > last), None)


def _begun(connection: Connection, viewer_id: int | None) -> dict[int, set[int]]:
    if viewer_id is None:
        return {}
    begun: dict[int, set[int]] = {}
    rows = connection.execute(
        select(watch_position.c.series_id, watch_position.c.episode_id).where(
            watch_position.c.viewer_id == viewer_id
        )
    )
    for series_id, episode_id in rows:
        begun.setdefault(series_id, set()).add(episode_id)
    return begun


def _series_of(connection: Connection, episodes: Collection[str]) -> set[int]:
    if not episodes:
        return set()
    return set(
        connection.scalars(select(episode.c.series_id).where(episode.c.public_id.in_(sorted(episodes))))
    )


def _taste_of(connection: Connection, viewer_id: int | None, series_ids: Sequence[int]) -> Taste:
    if viewer_id is None:
        return NOBODY
    rows = connection.execute(
        select(series.c.id, series.c.tags, func.coalesce(series_pulse.c.viewers, 1).label("viewers"))
        .join(taken_to, taken_to.c.series_id == series.c.id)
        .outerjoin(series_pulse, series_pulse.c.series_id == series.c.id)
        .where(taken_to.c.viewer_id == viewer_id, taken_to.c.forgotten_us.is_(None))
        .order_by(taken_to.c.at_us.desc())
        .limit(TAKEN_TO)
    ).all()
    if not rows:
        return NOBODY
    liked = {row.id: max(1, row.viewers) for row in rows}
    pairs = connection.execute(
        select(co_watch).where(co_watch.c.series_id.in_(series_ids), co_watch.c.other_id.in_(sorted(liked)))
    )
    together: dict[int, dict[int, int]] = {}
    for pair in pairs:
        together.setdefault(pair.series_id, {})[pair.other_id] = pair.viewers
    return Taste(together, liked, tag_shares([json.loads(row.tags) for row in rows]))
