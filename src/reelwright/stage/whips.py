"""A shot's own picture → the streaks by which the camera whips into it, or out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import cv2
import numpy as np

from reelwright.drawing.affine import multiply, scaling, translation
from reelwright.drawing.canvas import Rgba
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.flattening import photographed

VERSION = 1
"""Part of every key: raise it when streaks are drawn differently."""
_STEP, _FINE_STEP = 4, 1
_FINE_BELOW = 0.15
# Per film frame of arrival: how far from its place the picture is (frame widths), how long it is smeared.
_ARRIVAL = ((1.75, 0.75), (1.2, 0.62), (0.72, 0.46), (0.36, 0.26), (0.13, 0.10), (-0.018, 0.02))
FRAMES = len(_ARRIVAL)
Side = Literal["left", "right"]


class Whip:
    """The streaks of one shot. ``side`` is where the picture comes from (or goes to)."""

    def __init__(
        self,
        cache: SpriteCache,
        name: str,
        layers: Callable[[], Sequence[Layer]],
        width: int,
        height: int,
        side: Side,
    ) -> None:
        self._cache, self._name, self._layers = cache, name, layers
        self._width, self._height = width, height
        self._side = -1.0 if side == "left" else 1.0
        self._stills: dict[int, Rgba] = {}

    def layer(self, number: int) -> Layer:
        """The picture in frame ``number`` of the arrival, 0 the first; for a departure count backwards."""
        away, smear = _ARRIVAL[number]
        key = key_of("whip", VERSION, self._name, number, self._width, self._height)
        sprite = self._cache.sprite(key, lambda: self._streaks(smear))
        return sprite, translation(self._side * away * self._width, 0.0)

    def _streaks(self, smear: float) -> Sprite:
        step = _FINE_STEP if smear < _FINE_BELOW else _STEP
        if step not in self._stills:
            self._stills[step] = photographed(self._layers(), self._width, self._height, step=step)
        still = self._stills[step]
        columns = still.shape[1]
        # What lies beyond the frame is not known: its mirror image passes too fast to be read.
        beyond = columns * 2 if step == _STEP else columns // 4
        wide = cv2.copyMakeBorder(still, 0, 0, beyond, beyond, cv2.BORDER_REFLECT)
        length = max(1, round(smear * columns))
        soft = cv2.blur(cv2.blur(wide, (length, 1)), (max(1, length // 3), 1))
        local = multiply(scaling(step), translation(-beyond, 0))
        return bake_sprite(np.ascontiguousarray(soft), local=local, opaque=True)
