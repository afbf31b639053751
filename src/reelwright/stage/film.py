"""The name of a film → sprites developed on it: contrast, colour and halation, baked once like the grade.

A film works on a finished sprite in the encoder's own colours, so that people, places, things and weather
are all developed alike, whoever drew them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.colour import Colour, rgb
from reelwright.drawing.sprite import Sprite
from reelwright.drawing.spritecache import SpriteCache, key_of

VERSION = 1
"""Part of every key: raise it when a film changes."""
_BLACK, _WHITE = 16.0, 235.0
_HALO_FROM_PIXELS = 1 << 16


@dataclass(frozen=True)
class Film:
    """``contrast`` bends luma into an S (negative flattens it), ``lift`` raises blacks, ``exposure`` scales;
    ``saturation`` scales colour; ``shadows`` and ``highlights`` are mixed in by ``split``; ``halation`` lets
    what is bright glow."""

    contrast: float = 0.0
    lift: float = 0.0
    exposure: float = 1.0
    saturation: float = 1.0
    shadows: Colour = "#808080"
    highlights: Colour = "#808080"
    split: float = 0.0
    halation: float = 0.0


FILMS: dict[str, Film] = {
    "warm drama": Film(
        contrast=0.10, exposure=1.02, saturation=1.04, shadows="#7a5a72", highlights="#ffe0b4", split=0.12
    ),
    "cold thriller": Film(
        contrast=0.30, exposure=0.93, saturation=0.66, shadows="#2c6480", highlights="#cfe6ec", split=0.30
    ),
    "period": Film(
        contrast=0.06,
        lift=0.03,
        exposure=1.0,
        saturation=0.70,
        shadows="#70503c",
        highlights="#f4d89c",
        split=0.34,
    ),
    "memory": Film(
        contrast=-0.12,
        lift=0.07,
        exposure=1.0,
        saturation=0.50,
        shadows="#8a6a58",
        highlights="#ffe6bc",
        split=0.42,
        halation=0.22,
    ),
}
"""What a series or a note may ask for; ``memory`` is what flashbacks are developed on. ``natural``, or
nothing, leaves pictures as the places' own grade has them."""


class Developing(SpriteCache):
    """A sprite cache that develops all it makes on a film. Arrays and the store are the other cache's."""

    def __init__(self, cache: SpriteCache, film: str) -> None:
        super().__init__(None, 0)
        self._undeveloped, self._film = cache, film

    def sprite(self, key: str, make: Callable[[], Sprite]) -> Sprite:
        """The sprite of this key, developed."""
        return self._undeveloped.sprite(
            key_of("film", VERSION, self._film, key), lambda: developed(make(), self._film)
        )

    def array(self, key: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """The array of this key, as it is."""
        return self._undeveloped.array(key, make)


def developing(cache: SpriteCache, film: str) -> SpriteCache:
    """``cache``, or one that develops on ``film`` when there is such a film."""
    return Developing(cache, film) if film in FILMS else cache


def developed(sprite: Sprite, film: str) -> Sprite:
    """The sprite on ``film``. What only adds light keeps it."""
    if film not in FILMS or sprite.mode == "add":
        return sprite
    stock = FILMS[film]
    luma = np.array(sprite.luma_alpha)
    chroma = np.array(sprite.chroma_alpha)
    shade = _straight_half(luma)
    if stock.halation and luma.shape[0] * luma.shape[1] >= _HALO_FROM_PIXELS:
        lit = luma[..., 0] + _halo(luma, stock.halation)
        luma[..., 0] = np.minimum(lit, luma[..., 1] * np.float32(_WHITE / 255)).astype(np.uint8)
    table = _luma_table(film)
    luma[..., 0] = table[luma[..., 1], luma[..., 0]]
    alpha = chroma[..., 2].astype(np.float32) / 255
    tints = _tint_tables(film)
    for number in (0, 1):
        offset = 128 * alpha
        colour = (chroma[..., number] - offset) * stock.saturation + tints[number][shade] * alpha
        chroma[..., number] = np.clip(offset + colour + 0.5, 0, 255)
    return replace(sprite, luma_alpha=luma, chroma_alpha=chroma)


def _straight_half(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How light each block of four pixels is, without its transparency: (height/2, width/2)."""
    size = (luma.shape[1] // 2, luma.shape[0] // 2)
    y, alpha = (
        cv2.resize(luma[..., n], size, interpolation=cv2.INTER_AREA).astype(np.float32) for n in (0, 1)
    )
    return np.asarray(np.clip(y * 255 / np.maximum(alpha, 1), 0, 255), np.uint8)


def _halo(luma: NDArray[np.uint8], strength: float) -> NDArray[np.float32]:
    """What bright parts add around them, in levels of luma."""
    small = cv2.resize(luma[..., 0], None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.float32)
    bright = np.clip(small - 150, 0, 90)
    soft = cv2.GaussianBlur(bright, (0, 0), max(2.0, luma.shape[1] / 160))
    large = cv2.resize(soft, (luma.shape[1], luma.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large * strength * (luma[..., 1] * np.float32(1 / 255)), np.float32)


@cache
def _luma_table(film: str) -> NDArray[np.uint8]:
    """(alpha, premultiplied luma) → premultiplied luma."""
    stock = FILMS[film]
    alpha, y = np.mgrid[0:256, 0:256].astype(np.float32)
    x = np.clip((y * 255 / np.maximum(alpha, 1) - _BLACK) / (_WHITE - _BLACK), 0, 1) * stock.exposure
    x = np.clip(x, 0, 1)
    x = x * (1 - stock.contrast) + stock.contrast * x * x * (3 - 2 * x)
    x = x * (1 - stock.lift) + stock.lift
    straight = _BLACK + x * (_WHITE - _BLACK)
    return np.asarray(np.clip(straight * alpha / 255 + 0.5, 0, 255), np.uint8)


@cache
def _tint_tables(film: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What a straight luma gets of the film's own colour, in U and V."""
    stock = FILMS[film]
    x = np.clip((np.arange(256) - _BLACK) / (_WHITE - _BLACK), 0, 1)
    dark, light = (1 - x) ** 1.5 * np.minimum(1, x * 9 + 0.25), x**1.2
    tables = []
    for number in (0, 1):
        low, high = (_chroma(colour)[number] for colour in (stock.shadows, stock.highlights))
        tables.append(((dark * low + light * high) * stock.split).astype(np.float32))
    return tables[0], tables[1]


def _chroma(colour: Colour) -> tuple[float, float]:
    red, green, blue = (float(c) * 255 for c in rgb(colour))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (blue - luma) / 1.8556 * 224 / 255, (red - luma) / 1.5748 * 224 / 255
