"""Somebody in bed → what lies behind them (board, sheet, pillows) and over them (turned-down sheet, blanket).

They are seen from the foot of the bed, their back raised by pillows: the way hospital and bedroom scenes are
framed. Head units; the eye line is y = 0.
"""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import Points, fill, gradient_fill, linear, path_of, spline, stroke
from reelwright.stage.people.brush import Cloth, Direction, cloth, fold, line, shadow, shine

FLOOR_Y = 960.0
"""Where the legs of the bed stand."""
_WIDE = 345.0
_FOOT_Y = 770.0
_WOOD, _LINEN, _BLANKET = "#a5846a", "#f7f6fa", "#9fb6c6"
_LINEN_SHADE, _LINEN_INK = "#c3c0d4", "#847f96"

_PILLOW = (
    (-206, -146), (-110, -172), (0, -180), (110, -172), (206, -146), (219, -60), (214, 60), (198, 146),
    (96, 152), (0, 160), (-96, 152), (-198, 146), (-214, 60), (-219, -60),
)  # fmt: skip
_PILLOW_FOLDS = (
    ((-198, -136), (-158, -112), (-124, -96)), ((198, -136), (158, -112), (124, -96)),
    ((-192, 132), (-160, 96), (-128, 76)), ((192, 132), (160, 96), (128, 76)),
    ((-214, -14), (-170, -8), (-132, -14)), ((214, 6), (172, 10), (134, 2)),
    ((-60, -172), (-48, -150), (-44, -134)), ((64, -172), (50, -152), (46, -138)),
)  # fmt: skip
_TURN_DOWN = (
    (-_WIDE - 40, 362), (-262, 326), (-170, 300), (-108, 306), (-46, 328), (0, 335), (46, 328), (108, 306),
    (170, 300), (262, 326), (_WIDE + 40, 362),
)  # fmt: skip
_SHEET_DEPTH = 78.0
# Where the blanket falls from the body to the sides: from (x, y), by (dx, dy).
_FALLS: dict[int, tuple[tuple[float, float, float, float], ...]] = {
    -1: ((120, 446, 150, 52), (150, 528, 84, 44), (132, 606, 128, 88)),
    1: ((128, 462, 96, 34), (142, 520, 150, 84), (120, 640, 92, 70)),
}
_CREASES = (
    ((-86, 500), (-40, 528), (18, 520)), ((96, 560), (52, 592), (-2, 586)),
    ((-60, 640), (-18, 668), (30, 660)),
)  # fmt: skip


def draw_bed_behind(canvas: skia.Canvas, light: Direction, *, breadth: float) -> None:
    """Board, sheet and two pillows with the dent of the head; ``breadth`` 1 is hers."""
    _board(canvas, -248.0, -70.0, light)
    sheet = [(-_WIDE, -96), (_WIDE, -96), (_WIDE + 36, _FOOT_Y), (-_WIDE - 36, _FOOT_Y)]
    path = path_of(np.array(sheet, dtype=float))
    canvas.drawPath(path, stroke(_LINEN_INK, 3.0))
    canvas.drawPath(
        path, gradient_fill(linear((0, -96), (0, 640), [_LINEN, mix(_LINEN, _LINEN_SHADE, 0.55)]))
    )
    canvas.save()
    canvas.clipPath(path, True)
    for side in (-1, 1):
        for k, (x, y, reach) in enumerate(((190, 190, 120), (176, 250, 150), (168, 316, 140))):
            a = np.array([side * x, y], dtype=float)
            fold(
                canvas, [a, a + [side * reach * 0.5, 14 + 4 * k], a + [side * reach, 6]], 8, _LINEN_SHADE, 0.5
            )
    canvas.restore()
    canvas.save()
    canvas.scale(breadth, 1.0)
    canvas.save()
    canvas.translate(-14 if light[0] < 0 else 14, -34)
    canvas.scale(1.1, 1.0)
    _pillow(canvas, light, 0.28)
    canvas.restore()
    _pillow(canvas, light, 0.0)
    _dent(canvas, light)
    canvas.restore()


