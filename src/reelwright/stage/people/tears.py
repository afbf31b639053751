"""A head view and an amount → tears: beads on the lid, thin streams down the cheek, drops at the jaw."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import (
    Points,
    fill,
    gradient_fill,
    linear,
    path_of,
    resample,
    spline,
    stroke,
    tapered,
)
from reelwright.stage.people.brush import blob, line, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.head import HeadView

_WATER, _GLINT = "#e6f3fb", "#ffffff"
# Down the cheek, as shares: across from the pupil towards the ear, and down from the lid to the jaw.
_MIDDLE = ((0.16, 0.0), (0.24, 0.14), (0.30, 0.32), (0.22, 0.54), (0.04, 0.76), (-0.20, 0.93), (-0.34, 1.02))
_OUTER = ((0.62, -0.06), (0.78, 0.10), (0.84, 0.28), (0.80, 0.48), (0.66, 0.68))
_INNER = ((-0.50, 0.0), (-0.46, 0.16), (-0.44, 0.34), (-0.54, 0.50))


def draw_tears(canvas: skia.Canvas, view: HeadView, skin: Complexion, amount: float) -> None:
    """``amount`` 0..1: to a quarter they brim, to the half one runs, at three quarters both cheeks are
    wet, at one they stream from both corners. The two sides are never alike."""
    if amount <= 0:
        return
    canvas.save()
    canvas.clipPath(view.path, True)
    near = -1 if view.pose.yaw_deg >= 0 else 1
    for side in (near, -near):
        if view.faces_viewer(side * skin.eye_x, skin.eye_y + 14) < 0.45:
            continue
        first = side == near
        if amount > 0.85:
            _stream(canvas, _down(view, skin, side, _OUTER), skin, 0.9 if first else 0.6, 2.6)
            if first:
                _stream(canvas, _down(view, skin, side, _INNER), skin, 0.8, 2.2)
        if amount > 0.3:
            reach = 0.42 if amount < 0.6 else 1.0 if first or amount > 0.85 else 0.55
            if first or amount >= 0.6:
                _stream(canvas, _down(view, skin, side, _MIDDLE), skin, reach, 3.4)
        brim = _down(view, skin, side, ((0.05, 0.0), (0.2, 0.03)))[0]
        _bead(canvas, brim + [0, 1.6], 3.0, skin)
        if not first or amount < 0.3:
            _bead(canvas, _down(view, skin, side, ((0.66, -0.08), (0.7, 0.0)))[0], 2.3, skin)
    canvas.restore()


def _down(view: HeadView, skin: Complexion, side: int, way: tuple[tuple[float, float], ...]) -> Points:
    """A way in shares → a curve on the cheek in the picture."""
    lid = skin.eye_y + skin.eye_fall
    shares = np.array(way)
    x = side * (skin.eye_x + shares[:, 0] * skin.eye_half_width)
    y = lid + shares[:, 1] * (view.model.chin_y - 8 - lid)
    return view.along(spline(np.stack([x, y], 1), steps=10), 1.0)


def _stream(canvas: skia.Canvas, curve: Points, skin: Complexion, reach: float, width: float) -> None:
    """A thread of water, barely there but for its lit edge, with a drop that leads it."""
    curve = resample(curve, 60)[: max(10, round(60 * reach))]
    # Water lies uneven: it swells where it lingers.
    swell = 0.72 + 0.16 * np.sin(np.arange(60) * 0.31 + width)

    def wide(t: Points) -> Points:
        return np.asarray(np.interp(t, np.linspace(0, 1, 60), swell) * np.clip(t / 0.08 + 0.4, 0, 1))

    canvas.drawPath(
        tapered(curve + [0.9, 0.5], width + 1.4, wide, count=40),
        shadow(mix(skin.shadow, skin.deep, 0.3), 0.42, 0.7),
    )
    pale = float(skin.skin.mean())
    line(canvas, curve, width, _WATER, 0.16 + 0.32 * pale, wide, count=40)
    lit = curve - [width * 0.26, 0]
    for start, stop in ((0.02, 0.34), (0.41, 0.52), (0.60, 0.93)):
        part = lit[int(start * len(lit)) : max(int(start * len(lit)) + 3, int(stop * len(lit)))]
        line(canvas, part, 1.15, _GLINT, 0.95, count=16)
    _bead(canvas, curve[-1], width * 0.98, skin)


def _bead(canvas: skia.Canvas, at: Points, radius: float, skin: Complexion) -> None:
    """A drop on the skin: dark where light enters, bright where it leaves, a hard glint."""
    r = radius
    canvas.save()
    canvas.translate(*at.tolist())
    outline = spline(
        [(0, -1.75 * r), (0.62 * r, -0.55 * r), (1.0 * r, 0.35 * r), (0.62 * r, 1.05 * r), (0, 1.25 * r),
         (-0.62 * r, 1.05 * r), (-1.0 * r, 0.35 * r), (-0.62 * r, -0.55 * r)], closed=True,
    )  # fmt: skip
    path = path_of(outline)
    canvas.drawPath(path_of(outline + [0.7, 0.9]), shadow(skin.deep, 0.42, 0.7))
    tones = linear((0, -1.7 * r), (0, 1.25 * r), [mix(skin.shadow, "#dfeaf4", 0.55), "#f8fdff"])
    canvas.drawPath(path, gradient_fill(tones, 0.88))
    canvas.drawPath(path, stroke(mix(skin.line, "#7f9ab8", 0.45), 0.7, 0.55))
    blob(canvas, -0.30 * r, -0.15 * r, 0.27 * r, 0.42 * r, fill(_GLINT))
    crescent = spline([(0.66 * r, 0.25 * r), (0.42 * r, 0.82 * r), (-0.2 * r, 0.98 * r)])
    line(canvas, crescent, 0.36 * r, _GLINT, 0.95)
    canvas.restore()
