"""A hairstyle and the word for an ornament → pins, flowers, crowns and ribbons in the hair."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.ink import Points, fill, path_of, spline, stroke
from reelwright.stage.people.brush import line, outlined, smooth_path
from reelwright.stage.people.head import HeadView

_GOLD, _DARK_GOLD = "#f2c86a", "#8a5a2a"
_KNOT_Y = {"updo": -160.0, "bun": -160.0, "topknot": -158.0, "half-up": -158.0, "man-bun": -158.0}


def draw_hairpin(canvas: skia.Canvas, view: HeadView, hair: str, kind: str, *, before: bool) -> None:
    """The ornament ``kind``: at a knot it lies with the hair behind the brow, else on the hair ``before``.

    A hanfu bun without a word for it has its set of gold and blossoms, a scholar's knot its crown.
    """
    has_knot = hair in _KNOT_Y and kind != "clip"
    if before == has_knot:
        return
    if not kind:
        kind = {"updo": "set", "topknot": "guan", "half-up": "ribbon"}.get(hair, "")
    draw = {
        "set": _bun_set, "guan": _guan, "gold": _gold_pin, "jade": _jade_pin, "flower": _flower,
        "crown": _crown if not has_knot else _phoenix_crown, "ribbon": _ribbon, "clip": _clip,
    }.get(kind)  # fmt: skip
    if draw is not None:
        draw(canvas, view, _KNOT_Y.get(hair, -126.0), has_knot)


def _bar(canvas: skia.Canvas, ends: Points, edge: str, colour: str) -> None:
    line(canvas, ends, 5.5, edge, 1.0, "flat")
    line(canvas, ends - [0, 0.8], 3.4, colour, 1.0, "flat")


def _gold_pin(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    """A long pin through the knot with a hanging bead chain, or a slide over the ear."""
    a, b = ((-62, y, -26), (58, y - 8, -26)) if has_knot else ((58, -96, 52), (88, -64, 30))
    ends = view.space([a, b])
    _bar(canvas, ends, _DARK_GOLD, _GOLD)
    head = ends[0]
    for i, radius in enumerate((6.0, 4.0)):
        x, yy = head.tolist()
        canvas.drawCircle(x, yy, radius, fill("#d0344a" if i else _GOLD))
    for i in range(6 if has_knot else 3):
        canvas.drawCircle(
            float(head[0]), float(head[1]) + 9 + i * 8, 2.2, fill(_GOLD if i % 2 else "#fff3d0")
        )


def _jade_pin(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    a, b = ((-66, y + 2, -26), (62, y - 5, -26)) if has_knot else ((54, -98, 54), (90, -62, 28))
    ends = view.space([a, b])
    _bar(canvas, ends, "#2f6a50", "#a5dcc0")
    line(canvas, ends - [0, 1.8], 1.0, "#f0fff6", 0.9, "flat")
    x, yy = ends[0].tolist()
    canvas.drawCircle(x, yy, 6.5, fill("#8fd0b0"))
    canvas.drawCircle(x, yy, 6.5, stroke("#2f6a50", 1.2))


def _blossom(canvas: skia.Canvas, x: float, y: float, size: float, petal: str, heart: str) -> None:
    for i in range(5):
        a = i * 1.2566 - 0.5
        px, py = x + size * 0.62 * float(np.cos(a)), y + size * 0.62 * float(np.sin(a))
        canvas.drawCircle(px, py, size * 0.52, fill(petal))
        canvas.drawCircle(px, py, size * 0.52, stroke("#a8405a", 0.9, 0.75))
    canvas.drawCircle(x, y, size * 0.34, fill(heart))


def _flower(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    places = (((-40, y + 8, -10), 14), ((-58, y + 16, -12), 10), ((-24, y + 16, 0), 9)) if has_knot else (
        ((84, -74, 32), 15), ((92, -48, 20), 11), ((70, -92, 44), 10))  # fmt: skip
    for place, size in places:
        x, yy = view.space([place])[0].tolist()
        _blossom(canvas, x, yy, float(size), "#ffd0da" if size > 12 else "#fff0f2", _GOLD)


def _guan(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    """The small gold crown around a scholar's knot, held by a pin."""
    base = view.space([(-25, y + 14, -16), (-27, y - 10, -16), (-13, y - 22, -10), (0, y - 32, -8),
                       (13, y - 22, -10), (27, y - 10, -16), (25, y + 14, -16), (0, y + 19, -4)])  # fmt: skip
    _bar(canvas, view.space([(-50, y - 2, -26), (50, y - 6, -26)]), _DARK_GOLD, _GOLD)
    outlined(canvas, path_of(spline(base, closed=True)), "#d9a94a", "#5a3a14", 1.8)
    rim = view.space(spline([(-24, y + 8, -14), (0, y + 13, -4), (24, y + 8, -14)]))
    line(canvas, rim, 3.0, "#fff0c0", 0.85, "even")
    x, yy = view.space([(0, y - 10, -6)])[0].tolist()
    canvas.drawCircle(x, yy, 5.6, fill("#3f8f7a"))
    canvas.drawCircle(x, yy, 5.6, stroke("#5a3a14", 1.2))
    canvas.drawCircle(x - 1.6, yy - 1.8, 1.6, fill("#ffffff", 0.9))
    for side in (-1, 1):
        curl = view.space(spline([(side * 8, y - 24, -8), (side * 18, y - 14, -10), (side * 16, y + 2, -10)]))
        line(canvas, curl, 1.5, "#8a5a1e", 0.9)


