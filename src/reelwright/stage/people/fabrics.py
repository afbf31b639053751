"""The name of a weave and where a piece of cloth lies → stripes, knit, brocade, lace, leather on it.

A piece is a function of (across -1..1, along 0..1), arrays (n), to points in the picture (n, 2), so that
every pattern bends with the limb or the trunk it lies on. The canvas is clipped to the piece.
"""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import Points, fill, stroke, tapered, tapered_many
from reelwright.stage.people.brush import Cloth, shadow, shine

Piece = Callable[[NDArray[np.float64], NDArray[np.float64]], Points]


def limb_piece(centre: ArrayLike, radius: float) -> Piece:
    """A sleeve or a trouser leg: ``centre`` is its middle line (k, 2)."""
    line = np.asarray(centre, dtype=float)[:, :2]
    t = np.linspace(0, 1, len(line))
    way = np.gradient(line, axis=0)
    way = way / (np.linalg.norm(way, axis=1, keepdims=True) + 1e-9)

    def place(across: NDArray[np.float64], along: NDArray[np.float64]) -> Points:
        x, y = np.interp(along, t, line[:, 0]), np.interp(along, t, line[:, 1])
        dx, dy = np.interp(along, t, way[:, 0]), np.interp(along, t, way[:, 1])
        out = np.sin(across * np.pi / 2) * radius
        return np.stack([x - dy * out, y + dx * out], 1)

    return place


def weave(
    canvas: skia.Canvas, kind: str, piece: Piece, tone: Cloth, accent: Colour, *, size: tuple[float, float]
) -> None:
    """Draw ``kind`` over a piece of ``size`` (width, length in head units); an unknown kind draws nothing."""
    draw = _WEAVES.get(kind)
    if draw is not None:
        draw(canvas, piece, tone, accent, size)


def _lines_along(piece: Piece, across: NDArray[np.float64]) -> NDArray[np.float64]:
    v = np.linspace(-0.02, 1.02, 24)
    return np.stack([piece(np.full(24, u), v) for u in across])


def _lines_across(piece: Piece, along: NDArray[np.float64]) -> NDArray[np.float64]:
    u = np.linspace(-1, 1, 20)
    return np.stack([piece(u, np.full(20, v)) for v in along])


