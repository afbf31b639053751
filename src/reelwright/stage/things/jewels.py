"""Jewels: ring, necklace, jade pendant, watch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import (
    bezier,
    fill,
    gradient_fill,
    linear,
    path_of,
    radial,
    spline,
    stroke,
    tapered,
)
from reelwright.stage.things.marks import (
    GOLD,
    INK,
    band,
    fall,
    shape,
    slab,
)


def ring(c: Any, words: str) -> None:
    """A diamond ring standing in an open velvet box."""
    shape(c, [(-330, -60), (330, -60), (290, -400), (-290, -400)], ["#5a1a30", "#8a2a46"])
    shape(c, [(-280, -80), (280, -80), (250, -365), (-250, -365)], ["#f6ece8", "#cfb4b8"], ink=2)
    slab(c, -350, -60, 350, 330, 40, ["#a83458", "#6a1c38", "#40101f"])
    shape(c, [(-310, -56), (310, -56), (280, 60), (-280, 60)], ["#2a0a16", "#5a1830"], ink=2)
    c.drawOval(skia.Rect(-200, -40, 200, 50), fall(-40, 50, ["#3a0f20", "#8a3050"]))
    for width, colours in ((46, GOLD), (14, ("#fff8dc", "#ffe9a8", "#fff8dc"))):
        paint = stroke("#000000", width)
        paint.setShader(linear((-150, 0), (150, 0), list(colours)))
        c.drawArc(
            skia.Rect(-140, -250, 140, 30), 0 if width > 20 else 190, 360 if width > 20 else 70, False, paint
        )
    stone = [(-96, -330), (-50, -376), (50, -376), (96, -330), (0, -232)]
    shape(c, stone, ["#ffffff", "#cfeaff", "#8fb8f0"])
    for a, b in (
        ((-96, -330), (96, -330)),
        ((-50, -376), (-34, -330)),
        ((50, -376), (34, -330)),
        ((-34, -330), (0, -232)),
        ((34, -330), (0, -232)),
    ):
        c.drawLine(*a, *b, stroke("#6a94d0", 3, 0.7))
    shape(c, [(-34, -330), (34, -330), (0, -376 + 4)], ["#ffffff", "#e8f6ff"], ink=0)
    for x in (-66, 66):
        c.drawPath(tapered([(x * 0.6, -236), (x, -300), (x * 1.3, -336)], 18, "flat"), band(-100, 100, GOLD))


def necklace(c: Any, words: str) -> None:
    """A pearl necklace with a blue drop."""
    curve = spline([(-380, -400), (-340, -120), (-180, 110), (0, 180), (180, 110), (340, -120), (380, -400)])
    for x, y in curve[::2]:
        c.drawCircle(x, y, 25, gradient_fill(radial((x - 8, y - 9), 34, ["#ffffff", "#f4e6e0", "#b89a9c"])))
        c.drawCircle(x, y, 25, stroke(INK, 2, 0.4))
        c.drawCircle(x - 8, y - 9, 6, fill("#ffffff", 0.9))
    drop = spline([(0, 196), (-86, 320), (0, 430), (86, 320)], closed=True)
    shape(c, drop, ["#cfe8ff", "#4a84e0", "#142a7a"])
    for x in (-44, 44):
        c.drawPath(path_of([(0, 210), (x, 320), (0, 420)], closed=False), stroke("#dff0ff", 4, 0.7))
    c.drawPath(tapered(bezier((-22, 200), (-10, 178), (10, 178), (22, 200)), 16, "even"), fill("#f0c468"))


def jade(c: Any, words: str) -> None:
    """A ring of jade on a red cord with a tassel."""
    for side in (-1, 1):
        cord = bezier((side * 14, -470), (side * 30, -380), (side * 10, -320), (0, -250))
        c.drawPath(tapered(cord, 16, "even"), fill("#c4242c"))
    slab(c, -34, -300, 34, -226, 20, ["#e0444a", "#8a1420"])
    outer = path_of(
        spline(
            [
                (230 * math.cos(a), -10 + 230 * math.sin(a))
                for a in np.linspace(0, 2 * math.pi, 24, endpoint=False)
            ],
            closed=True,
        )
    )
    c.drawPath(outer, gradient_fill(radial((-80, -100), 400, ["#f0fff0", "#9ad8b0", "#3a8a68", "#1f5a48"])))
    c.drawPath(outer, stroke("#1a4a3a", 4, 0.8))
    c.drawCircle(0, -10, 92, fill("#000000", 1, blend=skia.BlendMode.kDstOut))
    c.drawCircle(0, -10, 92, stroke("#1a4a3a", 5, 0.8))
    for k in range(8):
        a = k * math.pi / 4
        x, y = 160 * math.cos(a), -10 + 160 * math.sin(a)
        curl = [
            (x + (4 + t * 6) * math.cos(a + t), y + (4 + t * 6) * math.sin(a + t))
            for t in np.linspace(0, 5.4, 20)
        ]
        c.drawPath(path_of(curl, closed=False), stroke("#1f6a50", 7, 0.6))
        c.drawPath(path_of(np.array(curl) - 3, closed=False), stroke("#e8fff0", 3, 0.6))
    c.drawPath(
        tapered(bezier((-190, -60), (-170, -160), (-90, -210), (0, -216)), 22, "both"),
        fill("#ffffff", 0.75, blur=3),
    )
    slab(c, -28, 218, 28, 272, 14, ["#f0c468", "#a8701e"])
    for k in range(-6, 7):
        c.drawPath(
            tapered(bezier((k * 3, 268), (k * 5, 330), (k * 8, 400), (k * 10, 480 - abs(k) * 4)), 10, "flat"),
            fill(mix("#d8323a", "#8a1420", abs(k) / 8)),
        )


def watch(c: Any, words: str) -> None:
    """A gold wristwatch on a leather strap."""
    for y0, y1 in ((-520, -210), (210, 500)):
        slab(c, -120, y0, 120, y1, 30, ["#8a5a3c", "#4a2c1c"])
        for x in (-100, 100):
            for k in range(10):
                y = y0 + 16 + k * (y1 - y0 - 30) / 10
                c.drawLine(x, y, x, y + 16, stroke("#e8c49a", 4, 0.8))
    c.drawCircle(0, 0, 262, fill(INK, 0.9))
    c.drawCircle(0, 0, 256, band(-256, 256, GOLD))
    c.drawCircle(0, 0, 220, fall(-220, 220, ["#fffdf6", "#e8e0d0"]))
    c.drawCircle(0, 0, 220, stroke("#8a5a18", 6))
    for k in range(60):
        a, inner = k * math.pi / 30, 176 if k % 5 == 0 else 196
        c.drawLine(
            inner * math.sin(a),
            -inner * math.cos(a),
            208 * math.sin(a),
            -208 * math.cos(a),
            stroke("#3a2c20", 9 if k % 5 == 0 else 3),
        )
    for angle, length, width in ((-62, 112, 18), (50, 168, 12)):
        a = math.radians(angle)
        c.drawPath(
            tapered([(0, 0), (length * math.sin(a), -length * math.cos(a))], width, "out"), fill("#2a1c18")
        )
    c.drawCircle(0, 0, 14, band(-14, 14, GOLD))
    slab(c, 256, -34, 300, 34, 10, GOLD)
    c.drawPath(path_of([(-170, -140), (-60, -210), (110, -40), (20, 60)]), fill("#ffffff", 0.20))


def second_hand(c: Any, words: str, t: float) -> None:
    """It jumps from second to second, and quivers."""
    step = int(t * 4.999)
    within = t * 4.999 - step
    angle = 6.0 * step + (1.5 if within < 0.3 else 0.0)
    c.rotate(angle)
    c.drawLine(0, 40, 0, -170, stroke("#c8242c", 5))
    c.drawCircle(0, 0, 9, fill("#c8242c"))
