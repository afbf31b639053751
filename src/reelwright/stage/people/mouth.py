"""A head view and a face state → the inked mouth."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import Points, fill, gradient_fill, linear, path_of, spline, tapered
from reelwright.stage.people.brush import blob, line, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.face_state import FaceState
from reelwright.stage.people.head import HeadView

_Placement = Callable[[Points], Points]


def jaw_drop_of(state: FaceState) -> float:
    """How far the chin sinks for this mouth, in head units (0..11)."""
    return max(0.0, state.mouth_open) * 11.5 * (1 - 0.3 * state.mouth_round)


@dataclass(frozen=True)
class _Lips:
    """Four curves around (0, 0): the edge of the upper lip's teeth side, its top, and the same below."""

    inner_top: Points
    outer_top: Points
    inner_bottom: Points
    outer_bottom: Points
    half_width: float
    drop: float
    corners: tuple[tuple[float, float], tuple[float, float]]


def _lips_of(skin: Complexion, state: FaceState) -> _Lips:
    gap, roundness, smile, lean = state.mouth_open, state.mouth_round, state.smile, state.asymmetry
    bite, square, curl, pout = state.lip_bite, state.mouth_square, state.lip_raise, state.chin
    gap = max(gap, 0.10 * bite)
    half = skin.mouth_half_width * state.mouth_width * (1 - 0.12 * gap)
    lift = -smile * (4.8 if smile > 0 else 4.4)
    left_y, right_y = lift * (1 - lean * 0.95), lift * (1 + lean * 0.8)
    left, right = half * (1 - 0.10 * lean), half * (1 + 0.20 * lean)
    up, drop = gap * (4.2 + 3.0 * square) * (1 - 0.3 * roundness), gap * 19
    # Who howls draws the corners down with the jaw: an arch over a level lower lip.
    howl = drop * square * max(0.0, -smile)
    left_y, right_y = left_y + 0.42 * howl, right_y + 0.42 * howl
    bow = 0.3 * (1 - min(1.0, gap * 3))
    shoulder = 0.1 - up * (0.7 + 0.35 * square) - roundness * gap * 2 - 0.05 * howl
    inner_top = np.array(
        [
            (-left, left_y), (-left * 0.62, left_y * 0.42 + shoulder), (-left * 0.28, -bow - up),
            (0, bow - up), (right * 0.28, -bow - up), (right * 0.62, right_y * 0.42 + shoulder),
            (right, right_y),
        ]
    )  # fmt: skip
    side = drop * (0.5 + 0.2 * roundness + 0.30 * square) + 0.6
    side = min(side, drop + 1.2 - left_y * 0.35) if howl > 0 else side
    inner_bottom = np.array(
        [
            (-left, left_y), (-left * 0.72, left_y * 0.35 + side), (-left * 0.36, drop * 0.9 + 0.6),
            (0, drop + 0.9), (right * 0.36, drop * 0.9 + 0.6), (right * 0.72, right_y * 0.35 + side),
            (right, right_y),
        ]
    )  # fmt: skip
    # A pushed-up chin arches the line between the lips; a curled lip bares one side or both.
    arch = np.array([0.4, -0.5, -1.0, -1.1, -1.0, -0.5, 0.4]) * 2.0 * pout
    inner_top[:, 1] += arch
    inner_bottom[:, 1] += arch
    curls = np.array([0, 1.0, 0.9, 0.5, 0.9, 1.0, 0]) * 2.6 * curl
    inner_top[:, 1] -= curls * np.linspace(1 - lean, 1, 7)
    if smile > 0:
        inner_top[1:-1, 1] += smile * 1.2
        inner_bottom[1:-1, 1] += smile * 1.2
    # Weeping lips cannot be held still: their line runs in waves, the lower one against the upper.
    wave = np.array([0, 0.9, -0.5, -0.3, 0.8, -0.7, 0]) * 1.3 * state.quiver
    inner_top[:, 1] += wave
    inner_bottom[:, 1] += wave if gap < 0.03 else -0.8 * wave
    if gap < 0.03:
        inner_bottom = inner_top.copy()
    upper = skin.upper_lip * (1 - 0.35 * state.press) * (1 + 0.15 * roundness)
    lower = skin.lower_lip * (1 - 0.3 * state.press) * (1 - 0.12 * gap) * (1 - 0.15 * max(smile, 0))
    lower *= (1 - 0.55 * bite) * (1 + 0.12 * pout)
    # Lips that are pulled wide over an open mouth are thin.
    stretched = min(1.0, gap * 1.6) * max(square, -smile, 0.0)
    upper, lower = upper * (1 - 0.42 * stretched), lower * (1 - 0.22 * stretched)
    rise = np.array([0, -0.55, -1.0, -0.8, -1.0, -0.55, 0]) * upper
    sink = np.array([0, 0.5, 0.92, 1.05, 0.92, 0.5, 0]) * lower
    outer_top = inner_top + np.stack([0 * rise, rise], 1)
    outer_bottom = inner_bottom + np.stack([np.array([1.5, 0, 0, 0, 0, 0, -1.5]), sink], 1)
    return _Lips(
        inner_top,
        outer_top,
        inner_bottom,
        outer_bottom,
        half,
        drop,
        ((left, left_y + arch[0]), (right, right_y + arch[0])),
    )


