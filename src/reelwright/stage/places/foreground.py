"""A kind of thing → a large soft shape of it at the edge of the frame, far out of focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import skia

from reelwright.drawing.canvas import pixels, surface
from reelwright.drawing.colour import Colour, mix, multiply
from reelwright.drawing.ink import PLUS, fill, spline, stroke, tapered
from reelwright.drawing.paint import Picture, lens_blur, picture_of
from reelwright.stage.places.greenery import grass
from reelwright.stage.places.hours import Hour
from reelwright.stage.places.motifs import curtain, leaves

STEP_PX = 6
"""Pixels of the frame (1080 wide) for each pixel of the picture."""
_WIDTH, _HEIGHT = 1264, 2246


def foreground(kind: str, hour: Hour, *, at_left: bool, seed: int) -> Picture:
    """A layer that is 17 % wider and higher than the frame, a sixth of its size; empty in the middle."""
    sheet = surface(_WIDTH // STEP_PX, _HEIGHT // STEP_PX)
    canvas = sheet.getCanvas()
    canvas.scale(1 / STEP_PX, 1 / STEP_PX)
    if not at_left:
        canvas.translate(_WIDTH, 0)
        canvas.scale(-1, 1)
    _DRAW[kind](canvas, hour, np.random.default_rng(seed))
    return lens_blur(picture_of(pixels(sheet)), 4.5, highlights=2.0)


def _dim(colour: Colour, hour: Hour) -> Colour:
    return multiply(multiply(colour, hour.ambient), "#9a94a4")


def _plant(canvas: Any, hour: Hour, generator: np.random.Generator) -> None:
    greens = [_dim(g, hour) for g in ("#4f7b5a", "#6a9f6c", "#35604a")]
    leaves(canvas, 20, 2300, 620, 13, generator, greens)


def _grass(canvas: Any, hour: Hour, generator: np.random.Generator) -> None:
    """Grass and a few flowers close to the lens."""
    for _ in range(16):
        x = 20 + abs(generator.normal(0, 190))
        grass(canvas, x, 2280, generator.uniform(180, 420), generator, light=lambda c: _dim(c, hour), count=7)
    for _ in range(9):
        x, y = 20 + abs(generator.normal(0, 150)), generator.uniform(1900, 2180)
        canvas.drawCircle(x, y, generator.uniform(16, 30), fill(_dim("#ffc46a", hour)))


def _curtain(canvas: Any, hour: Hour, generator: np.random.Generator) -> None:
    curtain(canvas, -60, 120, -20, 2300, _dim("#a0809a", hour), 4, light=hour.sun)


def _flowers(canvas: Any, hour: Hour, generator: np.random.Generator) -> None:
    greens = [_dim(g, hour) for g in ("#6f8a62", "#86a274")]
    leaves(canvas, 60, 2240, 380, 9, generator, greens)
    for _ in range(40):
        x, y = 60 + abs(generator.normal(0, 110)), 2020 + generator.normal(0, 120)
        pink = ("#ffffff", "#ffd4da", "#f29aaa", "#d95f78")[generator.integers(4)]
        canvas.drawCircle(
            x, y, generator.uniform(24, 48), fill(multiply(pink, mix(hour.ambient, "#ffffff", 0.5)))
        )


def _lights(canvas: Any, hour: Hour, generator: np.random.Generator) -> None:
    """Lights of passing cars and windows, as discs."""
    for _ in range(9):
        x, y = 20 + abs(generator.normal(0, 90)), generator.uniform(1250, 2200)
        colour = ("#ffb36b", "#ff7ab0", "#6fd0ff")[generator.integers(3)]
        alpha, radius = generator.uniform(0.12, 0.34) * (0.2 + 0.8 * hour.lamps), generator.uniform(34, 84)
        canvas.drawCircle(x, y, radius, fill(colour, alpha))
        canvas.drawCircle(x, y, radius, stroke(colour, 6, alpha))


def _branch(canvas: Any, hour: Hour, generator: np.random.Generator) -> None:
    """A blossoming branch that hangs in at the top."""
    wood = _dim("#4a3040", hour)
    for start, end in (((-40, 40), (520, 250)), ((-40, 160), (330, 420)), ((160, 110), (420, 60))):
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 50)
        canvas.drawPath(tapered(spline([start, middle, end]), 26, "out"), fill(wood))
        for _ in range(24):
            share = generator.uniform(0.15, 1.05)
            x = start[0] + (end[0] - start[0]) * share + generator.normal(0, 34)
            y = start[1] + (end[1] - start[1]) * share + generator.normal(0, 30)
            pink = ("#ffd3dc", "#f79ab0", "#fff2f2")[generator.integers(3)]
            lit = multiply(pink, mix(hour.ambient, "#ffffff", 0.45))
            for angle in np.arange(5) * 1.2566:
                canvas.drawCircle(x + 15 * np.cos(angle), y + 15 * np.sin(angle), 14, fill(lit))
            canvas.drawCircle(x, y, 7, fill(multiply("#c9405e", hour.ambient)))


def _frame(canvas: Any, hour: Hour, generator: np.random.Generator) -> None:
    """A dark post or door frame at the edge."""
    canvas.drawRect(skia.Rect(-20, -20, 118, 2300), fill(_dim("#4a3c3a", hour)))
    canvas.drawRect(skia.Rect(112, -20, 122, 2300), fill(hour.sun, 0.25, blend=PLUS))


_DRAW: dict[str, Callable[[Any, Hour, np.random.Generator], None]] = {
    "plant": _plant,
    "grass": _grass,
    "curtain": _curtain,
    "flowers": _flowers,
    "lights": _lights,
    "branch": _branch,
    "frame": _frame,
}
