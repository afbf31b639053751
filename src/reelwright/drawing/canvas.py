"""Skia surfaces and images ↔ uint8 arrays of premultiplied RGBA, shape (height, width, 4)."""

from __future__ import annotations

from typing import Any

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


def image_of(rgba: Rgba) -> Any:
    """A Skia image of premultiplied RGBA."""
    return skia.Image.fromarray(np.ascontiguousarray(rgba), skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)


def crop_to_content(rgba: Rgba, margin: int = 0) -> tuple[Rgba, tuple[int, int]]:
    """The part that is not transparent, ``margin`` pixels wider, and where its corner (x, y) was.

    A picture with nothing in it gives one transparent pixel at 0, 0.
    """
    seen = rgba[..., 3] > 0
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if not len(rows):
        return np.zeros((1, 1, 4), np.uint8), (0, 0)
    top, left = max(0, int(rows[0]) - margin), max(0, int(columns[0]) - margin)
    bottom, right = int(rows[-1]) + 1 + margin, int(columns[-1]) + 1 + margin
    return np.ascontiguousarray(rgba[top:bottom, left:right]), (left, top)
