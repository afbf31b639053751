"""A viewer → what they watched, and where each series goes on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from reelwright.theatre.catalogue.tables import episode
from reelwright.theatre.player.cards import Card, cards_of
from reelwright.theatre.player.tables import watch_position

HISTORY = 60


@dataclass(frozen=True, slots=True)
class Watched:
    """A card and how much of it was seen, from 0 to 1; ``at_us`` is when it was watched last."""

    card: Card
    part: float
    is_completed: bool
    at_us: int


def history(connection: Connection, viewer_id: int, now_us: int, *, count: int = HISTORY) -> list[Watched]:
    """The episodes that were watched, the last one first."""
    rows = {
        row.episode_id: row
        for row in connection.execute(
            select(watch_position)
            .where(watch_position.c.viewer_id == viewer_id, watch_position.c.hidden_us.is_(None))
            .order_by(watch_position.c.updated_us.desc())
            .limit(count)
        )
    }
    return [
        Watched(
            card,
            1.0 if rows[card.episode_id].completed_us else _part(rows[card.episode_id].position_ms, card),
            rows[card.episode_id].completed_us is not None,
            rows[card.episode_id].updated_us,
        )
        for card in cards_of(connection, list(rows), now_us)
    ]


def going_on(connection: Connection, viewer_id: int, now_us: int, *, count: int = 12) -> list[Watched]:
    """For each series in hand the episode to go on with: the one that was left, or the one after it."""
    series_seen: set[int] = set()
    going: list[Watched] = []
    for watched in history(connection, viewer_id, now_us, count=5 * HISTORY):
        if watched.card.series_id in series_seen:
            continue
        series_seen.add(watched.card.series_id)
        if not watched.is_completed:
            going.append(watched)
        elif (following := next_episode(connection, watched.card, now_us)) is not None:
            going.append(Watched(following, 0.0, False, watched.at_us))
        if len(going) == count:
            break
    return going


def next_episode(connection: Connection, card: Card, now_us: int) -> Card | None:
    """The episode after this one that is out; None at the end of the series."""
    ids = connection.scalars(
        select(episode.c.id)
        .where(
            episode.c.series_id == card.series_id,
            episode.c.number > card.number,
            episode.c.unpublished_us.is_(None),
            episode.c.release_us <= now_us,
        )
        .order_by(episode.c.number)
        .limit(1)
    ).all()
    return next(iter(cards_of(connection, ids, now_us)), None)


def seen_numbers(connection: Connection, viewer_id: int | None, series_id: int) -> set[int]:
    """The numbers of the episodes of a series that the viewer watched to the end."""
    if viewer_id is None:
        return set()
    return set(
        connection.scalars(
            select(episode.c.number)
            .join(watch_position, watch_position.c.episode_id == episode.c.id)
            .where(
                watch_position.c.viewer_id == viewer_id,
                watch_position.c.series_id == series_id,
                watch_position.c.completed_us.is_not(None),
            )
        )
    )


def forget(connection: Connection, viewer_id: int, now_us: int) -> int:
    """Take everything out of the history; where each episode goes on is kept. Returns how many there were."""
    return connection.execute(
        watch_position.update()
        .where(watch_position.c.viewer_id == viewer_id, watch_position.c.hidden_us.is_(None))
        .values(hidden_us=now_us)
    ).rowcount


def _part(position_ms: int, card: Card) -> float:
    return min(1.0, position_ms / 1000 / card.duration_s) if card.duration_s else 0.0