def mouth_points(view: HeadView, skin: Complexion, state: FaceState) -> dict[str, Points]:
    """Where in the picture the corners of the mouth are, and the middle of both edges of both lips."""
    lips = _lips_of(skin, state)
    flat = {
        "right": lips.inner_top[0],
        "left": lips.inner_top[-1],
        "upper_outer": lips.outer_top[3],
        "upper_inner": lips.inner_top[3],
        "lower_inner": lips.inner_bottom[3],
        "lower_outer": lips.outer_bottom[3],
    }
    return {name: view.along([point + [0, skin.mouth_y]], 3.0)[0] for name, point in flat.items()}


def draw_mouth(canvas: skia.Canvas, view: HeadView, skin: Complexion, state: FaceState) -> None:
    """Lips, teeth, tongue and corners. ``view`` must have the jaw drop of ``jaw_drop_of(state)``."""
    lips = _lips_of(skin, state)
    origin = np.array([0, skin.mouth_y])

    def place(points: Points) -> Points:
        return view.along(np.asarray(points, dtype=float) + origin, 3.0)

    half, bottom_y = lips.half_width, float(lips.outer_bottom[3, 1])
    under = spline(
        [(-half * 0.42, bottom_y + 2), (0, bottom_y + 1.2), (half * 0.42, bottom_y + 2), (0, bottom_y + 5.6)],
        closed=True,
    )
    canvas.drawPath(path_of(place(under)), shadow(skin.shadow, 0.62, 1.8))
    top, inside_top = spline(lips.outer_top), spline(lips.inner_top)
    inside_bottom, bottom = spline(lips.inner_bottom), spline(lips.outer_bottom)
    weight = 0.86 if skin.is_female else 0.42
    upper_lip = path_of(place(np.vstack([top, inside_top[::-1]])))
    lower_lip = path_of(place(np.vstack([inside_bottom, bottom[::-1]])))
    canvas.drawPath(upper_lip, fill(mix(skin.lip, skin.line, 0.22), weight * 0.92, blur=0.55))
    canvas.drawPath(lower_lip, fill(skin.lip, weight * 0.80, blur=0.8))
    if max(state.mouth_open, state.lip_bite) >= 0.03:
        _inside(canvas, skin, state, lips, place(inside_top), place(inside_bottom), place)
        line(canvas, place(inside_bottom), 1.2, skin.line, 0.55)
    _parting(canvas, skin, place(inside_top))
    _corners(canvas, skin, state, lips, place)
    _folds(canvas, view, skin, state, lips)
    if skin.is_female or skin.lower_lip > 6:
        gloss = place(np.array([(-half * 0.13, bottom_y - skin.lower_lip * 0.62)]))[0]
        paint = fill("#ffffff", (0.75 if skin.is_female else 0.25) * (1 - 0.6 * skin.wrinkles), blur=0.55)
        blob(canvas, float(gloss[0]), float(gloss[1]), half * 0.20, 1.1, paint)


