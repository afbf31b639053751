"""Strokes and fills that the close-ups of things share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import Colour
from reelwright.drawing.ink import fill, gradient_fill, linear, path_of, stroke
from reelwright.drawing.text import TextStyle, text_image

GOLD = ("#fff3c8", "#f0c468", "#a8701e", "#ffe6a0", "#8a5a18")
SILVER = ("#ffffff", "#c4ccd8", "#6a7484", "#eef2f8", "#5a6474")
INK = "#2a1c24"


def band(x0: float, x1: float, colours: Sequence[Colour]) -> Any:
    return gradient_fill(linear((x0, 0), (x1, 0), list(colours)))


def fall(y0: float, y1: float, colours: Sequence[Colour]) -> Any:
    return gradient_fill(linear((0, y0), (0, y1), list(colours)))


def slab(
    c: Any,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    radius: float,
    colours: Sequence[Colour],
    *,
    ink: float = 4,
) -> None:
    rect = skia.Rect(x0, y0, x1, y1)
    c.drawRoundRect(rect, radius, radius, fall(y0, y1, colours))
    if ink:
        c.drawRoundRect(rect, radius, radius, stroke(INK, ink, 0.75))


def shape(c: Any, points: Any, colours: Sequence[Colour], *, ink: float = 4) -> None:
    array = np.asarray(points, float)
    c.drawPath(path_of(array), fall(float(array[:, 1].min()), float(array[:, 1].max()), colours))
    if ink:
        c.drawPath(path_of(array), stroke(INK, ink, 0.75))


def write(
    c: Any,
    text: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    width: float = 10_000.0,
    serif: bool = False,
) -> None:
    """Words whose block begins at x, y."""
    style = TextStyle(
        size_px=size, weight=700 if serif else 500, family="serif" if serif else "sans", colour=colour
    )
    rgba, (left, top) = text_image(text, style, max_width_px=width, align="left")
    c.drawImage(image_of(rgba), x - left, y - top)


def lines(
    c: Any, x0: float, x1: float, y0: float, count: int, step: float, colour: Colour, seed: int = 1
) -> None:
    """Lines of writing too small to read."""
    generator = np.random.default_rng(seed)
    for k in range(count):
        x, y = x0, y0 + k * step
        end = x1 if k % 4 != 3 else x0 + (x1 - x0) * 0.55
        while x < end - 10:
            word = generator.uniform(14, 60)
            c.drawRoundRect(skia.Rect(x, y, min(x + word, end), y + step * 0.24), 3, 3, fill(colour, 0.62))
            x += word + 11


def bubble(c: Any, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    c.drawRoundRect(skia.Rect(x, y + 4, x + width, y + height + 6), 30, 30, fill("#5a6a88", 0.25, blur=6))
    c.drawRoundRect(skia.Rect(x, y, x + width, y + height), 30, 30, fill(colour))


def quoted(words: str) -> str:
    """What stands in quotation marks, at most 60 characters."""
    for start, end in ("“”", '""', "「」", "‘’"):
        a = words.find(start)
        b = words.find(end, a + 1)
        if 0 <= a < b:
            return words[a + 1 : b][:60]
    return ""
