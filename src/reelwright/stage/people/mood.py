"""A head view and a face state → what a feeling puts on the skin: colour, gloom, drawn marks."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import mix, multiply
from reelwright.drawing.ink import (
    Points,
    fill,
    gradient_fill,
    linear,
    path_of,
    spline,
    stroke,
    tapered,
)
from reelwright.stage.people.brush import blob, line
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.face_state import NEUTRAL, FaceState
from reelwright.stage.people.head import HeadView


def draw_mood(canvas: skia.Canvas, view: HeadView, skin: Complexion, state: FaceState) -> None:
    """What an expression adds to the skin: more or less blush, red rims, gloom.

    Drawn as plain covers in skin tones, not as multiplied shadows: it must look the same on an empty
    layer between head and features.
    """
    extra = state.blush - NEUTRAL.blush
    canvas.save()
    canvas.clipPath(view.path, True)
    if extra > 0.03:
        _flush(canvas, view, skin, extra, has_ticks=state.tears < 0.25)
    elif extra < -0.03:
        for side in (-1, 1):
            x, y = view.at(side * 47, 34).tolist()
            blob(canvas, x, y, 22, 13, fill(skin.skin, min(0.5, -extra * 1.4), blur=7.5))
    if state.tears > 0 or state.blush > 0.75:
        for side in (-1, 1):
            x, y = view.at(side * skin.eye_x, skin.eye_y + 9).tolist()
            rim = skia.Rect(x - 18, y - 4, x + 18, y + 7)
            canvas.drawOval(rim, fill(multiply(skin.skin, "#e86a6a"), 0.32, blur=4))
    if state.pallor > 0:
        canvas.drawPaint(fill(mix(multiply(skin.skin, "#c4cce0"), "#b9c0d6", 0.35), 0.40 * state.pallor))
    if state.gloom > 0:
        y = float(view.at(0, 10)[1])
        colour = multiply(skin.skin, "#5a4a75")
        depth = state.gloom * 1.15
        veil = linear((0, y - 120), (0, y + 28), [colour] * 3, [0, 0.6, 1], [depth, depth * 0.8, 0])
        canvas.drawPaint(gradient_fill(veil))
    if state.gloom > 0.35:
        _gloom_lines(canvas, view, skin, state.gloom)
    canvas.restore()


def _gloom_lines(canvas: skia.Canvas, view: HeadView, skin: Complexion, gloom: float) -> None:
    """Fine lines that fall over one side of the brow and under the eyes, as drawn pages do it."""
    colour = mix(multiply(skin.skin, "#5a4a75"), "#3a3458", 0.5)
    for i, length in enumerate((30, 44, 36, 52, 40, 30, 22)):
        x = 18 + i * 7.5
        fall = view.along([(x, -72), (x - 0.5, -72 + length * 0.5), (x - 0.8, -72 + length)], 1.0)
        line(canvas, fall, 1.3, colour, 0.75 * gloom, "out", count=8)
    for side in (-1, 1):
        for i, length in enumerate((9, 14, 11, 15, 10)):
            x, y = side * (skin.eye_x - 12 + i * 6), skin.eye_y + skin.eye_fall + 9
            line(canvas, view.along([(x, y), (x, y + length)], 1.0), 1.1, colour, 0.6 * gloom, count=6)


def _flush(canvas: skia.Canvas, view: HeadView, skin: Complexion, amount: float, *, has_ticks: bool) -> None:
    """Hot cheeks, with the three strokes of an embarrassed cheek on her."""
    strength = 0.75 if skin.is_female else 0.45
    tone = mix(multiply(skin.skin, skin.blush), multiply(skin.shadow, skin.blush), 0.35)
    for side in (-1, 1):
        canvas.save()
        canvas.concat(view.matrix(side * 47, 34))
        blob(canvas, 0, 0, 20, 11, fill(tone, amount * strength, blur=7.5))
        if has_ticks and skin.is_female and amount > 0.15:
            for i in range(3):
                tick = [(-7 + i * 6, 4), (-4 + i * 6, -4)]
                line(canvas, tick, 1.0, mix(skin.blush, skin.line, 0.3), amount * 0.7, count=6)
        canvas.restore()
    x, y = view.at(0, skin.nose_y - 4, 18).tolist()
    canvas.drawCircle(x, y, 7, fill(tone, amount * 0.4, blur=4))


def draw_marks(canvas: skia.Canvas, view: HeadView, skin: Complexion, state: FaceState) -> None:
    """The signs of the drawn page, over hair and all: sweat, a swollen vein, a breath, a gleam."""
    if state.sweat > 0:
        _sweat_drop(canvas, view.at(-57 if view.pose.yaw_deg >= 0 else 57, -22), state.sweat)
    if state.vein > 0:
        _vein(canvas, view.at(-50 if view.pose.yaw_deg >= 0 else 50, -74), state.vein)
    if state.sigh > 0:
        side = 1 if view.pose.yaw_deg >= 0 else -1
        _breath(canvas, view.at(side * 30, skin.mouth_y + 8), side, state.sigh)

    if state.sparkle > 0:
        side = 1 if view.pose.yaw_deg >= 0 else -1
        for dx, dy, size in ((64, -4, 13.0), (76, -24, 7.0)):
            _gleam(canvas, view.at(side * dx * 0.5, dy) + [side * dx * 0.62, 0], size, state.sparkle)


def _gleam(canvas: skia.Canvas, at: Points, size: float, amount: float) -> None:
    """A star of four points."""
    turn = np.arange(8) * np.pi / 4
    reach = np.where(np.arange(8) % 2 == 0, size, size * 0.20)
    star = path_of(at + np.stack([np.cos(turn), np.sin(turn)], 1) * reach[:, None])
    canvas.drawPath(star, fill("#ffe9a8", 0.7 * amount, blur=2.2))
    canvas.drawPath(star, fill("#fffdf2", 0.98 * amount))


def _sweat_drop(canvas: skia.Canvas, at: Points, amount: float) -> None:
    canvas.save()
    canvas.translate(*at.tolist())
    canvas.scale(0.75 + 0.25 * amount, 0.75 + 0.25 * amount)
    drop = spline(
        [(0, -15), (3.4, -6), (6.6, 2), (5.4, 8.6), (0, 11), (-5.4, 8.6), (-6.6, 2), (-3.4, -6)], closed=True
    )
    path = path_of(drop)
    canvas.drawPath(path, gradient_fill(linear((0, -14), (0, 11), ["#f4fbff", "#bfe2f6"]), 0.92))
    canvas.drawPath(path, stroke("#5f86a8", 1.3, 0.85))
    canvas.drawPath(tapered(spline([(-3.4, 0), (-3.6, 4), (-1.6, 7.4)]), 1.8), fill("#ffffff", 0.95))
    canvas.restore()


def _vein(canvas: skia.Canvas, at: Points, amount: float) -> None:
    """Four bent strokes around a gap."""
    canvas.save()
    canvas.translate(*at.tolist())
    canvas.scale(0.7 + 0.4 * amount, 0.7 + 0.4 * amount)
    arm = spline([(3.0, -13), (3.2, -5.6), (5.6, -3.2), (13, -3.0)], steps=6)
    for quarter in range(4):
        canvas.save()
        canvas.rotate(90 * quarter + 8)
        canvas.drawPath(tapered(arm, 6.4, "flat"), fill("#fff4ee", 0.9))
        canvas.drawPath(tapered(arm, 3.9, "flat"), fill("#c8262e"))
        canvas.restore()
    canvas.restore()


def _breath(canvas: skia.Canvas, at: Points, side: int, amount: float) -> None:
    """A small cloud that leaves the mouth."""
    canvas.save()
    canvas.translate(*at.tolist())
    canvas.scale(side * (0.8 + 0.2 * amount), 0.8 + 0.2 * amount)
    puffs = skia.Path()
    for x, y, r in ((0, 0, 4.0), (9, 3, 7.2), (20, 4, 9.0), (27, -4, 7.0), (17, -5, 7.5), (29, 6, 5.5)):
        puffs.addCircle(x, y, r)
    cloud = skia.Simplify(puffs)
    canvas.drawPath(cloud, fill("#ffffff", 0.86 * amount))
    canvas.drawPath(cloud, stroke("#8d87a0", 1.3, 0.75 * amount))
    canvas.restore()
