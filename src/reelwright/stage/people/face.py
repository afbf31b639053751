"""A head view, a complexion and a state → the skin of the face, ears, blush, age."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import (
    MULTIPLY,
    fill,
    gradient_fill,
    path_of,
    radial,
    smoothstep,
    spline,
    stroke,
    tapered,
)
from reelwright.stage.people.beards import draw_beard, draw_long_beard
from reelwright.stage.people.brush import Direction, blob, line, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.face_state import NEUTRAL
from reelwright.stage.people.head import HeadView, Shade
from reelwright.stage.people.marks import draw_makeup, draw_marks


def draw_skin(
    canvas: skia.Canvas,
    view: HeadView,
    skin: Complexion,
    light: Direction,
    hair_shadow: skia.Path | None,
    *,
    beard: str = "",
) -> None:
    """Everything of the face that an expression leaves alone: form, shadows, contour (not the nose)."""
    canvas.drawPath(view.path, fill(skin.skin))
    canvas.save()
    canvas.clipPath(view.path, True)
    centre = view.at(8 * np.sign(light[0]), 25)
    tones = [mix(skin.skin, "#ffffff", 0.30), skin.skin, mix(skin.skin, skin.shadow, 0.35)]
    canvas.drawPaint(gradient_fill(radial(centre, 150, tones, [0, 0.55, 1])))
    soft_form = Shade(mix("#ffffff", skin.shadow, 0.42), 0.16, 0.75)
    cel_edge = Shade(mix("#ffffff", mix(skin.shadow, skin.deep, 0.25), 0.62), 0.10, 0.07)
    view.shade(canvas, light, (soft_form, cel_edge))
    for side in (-1, 1):
        x, y = view.at(side * 22, -8).tolist()
        blob(canvas, x, y, 10, 9, shadow(skin.shadow, 0.26, 5))
    _blush(canvas, view, skin, NEUTRAL.blush)
    draw_makeup(canvas, view, skin)
    draw_marks(canvas, view, skin)
    if beard:
        draw_beard(canvas, view, skin, beard)
    if hair_shadow is not None:
        canvas.drawPath(hair_shadow, shadow(mix(skin.shadow, skin.deep, 0.28), 0.70, 0.9))
    canvas.drawPath(view.path, stroke(skin.shadow, 9, 0.40, blend=MULTIPLY, blur=4))
    canvas.restore()
    _age_lines(canvas, view, skin)
    _contour(canvas, view, skin)
    if beard == "long":
        draw_long_beard(canvas, view, skin)


def _blush(canvas: skia.Canvas, view: HeadView, skin: Complexion, amount: float) -> None:
    """Warm cheeks and nose."""
    strength = 0.62 if skin.is_female else 0.34
    for side in (-1, 1):
        canvas.save()
        canvas.concat(view.matrix(side * 47, 34))
        blob(canvas, 0, 0, 20, 11, shadow(skin.blush, amount * strength, 7.5))
        canvas.restore()
    x, y = view.at(0, skin.nose_y - 4, 18).tolist()
    canvas.drawCircle(x, y, 7, shadow(skin.blush, amount * 0.30, 4))


def _age_lines(canvas: skia.Canvas, view: HeadView, skin: Complexion) -> None:
    """What years leave: soft furrows with a thin line in them, never a straight stroke across a cheek."""
    k = skin.wrinkles
    if k <= 0.1:
        return
    nose, mouth, eye_x, eye_y = skin.nose_y, skin.mouth_y, skin.eye_x, skin.eye_y

    def crease(points: Sequence[tuple[float, float]], width: float, alpha: float) -> None:
        line(canvas, view.along(spline(points), 1.0), width, skin.line, alpha * k)

    def furrow(points: Sequence[tuple[float, float]], width: float, alpha: float) -> None:
        path = tapered(view.along(spline(points), 1.0), width)
        canvas.drawPath(path, shadow(skin.shadow, alpha * k, width * 0.32))

    canvas.save()
    canvas.clipPath(view.path, True)
    for s in (-1, 1):
        fold = [(s * 14, nose - 1), (s * 20, nose + 7), (s * 25, mouth - 13), (s * 28, mouth - 3)]
        furrow([(x + s * 1.5, y) for x, y in fold], 6.0, 0.55)
        crease(fold, 1.25, 0.42)
        if k > 0.45:
            corner = [(s * 24.5, mouth + 5), (s * 25.5, mouth + 10), (s * 23.5, mouth + 15)]
            furrow(corner, 4.0, 0.45)
            crease(corner, 1.1, 0.3)
        for i in range(2 if k < 0.7 else 3):
            crow = [
                (s * (eye_x + 27), eye_y + 1 + i * 4.5), (s * (eye_x + 31), eye_y + 2 + i * 6.5),
                (s * (eye_x + 34.5), eye_y + 4.5 + i * 9),
            ]  # fmt: skip
            crease(crow, 0.9, 0.42)
        if k > 0.55:
            # The hollow below the cheekbone.
            furrow([(s * 66, 40), (s * 60, 54), (s * 50, 68), (s * 43, 84)], 15.0, 0.40)
    for i in range(2 if k < 0.7 else 3):
        reach, low = 34 - 4 * i, -62 - i * 10.5
        brow = [(-reach, low), (-reach * 0.4, low - 2.6), (reach * 0.4, low - 2.2), (reach, low + 0.5)]
        crease(brow, 0.95, 0.34)
    canvas.restore()


def _contour(canvas: skia.Canvas, view: HeadView, skin: Complexion) -> None:
    """The edge of the face, heavier under the cheek and the chin; the near temple stays open."""
    near, far = view.heights > -2, view.heights > -70
    turned_right = view.pose.yaw_deg >= 0
    right = view.right[far if turned_right else near]
    left = view.left[near if turned_right else far]
    edge = spline(np.vstack([right[::2], left[::-1][::2]]), steps=3)
    line(
        canvas,
        edge,
        2.0,
        skin.line,
        1.0,
        lambda t: (
            0.55 + 0.6 * np.exp(-(((t - 0.62) / 0.12) ** 2)) + 0.25 * np.exp(-(((t - 0.35) / 0.15) ** 2))
        ),
        count=160,
    )


def draw_ear(canvas: skia.Canvas, view: HeadView, skin: Complexion, side: int) -> None:
    """One ear; the far one of a turned head is hidden."""
    yaw, pose = view.pose.yaw_deg, view.pose
    is_far = side * yaw > 0
    # The far ear slips behind the cheek by and by.
    slim = 1 - float(smoothstep(8, 34, abs(yaw))) if is_far else 1 + 0.7 * abs(float(np.sin(np.radians(yaw))))
    if slim < 0.05:
        return
    centre = pose.project([(side * 75, 14, -8.0)])[0, :2]
    stretch = np.array([side * 0.72 * slim, 1])
    shape = spline(
        [(-3, -20), (6, -25), (13, -20), (14, -6), (9, 8), (4, 20), (-2, 22), (-5, 10)], closed=True
    )
    points = shape * stretch + centre
    path = path_of(points)
    canvas.drawPath(path, fill(skin.skin))
    canvas.drawPath(path, shadow(skin.shadow, 0.35))
    line(canvas, np.vstack([points, points[:1]]), 1.5, skin.line, 0.9, "flat", count=60)
    shell = spline([(0, -15), (8, -17), (9, -6), (3, 4), (5, 12)]) * stretch + centre
    line(canvas, shell, 1.3, skin.line, 0.6)
