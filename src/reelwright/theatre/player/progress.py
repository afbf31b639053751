"""Reports of a player → the viewer's place in the episode, and what was watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from reelwright.errors import BadInput
from reelwright.theatre.catalogue.reading import current_version, terms_of
from reelwright.theatre.player.tables import watch_event, watch_position
from reelwright.theatre.store import enqueue

WATCHED_JOB = "player.watched"
"""The outbox's word for "a viewer began or finished an episode": who learns from it listens."""
OVER_WITHIN_MS = 3000
"""So near to the end an episode counts as watched to it: the rest is the end card."""

Kind = Literal["shown", "started", "watched", "completed"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a player says: ``play`` is one showing of ``episode`` (a public id), ``from_ms`` to ``to_ms`` what
    was watched since its last report, ``line`` the line that was heard last."""

    kind: Kind
    play: str
    episode: str
    from_ms: int = 0
    to_ms: int = 0
    choice: str | None = None
    line: str = ""
    rendition: str = ""
    ahead_bytes: int = 0


def record(connection: Connection, viewer_id: int | None, report: Report, now_us: int) -> None:
    """Keep a report. A viewer's first start and first end of an episode go to the outbox as well.
    Raises ``BadInput`` for an episode that is not there or a span that lies outside of it."""
    terms = terms_of(connection, report.episode)
    version = None if terms is None else current_version(connection, terms.episode_id)
    if terms is None or version is None:
        raise BadInput("There is no such episode", where=report.episode)
    if not 0 <= report.from_ms <= report.to_ms:
        raise BadInput("The span that was watched ends before it begins", where=report.episode)
    end_ms = version.duration_ms
    from_ms, to_ms = min(report.from_ms, end_ms), min(report.to_ms, end_ms)
    connection.execute(
        watch_event.insert().values(
            viewer_id=viewer_id,
            episode_id=terms.episode_id,
            version_id=version.version_id,
            play=report.play,
            choice=report.choice,
            kind=report.kind,
            from_ms=from_ms,
            to_ms=to_ms,
            line_id=report.line or None,
            rendition=report.rendition,
            ahead_bytes=report.ahead_bytes,
            at_us=now_us,
        )
    )
    if viewer_id is None or report.kind == "shown":
        return
    is_over = report.kind == "completed" or (report.kind == "watched" and to_ms >= end_ms - OVER_WITHIN_MS)
    _move(connection, viewer_id, terms.episode_id, terms.series_id, to_ms, is_over, now_us)


def _move(
    connection: Connection,
    viewer_id: int,
    episode_id: int,
    series_id: int,
    position_ms: int,
    is_over: bool,
    now_us: int,
) -> None:
    mine = (watch_position.c.viewer_id == viewer_id) & (watch_position.c.episode_id == episode_id)
    row = connection.execute(select(watch_position).where(mine).with_for_update()).one_or_none()
    if row is None:
        connection.execute(
            watch_position.insert().values(
                viewer_id=viewer_id,
                episode_id=episode_id,
                series_id=series_id,
                position_ms=position_ms,
                furthest_ms=position_ms,
                started_us=now_us,
                completed_us=now_us if is_over else None,
                updated_us=now_us,
            )
        )
    else:
        connection.execute(
            watch_position.update()
            .where(mine)
            .values(
                position_ms=position_ms,
                furthest_ms=max(row.furthest_ms, position_ms),
                completed_us=row.completed_us or (now_us if is_over else None),
                updated_us=now_us,
                hidden_us=None,
            )
        )
    for fact, is_new in (
        ("started", row is None),
        ("completed", is_over and (row is None or row.completed_us is None)),
    ):
        if is_new:
            body = {"viewer_id": viewer_id, "episode_id": episode_id, "series_id": series_id, "fact": fact}
            key = f"{WATCHED_JOB}/{viewer_id}/{episode_id}/{fact}"
            enqueue(connection, WATCHED_JOB, body, now_us=now_us, key=key)


def resume_s(connection: Connection, viewer_id: int | None, episode_id: int, duration_ms: int) -> float:
    """Where the viewer left the episode, in seconds; 0 when it is new to them or was watched to its end."""
    if viewer_id is None:
        return 0.0
    position_ms = connection.scalar(
        select(watch_position.c.position_ms).where(
            watch_position.c.viewer_id == viewer_id, watch_position.c.episode_id == episode_id
        )
    )
    if position_ms is None or position_ms >= duration_ms - OVER_WITHIN_MS:
        return 0.0
    return float(position_ms) / 1000
