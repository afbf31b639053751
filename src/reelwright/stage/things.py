"""The name of a thing → its close-up, drawn on a canvas 1000 by 1000 around 0, 0."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import (
    PLUS,
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
from reelwright.drawing.text import TextStyle, text_image

_GOLD = ("#fff3c8", "#f0c468", "#a8701e", "#ffe6a0", "#8a5a18")
_SILVER = ("#ffffff", "#c4ccd8", "#6a7484", "#eef2f8", "#5a6474")
_INK = "#2a1c24"


def _band(x0: float, x1: float, colours: Sequence[Colour]) -> Any:
    return gradient_fill(linear((x0, 0), (x1, 0), list(colours)))


def _fall(y0: float, y1: float, colours: Sequence[Colour]) -> Any:
    return gradient_fill(linear((0, y0), (0, y1), list(colours)))


def _glint(c: Any, x: float, y: float, size: float, alpha: float = 0.95) -> None:
    """A four-pointed sparkle."""
    for dx, dy in ((1.0, 0.0), (0.0, 1.0)):
        line = [(x - dx * size, y - dy * size), (x + dx * size, y + dy * size)]
        c.drawPath(tapered(line, size * 0.16, "both"), fill("#ffffff", alpha))
    c.drawCircle(
        x, y, size * 0.55, gradient_fill(radial((x, y), size * 0.55, ["#ffffff"] * 2, None, [alpha * 0.7, 0]))
    )


def _box(
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
    c.drawRoundRect(rect, radius, radius, _fall(y0, y1, colours))
    if ink:
        c.drawRoundRect(rect, radius, radius, stroke(_INK, ink, 0.75))


def _shape(c: Any, points: Any, colours: Sequence[Colour], *, ink: float = 4) -> None:
    array = np.asarray(points, float)
    c.drawPath(path_of(array), _fall(float(array[:, 1].min()), float(array[:, 1].max()), colours))
    if ink:
        c.drawPath(path_of(array), stroke(_INK, ink, 0.75))


def _write(
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


def _lines(
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


def ring(c: Any, words: str) -> None:
    """A diamond ring standing in an open velvet box."""
    _shape(c, [(-330, -60), (330, -60), (290, -400), (-290, -400)], ["#5a1a30", "#8a2a46"])
    _shape(c, [(-280, -80), (280, -80), (250, -365), (-250, -365)], ["#f6ece8", "#cfb4b8"], ink=2)
    _box(c, -350, -60, 350, 330, 40, ["#a83458", "#6a1c38", "#40101f"])
    _shape(c, [(-310, -56), (310, -56), (280, 60), (-280, 60)], ["#2a0a16", "#5a1830"], ink=2)
    c.drawOval(skia.Rect(-200, -40, 200, 50), _fall(-40, 50, ["#3a0f20", "#8a3050"]))
    for width, colours in ((46, _GOLD), (14, ("#fff8dc", "#ffe9a8", "#fff8dc"))):
        paint = stroke("#000000", width)
        paint.setShader(linear((-150, 0), (150, 0), list(colours)))
        c.drawArc(
            skia.Rect(-140, -250, 140, 30), 0 if width > 20 else 190, 360 if width > 20 else 70, False, paint
        )
    stone = [(-96, -330), (-50, -376), (50, -376), (96, -330), (0, -232)]
    _shape(c, stone, ["#ffffff", "#cfeaff", "#8fb8f0"])
    for a, b in (
        ((-96, -330), (96, -330)),
        ((-50, -376), (-34, -330)),
        ((50, -376), (34, -330)),
        ((-34, -330), (0, -232)),
        ((34, -330), (0, -232)),
    ):
        c.drawLine(*a, *b, stroke("#6a94d0", 3, 0.7))
    _shape(c, [(-34, -330), (34, -330), (0, -376 + 4)], ["#ffffff", "#e8f6ff"], ink=0)
    for x in (-66, 66):
        c.drawPath(
            tapered([(x * 0.6, -236), (x, -300), (x * 1.3, -336)], 18, "flat"), _band(-100, 100, _GOLD)
        )
    _glint(c, 70, -366, 90)
    _glint(c, -60, -300, 44, 0.8)
    _glint(c, 128, -110, 40, 0.7)


def contract(c: Any, words: str) -> None:
    """A signed agreement with a red seal and a pen."""
    chinese = any(ord(letter) > 0x2E80 for letter in words)
    for turn, shade in ((-7, "#d8d0c4"), (3, "#ffffff")):
        c.save()
        c.rotate(turn)
        _box(c, -330, -440, 330, 420, 6, [shade, mix(shade, "#d8ccbc", 0.5)], ink=3)
        c.restore()
    c.save()
    c.rotate(3)
    title = (
        ("合 同 书" if "婚" not in words else "离婚协议书")
        if chinese
        else ("DIVORCE AGREEMENT" if "divorce" in words.lower() else "AGREEMENT")
    )
    size = 66 if len(title) < 12 else 48
    style = TextStyle(size_px=size, weight=700, family="serif", colour="#2a2430")
    rgba, _ = text_image(title, style)
    c.drawImage(image_of(rgba), -rgba.shape[1] / 2, -390)
    _lines(c, -270, 270, -260, 13, 34, "#5a5460")
    c.drawLine(-270, 300, -10, 300, stroke("#5a5460", 3))
    signature = spline(
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
    c.drawPath(tapered(signature, 8, "both", count=80), fill("#1a2a6a"))
    c.drawCircle(170, 270, 96, stroke("#c8242c", 11, 0.85))
    c.drawCircle(170, 270, 78, stroke("#c8242c", 4, 0.7))
    star = [
        (170 + r * math.sin(k * math.pi / 5), 270 - r * math.cos(k * math.pi / 5))
        for k, r in enumerate([40, 16] * 5)
    ]
    c.drawPath(path_of(star), fill("#c8242c", 0.85))
    c.restore()
    c.save()
    c.translate(250, 120)
    c.rotate(38)
    _box(c, -20, -330, 20, 150, 18, ["#3a3a4c", "#14141e"])
    c.drawRect(skia.Rect(-20, 60, 20, 78), _band(-20, 20, _GOLD))
    _shape(c, [(-16, 150), (16, 150), (3, 236), (-3, 236)], ["#f0c468", "#a8701e"])
    c.drawRect(skia.Rect(-12, -320, -5, 140), fill("#ffffff", 0.28))
    c.restore()


def phone(c: Any, words: str) -> None:
    """A phone with a lit screen and messages on it."""
    chinese = any(ord(letter) > 0x2E80 for letter in words)
    c.rotate(-5)
    c.drawRoundRect(
        skia.Rect(-330, -520, 330, 480),
        90,
        90,
        gradient_fill(radial((0, 0), 640, ["#6f9ae8"] * 2, None, [0.5, 0]), blend=PLUS),
    )
    _box(c, -266, -500, 266, 460, 58, ["#4a4c5c", "#14141c", "#2a2c38"])
    screen = skia.Rect(-246, -480, 246, 440)
    c.drawRoundRect(screen, 44, 44, _fall(-480, 440, ["#dfeaff", "#f6f8ff", "#e4ecfa"]))
    c.drawRoundRect(skia.Rect(-70, -466, 70, -438), 14, 14, fill("#0c0c12"))
    c.drawCircle(-190, -370, 34, _fall(-404, -336, ["#f4b4b4", "#b86a84"]))
    _write(c, "未知号码" if chinese else "Unknown", -140, -394, 38, "#2a3448")
    c.drawLine(-246, -316, 246, -316, stroke("#b4c0d4", 2))
    shown = _quoted(words) or ("我们需要谈谈。" if chinese else "We need to talk.")
    style = TextStyle(size_px=38, weight=500, colour="#1c2434")
    rgba, _ = text_image(shown, style, max_width_px=330, align="left")
    high = rgba.shape[0] + 44
    _bubble(c, -222, -280, 380, high, "#ffffff")
    c.drawImage(image_of(rgba), -198, -258)
    y = -280 + high + 34
    _bubble(c, -40, y, 262, 84, "#7fc4ff")
    _lines(c, -10, 196, y + 26, 2, 28, "#ffffff")
    y += 118
    if y < 260:
        _bubble(c, -222, y, 130, 70, "#ffffff")
        for k in range(3):
            c.drawCircle(-186 + k * 30, y + 36, 8, fill("#8a98b0", 0.9 - 0.2 * k))
    c.drawRoundRect(skia.Rect(-222, 356, 222, 412), 28, 28, fill("#ffffff"))
    c.drawPath(path_of([(-246, -480), (60, -480), (-140, 440), (-246, 440)]), fill("#ffffff", 0.10))


def _bubble(c: Any, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    c.drawRoundRect(skia.Rect(x, y + 4, x + width, y + height + 6), 30, 30, fill("#5a6a88", 0.25, blur=6))
    c.drawRoundRect(skia.Rect(x, y, x + width, y + height), 30, 30, fill(colour))


def _quoted(words: str) -> str:
    """What stands in quotation marks, at most 60 characters."""
    for start, end in ("“”", '""', "「」", "‘’"):
        a = words.find(start)
        b = words.find(end, a + 1)
        if 0 <= a < b:
            return words[a + 1 : b][:60]
    return ""


def photo(c: Any, words: str) -> None:
    """A framed photograph of two people, a crack across the glass."""
    c.rotate(4)
    _box(c, -330, -420, 330, 420, 10, ["#c89858", "#8a5c2c", "#5a3818"])
    _box(c, -290, -380, 290, 380, 4, ["#fffaf0", "#e8dcc8"], ink=2)
    picture = skia.Rect(-240, -330, 240, 330)
    c.save()
    c.clipRect(picture)
    c.drawRect(picture, _fall(-330, 330, ["#9fc4e8", "#f4dcc0", "#d8b48a"]))
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


def envelope(c: Any, words: str) -> None:
    """A letter with a wax seal, its sheet half drawn out."""
    c.rotate(-6)
    _box(c, -300, -400, 300, 120, 4, ["#fffdf4", "#e8dcc4"], ink=3)
    _lines(c, -240, 240, -350, 9, 36, "#5a5060", 4)
    _box(c, -390, -180, 390, 320, 8, ["#f0e0c4", "#d4b88c"])
    _shape(c, [(-390, 320), (0, 40), (390, 320)], ["#f6e8d0", "#dcc298"], ink=3)
    for x in (-390, 390):
        _shape(c, [(x, -180), (0, 90), (x, 320)], ["#ead8b8", "#d8bc90"], ink=3)
    _shape(c, [(-390, 320), (-40, 60), (40, 60), (390, 320)], ["#fff2dc", "#e0c8a0"], ink=3)
    seal = [
        (
            86 * (1 + 0.09 * math.sin(k * 2.1)) * math.cos(k * 0.3927),
            110 + 86 * (1 + 0.09 * math.cos(k * 1.7)) * math.sin(k * 0.3927),
        )
        for k in range(16)
    ]
    _shape(c, spline(seal, closed=True), ["#e0444a", "#8a1420"])
    c.drawCircle(0, 110, 56, stroke("#6a0c18", 5, 0.8))
    c.drawPath(
        path_of(spline([(0, 146), (-36, 104), (-18, 82), (0, 98), (18, 82), (36, 104)], closed=True)),
        fill("#6a0c18", 0.8),
    )
    c.drawOval(skia.Rect(-56, 50, 0, 78), fill("#ffffff", 0.3, blur=6))


def key(c: Any, words: str) -> None:
    """An old key on its ring with a leather tag."""
    c.rotate(-28)
    paint = stroke("#000000", 44)
    paint.setShader(linear((-360, -120), (-100, 120), list(_GOLD)))
    c.drawCircle(-220, 0, 112, stroke(_INK, 54, 0.8))
    c.drawCircle(-220, 0, 112, paint)
    _box(c, -104, -30, 340, 30, 18, _GOLD)
    for x, low in ((200, 120), (262, 90), (312, 130)):
        _box(c, x, 22, x + 34, low, 6, _GOLD[1:])
    for x in (-92, -60):
        _box(c, x, -46, x + 18, 46, 8, _GOLD)
    c.drawRoundRect(skia.Rect(-80, -20, 330, -8), 6, 6, fill("#ffffff", 0.6))
    paint = stroke("#000000", 20)
    paint.setShader(linear((-420, 0), (-200, 0), list(_SILVER)))
    c.drawCircle(-360, 60, 96, paint)
    _box(c, -500, 130, -330, 380, 40, ["#9a5a38", "#5a3020"])
    c.drawRoundRect(skia.Rect(-484, 146, -346, 364), 30, 30, stroke("#e0b080", 3, 0.7))
    _glint(c, -290, -84, 70)


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
    c.drawPath(path_of(bowl), fill("#e8f2ff", 0.20))
    wine = spline([(-222, -220), (-196, -70), (-74, 52), (0, 76), (74, 52), (196, -70), (222, -220)])
    c.drawPath(path_of(wine), _fall(-230, 80, ["#c42840", "#7a0c24", "#3a0412"]))
    c.drawOval(skia.Rect(-222, -252, 222, -188), _fall(-252, -188, ["#e85a6a", "#9a1830"]))
    c.drawPath(path_of(bowl, closed=False), stroke("#f4faff", 6, 0.85))
    c.drawOval(skia.Rect(-190, -452, 190, -408), stroke("#ffffff", 6, 0.9))
    _shape(c, [(-15, 80), (15, 80), (11, 330), (-11, 330)], ["#f4faff", "#a8b8cc"], ink=0)
    c.drawOval(skia.Rect(-190, 310, 190, 376), _fall(310, 376, ["#f4faff", "#8fa0b8"]))
    c.drawOval(skia.Rect(-190, 310, 190, 376), stroke("#ffffff", 4, 0.8))
    c.drawPath(
        tapered(spline([(-160, -400), (-190, -250), (-150, -80)]), 26, "both"), fill("#ffffff", 0.6, blur=2)
    )
    c.drawPath(tapered(spline([(170, -380), (192, -270), (178, -160)]), 11, "both"), fill("#ffffff", 0.5))
    _glint(c, -168, -330, 56, 0.8)


def pills(c: Any, words: str) -> None:
    """An amber bottle on its side of spilt pills."""
    _box(c, -190, -330, 170, 250, 46, ["#ffb85a", "#e07a20", "#9a4810"])
    c.drawRoundRect(skia.Rect(-170, -310, -110, 230), 28, 28, fill("#fff0c8", 0.5))
    _box(c, -190, -170, 170, 150, 0, ["#ffffff", "#e4dccc"], ink=3)
    c.drawRect(skia.Rect(-190, -170, 170, -104), fill("#c8404a"))
    _lines(c, -160, 140, -76, 6, 34, "#5a5460", 3)
    _box(c, -220, -440, 200, -320, 20, ["#ffffff", "#c4ccd4"])
    for k in range(14):
        x = -200 + k * 30
        c.drawLine(x, -430, x, -332, stroke("#8a98a4", 4, 0.5))
    for x, y, turn, colours in (
        (270, 250, 20, ("#e8505a", "#ffffff")),
        (120, 330, -30, ("#5a9ae0", "#ffffff")),
        (-40, 300, 8, ("#ffffff", "#f0c040")),
        (330, 120, 70, ("#ffffff", "#e8505a")),
        (-250, 320, -60, ("#5a9ae0", "#ffffff")),
    ):
        c.save()
        c.translate(x, y)
        c.rotate(turn)
        _box(c, -58, -26, 58, 26, 26, [colours[0], mix(colours[0], "#000000", 0.2)], ink=3)
        c.save()
        c.clipRect(skia.Rect(0, -40, 70, 40))
        _box(c, -58, -26, 58, 26, 26, [colours[1], mix(colours[1], "#000000", 0.15)], ink=3)
        c.restore()
        c.drawRoundRect(skia.Rect(-44, -17, 44, -8), 5, 5, fill("#ffffff", 0.7))
        c.restore()


def necklace(c: Any, words: str) -> None:
    """A pearl necklace with a blue drop."""
    curve = spline([(-380, -400), (-340, -120), (-180, 110), (0, 180), (180, 110), (340, -120), (380, -400)])
    for x, y in curve[::2]:
        c.drawCircle(x, y, 25, gradient_fill(radial((x - 8, y - 9), 34, ["#ffffff", "#f4e6e0", "#b89a9c"])))
        c.drawCircle(x, y, 25, stroke(_INK, 2, 0.4))
        c.drawCircle(x - 8, y - 9, 6, fill("#ffffff", 0.9))
    drop = spline([(0, 196), (-86, 320), (0, 430), (86, 320)], closed=True)
    _shape(c, drop, ["#cfe8ff", "#4a84e0", "#142a7a"])
    for x in (-44, 44):
        c.drawPath(path_of([(0, 210), (x, 320), (0, 420)], closed=False), stroke("#dff0ff", 4, 0.7))
    c.drawPath(tapered(bezier((-22, 200), (-10, 178), (10, 178), (22, 200)), 16, "even"), fill("#f0c468"))
    _glint(c, 40, 290, 80)
    _glint(c, -250, 20, 44, 0.8)


def jade(c: Any, words: str) -> None:
    """A ring of jade on a red cord with a tassel."""
    for side in (-1, 1):
        cord = bezier((side * 14, -470), (side * 30, -380), (side * 10, -320), (0, -250))
        c.drawPath(tapered(cord, 16, "even"), fill("#c4242c"))
    _box(c, -34, -300, 34, -226, 20, ["#e0444a", "#8a1420"])
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
    _box(c, -28, 218, 28, 272, 14, ["#f0c468", "#a8701e"])
    for k in range(-6, 7):
        c.drawPath(
            tapered(bezier((k * 3, 268), (k * 5, 330), (k * 8, 400), (k * 10, 480 - abs(k) * 4)), 10, "flat"),
            fill(mix("#d8323a", "#8a1420", abs(k) / 8)),
        )


def watch(c: Any, words: str) -> None:
    """A gold wristwatch on a leather strap."""
    for y0, y1 in ((-520, -210), (210, 500)):
        _box(c, -120, y0, 120, y1, 30, ["#8a5a3c", "#4a2c1c"])
        for x in (-100, 100):
            for k in range(10):
                y = y0 + 16 + k * (y1 - y0 - 30) / 10
                c.drawLine(x, y, x, y + 16, stroke("#e8c49a", 4, 0.8))
    c.drawCircle(0, 0, 262, fill(_INK, 0.9))
    c.drawCircle(0, 0, 256, _band(-256, 256, _GOLD))
    c.drawCircle(0, 0, 220, _fall(-220, 220, ["#fffdf6", "#e8e0d0"]))
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
    c.drawLine(0, 40, 0, -170, stroke("#c8242c", 4))
    c.drawCircle(0, 0, 14, _band(-14, 14, _GOLD))
    _box(c, 256, -34, 300, 34, 10, _GOLD)
    c.drawPath(path_of([(-170, -140), (-60, -210), (110, -40), (20, 60)]), fill("#ffffff", 0.20))
    _glint(c, -176, -176, 60)


def cheque(c: Any, words: str) -> None:
    """A cheque for a great sum on a fan of banknotes."""
    chinese = any(ord(letter) > 0x2E80 for letter in words)
    for k in range(5):
        c.save()
        c.rotate(-24 + k * 7)
        _box(
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
    _box(c, -440, -330, 440, 60, 6, ["#f4fbff", "#cfe0ee"], ink=3)
    for k in range(26):
        c.drawLine(-430 + k * 34, -324, -460 + k * 34, 54, stroke("#8fb4d8", 3, 0.18))
    _write(c, "现金支票" if chinese else "PAY TO THE BEARER", -400, -306, 38, "#1f3a68", serif=True)
    _lines(c, -400, 120, -210, 2, 60, "#5a6a84", 6)
    c.drawRect(skia.Rect(150, -226, 412, -140), stroke("#1f3a68", 4))
    _write(c, "¥10,000,000" if chinese else "$10,000,000", 162, -212, 40, "#2a1c24")
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


def box(c: Any, words: str) -> None:
    """A gift box with a satin bow."""
    _box(c, -320, -150, 320, 380, 12, ["#d8485c", "#9a2038", "#6a1024"])
    _box(c, -352, -240, 352, -110, 12, ["#f0667a", "#b82c48"])
    for y0, y1 in ((-240, -110), (-110, 380)):
        c.drawRect(skia.Rect(-52, y0 + 2, 52, y1 - 2), _band(-52, 52, ["#f0d08a", "#fff4cc", "#c8983c"]))
    for side in (-1, 1):
        loop = spline(
            [(0, -250), (side * 110, -400), (side * 270, -390), (side * 250, -270), (side * 110, -236)],
            closed=True,
        )
        _shape(c, loop, ["#fff4cc", "#e8bc5c", "#b07c28"])
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
        _shape(c, tail, ["#fff0bc", "#c8983c"])
    _box(c, -48, -300, 48, -216, 24, ["#fff4cc", "#c8983c"])
    c.drawRect(skia.Rect(-300, -130, -262, 360), fill("#ffffff", 0.14))
    _glint(c, -220, -380, 56, 0.8)


def test(c: Any, words: str) -> None:
    """A pregnancy test with two lines, on a folded report."""
    c.save()
    c.rotate(8)
    _box(c, -330, -420, 330, 420, 6, ["#ffffff", "#dfe4e8"], ink=3)
    c.drawRect(skia.Rect(-280, -370, 280, -310), fill("#5a9ac8", 0.8))
    _lines(c, -280, 280, -270, 17, 36, "#6a7480", 8)
    c.restore()
    c.save()
    c.rotate(-34)
    _box(c, -430, -76, 430, 76, 66, ["#ffffff", "#f0f0f8", "#b8bccc"])
    _box(c, 250, -76, 430, 76, 66, ["#ff9ab4", "#d8587c"])
    _box(c, -130, -46, 130, 46, 30, ["#dfe4ee", "#f6f8fc"], ink=3)
    for x in (-44, 34):
        c.drawRect(skia.Rect(x - 9, -40, x + 9, 40), fill("#d8285c", 0.92))
    c.drawRoundRect(skia.Rect(-390, -58, 220, -42), 8, 8, fill("#ffffff", 0.8))
    c.restore()


def knife(c: Any, words: str) -> None:
    """A dagger with a gilded guard."""
    c.rotate(38)
    blade = [(-34, -470), (0, -540), (46, -440), (46, 90), (-46, 90), (-46, -400)]
    array = np.array(blade, float)
    c.drawPath(path_of(array), _band(-46, 46, _SILVER))
    c.drawPath(path_of(array), stroke(_INK, 4, 0.8))
    c.drawPath(path_of([(0, -530), (4, -500), (4, 90), (-4, 90)]), fill("#5a6474", 0.6))
    c.drawPath(path_of([(-46, -400), (-34, -470), (-24, -440), (-30, 80), (-46, 80)]), fill("#ffffff", 0.65))
    _shape(
        c,
        spline(
            [(-170, 78), (-130, 120), (0, 104), (130, 120), (170, 78), (130, 92), (0, 76), (-130, 92)],
            closed=True,
        ),
        ["#ffe6a0", "#a8701e"],
    )
    _box(c, -34, 116, 34, 400, 20, ["#5a2c28", "#2a1414"])
    for k in range(9):
        c.drawLine(-32, 140 + k * 28, 32, 124 + k * 28, stroke("#d8a85a", 6, 0.85))
    c.drawCircle(0, 424, 46, gradient_fill(radial((-14, 410), 60, ["#ffb0b8", "#c8242c", "#4a0810"])))
    c.drawCircle(0, 424, 46, stroke("#d8a85a", 9))
    _glint(c, -14, -380, 90)


def door(c: Any, words: str) -> None:
    """A brass door handle on a panelled door that stands ajar."""
    c.drawRect(skia.Rect(-560, -1000, 360, 1000), _band(-560, 360, ["#7a4c34", "#94604a", "#5a3424"]))
    for y0, y1 in ((-900, -260), (160, 900)):
        c.drawRect(skia.Rect(-460, y0, 120, y1), stroke("#3a2018", 12, 0.7))
        c.drawRect(skia.Rect(-448, y0 + 12, 132, y1 + 12), stroke("#c48a68", 5, 0.5))
    c.drawRect(skia.Rect(360, -1000, 400, 1000), fill("#2a1610"))
    c.drawRect(skia.Rect(400, -1000, 620, 1000), _band(400, 620, ["#fff2cc", "#f0c88a"]))
    c.drawRect(
        skia.Rect(360, -1000, 640, 1000),
        gradient_fill(linear((340, 0), (640, 0), ["#ffe6b0"] * 2, None, [0.0, 0.5]), blend=PLUS),
    )
    _box(c, 150, -240, 290, 240, 34, _GOLD)
    c.drawCircle(220, 130, 30, fill("#2a1a10"))
    c.drawRect(skia.Rect(211, 130, 229, 186), fill("#2a1a10"))
    c.drawCircle(220, -70, 62, _band(158, 282, _GOLD))
    lever = spline(
        [(220, -100), (40, -104), (-110, -92), (-170, -50), (-130, -36), (-40, -52), (220, -40)], closed=True
    )
    _shape(c, lever, ["#fff3c8", "#d8a040", "#7a4c14"])
    c.drawPath(tapered([(-120, -80), (200, -90)], 9, "both"), fill("#ffffff", 0.8))
    _glint(c, -90, -84, 60)


THINGS: dict[str, Callable[[Any, str], None]] = {
    "ring": ring,
    "contract": contract,
    "phone": phone,
    "photo": photo,
    "envelope": envelope,
    "key": key,
    "glass": glass,
    "pills": pills,
    "necklace": necklace,
    "jade pendant": jade,
    "watch": watch,
    "cheque": cheque,
    "box": box,
    "test": test,
    "knife": knife,
    "door": door,
}
"""Every thing that can be shown: a canvas and the action's words in, nothing out."""
