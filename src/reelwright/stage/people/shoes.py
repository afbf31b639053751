"""A leg and an outfit → a shoe that stands on the ground, in perspective."""

from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import fill, path_of, spline, stroke, tapered
from reelwright.stage.people.brush import Cloth, Direction, line, shine
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.limbs import Vector, cel_shadow, hull, ink_and_fill, project, union, unit
from reelwright.stage.people.stride import NEARNESS, Leg

# The rim of a sole: along the foot (heel behind 0), across, in parts of the foot's length.
_SOLE = (
    (-0.25, 0.0), (-0.20, 0.11), (-0.02, 0.135), (0.28, 0.155), (0.52, 0.175), (0.68, 0.12), (0.76, 0.0),
    (0.67, -0.13), (0.50, -0.165), (0.26, -0.12), (-0.02, -0.115), (-0.20, -0.10),
)  # fmt: skip


class Foot:
    """The frame of one foot: ``at`` brings lengths along, across and down from the ankle to the picture's
    space."""

    def __init__(self, leg: Leg, length: float, sole: float) -> None:
        self.leg, self.length, self.sole = leg, length, sole
        self.across = unit(np.cross(leg.down, leg.toe)) * leg.side

    def at(self, along: float, across: float, down: float) -> Vector:
        leg = self.leg
        place = leg.ankle + leg.toe * along + self.across * across + leg.down * down
        return np.asarray(place * [1, 1, NEARNESS])

    def rim(self, down: float, width: float = 1.0) -> Vector:
        """The outline of the sole."""
        return np.array([self.at(a * self.length, c * self.length * width, down) for a, c in _SOLE])


def draw_shoe(canvas: skia.Canvas, foot: Foot, tone: Cloth, sole: Cloth, light: Direction) -> None:
    """A laced shoe or a trainer."""
    n, bottom = foot.length, foot.sole
    tread = union([hull(np.vstack([foot.rim(bottom - 6, 1.04), foot.rim(bottom + 3, 1.04)]), [3.0] * 24)])
    canvas.drawPath(tread, stroke(tone.ink, 3.4))
    canvas.drawPath(tread, fill(sole.base))
    upper = union(
        [
            hull(
                [foot.at(-0.14 * n, 0, bottom - 24), foot.at(-0.02 * n, 0, 6), foot.at(0.14 * n, 0, 12),
                 foot.at(0.26 * n, 0, bottom - 24)],
                [0.115 * n, 0.135 * n, 0.125 * n, 0.12 * n],
            ),
            hull(
                [foot.at(0.20 * n, 0, bottom - 34), foot.at(0.44 * n, 0.03 * n, bottom - 24),
                 foot.at(0.62 * n, 0.0, bottom - 19), *foot.rim(bottom - 9)[1:12]],
                [0.125 * n, 0.115 * n, 0.085 * n, *[3.0] * 11],
            ),
        ]
    )  # fmt: skip
    ink_and_fill(canvas, upper, tone.base, tone.ink, 1.5)
    cel_shadow(canvas, upper, upper, light, (0.06 * n, 0.04 * n), tone.soft_shadow, 0.8)
    canvas.save()
    canvas.clipPath(upper, True)
    vamp = [
        foot.at(0.36 * n, c * n, bottom - d)
        for c, d in ((0.15, 14), (0.09, 40), (0.0, 46), (-0.09, 40), (-0.14, 14))
    ]
    line(canvas, spline(project(vamp)[0]), 1.6, tone.ink, 0.7, "flat")
    for k in range(3):
        lace = [foot.at((0.16 + 0.07 * k) * n, c * n, bottom - 52 + 6 * k) for c in (-0.05, 0.05)]
        line(canvas, project(lace)[0], 2.4, mix(tone.high, tone.ink, 0.35), 0.8, "even")
    x, y = project(foot.at(0.50 * n, 0.02 * n, bottom - 40))[0].tolist()
    shift = 6 if light[0] > 0 else -6
    canvas.drawCircle(x + shift, y, 0.055 * n, shine("#ffffff", 0.5, 5))
    canvas.restore()


def draw_pump(canvas: skia.Canvas, foot: Foot, tone: Cloth, skin: Complexion, light: Direction) -> None:
    """A shoe with a high heel; the instep stays bare."""
    n, bottom = foot.length, foot.sole
    arch = [
        foot.at(-0.10 * n, 0, 22),
        foot.at(0.0, 0, 4),
        foot.at(0.16 * n, 0, 26),
        foot.at(0.36 * n, 0, bottom - 16),
    ]
    bare = union([hull(arch[:3], [0.085 * n, 0.10 * n, 0.095 * n]), hull(arch[2:], [0.095 * n, 0.085 * n])])
    heel_top, heel_end = foot.at(-0.15 * n, 0, 30), foot.at(-0.13 * n, 0, bottom + 4)
    spike = tapered(project(np.array([heel_top, heel_end]))[0], 0.085 * n, lambda t: 1 - 0.62 * t)
    canvas.drawPath(spike, stroke(tone.ink, 2.4))
    canvas.drawPath(spike, fill(mix(tone.base, tone.dark, 0.35)))
    ink_and_fill(canvas, bare, skin.skin, skin.line, 1.4)
    cel_shadow(canvas, bare, bare, light, (8, 2), skin.shadow, 0.8)
    back = union(
        [
            hull(
                [heel_top, foot.at(-0.02 * n, 0, 34), foot.at(0.14 * n, 0, 46)],
                [0.092 * n, 0.088 * n, 0.075 * n],
            )
        ]
    )
    toes = [foot.at(0.26 * n, 0.05 * n, bottom - 20), foot.at(0.26 * n, -0.05 * n, bottom - 20),
            foot.at(0.44 * n, 0.04 * n, bottom - 11), foot.at(0.44 * n, -0.04 * n, bottom - 11),
            foot.at(0.66 * n, 0, bottom - 6)]  # fmt: skip
    front = union([hull(toes, [0.075 * n, 0.07 * n, 0.08 * n, 0.075 * n, 0.03 * n])])
    throat = path_of(
        spline(
            project([foot.at(0.20 * n, 0.13 * n, bottom - 26), foot.at(0.33 * n, 0.07 * n, bottom - 28),
                     foot.at(0.36 * n, 0.0, bottom - 30), foot.at(0.33 * n, -0.07 * n, bottom - 28),
                     foot.at(0.20 * n, -0.13 * n, bottom - 26), foot.at(0.05 * n, 0, -20)])[0],
            closed=True,
        )
    )  # fmt: skip
    for part in (back, front):
        shaped = skia.Op(part, throat, skia.kDifference_PathOp)
        ink_and_fill(canvas, shaped, tone.base, tone.ink, 1.2)
        cel_shadow(canvas, shaped, shaped, light, (8, 4), tone.soft_shadow, 0.8)
    x, y = project(foot.at(0.50 * n, 0.01 * n, bottom - 26))[0].tolist()
    canvas.save()
    canvas.clipPath(front, True)
    canvas.drawCircle(x + (4 if light[0] > 0 else -4), y, 0.04 * n, shine("#ffffff", 0.55, 3))
    canvas.restore()
