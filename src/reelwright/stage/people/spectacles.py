"""The kind of glasses and a head view → frames, lenses and temples on the face."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from reelwright.drawing.ink import Points, fill, gradient_fill, linear, path_of, spline, stroke
from reelwright.stage.people.brush import line
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.head import HeadView


@dataclass(frozen=True)
class Frame:
    """``power`` of the superellipse (1 round, small square), half sizes, the rim's width; ``upper`` is the
    part of the rim that is drawn from above (1 all around)."""

    power: float
    half_width: float
    half_height: float
    rim: float
    colour: str
    upper: float = 1.0
    lens: str = "#cfe2f5"
    lens_alpha: float = 0.10


FRAMES = {
    "thin": Frame(0.72, 29.5, 22.0, 2.6, "#2c2430"),
    "round": Frame(1.0, 26.5, 26.0, 2.2, "#8a6a34"),
    "square": Frame(0.42, 30.5, 20.5, 4.6, "#1f1a24"),
    "half": Frame(0.6, 28.0, 17.0, 2.4, "#5a5664", upper=0.56),
    "sunglasses": Frame(0.66, 32.0, 23.5, 3.2, "#141018", lens="#15101c", lens_alpha=0.94),
}


def draw_glasses(canvas: skia.Canvas, view: HeadView, skin: Complexion, kind: str = "thin") -> None:
    """Glasses on the nose, with a glare and temples back to the ears; unknown kinds are ``thin``."""
    frame = FRAMES.get(kind, FRAMES["thin"])
    rims = [_rim(view, skin, frame, side) for side in (-1, 1)]
    yaw = view.pose.yaw_deg
    for side, rim in zip((-1, 1), rims, strict=True):
        lens = path_of(rim)
        _lens(canvas, rim, lens, frame)
        if not ((side > 0) == (yaw > 0) and abs(yaw) > 10):
            hinge = rim[np.argmax(rim[:, 0] * side)]
            ear = view.space([(side * 80, -2, -4)])[0]
            line(canvas, [hinge + [0, -6], ear], 3.0, frame.colour, 0.95, "flat")
        if frame.upper < 1:
            over = rim[rim[:, 1] < np.quantile(rim[:, 1], frame.upper)]
            order = np.argsort(over[:, 0])
            canvas.drawPath(path_of(over[order], closed=False), stroke(frame.colour, frame.rim))
            canvas.drawPath(lens, stroke(frame.colour, 0.8, 0.45))
        else:
            canvas.drawPath(lens, stroke(frame.colour, frame.rim))
            canvas.drawPath(lens, stroke("#ffffff", frame.rim * 0.27, 0.25))
    left = rims[0][np.argmax(rims[0][:, 0])]
    right = rims[1][np.argmin(rims[1][:, 0])]
    middle = view.space([(0, skin.eye_y - 4, float(view.model.depth(0, 2)) + 15)])[0]
    bridge = spline([left + [0, -4], middle, right + [0, -4]])
    line(canvas, bridge, max(2.4, frame.rim), frame.colour, 1.0, "even")


def _rim(view: HeadView, skin: Complexion, frame: Frame, side: int) -> Points:
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** frame.power * frame.half_width
    y = np.sign(np.sin(t)) * np.abs(np.sin(t)) ** frame.power * frame.half_height
    depth = float(view.model.depth(side * 20, 8)) + 13
    z = depth - np.abs(side * 39 + x - side * 18) * 0.16
    return view.space(np.stack([side * (skin.eye_x + 0.5) + x, skin.eye_y + 2 + y, z], 1))


def _lens(canvas: skia.Canvas, rim: Points, lens: skia.Path, frame: Frame) -> None:
    canvas.drawPath(lens, fill(frame.lens, frame.lens_alpha))
    canvas.save()
    canvas.clipPath(lens, True)
    x0, x1 = rim[:, 0].min(), rim[:, 0].max()
    y0, y1 = rim[:, 1].min(), rim[:, 1].max()
    if frame.lens_alpha > 0.5:
        tint = linear((0, y0), (0, y1), ["#0c0812", "#5a4a68"], None, [0.0, 0.55])
        canvas.drawPaint(gradient_fill(tint))
    for start, end, alpha in ((0.12, 0.42, 0.15), (0.36, 0.66, 0.08)):
        wide = 0.16 if alpha > 0.1 else 0.06
        glare = [
            (x0 + (x1 - x0) * start, y1), (x0 + (x1 - x0) * end, y0),
            (x0 + (x1 - x0) * (end + wide), y0), (x0 + (x1 - x0) * (start + wide), y1),
        ]  # fmt: skip
        canvas.drawPath(path_of(glare), fill("#ffffff", alpha))
    canvas.restore()