def _crown(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    """A tiara over the brow."""
    points = []
    for i, x in enumerate(range(-52, 53, 13)):
        spread = abs(x) / 52
        points.append(
            (x, -128 + 18 * spread - (20 if i % 2 == 0 else 4) * (1.1 - 0.5 * spread), 54 - 26 * spread)
        )
    low = [(52, -104, 30), (0, -121, 62), (-52, -104, 30)]
    top, foot = view.space(points), view.space(spline(low))
    path = path_of(np.vstack([top, foot]))
    canvas.drawPath(path, fill("#f4e2b0", 0.55))
    line(canvas, top, 2.0, "#c99a3a", 1.0, "even", count=90)
    line(canvas, foot, 4.4, _DARK_GOLD, 1.0, "even", count=40)
    line(canvas, foot - [0, 0.8], 2.8, "#ffe9b0", 1.0, "even", count=40)
    for i, (x, yy) in enumerate(top.tolist()):
        canvas.drawCircle(x, yy, 3.0 if i % 2 == 0 else 2.0, fill("#e9f6ff"))
        canvas.drawCircle(x, yy, 3.0 if i % 2 == 0 else 2.0, stroke("#8097b0", 0.7))


def _phoenix_crown(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    """Gold wings around the knot and strings of beads at the temples."""
    _bun_set(canvas, view, y, has_knot)
    for side in (-1, 1):
        for k in range(4):
            wing = view.space(
                spline(
                    [
                        (side * 10, y + 6, -8),
                        (side * (34 + 8 * k), y - 12 + 10 * k, -12),
                        (side * (56 + 5 * k), y - 22 + 14 * k, -18),
                    ]
                )
            )
            line(canvas, wing, 7.0 - k, _DARK_GOLD, 1.0, "out")
            line(canvas, wing, 4.6 - k * 0.6, _GOLD, 1.0, "out")
        for k in (0, 1):
            for j in range(9):
                x, yy = view.space([(side * (74 + 7 * k), -120 + j * 10, 30)])[0].tolist()
                canvas.drawCircle(x, yy, 2.0, fill(_GOLD if (j + k) % 2 else "#d0344a"))


def _ribbon(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    """A bow at the back of the crown, or a band tied around the knot."""
    if has_knot:
        band = view.space([(-22, y + 8, -20), (0, y + 12, -12), (22, y + 8, -20)])
        line(canvas, band, 8, "#7a1f2e", 1.0, "even")
        line(canvas, band - [0, 1.6], 2.4, "#d9687a", 0.9, "even")
        return
    middle = view.space([(62, -112, 26)])[0]
    for s in (-1, 1):
        loop = [(0, 0), (s * 16, -15), (s * 31, -9), (s * 29, 10), (s * 13, 9)]
        tail = [(0, 2), (s * 9, 18), (s * 17, 40), (s * 7, 38), (s * 2, 20)]
        outlined(canvas, smooth_path(np.array(tail) + middle), "#a82a42", "#4a0f1e", 1.4)
        outlined(canvas, smooth_path(np.array(loop) + middle), "#c93a52", "#4a0f1e", 1.5)
        line(canvas, np.array([(s * 4, -1), (s * 14, -7), (s * 22, -5)]) + middle, 1.6, "#ffb0bc", 0.7)
    outlined(
        canvas,
        smooth_path(np.array([(-6, -6), (6, -6), (6, 6), (-6, 6)]) + middle),
        "#c93a52",
        "#4a0f1e",
        1.4,
    )


def _clip(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    """A row of pearls that holds the hair at one temple."""
    for i in range(5):
        x, yy = view.space([(66 + i * 5.2, -82 + i * 9, 66 - i * 7)])[0].tolist()
        canvas.drawCircle(x, yy, 4.8, fill("#f9f3ec"))
        canvas.drawCircle(x, yy, 4.8, stroke("#9a8580", 1.0))
        canvas.drawCircle(x - 1.4, yy - 1.5, 1.6, fill("#ffffff"))


def _bun_set(canvas: skia.Canvas, view: HeadView, y: float, has_knot: bool) -> None:
    """The gold bar, flowers and comb of the hanfu bun."""
    gold = _GOLD
    bar = view.space([(-62, -158, -22), (62, -166, -22)])
    line(canvas, bar, 5, "#8a5a2a", 1.0, "flat")
    line(canvas, bar - [0, 0.8], 3, gold, 1.0, "flat")
    for side in (-1, 1):
        x, at_y = view.space([(side * 60, -163, -20)])[0].tolist()
        for i in range(6):
            a = i * 1.047
            petal = (x + 6 * float(np.cos(a)), at_y + 6 * float(np.sin(a)), 4.6)
            canvas.drawCircle(*petal, fill("#ffd9de"))
            canvas.drawCircle(*petal, stroke("#c9607a", 0.8, 0.7))
        canvas.drawCircle(x, at_y, 3.6, fill(gold))
        for k, dx in enumerate((-4, 4)):
            for j in range(5):
                bead = fill(gold if j % 2 else "#fff3d0")
                canvas.drawCircle(
                    x + dx + side * j * 0.4, at_y + 12 + j * 8 + k * 3, 1.9 if j < 4 else 3.0, bead
                )
    comb = view.space([(0, -150, 14)])[0]
    for i in range(-3, 4):
        tooth = [comb + [i * 8 - 4, 2], comb + [i * 9, -14 + abs(i) * 3], comb + [i * 8 + 4, 2]]
        canvas.drawPath(path_of(spline(tooth, closed=True)), fill(gold))
        canvas.drawCircle(float(comb[0]) + i * 8.5, float(comb[1]) - 6 + abs(i) * 2, 1.8, fill("#d0344a"))
