"""A captioned and a clean frame → which pixels are caption, whether they lie on a mouth, their contrast."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.footage import Luma, crop
from reelwright.stage.brief import FaceBox

_DIFFERS_BY = 40
_FEWEST_PIXELS = 6
_LETTER = 0.86
"""Of the brightest: letters are lighter than anything that shines through their shadow."""
_SHARP = np.ones((3, 3), np.uint8)


def caption_mask(captioned: Luma, clean: Luma) -> NDArray[np.bool_]:
    """Where something was laid over the clean picture: more than two encodings of one picture differ."""
    differs = (cv2.absdiff(captioned, clean) > _DIFFERS_BY).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(differs, cv2.MORPH_OPEN, _SHARP) > 0)


def is_over_mouth(mask: NDArray[np.bool_], faces: Sequence[FaceBox]) -> bool:
    """Whether caption pixels lie in the box of a mouth."""
    return any(int(crop(mask, face.mouth).sum()) >= _FEWEST_PIXELS for face in faces)


def contrast(captioned: Luma, mask: NDArray[np.bool_]) -> float:
    """The letters against what is right around them, as WCAG 2 counts it (1..21); NaN without letters.
    Luma of limited range is taken as a gamma-coded grey."""
    if not mask.any():
        return float("nan")
    # White letters on a white shirt differ from it only in their outline: what is inside counts too.
    reach = max(3, mask.shape[1] // 60) | 1
    whole = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)) > 0
    letters = whole & (captioned > np.percentile(captioned[whole], 97) * _LETTER)
    near = cv2.dilate(letters.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    touching = cv2.dilate(letters.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    around = whole & near & ~touching
    if not letters.any() or not around.any():
        return float("nan")
    bright, dark = (_light(np.median(captioned[part])) for part in (letters, around))
    return (bright + 0.05) / (dark + 0.05)


def _light(luma: float) -> float:
    return float(np.clip((luma - 16) / 219, 0, 1) ** 2.2)
