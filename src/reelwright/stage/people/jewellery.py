"""A look's jewels → necklace and earrings on a canvas."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.ink import fill, path_of, spline, stroke, tapered
from reelwright.stage.people.body import BodyView
from reelwright.stage.people.brush import line, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.head import HeadView

_GOLD = "#ffe3a0"


def draw_necklace(canvas: skia.Canvas, body: BodyView, skin: Complexion, kind: str) -> None:
    """``pearl`` or ``diamond``; anything else draws nothing."""
    if kind == "pearl":
        for u in np.linspace(-1, 1, 15):
            x, y = body.front([(u * 44, 186 + (1 - u * u) * 26)], 6)[0].tolist()
            canvas.drawCircle(x + 1, y + 2, 4.6, shadow(skin.shadow, 0.6, 1))
            canvas.drawCircle(x, y, 4.4, fill("#f7f1ea"))
            canvas.drawCircle(x, y, 4.4, stroke("#9a8580", 0.8, 0.8))
            canvas.drawCircle(x - 1.3, y - 1.5, 1.5, fill("#ffffff"))
    elif kind == "diamond":
        chain = body.front(spline([(-42, 178), (-28, 212), (0, 240), (28, 212), (42, 178)]), 4)
        canvas.drawPath(tapered(chain + [1, 2], 1.6, "flat"), shadow(skin.shadow, 0.7))
        line(canvas, chain, 1.3, _GOLD, 1.0, "flat")
        stone = body.front([(0, 247)], 5)[0]
        glow = np.array([[0, -11.7], [7.2, 0], [0, 12.6], [-7.2, 0]]) + stone
        canvas.drawPath(path_of(glow), fill("#ffffff", 0.25, blur=3))
        cut = path_of(np.array([[0, -6.5], [4, 0], [0, 7], [-4, 0]]) + stone)
        canvas.drawPath(cut, fill("#dff3ff"))
        canvas.drawPath(cut, stroke("#7690a8", 0.9))


def draw_earrings(canvas: skia.Canvas, view: HeadView, kind: str) -> None:
    """``drop`` or ``stud`` on the visible ears; anything else draws nothing."""
    if kind not in ("drop", "stud"):
        return
    yaw = view.pose.yaw_deg
    for side in (-1, 1):
        if (side > 0) == (yaw > 0) and abs(yaw) > 12:
            continue
        lobe = view.space([(side * 77, 38, -6.0)])[0]
        x, y = lobe.tolist()
        canvas.drawCircle(x, y, 2.4 if kind == "drop" else 3.4, fill("#fff3d0"))
        canvas.drawCircle(x, y, 2.4 if kind == "drop" else 3.4, stroke("#9a8a5a", 0.7, 0.8))
        if kind == "drop":
            line(canvas, [lobe, lobe + [0, 16]], 1.1, "#e8d7a6", 1.0, "flat")
            gem = lobe + [0, 22]
            cut = path_of(np.array([[0, -8], [4.4, 2], [0, 8], [-4.4, 2]]) + gem)
            canvas.drawPath(cut, fill("#e9f6ff"))
            canvas.drawPath(cut, stroke("#8097b0", 0.8))
            canvas.drawCircle(float(gem[0]) - 1, float(gem[1]) - 1, 5, fill("#ffffff", 0.5, blur=2.5))


def draw_hairpins(canvas: skia.Canvas, view: HeadView) -> None:
    """The gold bar, flowers and comb of the hanfu bun."""
    gold = "#f2c86a"
    bar = view.space([(-62, -158, -22), (62, -166, -22)])
    line(canvas, bar, 5, "#8a5a2a", 1.0, "flat")
    line(canvas, bar - [0, 0.8], 3, gold, 1.0, "flat")
    for side in (-1, 1):
        x, y = view.space([(side * 60, -163, -20)])[0].tolist()
        for i in range(6):
            a = i * 1.047
            petal = (x + 6 * float(np.cos(a)), y + 6 * float(np.sin(a)), 4.6)
            canvas.drawCircle(*petal, fill("#ffd9de"))
            canvas.drawCircle(*petal, stroke("#c9607a", 0.8, 0.7))
        canvas.drawCircle(x, y, 3.6, fill(gold))
        for k, dx in enumerate((-4, 4)):
            for j in range(5):
                bead = fill(gold if j % 2 else "#fff3d0")
                canvas.drawCircle(
                    x + dx + side * j * 0.4, y + 12 + j * 8 + k * 3, 1.9 if j < 4 else 3.0, bead
                )
    comb = view.space([(0, -150, 14)])[0]
    for i in range(-3, 4):
        tooth = [comb + [i * 8 - 4, 2], comb + [i * 9, -14 + abs(i) * 3], comb + [i * 8 + 4, 2]]
        canvas.drawPath(path_of(spline(tooth, closed=True)), fill(gold))
        canvas.drawCircle(float(comb[0]) + i * 8.5, float(comb[1]) - 6 + abs(i) * 2, 1.8, fill("#d0344a"))
