"""A drawn picture and where points of it go in a small turn of the head → the picture turned on.

Between two angles that are drawn as vectors everything moves by where it really lies in space: the skin by
the surface of the face, hair by its ribbons. So the next key takes over without a jump.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from reelwright.stage.people.easel import Picture
from reelwright.stage.people.hair import Lock
from reelwright.stage.people.head import HeadView

_CELL_UNITS = 6.0
_BEYOND_UNITS = (0.0, 5.0, 10.0, 15.0)
"""How far outside an outline it is said how the outline moves."""
_ROW_UNITS = 10.0
_ROWS_Y = np.arange(-240.0, 600.0, _ROW_UNITS)
_PARTS = ("left", "middle", "right")
_REACH_UNITS = 10.0
"""Nothing moves further than this in the turns that are made this way."""

PointPairs = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Where points lie before and after, (n, 2) each in head units; the later ones lie in front."""


def skin_points(before: HeadView, after: HeadView) -> PointPairs:
    """The surface of a face, its ears, and the outline with what lies beyond it."""
    seen = after.surface[..., 2].reshape(-1)
    order = np.argsort(seen)
    ears = np.array([(side * 75.0, y, -8.0) for side in (-1, 1) for y in (-6, 6, 18, 30, 50, 70)])
    a = [before.surface[..., :2].reshape(-1, 2)[order], before.space(ears)]
    b = [after.surface[..., :2].reshape(-1, 2)[order], after.space(ears)]
    for edge, to, outward in ((before.left, after.left, -1), (before.right, after.right, 1)):
        for away in _BEYOND_UNITS:
            step = np.array([outward * away, 0.0])
            a.append(edge + step)
            b.append(to + step)
    return np.vstack(a), np.vstack(b)


def hair_points(before: Sequence[Lock], after: Sequence[Lock], layer: str) -> PointPairs:
    """The ribbons of one layer, and the outline of all hair: other ribbons than before may make it."""
    there = {(lock.seed, lock.layer): lock for lock in after}
    pairs = [
        (lock, there[lock.seed, layer])
        for lock in sorted(before, key=lambda lock: lock.depth)
        if lock.layer == layer and (lock.seed, layer) in there
    ]
    # Ends that were cut short move with what is left of them.
    a = [getattr(lock, part)[::2] for lock, _ in pairs for part in _PARTS]
    b = [
        getattr(lock if to.is_cut != lock.is_cut else to, part)[::2] for lock, to in pairs for part in _PARTS
    ]
    layers = ("back",) if layer == "back" else ("front", "mid")
    first, second = _edges(before, layers), _edges(after, layers)
    for side, outward in ((0, -1), (1, 1)):
        both = np.isfinite(first[:, side]) & np.isfinite(second[:, side])
        if both.sum() < 3:
            continue
        row = _ROWS_Y[both]
        move = gaussian_filter1d(second[both, side] - first[both, side], 1.0)
        for away in _BEYOND_UNITS:
            x = first[both, side] + outward * away
            a.append(np.stack([x, row], 1))
            b.append(np.stack([x + move, row], 1))
    return (np.vstack(a), np.vstack(b)) if a else (np.zeros((0, 2)), np.zeros((0, 2)))


def widths(before: Sequence[Lock], after: Sequence[Lock]) -> tuple[float, float]:
    """A stretch and a shift (head units) that put the mass behind a head where it is after the turn."""
    first, second = _edges(before, ("back",)), _edges(after, ("back",))
    known = np.isfinite(first).all(1) & np.isfinite(second).all(1) & (_ROWS_Y > -60)
    if known.sum() < 3:
        return 1.0, 0.0
    (left, right), (to_left, to_right) = np.median(first[known], 0), np.median(second[known], 0)
    stretch = float(np.clip((to_right - to_left) / max(1.0, right - left), 0.85, 1.15))
    return stretch, float((to_left + to_right) / 2 - stretch * (left + right) / 2)


def _edges(locks: Sequence[Lock], layers: Sequence[str]) -> NDArray[np.float64]:
    """The furthest left and right of the ribbons, (rows, 2); NaN where there are none."""
    points = [getattr(lock, part) for lock in locks if lock.layer in layers for part in ("left", "right")]
    edges = np.full((len(_ROWS_Y), 2), np.nan)
    if not points:
        return edges
    x, y = np.vstack(points).T
    row = np.clip(((y - _ROWS_Y[0]) / _ROW_UNITS + 0.5).astype(int), 0, len(_ROWS_Y) - 1)
    low, high = np.full(len(_ROWS_Y), np.inf), np.full(len(_ROWS_Y), -np.inf)
    np.minimum.at(low, row, x)
    np.maximum.at(high, row, x)
    known = np.isfinite(low)
    edges[known, 0], edges[known, 1] = low[known], high[known]
    return edges


def turned(picture: Picture, points: PointPairs, scale: float) -> Picture:
    """The picture with everything moved as the points near it. ``scale``: pixels a head unit."""
    before, after = points
    if not len(before):
        return picture
    margin = math.ceil(_REACH_UNITS * scale)
    rgba = cv2.copyMakeBorder(picture.rgba, margin, margin, margin, margin, cv2.BORDER_CONSTANT)
    x, y = picture.x - margin, picture.y - margin
    height, width = rgba.shape[:2]
    cell = _CELL_UNITS * scale
    shape = (math.ceil(height / cell) + 1, math.ceil(width / cell) + 1)
    column = ((after[:, 0] * scale - x) / cell).astype(int)
    row = ((after[:, 1] * scale - y) / cell).astype(int)
    inside = (column >= 0) & (column < shape[1]) & (row >= 0) & (row < shape[0])
    moves = np.zeros((*shape, 2), np.float32)
    known = np.zeros(shape, np.float32)
    # The last one written to a cell is the nearest to the viewer.
    moves[row[inside], column[inside]] = ((after - before) * scale)[inside]
    known[row[inside], column[inside]] = 1
    field = _filled(moves, known)
    large = cv2.resize(
        field,
        (round(shape[1] * cell), round(shape[0] * cell)),
        interpolation=cv2.INTER_LINEAR,
    )[:height, :width]
    across = np.arange(width, dtype=np.float32)[None, :] - large[..., 0]
    down = np.arange(height, dtype=np.float32)[:, None] - large[..., 1]
    fast = cv2.convertMaps(across, down, cv2.CV_16SC2)
    # Large pictures are sharp enough without the dearer kernel.
    kernel = cv2.INTER_LINEAR if scale > 1.6 else cv2.INTER_CUBIC
    warped = np.asarray(cv2.remap(rgba, fast[0], fast[1], kernel), np.uint8)
    np.minimum(warped[..., :3], warped[..., 3:4], out=warped[..., :3])
    return Picture(warped, x, y)


def _filled(moves: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """A smooth field through the cells that are known; the others take what is nearest."""
    field = np.zeros_like(moves)
    missing = np.ones(known.shape, np.float32)
    for sigma in (0.9, 3.0, 12.0):
        weight = cv2.GaussianBlur(known, (0, 0), sigma)
        value = (
            cv2.GaussianBlur(moves * known[..., None], (0, 0), sigma) / np.maximum(weight, 1e-6)[..., None]
        )
        sure = np.clip(weight / 0.15, 0, 1) * missing
        field += value * sure[..., None]
        missing -= sure
    return field
