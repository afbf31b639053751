"""Where a braid hangs → its plaits as sections of guide curves (head units, see ``head``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.ink import resample, spline
from reelwright.stage.people.hair import Guide, Section
from reelwright.stage.people.strands import Point3

Vector = NDArray[np.float64]


def braid(way: list[Point3], *, plaits: int = 9, width: float = 36.0, seed: int = 900) -> list[Section]:
    """A braid along ``way`` (root to tip): leaves that lean on each other, then a loose tail."""
    middle = resample(spline(np.array(way, dtype=float), steps=12), plaits * 2 + 5)
    parts: list[Section] = []
    for i in range(plaits):
        top, low, end = middle[2 * i], middle[2 * i + 2], middle[2 * i + 4]
        half = width * (1.0 - 0.42 * i / plaits) * 0.5
        across = _across(low - top)
        for side in (-1, 1):
            out = across * side * half
            middle_of = top + (low - top) * 0.55
            leaf: tuple[Guide, Guide] = (
                _points(top - out * 0.15, middle_of + out * 0.1, low + out * 0.0, end - out * 0.25),
                _points(top + out * 0.7, middle_of + out * 1.25, low + out * 1.15, end + out * 0.2),
            )
            parts.append(
                Section(
                    leaf, count=3, layer="front", seed=seed + 2 * i + (side > 0), jitter=0.0, lateral=0.0,
                    highlights=(float(top[1]) + 14,), gloss_length=0.5, taper=0.62, overlap=1.9, clump=0.0,
                    order=60 + 2 * i + (side > 0) * (1 if i % 2 else -1), casts_shadow=False,
                    covers_crown=False, strands=3, hangs_before=True,
                )
            )  # fmt: skip
    root, tip = middle[2 * plaits], middle[-1]
    for reach in (-9.0, 9.0):
        across = _across(tip - root) * reach
        strand: tuple[Guide, Guide] = (
            _points(root, (root + tip) / 2 + across * 0.5, tip + across * 0.4),
            _points(root, (root + tip) / 2 + across * 1.2, tip + across * 1.5 + np.array([0.0, 10.0, 0.0])),
        )
        parts.append(
            Section(
                strand, count=3, layer="front", seed=seed + 60 + int(reach), jitter=0.2, lateral=1.0,
                highlights=(), taper=0.2, overlap=1.7, order=58, casts_shadow=False, covers_crown=False,
                hangs_before=True,
            )
        )  # fmt: skip
    return parts


def _across(way: Vector) -> Vector:
    length = float(np.hypot(way[0], way[1])) or 1.0
    return np.array([-way[1] / length, way[0] / length, 0.0]) * -1.0


def _points(*points: Vector) -> Guide:
    return [(float(x), float(y), float(z)) for x, y, z in points]
