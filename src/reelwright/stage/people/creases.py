"""A bent trunk → the creases that its cloth shows at waist and armpits."""

from __future__ import annotations

import skia

from reelwright.drawing.ink import path_of
from reelwright.stage.people.body import BodyView
from reelwright.stage.people.brush import Cloth, fold, line
from reelwright.stage.people.stances import Stance

_LEAST = 0.08


def draw_creases(canvas: skia.Canvas, body: BodyView, stance: Stance, tone: Cloth) -> None:
    """Folds where a tilt presses the waist, across the belly on leaning, aslant on twisting."""
    k = body.build * (1.0 if body.is_female else 1.34)
    canvas.save()
    canvas.clipPath(path_of(body.torso(10)), True)
    tilt = max(-1.0, min(1.0, stance.tilt_deg / 16))
    if abs(tilt) > _LEAST:
        _pressed(canvas, body, 1 if tilt > 0 else -1, abs(tilt), k, tone)
        _pulled(canvas, body, -1 if tilt > 0 else 1, abs(tilt), k, tone)
    lean = max(0.0, min(1.0, stance.lean_deg / 34))
    if lean > _LEAST:
        for y, reach, alpha in ((500, 70, 0.5), (545, 76, 0.6), (590, 72, 0.42)):
            for s in (-1, 1):
                points: list[tuple[float, float]] = [
                    (s * reach * k, y - 16),
                    (s * 40 * k, y),
                    (s * 4, y - 6.0),
                ]
                fold(canvas, body.front(points), 8, tone.dark, alpha * lean, tone.high)
    twist = max(-1.0, min(1.0, stance.twist_deg / 24))
    if abs(twist) > _LEAST:
        way = 1 if twist > 0 else -1
        for k_y in (0.0, 62.0, 124.0):
            points = [(-way * 84 * k, 400 + k_y), (-way * 20 * k, 452 + k_y), (way * 66 * k, 540 + k_y * 0.8)]
            fold(canvas, body.front(points), 8, tone.dark, 0.42 * abs(twist), tone.high)
    canvas.restore()


def _pressed(canvas: skia.Canvas, body: BodyView, side: int, amount: float, k: float, tone: Cloth) -> None:
    """Short folds on the inside of the bend."""
    for y, reach, alpha in ((462, 0.30, 0.42), (505, 0.12, 0.62), (548, 0.02, 0.66), (592, 0.2, 0.5)):
        points = [(side * 96 * k, y - 6), (side * 66 * k, y + 8), (side * 96 * k * reach, y + 4)]
        fold(canvas, body.front(points), 10, tone.dark, alpha * amount, tone.high)
    edge = body.front([(side * 94 * k, 524), (side * 60 * k, 538), (side * 34 * k, 534)])
    line(canvas, edge, 1.8, tone.ink, 0.7 * amount, "out")


def _pulled(canvas: skia.Canvas, body: BodyView, side: int, amount: float, k: float, tone: Cloth) -> None:
    """Long folds from the armpit to the waist on the outside."""
    for x, alpha in ((92, 0.34), (66, 0.24)):
        points = [(side * x * k, 330), (side * x * 0.82 * k, 430), (side * x * 0.72 * k, 560)]
        fold(canvas, body.front(points), 8, tone.dark, alpha * amount, tone.high)
