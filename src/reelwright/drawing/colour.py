"""Colours as ``#rrggbb`` or floats → floats 0..1: mixing, multiplying, shifting."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.float64]
"""Three floats, red, green, blue, 0..1 (intermediate results may leave the range)."""

Colour = str | Sequence[float] | Rgb
"""``"#rrggbb"`` (the ``#`` may be missing) or three floats 0..1."""


def rgb(colour: Colour) -> Rgb:
    """The colour as three floats. Raises ``ValueError`` when a text is not six hex digits."""
    if isinstance(colour, str):
        return _written(colour)
    return np.asarray(colour, dtype=float)[:3]


@lru_cache(maxsize=4096)
def _written(colour: str) -> Rgb:
    digits = colour.lstrip("#")
    if len(digits) != 6:
        raise ValueError(f"{colour!r} is not a colour. Write it as #rrggbb.")
    values = np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)], dtype=float) / 255
    values.flags.writeable = False
    return values


def hex_of(colour: Colour) -> str:
    """The colour as ``#rrggbb``, clipped to what a screen shows."""
    red, green, blue = (np.clip(rgb(colour), 0, 1) * 255 + 0.5).astype(int).tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"


def mix(first: Colour, second: Colour, weight: float) -> Rgb:
    """``first`` at weight 0, ``second`` at weight 1, straight between."""
    return rgb(first) * (1 - weight) + rgb(second) * weight


def multiply(first: Colour, second: Colour) -> Rgb:
    """The two colours as filters laid over each other."""
    return rgb(first) * rgb(second)


def shift(colour: Colour, *, hue: float = 0.0, saturation: float = 1.0, value: float = 1.0) -> Rgb:
    """Turn the hue (in turns, -1..1) and scale saturation and value (factors, clipped to 1)."""
    h, s, v = colorsys.rgb_to_hsv(*np.clip(rgb(colour), 0, 1).tolist())
    return np.array(colorsys.hsv_to_rgb((h + hue) % 1, min(1.0, s * saturation), min(1.0, v * value)))


def lightness(colour: Colour) -> float:
    """How light it looks, 0..1 (Rec. 709 weights on the encoded values)."""
    return float(rgb(colour) @ np.array([0.2126, 0.7152, 0.0722]))
