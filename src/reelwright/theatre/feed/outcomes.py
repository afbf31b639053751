"""Choices that were seen, and what came of them → what ``evaluation`` judges policies by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from reelwright.theatre.feed.evaluation import Logged, Policy
from reelwright.theatre.feed.ranking import WEIGHTS, chances, score_of
from reelwright.theatre.feed.tables import feed_choice, feed_request
from reelwright.theatre.player.tables import watch_event


def logged_choices(connection: Connection, *, since_us: int = 0) -> Iterator[Logged]:
    """Every choice for each time that it was shown, with what could have been chosen at its place. The reward
    is 1 when that showing reached the end of the episode."""
    completed = {
        play
        for (play,) in connection.execute(
            select(watch_event.c.play).where(
                watch_event.c.kind == "completed", watch_event.c.at_us >= since_us
            )
        )
    }
    rows = connection.execute(
        select(
            feed_choice.c.request_id,
            feed_choice.c.position,
            feed_choice.c.episode_id,
            feed_choice.c.probability,
            feed_request.c.candidates,
            watch_event.c.play,
        )
        .join(feed_request, feed_request.c.id == feed_choice.c.request_id)
        .join(watch_event, watch_event.c.choice == feed_choice.c.public_id)
        .where(watch_event.c.kind == "shown", feed_request.c.at_us >= since_us)
        .order_by(feed_choice.c.request_id, feed_choice.c.position)
    ).all()
    before = _chosen_before(connection, since_us)
    for row in rows:
        candidates = {int(one): values for one, values in json.loads(row.candidates).items()}
        for one in before[row.request_id][: row.position]:
            candidates.pop(one, None)
        yield Logged(candidates, row.episode_id, row.probability, float(row.play in completed))


def policy_with(weights: Mapping[str, float]) -> Policy:
    """The feed's own way of drawing, with other weights: ``estimate(logged_choices(…), policy_with(…))``."""

    def policy(candidates: Mapping[int, Mapping[str, float]]) -> Mapping[int, float]:
        return chances({one: score_of(values, weights) for one, values in candidates.items()})

    return policy


PRESENT: Policy = policy_with(WEIGHTS)
"""The policy that is in force: judged by its own log it has, but for rounding, the mean reward of the log."""


def _chosen_before(connection: Connection, since_us: int) -> dict[int, list[int]]:
    rows = connection.execute(
        select(feed_choice.c.request_id, feed_choice.c.episode_id)
        .join(feed_request, feed_request.c.id == feed_choice.c.request_id)
        .where(feed_request.c.at_us >= since_us)
        .order_by(feed_choice.c.request_id, feed_choice.c.position)
    )
    chosen: dict[int, list[int]] = {}
    for request_id, episode_id in rows:
        chosen.setdefault(request_id, []).append(episode_id)
    return chosen
