"""Finger angles and a frame in space → an inked hand.

Frame: ``u`` runs along the fingers, ``w`` out of the palm, ``v`` towards the thumb. Lengths are parts
of the hand's length (wrist to middle fingertip).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import ArrayLike

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import Points, fill, path_of, smoothstep, spline, stroke, tapered
from reelwright.stage.people.brush import Direction, line, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.handshapes import HandShape
from reelwright.stage.people.limbs import (
    Vector,
    cel_shadow,
    disc,
    hull,
    ink_and_fill,
    project,
    union,
    unit,
)

# Knuckle (u, v, w), lengths of the three bones, radius at the knuckle and at the tip.
_FINGERS = (
    (0.500, 0.150, -0.004, (0.222, 0.128, 0.098), 0.045, 0.030),
    (0.520, 0.050, -0.016, (0.240, 0.145, 0.105), 0.046, 0.031),
    (0.495, -0.052, -0.008, (0.225, 0.135, 0.100), 0.044, 0.029),
    (0.445, -0.145, 0.010, (0.175, 0.098, 0.085), 0.038, 0.025),
)


@dataclass(frozen=True)
class _Digit:
    points: Vector
    radii: Vector
    along: tuple[Vector, ...]
    back: tuple[Vector, ...]
    is_thumb: bool

    def bone(self, j: int) -> Points:
        return hull(self.points[j : j + 2], self.radii[j : j + 2])


_RING_BONE = (2, 0)
"""The first bone of the ring finger."""

Prop = tuple[float, Callable[[skia.Canvas], None]]
"""Something held: its depth and how it is drawn."""


class Hand:
    """One hand in space; ``side`` -1 is the one on the left of the picture (seen from the front)."""

    def __init__(
        self,
        shape: HandShape,
        wrist: Vector,
        along: ArrayLike,
        out_of_palm: ArrayLike,
        side: int,
        *,
        length: float,
        is_female: bool,
        stub: float = 0.16,
    ) -> None:
        u = unit(along)
        w = np.asarray(out_of_palm, dtype=float)
        w = unit(w - u * (w @ u))
        v = np.cross(w, u) if side < 0 else np.cross(u, w)
        self.length, self.u, self.v, self.w = length, u, v, w
        self.wrist = np.asarray(wrist, dtype=float)
        self.thickness = 0.94 if is_female else 1.16
        self._breadth = 0.95 if is_female else 1.06
        bone_factor = 1.02 if is_female else 1.0
        self.digits = [
            self._finger(spec, angles, bone_factor)
            for spec, angles in zip(_FINGERS, shape.fingers, strict=True)
        ]
        self.digits.append(self._thumb(shape.thumb))
        self.palm = self._palm(stub)

    def at(self, u: float, v: float, w: float) -> Vector:
        """A point of the hand's own frame in space."""
        return np.asarray(self.wrist + self.length * (self.u * u + self.v * v * self._breadth + self.w * w))

    def tip(self, digit: int = 1) -> Vector:
        """The end of a finger (0 index … 3 little, 4 thumb)."""
        return np.asarray(self.digits[digit].points[-1])

    def _finger(
        self, spec: tuple[float, float, float, tuple[float, ...], float, float],
        angles: tuple[float, float, float, float], factor: float,
    ) -> _Digit:  # fmt: skip
        ku, kv, kw, lengths, root, tip = spec
        spread, *bends = (math.radians(a) for a in angles)
        forward = self.u * math.cos(spread) + self.v * math.sin(spread)
        points, along, back, angle = [self.at(ku, kv, kw)], [], [], 0.0
        for bone, bend in zip(lengths, bends, strict=True):
            angle += bend
            direction = forward * math.cos(angle) + self.w * math.sin(angle)
            points.append(points[-1] + direction * bone * self.length * factor)
            along.append(direction)
            back.append(forward * math.sin(angle) - self.w * math.cos(angle))
        radii = np.array([root * 1.04, root * 0.98, (root + tip) * 0.5, tip]) * self.thickness * self.length
        return _Digit(np.array(points), radii, tuple(along), tuple(back), False)

    def _thumb(self, angles: tuple[float, float, float, float]) -> _Digit:
        spread, opposition, first, second = (math.radians(a) for a in angles)
        base = (self.u * math.cos(spread) + self.v * math.sin(spread)) * math.cos(opposition)
        base = base + self.w * math.sin(opposition)
        inward = -self.v * 0.78 + self.u * 0.30 + self.w * 0.35
        inward = unit(inward - base * (inward @ base))
        points, along, back = [self.at(0.10, 0.105, 0.035)], [], []
        for bone, angle in ((0.205, 0.0), (0.165, first), (0.125, first + second)):
            direction = base * math.cos(angle) + inward * math.sin(angle)
            points.append(points[-1] + direction * bone * self.length)
            along.append(direction)
            back.append(-inward * math.cos(angle) + base * math.sin(angle))
        radii = np.array([0.075, 0.054, 0.046, 0.034]) * self.thickness * self.length
        return _Digit(np.array(points), radii, tuple(along), tuple(back), True)

    def _palm(self, stub: float) -> list[Points]:
        q, at = self.thickness * self.length, self.at
        knuckles = [digit.points[0] for digit in self.digits]
        thumb = self.digits[4]
        body = [at(-0.02, 0.075, 0), at(-0.02, -0.075, 0), at(0.16, -0.135, 0.01), at(0.34, -0.15, 0.006)]
        return [
            hull(
                [*body, *knuckles[:4], at(0.20, 0.125, 0.01)],
                np.array([0.072, 0.066, 0.062, 0.052, 0.047, 0.048, 0.046, 0.040, 0.06]) * q,
            ),
            hull(
                [
                    thumb.points[0],
                    thumb.points[0] * 0.35 + thumb.points[1] * 0.65,
                    at(0.40, 0.135, 0),
                    at(0.22, 0.04, 0),
                ],
                np.array([0.07, 0.036, 0.036, 0.05]) * q,
            ),
            hull(
                [at(-stub, 0.062, 0), at(-stub, -0.058, 0), at(0.02, 0.07, 0), at(0.02, -0.068, 0)],
                np.array([0.068, 0.064, 0.072, 0.066]) * q,
            ),
        ]

    def draw(
        self,
        canvas: skia.Canvas,
        skin: Complexion,
        light: Direction,
        *,
        nail: Colour | None = None,
        props: Sequence[Prop] = (),
        has_ring: bool = False,
        ink: float = 1.8,
    ) -> None:
        """Palm, bones and held things from back to front."""
        everything = union([*self.palm, *(digit.bone(j) for digit in self.digits for j in range(3))])
        canvas.drawPath(everything, stroke(skin.line, ink * 2))
        drawn = skia.Path()
        for _, kind, i, j in sorted(self._order(props), key=lambda item: item[0]):
            if kind == "prop":
                props[i][1](canvas)
            elif kind == "palm":
                self._draw_palm(canvas, skin, light, ink)
                drawn.addPath(union(self.palm))
            else:
                self._draw_bone(canvas, skin, light, i, j, drawn, ink)
                if j == 2:
                    self._draw_tip(canvas, skin, light, self.digits[i], nail)
                else:
                    self._draw_crease(canvas, skin, self.digits[i], j)
                if has_ring and (i, j) == _RING_BONE:
                    self._draw_ring(canvas, self.digits[i])

    def _order(self, props: Sequence[Prop]) -> list[tuple[float, str, int, int]]:
        items: list[tuple[float, str, int, int]] = [(float(self.at(0.3, 0, 0)[2]), "palm", 0, 0)]
        facing = float(self.w[2])
        for i, digit in enumerate(self.digits):
            for j in range(3):
                depth = float((digit.points[j, 2] + digit.points[j + 1, 2]) / 2)
                if j == 0 and not digit.is_thumb:
                    depth = depth * 0.5 + float(digit.points[1, 2]) * 0.5
                bias = 0.0
                if digit.is_thumb:
                    bias = 0.012 if facing > 0 else -0.012
                elif j == 0:
                    straight = digit.along[0] @ self.u > 0.80
                    bias = 0.03 if facing > 0 else (0.30 if straight else 0.0)
                items.append((depth + bias * self.length, "bone", i, j))
        items.extend((depth, "prop", k, 0) for k, (depth, _) in enumerate(props))
        return items

    def _draw_palm(self, canvas: skia.Canvas, skin: Complexion, light: Direction, ink: float) -> None:
        path, size = union(self.palm), self.length
        ink_and_fill(canvas, path, skin.skin, skin.line, ink * 0.62)
        cel_shadow(canvas, path, path, light, (0.055 * size, 0.055 * size), skin.shadow, 0.75)
        canvas.save()
        canvas.clipPath(path, True)
        facing = float(self.w[2])
        if facing > 0.2:
            weight = min(1.0, facing * 1.3)
            for points, width in (
                ([(0.46, 0.165), (0.34, 0.085), (0.20, 0.035), (0.05, 0.03)], 1.5),
                ([(0.40, 0.17), (0.36, 0.05), (0.27, -0.06), (0.22, -0.12)], 1.2),
                ([(0.445, 0.085), (0.40, 0.0), (0.385, -0.09), (0.385, -0.18)], 1.2),
            ):
                crease = project([self.at(x, y, 0.05 * self.thickness) for x, y in points])[0]
                line(canvas, spline(crease), width * size / 150, skin.deep, 0.75 * weight)
            for u, v, radius in ((0.20, 0.10, 0.10), (0.24, -0.12, 0.08)):
                x, y = project(self.at(u, v, 0.05))[0].tolist()
                canvas.drawCircle(x, y, radius * size, shadow(skin.blush, 0.15 * weight, 0.04 * size))
        elif facing < -0.2:
            for digit, spec in zip(self.digits[:4], _FINGERS, strict=True):
                tendon = project(
                    [self.at(spec[0] - 0.03, spec[1], -0.05), self.at(0.24, spec[1] * 0.7, -0.05)]
                )[0]
                canvas.drawPath(tapered(tendon, 0.022 * size, "in"), shadow(skin.shadow, 0.28, 1.5))
                x, y = project(digit.points[0] - self.w * 0.04 * size)[0].tolist()
                canvas.drawCircle(x, y, 0.028 * size, shadow(skin.blush, 0.22, 0.014 * size))
        canvas.restore()

    def _draw_bone(
        self,
        canvas: skia.Canvas,
        skin: Complexion,
        light: Direction,
        i: int,
        j: int,
        drawn: skia.Path,
        ink: float,
    ) -> None:
        digit = self.digits[i]
        points, radii = digit.points, digit.radii
        path = path_of(digit.bone(j))
        whole_shapes = [digit.bone(k) for k in range(3)]
        if not digit.is_thumb and digit.along[0] @ self.u > 0.72:
            whole_shapes.append(self.palm[0])
        holes = []
        if j > 0 or not digit.is_thumb:
            holes.append(disc(points[j], radii[j] * (1.04 if j else 1.14) + ink * 0.4))
        else:
            holes.append(disc(points[0], radii[0] * 1.25))
            if self.w[2] < 0.1:
                holes.append(union(self.palm))
        if j < 2:
            holes.append(disc(points[j + 1], radii[j + 1] * 1.02 + ink * 0.4))
        depth = (points[j, 2] + points[j + 1, 2]) / 2
        behind = (points[j - 1, 2] + points[j, 2]) / 2 if j else self.at(0.3, 0, 0)[2]
        if max(depth - self.at(0.3, 0, 0)[2], depth - behind) > 0.055 * self.length:
            towards = unit(light[:2])
            cast = skia.Path(path)
            cast.offset(float(-towards[0] * 0.02 * self.length), float(-towards[1] * 0.03 * self.length))
            canvas.save()
            canvas.clipPath(drawn, True)
            canvas.drawPath(cast, shadow(skin.shadow, 0.62, 0.008 * self.length))
            canvas.restore()
        ink_and_fill(canvas, path, skin.skin, skin.line, ink * 0.55, holes)
        r = float(radii[j]) * 0.62
        cel_shadow(canvas, path, union(whole_shapes), light, (r, r), skin.shadow, 0.75, 1.0)
        drawn.addPath(path)

    def _draw_ring(self, canvas: skia.Canvas, digit: _Digit) -> None:
        """A gold band with a stone on the back of the finger."""
        along, back = digit.along[0], digit.back[0]
        sideways, radius = np.cross(along, back), float(digit.radii[1]) * 1.06
        centre = digit.points[0] * 0.42 + digit.points[1] * 0.58
        angle = np.linspace(0, 2 * np.pi, 33)
        round_it = sideways * np.cos(angle)[:, None] + back * np.sin(angle)[:, None]
        seen = np.roll(round_it, -int(np.argmin(round_it[:-1, 2])), axis=0)
        band = project(centre + seen[seen[:, 2] > -0.05] * radius)[0]
        width = max(2.4, 0.028 * self.length)
        line(canvas, band, width + 2.0, "#6a4a14", 1.0, "even")
        line(canvas, band, width, "#e6bd5c", 1.0, "even")
        line(canvas, band - [0, width * 0.2], width * 0.3, "#fff6d8", 0.9, "even")
        if back[2] > 0.15:
            x, y = project(centre + back * radius * 1.15)[0].tolist()
            stone = width * 0.95
            canvas.drawCircle(x, y, stone + 0.9, fill("#6a7a94"))
            canvas.drawCircle(x, y, stone, fill("#e4f3ff"))
            canvas.drawCircle(x - stone * 0.3, y - stone * 0.3, stone * 0.42, fill("#ffffff"))

    def _draw_tip(
        self, canvas: skia.Canvas, skin: Complexion, light: Direction, digit: _Digit, nail: Colour | None
    ) -> None:
        x, y = project(digit.points[3])[0].tolist()
        radius = float(digit.radii[3])
        canvas.save()
        canvas.clipPath(path_of(digit.bone(2)), True)
        canvas.drawCircle(x, y, radius * 1.2, shadow(skin.blush, 0.20, radius * 0.5))
        canvas.restore()
        along, back = digit.along[2], digit.back[2]
        if back[2] <= 0.12:
            return
        sideways = np.cross(along, back)
        centre = digit.points[3] + along * radius * 0.18
        t = np.linspace(0, 2 * np.pi, 22, endpoint=False)
        forward = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.8
        bulge = 0.86 - 0.42 * np.sin(t) ** 2 - 0.18 * (forward > 0) * forward**2
        plate = (
            centre[None]
            + along[None] * (forward * radius * 1.15)[:, None]
            + sideways[None] * (np.sin(t) * radius * 0.80)[:, None]
            + back[None] * (radius * bulge)[:, None]
        )
        colour = mix(skin.skin, skin.blush, 0.38) if nail is None else nail
        path = path_of(project(plate)[0])
        fade = float(smoothstep(0.12, 0.3, back[2]))
        canvas.drawPath(path, fill(colour, fade))
        canvas.drawPath(path, stroke(mix(skin.line, colour, 0.25), 0.9, 0.85 * fade))
        glint = project(centre + back * radius * 0.8 - sideways * radius * 0.2 + along * radius * 0.23)[0]
        canvas.drawCircle(
            float(glint[0]) - 1, float(glint[1]) - 1, max(0.9, radius * 0.17), fill("#ffffff", 0.85 * fade)
        )

    def _draw_crease(self, canvas: skia.Canvas, skin: Complexion, digit: _Digit, j: int) -> None:
        along, back = digit.along[j], digit.back[j]
        sideways, radius = np.cross(along, back), digit.radii[j + 1]
        if back[2] > 0.35 and not (j == 1 and digit.is_thumb):
            if digit.is_thumb or j != 0:
                return
            place = digit.points[j + 1] + back * radius * 0.9
            for step in (-0.2, 0.22):
                arc = [
                    place + sideways * radius * 0.5 + along * digit.radii[1] * step,
                    place + along * digit.radii[1] * (step + 0.10),
                    place - sideways * radius * 0.5 + along * digit.radii[1] * step,
                ]
                line(canvas, spline(project(arc)[0]), 1.1, skin.deep, 0.6)
        elif back[2] < -0.35:
            place = digit.points[j + 1] - back * radius * 0.9
            arc = [
                place + sideways * radius * 0.62,
                place - along * radius * 0.1,
                place - sideways * radius * 0.62,
            ]
            line(canvas, project(arc)[0], 1.2, skin.deep, 0.6)
