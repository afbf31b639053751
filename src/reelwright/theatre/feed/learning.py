"""A viewer began or finished an episode → what the feed knows of series. Runs behind the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from reelwright.theatre.feed.tables import co_watch, series_pulse, taken_to
from reelwright.theatre.player.tables import watch_position
from reelwright.theatre.store import Job, Store

MEMORY = 50
"""So many of the series that a viewer took to last are paired with a new one."""
_LEVELS = {"started": 1, "completed": 2}


class Learner:
    """The outbox's handler for ``player.watched``. A job that is delivered twice changes nothing the second
    time: what was counted is noted beside the viewer's place in the episode, and in ``taken_to``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, job: Job) -> None:
        body = job.body

        def learn(connection: Connection) -> None:
            now_us = self._store.clock.now_us()
            if body["fact"] == "completed":
                take_to(connection, body["viewer_id"], body["series_id"], now_us)
            count(connection, body["viewer_id"], body["episode_id"], body["series_id"], body["fact"])

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
    _add_to_pulse(connection, series_id, viewers=1)
    _count_pairs(connection, series_id, [row.series_id for row in before])
    return True


def _count_pairs(connection: Connection, series_id: int, others: Iterable[int]) -> None:
    pairs = sorted({(series_id, other) for other in others} | {(other, series_id) for other in others})
    for one, other in pairs:  # in one order, so that two learners never wait for each other
        pair = (co_watch.c.series_id == one) & (co_watch.c.other_id == other)
        done = connection.execute(co_watch.update().where(pair).values(viewers=co_watch.c.viewers + 1))
        if done.rowcount == 0:
            connection.execute(co_watch.insert().values(series_id=one, other_id=other, viewers=1))


def count(connection: Connection, viewer_id: int, episode_id: int, series_id: int, fact: str) -> None:
    """Count that the viewer began the episode or finished it, unless that was counted before."""
    mine = (watch_position.c.viewer_id == viewer_id) & (watch_position.c.episode_id == episode_id)
    row = connection.execute(select(watch_position.c.counted).where(mine).with_for_update()).one_or_none()
    level = _LEVELS[fact]
    if row is None or row.counted >= level:
        return
    connection.execute(watch_position.update().where(mine).values(counted=level))
    _add_to_pulse(
        connection, series_id, starts=int(row.counted == 0), completions=int(level == _LEVELS["completed"])
    )


def _add_to_pulse(
    connection: Connection, series_id: int, *, starts: int = 0, completions: int = 0, viewers: int = 0
) -> None:
    pulse = series_pulse.c
    done = connection.execute(
        series_pulse.update()
        .where(pulse.series_id == series_id)
        .values(
            starts=pulse.starts + starts,
            completions=pulse.completions + completions,
            viewers=pulse.viewers + viewers,
        )
    )
    if done.rowcount == 0:
        connection.execute(
            series_pulse.insert().values(
                series_id=series_id, starts=starts, completions=completions, viewers=viewers
            )
        )


def reset(connection: Connection, viewer_id: int, now_us: int) -> int:
    """The feed forgets what this viewer took to: it begins anew, from the series' tags and what is fresh.
    What was seen stays seen. Returns how many series were forgotten."""
    return connection.execute(
        taken_to.update()
        .where(taken_to.c.viewer_id == viewer_id, taken_to.c.forgotten_us.is_(None))
        .values(forgotten_us=now_us)
    ).rowcount
