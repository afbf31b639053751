"""A framing → surfaces in rig space (pixels around the middle of the eye line), and baked sprites.

Rig space is the frame's pixels with (0, 0) between the eyes, so that shots of one framing share their
sprites wherever in the frame the person stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.drawing.affine import translation
from reelwright.drawing.canvas import Rgba, crop_to_content, painted, rgba_of
from reelwright.drawing.sprite import Sprite, bake_sprite

MAP_STEP = 4
"""Relight maps are made at this part of the frame's size."""

_SHARED_STEP_PX = 64
_MARGIN = 0.09
_HEAD_ROOM_UNITS = 268.0
_SIDE_UNITS = 450.0
_FOOT_UNITS = 1760.0

RelightMaps = tuple[NDArray[np.uint8], NDArray[np.uint8]]


@dataclass(frozen=True)
class PixelRect:
    """Left, top, width, height in pixels of rig space."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """Premultiplied RGBA and where its corner lies in rig space."""

    rgba: Rgba
    x: int
    y: int

    def part(self, rect: PixelRect) -> Rgba:
        """The pixels inside ``rect``, transparent where the picture ends."""
        out = np.zeros((rect.height, rect.width, 4), np.uint8)
        height, width = self.rgba.shape[:2]
        x0, y0 = max(rect.x, self.x), max(rect.y, self.y)
        x1, y1 = min(rect.x + rect.width, self.x + width), min(rect.y + rect.height, self.y + height)
        if x1 > x0 and y1 > y0:
            out[y0 - rect.y : y1 - rect.y, x0 - rect.x : x1 - rect.x] = self.rgba[
                y0 - self.y : y1 - self.y, x0 - self.x : x1 - self.x
            ]
        return out


@dataclass(frozen=True)
class Easel:
    """Where a person is drawn: ``scale`` pixels per head unit within ``bounds``."""

    scale: float
    bounds: PixelRect

    @property
    def detail(self) -> float:
        """How much fine drawing can be seen, 0.25..1."""
        return float(np.clip(self.scale / 2.0, 0.25, 1.0))

    def rect(self, left: float, top: float, right: float, bottom: float) -> PixelRect:
        """Head units → pixels, clipped to the bounds; multiples of ``MAP_STEP``."""
        s, b = self.scale, self.bounds
        x0 = max(_down(left * s), b.x)
        y0 = max(_down(top * s), b.y)
        x1 = min(-_down(-right * s), b.x + b.width)
        y1 = min(-_down(-bottom * s), b.y + b.height)
        return PixelRect(x0, y0, max(MAP_STEP, x1 - x0), max(MAP_STEP, y1 - y0))

    def draw(self, rect: PixelRect, paint: Callable[[skia.Canvas], None], below: Rgba | None = None) -> Rgba:
        """The pixels of ``rect`` after ``paint`` drew in head units (on top of ``below``)."""
        return rgba_of(self._painted(rect, paint, below))

    def picture(self, rect: PixelRect, paint: Callable[[skia.Canvas], None]) -> Picture:
        """Like ``draw``, cropped to what was drawn."""
        bgra, (x, y) = crop_to_content(self._painted(rect, paint))
        return Picture(rgba_of(bgra), rect.x + x, rect.y + y)

    def _painted(
        self, rect: PixelRect, paint: Callable[[skia.Canvas], None], below: Rgba | None = None
    ) -> Rgba:
        def in_units(canvas: skia.Canvas) -> None:
            canvas.translate(-rect.x, -rect.y)
            canvas.scale(self.scale, self.scale)
            paint(canvas)

        return painted(rect.width, rect.height, in_units, below)

    def outline(self, paints: Sequence[Callable[[skia.Canvas], None]]) -> NDArray[np.uint8]:
        """What these cover together, over the bounds, drawn at the size of the relight maps."""
        b, scale = self.bounds, self.scale / MAP_STEP

        def in_units(canvas: skia.Canvas) -> None:
            canvas.translate(-b.x / MAP_STEP, -b.y / MAP_STEP)
            canvas.scale(scale, scale)
            for paint in paints:
                canvas.save()
                paint(canvas)
                canvas.restore()

        return np.ascontiguousarray(painted(b.width // MAP_STEP, b.height // MAP_STEP, in_units)[..., 3])

    def alpha_map(self, pictures: Sequence[Picture]) -> NDArray[np.uint8]:
        """What the pictures cover together, over the bounds, at the size of the relight maps."""
        b = self.bounds
        covered = np.zeros((b.height // MAP_STEP, b.width // MAP_STEP), np.uint8)
        for picture in pictures:
            height, width = picture.rgba.shape[:2]
            x0, y0 = _down(picture.x), _down(picture.y)
            rect = PixelRect(x0, y0, _up(picture.x + width) - x0, _up(picture.y + height) - y0)
            columns, rows = rect.width // MAP_STEP, rect.height // MAP_STEP
            small = cv2.resize(picture.part(rect)[..., 3], (columns, rows), interpolation=cv2.INTER_AREA)
            top, left = (y0 - b.y) // MAP_STEP, (x0 - b.x) // MAP_STEP
            into = covered[top : top + rows, left : left + columns]
            np.maximum(into, small[: into.shape[0], : into.shape[1]], out=into)
        return covered

    def bake(
        self, picture: Picture, maps: RelightMaps | None, grade: NDArray[np.uint8] | None = None
    ) -> Sprite:
        """A lit sprite in rig space."""
        multiply = add = None
        if maps is not None:
            height, width = picture.rgba.shape[:2]
            rect = PixelRect(picture.x, picture.y, width, height)
            multiply, add = (self._map_part(m, rect) for m in maps)
        return bake_sprite(
            picture.rgba,
            local=translation(picture.x, picture.y),
            multiply=multiply,
            add=add,
            grade=grade,
            dither=False,
        )

    def _map_part(self, light_map: NDArray[np.uint8], rect: PixelRect) -> NDArray[np.uint8]:
        """The part of a relight map that belongs to ``rect``, at full size; its edge goes on outside."""
        rows, columns = light_map.shape[:2]
        x0, y0 = rect.x - self.bounds.x, rect.y - self.bounds.y
        x1, y1 = x0 + rect.width, y0 + rect.height
        if x1 <= 0 or y1 <= 0 or x0 >= columns * MAP_STEP or y0 >= rows * MAP_STEP:
            # Hair that is cut to nothing may lie outside: any light will do.
            nearest = np.append(light_map[min(max(0, y0), rows - 1), min(max(0, x0), columns - 1)], 255)
            return np.ascontiguousarray(
                np.broadcast_to(nearest.astype(np.uint8), (rect.height, rect.width, 4))
            )
        left, top = max(0, x0 // MAP_STEP - 1), max(0, y0 // MAP_STEP - 1)
        right = min(columns, _up(x1) // MAP_STEP + 1)
        bottom = min(rows, _up(y1) // MAP_STEP + 1)
        size = ((right - left) * MAP_STEP, (bottom - top) * MAP_STEP)
        # Four bytes a pixel is what the kernel reads.
        small = cv2.cvtColor(np.ascontiguousarray(light_map[top:bottom, left:right]), cv2.COLOR_RGB2RGBA)
        large = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
        dx, dy = x0 - left * MAP_STEP, y0 - top * MAP_STEP
        inside = large[max(0, dy) : dy + rect.height, max(0, dx) : dx + rect.width]
        before = (max(0, -dy), max(0, -dx))
        after = (rect.height - before[0] - inside.shape[0], rect.width - before[1] - inside.shape[1])
        if any(before) or any(after):
            inside = cv2.copyMakeBorder(
                inside, before[0], after[0], before[1], after[1], cv2.BORDER_REPLICATE
            )
        return np.ascontiguousarray(inside)


def easel_for(
    *, x: float, y: float, scale: float, frame_width: int, frame_height: int, full_figure: bool
) -> Easel:
    """The part of a person that a frame can show, with a margin for camera moves, in shared steps."""
    margin = _MARGIN * frame_width
    left = _outward(max(-x - margin, -_SIDE_UNITS * scale), -1)
    right = _outward(min(frame_width - x + margin, _SIDE_UNITS * scale), 1)
    top = _outward(max(-y - margin, -_HEAD_ROOM_UNITS * scale), -1)
    lowest = (_FOOT_UNITS if full_figure else 900.0) * scale
    bottom = _outward(min(frame_height - y + margin, lowest), 1)
    return Easel(scale, PixelRect(left, top, max(64, right - left), max(64, bottom - top)))


def blurred(picture: Picture, sigma: float) -> Picture:
    """The picture out of focus, grown by what spills over its edge."""
    edge = math.ceil(sigma * 2.5)
    wide = cv2.copyMakeBorder(picture.rgba, edge, edge, edge, edge, cv2.BORDER_CONSTANT)
    soft = cv2.GaussianBlur(wide, (0, 0), sigma)
    return Picture(np.asarray(soft), picture.x - edge, picture.y - edge)


@lru_cache(maxsize=32)
def feather(width: int, height: int, edge: int) -> NDArray[np.uint8]:
    """255 inside, falling to 0 over ``edge`` pixels: (height, width, 4)."""

    def ramp(n: int) -> NDArray[np.float64]:
        place = np.arange(n) + 0.5
        return np.asarray(np.clip(np.minimum(place, n - place) / max(1, edge), 0, 1))

    mask = np.minimum.outer(ramp(height), ramp(width))
    soft = (mask * mask * (3 - 2 * mask) * 255 + 0.5).astype(np.uint8)
    return np.asarray(cv2.merge([soft] * 4))


def _down(value: float) -> int:
    return math.floor(value / MAP_STEP) * MAP_STEP


def _up(value: float) -> int:
    return math.ceil(value / MAP_STEP) * MAP_STEP


def _outward(value: float, sign: int) -> int:
    return sign * math.ceil(sign * value / _SHARED_STEP_PX) * _SHARED_STEP_PX
