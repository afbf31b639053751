"""A picture of hair → its sections from root to tip, and where swaying puts each of them.

Roots sit still, the middle leans, tips lean further and later: a straight shear of the whole would swing
like a board. Sections overlap: the lower one goes on beneath the feathered end of the upper one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reelwright.drawing.affine import Affine, multiply, shear
from reelwright.stage.people.easel import Picture

FEATHER_UNITS = 14.0
_EMPTY_PX = 4


@dataclass(frozen=True)
class Fall:
    """How one layer of hair hangs: ``roots_y`` is where it begins to give, ``tips_y`` where the tips
    begin, in head units; ``roots_are_still`` gives what lies above a section of its own."""

    roots_y: float
    tips_y: float
    roots_are_still: bool = True

    @property
    def cuts_y(self) -> tuple[float, ...]:
        """The heights between two sections."""
        return (self.roots_y, self.tips_y) if self.roots_are_still else (self.tips_y,)

    def placements(self, head: Affine, scale: float, sway: float, tips: float) -> list[Affine]:
        """One for each section, top to bottom. ``sway`` and ``tips`` are sideways pixels for each pixel
        of depth; the tips' comes on top."""
        leaning = multiply(head, shear(sway, self.roots_y * scale))
        trailing = multiply(leaning, shear(tips, self.tips_y * scale))
        return [head, leaning, trailing] if self.roots_are_still else [leaning, trailing]


BEHIND = Fall(-40.0, 120.0, roots_are_still=False)
BESIDE = Fall(-20.0, 115.0)
BEFORE = Fall(-45.0, 115.0)
FROM_BEHIND = Fall(70.0, 190.0)


def sections(picture: Picture, fall: Fall, scale: float) -> list[Picture]:
    """The picture cut at the heights of ``fall``; where nothing is left a section is a few empty pixels."""
    feather = max(1.0, FEATHER_UNITS * scale)
    height = picture.rgba.shape[0]
    rows = np.arange(height) + 0.5 + picture.y
    cuts = [cut * scale for cut in fall.cuts_y]
    parts = []
    for number in range(len(cuts) + 1):
        weight = np.ones(height, np.float32)
        if number > 0:
            weight *= np.clip((rows - cuts[number - 1]) / feather + 2, 0, 1)
        if number < len(cuts):
            weight *= np.clip((cuts[number] - rows) / (2 * feather) + 0.5, 0, 1)
        there = np.flatnonzero(weight > 0)
        if len(there) < _EMPTY_PX:
            parts.append(Picture(np.zeros((_EMPTY_PX, _EMPTY_PX, 4), np.uint8), picture.x, picture.y))
            continue
        first, last = int(there[0]), int(there[-1]) + 1
        faded = picture.rgba[first:last] * weight[first:last, None, None] + np.float32(0.5)
        parts.append(Picture(faded.astype(np.uint8), picture.x, picture.y + first))
    return parts
