"""What was watched → how many stayed, by second and by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, distinct, func, select

from reelwright.theatre.catalogue.reading import lines_of
from reelwright.theatre.player.tables import watch_event


@dataclass(frozen=True, slots=True)
class LineRetention:
    """How many showings of ``shows`` heard a line to its end."""

    line_id: str
    text: str
    start_ms: int
    heard: int
    shows: int


def retention_by_second(connection: Connection, version_id: int, duration_ms: int) -> list[int]:
    """For each second of the episode, how many showings of this version had it on the screen."""
    seconds = [0] * -(-duration_ms // 1000)
    for spans in _spans_by_play(connection, version_id).values():
        watched = {
            second
            for from_ms, to_ms in spans
            for second in range(from_ms // 1000, min(len(seconds), -(-to_ms // 1000)))
        }
        for second in watched:
            seconds[second] += 1
    return seconds


def showings(connection: Connection, version_id: int) -> int:
    """How many showings of this version began."""
    plays = select(func.count(distinct(watch_event.c.play))).where(
        watch_event.c.version_id == version_id, watch_event.c.kind == "watched"
    )
    return connection.scalar(plays) or 0


def retention_by_line(connection: Connection, version_id: int) -> list[LineRetention]:
    """For each line, how many of the showings that began were there when it ended."""
    plays = _spans_by_play(connection, version_id)
    return [
        LineRetention(
            line.line_id,
            line.text,
            line.start_ms,
            sum(_covers(spans, line.end_ms) for spans in plays.values()),
            len(plays),
        )
        for line in lines_of(connection, version_id)
    ]


def _spans_by_play(connection: Connection, version_id: int) -> dict[str, list[tuple[int, int]]]:
    rows = connection.execute(
        select(watch_event.c.play, watch_event.c.from_ms, watch_event.c.to_ms).where(
            watch_event.c.version_id == version_id, watch_event.c.kind == "watched"
        )
    )
    plays: dict[str, list[tuple[int, int]]] = {}
    for play, from_ms, to_ms in rows:
        plays.setdefault(play, []).append((from_ms, to_ms))
    return plays


def _covers(spans: Iterable[tuple[int, int]], at_ms: int) -> bool:
    return any(from_ms < at_ms <= to_ms for from_ms, to_ms in spans)
