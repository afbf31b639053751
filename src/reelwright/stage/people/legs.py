"""A stance and an outfit → hips, trousers or skirt, legs and shoes on a canvas in body coordinates."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import skia

from reelwright.casting.documents import Outfit
from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import (
    MULTIPLY,
    Points,
    fill,
    gradient_fill,
    linear,
    path_of,
    spline,
    stroke,
    tapered,
)
from reelwright.stage.people.body import BodyView, shade_side
from reelwright.stage.people.brush import Cloth, Direction, cloth, fold, line, shine
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.limbs import (
    Vector,
    between,
    cel_shadow,
    chain,
    disc,
    hull,
    ink_and_fill,
    project,
    reach,
    union,
    unit,
)
from reelwright.stage.people.stances import Stance
from reelwright.stage.people.wear import cut_of, lower_colour, main_colour


@dataclass(frozen=True)
class LegSizes:
    """Head units."""

    hip: tuple[float, float]
    thigh: float
    shank: float
    thigh_radii: tuple[float, float, float, float]
    shank_radii: tuple[float, float, float, float]


HER_LEGS = LegSizes((44, 742), 418, 410, (60, 54, 44, 37), (37, 38.5, 28, 17))
HER_TROUSERS = LegSizes((44, 742), 418, 410, (60, 54, 45, 41), (40, 39, 36, 35))
HIS_LEGS = LegSizes((54, 768), 440, 430, (70, 64, 54, 47), (46, 46, 42, 41))


@dataclass(frozen=True)
class Leg:
    """Three joints in space and where the foot points."""

    hip: Vector
    knee: Vector
    ankle: Vector
    foot: Vector


class LowerBody:
    """Everything below the waist."""

    def __init__(
        self,
        body: BodyView,
        skin: Complexion,
        outfit: Outfit,
        stance: Stance,
        light: Direction,
        *,
        seen_from_back: bool = False,
    ) -> None:
        self.body, self.skin, self.outfit, self.light = body, skin, outfit, light
        self.from_back = seen_from_back
        self.cut = cut_of(outfit, body.is_female)
        self.kind = self.cut.skirt
        her = HER_LEGS if self.kind else HER_TROUSERS
        self.sizes = her if body.is_female else HIS_LEGS
        self.legs = {side: self._leg(stance, side) for side in (-1, 1)}

    def _leg(self, stance: Stance, side: int) -> Leg:
        s, lady = self.sizes, self.body.is_female
        tilt = math.radians(stance.hip_deg)
        hip = np.array(
            [side * s.hip[0] * math.cos(tilt), s.hip[1] + side * s.hip[0] * math.sin(tilt) * 1.6, 0.0]
        )
        turn = 0.35 * math.sin(math.radians(self.body.yaw_deg))
        floor = s.hip[1] + s.thigh + s.shank
        if stance.legs == "walk":
            stride = float(side)
            lifted = 60 if stride < 0 else 0
            ankle = np.array(
                [side * s.hip[0] * 0.45 + turn * 150 * stride, floor - 10 - lifted, 230 * stride]
            )
            foot = unit([side * 0.1 + turn, 0.2 if stride < 0 else 0, 1.0])
            pole: tuple[float, float, float] = (turn, 0.0, 1.0)
        else:
            free = stance.weight != 0 and side != stance.weight
            spread = s.hip[0] * (0.95 if lady else 1.2)
            ankle = np.array(
                [
                    side * spread + stance.weight * 20 + (side * 40 if free else 0),
                    floor - 6 - (18 if free else 0),
                    60.0 * free,
                ]
            )
            foot = unit([side * 0.42 + turn, 0.0, 1.0])
            pole = (side * (0.8 if free else 0.45), 0.0, 1.0)
        if self.from_back:
            ankle = ankle * [1, 1, 0.4]
            foot = foot * [1, 1, -1]
        knee, ankle = reach(hip, ankle, s.thigh, s.shank, pole)
        return Leg(hip, knee, ankle, foot)

    @property
    def cloth(self) -> Cloth:
        """Of the skirt or the trousers."""
        return cloth(lower_colour(self.outfit, self.body.is_female))

    def draw(self, canvas: skia.Canvas) -> None:
        """Legs and shoes, the further one first; then pelvis, skirt or coat tails."""
        order = sorted((-1, 1), key=lambda side: self.legs[side].knee[2] + self.legs[side].ankle[2])
        if self.kind not in ("long", "wide", "ball"):
            for side in order:
                self._draw_shoe(canvas, self.legs[side])
                self._draw_leg(canvas, self.legs[side], side)
        if self.kind:
            self._draw_skirt(canvas)
        else:
            self._draw_pelvis(canvas)
        if self.cut.tails is not None:
            self._draw_tails(canvas)

    # ------------------------------------------------------------ legs

    def _draw_leg(self, canvas: skia.Canvas, leg: Leg, side: int) -> None:
        s, bare = self.sizes, bool(self.kind)
        tone = Cloth(self.skin.skin, self.skin.shadow, self.skin.skin, self.skin.line) if bare else self.cloth
        thigh, shank = between(leg.hip, leg.knee, 4), between(leg.knee, leg.ankle, 4)
        upper, lower = chain(list(thigh), list(s.thigh_radii)), chain(list(shank), list(s.shank_radii))
        whole = union([*upper, *lower])
        canvas.drawPath(whole, stroke(tone.ink, 3.8))
        knee = disc(leg.knee, s.thigh_radii[-1] * 1.04)
        parts = [(float(thigh[:, 2].mean()), thigh, upper), (float(shank[:, 2].mean()), shank, lower)]
        for _, points, shapes in sorted(parts, key=lambda part: part[0]):
            path = union(shapes)
            ink_and_fill(canvas, path, tone.base, tone.ink, 0.95, [knee])
            colour = tone.dark if bare else tone.soft_shadow
            cel_shadow(canvas, path, whole, self.light, (26, 10), colour, 0.75, 3)
            if not bare:
                self._trouser_folds(canvas, path, points, leg, tone, side)

    def _trouser_folds(
        self, canvas: skia.Canvas, path: skia.Path, points: Vector, leg: Leg, tone: Cloth, side: int
    ) -> None:
        canvas.save()
        canvas.clipPath(path, True)
        crease = points + np.array([-8 if self.light[0] > 0 else 8, 0, 0])
        canvas.drawPath(tapered(project(crease)[0], 5, "flat"), shine(tone.high, 0.25, 1.5))
        knee, ankle, hip = (project(joint)[0] for joint in (leg.knee, leg.ankle, leg.hip))
        for dx, dy, alpha in ((-30, -16, 0.5), (28, -6, 0.45), (-24, 22, 0.4), (26, 30, 0.35)):
            around = [knee + [dx * 1.3, dy], knee + [dx * 0.4, dy + 8], knee + [-dx * 0.3, dy + 2]]
            fold(canvas, around, 8, tone.dark, alpha, tone.high, 2)
        for j in range(3):
            stack = [ankle + [-44, -14 - j * 26], ankle + [0, -4 - j * 26], ankle + [40, -18 - j * 22]]
            fold(canvas, stack, 7, tone.dark, 0.4, tone.high, 2)
        fold(
            canvas, [hip + [-side * 40, 60], hip + [side * 10, 90], hip + [side * 50, 84]], 9, tone.dark, 0.4
        )
        canvas.restore()

    def _draw_pelvis(self, canvas: skia.Canvas) -> None:
        tone, radius = self.cloth, self.sizes.thigh_radii[0] * 0.92
        left, right = self.legs[-1].hip, self.legs[1].hip
        up = np.array([0, -60, 0])
        path = union([hull([left + up, right + up, left, right], [radius] * 4)])
        canvas.drawPath(path, fill(tone.base))
        cel_shadow(canvas, path, path, self.light, (20, 0), tone.soft_shadow, 0.7, 4)
        middle = project((left + right) / 2)[0]
        line(canvas, [middle + [0, -40], middle + [2, 66]], 2.2, tone.ink, 0.8)

    def _draw_shoe(self, canvas: skia.Canvas, leg: Leg) -> None:
        if self.cut.shoe == "pump":
            self._draw_pump(canvas, leg)
        else:
            self._draw_flat_shoe(canvas, leg)

    def _draw_pump(self, canvas: skia.Canvas, leg: Leg) -> None:
        ankle, toe = leg.ankle, leg.foot
        tone = cloth(mix(main_colour(self.outfit), "#3a1420", 0.4))
        back = np.array([-toe[0], 0, -toe[2]])
        heel = ankle + back * 16 + [0, 24, 0]
        ball = ankle + toe * 38 + [0, 54, 0]
        foot = union([hull([ankle, heel, ball], [19, 15, 16])])
        ink_and_fill(canvas, foot, self.skin.skin, self.skin.line, 1.6)
        cel_shadow(canvas, foot, foot, self.light, (8, 0), self.skin.shadow, 0.8)
        spike = tapered(project(np.array([heel, heel + [0, 48, 0]]))[0], 11, lambda t: 1 - 0.6 * t)
        canvas.drawPath(spike, stroke(tone.ink, 2))
        canvas.drawPath(spike, fill(tone.base))
        shoe = union(
            [
                hull([heel + [0, 6, 0], ankle + toe * 10 + [0, 40, 0]], [15, 12]),
                hull([ankle + toe * 18 + [0, 46, 0], ball, ankle + toe * 62 + [0, 68, 0]], [13, 18, 11]),
            ]
        )
        self._finish_shoe(canvas, shoe, tone, ball)

    def _draw_flat_shoe(self, canvas: skia.Canvas, leg: Leg) -> None:
        ankle, toe = leg.ankle, leg.foot
        size = 0.82 if self.body.is_female else 1.0
        sneaker = self.cut.shoe == "sneaker"
        tone = cloth("#d9d6dc" if sneaker else "#2a2024")
        back = np.array([-toe[0], 0, -toe[2]])
        shoe = union(
            [
                hull(
                    [ankle + [0, 8, 0], ankle + back * 20 + [0, 36, 0], ankle + toe * 50 + [0, 42, 0]],
                    [30 * size, 24 * size, 25 * size],
                ),
                hull([ankle + toe * 40 + [0, 44, 0], ankle + toe * 100 + [0, 48, 0]], [26 * size, 20 * size]),
            ]
        )
        self._finish_shoe(canvas, shoe, tone, ankle + toe * 80 + [0, 34, 0])
        sole = project(np.array([ankle + back * 24 + [0, 62, 0], ankle + toe * 105 + [0, 64, 0]]))[0]
        line(canvas, sole, 7, tone.ink if not sneaker else "#f4f2f4", 1.0, "even")

    def _finish_shoe(self, canvas: skia.Canvas, shoe: skia.Path, tone: Cloth, glint: Vector) -> None:
        ink_and_fill(canvas, shoe, tone.base, tone.ink, 1.7)
        cel_shadow(canvas, shoe, shoe, self.light, (9, 5), tone.soft_shadow, 0.8)
        x, y = project(glint)[0].tolist()
        canvas.drawCircle(x + (6 if self.light[0] > 0 else -6), y - 3, 5, fill("#ffffff", 0.45, blur=2.5))

    # ------------------------------------------------------------ skirts and tails

    def _draw_skirt(self, canvas: skia.Canvas) -> None:
        outline, hem = self._skirt_outline()
        tone, path = self.cloth, path_of(outline)
        canvas.drawPath(path, stroke(tone.ink, 3.6))
        canvas.drawPath(path, fill(tone.base))
        canvas.save()
        canvas.clipPath(path, True)
        self._shade_skirt(canvas, outline, hem, tone)
        self._pleats(canvas, outline, hem, tone)
        if self.outfit.kind == "gown":
            self._glitter(canvas, outline, hem)
        if self.kind == "wide":
            trim = cloth(self.outfit.second or "#8c1f2b")
            x0, x1 = float(outline[:, 0].min()), float(outline[:, 0].max())
            band = [(x0 - 40, hem - 20), ((x0 + x1) / 2, hem + 8), (x1 + 40, hem - 20)]
            line(canvas, band, 30, trim.base, 1.0, "even")
        canvas.restore()

    def _skirt_outline(self) -> tuple[Points, float]:
        knees = [project(self.legs[side].knee)[0] for side in (-1, 1)]
        ankles = [project(self.legs[side].ankle)[0] for side in (-1, 1)]
        if self.kind == "pencil":
            top = [(-84.0, 640.0), (-98.0, 720.0)]
        else:
            top = [(-81.0 if self.kind != "wide" else -100.0, 552.0), (-92.0, 610.0), (-112.0, 720.0)]
        other = [(-x, y) for x, y in top]
        if self.kind in ("long", "wide", "ball"):
            spread = {"long": 160.0, "wide": 260.0, "ball": 420.0}[self.kind]
            hem = float(max(ankles[0][1], ankles[1][1])) + 58
            centre = float(ankles[0][0] + ankles[1][0]) * 0.5
            left = [
                *top, (min(knees[0][0] - 62, -100) - spread * 0.12, knees[0][1]), (centre - spread, hem - 14)
            ]  # fmt: skip
            right = [
                *other, (max(knees[1][0] + 62, 100) + spread * 0.12, knees[1][1]), (centre + spread, hem - 14)
            ]  # fmt: skip
            wave = ((-1, -14), (-0.6, 6), (-0.2, -2), (0.25, 10), (0.65, 2), (1, -14))
            bottom = [(centre + spread * u, hem + dy) for u, dy in wave]
        else:
            flare = {"knee": 34.0, "pleated": 46.0, "straight": 14.0}.get(self.kind, -6.0)
            short = {"knee": 60, "pleated": 110, "straight": -40}.get(self.kind, 10)
            hem = float(knees[0][1] + knees[1][1]) / 2 - short
            x0, x1 = min(knees[0][0] - 50, -84) - flare, max(knees[1][0] + 50, 84) + flare
            left, right = [*top, (x0, hem - 12)], [*other, (x1, hem - 12)]
            bottom = [(x0, hem - 12), (x0 * 0.5, hem + 6), (0, hem + 2), (x1 * 0.5, hem + 8), (x1, hem - 12)]
        outline = np.vstack([spline(left), spline(bottom)[1:-1], spline(right)[::-1]])
        return outline, hem

    def _shade_skirt(self, canvas: skia.Canvas, outline: Points, hem: float, tone: Cloth) -> None:
        x0, x1 = float(outline[:, 0].min()), float(outline[:, 0].max())
        colours: list[Colour] = [tone.soft_shadow, tone.soft_shadow]
        if self.light[0] < 0:
            across = linear((x0 + (x1 - x0) * 0.4, 0), (x1, 0), colours, None, [0, 0.75])
        else:
            across = linear((x1 - (x1 - x0) * 0.4, 0), (x0, 0), colours, None, [0, 0.75])
        canvas.drawPaint(gradient_fill(across, blend=MULTIPLY))
        down = linear((0, 600), (0, hem), colours, None, [0.25, 0.75])
        canvas.drawPaint(gradient_fill(down, blend=MULTIPLY))

    def _pleats(self, canvas: skia.Canvas, outline: Points, hem: float, tone: Cloth) -> None:
        random = np.random.default_rng(4)
        x0, x1 = float(outline[:, 0].min()), float(outline[:, 0].max())
        count, width = (7, 15) if self.kind != "pencil" else (3, 9)
        for i in range(count):
            u = (i + 0.5) / count * 2 - 1
            bottom = (x0 + (x1 - x0) * (i + 0.5) / count, hem + 10)
            middle = (u * 100, 730.0)
            bent = ((middle[0] + bottom[0]) / 2 + random.uniform(-14, 14), (middle[1] + bottom[1]) / 2)
            top = (u * 78, 566 + 30 * abs(u))
            fold(canvas, [top, middle, bent, bottom], width, tone.dark, 0.5, tone.high, 4)
            if i % 2:
                line(canvas, spline([middle, bent, bottom]), 2.0, tone.ink, 0.55, "in")

    def _glitter(self, canvas: skia.Canvas, outline: Points, hem: float) -> None:
        random = np.random.default_rng(4)
        x0, x1 = float(outline[:, 0].min()), float(outline[:, 0].max())
        for _ in range(300):
            place = (random.uniform(x0, x1), random.uniform(600, hem))
            canvas.drawCircle(*place, random.uniform(0.6, 1.8), fill("#ffffff", random.uniform(0.2, 0.8)))

    def _draw_tails(self, canvas: skia.Canvas) -> None:
        """The skirts of a long coat, open in the middle; the torso goes on where they begin."""
        tone, wide = cloth(main_colour(self.outfit)), self.body.breadth
        hem = float(project(self.legs[1].knee)[0][1]) + (self.cut.tails or 0.0)
        middle = float(self.body.front([(0, 700)])[0, 0])
        for s in (-1, 1):
            edge = self.body.flank(s, 24 if self.body.is_female else 14)
            edge = edge[(edge[:, 1] > 640) & (edge[:, 1] < 780)]
            swing = float(edge[-1, 0] - edge[0, 0])
            outer = [*edge[::4].tolist(), (edge[-1, 0] + swing * 0.8 + s * 10, (800 + hem) / 2),
                     (edge[-1, 0] + swing + s * 26, hem)]  # fmt: skip
            bottom = [outer[-1], (middle + s * 70 * wide, hem + 14), (middle + s * 26.0, hem + 8)]
            inner = [bottom[-1], (middle + s * 9.0, 860.0), (middle + s * -2.0, 640.0)]
            shape = np.vstack([spline(outer), spline(bottom)[1:-1], spline(inner)])
            path = path_of(shape)
            canvas.drawPath(path, stroke(tone.ink, 3.4))
            canvas.drawPath(path, fill(tone.base))
            canvas.save()
            canvas.clipPath(path, True)
            shade_side(canvas, self.body, self.light, tone.soft_shadow, 0.6)
            for x, drift in ((46, 16), (86, 30)):
                fall = [(middle + s * x * wide, 760), (middle + s * (x + drift * 0.5) * wide, 900),
                        (middle + s * (x + drift) * wide, hem + 6)]  # fmt: skip
                fold(canvas, fall, 10, tone.dark, 0.4, tone.high, 3)
            canvas.restore()
