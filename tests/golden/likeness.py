"""Two pictures → how far apart they look, in a way that another processor passes and an eye agrees with."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]

MOST = 4.5
"""Colour difference (CIE 1976) of the worst patch that still passes: about twice what an eye just notices
side by side, after what rounding and a re-drawn antialiased edge do has been blurred away."""
_BLUR, _PATCH_PX, _FORGIVEN_PX = 1.2, 12, 1


def worst_patch(first: Rgb, second: Rgb) -> float:
    """The mean colour difference over the patch of 12 × 12 pixels that differs most. Lines may lie up to a
    pixel aside: a pixel is compared with the nearest in colour around it, both ways."""
    if first.shape != second.shape:
        return float("inf")
    labs = [_lab(picture) for picture in (first, second)]
    there = np.maximum(_forgiving(labs[0], labs[1]), _forgiving(labs[1], labs[0]))
    return float(cv2.blur(there, (_PATCH_PX, _PATCH_PX), borderType=cv2.BORDER_REFLECT).max())


def _forgiving(seen: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each pixel of ``seen`` the distance to the nearest colour within a pixel of its place."""
    height, width = seen.shape[:2]
    around = cv2.copyMakeBorder(wanted, *(_FORGIVEN_PX,) * 4, cv2.BORDER_REPLICATE)
    steps = range(2 * _FORGIVEN_PX + 1)
    distances = [
        np.linalg.norm(seen - around[y : y + height, x : x + width], axis=2) for y in steps for x in steps
    ]
    return np.asarray(np.minimum.reduce(distances), np.float32)


def _lab(picture: Rgb) -> NDArray[np.float32]:
    soft = cv2.GaussianBlur(picture.astype(np.float32) / 255, (0, 0), _BLUR)
    return np.asarray(cv2.cvtColor(soft, cv2.COLOR_RGB2LAB), np.float32)
