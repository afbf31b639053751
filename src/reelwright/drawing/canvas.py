"""Skia surfaces and images ↔ uint8 arrays of premultiplied RGBA, shape (height, width, 4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

Rgba = NDArray[np.uint8]


def surface(width: int, height: int) -> Any:
    """An empty, transparent surface. Draw on ``surface.getCanvas()``."""
    return skia.Surface.MakeRasterN32Premul(max(1, int(width)), max(1, int(height)))


def pixels(source: Any) -> Rgba:
    """The pixels of a surface or an image, premultiplied RGBA."""
    image = source.makeImageSnapshot() if isinstance(source, skia.Surface) else source
    rgba = np.empty((image.height(), image.width(), 4), np.uint8)
    info = skia.ImageInfo.Make(
        image.width(), image.height(), skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType
    )
    image.readPixels(info, rgba, rgba.strides[0], 0, 0)
    return rgba


def painted(width: int, height: int, paint: Callable[[skia.Canvas], None], below: Rgba | None = None) -> Rgba:
    """What ``paint`` leaves on an empty canvas, or on top of ``below``, in Skia's own order of channels:
    BGRA. Its fast fills know no other; ``rgba_of`` turns what is kept."""
    if below is None:
        bgra = np.zeros((max(1, height), max(1, width), 4), np.uint8)
    else:
        bgra = np.asarray(cv2.cvtColor(np.ascontiguousarray(below), cv2.COLOR_RGBA2BGRA))
    info = skia.ImageInfo.Make(
        bgra.shape[1], bgra.shape[0], skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType
    )
    target = skia.Surface.MakeRasterDirect(info, bgra, bgra.strides[0])
    paint(target.getCanvas())
    return bgra


def rgba_of(bgra: Rgba) -> Rgba:
    """The other order of channels."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(bgra), cv2.COLOR_BGRA2RGBA))


def image_of(rgba: Rgba) -> Any:
    """A Skia image of premultiplied RGBA."""
    return skia.Image.fromarray(np.ascontiguousarray(rgba), skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)


def crop_to_content(rgba: Rgba, margin: int = 0) -> tuple[Rgba, tuple[int, int]]:
    """The part that is not transparent, ``margin`` pixels wider, and where its corner (x, y) was.

    A picture with nothing in it gives one transparent pixel at 0, 0.
    """
    # Premultiplied: where nothing is, all four bytes are 0.
    seen = np.ascontiguousarray(rgba).view(np.uint32)[..., 0]
    rows = np.flatnonzero(seen.max(1))
    if not len(rows):
        return np.zeros((1, 1, 4), np.uint8), (0, 0)
    columns = np.flatnonzero(seen[rows[0] : rows[-1] + 1].max(0))
    top, left = max(0, int(rows[0]) - margin), max(0, int(columns[0]) - margin)
    bottom, right = int(rows[-1]) + 1 + margin, int(columns[-1]) + 1 + margin
    return np.ascontiguousarray(rgba[top:bottom, left:right]), (left, top)
