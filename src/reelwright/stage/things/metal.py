"""Metal: key, knife, door handle."""

from __future__ import annotations

from typing import Any

import numpy as np
import skia

from reelwright.drawing.ink import (
    PLUS,
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
    SILVER,
    band,
    shape,
    slab,
)


def key(c: Any, words: str) -> None:
    """An old key on its ring with a leather tag."""
    c.rotate(-28)
    paint = stroke("#000000", 44)
    paint.setShader(linear((-360, -120), (-100, 120), list(GOLD)))
    c.drawCircle(-220, 0, 112, stroke(INK, 54, 0.8))
    c.drawCircle(-220, 0, 112, paint)
    slab(c, -104, -30, 340, 30, 18, GOLD)
    for x, low in ((200, 120), (262, 90), (312, 130)):
        slab(c, x, 22, x + 34, low, 6, GOLD[1:])
    for x in (-92, -60):
        slab(c, x, -46, x + 18, 46, 8, GOLD)
    c.drawRoundRect(skia.Rect(-80, -20, 330, -8), 6, 6, fill("#ffffff", 0.6))
    paint = stroke("#000000", 20)
    paint.setShader(linear((-420, 0), (-200, 0), list(SILVER)))
    c.drawCircle(-360, 60, 96, paint)
    slab(c, -500, 130, -330, 380, 40, ["#9a5a38", "#5a3020"])
    c.drawRoundRect(skia.Rect(-484, 146, -346, 364), 30, 30, stroke("#e0b080", 3, 0.7))


def knife(c: Any, words: str) -> None:
    """A dagger with a gilded guard."""
    c.rotate(38)
    blade = [(-34, -470), (0, -540), (46, -440), (46, 90), (-46, 90), (-46, -400)]
    array = np.array(blade, float)
    c.drawPath(path_of(array), band(-46, 46, SILVER))
    c.drawPath(path_of(array), stroke(INK, 4, 0.8))
    c.drawPath(path_of([(0, -530), (4, -500), (4, 90), (-4, 90)]), fill("#5a6474", 0.6))
    c.drawPath(path_of([(-46, -400), (-34, -470), (-24, -440), (-30, 80), (-46, 80)]), fill("#ffffff", 0.65))
    shape(
        c,
        spline(
            [(-170, 78), (-130, 120), (0, 104), (130, 120), (170, 78), (130, 92), (0, 76), (-130, 92)],
            closed=True,
        ),
        ["#ffe6a0", "#a8701e"],
    )
    slab(c, -34, 116, 34, 400, 20, ["#5a2c28", "#2a1414"])
    for k in range(9):
        c.drawLine(-32, 140 + k * 28, 32, 124 + k * 28, stroke("#d8a85a", 6, 0.85))
    c.drawCircle(0, 424, 46, gradient_fill(radial((-14, 410), 60, ["#ffb0b8", "#c8242c", "#4a0810"])))
    c.drawCircle(0, 424, 46, stroke("#d8a85a", 9))


def door(c: Any, words: str) -> None:
    """A brass door handle on a panelled door that stands ajar."""
    c.drawRect(skia.Rect(-560, -1000, 360, 1000), band(-560, 360, ["#7a4c34", "#94604a", "#5a3424"]))
    for y0, y1 in ((-900, -260), (160, 900)):
        c.drawRect(skia.Rect(-460, y0, 120, y1), stroke("#3a2018", 12, 0.7))
        c.drawRect(skia.Rect(-448, y0 + 12, 132, y1 + 12), stroke("#c48a68", 5, 0.5))
    c.drawRect(skia.Rect(360, -1000, 400, 1000), fill("#2a1610"))
    c.drawRect(skia.Rect(400, -1000, 620, 1000), band(400, 620, ["#fff2cc", "#f0c88a"]))
    c.drawRect(
        skia.Rect(360, -1000, 640, 1000),
        gradient_fill(linear((340, 0), (640, 0), ["#ffe6b0"] * 2, None, [0.0, 0.5]), blend=PLUS),
    )
    slab(c, 150, -240, 290, 240, 34, GOLD)
    c.drawCircle(220, 130, 30, fill("#2a1a10"))
    c.drawRect(skia.Rect(211, 130, 229, 186), fill("#2a1a10"))
    c.drawCircle(220, -70, 62, band(158, 282, GOLD))


def lever(c: Any, words: str, t: float) -> None:
    """The handle is pressed down, slowly."""
    c.translate(220, -70)
    c.rotate(-13 * t)
    c.translate(-220, 70)
    handle = spline(
        [(220, -100), (40, -104), (-110, -92), (-170, -50), (-130, -36), (-40, -52), (220, -40)], closed=True
    )
    shape(c, handle, ["#fff3c8", "#d8a040", "#7a4c14"])
    c.drawPath(tapered([(-120, -80), (200, -90)], 9, "both"), fill("#ffffff", 0.8))
