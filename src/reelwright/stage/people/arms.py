"""An arm's pose and an outfit → shoulder, sleeve, cuff and hand on a canvas in body coordinates."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import skia
from numpy.typing import ArrayLike

from reelwright.casting.documents import Outfit
from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import Points, fill, gradient_fill, linear, path_of, spline, stroke, tapered
from reelwright.stage.people.body import BodyView, shade_side
from reelwright.stage.people.brush import Cloth, Direction, cloth, fold, line, shine
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.fabrics import lace, limb_piece, weave
from reelwright.stage.people.hands import Hand, Prop
from reelwright.stage.people.handshapes import hand_shape
from reelwright.stage.people.limbs import (
    Vector,
    between,
    cel_shadow,
    chain,
    cut_hull,
    disc,
    hull,
    ink_and_fill,
    project,
    reach,
    union,
    unit,
)
from reelwright.stage.people.props import prop_in
from reelwright.stage.people.sleeves import draw_short_sleeve
from reelwright.stage.people.smears import STRETCH, draw_smear
from reelwright.stage.people.stances import ArmPose, Triple, scaled_for, turned_with_legs
from reelwright.stage.people.wear import cut_of, sleeve_colour


@dataclass(frozen=True)
class ArmSizes:
    """Lengths and radii of an arm in head units."""

    shoulder: tuple[float, float]
    upper: float
    fore: float
    hand: float
    upper_radii: tuple[float, float, float, float]
    fore_radii: tuple[float, float, float, float]


HER_ARM = ArmSizes((113, 237), 256, 226, 168, (31, 29, 26.5, 25), (25.5, 27, 22.5, 17.5))
HIS_ARM = ArmSizes((160, 250), 290, 258, 192, (39, 39.5, 34.5, 31), (32, 34, 28, 22))


def sleeve_cloth(outfit: Outfit, skin: Complexion) -> Cloth:
    """What covers the arm: cloth, or skin for the outfits without (long) sleeves."""
    if cut_of(outfit, skin.is_female).sleeve in ("", "lace", "short"):
        return Cloth(skin.skin, skin.shadow, skin.skin, skin.line)
    return cloth(sleeve_colour(outfit, skin.is_female))


class Arm:
    """One arm of one body. ``side`` -1 is the one on the left of the picture."""

    def __init__(
        self,
        body: BodyView,
        skin: Complexion,
        outfit: Outfit,
        pose: ArmPose,
        side: int,
        light: Direction,
        *,
        seen_from_back: bool = False,
        has_ring: bool = False,
    ) -> None:
        self.body, self.skin, self.outfit, self.pose, self.side = body, skin, outfit, pose, side
        self.light, self.from_back, self.has_ring = light, seen_from_back, has_ring
        seat = body.spine.chest
        self._moved, self._grown = np.array([seat.dx, seat.dy, seat.dz]), seat.scale
        self.sizes = HER_ARM if body.is_female else HIS_ARM
        self.cut = cut_of(outfit, body.is_female)
        self.bare = self.cut.sleeve in ("", "lace", "short")
        self.cloth = sleeve_cloth(outfit, skin)
        ease = self.cut.ease if not self.bare else 0.0
        full = 1 + 0.13 * body.girth * np.array([0.7, 1.0, 1.0, 0.8])
        self.upper_radii = np.array(self.sizes.upper_radii) * full + ease * np.array([0.35, 0.7, 0.9, 0.85])
        self.fore_radii = np.array(self.sizes.fore_radii) * full[::-1] + ease * np.array(
            [0.85, 0.9, 1.0, 0.85]
        )
        self.shoulder, self.elbow, self.wrist = self._joints()
        self.forward = unit(self.wrist - self.elbow)
        self.hand = self._hand()

    # An arm is laid out as if its chest had stayed upright, then moved and scaled with the chest.

    def _local(self, points: ArrayLike) -> Vector:
        """A point of the trunk → the arm's own space."""
        return np.asarray(self.body.spine.place(points)[0] - self._moved)

    def _flat(self, points: Points) -> Points:
        """Points of the body's picture → the arm's own."""
        chest = np.array([0.0, self.sizes.shoulder[1]])
        return np.asarray((points - self._moved[:2] - chest) / self._grown + chest)

    def _enter(self, canvas: skia.Canvas) -> None:
        chest = self.sizes.shoulder[1]
        canvas.save()
        canvas.translate(self._moved[0], self._moved[1] + chest)
        canvas.scale(self._grown, self._grown)
        canvas.translate(0, -chest)

    def joints(self) -> Points:
        """Shoulder, elbow and wrist in the picture of the body."""
        flat, _ = project(np.array([self.shoulder, self.elbow, self.wrist]))
        chest = np.array([0.0, self.sizes.shoulder[1]])
        return np.asarray((flat - chest) * self._grown + chest + self._moved[:2])

    def _shade(self, canvas: skia.Canvas, colour: Colour, amount: float, downwards: float = 0.9) -> None:
        """The shade of the whole body, within the clip."""
        chest = self.sizes.shoulder[1]
        canvas.save()
        canvas.translate(0, chest)
        canvas.scale(1 / self._grown, 1 / self._grown)
        canvas.translate(-self._moved[0], -self._moved[1] - chest)
        shade_side(canvas, self.body, self.light, colour, amount, downwards)
        canvas.restore()

    def _torso(self) -> skia.Path:
        return path_of(self._flat(self.body.torso(0 if self.bare else 8)))

    def _joints(self) -> tuple[Vector, Vector, Vector]:
        """Two-bone reach; a raised arm lifts the shoulder and draws it in."""
        s, sizes, side = self.body, self.sizes, self.side
        rest = self._local([(side * sizes.shoulder[0] * s.build, sizes.shoulder[1], 0.0)])
        if self.pose.target is None:
            target = rest + np.array([side * 17, sizes.upper + sizes.fore - 8, 24.0])
        else:
            wanted = self._turned(scaled_for(s.is_female, self.pose.target))
            target = s.spine.carried([wanted])[0] - self._moved
        default_pole = (side * 0.35, 0.2, 0.8) if self.from_back else (side * 0.62, 0.2, -0.75)
        pole = self.pose.pole or default_pole
        shoulder = rest.copy()
        elbow, wrist = reach(shoulder, target, sizes.upper, sizes.fore, pole)
        for _ in range(2):
            aim = unit(elbow - shoulder)
            raised = float(np.clip((0.55 - aim[1]) / 1.4, 0, 1))
            shoulder = rest + np.array([-side * 14 * raised, -34 * raised, aim[2] * 14])
            elbow, wrist = reach(shoulder, target, sizes.upper, sizes.fore, pole)
        return shoulder, elbow, wrist

    def _turned(self, vector: Triple | Vector) -> Vector:
        """As far about the upright axis as the pose goes with the legs."""
        return turned_with_legs(self.body.yaw_deg * self.pose.turns, vector)

    def wrist_in_body(self) -> Points:
        """Where the wrist is seen, in body coordinates (x, y)."""
        chest = np.array([0.0, self.sizes.shoulder[1]])
        seen = project(self.wrist)[0] - chest
        return np.asarray(seen * self._grown + chest + self._moved[:2])

    def _hand(self) -> Hand:
        side, pose = self.side, self.pose
        along = self.forward if pose.along is None else unit(self._turned(pose.along))
        palm = (
            self._turned(pose.palm) if pose.palm else (-side * 0.74, 0.05, 0.45 if self.from_back else -0.62)
        )
        return Hand(
            hand_shape(pose.shape, pose.into, pose.share),
            self.wrist + self.forward * (self.sizes.hand * 0.05),
            along,
            palm,
            -side if self.from_back else side,
            length=self.sizes.hand * (STRETCH if pose.smear else 1.0),
            is_female=self.body.is_female,
            stub=0.16 if self._hand_below_sleeve or self.bare else 0.02,
        )

    @property
    def _hand_below_sleeve(self) -> bool:
        """The sleeve covers the wrist unless the hand comes at us."""
        return bool(self.forward[2] < 0.55 or self.pose.hand_first)

    # ------------------------------------------------------------ shapes

    @cached_property
    def _sleeve_end(self) -> Vector:
        cuff = 0.0 if self.bare else (0.06 if self.cut.cuff == "rib" else 0.03)
        return np.asarray(self.wrist - self.forward * cuff * self.sizes.fore * 0.6)

    @cached_property
    def _upper_points(self) -> Vector:
        return between(self.shoulder, self.elbow, 4)

    @cached_property
    def _fore_points(self) -> Vector:
        return between(self.elbow, self._sleeve_end, 4)

    @cached_property
    def _upper_shapes(self) -> list[Points]:
        return chain(list(self._upper_points), list(self.upper_radii))

    @cached_property
    def _fore_shapes(self) -> list[Points]:
        points, radii = self._fore_points, self.fore_radii
        if self.bare:
            return chain(list(points), list(radii))
        way = (self._sleeve_end - self.elbow)[:2]
        flat = 0.30 + 0.55 * abs(float(self.forward[2]))
        end = cut_hull(points[-2], radii[-2], points[-1], radii[-1], unit(way), flat)
        return [*chain(list(points[:-1]), list(radii[:-1])), end]

    @cached_property
    def _yoke(self) -> Points:
        """From the neck to the shoulder: it removes the doll's joint."""
        b, side = self.body, self.side
        x, y, radius = (84, 204, 12) if b.is_female else (104, 200, 14)
        inner = self._local([(side * x * b.build, y, 0.0)])
        return hull([self.shoulder, inner], [self.upper_radii[0] + 1.5, radius])

    def _shift(self, across: float, down: float) -> tuple[float, float]:
        return float(self.upper_radii[1]) * across, float(self.upper_radii[1]) * down

    # ------------------------------------------------------------ drawing

    def draw(self, canvas: skia.Canvas, *, is_forearm_only: bool = False) -> None:
        """Contour, shoulder, hand and sleeve in the order of their depth. A forearm alone is laid over
        somebody whom this arm reaches around."""
        self._enter(canvas)
        if self.pose.smear is not None:
            moved = self.body.spine.carried([scaled_for(self.body.is_female, self.pose.smear)])[0]
            draw_smear(canvas, self.hand, moved - self._moved, self.shoulder, self.skin)
        if is_forearm_only:
            self._draw_forearm(canvas)
        else:
            self._draw(canvas)
        canvas.restore()

    def _draw_forearm(self, canvas: skia.Canvas) -> None:
        fore = union(self._fore_shapes)
        canvas.drawPath(fore, stroke(self.cloth.ink, 3.4 if self.bare else 3.8))
        hand_first = self._hand_below_sleeve and not self.bare
        if hand_first:
            self._draw_hand(canvas)
        if self.cut.cuff == "shirt":
            self._draw_shirt_cuff(canvas)
        self._draw_parts(canvas, fore, fore, is_forearm_only=True)
        if not hand_first:
            self._draw_hand(canvas)
            if self.bare:
                self._blend_wrist(canvas)

    def _draw(self, canvas: skia.Canvas) -> None:
        behind = self.pose.layer == "behind"
        whole = union([*self._upper_shapes, *self._fore_shapes])
        self._contour(canvas, whole)
        reference = union([*self._upper_shapes, *self._fore_shapes, self._yoke, self._shoulder_slope()])
        if not behind:
            self._draw_yoke(canvas)
        hand_first = self._hand_below_sleeve
        if hand_first and not self.bare:
            self._draw_hand(canvas)
        if self.cut.cuff == "shirt":
            self._draw_shirt_cuff(canvas)
        drape = self._drape() if self.cut.sleeve == "robe" else None
        if drape is not None:
            canvas.drawPath(union(drape), stroke(self.cloth.ink, 3.8))
        self._draw_parts(canvas, whole, reference)
        if drape is not None:
            self._draw_drape(canvas, drape)
        if not hand_first or self.bare:
            if not self.bare:
                canvas.drawPath(
                    disc(self._sleeve_end + self.forward * 3, self.fore_radii[-1] * 0.97),
                    fill(mix(self.cloth.dark, self.cloth.ink, 0.4)),
                )
            self._draw_hand(canvas)
            if self.bare:
                self._blend_wrist(canvas)
        if not self.bare and not behind:
            self._draw_armhole(canvas)
        if self.cut.sleeve == "short":
            draw_short_sleeve(
                canvas, self.body, self.shoulder, self.elbow, self.upper_radii, self._yoke, self.side,
                self.light, self.outfit, self.cut,
            )  # fmt: skip
        elif self.cut.sleeve == "lace":
            lace(canvas, whole, sleeve_colour(self.outfit, self.body.is_female), ground=0.24)

    def _contour(self, canvas: skia.Canvas, whole: skia.Path) -> None:
        width = 3.4 if self.bare else 3.8
        canvas.save()
        canvas.clipPath(self._torso(), skia.ClipOp.kDifference, True)
        everything = union([*self._upper_shapes, *self._fore_shapes, self._yoke])
        canvas.drawPath(everything, stroke(self.cloth.ink, width))
        canvas.restore()
        canvas.save()
        canvas.clipPath(self._shoulder_hole(), skia.ClipOp.kDifference, True)
        canvas.drawPath(whole, stroke(self.cloth.ink, width))
        canvas.restore()

    def _shoulder_hole(self) -> skia.Path:
        radius = float(self.upper_radii[0])
        return disc(self.shoulder + [-self.side * radius * 0.35, radius * 0.1, 0], radius * 1.30)

    def _shoulder_slope(self) -> Points:
        radius = float(self.upper_radii[0])
        inward = self.shoulder + [-self.side * radius * 1.3, -4, 0]
        return hull([self.shoulder, inward], [radius * 1.05, radius * 1.1])

    def _draw_yoke(self, canvas: skia.Canvas) -> None:
        if self.from_back and self.cut.sleeve_colour != "main":
            # A waistcoat's back has no yoke of the shirt's cloth.
            return
        path, base = path_of(self._yoke), self.cloth.base
        canvas.save()
        canvas.clipPath(self._torso(), skia.ClipOp.kDifference, True)
        canvas.drawPath(path, fill(base))
        canvas.restore()
        b, side = self.body, self.side
        x, y = (84, 204) if b.is_female else (104, 199)
        inner = project(self._local([(side * x * b.build, y, 0.0)]))[0]
        outer = project(self.shoulder)[0]
        # Shaded like the torso it lies on, and fading into it towards the neck.
        canvas.saveLayer(path.getBounds(), skia.Paint())
        canvas.clipPath(path, True)
        canvas.drawPaint(fill(base))
        tone = self.cloth.dark if self.bare else self.cloth.soft_shadow
        self._shade(canvas, tone, 0.5 if self.bare else 0.58)
        fade = linear(inner, outer, [base, base], [0, 0.3], [0, 1])
        canvas.drawPaint(gradient_fill(fade, blend=skia.BlendMode.kDstIn))
        canvas.restore()

    def _draw_hand(self, canvas: skia.Canvas) -> None:
        if self.pose.shape == "hidden":
            # In a pocket.
            return
        props: tuple[Prop, ...] = prop_in(self.hand, self.pose.prop, self.skin) if self.pose.prop else ()
        self.hand.draw(canvas, self.skin, self.light, props=props, has_ring=self.has_ring)

    def _draw_shirt_cuff(self, canvas: skia.Canvas) -> None:
        way = unit((self._sleeve_end - self.elbow)[:2])
        flat = 0.30 + 0.55 * abs(float(self.forward[2]))
        radius = float(self.fore_radii[-1]) * 0.86
        shape = cut_hull(
            self.wrist - self.forward * 24, radius, self.wrist + self.forward * 11, radius, way, flat
        )
        path = union([shape])
        ink_and_fill(canvas, path, "#f4f3f5", "#50506a", 1.2)
        cel_shadow(canvas, path, path, self.light, (8, 8), "#b9b8cc", 0.8)

    def _draw_parts(
        self, canvas: skia.Canvas, whole: skia.Path, reference: skia.Path, *, is_forearm_only: bool = False
    ) -> None:
        parts = [
            (float(self._upper_points[:, 2].mean()), True, union(self._upper_shapes)),
            (float(self._fore_points[:, 2].mean()), False, union(self._fore_shapes)),
        ]
        colour = self.cloth.dark if self.bare else self.cloth.soft_shadow
        for _, is_upper, path in sorted(parts[is_forearm_only:], key=lambda part: part[0]):
            holes = [disc(self.elbow, float(self.upper_radii[-1]) * 1.03 + 1.3)]
            if is_upper:
                holes.append(self._shoulder_hole())
            ink_and_fill(canvas, path, self.cloth.base, self.cloth.ink, 0.95, holes)
            cel_shadow(canvas, path, reference, self.light, self._shift(0.55, 0.45), colour, 0.72, 5.0)
            canvas.save()
            canvas.clipPath(path, True)
            amount, downwards = (0.5, 0.3) if self.bare else (0.5, 0.5)
            self._shade(canvas, colour, amount, downwards)
            if self.bare:
                self._skin_creases(canvas, is_upper)
            else:
                self._cloth_folds(canvas, is_upper)
            canvas.restore()

    def _skin_creases(self, canvas: skia.Canvas, is_upper: bool) -> None:
        if not is_upper and unit(self.elbow - self.shoulder) @ self.forward < 0.8:
            elbow = project(self.elbow)[0]
            inner = unit((unit(self.shoulder - self.elbow) + unit(self.wrist - self.elbow))[:2])
            radius = float(self.upper_radii[-1])
            line(
                canvas,
                [elbow + inner * radius * 0.95, elbow + inner * radius * 0.35],
                1.5,
                self.cloth.ink,
                0.8,
                "out",
            )

    def _cloth_folds(self, canvas: skia.Canvas, is_upper: bool) -> None:
        tone, m = self.cloth, 1.0 if self.body.is_female else 1.3
        towards = unit(self.light[:2])
        points = self._upper_points if is_upper else self._fore_points
        radius = float(self.upper_radii[1])
        size = (radius * 2, float(np.linalg.norm(points[-1] - points[0])))
        piece = limb_piece(project(points)[0], radius)
        weave(canvas, self.cut.weave, piece, tone, self.outfit.accent, size=size)
        lit = points + np.array([towards[0] * radius * 0.45, towards[1] * radius * 0.2, 0])
        canvas.drawPath(tapered(project(lit)[0], radius * 0.42), shine(tone.high, 0.22, 5))
        axis = unit((self.elbow - self.shoulder)[:2] if is_upper else (self.wrist - self.elbow)[:2])
        normal = np.array([-axis[1], axis[0]])
        self._elbow_fan(canvas, is_upper, axis, normal, m)
        if is_upper:
            self._armpit_folds(canvas, axis, m)
        else:
            self._cuff_folds(canvas, axis, normal, m)

    def _elbow_fan(self, canvas: skia.Canvas, is_upper: bool, axis: Vector, normal: Vector, m: float) -> None:
        """Three creases spread from the inside of the elbow."""
        tone = self.cloth
        upper = unit(self.elbow - self.shoulder)
        bend = math.degrees(math.acos(float(np.clip(upper @ self.forward, -1, 1))))
        inner = unit((-upper + self.forward)[:2]) if bend > 12 else normal
        bone = (self.elbow - self.shoulder) if is_upper else (self.wrist - self.elbow)
        if np.linalg.norm(bone[:2]) / self.sizes.upper <= 0.35:
            return
        place, radius = project(self.elbow)[0], float(self.upper_radii[-1])
        strength = min(1.0, 0.5 + bend / 90)
        sideways = normal * (1 if normal @ inner >= 0 else -1)
        away = axis * (-1 if is_upper else 1)
        for offset, length, width, alpha in (
            (0.0, 0.55, 7, 0.5),
            (0.75, 0.25, 7, 0.42),
            (1.5, -0.05, 6, 0.32),
        ):
            start = place + away * radius * (0.45 + offset * 0.55) + sideways * radius * 0.96
            end = place + away * radius * (offset * 1.15 - 0.05) - sideways * radius * length
            middle = (start + end) / 2 + away * radius * 0.16
            fold(canvas, [start, middle, end], width * m * 0.9, tone.dark, alpha * strength, tone.high, 2)
            if bend > 40 and offset < 1:
                crease = spline([start, middle, middle * 0.5 + end * 0.5])
                line(canvas, crease, 1.7, tone.ink, 0.7, "out")

    def _armpit_folds(self, canvas: skia.Canvas, axis: Vector, m: float) -> None:
        place, radius, side = project(self.shoulder)[0], float(self.upper_radii[0]), self.side
        for k in range(2):
            start = place - np.array([side * radius * 0.75, -radius * (0.55 + 0.30 * k)])
            end = place + axis * radius * (0.55 + 0.5 * k) + np.array([side * radius * 0.35, 0])
            middle = (start + end) / 2 + axis * 6
            fold(canvas, [start, middle, end], 6 * m, self.cloth.dark, 0.24, self.cloth.high, 1.5)

    def _cuff_folds(self, canvas: skia.Canvas, axis: Vector, normal: Vector, m: float) -> None:
        tone, radius = self.cloth, float(self.upper_radii[-1])
        place = project(self._sleeve_end)[0]
        for distance, slant in ((radius * 0.9, 0.5), (radius * 1.7, -0.45)):
            start = place - axis * distance + normal * radius * 0.9
            end = place - axis * (distance + radius * slant) - normal * radius * 0.35
            fold(canvas, [start, (start + end) / 2 - axis * 5, end], 6 * m, tone.dark, 0.36, tone.high, 1.5)
        if self.outfit.kind == "suit":
            for k in range(3):
                x, y = (place - axis * (10 + k * 13) - normal * radius * 0.5).tolist()
                canvas.drawCircle(x, y, 3.2, fill(mix(tone.base, tone.ink, 0.5)))
                canvas.drawCircle(x - 0.8, y - 0.8, 0.9, fill(tone.high, 0.8))
        elif self.cut.cuff in ("band", "rib"):
            band = [place - axis * 18 - normal * 60, place - axis * 18 + normal * 60]
            line(canvas, band, 1.4, tone.ink, 0.8, "even")
            if self.cut.cuff == "rib":
                for k in range(-6, 7):
                    rib = [place - axis * 14 + normal * k * 6, place + axis * 20 + normal * k * 6]
                    line(canvas, rib, 1.4, tone.dark, 0.5, "even")

    def _blend_wrist(self, canvas: skia.Canvas) -> None:
        radius = float(self.fore_radii[-1])
        joint = hull(
            [self.wrist - self.forward * 26, self.wrist + self.forward * 4], [radius * 0.93, radius * 0.90]
        )
        path = union([joint])
        canvas.drawPath(path, fill(self.skin.skin))
        whole = union([*self._fore_shapes, *self.hand.palm])
        cel_shadow(canvas, path, whole, self.light, (radius * 0.5, radius * 0.5), self.skin.shadow, 0.8, 1.5)
        bones = [digit.bone(j) for digit in self.hand.digits for j in range(3)]
        canvas.save()
        # The hand lies in the same shade as the arm, or it would look pasted on.
        canvas.clipPath(union([joint, *self.hand.palm, *bones]), True)
        self._shade(canvas, self.cloth.dark, 0.5, 0.3)
        canvas.restore()

    def _draw_armhole(self, canvas: skia.Canvas) -> None:
        place, radius, side = project(self.shoulder)[0], float(self.upper_radii[0]), self.side
        seam = spline(
            [
                place + np.array([-side * radius * 0.30, -radius * 0.98]),
                place + np.array([-side * radius * 0.72, -radius * 0.30]),
                place + np.array([-side * radius * 0.86, radius * 0.35]),
                place + np.array([-side * radius * 0.78, radius * 0.92]),
            ]
        )
        line(canvas, seam, 1.4, self.cloth.ink, 0.6, "flat")

    # ------------------------------------------------------------ the wide sleeve of a robe

    def _drape_frame(self) -> tuple[Vector, Vector]:
        mouth = self._sleeve_end + self.forward * 26
        return mouth, np.array([0.0, 230.0, 0.0])

    def _drape(self) -> list[Points]:
        mouth, hang = self._drape_frame()
        r, elbow = self.fore_radii, self.elbow
        low = mouth + hang * 0.72 - self.forward * 10
        back = mouth + hang * 0.62 - self.forward * 90
        return [
            hull([elbow, mouth], [r[1], r[3] + 6]),
            hull([mouth, low], [r[3] + 4, 30]),
            hull([elbow * 0.35 + mouth * 0.65, low, back], [r[2], 30, 26]),
            hull([elbow, elbow * 0.5 + mouth * 0.5 + hang * 0.42, back], [r[1] * 0.9, 30, 26]),
        ]

    def _draw_drape(self, canvas: skia.Canvas, shapes: list[Points]) -> None:
        path, tone = union(shapes), self.cloth
        mouth, hang = self._drape_frame()
        canvas.drawPath(path, fill(tone.base))
        cel_shadow(canvas, path, path, self.light, (20, 20), tone.soft_shadow, 0.75, 5)
        canvas.save()
        canvas.clipPath(path, True)
        elbow, edge, low = project(np.array([self.elbow, mouth, mouth + hang]))[0]
        for k in (0.1, 0.32, 0.55, 0.78):
            start = elbow * (1 - k) + edge * k
            mid = start + [self.side * 4, hang[1] * 0.35]
            fold(canvas, [start + [0, 8], mid, start + (low - edge) * 0.9], 11, tone.dark, 0.45, tone.high, 3)
            crease = spline([start + [0, 30], mid, start + (low - edge) * 0.7])
            line(canvas, crease, 1.5, tone.ink, 0.5)
        size = (float(np.linalg.norm(edge - elbow)) * 1.2, float(np.linalg.norm(low - edge)))
        middle = elbow * 0.45 + edge * 0.55
        weave(
            canvas, self.cut.weave, limb_piece([middle, middle + (low - edge)], size[0] / 2), tone,
            self.outfit.accent, size=size,
        )  # fmt: skip
        trim = cloth(self.outfit.second or "#8c1f2b")
        along = self.forward[:2]
        band = np.array(
            [edge - along * 4 - [0, self.fore_radii[3]], edge + along * 4, edge + (low - edge) * 0.86]
        )
        line(canvas, band, 26, trim.base, 1.0, "even")
        line(canvas, band, 3, self.outfit.accent, 0.8, "even")
        canvas.restore()
