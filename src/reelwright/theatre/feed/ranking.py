"""What is known of each candidate and of the viewer → an order by chance, and each choice's probability.

The order is drawn one place after the other. At each place a candidate's chance is

    (1 - EXPLORATION) · softmax(score / TEMPERATURE) + EXPLORATION / number of candidates left

so nobody's chance is ever below a known floor, and every choice can be judged afterwards (Horvitz and
Thompson's inverse propensity) under another policy that chooses from the same candidates.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

POLICY = "cowatch-1"
"""Changes whenever the same facts would give other chances."""
TEMPERATURE = 0.35
EXPLORATION = 0.1
FRESH_DAYS = 14.0
_SHRINK = 4.0

WEIGHTS: Mapping[str, float] = {
    "continues": 1.4,
    "cowatched": 1.2,
    "tags": 0.7,
    "completion": 0.8,
    "fresh": 0.5,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one candidate: ``starts`` and ``completions`` of its episodes by anybody, its age,
    its ``tags``, how many viewers took to it, and whether this viewer is in the middle of it."""

    starts: int
    completions: int
    age_days: float
    tags: frozenset[str] = frozenset()
    viewers: int = 0
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Taste:
    """What is known of the viewer: for each candidate series how many viewers took both to it and to each
    series that this viewer took to (``together[candidate] = {liked: count}``), how many took to each of
    those (``liked``), and the share of each tag in them."""

    together: Mapping[int, Mapping[int, int]]
    liked: Mapping[int, int]
    tags: Mapping[str, float]


NOBODY = Taste(together={}, liked={}, tags={})
"""The taste of a viewer of whom nothing is known."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The candidate drawn for a place and the probability with which it was, given the places before."""

    candidate: int
    probability: float


def features_of(candidate: int, facts: Facts, taste: Taste) -> dict[str, float]:
    """The features by name, each between 0 and 1."""
    return {
        "continues": float(facts.continues),
        "cowatched": _likeness(candidate, facts, taste),
        "tags": min(1.0, sum(taste.tags.get(tag, 0.0) for tag in facts.tags)),
        "completion": (facts.completions + 1.0) / (facts.starts + 2.0),
        "fresh": math.exp(-max(0.0, facts.age_days) / FRESH_DAYS),
    }


def score_of(features: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """The weighted sum of the features."""
    return sum(weight * features.get(name, 0.0) for name, weight in weights.items())


def chances(scores: Mapping[int, float]) -> dict[int, float]:
    """The chance of each candidate at one place; they sum to one."""
    if not scores:
        return {}
    best = max(scores.values())
    powers = {one: math.exp((score - best) / TEMPERATURE) for one, score in scores.items()}
    whole = sum(powers.values())
    floor = EXPLORATION / len(scores)
    return {one: (1 - EXPLORATION) * power / whole + floor for one, power in powers.items()}


def draw(scores: Mapping[int, float], count: int, chance: random.Random) -> list[Drawn]:
    """At most ``count`` candidates, no one twice, in the order in which they were drawn."""
    left = dict(scores)
    drawn: list[Drawn] = []
    while left and len(drawn) < count:
        odds = chances(left)
        chosen = chance.choices(list(odds), weights=list(odds.values()))[0]
        drawn.append(Drawn(chosen, odds[chosen]))
        del left[chosen]
    return drawn


def tag_shares(tags_of_liked: Sequence[Sequence[str]]) -> dict[str, float]:
    """Lists of tags of the series that a viewer took to → the share of each tag; shares sum to one."""
    counts: dict[str, float] = {}
    for tags in tags_of_liked:
        for tag in set(tags):
            counts[tag] = counts.get(tag, 0.0) + 1.0 / len(set(tags))
    whole = sum(counts.values())
    return {tag: count / whole for tag, count in counts.items()} if whole else {}


def _likeness(candidate: int, facts: Facts, taste: Taste) -> float:
    """The cosine between the candidate and what the viewer took to, drawn towards zero where few know both
    (one viewer in common says little), averaged over what the viewer took to."""
    if not taste.liked:
        return 0.0
    together = taste.together.get(candidate, {})
    likeness = 0.0
    for liked, viewers in taste.liked.items():
        both = together.get(liked, 0)
        if both and viewers and facts.viewers:
            likeness += both / math.sqrt(viewers * facts.viewers) * both / (both + _SHRINK)
    return min(1.0, likeness / len(taste.liked))
