"""A stance and an outfit → seat, hips, legs, shoes and what hangs over them, in body coordinates."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.casting.documents import Outfit
from reelwright.drawing.colour import mix
from reelwright.drawing.ink import Points, fill, spline, stroke, tapered
from reelwright.stage.people.body import BodyView
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
    union,
    unit,
)
from reelwright.stage.people.seats import draw_seat
from reelwright.stage.people.shoes import Foot, draw_pump, draw_shoe
from reelwright.stage.people.skirts import SHORT_SKIRTS, Skirt, draw_skirt, draw_tails
from reelwright.stage.people.stances import Stance
from reelwright.stage.people.stride import NEARNESS, Leg, ground_y, leg_of, sizes_of
from reelwright.stage.people.wear import cut_of, hangs_over, lower_colour, main_colour

# Radii along the bone (part of its length, radius): hers bare, hers in trousers, his.
_HER_THIGH = ((0.0, 61), (0.25, 58), (0.55, 51), (0.8, 44), (1.0, 38.5))
_HER_SHANK = ((0.0, 38), (0.15, 37.5), (0.32, 38.5), (0.5, 34), (0.72, 25), (0.9, 19.5), (1.0, 18))
_HER_TROUSER_THIGH = ((0.0, 63), (0.25, 60), (0.55, 53), (0.8, 47), (1.0, 42.5))
_HER_TROUSER_SHANK = ((0.0, 42), (0.2, 40.5), (0.45, 38.5), (0.7, 36.5), (0.88, 36), (1.0, 37.5))
_HIS_THIGH = ((0.0, 73), (0.25, 70), (0.55, 62), (0.8, 54), (1.0, 48.5))
_HIS_SHANK = ((0.0, 48), (0.2, 47), (0.45, 45), (0.7, 42.5), (0.88, 41.5), (1.0, 43.5))


_SHOES = {
    "leather": ("#2a2024", "#15101a"),
    "sneaker": ("#d9d6dc", "#f4f2f4"),
    "boot": ("#3a2a26", "#1a1214"),
    "slipper": ("#6a5a66", "#cfc4b8"),
}
"""Colours of a shoe and its sole."""


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
        self.from_back, self.seat = seen_from_back, stance.seat
        self.cut = cut_of(outfit, body.is_female)
        self.kind = self.cut.skirt
        self.legs = {side: leg_of(body, stance, side, from_back=seen_from_back) for side in (-1, 1)}
        sizes = sizes_of(body)
        self.feet = {side: Foot(leg, sizes.foot, sizes.sole) for side, leg in self.legs.items()}

    def joints(self, side: int) -> Points:
        """Hip, knee and ankle of a leg in the picture of the body."""
        leg = self.legs[side]
        return project(np.array([leg.hip, leg.knee, leg.ankle]) * [1, 1, NEARNESS])[0]

    @property
    def cloth(self) -> Cloth:
        """Of the skirt or the trousers."""
        return cloth(lower_colour(self.outfit, self.body.is_female))

    def draw(self, canvas: skia.Canvas) -> None:
        """Hips, then legs and shoes, the further one first; then skirt or coat tails."""
        if self.seat:
            hips = (self.legs[-1].hip + self.legs[1].hip) / 2
            draw_seat(canvas, self.body, hips, self.seat, self.light, from_back=self.from_back)
        order = sorted((-1, 1), key=lambda side: float(self.legs[side].knee[2] + self.legs[side].ankle[2]))
        if not self.kind:
            self._draw_pelvis(canvas)
        for side in order:
            self._draw_leg(canvas, self.legs[side])
        if not self.kind:
            self._draw_crotch(canvas)
        if self.kind:
            draw_skirt(canvas, self._skirt(), self.cloth, self.outfit, self.light)
            if self.kind in SHORT_SKIRTS:
                self._draw_knees_over(canvas, order)
        if self.cut.tails is not None:
            draw_tails(
                canvas,
                self.body,
                self.legs,
                self.outfit,
                self.cut.tails,
                self.light,
                from_back=self.from_back,
            )

    def _skirt(self) -> Skirt:
        waist_y = 640.0 if hangs_over(self.outfit) else self.cut.waist_y - 10
        return Skirt(self.body, self.kind, self.legs, waist_y)

    # ------------------------------------------------------------ legs

    @property
    def _tone(self) -> Cloth:
        if self.kind:
            return Cloth(self.skin.skin, self.skin.shadow, self.skin.skin, self.skin.line)
        return self.cloth

    def _bones(self, leg: Leg) -> tuple[tuple[Vector, Vector], tuple[Vector, Vector]]:
        """Spheres (centres as drawn, radii) of thigh and shank; a shank's calf swells behind."""
        lady, bare = self.body.is_female, bool(self.kind)
        thigh = (_HER_THIGH if bare else _HER_TROUSER_THIGH) if lady else _HIS_THIGH
        shank = (_HER_SHANK if bare else _HER_TROUSER_SHANK) if lady else _HIS_SHANK
        upper, lower = np.array(thigh, dtype=float), np.array(shank, dtype=float)
        build = (0.5 + 0.5 * self.body.build) * (1 + 0.12 * self.body.girth)
        upper_points = leg.hip + (leg.knee - leg.hip) * upper[:, :1]
        lower_points = leg.knee + (leg.ankle - leg.knee) * lower[:, :1]
        bulge = np.sin(np.pi * np.clip(lower[:, :1] / 0.7, 0, 1))
        out = np.array([leg.side * (4.5 if bare else 2.5), 0.0, 0.0])
        lower_points = lower_points + bulge * (out - leg.front * (9.0 if bare else 5.0))
        upper_points = upper_points + np.sin(np.pi * upper[:, :1]) * leg.front * 7.0
        flat = np.array([1.0, 1.0, NEARNESS])
        return (upper_points * flat, upper[:, 1] * build), (lower_points * flat, lower[:, 1] * build)

    def _draw_leg(self, canvas: skia.Canvas, leg: Leg) -> None:
        lies_under = self.kind in ("long", "wide", "ball") and leg.ankle[2] < leg.knee[2] - 140
        if lies_under and leg.knee[1] > ground_y(self.body) - 140:
            return
        shank_behind = leg.down[1] < 0.3 or leg.ankle[2] < leg.knee[2] - 140
        if not shank_behind:
            self._draw_shoe(canvas, leg)
        (thigh, thigh_radii), (shank, shank_radii) = self._bones(leg)
        upper, lower = chain(list(thigh), list(thigh_radii)), chain(list(shank), list(shank_radii))
        tone, bare = self._tone, bool(self.kind)
        whole = union([*upper, *lower])
        hip = disc(leg.hip * [1, 1, NEARNESS], thigh_radii[0] * 1.5)
        canvas.save()
        canvas.clipPath(hip, skia.ClipOp.kDifference, True)
        canvas.drawPath(whole, stroke(tone.ink, 3.8))
        canvas.restore()
        if shank_behind:
            self._draw_shoe(canvas, leg)
        knee = disc(thigh[-1], float(thigh_radii[-1]) * 1.04)
        parts = [
            (float(thigh[:, 2].mean()), True, union(upper)),
            (float(shank[:, 2].mean()), False, union(lower)),
        ]
        colour = tone.dark if bare else tone.soft_shadow
        for _, is_thigh, path in sorted(parts, key=lambda part: part[0]):
            ink_and_fill(canvas, path, tone.base, tone.ink, 0.95, [knee, hip])
            cel_shadow(canvas, path, whole, self.light, (24, 10), colour, 0.75, 3)
            canvas.save()
            canvas.clipPath(path, True)
            if bare:
                self._skin_marks(canvas, leg, is_thigh)
            elif is_thigh:
                self._thigh_folds(canvas, leg, thigh, thigh_radii)
            else:
                self._shank_folds(canvas, leg, shank, shank_radii)
            canvas.restore()

    def _skin_marks(self, canvas: skia.Canvas, leg: Leg, is_thigh: bool) -> None:
        """The knee cap and the shin."""
        if self.from_back or leg.front[2] < 0.1:
            return
        x, y = project(leg.knee * [1, 1, NEARNESS])[0].tolist()
        if is_thigh:
            return
        cap = spline([(x - 15, y + 10), (x, y + 19), (x + 15, y + 10)])
        line(canvas, cap, 1.7, self.skin.deep, 0.5)
        side = -1 if self.light[0] < 0 else 1
        canvas.drawCircle(x + side * 6, y - 4, 13, shine("#ffffff", 0.16, 6))

    def _thigh_folds(self, canvas: skia.Canvas, leg: Leg, points: Vector, radii: Vector) -> None:
        """The pressed crease, and what pulls from the crotch and gathers at a bent knee."""
        tone = self.cloth
        at, _ = project(points)
        axis = at[-1] - at[0]
        length = float(np.linalg.norm(axis))
        if length < 60:
            return
        axis = axis / length
        across = np.array([-axis[1], axis[0]]) * (1 if axis[1] >= 0 else -1)
        inner = across * np.sign((across @ np.array([-leg.side, 0.0])) or 1.0)
        lit = 8.0 if self.light[0] > 0 else -8.0
        if not self.from_back:
            crease = at + across * lit * 0.6
            canvas.drawPath(tapered(crease, 4.5, "flat"), shine(tone.high, 0.22, 1.5))
        bend = min(1.0, leg.bend_deg / 80)
        r = float(radii[0])
        for k, (start, end, spread) in enumerate(((0.06, 0.30, 0.9), (0.14, 0.44, 0.5), (0.02, 0.16, 0.1))):
            a = at[0] + axis * length * start + inner * r * 0.86
            b = at[0] + axis * length * end - inner * r * spread
            middle = (a + b) / 2 + axis * 10
            fold(canvas, [a, middle, b], 9 - k, tone.dark, 0.34 - 0.08 * k, tone.high, 2)
        if bend > 0.1:
            place, r = at[-1], float(radii[-1])
            for up in (0.3, 0.95, 1.6):
                a = place - axis * r * up + inner * r
                b = place - axis * r * (up + 0.55) - inner * r * 0.5
                fold(canvas, [a, (a + b) / 2 - axis * 5, b], 8, tone.dark, 0.5 * bend, tone.high, 2)

    def _shank_folds(self, canvas: skia.Canvas, leg: Leg, points: Vector, radii: Vector) -> None:
        """Creases under the knee and the break over the shoe."""
        tone = self.cloth
        at, _ = project(points)
        axis = at[-1] - at[0]
        length = float(np.linalg.norm(axis))
        if length < 60:
            return
        axis = axis / length
        across = np.array([-axis[1], axis[0]]) * (1 if axis[1] >= 0 else -1)
        lit = 8.0 if self.light[0] > 0 else -8.0
        if not self.from_back:
            canvas.drawPath(tapered(at + across * lit * 0.6, 4.5, "flat"), shine(tone.high, 0.22, 1.5))
        bend = min(1.0, 0.3 + leg.bend_deg / 70)
        r, side = float(radii[0]), float(leg.side)
        for along, width, way, alpha in (
            (0.25, 8.0, 1.0, 0.5),
            (0.75, 7.0, -1.0, 0.42),
            (1.5, 7.0, 1.0, 0.3),
        ):
            a = at[0] + axis * r * along + across * side * way * r
            b = at[0] + axis * r * (along + 0.35) - across * side * way * r * 0.35
            fold(canvas, [a, (a + b) / 2 + axis * 8, b], width, tone.dark, alpha * bend, tone.high, 2)
        r = float(radii[-1])
        for k, way in enumerate((1.0, -1.0, 1.0)):
            a = at[-1] - axis * r * (0.25 + 0.62 * k) + across * side * way * r * 1.05
            b = at[-1] - axis * r * (0.05 + 0.62 * k) - across * side * way * r * 0.45
            fold(canvas, [a, (a + b) / 2 + axis * 6, b], 7, tone.dark, 0.45 - 0.08 * k, tone.high, 2)

    def _draw_shoe(self, canvas: skia.Canvas, leg: Leg) -> None:
        foot = self.feet[leg.side]
        if self.cut.shoe == "pump" and self.skin.age_years > 13:
            tone = cloth(mix(main_colour(self.outfit), "#3a1420", 0.4))
            draw_pump(canvas, foot, tone, self.skin, self.light)
        else:
            upper, sole = _SHOES.get(self.cut.shoe, _SHOES["leather"])
            draw_shoe(canvas, foot, cloth(upper), cloth(sole), self.light)

    # ------------------------------------------------------------ hips

    def _draw_pelvis(self, canvas: skia.Canvas) -> None:
        tone, flat = self.cloth, np.array([1.0, 1.0, NEARNESS])
        b = self.body
        r = (_HER_TROUSER_THIGH if b.is_female else _HIS_THIGH)[0][1] * 0.96
        left, right = (self.legs[side].hip * flat for side in (-1, 1))
        waist = np.vstack([b.flank(-1, 2, 596, 700), b.flank(1, 2, 596, 700)[::-1]])
        path = union([waist, hull([left, right], [r, r])])
        hips = union([hull([left, right, (left + right) / 2 - [0, 70, 0]], [r, r, r])])
        path.addPath(hips)
        canvas.drawPath(path, stroke(tone.ink, 3.6))
        canvas.drawPath(path, fill(tone.base))
        cel_shadow(canvas, path, path, self.light, (20, 0), tone.soft_shadow, 0.7, 4)

    def _draw_crotch(self, canvas: skia.Canvas) -> None:
        """The fly and the fold where the thighs meet."""
        tone, flat = self.cloth, np.array([1.0, 1.0, NEARNESS])
        left, right = (self.legs[side] for side in (-1, 1))
        middle = project((left.hip + right.hip) / 2 * flat)[0]
        knees = project((left.knee + right.knee) / 2 * flat)[0]
        down = unit(knees - middle) if np.linalg.norm(knees - middle) > 30 else np.array([0.0, 1.0])
        fork = middle + down * 60
        line(canvas, spline([middle + [0, -90], middle, fork]), 2.2, tone.ink, 0.6)
        for leg in (left, right):
            end = fork + [leg.side * 52, -26]
            fold(canvas, [fork, (fork + end) / 2 + [0, 6], end], 8, tone.dark, 0.32)

    # ------------------------------------------------------------ knees before a hem

    def _draw_knees_over(self, canvas: skia.Canvas, order: list[int]) -> None:
        """Thighs that point at us put their knees before the hem of a short skirt."""
        for side in order:
            leg = self.legs[side]
            if unit(leg.knee - leg.hip)[2] < 0.5:
                continue
            (thigh, thigh_radii), (shank, shank_radii) = self._bones(leg)
            near = between(thigh[-2] * 0.4 + thigh[-1] * 0.6, thigh[-1], 2)
            shapes = [
                *chain(list(near), [float(thigh_radii[-1])] * 2),
                *chain(list(shank), list(shank_radii)),
            ]
            path, tone = union(shapes), self._tone
            ink_and_fill(canvas, path, tone.base, tone.ink, 1.4)
            cel_shadow(canvas, path, path, self.light, (24, 10), tone.dark, 0.75, 3)
            canvas.save()
            canvas.clipPath(path, True)
            self._skin_marks(canvas, leg, False)
            canvas.restore()
            self._draw_shoe(canvas, leg)
