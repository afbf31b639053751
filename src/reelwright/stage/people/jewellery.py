"""A look's jewels → necklace and earrings on a canvas."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.ink import Points, fill, path_of, spline, stroke, tapered
from reelwright.stage.people.body import BodyView
from reelwright.stage.people.brush import line, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.head import HeadView

_GOLD = "#ffe3a0"


def draw_necklace(canvas: skia.Canvas, body: BodyView, skin: Complexion, kind: str) -> None:
    """A necklace on the skin or over the cloth; an unknown kind draws nothing."""
    if kind == "pearl":
        for u in np.linspace(-1, 1, 15):
            x, y = body.front([(u * 44, 186 + (1 - u * u) * 26)], 6)[0].tolist()
            _pearl(canvas, x, y, 4.4, skin)
    elif kind == "diamond":
        chain = body.front(spline([(-42, 178), (-28, 212), (0, 240), (28, 212), (42, 178)]), 4)
        _chain(canvas, chain, skin, 1.3)
        stone = body.front([(0, 247)], 5)[0]
        glow = np.array([[0, -11.7], [7.2, 0], [0, 12.6], [-7.2, 0]]) + stone
        canvas.drawPath(path_of(glow), fill("#ffffff", 0.25, blur=3))
        cut = path_of(np.array([[0, -6.5], [4, 0], [0, 7], [-4, 0]]) + stone)
        canvas.drawPath(cut, fill("#dff3ff"))
        canvas.drawPath(cut, stroke("#7690a8", 0.9))
    elif kind == "chain":
        chain = body.front(spline([(-44, 178), (-34, 216), (0, 258), (34, 216), (44, 178)]), 4)
        _chain(canvas, chain, skin, 3.0)
        for x, y in chain[2::2].tolist():
            canvas.drawCircle(x, y, 1.5, stroke("#8a6a2a", 0.8))
    elif kind == "choker":
        band = body.space(spline([(-body.neck - 1, 150, -6), (0, 176, 34), (body.neck + 1, 150, -6)]))
        line(canvas, band + [0, 2], 10.5, skin.shadow, 0.6, "even", count=40)
        line(canvas, band, 9.0, "#1c1622", 1.0, "even", count=40)
        line(canvas, band - [0, 2.6], 1.3, "#6a6078", 0.8, "even", count=40)
        x, y = body.space([(0, 182, 36)])[0].tolist()
        canvas.drawCircle(x, y, 5.4, fill("#b3283a"))
        canvas.drawCircle(x, y, 5.4, stroke("#e8c878", 1.6))
        canvas.drawCircle(x - 1.6, y - 1.8, 1.5, fill("#ffffff", 0.9))
    elif kind == "jade":
        cord = body.front(spline([(-42, 178), (-30, 220), (0, 262), (30, 220), (42, 178)]), 4)
        line(canvas, cord, 2.2, "#7a1f2e", 1.0, "even", count=40)
        x, y = body.front([(0, 276)], 6)[0].tolist()
        canvas.drawCircle(x + 1, y + 2, 14.5, shadow(skin.shadow, 0.5, 2))
        canvas.drawCircle(x, y, 10.0, stroke("#7fc4a0", 8.0))
        canvas.drawCircle(x, y, 14.0, stroke("#2f6a50", 1.1, 0.9))
        canvas.drawCircle(x, y, 6.0, stroke("#2f6a50", 1.0, 0.8))
        canvas.drawArc(skia.Rect(x - 10, y - 10, x + 10, y + 10), 200, 70, False, stroke("#e2fff0", 2.2, 0.8))


def draw_tie_bar(canvas: skia.Canvas, body: BodyView) -> None:
    """A gold bar across the tie."""
    bar = body.front([(-21, 334), (-4, 332), (17, 330)], 8)
    line(canvas, bar + [1, 3], 7.0, "#1c1622", 0.4, "even")
    line(canvas, bar, 7.4, "#6a4a14", 1.0, "even")
    line(canvas, bar, 5.2, "#e6bd5c", 1.0, "even")
    line(canvas, bar - [0, 1.3], 1.5, "#fff6d8", 0.95, "even")


def draw_brooch(canvas: skia.Canvas, body: BodyView) -> None:
    """A small flower of stones on the lapel, over the heart."""
    x, y = body.front([(62 * body.breadth, 322)], 8)[0].tolist()
    canvas.drawCircle(x + 1, y + 3, 13, shadow("#3a3048", 0.5, 2))
    for k in range(6):
        way = np.array([np.cos(k * np.pi / 3 + 0.3), np.sin(k * np.pi / 3 + 0.3)])
        px, py = (np.array([x, y]) + way * 7.6).tolist()
        canvas.drawCircle(px, py, 4.6, fill("#e6bd5c"))
        canvas.drawCircle(px, py, 4.6, stroke("#6a4a14", 0.9))
        canvas.drawCircle(px, py, 2.9, fill("#e9f6ff"))
        canvas.drawCircle(px - 1, py - 1, 1.0, fill("#ffffff"))
    canvas.drawCircle(x, y, 4.4, fill("#b3283a"))
    canvas.drawCircle(x, y, 4.4, stroke("#6a4a14", 1.0))
    canvas.drawCircle(x - 1.3, y - 1.5, 1.3, fill("#ffffff", 0.9))


def _pearl(canvas: skia.Canvas, x: float, y: float, radius: float, skin: Complexion) -> None:
    canvas.drawCircle(x + 1, y + 2, radius * 1.05, shadow(skin.shadow, 0.6, 1))
    canvas.drawCircle(x, y, radius, fill("#f7f1ea"))
    canvas.drawCircle(x, y, radius, stroke("#9a8580", 0.8, 0.8))
    canvas.drawCircle(x - 0.3 * radius, y - 0.34 * radius, 0.34 * radius, fill("#ffffff"))


def _chain(canvas: skia.Canvas, chain: Points, skin: Complexion, width: float) -> None:
    canvas.drawPath(tapered(chain + [1, 2], width + 0.3, "flat"), shadow(skin.shadow, 0.7))
    line(canvas, chain, width, _GOLD if width < 2 else "#d9ae52", 1.0, "flat")


def draw_earrings(canvas: skia.Canvas, view: HeadView, kind: str) -> None:
    """Earrings on the visible ears; an unknown kind draws nothing."""
    yaw = view.pose.yaw_deg
    for side in (-1, 1):
        if side * yaw > 38:  # the face hides it before
            continue
        lobe = view.space([(side * 77, 38, -6.0)])[0]
        x, y = lobe.tolist()
        if kind in ("drop", "stud"):
            radius = 2.4 if kind == "drop" else 3.4
            canvas.drawCircle(x, y, radius, fill("#fff3d0"))
            canvas.drawCircle(x, y, radius, stroke("#9a8a5a", 0.7, 0.8))
        if kind == "drop":
            line(canvas, [lobe, lobe + [0, 16]], 1.1, "#e8d7a6", 1.0, "flat")
            gem = lobe + [0, 22]
            cut = path_of(np.array([[0, -8], [4.4, 2], [0, 8], [-4.4, 2]]) + gem)
            canvas.drawPath(cut, fill("#e9f6ff"))
            canvas.drawPath(cut, stroke("#8097b0", 0.8))
            canvas.drawCircle(float(gem[0]) - 1, float(gem[1]) - 1, 5, fill("#ffffff", 0.5, blur=2.5))
        elif kind == "hoop":
            ring = skia.Rect(x - 10, y - 1, x + 10, y + 25)
            canvas.drawOval(ring, stroke("#6a4a14", 3.6))
            canvas.drawOval(ring, stroke("#e6bd5c", 2.4))
            canvas.drawArc(ring, 190, 60, False, stroke("#fff6d8", 1.4))
        elif kind == "pearl":
            canvas.drawCircle(x, y + 3, 5.2, fill("#f7f1ea"))
            canvas.drawCircle(x, y + 3, 5.2, stroke("#9a8580", 0.9, 0.9))
            canvas.drawCircle(x - 1.6, y + 1.2, 1.8, fill("#ffffff"))
        elif kind == "tassel":
            canvas.drawCircle(x, y, 3.0, fill("#f2c86a"))
            for k in range(-3, 4):
                tail = [lobe + [k * 0.6, 10], lobe + [k * 1.7, 42 - abs(k) * 2.0]]
                line(canvas, tail, 1.5, "#c9344a" if k % 2 else "#e8667a", 1.0, "flat")
            line(canvas, [lobe, lobe + [0, 10]], 1.4, "#e8c878", 1.0, "flat")
            canvas.drawCircle(x, y + 10, 4.2, fill("#f2c86a"))
            canvas.drawCircle(x, y + 10, 4.2, stroke("#8a5a2a", 0.9))
