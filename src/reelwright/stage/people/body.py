"""Sex, build and a turn of the chest → the shape of a torso and neck in the picture, and its skin.

Units are those of ``head``: the pit of the neck lies near y = 196, the waist near 545.
"""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import math

import numpy as np
import skia
from numpy.typing import ArrayLike
from scipy.interpolate import PchipInterpolator

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import (
    MULTIPLY,
    Points,
    fill,
    gradient_fill,
    linear,
    path_of,
    smoothstep,
    spline,
    stroke,
    tapered,
)
from reelwright.stage.people.brush import Direction, fold, line, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.head import HeadView

BODY_LIFT = {True: 15.0, False: 10.0}
"""How far a body is pushed up under its head (True: hers), so that the neck is not too long."""

_HER_OUTLINE = (
    (35, 112, -22), (37, 150, -20), (50, 172, -14), (92, 188, -8), (128, 199, -4), (148, 215, 0),
    (159, 250, 2), (163, 320, 4), (166, 420, 6), (175, 520, 10), (186, 640, 12), (198, 800, 12),
)  # fmt: skip
_HIS_OUTLINE = (
    (49, 112, -22), (53, 146, -20), (76, 168, -14), (130, 187, -8), (176, 202, -4), (200, 224, 0),
    (213, 280, 2), (219, 370, 4), (227, 480, 6), (238, 620, 10), (247, 800, 10),
)  # fmt: skip
# Chest and waist: y, half-width, half-depth.
_HER_TORSO = (
    (100, 36, 34), (165, 44, 34), (190, 96, 52), (230, 112, 72), (300, 108, 84), (350, 105, 90),
    (430, 92, 74), (540, 78, 62), (640, 98, 76), (760, 112, 84),
)  # fmt: skip
_HIS_TORSO = (
    (100, 50, 44), (165, 58, 44), (190, 130, 62), (230, 152, 84), (300, 150, 98), (380, 144, 98),
    (540, 128, 86), (760, 130, 88),
)  # fmt: skip
_HER_ARMHOLE = ((107, 198, 0), (108, 235, 14), (103, 280, 20), (107, 316, 14))
_HIS_ARMHOLE = ((150, 200, 0), (147, 240, 20), (141, 295, 28), (146, 330, 20))
_HER_FLANK = (
    (107, 316, 4), (99, 400, 4), (87, 480, 2), (80, 545, 2), (92, 630, 2), (113, 730, 4), (118, 800, 4),
)  # fmt: skip
_HIS_FLANK = ((146, 330, 6), (143, 430, 6), (134, 540, 4), (134, 640, 4), (142, 800, 6))


