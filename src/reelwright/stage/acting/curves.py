"""Keys and moments → values over time. Times are in film frames (1/24 s), whatever the frame rate."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ease = Literal["both", "out", "in"]


class Key(NamedTuple):
    """A value at a time; ``ease`` shapes the move that arrives there."""

    at: float
    value: float
    ease: Ease = "both"


def smooth(u: float) -> float:
    """0 to 1 without a jolt at either end."""
    u = min(1.0, max(0.0, u))
    return u * u * (3 - 2 * u)


def track(keys: Sequence[Key], at: float) -> float:
    """The value between keys, eased; before the first and after the last it rests."""
    if at <= keys[0].at:
        return keys[0].value
    for before, after in itertools.pairwise(keys):
        if at < after.at:
            u = (at - before.at) / (after.at - before.at)
            u = smooth(u) if after.ease == "both" else 1 - (1 - u) ** 2.2 if after.ease == "out" else u**2
            return before.value + (after.value - before.value) * u
    return keys[-1].value


def change(since: float) -> float:
    """The weight of a new expression ``since`` frames after it began: three of anticipation, five of
    move, an overshoot, five to settle."""
    if since <= 0:
        return 0.0
    if since < 3:
        return -0.14 * math.sin(math.pi * since / 3 * 0.85)
    if since < 8:
        return -0.06 + 1.21 * smooth((since - 3) / 5)
    if since < 13:
        return 1.15 - 0.15 * smooth((since - 8) / 5)
    return 1.0


def turn_keys(at: float, start: float, end: float) -> list[Key]:
    """A head turn: two frames the other way, ten of travel with an overshoot, five to settle."""
    away = 2.0 if end < start else -2.0
    beyond = 1.12 if abs(end - start) > 6 else 1.0
    return [
        Key(at, start),
        Key(at + 2.5, start + away),
        Key(at + 12.5, start + (end - start) * beyond, "both"),
        Key(at + 18, end, "out"),
    ]


def spring(
    drive: NDArray[np.float64], *, stiffness: float, damping: float, frames_a_second: float
) -> NDArray[np.float64]:
    """What hangs loose, driven frame by frame: a damped spring that starts at rest. ``stiffness`` is in
    radians a second, ``damping`` 1 stops without swinging."""
    steps = 8
    dt = 1 / frames_a_second / steps
    place = speed = 0.0
    swing = np.zeros(len(drive))
    for frame, force in enumerate(drive):
        for _ in range(steps):
            speed += dt * (-stiffness * stiffness * place - 2 * damping * stiffness * speed + float(force))
            place += dt * speed
        swing[frame] = place
    return swing
