"""A picture and a word → how surely the word stands in it, and where."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.text import TextStyle, text_image

Rgb = NDArray[np.uint8]
_SIZES = (0.96, 0.98, 1.0, 1.02)


@dataclass(frozen=True)
class Found:
    """How alike the best place is (1 is the same, up to brightness), and its centre in pixels."""

    likeness: float
    x: float
    y: float


def find_word(picture: Rgb, word: str, style: TextStyle) -> Found:
    """The place in ``picture`` (uint8 RGB) that looks most like ``word`` set in ``style``.

    Compared by normalised cross-correlation of the luma, so that neither the colour of the letters
    nor a flat ground behind them counts; sizes a little smaller and larger are tried, for cards grow.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    best = Found(-1.0, 0.0, 0.0)
    for size in _SIZES:
        drawn, _ = text_image(word, _sized(style, size))
        ground = float(np.median(grey))
        pattern = drawn[..., :3].mean(-1) + (1 - drawn[..., 3] / 255) * ground
        likeness = cv2.matchTemplate(grey, pattern.astype(np.float32), cv2.TM_CCOEFF_NORMED)
        _, score, _, (left, top) = cv2.minMaxLoc(likeness)
        if score > best.likeness:
            height, width = pattern.shape
            best = Found(float(score), left + width / 2, top + height / 2)
    return best


def share_changed(first: Rgb, second: Rgb, *, by: int = 12) -> float:
    """The share of pixels in which two pictures differ by more than ``by`` of 255."""
    return float((np.abs(first.astype(np.int16) - second).max(-1) > by).mean())


def _sized(style: TextStyle, size: float) -> TextStyle:
    return TextStyle(
        size_px=style.size_px * size,
        weight=style.weight,
        family=style.family,
        colour=style.colour,
        outline_px=style.outline_px * size,
        outline_colour=style.outline_colour,
        outline_alpha=style.outline_alpha,
        shadow_px=style.shadow_px * size,
        shadow_alpha=style.shadow_alpha,
        tracking_px=style.tracking_px * size,
    )
