"""Where the lens is focused, frame by frame → people sharp, or as discs of light and colour.

Somebody out of focus is one blurred sprite of their whole figure; as the focus moves, a few of them take
turns. The figure underneath need not be drawn again: what is blurred does not show a blink.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from reelwright.drawing.affine import Affine, multiply, scaling, translation
from reelwright.drawing.canvas import Rgba, crop_to_content
from reelwright.drawing.compositor import Layer
from reelwright.drawing.paint import bytes_of, lens_blur, picture_of
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.acting.curves import smooth
from reelwright.stage.flattening import flattened

VERSION = 1
"""Part of every key: raise it when blurring changes."""
LEVELS = 6
_WIDEST_PX = 26.0
"""Radius of the discs at the last level, at 1080 wide."""
_STEP = 2
_RACK_S = 0.55
RACK_BEGINS_S = 1.6


def blur_levels(since_s: float, *, starts_sharp: bool) -> int:
    """How far out of focus (0 sharp, up to ``LEVELS``) somebody is ``since_s`` seconds after the focus begins
    to move. ``starts_sharp`` is whom it leaves, the others are whom it goes to."""
    u = smooth(since_s / _RACK_S)
    away = u if starts_sharp else 1 - u
    return round(away * LEVELS)


class Blurred:
    """One figure out of focus, in the levels that are asked for."""

    def __init__(
        self, cache: SpriteCache, name: str, layers: Callable[[], Sequence[Layer]], width: int, height: int
    ) -> None:
        self._cache, self._name, self._layers = cache, name, layers
        self._size = (width, height)
        self._sharp: Rgba | None = None

    def at(self, level: int, placement: Affine) -> Layer:
        """The figure at ``level`` (1..``LEVELS``), moved by ``placement`` from where it stood."""
        key = key_of("out of focus", VERSION, self._name, level, *self._size)
        return self._cache.sprite(key, lambda: self._blurred(level)), placement

    def _blurred(self, level: int) -> Sprite:
        width, height = self._size
        margin = round(width * 0.12)
        if self._sharp is None:
            moved = [(sprite, multiply(translation(margin, margin), m)) for sprite, m in self._layers()]
            self._sharp = flattened(moved, width + 2 * margin, height + 2 * margin, step=_STEP)
        # Widely blurred, half of the pixels say as much.
        shrink = 2 if level * 2 > LEVELS else 1
        step = _STEP * shrink
        sharp = self._sharp
        if shrink > 1:
            size = (sharp.shape[1] // shrink, sharp.shape[0] // shrink)
            sharp = np.asarray(cv2.resize(sharp, size, interpolation=cv2.INTER_AREA), np.uint8)
        radius = _WIDEST_PX * (level / LEVELS) ** 1.3 * width / 1080 / step
        edge = round(radius) + 2
        wide = np.pad(sharp, ((edge, edge), (edge, edge), (0, 0)))
        soft = bytes_of(lens_blur(picture_of(wide), radius, highlights=0.3))
        cropped, (x, y) = crop_to_content(soft)
        local = multiply(scaling(step), translation(x - edge, y - edge))
        return bake_sprite(cropped, local=multiply(translation(-margin, -margin), local))
