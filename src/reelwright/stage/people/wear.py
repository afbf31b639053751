"""An outfit on a body → what its drawing needs: canvas, cloth tones, clips and creases."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from dataclasses import dataclass

import skia

from reelwright.casting.documents import Outfit
from reelwright.drawing.colour import Colour, Rgb, mix
from reelwright.drawing.ink import fill, tapered
from reelwright.stage.people.body import BodyView, shade_side
from reelwright.stage.people.brush import (
    Cloth,
    Direction,
    cloth,
    fold,
    shadow,
)

BARE_KINDS = frozenset({"dress", "gown"})
"""Outfits that leave shoulders and arms bare."""


@dataclass(frozen=True)
class Wear:
    """What a garment's drawing needs: the canvas in body coordinates, the body, the light, the cloth."""

    canvas: skia.Canvas
    body: BodyView
    light: Direction
    outfit: Outfit
    main: Cloth

    @property
    def k(self) -> float:
        return self.body.breadth

    @property
    def n(self) -> float:
        return self.body.neck

    @property
    def lit_side(self) -> int:
        return -1 if self.light[0] < 0 else 1

    def begin(self, path: skia.Path, colour: Colour, amount: float = 0.55) -> None:
        """Clip to ``path``, fill and shade it; end with ``canvas.restore``."""
        self.canvas.save()
        self.canvas.clipPath(path, True)
        self.canvas.drawPath(path, fill(colour))
        if amount:
            shade_side(self.canvas, self.body, self.light, cloth(colour).soft_shadow, amount)

    def fold(
        self, points: list[tuple[float, float]], width: float, alpha: float = 0.4, lit: bool = True
    ) -> None:
        """A crease on the chest."""
        high = self.main.high if lit else None
        fold(self.canvas, self.body.front(points), width, self.main.dark, alpha, high)

    def seam_shadow(self, width: float = 22) -> None:
        """The soft shadow inside both armholes."""
        for s in (-1, 1):
            seam = self.body.armhole(s) + [-s * 3, 4]
            canvas_path = tapered(seam, width, "even", count=30)
            self.canvas.drawPath(canvas_path, shadow(mix("#ffffff", self.main.dark, 0.8), 0.5, 7))


def main_colour(outfit: Outfit) -> Rgb:
    """The colour of the outer garment of ``outfit``."""
    return cloth("#eef1f4" if outfit.kind == "doctor" else outfit.colour).base