class BodyView:
    """A torso turned by ``yaw_deg``: ``front`` and ``space`` bring body coordinates to the picture."""

    def __init__(self, *, is_female: bool, yaw_deg: float = 0.0, build: float = 1.0) -> None:
        self.is_female, self.yaw_deg, self.build = is_female, yaw_deg, build
        self.cos, self.sin = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
        self.neck = 37.0 if is_female else 53.0
        self.breadth = 1.0 if is_female else 1.32
        outline = np.array(_HER_OUTLINE if is_female else _HIS_OUTLINE, dtype=float)
        outline[:, 0] *= 1 + (build - 1) * smoothstep(150, 230, outline[:, 1])
        self._outline = outline
        table = np.array(_HER_TORSO if is_female else _HIS_TORSO, dtype=float)
        self._torso = PchipInterpolator(table[:, 0], table[:, 1:] * [build, 1.0])

    def neck_rows(self) -> tuple[Points, Points]:
        """Where the neck ends and where the shoulder begins, right side, in space."""
        return self._outline[1].copy(), self._outline[2].copy()

    def front(self, points: ArrayLike, above: float = 0.0) -> Points:
        """Points (n, 2) on the front of the chest → picture; ``above`` lifts them off the skin."""
        p = np.asarray(points, dtype=float)
        x, y = p[:, 0], p[:, 1]
        half_width, half_depth = self._torso(np.clip(y, 100, 760)).T
        z = half_depth * np.sqrt(np.clip(1 - (x / np.maximum(half_width, 1)) ** 2, 0, 1)) - 12 + above
        return np.stack([x * self.cos + z * self.sin, y], 1)

    def space(self, points: ArrayLike) -> Points:
        """Free points (n, 3) → picture."""
        p = np.asarray(points, dtype=float)
        return np.stack([p[:, 0] * self.cos + p[:, 2] * self.sin, p[:, 1]], 1)

    def outline(self) -> tuple[Points, Points]:
        """The left and the right edge of neck, shoulder and upper arm."""
        return (
            spline(self.space(self._outline * [-1, 1, 1]), steps=6),
            spline(self.space(self._outline), steps=6),
        )

    def armhole(self, side: int) -> Points:
        """The seam between torso and arm, top to bottom."""
        return self._sided(_HER_ARMHOLE if self.is_female else _HIS_ARMHOLE, side)

    def flank(self, side: int, loose: float = 0.0) -> Points:
        """The edge of the torso below the armpit; ``loose`` widens it below the chest."""
        points = np.array(_HER_FLANK if self.is_female else _HIS_FLANK, dtype=float)
        points[:, 0] = points[:, 0] * self.build + loose * smoothstep(330, 480, points[:, 1])
        return spline(self.space(points * [side, 1, 1]))

    def _sided(self, points: ArrayLike, side: int) -> Points:
        p = np.array(points, dtype=float) * [side, 1, 1]
        p[:, 0] *= self.build
        return spline(self.space(p))

    def torso(self, loose: float = 0.0) -> Points:
        """The closed outline of shoulders, armholes and flanks, without the neck."""
        left, right = self.outline()
        left = left[(left[:, 1] > 150) & (left[:, 1] < 191)]
        right = right[(right[:, 1] > 150) & (right[:, 1] < 191)]
        return np.vstack(
            [
                left,
                self.armhole(-1),
                self.flank(-1, loose),
                self.flank(1, loose)[::-1],
                self.armhole(1)[::-1],
                right[::-1],
            ]
        )


def shade_side(
    canvas: skia.Canvas,
    body: BodyView,
    light: Direction,
    colour: Colour,
    amount: float = 0.55,
    downwards: float = 0.9,
) -> None:
    """Darken the side away from the light and, ``downwards``, the lower body (within the clip)."""
    left, right = body.outline()
    x0, x1 = float(left[:, 0].min()), float(right[:, 0].max())
    span = (x1 - x0) * 0.45
    ends = (x0 + span, x1) if light[0] < 0 else (x1 - span, x0)
    across = linear((ends[0], 0), (ends[1], 0), [colour, colour], None, [0, amount])
    canvas.drawPaint(gradient_fill(across, blend=MULTIPLY))
    down = linear((0, 240), (0, 760), [colour, colour], None, [0, amount * downwards])
    canvas.drawPaint(gradient_fill(down, blend=MULTIPLY))


def draw_skin_torso(
    canvas: skia.Canvas, body: BodyView, skin: Complexion, light: Direction, *, from_behind: bool = False
) -> None:
    """Bare shoulders and chest with collar bones, or a bare back."""
    n = body.neck
    outline = np.vstack([body.space([(-n, 158, -18)]), body.torso(), body.space([(n, 158, -18)])])
    path = path_of(outline)
    canvas.drawPath(path, stroke(skin.line, 3.2))
    canvas.drawPath(path, fill(skin.skin))
    canvas.save()
    canvas.clipPath(path, True)
    shade_side(canvas, body, light, skin.shadow, 0.5)
    if from_behind:
        for s in (-1, 1):
            blade = body.front([(s * 40, 250), (s * 62, 300), (s * 48, 352)])
            fold(canvas, blade, 7, skin.shadow, 0.4)
        canvas.restore()
        return
    k = 1.0 if body.is_female else 1.35
    for s in (-1, 1):
        fold(canvas, body.front([(s * 34, 150), (s * 20, 172), (s * 7, 190)]), 3.4, skin.shadow, 0.5)
        bone = body.front([(s * 9, 193), (s * 34 * k, 188), (s * 70 * k, 192), (s * 104 * k, 184)])
        fold(canvas, bone, 4.2, skin.shadow, 0.75, "#ffffff", -1.6)
        edge = body.front(spline([(s * 9, 192), (s * 30 * k, 187), (s * 62 * k, 191)]))
        line(canvas, edge, 1.3, skin.line, 0.55, "out")
    if body.is_female:
        canvas.drawPath(
            tapered(body.front(spline([(0, 322), (2, 345), (0, 372)])), 2.2), shadow(skin.deep, 0.45, 0.8)
        )
    canvas.restore()