def _board(
    canvas: skia.Canvas, top: float, bottom: float, light: Direction, wide: float = _WIDE + 24
) -> None:
    """A panelled board with a rounded rail."""
    tone = cloth(_WOOD)
    board = skia.RRect.MakeRectXY(skia.Rect(-wide, top, wide, bottom), 26, 26)
    canvas.drawRRect(board, stroke(tone.ink, 3.6))
    canvas.drawRRect(
        board, gradient_fill(linear((0, top), (0, bottom), [tone.high, tone.base, tone.dark], [0, 0.4, 1]))
    )
    for x in np.linspace(-wide + 90, wide - 90, 6):
        line(canvas, [(x, top + 26), (x, bottom)], 2.2, tone.ink, 0.35, "even")
    line(canvas, [(-wide + 10, top + 20), (wide - 10, top + 20)], 2.4, tone.ink, 0.55, "even")
    line(canvas, [(-wide + 16, top + 7), (wide - 16, top + 7)], 4.0, "#ffffff", 0.35, "even")


def _pillow(canvas: skia.Canvas, light: Direction, shade: float) -> None:
    curve = spline(_PILLOW, closed=True, steps=8)
    path = path_of(curve)
    canvas.drawPath(path_of(curve + [-light[0] * 14, 16]), shadow("#8f88a8", 0.5, 12))
    canvas.drawPath(path, stroke(_LINEN_INK, 3.2))
    tones = [mix("#ffffff", _LINEN_SHADE, shade), mix("#f3f2f8", _LINEN_SHADE, 0.2 + shade)]
    canvas.drawPath(path, gradient_fill(linear((0, -180), (0, 160), tones)))
    canvas.save()
    canvas.clipPath(path, True)
    canvas.drawPath(path_of(curve * 0.9 + [light[0] * 16, -14]), shine("#ffffff", 0.5, 14))
    edge = path_of(np.vstack([curve, curve[:1], (curve * 0.97 + [light[0] * 9, -9])[::-1]]))
    canvas.drawPath(edge, shadow(_LINEN_SHADE, 0.8, 3))
    for points in _PILLOW_FOLDS:
        fold(canvas, points, 9, _LINEN_SHADE, 0.62, "#ffffff", 2)
    inner = curve * [0.955, 0.945] + [0, -1]
    line(canvas, np.vstack([inner, inner[:1]]), 1.3, _LINEN_INK, 0.4, "even", count=90)
    canvas.restore()


def _dent(canvas: skia.Canvas, light: Direction) -> None:
    """The head sinks in: dark close to it, and linen pushed up around."""
    canvas.save()
    canvas.clipPath(path_of(spline(_PILLOW, closed=True, steps=8)), True)
    x = -light[0] * 12
    canvas.drawOval(skia.Rect(-126 + x, -158, 126 + x, 150), shadow("#a29bb8", 0.62, 16))
    for side in (-1, 1):
        for start, end, height in ((-110, 40, 132), (-70, 110, 148)):
            ridge = spline(
                [
                    (side * (height - 22), start),
                    (side * height, (start + end) / 2),
                    (side * (height - 14), end),
                ]
            )
            line(canvas, ridge, 2.0, _LINEN_INK, 0.34)
    canvas.restore()