def _inside(
    canvas: skia.Canvas,
    skin: Complexion,
    state: FaceState,
    lips: _Lips,
    top: Points,
    bottom: Points,
    place: _Placement,
) -> None:
    opening = path_of(np.vstack([top, bottom[::-1]]))
    half, drop, middle = lips.half_width, lips.drop, lips.inner_top[3, 1]
    canvas.save()
    canvas.clipPath(opening, True)
    upper, lower = top[len(top) // 2, 1], bottom[len(bottom) // 2, 1]
    canvas.drawPath(opening, gradient_fill(linear((0, upper), (0, lower), ["#3a0d16", "#7d2a33"])))
    if state.tongue > 0:
        y = float(lips.inner_bottom[3, 1]) - drop * 0.16 * state.tongue
        x, y = place(np.array([(0, y)]))[0].tolist()
        blob(canvas, x, y + drop * 0.22, half * 0.55, drop * 0.38, fill("#d9707a", blur=0.6))
    teeth = max(state.teeth, 1.25 * state.lip_bite)
    if teeth > 0:
        height = min(2.6 + 3.4 * teeth, drop * 0.62 + 1.5) if teeth < 1.2 else drop + 6
        edge = lips.inner_top.copy()
        corner_y = min(edge[0, 1], edge[-1, 1]) + 0.6
        shape = (np.abs(lips.inner_top[:, 0]) / half) ** 2.2
        edge[:, 1] = middle + height + (corner_y - middle - height) * shape
        edge[0], edge[-1] = lips.inner_top[0] + [2, 0.5], lips.inner_top[-1] + [-2, 0.5]
        upper_edge = spline(lips.inner_top)
        canvas.drawPath(path_of(place(np.vstack([upper_edge - [0, 1], spline(edge)[::-1]]))), fill("#fff7f2"))
        canvas.drawPath(tapered(place(upper_edge + [0, 0.9]), 2.6), shadow("#a77f86", 0.55, 0.7))
        if state.teeth >= 1.2:
            line(canvas, (top + bottom) / 2, 0.8, skin.line, 0.45)
    if state.mouth_square > 0.3 and drop > 9 and state.teeth < 1.2:
        row = lips.inner_bottom[1:-1] - [0, 2.4 * state.mouth_square]
        canvas.drawPath(tapered(place(spline(row)), 4.0, "flat"), fill("#efe0da", 0.9))
    canvas.restore()


def _parting(canvas: skia.Canvas, skin: Complexion, points: Points) -> None:
    """The line between the lips: heavy at the corners and under the bow."""
    path = tapered(
        points,
        1.9 if skin.is_female else 2.1,
        lambda t: (
            0.30
            + 0.70 * np.abs(2 * t - 1) ** 1.2 * np.clip(np.minimum(t, 1 - t) / 0.03, 0, 1)
            + 0.45 * np.exp(-(((t - 0.5) / 0.12) ** 2))
        ),
        count=44,
    )
    canvas.drawPath(path, fill(mix(skin.line, "#3a0d16", 0.35), 0.95))


def _corners(canvas: skia.Canvas, skin: Complexion, state: FaceState, lips: _Lips, place: _Placement) -> None:
    tuck = -2.0 * float(np.clip(state.smile / 0.4, -0.4, 1))
    for side, (half, y) in zip((-1, 1), lips.corners, strict=True):
        # The corner ends in a small shadow, tucked up by a smile.
        end = spline(
            [(side * (half - 2.2), y), (side * (half + 0.4), y + 0.1), (side * (half + 1.7), y + 0.9 + tuck)]
        )
        line(canvas, place(end), 1.7, skin.line, 0.55)
        strength = state.smile * (1 + side * 0.8 * state.asymmetry)
        if strength > 0.5 and skin.age_years > 12:
            dimple = spline(
                [(side * (half + 5), y - 7), (side * (half + 6.8), y - 1), (side * (half + 5.2), y + 5)]
            )
            line(canvas, place(dimple), 1.1, skin.line, min(0.6, 0.36 * strength))
        elif state.smile < -0.6:
            sag = spline(
                [(side * (half + 2), y + 3), (side * (half + 3.4), y + 6.5), (side * (half + 2.6), y + 10)]
            )
            line(canvas, place(sag), 1.0, skin.line, 0.34 * min(1.2, -state.smile))


def _folds(canvas: skia.Canvas, view: HeadView, skin: Complexion, state: FaceState, lips: _Lips) -> None:
    """The folds that a mouth pulls into a face: beside its corners, in the chin, in puffed cheeks."""
    nose, mouth = skin.nose_y, skin.mouth_y
    for side in (-1, 1):
        lean = max(0.0, 1 + side * state.asymmetry) if state.asymmetry else 1.0
        smiling = min(0.5, max(0.0, state.smile - 0.6) * lean) if skin.age_years > 28 else 0.0
        if state.asymmetry > 0.5:
            smiling = max(smiling, 0.4 * max(0.0, state.smile) * (lean > 1))
        half = lips.half_width
        if smiling > 0.08:
            # A smile folds the cheek beside its corner; a sneer folds it from the nose down.
            fold = spline(
                [
                    (side * (half + 5), mouth - 17),
                    (side * (half + 9.5), mouth - 9),
                    (side * (half + 9), mouth),
                ]
            )
            line(canvas, view.along(fold, 1.0), 1.2, skin.line, 0.62 * smiling)
        sneer = min(1.0, 0.6 * state.nose_wrinkle + 0.4 * state.lip_raise * lean)
        if sneer > 0.15:
            reach = skin.mouth_half_width
            fold = spline([(side * 13, nose + 2), (side * 20, nose + 8), (side * (reach + 5), mouth - 8)])
            line(canvas, view.along(fold, 1.0), 1.2, skin.line, (0.26 if skin.is_female else 0.42) * sneer)
        if state.puff > 0.2:
            bulge = spline([(side * 40, mouth - 17), (side * 54, mouth - 6), (side * 45, mouth + 9)])
            line(canvas, view.along(bulge, 1.0), 1.8, skin.line, 0.7 * state.puff)
    if state.chin > 0.3:
        low = float(lips.outer_bottom[3, 1]) + mouth + 6
        dent = spline([(-8, low + 3), (0, low), (8, low + 3)])
        canvas.drawPath(tapered(view.along(dent, 1.0), 5.0), shadow(skin.shadow, 0.6 * state.chin, 1.6))
        line(canvas, view.along(dent, 1.0), 1.0, skin.line, 0.34 * state.chin)
