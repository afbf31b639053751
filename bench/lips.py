"""Decoded mouths and phones with times → at which m, b and p the lips are seen to close.

How open a mouth is, is measured in pixels: the height of what is dark between the lips, in the middle
half of the mouth, against the skin around it. What counts as shut is measured too: near the least that
this mouth shows in the film.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.footage import Luma, crop
from reelwright.stage.brief import Box, FaceBox

CLOSED_PHONES = frozenset({"m", "b", "p"})
WITHIN_FRAMES = 2
SMALLEST_FACE_PX = 150
"""Of a film 1080 wide; a smaller mouth is a few pixels."""
_DARK = 0.55
"""Of the luma of lit skin."""
_TEETH_SHARE, _BARED_SHARE, _BARED_BY = 0.04, 0.026, 0.1
_ENLARGED = 3
_SHUT_SHARE = 0.06
"""Lips are shut where they are open by at most this part of the way from least to most."""


@dataclass(frozen=True)
class Closure:
    """A phone that closes the lips, in seconds of its shot."""

    character: str
    start_s: float
    end_s: float


def openness(luma: Luma, face: FaceBox) -> float:
    """The height of the dark between the lips, with the teeth in it, as a part of the face's height: 0
    where nothing is dark."""
    part = crop(luma, _mouth_region(face))
    if min(part.shape, default=0) < 6:
        return float("nan")
    large = cv2.resize(part, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    skin = float(np.percentile(large, 85))
    middle = large[:, large.shape[1] // 4 : -(large.shape[1] // 4)].astype(np.float32) / skin
    heights = [_opening(column, face.face.height * _ENLARGED) for column in middle.T]
    return float(np.median(heights)) / _ENLARGED / face.face.height


def seen_closures(
    closures: Sequence[Closure],
    opened: Mapping[str, NDArray[np.float64]],
    fps: float,
    *,
    shift_s: float = 0.0,
) -> list[bool]:
    """For each closure whether the lips were shut within two frames of its middle. ``opened`` is each
    character's openness in every frame of the shot (NaN where it was not seen), as ``scaled`` gives it.
    What cannot be seen is left out."""
    found = []
    for closure in closures:
        values = opened.get(closure.character)
        if values is None:
            continue
        middle = round(((closure.start_s + closure.end_s) / 2 + shift_s) * fps)
        window = values[max(0, middle - WITHIN_FRAMES) : max(0, middle + WITHIN_FRAMES + 1)]
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
    low, high = np.percentile(there, [3, 97])
    return float(low), float(high)


def _mouth_region(face: FaceBox) -> Box:
    """Around the middle of the mouth, sized by the face: what the rig says of an opening is not used."""
    box = face.face
    x = face.mouth.x + face.mouth.width / 2
    width, height = box.width * 0.30, box.height * 0.19
    return Box(x - width / 2, face.mouth.y - box.height * 0.01, width, height)


def _opening(column: NDArray[np.float32], unit: float) -> int:
    """From the first dark pixel of a column down, over gaps no higher than teeth, to the last; and on over
    teeth that have only a lip below them. A chin's shadow further down is not the mouth. ``column`` is the
    luma against that of lit skin, ``unit`` the height of the face."""
    there = np.flatnonzero(column < _DARK)
    if not len(there):
        return 0
    gaps = np.flatnonzero(np.diff(there) > _TEETH_SHARE * unit)
    last = int(there[gaps[0]] if len(gaps) else there[-1])
    below = column[last + 1 : last + 1 + round(_BARED_SHARE * unit)]
    if len(below) > 2:
        # Below the line of shut lips it only gets lighter; below teeth it gets darker again.
        top = int(below[: len(below) * 2 // 3].argmax())
        lip = float(below[top:].min())
        if below[top] - lip > _BARED_BY:
            last += top + int((below[top:] < (below[top] + lip) / 2).argmax())
    return last - int(there[0]) + 1
