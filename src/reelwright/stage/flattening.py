"""Layers → one picture of them all, small, to be blurred and laid back over the frame.

The kernel composites without transparency below it; a group of layers is composited on black and on
white, and what differs is what shows through.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, multiply, scaling
from reelwright.drawing.canvas import Rgba
from reelwright.drawing.compositor import Compositor, Layer
from reelwright.drawing.sprite import Sprite, bake_sprite

_MEMORY_BYTES = 160 << 20
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def flattened(layers: Sequence[Layer], width: int, height: int, *, step: int) -> Rgba:
    """Premultiplied RGBA of the whole frame at one ``step``-th of its size."""
    columns, rows = width // step // 2 * 2, height // step // 2 * 2
    small = scaling(1 / step)
    placed = [(sprite, multiply(small, placement)) for sprite, placement in layers]
    compositor = Compositor(columns, rows, memory_bytes=_MEMORY_BYTES)
    seen = []
    for level in (0, 255):
        frame = _Frame(columns, rows)
        compositor.compose([(_sheet(level, columns, rows), IDENTITY), *placed], frame)
        seen.append(frame.rgb())
    black, white = seen
    # Luma alone says how much shows through: chroma is shared by four pixels and rounds.
    alpha = np.clip(255 - (white - black) @ _LUMA, 0, 255)
    alpha[alpha < 4] = 0
    colour = np.minimum(np.clip(black, 0, 255), alpha[..., None])
    return np.dstack([colour, alpha]).round().astype(np.uint8)


def photographed(layers: Sequence[Layer], width: int, height: int, *, step: int) -> Rgba:
    """The same, of layers that cover the frame: opaque, in one go."""
    columns, rows = width // step // 2 * 2, height // step // 2 * 2
    small = scaling(1 / step)
    frame = _Frame(columns, rows)
    placed = [(sprite, multiply(small, placement)) for sprite, placement in layers]
    Compositor(columns, rows, memory_bytes=_MEMORY_BYTES).compose(placed, frame)
    rgb = np.clip(frame.rgb(), 0, 255).round().astype(np.uint8)
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])


class _Plane(bytearray):
    """Bytes that know the length of their rows, as the compositor asks of a frame's planes."""

    line_size = 0


class _Frame:
    """Three planes in memory, for pictures that no encoder sees."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.planes = []
        for half in (1, 2, 2):
            plane = _Plane(width // half * (height // half))
            plane.line_size = width // half
            self.planes.append(plane)

    def rgb(self) -> NDArray[np.float32]:
        """BT.709, limited range → encoded colour, 0..255 and a little beyond."""
        y, u, v = (
            np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size).astype(np.float32)
            for plane in self.planes
        )
        size = (self.width, self.height)
        b, r = (
            cv2.resize(plane - 128, size, interpolation=cv2.INTER_LINEAR) * (255 / 224) for plane in (u, v)
        )
        y = (y - 16) * (255 / 219)
        return np.dstack([y + 1.5748 * r, y - 0.1873 * b - 0.4681 * r, y + 1.8556 * b])


def _sheet(level: int, width: int, height: int) -> Sprite:
    rgba = np.full((height // 8 + 2, width // 8 + 2, 4), level, np.uint8)
    rgba[..., 3] = 255
    return bake_sprite(rgba, local=scaling(8.0), opaque=True)
