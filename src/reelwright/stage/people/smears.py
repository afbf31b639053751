"""A hand and where it was a moment ago → the streak it leaves, as drawn films show what is too fast."""

from __future__ import annotations

import math

import numpy as np
import skia

from reelwright.drawing.ink import Points, fill, gradient_fill, linear, path_of, tapered_outline
from reelwright.stage.people.brush import line
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.hands import Hand
from reelwright.stage.people.limbs import Vector, project

STRETCH = 1.22
"""How much longer a hand is that leaves a streak."""
_TAIL = 0.8
"""The streak begins this part of the way before where the hand was."""
# Across (parts of the breadth), where on the way it begins and ends, width.
_STREAKS = (
    (-0.40, 0.10, 0.80, 3.0), (-0.22, 0.30, 0.96, 4.2), (-0.04, 0.02, 0.70, 3.4), (0.14, 0.24, 0.98, 4.6),
    (0.30, 0.08, 0.84, 3.4), (0.44, 0.36, 0.92, 2.6),
)  # fmt: skip


def draw_smear(canvas: skia.Canvas, hand: Hand, was: Vector, shoulder: Vector, skin: Complexion) -> None:
    """From the wrist as it ``was`` to the hand, about the ``shoulder``: broad and dense at the hand, gone at
    its tail. All in the arm's own space."""
    pivot = project(shoulder)[0]
    end = project(hand.at(0.5, 0.0, 0.0))[0]
    start = project(was)[0] + (end - project(hand.wrist)[0]) * 0.8
    first, last = (math.atan2(*(point - pivot)[::-1]) for point in (start, end))
    turn = math.remainder(last - first, math.tau)
    t = np.linspace(0, 1, 40)
    way = t * (1 + _TAIL) - _TAIL
    radius = np.hypot(*(start - pivot)) * (1 - way) + np.hypot(*(end - pivot)) * way
    angle = first + turn * way
    out = np.stack([np.cos(angle), np.sin(angle)], 1)
    arc = pivot + out * radius[:, None]
    broad = hand.length * 0.72

    def swell(at: Points) -> Points:
        return np.asarray(at**0.7)

    body = path_of(tapered_outline(arc, broad, swell, count=40))
    tones = linear(arc[0], end, [skin.skin] * 3, [0, 0.5, 1], [0.0, 0.55, 0.9])
    canvas.drawPath(body, gradient_fill(tones))
    inner = path_of(tapered_outline(arc - out * broad * 0.2, broad * 0.5, swell, count=40))
    canvas.drawPath(inner, gradient_fill(linear(arc[0], end, [skin.shadow] * 2, None, [0.0, 0.6])))
    for across, begins, ends, width in _STREAKS:
        part = slice(int(begins * 40), int(ends * 40))
        streak = (arc + out * (across * broad * swell(t))[:, None])[part]
        line(canvas, streak, width, "#ffffff", 0.85, "in")
        line(canvas, streak + out[part] * 3.4, width * 0.6, skin.line, 0.75, "in")
    blade = path_of(tapered_outline((arc + out * (broad * 0.5 * swell(t))[:, None])[6:], 3.0, "in", count=30))
    canvas.drawPath(blade, fill(skin.line, 0.9))
