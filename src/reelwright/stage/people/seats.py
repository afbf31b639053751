"""A body on its hips → the chair or the bench under it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import Points, fill, path_of, stroke
from reelwright.stage.people.body import BodyView
from reelwright.stage.people.brush import Direction, cloth, shadow
from reelwright.stage.people.limbs import Vector, cel_shadow, project
from reelwright.stage.people.stride import NEARNESS, ground_y

_WOOD, _PAD, _PLANK = "#6b4a3a", "#8a3040", "#7a5a44"


class _Frame:
    """Right, down, ahead of the seat's middle → the picture."""

    def __init__(self, body: BodyView, hips: Vector, from_back: bool) -> None:
        angle = math.radians(body.yaw_deg)
        self._cos, self._sin = math.cos(angle), math.sin(angle)
        self._away = -1.0 if from_back else 1.0
        self._middle = hips

    def at(self, points: Sequence[tuple[float, float, float]]) -> Points:
        p = np.array(points, dtype=float) * [1, 1, self._away]
        x = p[:, 0] * self._cos + p[:, 2] * self._sin
        z = -p[:, 0] * self._sin + p[:, 2] * self._cos
        space = np.stack([x, p[:, 1], z], 1) + self._middle
        return project(space * [1, 1, NEARNESS])[0]


def draw_seat(
    canvas: skia.Canvas, body: BodyView, hips: Vector, name: str, light: Direction, *, from_back: bool = False
) -> None:
    """A padded chair or a plain bench whose top lies under ``hips`` (the middle between the joints)."""
    frame, top = _Frame(body, hips, from_back), 64.0
    floor = ground_y(body) - float(hips[1])
    wide, front, back = (160.0, 170.0, -170.0) if name == "chair" else (470.0, 150.0, -190.0)
    wood, pad = cloth(_WOOD), cloth(_PAD if name == "chair" else _PLANK)
    for z, shade in ((back + 16, 0.4), (front - 22, 0.0)):
        for x in (-wide + 22, wide - 22):
            leg = [(x - 13, top, z), (x + 13, top, z), (x + 10, floor, z), (x - 10, floor, z)]
            _part(canvas, frame.at(leg), mix(wood.base, wood.dark, shade), wood.ink, light)
    if name == "chair":
        high, behind = -430.0, back - 40
        for x in (-wide + 16, wide - 16):
            post = [(x - 12, high, behind), (x + 12, high, behind), (x + 12, top, back), (x - 12, top, back)]
            _part(canvas, frame.at(post), wood.base, wood.ink, light)
        upper = [(-wide + 4, high + 10, behind), (wide - 4, high + 10, behind)]
        lower = [(wide - 8, -90, back - 12), (-wide + 8, -90, back - 12)]
        _part(canvas, frame.at([*upper, *lower]), pad.base, pad.ink, light)
    slab = [(-wide, top, front), (wide, top, front), (wide, top + 34, front), (-wide, top + 34, front)]
    lid = [(-wide, top, back), (wide, top, back), (wide, top, front), (-wide, top, front)]
    _part(canvas, frame.at(slab), mix(wood.base, wood.dark, 0.3), wood.ink, light)
    _part(canvas, frame.at(lid), pad.base, pad.ink, light)
    under = [(-90, top, back), (90, top, back), (100, top, front), (-100, top, front)]
    canvas.drawPath(path_of(frame.at(under)), shadow(pad.dark, 0.5, 14))


def _part(canvas: skia.Canvas, points: Points, colour: Colour, ink: Colour, light: Direction) -> None:
    path = path_of(points)
    canvas.drawPath(path, stroke(ink, 3.2))
    canvas.drawPath(path, fill(colour))
    cel_shadow(canvas, path, path, light, (8, 8), "#b0a0b8", 0.6)
