"""Chances that are known exactly, and a policy that is judged by the log of another."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

import pytest

from reelwright.errors import BadInput
from reelwright.theatre.feed.evaluation import Logged, estimate
from reelwright.theatre.feed.ranking import (
    EXPLORATION,
    NOBODY,
    Facts,
    Taste,
    chances,
    draw,
    features_of,
    score_of,
    tag_shares,
)


def test_chances_sum_to_one_and_nobody_is_without_one() -> None:
    odds = chances({1: 5.0, 2: 0.0, 3: -40.0})
    assert sum(odds.values()) == pytest.approx(1.0)
    assert odds[1] > odds[2] > odds[3] >= EXPLORATION / 3


def test_what_is_drawn_comes_as_often_as_its_probability_says() -> None:
    chance = random.Random(3)
    scores = {1: 1.0, 2: 0.6, 3: 0.0}
    first = Counter(draw(scores, 2, chance)[0].candidate for _ in range(20_000))
    for candidate, odds in chances(scores).items():
        assert first[candidate] / 20_000 == pytest.approx(odds, abs=0.012)


def test_the_probability_of_a_later_place_is_that_among_who_is_left() -> None:
    drawn = draw({1: 1.0, 2: 0.5, 3: 0.0}, 5, random.Random(1))
    assert len(drawn) == len({one.candidate for one in drawn}) == 3
    assert drawn[-1].probability == pytest.approx(1.0)


def test_what_others_watched_together_draws_near() -> None:
    taste = Taste(together={7: {1: 30}, 8: {}}, liked={1: 40}, tags={})
    facts = Facts(starts=10, completions=5, age_days=3, viewers=50)
    near, far = (score_of(features_of(one, facts, taste)) for one in (7, 8))
    assert near > far == score_of(features_of(8, facts, NOBODY))


def test_one_viewer_in_common_says_less_than_many() -> None:
    few = Taste(together={7: {1: 1}}, liked={1: 1}, tags={})
    many = Taste(together={7: {1: 40}}, liked={1: 40}, tags={})
    one, forty = Facts(2, 1, 1, viewers=1), Facts(2, 1, 1, viewers=40)
    assert features_of(7, one, few)["cowatched"] < features_of(7, forty, many)["cowatched"]


def test_a_series_that_nobody_has_seen_is_found_by_its_tags() -> None:
    taste = Taste(together={}, liked={1: 3}, tags=tag_shares([["revenge", "palace"], ["revenge"]]))
    alike = Facts(0, 0, 0, tags=frozenset({"revenge"}))
    other = Facts(0, 0, 0, tags=frozenset({"office"}))
    assert score_of(features_of(5, alike, taste)) > score_of(features_of(6, other, taste))


def _world(chosen: int) -> float:
    """How likely each candidate is to be watched, which no policy knows."""
    return {1: 0.2, 2: 0.5, 3: 0.8}[chosen]


def _greedy_for(number: int) -> object:
    def policy(candidates: Mapping[int, Mapping[str, float]]) -> Mapping[int, float]:
        return {one: 0.9 if one == number else 0.05 for one in candidates}

    return policy


def test_a_policy_is_judged_by_the_log_of_another_as_well_as_by_trying_it() -> None:
    chance = random.Random(11)
    candidates: dict[int, dict[str, float]] = {1: {}, 2: {}, 3: {}}
    log = []
    for _ in range(8_000):
        drawn = draw({1: 0.6, 2: 0.4, 3: 0.0}, 1, chance)[0]
        reward = float(chance.random() < _world(drawn.candidate))
        log.append(Logged(candidates, drawn.candidate, drawn.probability, reward))
    for favourite in (1, 2, 3):
        truth = sum(_world(one) * (0.9 if one == favourite else 0.05) for one in candidates)
        judged = estimate(log, _greedy_for(favourite))  # type: ignore[arg-type]
        assert abs(judged.ips - truth) < 4 * judged.error
        assert judged.normalised == pytest.approx(truth, abs=0.04)
        assert 0 < judged.effective_count <= judged.count


def test_an_impossible_choice_and_an_empty_log_are_refused() -> None:
    with pytest.raises(BadInput):
        estimate([], lambda candidates: {})
    with pytest.raises(BadInput):
        estimate([Logged({1: {}}, 1, 0.0, 1.0)], lambda candidates: {1: 1.0})
