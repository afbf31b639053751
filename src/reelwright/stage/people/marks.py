"""A head view and a complexion → moles, freckles, scars and dimples; eye shadow, rouge and contour."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import mix, multiply
from reelwright.drawing.ink import fill, path_of, spline
from reelwright.stage.people.brush import blob, line, shadow, shine, smooth_path
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.head import HeadView

_MOLES = {"mole-eye": (30, 25.0), "mole-lip": (17, 73.0), "mole-cheek": (-44, 48.0)}


def draw_makeup(canvas: skia.Canvas, view: HeadView, skin: Complexion) -> None:
    """What a brush adds to the skin; the canvas is clipped to the face."""
    if skin.eye_shadow is not None:
        strength = 0.30 + 0.42 * skin.liner
        for side in (-1, 1):
            lid = view.along(
                spline(
                    [(side * (skin.eye_x - 22), skin.eye_y - 2),
                     (side * (skin.eye_x - 12), skin.eye_y - skin.eye_rise - 4),
                     (side * (skin.eye_x + 6), skin.eye_y - skin.eye_rise - 9),
                     (side * (skin.eye_x + 27), skin.eye_y - skin.eye_rise * 0.7 - 8 - skin.tilt),
                     (side * (skin.eye_x + 33), skin.eye_y - 6 - skin.tilt * 1.6),
                     (side * (skin.eye_x + 20), skin.eye_y + 3)], closed=True,
                ), 1.0,
            )  # fmt: skip
            canvas.drawPath(path_of(lid), shadow(skin.eye_shadow, strength, 3.2))
            x, y = view.at(side * (skin.eye_x + 2), skin.eye_y - skin.eye_rise - 3).tolist()
            blob(canvas, x, y, 9, 3, shine(mix(skin.eye_shadow, "#ffe6d8", 0.7), 0.32 * skin.liner, 1.6))
    for side in (-1, 1) if skin.rouge else ():
        sweep = [(side * 34, 44), (side * 52, 34), (side * 68, 20), (side * 70, 30), (side * 54, 48)]
        path = smooth_path(view.along(sweep))
        canvas.drawPath(path, shadow(skin.blush, skin.rouge, 7))
        x, y = view.at(side * 50, 24).tolist()
        blob(canvas, x, y, 11, 4.5, shine("#fff2e6", 0.22 * skin.liner, 4))


def draw_marks(canvas: skia.Canvas, view: HeadView, skin: Complexion) -> None:
    """What only this face has; the canvas is clipped to the face. Unknown marks are not drawn."""
    dark = mix(skin.deep, "#2a1214", 0.55)
    for mark in skin.marks:
        if mark in _MOLES:
            x, y = _MOLES[mark]
            px, py = view.at(x, _low(y, skin)).tolist()
            canvas.drawCircle(px, py, 2.3, fill(dark, 0.92))
            canvas.drawCircle(px - 0.7, py - 0.7, 0.6, fill(skin.skin, 0.5))
        elif mark == "freckles":
            _freckles(canvas, view, skin)
        elif mark == "scar-brow":
            top = skin.brow_y + skin.eye_y
            _scar(canvas, view, skin, [(-42, top - 17), (-46, top - 2), (-51, top + 12)])
        elif mark == "scar-cheek":
            _scar(canvas, view, skin, [(60, 24), (51, 42), (44, 58), (42, 72)], stitches=4)
        elif mark == "dimples":
            for side in (-1, 1):
                curve = [
                    (side * 36, _low(74, skin)),
                    (side * 39, _low(79, skin)),
                    (side * 37, _low(85, skin)),
                ]
                line(canvas, view.along(spline(curve)), 1.7, skin.line, 0.5)


def _low(y: float, skin: Complexion) -> float:
    return 18 + (y - 18) * skin.short


def _freckles(canvas: skia.Canvas, view: HeadView, skin: Complexion) -> None:
    random = np.random.default_rng(12)
    tone = mix(multiply(skin.skin, "#d08a5a"), skin.deep, 0.28)
    x = random.normal(0, 33, 74)
    y = _low(34, skin) + random.normal(0, 9, 74) + np.abs(x) * 0.05
    sizes, alphas = random.uniform(0.6, 1.5, 74), random.uniform(0.35, 0.75, 74)
    places = view.along(np.stack([x, y], 1), 1).tolist()
    for (px, py), size, alpha in zip(places, sizes, alphas, strict=True):
        canvas.drawCircle(px, py, float(size), fill(tone, float(alpha)))


def _scar(
    canvas: skia.Canvas,
    view: HeadView,
    skin: Complexion,
    points: list[tuple[float, float]],
    stitches: int = 0,
) -> None:
    curve = view.along(spline(points), 1)
    line(canvas, curve + [1.2, 0.8], 3.6, skin.shadow, 0.75)
    line(canvas, curve, 2.3, mix(skin.skin, "#ffffff", 0.45), 0.95)
    line(canvas, curve + [1.6, 0.4], 0.9, skin.line, 0.55)
    for i in range(stitches):
        x, y = curve[int((i + 0.7) / (stitches + 0.6) * len(curve))].tolist()
        line(canvas, [(x - 4, y - 1.6), (x + 4.4, y + 1.6)], 1.0, skin.line, 0.5)