def _grid(size: tuple[float, float], step: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places in staggered rows, ``step`` head units apart."""
    columns, rows = max(2, round(size[0] / step)), max(2, round(size[1] / step))
    us, vs = [], []
    for row in range(rows):
        for column in range(columns):
            us.append(((column + 0.5 * (row % 2) + 0.25) / columns) * 2 - 1)
            vs.append((row + 0.5) / rows)
    return np.array(us), np.array(vs)


def _stripe(
    canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]
) -> None:
    count = max(4, round(size[0] / 17))
    lines = _lines_along(piece, (np.arange(count) + 0.5) / count * 2 - 1)
    canvas.drawPath(
        tapered_many(lines, np.full(count, 3.2), "even"), fill(mix(tone.base, "#ffffff", 0.5), 0.6)
    )


def _pinstripe(
    canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]
) -> None:
    count = max(4, round(size[0] / 21))
    lines = _lines_along(piece, (np.arange(count) + 0.5) / count * 2 - 1)
    canvas.drawPath(
        tapered_many(lines, np.full(count, 1.1), "even"), fill(mix(tone.high, "#ffffff", 0.3), 0.5)
    )


def _plaid(canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]) -> None:
    for step, width, colour, alpha in (
        (44.0, 13.0, tone.dark, 0.38), (44.0, 2.4, mix(tone.base, "#ffffff", 0.6), 0.75), (22.0, 1.3,
        accent, 0.5)
    ):  # fmt: skip
        columns, rows = max(2, round(size[0] / step)), max(2, round(size[1] / step))
        shift = 0.15 if width < 10 else 0.5
        across = _lines_along(piece, (np.arange(columns) + shift) / columns * 2 - 1)
        along = _lines_across(piece, (np.arange(rows) + shift) / rows)
        canvas.drawPath(tapered_many(across, np.full(columns, width), "even"), fill(colour, alpha))
        canvas.drawPath(tapered_many(along, np.full(rows, width), "even"), fill(colour, alpha))


def _dots(canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]) -> None:
    paint = fill(mix(tone.base, tone.dark, 0.55), 0.75)
    for x, y in piece(*_grid(size, 26)).tolist():
        canvas.drawCircle(x, y, 2.5, paint)


def _brocade(
    canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]
) -> None:
    """Woven blossoms with a curl on both sides."""
    bright = mix(tone.high, accent, 0.45)
    for i, (x, y) in enumerate(piece(*_grid(size, 54)).tolist()):
        r = 9.0 if i % 2 else 7.0
        for petal in range(5):
            a = petal * 1.2566 + i
            canvas.drawCircle(x + r * 0.6 * np.cos(a), y + r * 0.6 * np.sin(a), r * 0.42, fill(bright, 0.42))
        canvas.drawCircle(x, y, r * 0.26, fill(accent, 0.7))
        canvas.drawCircle(x, y, r * 1.25, stroke(bright, 1.0, 0.5))
        for s in (-1, 1):
            curl = skia.Rect(x + s * r * 1.9 - 6, y - 5, x + s * r * 1.9 + 6, y + 7)
            canvas.drawArc(curl, 90 if s < 0 else -90, 250, False, stroke(bright, 1.2, 0.55))


def _knit(canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]) -> None:
    """Rows of stitches between cables."""
    columns, rows = max(4, round(size[0] / 13)), max(6, round(size[1] / 11))
    u = np.repeat((np.arange(columns) + 0.5) / columns * 2 - 1, rows)
    v = np.tile((np.arange(rows) + 0.5) / rows, columns)
    du, dv = 0.62 / columns, 0.42 / rows
    for sign in (-1, 1):
        start, end = piece(u + sign * du, v - dv), piece(u, v + dv)
        stitches = np.stack([start, (start + end) / 2, end], 1)
        canvas.drawPath(tapered_many(stitches, np.full(len(u), 2.1)), fill(tone.dark, 0.42))
        lit = stitches - [0.8, 0.8]
        canvas.drawPath(tapered_many(lit, np.full(len(u), 1.0)), fill(tone.high, 0.4))
    for cable in (-0.42, 0.0, 0.42) if size[0] > 150 else ():
        t = np.linspace(-0.02, 1.02, 90)
        wide, turns = 15 / size[0] * 2, size[1] / 58
        for phase in (0.0, np.pi):
            rope = piece(cable + np.sin(t * turns * 2 * np.pi + phase) * wide * 0.5, t)
            canvas.drawPath(tapered(rope, 8.5, "even", count=120), fill(mix(tone.base, tone.dark, 0.45), 0.9))
            canvas.drawPath(tapered(rope, 6.0, "even", count=120), fill(mix(tone.base, tone.high, 0.25)))


def _satin(canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]) -> None:
    """Broad soft lights that run down the cloth."""
    for u, width, alpha in ((-0.55, 0.16, 0.5), (0.1, 0.09, 0.3), (0.62, 0.12, 0.34)):
        v = np.linspace(0, 1, 26)
        way = piece(u + 0.07 * np.sin(v * 9 + u * 5), v)
        canvas.drawPath(
            tapered(way, size[0] * width, "both", count=40), shine(tone.high, alpha, size[0] * 0.035)
        )
        canvas.drawPath(
            tapered(way + [size[0] * 0.07, 0], size[0] * width * 0.7, "both", count=40),
            shadow(mix("#ffffff", tone.dark, 0.8), alpha * 0.4, size[0] * 0.04),
        )


def _leather(
    canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]
) -> None:
    """Hard, broken glints along the creases."""
    random = np.random.default_rng(7)
    count = max(6, round(size[0] * size[1] / 5200))
    for _ in range(count):
        u, v = float(random.uniform(-0.9, 0.9)), float(random.uniform(0.03, 0.97))
        t = np.linspace(0, 1, 8)
        reach = float(random.uniform(18, 52))
        crease = piece(u + t * reach / size[0] * 2, v + np.sin(t * 3) * 9 / size[1] + t * 12 / size[1])
        canvas.drawPath(
            tapered(crease, float(random.uniform(2.5, 6.5))), shine(mix(tone.high, "#e8ecff", 0.5), 0.42, 0.9)
        )
        canvas.drawPath(tapered(crease + [1.5, 4.0], 5.0), shadow(tone.dark, 0.6, 1.2))


def _denim(canvas: skia.Canvas, piece: Piece, tone: Cloth, accent: Colour, size: tuple[float, float]) -> None:
    """A fine twill, worn pale in the middle."""
    count = max(10, round((size[0] + size[1]) / 7))
    t = np.linspace(0, 1, 8)
    rise = size[0] / size[1]
    lines = np.stack([piece(t * 2 - 1, (i / count) * (1 + rise) - t * rise) for i in range(count)])
    canvas.drawPath(tapered_many(lines, np.full(count, 1.1), "even"), fill(tone.high, 0.3))
    v = np.linspace(0.1, 0.85, 12)
    canvas.drawPath(
        tapered(piece(np.full(12, -0.15), v), size[0] * 0.34), shine(tone.high, 0.32, size[0] * 0.08)
    )


def lace(
    canvas: skia.Canvas, area: skia.Path, colour: Colour, *, seed: int = 3, ground: float = 0.34
) -> None:
    """Tulle with embroidered flowers over ``area`` (a path in the picture)."""
    box = area.getBounds()
    pale, dim = mix(colour, "#ffffff", 0.7), mix(colour, "#8a7f8a", 0.35)
    canvas.save()
    canvas.clipPath(area, True)
    canvas.drawPaint(fill(colour, ground))
    random = np.random.default_rng(seed)
    step = 19.0
    for row in range(int(box.height() / step) + 2):
        for column in range(int(box.width() / step) + 2):
            x = box.left() + (column + 0.5 * (row % 2)) * step + float(random.uniform(-3, 3))
            y = box.top() + row * step + float(random.uniform(-3, 3))
            size = float(random.uniform(5.0, 8.2))
            turn = float(random.uniform(0, 6.28))
            for petal in range(5):
                a = turn + petal * 1.2566
                px, py = x + size * 0.62 * np.cos(a), y + size * 0.62 * np.sin(a)
                canvas.drawCircle(px, py, size * 0.42, fill(pale, 0.72))
                canvas.drawCircle(px, py, size * 0.42, stroke(dim, 0.6, 0.45))
            canvas.drawCircle(x, y, size * 0.2, fill(dim, 0.6))
            stem = np.array([(x, y), (x + size * 1.2, y + size * 1.3), (x + size * 0.6, y + size * 2.4)])
            canvas.drawPath(tapered(stem, 1.3), fill(pale, 0.6))
    canvas.restore()


_WEAVES = {
    "stripe": _stripe, "pinstripe": _pinstripe, "plaid": _plaid, "dots": _dots, "brocade": _brocade,
    "knit": _knit, "satin": _satin, "leather": _leather, "denim": _denim,
}  # fmt: skip
