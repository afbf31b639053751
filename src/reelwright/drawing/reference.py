"""Sprites and placements → planes, pictures → sprites, slowly: what the kernel is tested against."""

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


def bake_slowly(
    rgba: NDArray[np.uint8],
    *,
    multiply: NDArray[np.uint8] | None = None,
    add: NDArray[np.uint8] | None = None,
    grade: NDArray[np.uint8] | None = None,
    additive: bool = False,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Luma with alpha (h, w, 2) and chroma with alpha (h/2, w/2, 3) of a picture of even sides, in whole
    levels, without padding and without dither. BT.709, limited range."""
    alpha = rgba[..., 3:].astype(float)
    colour = rgba[..., :3].astype(float)
    if not additive:
        colour *= 255 / np.maximum(alpha, 1)
        if multiply is not None and add is not None:
            colour = colour * multiply[..., :3] / 255 + add[..., :3]
        levels = np.clip(np.rint(colour), 0, 255).astype(int)
        if grade is not None:
            levels = np.stack([grade[levels[..., n], n] for n in range(3)], -1)
        colour = levels * alpha / 255
    luma = colour @ [0.2126, 0.7152, 0.0722] * 219 / 255
    u = colour @ [-0.114572, -0.385428, 0.5] * 224 / 255
    v = colour @ [0.5, -0.454153, -0.045847] * 224 / 255
    share = 0 * alpha[..., 0] if additive else alpha[..., 0] / 255
    centre = 128.0 if additive else 128 * share
    covered = (luma > 0.5).astype(float) if additive else alpha[..., 0]
    quarters = np.stack([u + centre, v + centre, 255 * share], -1)
    quarters = quarters.reshape(rgba.shape[0] // 2, 2, rgba.shape[1] // 2, 2, 3).mean((1, 3))
    whole = np.stack([luma + 16 * share, covered], -1)
    luma_alpha, chroma_alpha = (np.clip(np.rint(a), 0, 255).astype(np.int64) for a in (whole, quarters))
    return luma_alpha, chroma_alpha