def draw_neck(
    canvas: skia.Canvas,
    body: BodyView,
    view: HeadView,
    skin: Complexion,
    light: Direction,
    lift: float = 0.0,
) -> None:
    """The neck between this head and this body, with the shadow of the chin.

    The canvas is the body's; ``lift`` is how far the body was pushed up, so the head lies that much
    lower in its coordinates.
    """
    n = body.neck
    down = np.array([0.0, lift])
    top = view.space([(-n * 0.9, 44, -34.0), (n * 0.9, 44, -34.0)]) + down
    # The neck runs into the outline of the shoulders, so that no second edge shows beside it.
    foot, slope = body.neck_rows()
    base = body.space([foot * [-1, 1, 1], foot])
    root = body.space([slope * [-1, 1, 1], slope])
    sides = [
        spline([top[i], top[i] * 0.45 + base[i] * 0.55 + [2 * inward, 0], base[i], root[i]], steps=6)
        for i, inward in ((0, 1), (1, -1))
    ]
    pit = body.front([(0, 204)])
    path = path_of(np.vstack([sides[0], pit, sides[1][::-1]]))
    canvas.drawPath(path, fill(skin.skin))
    canvas.save()
    canvas.clipPath(path, True)
    shade_side(canvas, body, light, skin.shadow, 0.5)
    cast = skia.Path()
    cast.addPath(view.path, -light[0] * 13, (30 if body.is_female else 26) + lift * 0.35)
    canvas.drawPath(cast, shadow(mix(skin.shadow, skin.deep, 0.25), 0.80, 0.8))
    y0, y1 = float(base[0, 1]) - 40, float(pit[0, 1])
    fade = linear((0, y0), (0, y1), [skin.shadow, skin.shadow], None, [0.34, 0])
    canvas.drawPaint(gradient_fill(fade, blend=MULTIPLY))
    far, near = (sides[1], sides[0]) if light[0] < 0 else (sides[0], sides[1])
    a, b = float(far[2, 0]), float(near[2, 0])
    side = [[a, 60], [a * 0.35 + b * 0.65, 60], [a * 0.5 + b * 0.5, y1 - 40], [a, y1 - 22]]
    canvas.drawPath(path_of(side), shadow(skin.shadow, 0.62, 9))
    for s in (-1, 1):
        start = view.space([(s * n * 0.8, 86, -16.0)])[0] + down
        end = body.front([(s * 6, 196)])[0]
        middle = (start + end) / 2 + [s * 4, 6]
        fold(
            canvas,
            [start * 0.6 + middle * 0.4, middle, end],
            3.2 if body.is_female else 4.6,
            skin.deep,
            0.34,
        )
    if not body.is_female:
        apple = (view.space([(0, 110, 20.0)])[0] + down + body.front([(0, 190)])[0]) / 2 + [0, -4]
        curve = spline([apple + [-5, -6], apple + [1, 2], apple + [-4, 10]])
        canvas.drawPath(tapered(curve, 2.2), shadow(skin.deep, 0.45, 0.6))
    if skin.wrinkles > 0.5:
        for k in (0.35, 0.6):
            row = sides[0][int(len(sides[0]) * k)] * 0.8 + sides[1][int(len(sides[1]) * k)] * 0.2
            end = sides[0][int(len(sides[0]) * k)] * 0.3 + sides[1][int(len(sides[1]) * k)] * 0.7
            line(canvas, spline([row, (row + end) / 2 + [0, 6], end]), 1.2, skin.line, 0.3 * skin.wrinkles)
    canvas.restore()
    for edge in sides:
        line(canvas, edge, 1.9, skin.line, 1.0, "out")
