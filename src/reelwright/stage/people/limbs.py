"""Spheres in space → convex shapes in the picture: what arms, hands, legs and shoes are made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import MULTIPLY, Points, fill, path_of, stroke
from reelwright.stage.people.brush import Direction

CAMERA_DISTANCE = 2400.0
"""Perspective of limbs, in head units: what comes nearer grows."""

Vector = NDArray[np.float64]

HARD_EDGE_BLUR = 1.6
"""Shadows softer than this (in canvas units) are drawn soft."""

_CIRCLE = np.stack(
    [
        np.cos(np.linspace(0, 2 * np.pi, 28, endpoint=False)),
        np.sin(np.linspace(0, 2 * np.pi, 28, endpoint=False)),
    ],
    1,
)


def unit(vector: ArrayLike) -> Vector:
    """The direction of ``vector``."""
    v = np.asarray(vector, dtype=float)
    return np.asarray(v / (np.linalg.norm(v) + 1e-9))


def project(points: ArrayLike) -> tuple[Points, NDArray[np.float64]]:
    """Points (..., 3) → picture (..., 2), and how much larger things look there (...)."""
    p = np.asarray(points, dtype=float)
    scale = CAMERA_DISTANCE / (CAMERA_DISTANCE - p[..., 2])
    return p[..., :2] * scale[..., None], scale


def hull(centres: ArrayLike, radii: ArrayLike) -> Points:
    """The convex outline of spheres; always the same winding, so that several fill as a union."""
    centre, scale = project(np.atleast_2d(np.asarray(centres, dtype=float)))
    rim = centre[:, None] + _CIRCLE[None] * (np.asarray(radii, dtype=float) * scale)[:, None, None]
    return _convex(rim.reshape(-1, 2))


def cut_hull(
    start: ArrayLike, start_radius: float, end: ArrayLike, end_radius: float, axis: Vector, flat: float
) -> Points:
    """A tube whose end is a disc seen from the side, a cuff: ``flat`` 0..1 squashes it along ``axis``."""
    centre, scale = project(np.array([start, end], dtype=float))
    disc = _CIRCLE + ((_CIRCLE @ axis) * (flat - 1))[:, None] * axis
    rim = [centre[0] + _CIRCLE * start_radius * scale[0], centre[1] + disc * end_radius * scale[1]]
    return _convex(np.vstack(rim))


def _convex(points: Points) -> Points:
    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0].astype(float))


def union(shapes: Iterable[Points]) -> skia.Path:
    """One path that covers all ``shapes``."""
    path = skia.Path()
    for shape in shapes:
        path.addPath(path_of(shape))
    return path


def disc(centre: ArrayLike, radius: float) -> skia.Path:
    """A sphere as a circle."""
    place, scale = project(np.asarray(centre, dtype=float))
    path = skia.Path()
    path.addCircle(float(place[0]), float(place[1]), float(radius * float(scale)))
    return path


def chain(points: Sequence[Vector], radii: Sequence[float]) -> list[Points]:
    """The capsules between neighbours of a row of spheres."""
    return [hull(points[i : i + 2], radii[i : i + 2]) for i in range(len(radii) - 1)]


def between(start: ArrayLike, end: ArrayLike, count: int) -> Vector:
    """``count`` points on the way, both ends included."""
    t = np.linspace(0, 1, count)[:, None]
    return np.asarray(np.asarray(start, dtype=float) * (1 - t) + np.asarray(end, dtype=float) * t)


def reach(
    start: Vector, target: ArrayLike, first: float, second: float, pole: ArrayLike
) -> tuple[Vector, Vector]:
    """Two bones of lengths ``first`` and ``second`` towards ``target``, the joint bent to ``pole``.

    Returns the joint and where the end really gets to.
    """
    way = np.asarray(target, dtype=float) - start
    length = float(np.linalg.norm(way))
    held = min(max(length, abs(first - second) + 8), (first + second) * 0.998)
    along = way / (length + 1e-9)
    near = (first**2 - second**2 + held**2) / (2 * held)
    out = np.asarray(pole, dtype=float)
    out = unit(out - along * (out @ along))
    joint = start + along * near + out * math.sqrt(max(first**2 - near**2, 0))
    return joint, start + along * held


def ink_and_fill(
    canvas: skia.Canvas,
    path: skia.Path,
    colour: Colour,
    ink: Colour,
    width: float,
    without: Sequence[skia.Path] = (),
) -> None:
    """A filled part with its contour, which is left out inside the joints ``without``."""
    canvas.save()
    for hole in without:
        canvas.clipPath(hole, skia.ClipOp.kDifference, True)
    canvas.drawPath(path, stroke(ink, width * 2))
    canvas.restore()
    canvas.drawPath(path, fill(colour))


def cel_shadow(
    canvas: skia.Canvas,
    part: skia.Path,
    whole: skia.Path,
    light: Direction,
    shift: tuple[float, float],
    colour: Colour,
    amount: float,
    blur: float = 1.2,
) -> None:
    """Darken what of ``part`` is left when the ``whole`` is moved towards the light by ``shift``."""
    towards = unit(light[:2])
    lit = skia.Path(whole)
    lit.offset(float(towards[0] * shift[0]), float(towards[1] * shift[1]))
    canvas.save()
    canvas.clipPath(part, True)
    if blur <= HARD_EDGE_BLUR:
        # A hard edge needs no layer of its own.
        canvas.clipPath(lit, skia.ClipOp.kDifference, True)
        canvas.drawPaint(fill(mix("#ffffff", colour, amount), blend=MULTIPLY))
        canvas.restore()
        return
    canvas.saveLayer(part.getBounds(), skia.Paint(BlendMode=MULTIPLY))
    canvas.drawColor(skia.ColorWHITE)
    canvas.drawPaint(fill(mix("#ffffff", colour, amount)))
    canvas.drawPath(lit, fill("#ffffff", blur=blur))
    canvas.restore()
    canvas.restore()