def draw_cover(canvas: skia.Canvas, light: Direction, *, breadth: float) -> None:
    """The blanket from the chest to the foot of the bed with the body's relief, and the board at its end."""
    edge = spline(np.array(_TURN_DOWN, dtype=float) * [breadth, 1], steps=8)
    drop = edge + [0, _SHEET_DEPTH] + np.stack([0 * edge[:, 0], 7 * np.sin(edge[:, 0] / 61)], 1)
    tone = cloth(_BLANKET)
    _blanket(canvas, drop, tone, light, breadth)
    sheet = path_of(np.vstack([edge, drop[::-1]]))
    canvas.drawPath(path_of(drop[8:-8] + [0, 12], closed=False), _soft("#2a2440", 18, 0.28))
    canvas.drawPath(sheet, stroke(_LINEN_INK, 3.0))
    canvas.drawPath(
        sheet, gradient_fill(linear((0, 300), (0, 420), ["#ffffff", mix(_LINEN, _LINEN_SHADE, 0.4)]))
    )
    canvas.save()
    canvas.clipPath(sheet, True)
    for x, lean in (
        (-232, 26),
        (-150, 12),
        (-92, -10),
        (-20, 8),
        (58, -8),
        (112, 12),
        (176, -16),
        (250, -24),
    ):
        a = np.array([x * breadth, 288.0])
        fold(canvas, [a, a + [lean * 0.6, 60], a + [lean, 128]], 9, _LINEN_SHADE, 0.6, "#ffffff", 2)
    line(canvas, drop - [0, 9], 1.4, _LINEN_INK, 0.45, "even", count=80)
    canvas.drawPath(path_of(edge + [0, 3], closed=False), _soft("#ffffff", 7, 0.8))
    canvas.restore()
    _board(canvas, _FOOT_Y - 66, _FOOT_Y + 96, light, _WIDE + 56)
    for side in (-1, 1):
        middle = side * (_WIDE + 22)
        leg = skia.Rect(middle - 17, _FOOT_Y + 90, middle + 17, FLOOR_Y)
        canvas.drawRect(leg, stroke(cloth(_WOOD).ink, 3.2))
        canvas.drawRect(leg, fill(cloth(_WOOD).dark))


def _blanket(canvas: skia.Canvas, top: Points, tone: Cloth, light: Direction, breadth: float) -> None:
    foot = spline(
        [
            (_WIDE + 52, _FOOT_Y),
            (180, _FOOT_Y + 8),
            (0, _FOOT_Y - 2),
            (-180, _FOOT_Y + 8),
            (-_WIDE - 52, _FOOT_Y),
        ]
    )
    path = path_of(np.vstack([top, foot]))
    canvas.drawPath(path, stroke(tone.ink, 3.6))
    canvas.drawPath(
        path, gradient_fill(linear((0, 400), (0, _FOOT_Y), [tone.base, mix(tone.base, tone.dark, 0.45)]))
    )
    canvas.save()
    canvas.clipPath(path, True)
    far = 1 if light[0] < 0 else -1
    # The body under it: hips and two legs, lit from one side, the cloth falling away on both.
    for side in (-1, 1):
        strength = 0.85 if side == far else 0.5
        valley = spline(
            [
                (side * 172 * breadth, 430),
                (side * 182 * breadth, 560),
                (side * 158 * breadth, 700),
                (side * 150, 790),
            ]
        )
        canvas.drawPath(
            path_of(np.vstack([valley, (valley + [side * 74, 0])[::-1]])),
            shadow(tone.dark, strength * 0.42, 30),
        )
        leg = spline([(side * 62, 520), (side * 74, 620), (side * 70, 780)])
        canvas.drawPath(path_of(leg - [far * 16, 0], closed=False), _soft(tone.high, 46, 0.4))
        for x, y, dx, dy in _FALLS[side]:
            a = np.array([side * x * breadth, y], dtype=float)
            b = a + [side * dx, dy]
            fold(canvas, [a, (a + b) / 2 + [0, -12], b], 12, tone.dark, 0.5, tone.high, 2.4)
    canvas.drawPath(path_of(spline([(0, 560), (4, 660), (0, 790)]), closed=False), _soft(tone.dark, 34, 0.5))
    for crease in _CREASES:
        fold(canvas, crease, 11, tone.dark, 0.42, tone.high, 2.2)
    canvas.drawPath(path_of(top + [0, 14], closed=False), _soft(tone.dark, 22, 0.6))
    canvas.restore()


def _soft(colour: Colour, width: float, alpha: float) -> skia.Paint:
    """A broad blurred stroke."""
    paint = stroke(colour, width, alpha)
    paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, width * 0.35))
    return paint
