"""Logged choices and what came of them → how good another policy would have been, without trying it out.

Horvitz and Thompson's estimator and its self-normalised form (Swaminathan and Joachims, 2015): each outcome
counts as often as the new policy would have made the choice, over as often as the old one did.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reelwright.errors import BadInput

Policy = Callable[[Mapping[int, Mapping[str, float]]], Mapping[int, float]]
"""Candidates with their features → the chance of each; the chances sum to one."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One choice that somebody saw: the candidates left at its place with their features, the one that was
    chosen, with which ``probability`` (above 0, at most 1), and the ``reward`` (0 to 1: was it watched)."""

    candidates: Mapping[int, Mapping[str, float]]
    chosen: int
    probability: float
    reward: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean reward that a policy would have had. ``ips`` is unbiased; ``normalised`` varies less.
    ``error`` is the standard error of ``ips``. ``effective_count`` says how many of the ``count`` choices
    speak for the policy: far fewer means that the log says little of it."""

    ips: float
    normalised: float
    error: float
    count: int
    effective_count: float


def estimate(log: Iterable[Logged], policy: Policy) -> Estimate:
    """Judge ``policy`` by what was logged. Raises ``BadInput`` for a log without choices, or with a choice
    that had no chance."""
    weights: list[float] = []
    rewards: list[float] = []
    for choice in log:
        if not 0.0 < choice.probability <= 1.0:
            raise BadInput(
                f"A choice was logged with the probability {choice.probability}",
                next_step="Only choices with a probability above 0 and at most 1 can be judged.",
            )
        weights.append(policy(choice.candidates).get(choice.chosen, 0.0) / choice.probability)
        rewards.append(choice.reward)
    if not weights:
        raise BadInput("The log has no choices", next_step="Let viewers watch first.")
    return _estimate(weights, rewards)


def _estimate(weights: Sequence[float], rewards: Sequence[float]) -> Estimate:
    count = len(weights)
    products = [weight * reward for weight, reward in zip(weights, rewards, strict=True)]
    mean = sum(products) / count
    spread = sum((product - mean) ** 2 for product in products) / max(1, count - 1)
    whole = sum(weights)
    squares = sum(weight * weight for weight in weights)
    return Estimate(
        ips=mean,
        normalised=sum(products) / whole if whole else 0.0,
        error=math.sqrt(spread / count),
        count=count,
        effective_count=whole * whole / squares if squares else 0.0,
    )
