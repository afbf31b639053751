"""A hand and the name of a thing → the thing in the hand's depth order, so that fingers wrap it."""

from __future__ import annotations

import cv2
import numpy as np
import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import MULTIPLY, fill, gradient_fill, linear, path_of, spline, stroke, tapered
from reelwright.stage.people.brush import blob, line
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.hands import Hand, Prop
from reelwright.stage.people.limbs import hull, project, unit


def prop_in(hand: Hand, name: str, skin: Complexion) -> tuple[Prop, ...]:
    """``phone``, ``paper`` or ``glass``; anything else is an empty hand."""
    makers = {"phone": _phone, "paper": _paper, "glass": _glass}
    return (makers[name](hand),) if name in makers else ()


def _phone(hand: Hand) -> Prop:
    centre = hand.at(0.40, 0.02, 0.13)
    along = unit(hand.u * 0.86 + hand.v * 0.30)
    across = np.cross(along, hand.w)
    half_height, half_width = hand.length * 0.44, hand.length * 0.215
    corners = [
        centre + along * half_height * a + across * half_width * b
        for a, b in ((1, 1), (1, -1), (-1, -1), (-1, 1))
    ]
    thickness = hand.w * hand.length * 0.035

    def draw(canvas: skia.Canvas) -> None:
        front = hull([c + thickness for c in corners], [5] * 4)
        back = hull([c - thickness for c in corners], [5] * 4)
        body = path_of(cv2.convexHull(np.vstack([front, back]).astype(np.float32))[:, 0])
        canvas.drawPath(body, stroke("#0c0a12", 3))
        canvas.drawPath(body, fill("#2b2a38"))
        seen_front = hand.w[2] > 0
        face = path_of(front if seen_front else back)
        canvas.drawPath(face, fill("#15141f" if seen_front else "#3a3a4c"))
        canvas.drawPath(face, stroke("#6a6a84", 1.2))

    return float(centre[2]), draw


def _paper(hand: Hand) -> Prop:
    width, height = 190.0, 250.0
    held = hand.tip(4) * 0.5 + hand.tip(1) * 0.5
    across, down = unit((1, 0.04, 0.1)), unit((0.05, 1, 0.06))

    def draw(canvas: skia.Canvas) -> None:
        corners = ((-0.5, -46), (0.5, -46), (0.5, height - 46), (-0.5, height - 46))
        rim = project(np.array([held + across * a * width + down * b for a, b in corners]))[0]
        sheet = path_of(rim)
        canvas.drawPath(sheet, fill("#000000", 0.25, blur=8))
        canvas.drawPath(sheet, fill("#fbf7ee"))
        matrix = skia.Matrix()
        flat = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
        matrix.setPolyToPoly([skia.Point(*p) for p in flat], [skia.Point(*p) for p in rim.tolist()])
        canvas.save()
        canvas.concat(matrix)
        _write(canvas, width, height)
        canvas.restore()
        canvas.drawPath(sheet, stroke("#5a5060", 1.8))

    return float(held[2]), draw


def _write(canvas: skia.Canvas, width: float, height: float) -> None:
    random = np.random.default_rng(2)
    line(canvas, [(width * 0.25, 40), (width * 0.75, 40)], 9, "#3a3444", 0.85, "even")
    for i in range(7):
        end = width - 26 - random.uniform(0, 70) * (i % 3 == 2)
        line(canvas, [(26, 70 + i * 18), (end, 70 + i * 18)], 3.2, "#8a8494", 0.7, "even")
    sign = [(0.5, 44), (0.58, 62), (0.62, 38), (0.72, 58), (0.9, 42)]
    line(canvas, spline([(width * x, height - y) for x, y in sign]), 2.6, "#2a3a8c")
    canvas.drawCircle(52, height - 50, 19, fill("#b3283a", 0.8))
    canvas.drawCircle(52, height - 50, 19, stroke("#7a1a28", 1.6))
    shade = linear((0, 0), (width, 0), ["#b9a8c8", "#b9a8c8"], None, [0, 0.35])
    canvas.drawRect(skia.Rect(0, 0, width, height), gradient_fill(shade, blend=MULTIPLY))


def _glass(hand: Hand) -> Prop:
    held = (hand.tip(4) + hand.tip(1)) / 2
    x, y = project(held)[0].tolist()
    size = hand.length / 170

    def draw(canvas: skia.Canvas) -> None:
        canvas.save()
        canvas.translate(x, y)
        canvas.scale(size, size)
        stem = path_of([(-4, -46), (4, -46), (3, 92), (-3, 92)])
        canvas.drawPath(stem, fill("#e9f2ff", 0.75))
        canvas.drawPath(stem, stroke("#5a6478", 1.2, 0.9))
        blob(canvas, 0, 94, 48, 10, fill("#e9f2ff", 0.55))
        blob(canvas, 0, 94, 48, 10, stroke("#5a6478", 1.4, 0.9))
        bowl = path_of(
            spline(
                [(-46, -196), (-60, -140), (-50, -80), (-18, -50), (0, -44), (18, -50), (50, -80), (60, -140),
                 (46, -196)]
            )
        )  # fmt: skip
        canvas.drawPath(bowl, fill("#eaf4ff", 0.28))
        canvas.save()
        canvas.clipPath(bowl, True)
        canvas.drawRect(skia.Rect(-120, -128, 120, 0), fill("#8c1830", 0.92))
        blob(canvas, 0, -127, 62, 11, fill(mix("#8c1830", "#ff8090", 0.35), 0.95))
        glare = spline([(-44, -180), (-52, -130), (-40, -84)])
        canvas.drawPath(tapered(glare, 8), fill("#ffffff", 0.7, blur=1.2))
        canvas.restore()
        canvas.drawPath(bowl, stroke("#5a6478", 1.6, 0.9))
        blob(canvas, 0, -196, 46, 8, stroke("#8a96a8", 1.4, 0.9))
        canvas.restore()

    return float(held[2]), draw
