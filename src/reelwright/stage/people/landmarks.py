"""A head in a pose with a face → the points that a face tracker would find, in head units.

Names say *left* and *right* as the person would: their left eye is on the right of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.eyes import brow_points, eye_points
from reelwright.stage.people.face_state import FaceState
from reelwright.stage.people.head import HeadView
from reelwright.stage.people.mouth import mouth_points

SIDES = {"right": -1, "left": 1}
"""The person's side → the side of the picture, seen from the front."""
JAW_POINTS = 9
_JAW_FROM_Y = 12.0
_LEAST_FACING = 0.12


@dataclass(frozen=True)
class Landmark:
    """A point of a face. ``is_visible`` is false where the head hides it from us."""

    x: float
    y: float
    is_visible: bool = True


def landmarks_of(view: HeadView, skin: Complexion, state: FaceState) -> dict[str, Landmark]:
    """Eyes, brows, nose, mouth and jaw. ``view`` has the jaw drop of ``state``."""
    found: dict[str, Landmark] = {}
    for name, side in SIDES.items():
        seen = view.faces_viewer(side * skin.eye_x, skin.eye_y) > _LEAST_FACING
        for what, point in eye_points(view, skin, state, side).items():
            found[f"{name}_{what}"] = _mark(point, seen)
        for what, point in brow_points(view, skin, state, side).items():
            found[f"{name}_brow_{what}"] = _mark(point, seen)
    found["nose_bridge"] = _mark(view.at(0, skin.eye_y + 6))
    found["nose_tip"] = _mark(view.at(0, skin.nose_y - 5, 20.0))
    found["nose_base"] = _mark(view.at(0, skin.nose_y + 6, 6.0))
    found |= {f"mouth_{what}": _mark(point) for what, point in mouth_points(view, skin, state).items()}
    found |= {f"jaw_{number}": _mark(point) for number, point in enumerate(_jaw(view))}
    return found


def _jaw(view: HeadView) -> NDArray[np.float64]:
    """From the person's right ear round the chin to the left one, evenly by height."""
    edges = []
    for edge in (view.left, view.right):
        below = edge[edge[:, 1] > _JAW_FROM_Y]
        at = np.linspace(below[:, 1].min(), below[:, 1].max(), JAW_POINTS // 2 + 1)
        order = np.argsort(below[:, 1])
        edges.append(np.stack([np.interp(at, below[order, 1], below[order, 0]), at], 1))
    chin = (edges[0][-1:] + edges[1][-1:]) / 2
    return np.vstack([edges[0][:-1], chin, edges[1][-2::-1]])


def _mark(point: ArrayLike, is_visible: bool = True) -> Landmark:
    x, y = np.asarray(point, dtype=float).ravel().tolist()[:2]
    return Landmark(x, y, is_visible)
