"""Decoded mouths and phones with times → at which m, b and p the lips are seen to close.

How open a mouth is, is measured in pixels: the height of what is dark between the lips, in the middle
half of the mouth, against the skin around it. What counts as shut is measured too: near the least that
this mouth shows in the film.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.footage import Luma, crop
from reelwright.stage.brief import Box, FaceBox

CLOSED_PHONES = frozenset({"m", "b", "p"})
WITHIN_FRAMES = 2
SMALLEST_FACE_PX = 150
"""Of a film 1080 wide; a smaller mouth is a few pixels."""
_DARK = 0.55
_SHUT_SHARE = 0.22
"""Lips are shut where they are open by at most this part of the way from least to most."""


@dataclass(frozen=True)
class Closure:
    """A phone that closes the lips, in seconds of its shot."""

    character: str
    start_s: float
    end_s: float


def openness(luma: Luma, face: FaceBox) -> float:
    """The height of the dark between the lips as a part of the face's height (0 where nothing is dark)."""
    mouth = _mouth_region(face)
    part = crop(luma, mouth).astype(np.float32)
    if min(part.shape, default=0) < 4:
        return float("nan")
    skin = float(np.percentile(part, 85))
    dark = part < skin * _DARK
    middle = dark[:, dark.shape[1] // 4 : -(dark.shape[1] // 4)]
    # Per column the dark pixels; teeth between two dark lines count as part of the opening.
    heights = [_extent(column) for column in middle.T]
    return float(np.median(heights)) / face.face.height


def seen_closures(
    closures: Sequence[Closure],
    opened: Mapping[str, NDArray[np.float64]],
    fps: float,
    *,
    shift_s: float = 0.0,
) -> list[bool]:
    """For each closure whether the lips were shut within two frames of it. ``opened`` is each
    character's openness in every frame of the shot (NaN where it was not seen), as ``scaled`` gives it.
    What cannot be seen is left out."""
    found = []
    for closure in closures:
        values = opened.get(closure.character)
        if values is None:
            continue
        first = int(np.floor((closure.start_s + shift_s) * fps)) - WITHIN_FRAMES
        last = int(np.ceil((closure.end_s + shift_s) * fps)) + WITHIN_FRAMES
        window = values[max(0, first) : max(0, last + 1)]
        window = window[~np.isnan(window)]
        if len(window):
            found.append(bool(window.min() <= _SHUT_SHARE))
    return found


def scaled(values: NDArray[np.float64], shut: float, wide: float) -> NDArray[np.float64]:
    """Openness as a part of the way from ``shut`` to ``wide``."""
    return (values - shut) / max(1e-6, wide - shut)


def ends_of(values: Sequence[float]) -> tuple[float, float]:
    """How open a mouth is when it is shut and when it speaks widest, over a film."""
    there = np.asarray([value for value in values if not np.isnan(value)])
    if not len(there):
        return 0.0, 1.0
    low, high = np.percentile(there, [10, 97])
    return float(low), float(high)


def _mouth_region(face: FaceBox) -> Box:
    """Around the middle of the mouth, sized by the face: what the rig says of an opening is not used."""
    box = face.face
    x = face.mouth.x + face.mouth.width / 2
    width, height = box.width * 0.30, box.height * 0.26
    return Box(x - width / 2, face.mouth.y - box.height * 0.015, width, height)


def _extent(column: NDArray[np.bool_]) -> int:
    there = np.flatnonzero(column)
    return int(there[-1] - there[0] + 1) if len(there) else 0
