"""A head view, a complexion and a light → the nose, on a layer of its own.

It changes most in a turn, so it is drawn at every angle, not only at the keys of the head. On an empty layer
a shadow cannot multiply: everything here is a plain cover in a tone of the skin.
"""

from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix, multiply
from reelwright.drawing.ink import fill, smoothstep, spline, tapered
from reelwright.stage.people.brush import Direction, line, smooth_path
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.head import HeadView


def draw_nose(canvas: skia.Canvas, view: HeadView, skin: Complexion, light: Direction) -> None:
    """Side plane, shadow below, nostrils, wings, bridge and highlights; each fades with the turn."""
    turned, toward = abs(view.pose.yaw_deg), 1 if view.pose.yaw_deg >= 0 else -1
    shadow_side = 1 if light[0] < 0 else -1
    canvas.save()
    if turned > 28:
        canvas.clipPath(view.path, True)
    away = float(smoothstep(6, 20, turned)) if shadow_side != toward else 0.0
    _side_plane(canvas, view, skin, shadow_side, 0.34 * (1 - away))
    _side_plane(canvas, view, skin, -toward, 0.34 * away)
    _below(canvas, view, skin)
    _nostrils(canvas, view, skin, turned, toward)
    canvas.restore()
    _bridge(canvas, view, skin, turned, shadow_side)
    _highlights(canvas, view, skin, shadow_side)


def _tone(skin: Complexion, colour: Colour, alpha: float, blur: float) -> skia.Paint:
    return fill(multiply(skin.skin, colour) * 0.96, alpha, blur=blur)


def _side_plane(canvas: skia.Canvas, view: HeadView, skin: Complexion, side: int, alpha: float) -> None:
    if alpha < 0.02:
        return
    base_y = skin.nose_y
    plane = np.vstack(
        [
            view.along([(side * 1.5, 8), (side * 3, 26), (side * 4, 44)], 8),
            view.along(
                [
                    (side * 8, base_y + 1), (side * 11, base_y - 3), (side * 9, 38), (side * 9, 20),
                    (side * 12, 2),
                ],
                2,
            ),
        ]
    )  # fmt: skip
    canvas.drawPath(smooth_path(plane), _tone(skin, skin.shadow, alpha, 2.4))


def _below(canvas: skia.Canvas, view: HeadView, skin: Complexion) -> None:
    size, base_y = skin.nose_size, skin.nose_y
    tip_z = float(view.model.depth(0, base_y))
    under = np.vstack(
        [
            view.along([(-8.2 * size, base_y + 2)], 5),
            view.space([(0, base_y + 2.4, tip_z + 17)]),
            view.along([(8.2 * size, base_y + 2)], 5),
            view.along([(3.5, base_y + 8)], 2),
            view.along([(0, base_y + 9.5)], 1),
            view.along([(-3.5, base_y + 8)], 2),
        ]
    )
    canvas.drawPath(smooth_path(under), _tone(skin, skin.shadow, 0.72, 1.0))


def _nostrils(canvas: skia.Canvas, view: HeadView, skin: Complexion, turned: float, toward: int) -> None:
    lady, size, base_y = skin.is_female, skin.nose_size, skin.nose_y
    weight = float(smoothstep(3, 30, turned))
    for side in (-1, 1):
        near = side * toward < 0
        seen = 1.0 if near else float(np.clip(1 - (turned - 8) / 16, 0, 1))
        nostril = spline(
            [(side * 2.4, base_y + 4.0), (side * 4.6, base_y + 2.9), (side * 7.2 * size, base_y + 3.9)]
        )
        if seen > 0:
            line(canvas, view.along(nostril, 10), 1.8 if lady else 2.2, skin.line, 0.78 * seen)
        wing = spline(
            [
                (side * 8.6 * size, base_y - 5.2),
                (side * 10.4 * size, base_y - 0.6),
                (side * 8.8 * size, base_y + 3.6),
            ]
        )
        shown = (0.35 + 0.65 * weight) if near else float(np.clip(1 - turned / 14, 0, 1)) * 0.35
        line(canvas, view.along(wing, 4), 1.15, skin.line, (0.30 if lady else 0.45) * shown)


def _bridge(canvas: skia.Canvas, view: HeadView, skin: Complexion, turned: float, shadow_side: int) -> None:
    """The line of the bridge: a short accent above the tip that grows upwards with the turn, until the
    outline of the face takes over."""
    lady, base_y = skin.is_female, skin.nose_y
    weight = float(smoothstep(3, 30, turned) * smoothstep(50, 41, turned))
    if not lady and weight < 0.6:
        side_plane = view.along(
            spline([(shadow_side * 6, 14), (shadow_side * 5.2, 30), (shadow_side * 6.5, 46)]), 6
        )
        line(canvas, side_plane, 1.2, skin.line, 0.26 * (1 - weight / 0.6))
    if weight <= 0.02:
        return
    table = np.array(
        [
            (-8, 2), (10, 5.5), (28, 11), (42, 16.5), (52, 21), (base_y - 2, 22.5), (base_y + 2.2, 19),
            (base_y + 5, 9), (base_y + 6, 2),
        ]
    )  # fmt: skip
    heights = table[:, 0]
    bump = skin.nose_hook * 4.5 * np.exp(-(((heights - 27) / 13) ** 2))
    z = view.model.depth(0 * heights, heights) + table[:, 1] * (0.82 + 0.18 * skin.nose_size) + bump
    curve = spline(view.space(np.stack([0 * heights, heights, z], 1)))
    first = (0.56 if lady else 0.44) - (0.34 if lady else 0.36) * float(smoothstep(10, 36, turned))
    part = curve[int(len(curve) * first) : int(len(curve) * 0.86)]
    line(
        canvas,
        part,
        1.5 if lady else 1.9,
        skin.line,
        0.85 * weight,
        lambda t: np.clip(t * 1.15, 0, 1) ** 1.5 * np.clip((1 - t) / 0.2, 0, 1) ** 0.7 + 0.02,
        count=40,
    )


def _highlights(canvas: skia.Canvas, view: HeadView, skin: Complexion, shadow_side: int) -> None:
    lady, base_y = skin.is_female, skin.nose_y
    lit = mix(skin.skin, "#ffffff", 0.75)
    tip_z = float(view.model.depth(0, base_y - 5)) + 21
    x, y = view.space([(-shadow_side * 1.2, base_y - 5, tip_z)])[0].tolist()
    canvas.drawOval(skia.Rect(x - 2, y - 2.6, x + 2, y + 2), fill(lit, 0.72 if lady else 0.5, blur=0.8))
    ridge = [(-shadow_side * 1.2, h, float(view.model.depth(0, h)) + 8 + h * 0.22) for h in (14, 26, 38)]
    canvas.drawPath(tapered(view.space(ridge), 3.0), fill(lit, 0.34 if lady else 0.24, blur=1.2))
