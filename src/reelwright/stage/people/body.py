"""Sex, build and a turn of the chest → the shape of a torso and neck in the picture, and its skin.

Units are those of ``head``: the pit of the neck lies near y = 196, the waist near 545.
"""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import math
from functools import cached_property

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray
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
from reelwright.stage.people.spine import Seat, Spine
from reelwright.stage.people.stances import Stance

BODY_LIFT = {True: 27.0, False: 22.0}
"""How far a body is pushed up under its head (True: hers), so that the neck is not too long."""

_SIZE_PIVOT_Y = 150.0
"""The foot of the neck: a child's body is smaller below it."""

_HER_OUTLINE = (
    (35, 112, -22), (37, 150, -20), (47, 171, -15), (84, 190, -10), (118, 206, -6), (142, 228, -2),
    (156, 260, 2), (163, 320, 4), (166, 420, 6), (175, 520, 10), (186, 640, 12), (198, 800, 12),
)  # fmt: skip
_HIS_OUTLINE = (
    (49, 112, -22), (53, 146, -20), (72, 167, -14), (120, 187, -9), (162, 206, -5), (192, 232, -1),
    (208, 284, 2), (219, 370, 4), (227, 480, 6), (238, 620, 10), (247, 800, 10),
)  # fmt: skip
# Chest and waist: y, half-width, half-depth.
_HER_TORSO = (
    (100, 36, 34), (165, 44, 34), (190, 96, 52), (230, 112, 72), (300, 108, 84), (350, 105, 90),
    (430, 92, 74), (540, 78, 62), (640, 98, 76), (742, 114, 84), (820, 117, 84), (920, 114, 80),
)  # fmt: skip
_HIS_TORSO = (
    (100, 50, 44), (165, 58, 44), (190, 126, 62), (230, 150, 84), (300, 150, 98), (380, 141, 98),
    (540, 116, 86), (640, 120, 86), (768, 132, 88), (840, 135, 88), (920, 134, 86),
)  # fmt: skip
_HER_ARMHOLE = ((104, 200, 0), (108, 238, 14), (104, 282, 20), (107, 318, 14))
_HIS_ARMHOLE = ((146, 203, 0), (147, 244, 20), (142, 298, 28), (146, 334, 20))
_HER_FLANK = (
    (107, 318, 4), (99, 400, 4), (87, 480, 2), (80, 545, 2), (93, 630, 2), (112, 725, 4), (118, 800, 4),
    (118, 920, 4),
)  # fmt: skip
_HIS_FLANK = ((146, 334, 6), (137, 430, 6), (118, 540, 4), (122, 640, 4), (136, 770, 6), (140, 920, 6))
PELVIS_Y = {True: 742.0, False: 768.0}
"""Height of the hip joints (True: hers)."""
NECK_Y = 150.0
"""Height of the foot of the neck."""


