"""A head view and a face state → inked eyes and brows."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property

import numpy as np
import skia

from reelwright.drawing.colour import Rgb, mix, multiply, shift
from reelwright.drawing.ink import (
    Points,
    bezier,
    fill,
    gradient_fill,
    linear,
    path_of,
    spline,
    stroke,
    tapered,
    tapered_many,
)
from reelwright.stage.people.brush import Direction, blob, line, shadow, shine
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.face_state import FaceState
from reelwright.stage.people.head import HeadView

_LASHES_ABOVE = ((0.60, 4.2, 1.8), (0.74, 5.2, 3.4), (0.86, 5.6, 5.0), (0.95, 5.0, 5.6))
_LASHES_BELOW = ((0.62, 2.6), (0.76, 3.2), (0.88, 3.0))


class _Lids:
    """The two lids of an eye in its own plane: x outwards, the inner corner at -half width."""

    def __init__(self, skin: Complexion, state: FaceState) -> None:
        w, rise, fall, tilt = skin.eye_half_width, skin.eye_rise, skin.eye_fall, skin.tilt
        self.open = float(np.clip(_lids_with_gaze(state), 0, 1.3))
        angle = state.eye_angle
        t = np.linspace(0, 1, 7)
        wide_open = np.array(
            [(-w, 4.2), (-w * 0.8, -1.2), (-w * 0.42, -rise * 0.8), (0, -rise), (w * 0.45, -rise * 0.8),
             (w * 0.82, -rise * 0.28), (w * 1.03, 1.2 - tilt)]
        )  # fmt: skip
        shut = np.array(
            [(-w, 4.2), (-w * 0.76, 7.2), (-w * 0.4, 9.6), (0, 10.4), (w * 0.45, 9.2), (w * 0.84, 5.6),
             (w * 1.05, 1.6 - tilt)]
        ) * [1, 0.92 if skin.is_female else 0.8]  # fmt: skip
        lower = np.array(
            [(-w, 4.2), (-w * 0.72, 6.4), (-w * 0.3, fall * 0.97), (w * 0.1, fall), (w * 0.5, fall * 0.8),
             (w * 0.84, fall * 0.36), (w * 1.03, 1.2 - tilt)]
        )  # fmt: skip
        joyful = np.array(
            [(-w, 7.0), (-w * 0.74, 1.2), (-w * 0.4, -2.8), (0, -4.0), (w * 0.45, -2.6), (w * 0.84, 2.0),
             (w * 1.05, 6.2)]
        )  # fmt: skip
        joy = float(np.clip(state.joy, 0, 1))
        shut = shut * (1 - joy) + joyful * joy
        wide_open[:, 1] += angle * (1 - t) ** 1.2 * 5.0 * (t > 0)
        wide_open[:, 1] -= min(angle, 0) * t**1.6 * 3.6 * (t < 1)
        lower[:, 1] -= state.squint * np.sin(np.pi * t) * 5.0
        if self.open <= 1:
            upper = shut + (wide_open - shut) * self.open
        else:
            upper = wide_open - np.array([0, 1]) * (self.open - 1) * 16 * np.sin(np.pi * t)[:, None]
        if state.lid_flat > 0.02 and self.open > 0.1:
            # A lid drawn straight across: the eye that has made up its mind.
            level = upper[3, 1] + np.array([0, 2.2, 0.7, 0, 0.3, 1.0, 0])
            straight = upper.copy()
            straight[1:-1, 1] = level[1:-1]
            flat = min(1.0, state.lid_flat)
            upper = upper * (1 - flat) + straight * flat
            upper[1:-1, 1] = np.minimum(upper[1:-1, 1], lower[1:-1, 1] - 1.5)
        if self.open < 0.35:
            lower = lower + (shut - lower) * (1 - self.open / 0.35)
        self.upper_knots, self.lower_knots = upper, lower
        self.upper, self.lower = spline(upper, steps=10), spline(lower, steps=10)
        self.arched_shut = joy > 0.5 and self.open < 0.2

    @cached_property
    def opening(self) -> skia.Path:
        return path_of(np.vstack([self.upper, self.lower[::-1]]))


def _lids_with_gaze(state: FaceState) -> float:
    """Lids follow the eye: down with a lowered gaze, a little up with a raised one."""
    follow = 0.30 * max(0.0, state.gaze_y) - 0.10 * max(0.0, -state.gaze_y)
    return state.lid_open * (1 - follow * min(1.0, state.lid_open / 0.4))


def draw_eye(
    canvas: skia.Canvas, view: HeadView, skin: Complexion, state: FaceState, side: int, light: Direction
) -> None:
    """One eye; ``side`` -1 is the one on the left of the picture."""
    if view.faces_viewer(side * skin.eye_x, skin.eye_y) < 0.12:
        return
    if side > 0 and state.wink > 0:
        shut = 1 - min(1.0, state.wink)
        state = replace(state, lid_open=state.lid_open * shut, joy=max(state.joy, state.wink * 0.9))
    lids = _Lids(skin, state)
    canvas.save()
    canvas.concat(view.matrix(side * skin.eye_x, skin.eye_y, side))
    _socket(canvas, skin, lids)
    if lids.open > 0.12:
        canvas.save()
        canvas.clipPath(lids.opening, True)
        _eyeball(canvas, skin, lids)
        _iris(canvas, skin, state, lids, side, light)
        _wetness(canvas, skin, state, lids)
        canvas.restore()
    _lashes(canvas, skin, lids)
    _creases(canvas, skin, state, lids)
    canvas.restore()


def _socket(canvas: skia.Canvas, skin: Complexion, lids: _Lids) -> None:
    above = spline(lids.upper_knots + [0, -0.5])
    higher = spline(lids.upper_knots * [1.02, 1] + np.array([0, -7.5]))
    canvas.drawPath(path_of(np.vstack([above, higher[::-1]])), shadow(skin.shadow, 0.34, 2.2))
    if skin.is_female:
        outer = lids.upper[30:]
        make_up = path_of(np.vstack([outer, (outer + [3, -7])[::-1]]))
        canvas.drawPath(make_up, shadow(mix(skin.lip, skin.deep, 0.4), 0.30 * (1 - 0.6 * skin.wrinkles), 2.6))
    canvas.drawPath(tapered(lids.lower + [0, 2.2], 4.2), shadow(skin.shadow, 0.30, 1.6))


def _eyeball(canvas: skia.Canvas, skin: Complexion, lids: _Lids) -> None:
    white = linear(
        (0, -skin.eye_rise), (0, skin.eye_fall * 0.7), ["#9c8aa2", "#e9dfe6", "#fdf8f6"], [0, 0.5, 1]
    )
    canvas.drawPath(lids.opening, gradient_fill(white))
    canvas.drawCircle(-skin.eye_half_width, 4.2, 4.5, fill("#e08c86", 0.6, blur=1.6))


def _iris(
    canvas: skia.Canvas, skin: Complexion, state: FaceState, lids: _Lids, side: int, light: Direction
) -> None:
    lady = skin.is_female
    lid_factor = 0.55 + 0.45 * skin.eye_rise / (15.0 if lady else 10.2)
    rx, ry = (12.3, 13.9) if lady else (10.0, 10.8)
    rx, ry = rx * state.iris * lid_factor, ry * state.iris * lid_factor
    dark = mix(multiply(skin.iris, skin.iris), "#140a10", 0.55)
    lit = shift(mix(skin.iris, "#ffffff", 0.25), saturation=1.15, value=1.35)
    canvas.save()
    canvas.translate(state.gaze_x * side * 7.5 - 0.6, state.gaze_y * 5 - (0.9 if lady else 1.5))
    disc = skia.Rect(-rx, -ry, rx, ry)
    tones = linear((0, -ry), (0, ry), [dark, mix(dark, skin.iris, 0.45), skin.iris, lit], [0, 0.38, 0.66, 1])
    canvas.drawOval(disc, gradient_fill(tones))
    _iris_rays(canvas, rx, ry, lit, dark)
    blob(canvas, 0, ry * 0.51, rx * 0.70, ry * 0.41, shine(lit, 0.55, 1.8))
    blob(canvas, 0, -ry * 0.05, rx * 0.44, ry * 0.45, fill(mix(dark, "#05030a", 0.5)))
    canvas.drawOval(disc, stroke(mix(dark, "#1a0d12", 0.5), 1.5, 0.95))
    canvas.restore()
    lid_shade = tapered(lids.upper + [0, 1.8], 7.5, "flat", count=30)
    canvas.drawPath(lid_shade, shadow("#3a2436", 0.42, 1.5))
    _glints(canvas, skin, state, side, light)


def _iris_rays(canvas: skia.Canvas, rx: float, ry: float, lit: Rgb, dark: Rgb) -> None:
    bright, dim = stroke(lit, 0.55, 0.35), stroke(dark, 0.55, 0.35)
    for i in range(18):
        angle = i * 2 * math.pi / 18 + 0.17
        c, s = math.cos(angle), math.sin(angle)
        canvas.drawLine(c * rx * 0.45, s * ry * 0.45, c * rx * 0.86, s * ry * 0.86, bright if s > 0 else dim)


def _glints(canvas: skia.Canvas, skin: Complexion, state: FaceState, side: int, light: Direction) -> None:
    """Highlights lie on the side of the light in both eyes: they are never mirrored."""
    size = 1.0 if skin.is_female else 0.72
    gaze_x = state.gaze_x * side * 7.5 - 0.6
    gaze_y = state.gaze_y * 5 - (0.9 if skin.is_female else 1.5)
    toward = side * (1 if light[0] < 0 else -1)

    def glint(x: float, y: float, half_width: float, half_height: float, alpha: float) -> None:
        at_x, at_y = gaze_x + x * toward * size, gaze_y + y * size
        blob(canvas, at_x, at_y, half_width * size, half_height * size, fill("#ffffff", alpha))

    dull = min(1.0, state.shine)
    glint(-4.0, -4.6, 3.1 * (0.7 + 0.3 * dull), 3.9 * (0.7 + 0.3 * dull), 0.55 + 0.45 * dull)
    if state.shine > 0.8:
        glint(4.2, 5.0, 1.7, 1.9, 0.9)
        glint(5.0, -1.6, 0.9, 0.9, 0.75)
    if state.shine > 1.2:
        glint(-1.0, 6.6, 3.2, 1.5, 0.75)
        glint(-5.4, 2.4, 1.1, 1.1, 0.8)


def _wetness(canvas: skia.Canvas, skin: Complexion, state: FaceState, lids: _Lids) -> None:
    line(canvas, lids.lower[6:] - [0, 0.6], 1.3, "#f3b6ae", 0.8)
    brim = 3.6 * min(1.0, state.tears * 1.6) if state.tears > 0 else 2.0 if state.shine > 1.45 else 0.0
    if brim == 0:
        return
    # Water stands on the lid: a lens that lifts the light, with a bright edge above.
    t = np.linspace(0, 1, len(lids.lower))
    level = lids.lower - np.stack([0 * t, (0.8 + brim) * np.sin(np.pi * t) ** 0.55], 1)
    lens = path_of(np.vstack([lids.lower + [0, 1], level[::-1]]))
    canvas.drawPath(lens, fill("#dcecf8", 0.62))
    line(canvas, level[5:-5], 1.3, "#ffffff", 0.95)
    line(canvas, (lids.lower - [0, 0.9])[14:34], 1.0, "#ffffff", 0.8)
    if state.tears > 0:
        blob(
            canvas,
            skin.eye_half_width * 0.42,
            float(level[len(level) * 2 // 3, 1]) + 1.4,
            2.6,
            1.5,
            fill("#ffffff"),
        )


def _lashes(canvas: skia.Canvas, skin: Complexion, lids: _Lids) -> None:
    w, tilt, lady = skin.eye_half_width, skin.tilt, skin.is_female
    ink = skin.lash
    flick = np.array([(w * 1.16, -2.4 - tilt * 1.3)]) if lady else np.array([(w * 1.10, -0.2 - tilt)])
    if lids.open <= 0.3:
        flick = flick + [0, 9 if lids.arched_shut else 4]
    wedge = np.vstack([lids.upper[2:], flick])
    canvas.drawPath(
        tapered(
            spline(wedge[::3], steps=4) - [0, skin.lash_thickness * 0.30],
            skin.lash_thickness * 1.35,
            lambda t: (0.22 + 0.78 * np.clip(t / 0.62, 0, 1) ** 0.8) * np.clip((1 - t) / 0.10, 0, 1) ** 0.6,
            count=40,
        ),
        fill(ink),
    )
    if lady:
        up = -1.0 if lids.open > 0.3 or lids.arched_shut else 0.8
        weight = 1 - 0.5 * skin.wrinkles
        for place, length, out in _LASHES_ABOVE:
            root = lids.upper[int(place * (len(lids.upper) - 1))] - [0, skin.lash_thickness * 0.5]
            hair = bezier(
                root + [-1.6, 0.6],
                root + [0, length * 0.2 * up],
                root + [out * 0.5, length * 0.55 * up],
                root + [out * 1.15, length * 0.82 * up],
            )
            line(canvas, hair, 2.0 * weight, ink, 1.0, "out", count=10)
        for place, length in _LASHES_BELOW:
            root = lids.lower[int(place * (len(lids.lower) - 1))]
            hair = bezier(root, root + [0.6, length * 0.4], root + [1.4, length * 0.7], root + [2.3, length])
            line(canvas, hair, 0.9, ink, 0.75 * weight, "out", count=8)
    start = int(len(lids.lower) * (0.34 if lady else 0.30))
    lower_ink = mix(ink, skin.line, 0.45)
    line(
        canvas,
        lids.lower[start:],
        1.5 if lady else 1.2,
        lower_ink,
        0.9,
        lambda t: 0.25 + 0.75 * t * (t < 0.97),
    )


def _creases(canvas: skia.Canvas, skin: Complexion, state: FaceState, lids: _Lids) -> None:
    rise = np.array([[1, -3.2], [0, -4.4], [0, -4.8], [0, -4.9], [1.2, -4.6], [2.2, -3.8]])
    visible = lids.open > 0.2
    factor = (1.0 if skin.is_female else 0.75) * (1.0 if visible else 0.6)
    fold_line = spline(lids.upper_knots[1:] + rise * factor)
    line(canvas, fold_line, 1.25, skin.line, 0.75 if visible else 0.35)
    if not visible and not lids.arched_shut and state.squint > 0.5:
        # Pressed shut: the corners fold.
        w, tight = skin.eye_half_width, min(1.0, state.squint * 1.4)
        for x, y, dx, dy in ((1.0, 3.6, 7.5, -3.4), (1.02, 6.2, 8.0, 1.8), (-1.02, 4.2, -5.0, -3.0)):
            corner = spline([(w * x, y), (w * x + dx * 0.5, y + dy * 0.3), (w * x + dx, y + dy)])
            line(canvas, corner, 1.4, skin.line, 0.7 * tight, "out")
    if skin.wrinkles > 0.3:
        line(canvas, fold_line + [1.0, -3.4], 1.0, skin.line, 0.35 * skin.wrinkles)
    bag = max(state.weariness, 0.7 * skin.wrinkles)
    if bag > 0.05:
        under = spline(lids.lower_knots[1:-1] + [0, 6.5])
        canvas.drawPath(
            tapered(under - [0, 2], 7.0), shadow(mix(skin.shadow, "#8a6a9a", 0.35), 0.5 * bag, 2.0)
        )
        line(canvas, under, 1.1, skin.line, 0.5 * bag)


def draw_brow(canvas: skia.Canvas, view: HeadView, skin: Complexion, state: FaceState, side: int) -> None:
    """One brow: a soft wedge with hairs combed over it."""
    if view.faces_viewer(side * skin.eye_x, skin.brow_y) < 0.16:
        return
    curve = view.along(_brow_curve(skin, state, side), 1.5)
    colour = mix(mix(skin.hair, skin.line, 0.25), "#20121a", 0.25)
    wedge = tapered(
        curve,
        skin.brow_thickness * 1.25,
        lambda t: (
            np.clip(t / 0.22 + 0.22, 0, 1)
            * (0.80 + 0.20 * np.sin(np.pi * t * 0.9))
            * np.clip((1 - t) / 0.62, 0, 1) ** 0.62
        ),
        count=36,
    )
    canvas.drawPath(wedge, fill(colour, 0.82, blur=0.35))
    _brow_hairs(canvas, skin, curve, mix(colour, "#000000", 0.15), side)
    if state.brow_knit > 0.3 and side > 0:
        top = skin.brow_y + skin.eye_y
        for s in (-1, 1):
            furrow = view.along(spline([(s * 5, top - 2), (s * 4, top + 5), (s * 6, top + 11)]))
            line(canvas, furrow, 1.1, skin.line, 0.55 * state.brow_knit)


def eye_points(view: HeadView, skin: Complexion, state: FaceState, side: int) -> dict[str, Points]:
    """Where in the picture the corners, the lids and the iris of an eye are; ``side`` as in ``draw_eye``."""
    lids = _Lids(skin, state)
    gaze = (state.gaze_x * side * 7.5 - 0.6, state.gaze_y * 5 - (0.9 if skin.is_female else 1.5))
    flat = {
        "eye_inner": lids.upper_knots[0],
        "eye_outer": lids.upper_knots[-1],
        "eye_upper": lids.upper_knots[3],
        "eye_lower": lids.lower_knots[3],
        "iris": np.array(gaze),
    }
    origin, across, down = view.tangents(side * skin.eye_x, skin.eye_y)
    return {name: origin + across * side * point[0] + down * point[1] for name, point in flat.items()}


def brow_points(view: HeadView, skin: Complexion, state: FaceState, side: int) -> dict[str, Points]:
    """Where in the picture the inner end, the middle and the outer end of a brow are."""
    curve = view.along(_brow_curve(skin, state, side), 1.5)
    return {"inner": curve[0], "middle": curve[len(curve) // 2], "outer": curve[-1]}


def _brow_curve(skin: Complexion, state: FaceState, side: int) -> Points:
    inner, outer = state.brow_inner, state.brow_outer
    skew = state.brow_skew * side
    outer += (1.15 if skew > 0 else 0.5) * skew
    inner += (0.75 if skew > 0 else 0.45) * skew
    x = np.array([-20, -12, 0, 11, 21, 28.0]) + skin.eye_x
    x[:3] -= state.brow_knit * np.array([4, 3, 1])
    y = np.array([3.2, 0.8, -1.8, -3.4, -2.2, 2.4] if skin.is_female else [4.2, 1.6, -1.4, -3.6, -2.6, 1.8])
    t = np.linspace(0, 1, 6)
    y = y * skin.brow_arch - skin.brow_slope * t * (1.6 - 0.6 * t) + skin.brow_slope * 0.35
    y = y - inner * (1 - t) ** 1.5 * 8.5
    y = y - outer * np.sin(np.pi * np.clip(t * 0.8 + 0.15, 0, 1)) * 6.0 * t
    y = y * (1 - 0.55 * state.brow_drop) + 5.2 * state.brow_drop
    y = y - max(0.0, state.lid_open - 1) * 10 + skin.brow_y + skin.eye_y
    return spline(np.stack([x * side, y], 1))


def _brow_hairs(canvas: skia.Canvas, skin: Complexion, curve: Points, colour: Rgb, side: int) -> None:
    count = 14 if skin.is_female else 22
    place = 0.02 + 0.9 * np.arange(count) / count
    at = (place * (len(curve) - 1)).astype(int)
    root = curve[at]
    along = curve[np.minimum(len(curve) - 1, at + 5)] - root
    along = along / (np.hypot(along[:, 0], along[:, 1])[:, None] + 1e-6)
    up = np.stack([along[:, 1], -along[:, 0]], 1) * side
    up = np.where(up[:, 1:] > 0, -up, up)
    height = (skin.brow_thickness * np.where(place < 0.6, 0.55, 0.4))[:, None]
    root = root - up * height * 0.6
    end = root + along * np.where(place > 0.2, 6, 3.5)[:, None] + up * height * 1.1
    leave, arrive = root + along * 2 + up * height * 0.5, root + along * 4 + up * height * 0.9
    t = np.linspace(0, 1, 8)[None, :, None]
    hairs = (
        (1 - t) ** 3 * root[:, None]
        + 3 * (1 - t) ** 2 * t * leave[:, None]
        + 3 * (1 - t) * t**2 * arrive[:, None]
        + t**3 * end[:, None]
    )
    canvas.drawPath(tapered_many(hairs, np.full(count, 1.1)), fill(colour, 0.7))


def _strain(canvas: skia.Canvas, view: HeadView, skin: Complexion, state: FaceState) -> None:
    """What raised cheeks and a wrinkled nose leave around the eyes."""
    x, y = skin.eye_x, skin.eye_y + skin.eye_fall
    for side in (-1, 1):
        if view.faces_viewer(side * x, y) < 0.2:
            continue
        if state.cheek > 0.3 and not state.asymmetry and skin.age_years > 12:
            pouch = spline([(side * (x - 15), y + 7.5), (side * (x - 2), y + 9.6), (side * (x + 13), y + 6)])
            line(canvas, view.along(pouch, 1.0), 1.2, skin.line, 0.24 * state.cheek)
        if state.nose_wrinkle > 0.4:
            for step in range(2):
                low = 12 + step * 6.5
                crease = spline([(side * 2.6, low - 2), (side * 5.4, low - 0.6), (side * 8.4, low + 3)])
                line(canvas, view.along(crease, 6 + 2 * step), 1.0, skin.line, 0.42 * state.nose_wrinkle)


def draw_gaze(
    canvas: skia.Canvas, view: HeadView, skin: Complexion, state: FaceState, light: Direction
) -> None:
    """Both eyes and both brows."""
    canvas.save()
    if abs(view.pose.yaw_deg) > 24:
        # The far eye ends at the edge of the face; its lashes reach a little over it.
        rim = view.outline.copy()
        rim[:, 0] += 2.5 * np.sign(view.pose.yaw_deg)
        both = skia.Op(view.path, path_of(rim), skia.kUnion_PathOp)
        canvas.clipPath(both, True)
    _strain(canvas, view, skin, state)
    for side in (-1, 1):
        draw_eye(canvas, view, skin, state, side, light)
    for side in (-1, 1):
        draw_brow(canvas, view, skin, state, side)
    canvas.restore()
