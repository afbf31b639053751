"""A viewer began or finished an episode → what the feed knows of series. Runs behind the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, case, func, select

from reelwright.theatre.feed.tables import co_watch, series_pulse, taken_to
from reelwright.theatre.player.tables import watch_position
from reelwright.theatre.store import Job, Store

MEMORY = 50
"""So many of the series that a viewer took to last are paired with a new one."""
COUNT_EVERY_US = 10_000_000
"""The pulse of a series is counted anew at most so often."""


class Learner:
    """The outbox's handler for ``player.watched``. A job that is delivered twice changes nothing the second
    time: pairs are counted when the row of ``taken_to`` is new, the pulse is counted anew, never added to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, job: Job) -> None:
        body = job.body

        def learn(connection: Connection) -> None:
            now_us = self._store.clock.now_us()
            if body["fact"] == "completed":
                take_to(connection, body["viewer_id"], body["series_id"], now_us)
            count_pulse(connection, body["series_id"], now_us)

        self._store.write(learn)


def take_to(connection: Connection, viewer_id: int, series_id: int, now_us: int) -> bool:
    """Keep that the viewer took to the series, and count its pairs with what they took to before. Returns
    whether it was news."""
    mine = taken_to.c.viewer_id == viewer_id
    before = connection.execute(
        select(taken_to.c.series_id, taken_to.c.forgotten_us)
        .where(mine)
        .order_by(taken_to.c.at_us.desc())
        .limit(MEMORY)
    ).all()
    known = connection.execute(
        select(taken_to.c.forgotten_us).where(mine, taken_to.c.series_id == series_id)
    ).one_or_none()
    if known is not None:
        if known.forgotten_us is not None:
            connection.execute(
                taken_to.update()
                .where(mine, taken_to.c.series_id == series_id)
                .values(forgotten_us=None, at_us=now_us)
            )
        return False
    connection.execute(taken_to.insert().values(viewer_id=viewer_id, series_id=series_id, at_us=now_us))
    _count_pairs(connection, series_id, [row.series_id for row in before])
    return True


def _count_pairs(connection: Connection, series_id: int, others: Iterable[int]) -> None:
    pairs = sorted({(series_id, other) for other in others} | {(other, series_id) for other in others})
    for one, other in pairs:  # in one order, so that two learners never wait for each other
        pair = (co_watch.c.series_id == one) & (co_watch.c.other_id == other)
        done = connection.execute(co_watch.update().where(pair).values(viewers=co_watch.c.viewers + 1))
        if done.rowcount == 0:
            connection.execute(co_watch.insert().values(series_id=one, other_id=other, viewers=1))


def count_pulse(connection: Connection, series_id: int, now_us: int) -> None:
    """Count how often the episodes of a series were begun and finished, unless that was done just now."""
    mine = series_pulse.c.series_id == series_id
    counted_us = connection.scalar(select(series_pulse.c.counted_us).where(mine))
    if counted_us is not None and 0 <= now_us - counted_us < COUNT_EVERY_US:
        return
    starts, completions = connection.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((watch_position.c.completed_us.is_not(None), 1), else_=0)), 0),
        ).where(watch_position.c.series_id == series_id)
    ).one()
    viewers = connection.scalar(
        select(func.count()).select_from(taken_to).where(taken_to.c.series_id == series_id)
    )
    values = {"starts": starts, "completions": completions, "viewers": viewers or 0, "counted_us": now_us}
    if counted_us is None:
        connection.execute(series_pulse.insert().values(series_id=series_id, **values))
    else:
        connection.execute(series_pulse.update().where(mine).values(**values))


def reset(connection: Connection, viewer_id: int, now_us: int) -> int:
    """The feed forgets what this viewer took to: it begins anew, from the series' tags and what is fresh.
    What was seen stays seen. Returns how many series were forgotten."""
    return connection.execute(
        taken_to.update()
        .where(taken_to.c.viewer_id == viewer_id, taken_to.c.forgotten_us.is_(None))
        .values(forgotten_us=now_us)
    ).rowcount