class BodyView:
    """A trunk in a ``stance``, turned by ``yaw_deg``: ``front`` and ``space`` bring body coordinates
    (those of somebody upright who faces us) to the picture."""

    def __init__(
        self,
        *,
        is_female: bool,
        yaw_deg: float = 0.0,
        build: float = 1.0,
        stance: Stance | None = None,
        age_years: int = 25,
        girth: float = 0.0,
    ) -> None:
        """``girth`` -1..1: slim to heavy."""
        old, young = float(smoothstep(58, 80, age_years)), float(smoothstep(17, 7, age_years))
        build = build * (1 - 0.05 * old - 0.07 * young + 0.035 * girth)
        self.girth = girth
        self.young = young * (1.0 if is_female else 0.0)
        self.is_female, self.yaw_deg, self.build = is_female, yaw_deg, build
        self.size = float(np.interp(age_years, (4, 8, 12, 16, 19), (0.60, 0.70, 0.82, 0.95, 1.0)))
        self.stance = stance or Stance()
        self.spine = Spine(self.stance, yaw_deg=yaw_deg, pelvis_y=PELVIS_Y[is_female], stoop_deg=9.0 * old)
        self.cos, self.sin = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
        self.neck = (37.0 if is_female else 53.0) * (1 + 0.06 * girth)
        self.breadth = 1.0 if is_female else 1.32
        outline = np.array(_HER_OUTLINE if is_female else _HIS_OUTLINE, dtype=float)
        outline[:, 0] *= 1 + (build - 1) * smoothstep(150, 230, outline[:, 1])
        self._outline = outline
        self._torsos: dict[float, Points] = {}
        table = np.array(_HER_TORSO if is_female else _HIS_TORSO, dtype=float)
        wider = self._fullness(table[:, 0])
        self._torso = PchipInterpolator(table[:, 0], table[:, 1:] * np.stack([build * wider, wider], 1))

    def _fullness(self, y: ArrayLike) -> NDArray[np.float64]:
        """How much wider than the average trunk this one is at the heights ``y``: most at the waist."""
        at = np.asarray(y, dtype=float)
        belly = 0.08 + 0.15 * np.exp(-(((at - 560) / 150) ** 2))
        return np.asarray(1 + self.girth * belly * smoothstep(220, 330, at))

    @property
    def lift(self) -> float:
        """How far the body is pushed up under the head."""
        return BODY_LIFT[self.is_female]

    def enter(self, canvas: skia.Canvas) -> None:
        """From the head's coordinates to the body's (``restore`` ends it)."""
        canvas.save()
        canvas.translate(0, _SIZE_PIVOT_Y - self.lift)
        canvas.scale(self.size, self.size)
        canvas.translate(0, -_SIZE_PIVOT_Y)

    def of_head(self, points: Points) -> Points:
        """Points (n, 2) of a head that sits on this neck → body coordinates."""
        seat = self.spine.neck
        pivot = np.array([0.0, _SIZE_PIVOT_Y])
        above = points + [0.0, self.lift] - pivot
        return np.asarray(above * (seat.scale / self.size) + pivot + [seat.dx, seat.dy])

    def to_head(self, points: Points) -> Points:
        """Points (n, 2) in body coordinates → the coordinates of an upright head."""
        return np.asarray((points - [0.0, _SIZE_PIVOT_Y]) * self.size + [0.0, _SIZE_PIVOT_Y - self.lift])

    @cached_property
    def axis(self) -> Points:
        """Hips and neck (2, 2) in the coordinates of an upright head."""
        return self.to_head(self.space([(0, PELVIS_Y[self.is_female], 0), (0, NECK_Y, 0)]))

    @cached_property
    def head_seat(self) -> Seat:
        """How the posture moves the head, in head units."""
        seat = self.spine.neck
        return Seat(seat.dx * self.size, seat.dy * self.size, seat.dz, seat.scale, seat.tilt_deg)

    def neck_rows(self) -> tuple[Points, Points]:
        """Where the neck ends and where the shoulder begins, right side, in space."""
        return self._outline[1].copy(), self._outline[2].copy()

    def depth(self, y: ArrayLike) -> NDArray[np.float64]:
        """Half the depth of the trunk at the heights ``y``."""
        return np.asarray(self._torso(np.clip(y, 100, 920))[..., 1])

    def front(self, points: ArrayLike, above: float = 0.0) -> Points:
        """Points (n, 2) on the front of the chest → picture; ``above`` lifts them off the skin."""
        p = np.asarray(points, dtype=float)
        x, y = p[:, 0], p[:, 1]
        half_width, half_depth = self._torso(np.clip(y, 100, 920)).T
        z = half_depth * np.sqrt(np.clip(1 - (x / np.maximum(half_width, 1)) ** 2, 0, 1)) - 12 + above
        return self.spine.picture(np.stack([x, y, z], 1))

    def space(self, points: ArrayLike) -> Points:
        """Free points (n, 3) → picture."""
        return self.spine.picture(points)

    def outline(self) -> tuple[Points, Points]:
        """The left and the right edge of neck, shoulder and upper arm."""
        return self._outlines

    @cached_property
    def _outlines(self) -> tuple[Points, Points]:
        return self.edge(-1), self.edge(1)

    def edge(self, side: int, top: float = 0.0, bottom: float = 2000.0) -> Points:
        """The edge of neck, shoulder and upper arm between two heights of somebody upright."""
        points = spline(self._outline * [side, 1, 1], steps=6)
        return self.space(points[(points[:, 1] >= top) & (points[:, 1] < bottom)])

    def armhole(self, side: int) -> Points:
        """The seam between torso and arm, top to bottom."""
        return self.space(self._armhole(side))

    def flank(self, side: int, loose: float = 0.0, top: float = 0.0, bottom: float = 2000.0) -> Points:
        """The edge of the torso below the armpit; ``loose`` widens it below the chest."""
        points = np.array(_HER_FLANK if self.is_female else _HIS_FLANK, dtype=float)
        # A child has no waist yet.
        waist = points[:, 0] * (1 - self.young) + 99 * self.young
        ease = loose * smoothstep(330, 480, points[:, 1])
        points[:, 0] = waist * self.build * self._fullness(points[:, 1]) + ease
        points = spline(points * [side, 1, 1])
        return self.space(self._round(points[(points[:, 1] >= top) & (points[:, 1] < bottom)]))

    def _armhole(self, side: int) -> Points:
        p = np.array(_HER_ARMHOLE if self.is_female else _HIS_ARMHOLE, dtype=float) * [side, 1, 1]
        p[:, 0] *= self.build
        return spline(p)

    def _round(self, points: Points) -> Points:
        """Points (n, 3) at the sides of the trunk → where its edge is when it is turned."""
        yaw, side = self.spine.yaw_rad(points[:, 1]), np.sign(points[:, 0])
        deep = self.depth(points[:, 1]) * 0.86
        reach = np.hypot(points[:, 0] * np.cos(yaw), deep * np.sin(yaw)) + 1e-9
        across = side * points[:, 0] ** 2 * np.cos(yaw) / reach
        turned = np.stack([across, points[:, 1], side * deep**2 * np.sin(yaw) / reach], 1)
        t = smoothstep(math.radians(4), math.radians(40), np.abs(yaw))[:, None]
        return np.asarray(points * (1 - t) + turned * t)

    def torso(self, loose: float = 0.0) -> Points:
        """The closed outline of shoulders, armholes and flanks, without the neck."""
        if loose not in self._torsos:
            self._torsos[loose] = self._torso_outline(loose)
        return self._torsos[loose]

    def _torso_outline(self, loose: float) -> Points:
        seams = [self.space(self._round(self._armhole(side))) for side in (-1, 1)]
        return np.vstack(
            [
                self.edge(-1, 150, 191),
                seams[0],
                self.flank(-1, loose),
                self.flank(1, loose)[::-1],
                seams[1][::-1],
                self.edge(1, 150, 191)[::-1],
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
    top, bottom = body.space([(0, 240, 0), (0, 760, 0)]).tolist()
    span = (x1 - x0) * 0.45
    ends = (x0 + span, x1) if light[0] < 0 else (x1 - span, x0)
    across = linear((ends[0], 0), (ends[1], 0), [colour, colour], None, [0, amount])
    canvas.drawPaint(gradient_fill(across, blend=MULTIPLY))
    down = linear(top, bottom, [colour, colour], None, [0, amount * downwards])
    canvas.drawPaint(gradient_fill(down, blend=MULTIPLY))


def draw_skin_torso(
    canvas: skia.Canvas, body: BodyView, skin: Complexion, light: Direction, *, from_behind: bool = False
) -> None:
    """Bare shoulders and chest with collar bones, or a bare back."""
    n = body.neck
    outline = np.vstack([body.space([(-n, 158, -18)]), body.torso(), body.space([(n, 158, -18)])])
    path = path_of(outline)
    canvas.save()
    # Every outfit covers the waist: skin would show as a seam along a skirt.
    covered = [(-600, 520, 0), (600, 520, 0), (600, 60, 0), (-600, 60, 0)]
    canvas.clipPath(path_of(body.space(covered)), True)
    canvas.drawPath(path, stroke(skin.line, 3.2))
    canvas.drawPath(path, fill(skin.skin))
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


def draw_nape(canvas: skia.Canvas, body: BodyView, skin: Complexion, light: Direction) -> None:
    """The neck from behind, from under the hair to the shoulders."""
    n = body.neck
    foot, slope = body.neck_rows()
    top = body.of_head(np.array([[-n * 0.9 * body.size, 20.0], [n * 0.9 * body.size, 20.0]]))
    base, root = body.space([foot * [-1, 1, 1], foot]), body.space([slope * [-1, 1, 1], slope])
    sides = [
        spline([top[i], top[i] * 0.4 + base[i] * 0.6, base[i], root[i], root[i] + [sign * 26, 14]], steps=6)
        for i, sign in ((0, -1), (1, 1))
    ]
    path = path_of(np.vstack([sides[0], sides[1][::-1]]))
    canvas.drawPath(path, fill(skin.skin))
    canvas.save()
    canvas.clipPath(path, True)
    shade_side(canvas, body, light, skin.shadow, 0.5)
    y0, y1 = float(top[0, 1]) + 60, float(root[0, 1])
    under = linear((0, y0), (0, y1), [skin.shadow, skin.shadow], None, [0.9, 0.1])
    canvas.drawPaint(gradient_fill(under, blend=MULTIPLY))
    middle = body.space([(0, 120, -20), (0, 150, -20), (1, 178, -20)])
    fold(canvas, middle, 5, skin.deep, 0.3)
    canvas.restore()
    for edge in sides:
        line(canvas, edge[:-6], 1.9, skin.line, 1.0, "out")


def draw_neck(
    canvas: skia.Canvas,
    body: BodyView,
    view: HeadView,
    skin: Complexion,
    light: Direction,
) -> None:
    """The neck between this head and this body, with the shadow of the chin. The canvas is the body's."""
    n = body.neck
    top = body.of_head(view.space([(-n * 0.9 * body.size, 44, -34.0), (n * 0.9 * body.size, 44, -34.0)]))
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
    chin, unit = body.of_head(np.array([[0.0, 0.0], [0.0, 1.0]]))
    k = float(unit[1] - chin[1])
    dx, dy = float(chin[0]) - light[0] * 13, float(chin[1]) + (20 if body.is_female else 16)
    cast = skia.Path()
    cast.addPath(view.path, skia.Matrix().setAll(k, 0, dx, 0, k, dy, 0, 0, 1))
    canvas.drawPath(cast, shadow(mix(skin.shadow, skin.deep, 0.25), 0.80, 0.8))
    y0, y1 = float(base[0, 1]) - 40, float(pit[0, 1])
    fade = linear((0, y0), (0, y1), [skin.shadow, skin.shadow], None, [0.34, 0])
    canvas.drawPaint(gradient_fill(fade, blend=MULTIPLY))
    far, near = (sides[1], sides[0]) if light[0] < 0 else (sides[0], sides[1])
    a, b = float(far[2, 0]), float(near[2, 0])
    side = [[a, y1 - 140], [a * 0.35 + b * 0.65, y1 - 140], [a * 0.5 + b * 0.5, y1 - 40], [a, y1 - 22]]
    canvas.drawPath(path_of(side), shadow(skin.shadow, 0.62, 9))
    for s in (-1, 1):
        start = body.of_head(view.space([(s * n * 0.8 * body.size, 86, -16.0)]))[0]
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
        apple = (body.of_head(view.space([(0, 110, 20.0)]))[0] + body.front([(0, 190)])[0]) / 2 + [0, -4]
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
