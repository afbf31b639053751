"""Sprites and placements → planes, slowly and plainly: what the kernel is tested against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import Affine, inverse, multiply
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite

_FLAT = 1e-6


def compose_slowly(layers: Sequence[Layer], width: int, height: int) -> list[NDArray[np.int64]]:
    """The three planes (height × width, twice half of that) of these layers over black, in whole
    levels. Exact bilinear samples; what lies outside a sprite adds nothing."""
    planes = [
        np.full((height, width), 16.0),
        np.full((height // 2, width // 2), 128.0),
        np.full((height // 2, width // 2), 128.0),
    ]
    for sprite, placement in layers:
        whole = multiply(placement, sprite.local)
        if not abs(whole[0] * whole[4] - whole[1] * whole[3]) >= _FLAT:
            continue
        matrix = inverse(whole)
        _blend(planes[0], sprite.luma_alpha, (0, 1), _luma_matrix(matrix, sprite), sprite, edge=0.0)
        for number in (1, 2):
            half = _half_matrix(_luma_matrix(matrix, sprite))
            _blend(planes[number], sprite.chroma_alpha, (number - 1, 2), half, sprite, edge=1.0)
    return [np.rint(plane).astype(np.int64) for plane in planes]


def _luma_matrix(m: Affine, sprite: Sprite) -> Affine:
    a, b, c, d, e, f = m
    return (a, b, c + (a + b) / 2 - 0.5 + sprite.pad, d, e, f + (d + e) / 2 - 0.5 + sprite.pad)


def _half_matrix(m: Affine) -> Affine:
    a, b, c, d, e, f = m
    return (a, b, (a / 2 + b / 2 + c - 0.5) / 2, d, e, (d / 2 + e / 2 + f - 0.5) / 2)


def _blend(
    plane: NDArray[np.float64],
    source: NDArray[np.uint8],
    channels: tuple[int, int],
    m: Affine,
    sprite: Sprite,
    *,
    edge: float,
) -> None:
    """Lay one channel of a sprite into a plane. ``edge`` is how far beyond the source's last pixel
    samples are still taken, clamped to it."""
    rows, columns = source.shape[:2]
    y, x = np.mgrid[0 : plane.shape[0], 0 : plane.shape[1]].astype(float)
    sx, sy = m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]
    if edge:
        inside = (sx > -edge) & (sy > -edge) & (sx < columns) & (sy < rows)
    else:
        inside = (sx >= 0) & (sy >= 0) & (sx < columns - 1.01) & (sy < rows - 1.01)
    sx, sy = np.clip(sx, 0, columns - 1.01), np.clip(sy, 0, rows - 1.01)
    value, alpha = (_sampled(source[..., channel].astype(float), sx, sy) for channel in channels)
    if sprite.mode == "add":
        laid: Any = plane + value - (128 if edge else 0)
    else:
        laid = value + plane * (255 - alpha) / 255
    plane[inside] = np.clip(laid, 0, 255)[inside]


def _sampled(
    channel: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    left, top = x.astype(int), y.astype(int)
    wx, wy = x - left, y - top
    upper = channel[top, left] * (1 - wx) + channel[top, left + 1] * wx
    lower = channel[top + 1, left] * (1 - wx) + channel[top + 1, left + 1] * wx
    return np.asarray(upper * (1 - wy) + lower * wy)
