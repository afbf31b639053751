"""A moment of an episode → the line it belongs to, and back to a moment in a new version of the episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, bindparam, select

from reelwright.theatre.catalogue.reading import SpokenLine, Version, lines_of
from reelwright.theatre.social.tables import bullet, comment

NEAR_MS = 4000
"""What is written this long after a line still speaks of it."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A place that survives a new cut: so long after the start of a line, or, where no line is near, a
    time alone (``line_id`` None). ``time_ms`` is where that lies in the version it was made for."""

    line_id: str | None
    offset_ms: int
    time_ms: int


def pin_at(time_ms: int, lines: Sequence[SpokenLine]) -> Pin:
    """Where ``time_ms`` is pinned: to the last line that had begun by then, unless it is long over."""
    begun = [line for line in lines if line.start_ms <= time_ms < line.end_ms + NEAR_MS]
    if not begun:
        return Pin(None, 0, time_ms)
    line = max(begun, key=lambda line: line.start_ms)
    return Pin(line.line_id, time_ms - line.start_ms, time_ms)


def moved(pin: Pin, lines: Sequence[SpokenLine], duration_ms: int) -> Pin:
    """``pin`` in a version with these lines. A line that was cut leaves its pins at the time they had."""
    line = next((line for line in lines if line.line_id == pin.line_id), None)
    if line is None:
        return Pin(pin.line_id, pin.offset_ms, min(pin.time_ms, duration_ms))
    within_ms = min(pin.offset_ms, line.end_ms - line.start_ms + NEAR_MS)
    return Pin(pin.line_id, pin.offset_ms, min(line.start_ms + within_ms, duration_ms))


def is_settled(connection: Connection, version: Version) -> bool:
    """Whether everything written about the episode has its time in ``version``, the current one."""
    return all(
        connection.scalar(
            select(table.c.version_id)
            .where(table.c.episode_id == version.episode_id)
            .order_by(table.c.version_id if is_first else table.c.version_id.desc())
            .limit(1)
        )
        in (None, version.version_id)
        for table in (comment, bullet)
        for is_first in (True, False)
    )


def settle(connection: Connection, version: Version) -> int:
    """Move what was written about older versions of an episode to its current one; how many were moved."""
    lines = lines_of(connection, version.version_id)
    count = 0
    for table in (comment, bullet):
        moves = []
        for number, line_id, offset_ms, time_ms in _stale(connection, table, version):
            there = moved(Pin(line_id, offset_ms, time_ms), lines, version.duration_ms)
            moves.append({"number": number, "there_ms": there.time_ms})
        if moves:
            statement = (
                table.update()
                .where(table.c.id == bindparam("number"))
                .values(time_ms=bindparam("there_ms"), version_id=version.version_id)
            )
            connection.execute(statement, moves)
        count += len(moves)
    return count


def _stale(
    connection: Connection, table: Table, version: Version
) -> Sequence[tuple[int, str | None, int, int]]:
    rows = connection.execute(
        select(table.c.id, table.c.line_id, table.c.offset_ms, table.c.time_ms).where(
            table.c.episode_id == version.episode_id, table.c.version_id != version.version_id
        )
    )
    return [(row.id, row.line_id, row.offset_ms, row.time_ms) for row in rows]
