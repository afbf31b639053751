"""Papers: contract, envelope, cheque, photograph, test result."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import mix
from reelwright.drawing.ink import (
    fill,
    path_of,
    spline,
    stroke,
    tapered,
)
from reelwright.drawing.text import TextStyle, text_image
from reelwright.stage.things.inscriptions import contract_title, is_chinese, sum_of_money
from reelwright.stage.things.marks import (
    GOLD,
    band,
    fall,
    lines,
    quoted,
    shape,
    slab,
    write,
)


def contract(c: Any, words: str) -> None:
    """A signed agreement with a red seal and a pen."""
    for turn, shade in ((-7, "#d8d0c4"), (3, "#ffffff")):
        c.save()
        c.rotate(turn)
        slab(c, -330, -440, 330, 420, 6, [shade, mix(shade, "#d8ccbc", 0.5)], ink=3)
        c.restore()
    c.save()
    c.rotate(3)
    title = contract_title(words)
    size = 66 if len(title) < 12 else 48 if len(title) < 20 else 40
    style = TextStyle(size_px=size, weight=700, family="serif", colour="#2a2430")
    rgba, _ = text_image(title, style)
    c.drawImage(image_of(rgba), -rgba.shape[1] / 2, -390)
    lines(c, -270, 270, -260, 13, 34, "#5a5460")
    c.drawLine(-270, 300, -10, 300, stroke("#5a5460", 3))
    c.drawCircle(170, 270, 96, stroke("#c8242c", 11, 0.85))
    c.drawCircle(170, 270, 78, stroke("#c8242c", 4, 0.7))
    star = [
        (170 + r * math.sin(k * math.pi / 5), 270 - r * math.cos(k * math.pi / 5))
        for k, r in enumerate([40, 16] * 5)
    ]
    c.drawPath(path_of(star), fill("#c8242c", 0.85))
    c.restore()


_SIGNATURE = spline(
    [
        (-250, 280),
        (-220, 220),
        (-196, 290),
        (-160, 240),
        (-130, 286),
        (-90, 230),
        (-70, 290),
        (-30, 250),
        (10, 282),
    ]
)


def signing(c: Any, words: str, t: float) -> None:
    """The signature grows; the pen writes it, and is laid aside."""
    c.save()
    c.rotate(3)
    count = max(2, round(len(_SIGNATURE) * min(1.0, t / 0.85)))
    c.drawPath(tapered(_SIGNATURE[:count], 9, "both", count=80), fill("#1a2a6a"))
    c.restore()
    tip = _SIGNATURE[count - 1] if t < 0.85 else _SIGNATURE[-1] + (t - 0.85) / 0.15 * np.array([190.0, 50.0])
    c.save()
    c.rotate(3)
    c.translate(float(tip[0]) + 3, float(tip[1]))
    c.rotate(38)
    c.translate(0, -236)
    slab(c, -20, -330, 20, 150, 18, ["#3a3a4c", "#14141e"])
    c.drawRect(skia.Rect(-20, 60, 20, 78), band(-20, 20, GOLD))
    shape(c, [(-16, 150), (16, 150), (3, 236), (-3, 236)], ["#f0c468", "#a8701e"])
    c.drawRect(skia.Rect(-12, -320, -5, 140), fill("#ffffff", 0.28))
    c.restore()


def letter(c: Any, words: str, t: float) -> None:
    """The sheet slides out of its envelope."""
    c.rotate(-6)
    c.translate(0, (1 - t) * 230)
    slab(c, -300, -400, 300, 120, 4, ["#fffdf4", "#e8dcc4"], ink=3)
    said = quoted(words)
    if said:
        write(c, said, -250, -366, 42, "#3a3040", width=500, serif=True)
    else:
        lines(c, -240, 240, -350, 9, 36, "#5a5060", 4)


def envelope(c: Any, words: str) -> None:
    """A letter with a wax seal, its sheet half drawn out."""
    c.rotate(-6)
    slab(c, -390, -180, 390, 320, 8, ["#f0e0c4", "#d4b88c"])
    shape(c, [(-390, 320), (0, 40), (390, 320)], ["#f6e8d0", "#dcc298"], ink=3)
    for x in (-390, 390):
        shape(c, [(x, -180), (0, 90), (x, 320)], ["#ead8b8", "#d8bc90"], ink=3)
    shape(c, [(-390, 320), (-40, 60), (40, 60), (390, 320)], ["#fff2dc", "#e0c8a0"], ink=3)
    seal = [
        (
            86 * (1 + 0.09 * math.sin(k * 2.1)) * math.cos(k * 0.3927),
            110 + 86 * (1 + 0.09 * math.cos(k * 1.7)) * math.sin(k * 0.3927),
        )
        for k in range(16)
    ]
    shape(c, spline(seal, closed=True), ["#e0444a", "#8a1420"])
    c.drawCircle(0, 110, 56, stroke("#6a0c18", 5, 0.8))
    c.drawPath(
        path_of(spline([(0, 146), (-36, 104), (-18, 82), (0, 98), (18, 82), (36, 104)], closed=True)),
        fill("#6a0c18", 0.8),
    )
    c.drawOval(skia.Rect(-56, 50, 0, 78), fill("#ffffff", 0.3, blur=6))


def cheque(c: Any, words: str) -> None:
    """A cheque for a great sum on a fan of banknotes."""
    chinese, money = is_chinese(words), sum_of_money(words)
    for k in range(5):
        c.save()
        c.rotate(-24 + k * 7)
        slab(
            c,
            -400,
            -40 + k * 12,
            330,
            300 + k * 12,
            8,
            ["#e8a0a0" if chinese else "#b4ccac", "#b86a74" if chinese else "#7a9a78"],
            ink=3,
        )
        c.drawRect(skia.Rect(-376, -16 + k * 12, 306, 276 + k * 12), stroke("#ffffff", 4, 0.4))
        c.drawCircle(-40, 130 + k * 12, 84, stroke("#ffffff", 8, 0.45))
        c.restore()
    c.rotate(-5)
    slab(c, -440, -330, 440, 60, 6, ["#f4fbff", "#cfe0ee"], ink=3)
    for k in range(26):
        c.drawLine(-430 + k * 34, -324, -460 + k * 34, 54, stroke("#8fb4d8", 3, 0.18))
    write(c, "现金支票" if chinese else "PAY TO THE BEARER", -400, -306, 38, "#1f3a68", serif=True)
    lines(c, -400, 120, -210, 2, 60, "#5a6a84", 6)
    c.drawRect(skia.Rect(136, -226, 424, -140), stroke("#1f3a68", 4))
    style = TextStyle(size_px=54, weight=700, colour="#2a1c24")
    rgba, _ = text_image(money, style)
    k = min(1.0, 268 / rgba.shape[1])
    c.save()
    c.translate(280, -183)
    c.scale(k, k)
    c.drawImage(image_of(rgba), -rgba.shape[1] / 2, -rgba.shape[0] / 2)
    c.restore()
    c.drawLine(80, 4, 400, 4, stroke("#5a6a84", 3))
    c.drawPath(
        tapered(
            spline([(100, -10), (140, -70), (170, 0), (220, -60), (260, -6), (320, -50), (390, -12)]),
            8,
            "both",
            count=60,
        ),
        fill("#1a2a6a"),
    )


def photo(c: Any, words: str) -> None:
    """A framed photograph of two people, a crack across the glass."""
    c.rotate(4)
    slab(c, -330, -420, 330, 420, 10, ["#c89858", "#8a5c2c", "#5a3818"])
    slab(c, -290, -380, 290, 380, 4, ["#fffaf0", "#e8dcc8"], ink=2)
    picture = skia.Rect(-240, -330, 240, 330)
    c.save()
    c.clipRect(picture)
    c.drawRect(picture, fall(-330, 330, ["#9fc4e8", "#f4dcc0", "#d8b48a"]))
    for x, hair, coat, size in ((-84, "#2a2028", "#3a4a68", 1.0), (86, "#4a2c24", "#d88a94", 0.92)):
        c.drawPath(
            path_of(
                spline(
                    [
                        (x - 130 * size, 340),
                        (x - 110 * size, 150),
                        (x, 96),
                        (x + 110 * size, 150),
                        (x + 130 * size, 340),
                    ]
                )
            ),
            fill(coat),
        )
        c.drawOval(skia.Rect(x - 92 * size, -150, x + 92 * size, 70), fill(hair))
        if size < 1:
            c.drawRoundRect(skia.Rect(x - 92, -50, x + 92, 190), 60, 60, fill(hair))
        c.drawRect(skia.Rect(x - 26, 40, x + 26, 130), fill("#e8b89a"))
        c.drawOval(skia.Rect(x - 66 * size, -100, x + 66 * size, 86), fill("#f8d8c0"))
        c.drawPath(
            path_of(
                spline(
                    [
                        (x - 74 * size, -20),
                        (x - 60 * size, -110),
                        (x, -124),
                        (x + 66 * size, -104),
                        (x + 74 * size, -20),
                        (x + 40, -70),
                        (x - 30, -64),
                    ],
                    closed=True,
                )
            ),
            fill(hair),
        )
        for dx in (-26, 26):
            c.drawPath(tapered([(x + dx - 13, 0), (x + dx, 6), (x + dx + 13, 0)], 6, "both"), fill("#3a2828"))
        c.drawPath(tapered([(x - 20, 44), (x, 54), (x + 20, 44)], 7, "both"), fill("#b85a5a"))
        c.drawCircle(x - 36, 28, 14, fill("#f09a94", 0.35, blur=5))
        c.drawCircle(x + 36, 28, 14, fill("#f09a94", 0.35, blur=5))
    c.restore()
    crack = [
        [(60, -330), (20, -180), (70, -60), (-40, 80), (-10, 330)],
        [(70, -60), (150, -20), (240, -70)],
        [(-40, 80), (-140, 100), (-240, 60)],
    ]
    for line in crack:
        c.drawPath(path_of(line, closed=False), stroke("#ffffff", 5, 0.9))
        c.drawPath(path_of(np.array(line) + 4, closed=False), stroke("#3a4a5a", 2, 0.5))
    c.drawPath(path_of([(-240, -330), (-40, -330), (-240, 80)]), fill("#ffffff", 0.22))


def test(c: Any, words: str) -> None:
    """A pregnancy test with two lines, on a folded report."""
    c.save()
    c.rotate(8)
    slab(c, -330, -420, 330, 420, 6, ["#ffffff", "#dfe4e8"], ink=3)
    c.drawRect(skia.Rect(-280, -370, 280, -310), fill("#5a9ac8", 0.8))
    lines(c, -280, 280, -270, 17, 36, "#6a7480", 8)
    c.restore()
    c.save()
    c.rotate(-34)
    slab(c, -430, -76, 430, 76, 66, ["#ffffff", "#f0f0f8", "#b8bccc"])
    slab(c, 250, -76, 430, 76, 66, ["#ff9ab4", "#d8587c"])
    slab(c, -130, -46, 130, 46, 30, ["#dfe4ee", "#f6f8fc"], ink=3)
    c.drawRect(skia.Rect(-53, -40, -35, 40), fill("#d8285c", 0.92))
    c.drawRoundRect(skia.Rect(-390, -58, 220, -42), 8, 8, fill("#ffffff", 0.8))
    c.restore()


def second_line(c: Any, words: str, t: float) -> None:
    """What it all hangs on comes up slowly."""
    c.rotate(-34)
    c.drawRect(skia.Rect(25, -40, 43, 40), fill("#d8285c", 0.92 * t))
