"""Layers of a frame → the picture that they make, as RGB."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.delivery.encode import new_frame
from reelwright.delivery.stills import Rgb, rgb_of
from reelwright.drawing.compositor import Compositor, Layer

_MEMORY_BYTES = 256 << 20


class Darkroom:
    """Composes single pictures, of any sizes; what is needed for a size is kept."""

    def __init__(self) -> None:
        self._compositors: dict[tuple[int, int], Compositor] = {}

    def develop(self, layers: Sequence[Layer], width: int, height: int) -> Rgb:
        """The picture of ``layers``, back to front: uint8 (height, width, 3). Sides are even."""
        size = (width, height)
        if size not in self._compositors:
            self._compositors[size] = Compositor(width, height, memory_bytes=_MEMORY_BYTES)
        frame = new_frame(width, height)
        self._compositors[size].compose(layers, frame)
        return rgb_of(frame)
