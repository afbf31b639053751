"""What holds something: glass, pill bottle, gift box."""

from __future__ import annotations

import math
from typing import Any

import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import (
    fill,
    path_of,
    spline,
    stroke,
    tapered,
)
from reelwright.stage.things.marks import (
    band,
    fall,
    lines,
    shape,
    slab,
)


def glass(c: Any, words: str) -> None:
    """A glass of red wine."""
    bowl = spline(
        [
            (-190, -430),
            (-225, -260),
            (-190, -60),
            (-70, 60),
            (0, 84),
            (70, 60),
            (190, -60),
            (225, -260),
            (190, -430),
        ]
    )
    c.drawPath(path_of(bowl), fill("#e8f2ff", 0.12))
    c.drawPath(path_of(bowl, closed=False), stroke("#f4faff", 6, 0.85))
    c.drawOval(skia.Rect(-190, -452, 190, -408), stroke("#ffffff", 6, 0.9))
    shape(c, [(-15, 80), (15, 80), (11, 330), (-11, 330)], ["#f4faff", "#a8b8cc"], ink=0)
    c.drawOval(skia.Rect(-190, 310, 190, 376), fall(310, 376, ["#f4faff", "#8fa0b8"]))
    c.drawOval(skia.Rect(-190, 310, 190, 376), stroke("#ffffff", 4, 0.8))
    c.drawPath(
        tapered(spline([(-160, -400), (-190, -250), (-150, -80)]), 26, "both"), fill("#ffffff", 0.6, blur=2)
    )
    c.drawPath(tapered(spline([(170, -380), (192, -270), (178, -160)]), 11, "both"), fill("#ffffff", 0.5))


def wine(c: Any, words: str, t: float) -> None:
    """The wine sways in its glass."""
    lean = math.sin(t * 2 * math.pi) * 16
    body = spline(
        [(-222, -220 + lean), (-196, -70), (-74, 52), (0, 76), (74, 52), (196, -70), (222, -220 - lean)]
    )
    c.drawPath(path_of(body), fall(-230, 80, ["#c42840", "#7a0c24", "#3a0412"]))
    c.save()
    c.translate(0, -220)
    c.rotate(-math.degrees(math.atan2(lean, 222)))
    c.drawOval(skia.Rect(-222, -32, 222, 32), fall(-32, 32, ["#e85a6a", "#9a1830"]))
    c.drawOval(skia.Rect(-222, -32, 222, 32), stroke("#ff9aa4", 3, 0.5))
    c.restore()
    c.drawPath(
        tapered(spline([(-176, -170), (-168, -80), (-110, 0)]), 16, "both"), fill("#ff8090", 0.35, blur=4)
    )


def pills(c: Any, words: str) -> None:
    """An amber bottle on its side of spilt pills."""
    slab(c, -190, -330, 170, 250, 46, ["#ffb85a", "#e07a20", "#9a4810"])
    c.drawRoundRect(skia.Rect(-170, -310, -110, 230), 28, 28, fill("#fff0c8", 0.5))
    slab(c, -190, -170, 170, 150, 0, ["#ffffff", "#e4dccc"], ink=3)
    c.drawRect(skia.Rect(-190, -170, 170, -104), fill("#c8404a"))
    lines(c, -160, 140, -76, 6, 34, "#5a5460", 3)
    slab(c, -220, -440, 200, -320, 20, ["#ffffff", "#c4ccd4"])
    for k in range(14):
        x = -200 + k * 30
        c.drawLine(x, -430, x, -332, stroke("#8a98a4", 4, 0.5))


_PILLS = (
    (270, 250, 20, ("#e8505a", "#ffffff")), (120, 330, -30, ("#5a9ae0", "#ffffff")),
    (-40, 306, 8, ("#ffffff", "#f0c040")), (330, 120, 70, ("#ffffff", "#e8505a")),
    (-250, 320, -60, ("#5a9ae0", "#ffffff")), (330, 326, 40, ("#ffffff", "#f0c040")),
)  # fmt: skip


def spilling(c: Any, words: str, t: float) -> None:
    """Pills roll away from the bottle and come to rest."""
    for number, (x, y, turn, colours) in enumerate(_PILLS):
        own = min(1.0, max(0.0, t * 1.5 - number * 0.08))
        along = 1 - (1 - own) ** 2.4
        c.save()
        c.translate(-10 + (x + 10) * along, 190 + (y - 190) * along)
        c.rotate(turn - 260 * (1 - along))
        slab(c, -58, -26, 58, 26, 26, [colours[0], mix(colours[0], "#000000", 0.2)], ink=3)
        c.save()
        c.clipRect(skia.Rect(0, -40, 70, 40))
        slab(c, -58, -26, 58, 26, 26, [colours[1], mix(colours[1], "#000000", 0.15)], ink=3)
        c.restore()
        c.drawRoundRect(skia.Rect(-44, -17, 44, -8), 5, 5, fill("#ffffff", 0.7))
        c.restore()


def box(c: Any, words: str) -> None:
    """A gift box with a satin bow."""
    slab(c, -320, -150, 320, 380, 12, ["#d8485c", "#9a2038", "#6a1024"])
    slab(c, -352, -240, 352, -110, 12, ["#f0667a", "#b82c48"])
    for y0, y1 in ((-240, -110), (-110, 380)):
        c.drawRect(skia.Rect(-52, y0 + 2, 52, y1 - 2), band(-52, 52, ["#f0d08a", "#fff4cc", "#c8983c"]))
    for side in (-1, 1):
        loop = spline(
            [(0, -250), (side * 110, -400), (side * 270, -390), (side * 250, -270), (side * 110, -236)],
            closed=True,
        )
        shape(c, loop, ["#fff4cc", "#e8bc5c", "#b07c28"])
        c.drawPath(
            path_of(
                spline(
                    [(side * 40, -268), (side * 130, -340), (side * 216, -340), (side * 190, -280)],
                    closed=True,
                )
            ),
            fill("#8a5c18", 0.55),
        )
        tail = [(0, -240), (side * 90, -180), (side * 150, -20), (side * 196, -60), (side * 140, -210)]
        shape(c, tail, ["#fff0bc", "#c8983c"])
    slab(c, -48, -300, 48, -216, 24, ["#fff4cc", "#c8983c"])
    c.drawRect(skia.Rect(-300, -130, -262, 360), fill("#ffffff", 0.14))
