"""An outfit → what its back has of its own: hood, sash, apron bow, belt and flap, ties, a veil."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import path_of, spline, stroke, tapered
from reelwright.stage.people.brush import Cloth, cloth, fold, line, outlined, shadow, smooth_path
from reelwright.stage.people.wear import Wear


def draw_back_details(wear: Wear, kind: str) -> None:
    """Over the plain back of the garment; a kind without details draws nothing."""
    draw = _DETAILS.get(kind)
    if draw is not None:
        draw(wear)


def _band(wear: Wear, y: float, width: float, tone: Cloth, trim: Colour | None = None) -> None:
    """A belt or a sash around the back at the height ``y``."""
    b, canvas, k = wear.body, wear.canvas, wear.k
    middle = b.front(spline([(-150 * k, y - 4), (0, y + 6), (150 * k, y - 4)]), 8)
    canvas.save()
    canvas.clipPath(path_of(b.torso(12)), True)
    canvas.drawPath(tapered(middle + [0, width * 0.6], width * 0.6, "even"), shadow(wear.main.dark, 0.5, 4))
    line(canvas, middle, width + 3, tone.ink, 1.0, "even", count=40)
    line(canvas, middle, width, tone.base, 1.0, "even", count=40)
    if trim is not None:
        for edge in (-0.38, 0.38):
            line(canvas, middle + [0, width * edge], 3.0, trim, 0.95, "even", count=40)
    canvas.restore()


def _bow(wear: Wear, y: float, tone: Cloth, size: float, tail: float) -> None:
    b, canvas = wear.body, wear.canvas
    for s in (-1, 1):
        ribbon = [(s * 3, y + 4), (s * 15 * size, y + tail * 0.5), (s * 22 * size, y + tail),
        (s * 40 * size, y + tail - 12),
                  (s * 26 * size, y + tail * 0.45), (s * 9, y)]  # fmt: skip
        outlined(canvas, smooth_path(b.front(ribbon, 12)), mix(tone.base, tone.dark, 0.15), tone.ink, 1.6)
        loop = [
            (s * 3, y),
            (s * 32 * size, y - 28 * size),
            (s * 62 * size, y - 12 * size),
            (s * 52 * size, y + 22 * size),
            (s * 6, y + 9),
        ]
        outlined(canvas, smooth_path(b.front(loop, 14)), tone.base, tone.ink, 1.7)
        crease = b.front([(s * 8, y + 3), (s * 28 * size, y - 3), (s * 48 * size, y + 2)], 15)
        fold(canvas, crease, 8 * size, tone.dark, 0.5, tone.high)
    knot = [(-9, y - 9), (9, y - 9), (9, y + 13), (-9, y + 13)]
    outlined(canvas, smooth_path(b.front(knot, 16)), mix(tone.base, tone.high, 0.1), tone.ink, 1.6)


def _hood(wear: Wear) -> None:
    b, n, canvas, tone = wear.body, wear.n, wear.canvas, wear.main
    hood = [(-n - 40, 158, -10), (-n - 18, 136, -20), (0, 130, -24), (n + 18, 136, -20), (n + 40, 158,
    -10), (n + 26, 232, -4),
            (0, 282, -2), (-n - 26, 232, -4)]  # fmt: skip
    path = smooth_path(b.space(hood))
    cast = skia.Path(path)
    cast.offset(-wear.lit_side * 4, 10)
    canvas.drawPath(cast, shadow(tone.dark, 0.5, 5))
    outlined(canvas, path, mix(tone.base, tone.high, 0.08), tone.ink, 2.0)
    for s in (-1, 1):
        fold(
            canvas,
            b.space([(s * (n + 24), 166, 0), (s * 30, 226, 0), (s * 6, 262, 0)]),
            10,
            tone.dark,
            0.45,
            tone.high,
        )
    opening = b.space(spline([(-n - 10, 150, -10), (0, 172, -6), (n + 10, 150, -10)]))
    line(canvas, opening, 8, tone.dark, 0.7)
    seam = b.space(spline([(0, 176, -4), (1, 230, -2), (0, 280, 0)]))
    line(canvas, seam, 1.6, tone.ink, 0.7)


def _sash(wear: Wear) -> None:
    tone = cloth(wear.outfit.second or "#8c1f2b")
    _band(wear, 556, 72, tone, wear.outfit.accent)
    collar = np.array([(-wear.n - 8, 150, -10), (0, 176, -4), (wear.n + 8, 150, -10)])
    band = wear.body.space(spline(collar))
    line(wear.canvas, band, 25, tone.ink, 1.0, "even", count=40)
    line(wear.canvas, band, 22, tone.base, 1.0, "even", count=40)
    if wear.body.is_female and wear.outfit.kind == "hanfu":
        _bow(wear, 556, tone, 0.9, 190)


def _apron(wear: Wear) -> None:
    b, k, canvas = wear.body, wear.k, wear.canvas
    white = cloth("#f7f4f4" if b.is_female else (wear.outfit.second or "#3a4a44"))
    for s in (-1, 1):
        strap = b.front(spline([(s * (wear.n + 18), 186), (s * 20 * k, 340), (-s * 52 * k, 540)]), 8)
        line(canvas, strap, 19, white.ink, 1.0, "even", count=40)
        line(canvas, strap, 16, white.base, 1.0, "even", count=40)
    _band(wear, 548, 28, white)
    _bow(wear, 550, white, 1.15 if b.is_female else 0.7, 150)


def _trench(wear: Wear) -> None:
    b, k, canvas, tone = wear.body, wear.k, wear.canvas, wear.main
    flap = b.front(
        spline(
            [
                (-112 * k, 214),
                (-104 * k, 330),
                (-40 * k, 362),
                (0, 366),
                (40 * k, 362),
                (104 * k, 330),
                (112 * k, 214),
            ]
        ),
        6,
    )
    path = path_of(np.vstack([flap, b.front([(96 * k, 196), (0, 186), (-96 * k, 196)], 6)]))
    cast = skia.Path(path)
    cast.offset(-wear.lit_side * 3, 8)
    canvas.save()
    canvas.clipPath(path_of(b.torso(10)), True)
    canvas.drawPath(cast, shadow(tone.dark, 0.45, 4))
    canvas.restore()
    wear.begin(path, mix(tone.base, tone.high, 0.06))
    canvas.restore()
    canvas.drawPath(path, stroke(tone.ink, 1.7))
    _band(wear, 552, 26, cloth(mix(tone.base, tone.dark, 0.12)))


def _belt(wear: Wear) -> None:
    _band(wear, 690, 32, cloth("#1c181f"))
    _yoke(wear)


def _yoke(wear: Wear) -> None:
    b, k, tone = wear.body, wear.k, wear.main
    seam = b.front(spline([(-112 * k, 252), (-40 * k, 268), (0, 272), (40 * k, 268), (112 * k, 252)]), 6)
    line(wear.canvas, seam, 2.0, tone.ink, 0.8, "flat", count=50)
    line(wear.canvas, seam + [0, 4], 2.0, tone.high, 0.4, "flat", count=50)


def _ties(wear: Wear) -> None:
    for y in (232, 400):
        _bow(wear, y, cloth(mix(wear.main.base, "#ffffff", 0.5)), 0.42, 60)


_DETAILS: dict[str, Callable[[Wear], None]] = {
    "hoodie": _hood, "hanfu": _sash, "emperor": _sash, "apron": _apron, "trench": _trench, "uniform": _belt,
    "leather": _yoke, "shirt": _yoke, "pyjamas": _yoke, "hospital": _ties,
}  # fmt: skip
