"""Frames of a shot → in which seconds the picture changes beyond what the camera does.

Between two frames a quarter of a second apart, the camera is estimated as an affine from tracked corners
(RANSAC), and a second one from the corners that do not follow the first: places lie in two planes of
depth, and a push shifts them against each other. Both are undone; what still differs is motion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

ANALYSIS_WIDTH = 270
STEPS_A_SECOND = 4
CHANGED_BY = 12.0
"""Of 255, after a blur of 1 pixel: x264 at crf 21 leaves a standing picture within 4."""
CHANGED_SHARE = 0.00025
"""Of the picture: 32 pixels of 270 × 480, a blink in a medium shot."""
_CORNERS, _RANSAC_PX, _FEWEST = 400, 0.6, 12
_EDGE = 0.03


def small(luma: Grey) -> Grey:
    """A frame at the size at which it is compared."""
    height = round(luma.shape[0] * ANALYSIS_WIDTH / luma.shape[1])
    return np.asarray(cv2.resize(luma, (ANALYSIS_WIDTH, height), interpolation=cv2.INTER_AREA), np.uint8)


def moving_seconds(shots: Sequence[Sequence[Grey]], fps: float) -> list[bool]:
    """For each second of the film, whether something moves in it. ``shots`` are the small frames of each
    shot; a cut is no motion, so only frames of one shot are compared."""
    start = 0
    moved: dict[int, bool] = {}
    step = max(1, round(fps / STEPS_A_SECOND))
    for frames in shots:
        for first in range(0, max(1, len(frames) - 1), step):
            second = min(first + step, len(frames) - 1)
            at = int((start + (first + second) / 2) / fps)
            # One moment of life is enough for a second.
            if moved.get(at) or second == first:
                moved.setdefault(at, False)
                continue
            moved[at] = share_beyond_camera(frames[first], frames[second]) > CHANGED_SHARE
        start += len(frames)
    return [moved[second] for second in sorted(moved)]


def share_beyond_camera(first: Grey, second: Grey) -> float:
    """The share of pixels that differ when the camera's move is undone."""
    soft = [cv2.GaussianBlur(frame, (0, 0), 1.0).astype(np.float32) for frame in (first, second)]
    left = np.abs(soft[0] - soft[1])
    for matrix in camera_moves(first, second):
        size = (first.shape[1], first.shape[0])
        aligned = cv2.warpAffine(
            soft[0], matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        left = np.minimum(left, np.abs(aligned - soft[1]))
    height, width = left.shape
    margin = (round(height * _EDGE), round(width * _EDGE))
    inner = left[margin[0] : height - margin[0], margin[1] : width - margin[1]]
    # A line that is half a pixel off differs along itself; what moves differs over an area.
    return float((cv2.erode((inner > CHANGED_BY).astype(np.uint8), np.ones((2, 2), np.uint8)) > 0).mean())


def camera_moves(first: Grey, second: Grey) -> list[NDArray[np.float64]]:
    """At most two affines (2 × 3) that most corners of ``first`` follow to ``second``."""
    corners = cv2.goodFeaturesToTrack(first, _CORNERS, 0.01, 5)
    if corners is None:
        return []
    there, found, _ = cv2.calcOpticalFlowPyrLK(first, second, corners, None, winSize=(15, 15))
    good = found.ravel() == 1
    before, after = corners[good][:, 0], there[good][:, 0]
    moves: list[Any] = []
    for _ in range(2):
        if len(before) < _FEWEST:
            break
        matrix, inside = cv2.estimateAffinePartial2D(
            before, after, method=cv2.RANSAC, ransacReprojThreshold=_RANSAC_PX
        )
        if matrix is None:
            break
        moves.append(matrix)
        outside = inside.ravel() == 0
        before, after = before[outside], after[outside]
    return moves


def told(seconds: Iterable[bool]) -> str:
    """A line of the film: one mark a second."""
    return "".join("▮" if moving else "·" for moving in seconds)
