"""The light of a place at a time of day, as the people in it receive it."""

from __future__ import annotations

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.colour import hex_of, mix, rgb

Colour = str


class Rim(msgspec.Struct, frozen=True):
    """A coloured edge: ``shift`` is the pixels (right, down; at 1080 wide) by which the silhouette
    is moved against itself to find it."""

    colour: Colour
    strength: float
    shift: tuple[float, float]


class Light(msgspec.Struct, frozen=True, kw_only=True):
    """One lighting. Colours are ``#rrggbb``, strengths 0..1.2.

    ``ambient`` multiplies; ``key`` washes from ``key_direction`` (right, down), which also sets
    the cel edge (``model_light`` is the same as a 3D direction: right, down, to the viewer);
    ``bottom`` darkens and tints towards the lower edge; ``glow`` shines behind the figure.
    """

    ambient: Colour = "#ffffff"
    ambient_strength: float = 0.4
    key: Colour = "#fff0d8"
    key_strength: float = 0.2
    key_direction: tuple[float, float] = (-1.0, -0.3)
    model_light: tuple[float, float, float] = (-0.55, -0.5, 0.63)
    rims: tuple[Rim, ...] = ()
    bottom: Colour = "#40406a"
    bottom_strength: float = 0.4
    glow: Colour = "#ffffff"
    glow_strength: float = 0.15


Map = NDArray[np.float32]


def in_shade(light: Light) -> Light:
    """The light on somebody who stands before the lens with the light behind them: dark in the place's own
    colour, so that hair and cloth are still told apart, and edged by its rims."""
    return msgspec.structs.replace(
        light,
        ambient=hex_of(mix(light.ambient, "#241c34", 0.52)),
        ambient_strength=0.86,
        key_strength=light.key_strength * 0.35,
        rims=tuple(
            msgspec.structs.replace(rim, strength=min(1.2, rim.strength * 1.25)) for rim in light.rims
        ),
        bottom_strength=min(0.75, light.bottom_strength + 0.2),
        glow_strength=0.0,
    )


def relight_maps(
    alpha: NDArray[np.uint8] | Map, light: Light, scale: float = 1.0
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The light on a figure as two pictures: ``out = colour * multiply / 255 + add``.

    ``alpha`` (h, w) is the whole figure (uint8, or float 0..1); a quarter of the frame's size is
    plenty. ``scale`` is the pixels of ``alpha`` per pixel of a frame 1080 wide, for the widths of
    the rims. Both results are uint8 (h, w, 3) and go on a little past the silhouette, so that soft
    edges are lit as well.
    """
    full = np.float32(255 if alpha.dtype == np.uint8 else 1)
    a: Map = np.asarray(alpha, np.float32) / full
    height, width = a.shape
    # Planes, not pixels of three: arithmetic on them is several times faster.
    base = 1 - light.ambient_strength + light.ambient_strength * rgb(light.ambient)
    multiply = [np.full((height, width), value, np.float32) for value in base]
    add = [np.zeros((height, width), np.float32) for _ in range(3)]
    across, down = _places_in(a)
    key_x, key_y = light.key_direction
    wash = np.clip((across * key_x + down * key_y) * 0.5 + 0.2, 0, 1) * (light.key_strength * 0.9)
    _screen(multiply, add, np.asarray(wash, np.float32), light.key)
    t = np.clip((down * 0.5 + 0.5 - 0.35) / 0.65, 0, 1)
    low = t * t * (3 - 2 * t) * np.float32(light.bottom_strength)
    for plane, value in zip((*multiply, *add), (1.25 * rgb(light.bottom)).tolist() * 2, strict=True):
        plane *= 1 - low * np.float32(1 - value)
    # A rim as strong everywhere turns a figure into a sticker: it fades towards the hem.
    fade = np.clip(1.08 - 0.62 * (down * 0.5 + 0.5), 0.3, 1).astype(np.float32)
    for rim in light.rims:
        edge, halo = _rim_masks(a, rim.shift, scale)
        strength = min(rim.strength, 1.0)
        lit = 1 - (1 - np.clip(edge * fade * strength, 0, 1)) * (
            1 - np.clip(halo * fade * strength * 0.36, 0, 1)
        )
        _screen(multiply, add, lit, rim.colour)
    return _bytes(multiply), _bytes(add)


def _places_in(alpha: Map) -> tuple[Map, Map]:
    """Where each column and each row lies within the figure's box: -1..1 to the right, (1, w), and down,
    (h, 1)."""
    height, width = alpha.shape
    rows, columns = np.flatnonzero(alpha.max(1) > 0.01), np.flatnonzero(alpha.max(0) > 0.01)
    y0, y1 = (rows[0], rows[-1]) if len(rows) else (0, height - 1)
    x0, x1 = (columns[0], columns[-1]) if len(columns) else (0, width - 1)
    across = (np.arange(width, dtype=np.float32) - x0) / (x1 - x0 + 1) * 2 - 1
    down = (np.arange(height, dtype=np.float32) - y0) / (y1 - y0 + 1) * 2 - 1
    return across[None, :], down[:, None]


def _rim_masks(alpha: Map, shift: tuple[float, float], scale: float) -> tuple[Map, Map]:
    """The lit edge: what the figure covers and its copy, moved by ``shift``, does not; and its halo."""
    dx, dy = shift[0] * scale, shift[1] * scale
    edge = np.clip(alpha - _moved(alpha, -dx, -dy), 0, 1)
    halo = np.clip(alpha - _moved(alpha, -dx * 3, -dy * 3), 0, 1)
    # Outwards only: soft edges of the figure are lit as well, and the rim does not get wider.
    grown = np.maximum(edge, cv2.dilate(edge, np.ones((3, 3), np.uint8)) * (alpha < 0.9))
    soft = cv2.GaussianBlur(grown, (0, 0), max(0.4, 1.7 * scale))
    return np.asarray(soft, np.float32), np.asarray(
        cv2.GaussianBlur(halo, (0, 0), max(0.6, 9 * scale)), np.float32
    )


def _moved(alpha: Map, dx: float, dy: float) -> Map:
    height, width = alpha.shape
    matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    return np.asarray(cv2.warpAffine(alpha, matrix, (width, height)), np.float32)


def _screen(multiply: list[Map], add: list[Map], amount: Map, colour: Colour) -> None:
    """Screen ``colour`` by ``amount`` (h, w) on top of what the maps already do."""
    for lit, shine, value in zip(multiply, add, rgb(colour).tolist(), strict=True):
        covered = amount * np.float32(value)
        kept = 1 - covered
        lit *= kept
        shine *= kept
        shine += covered


def _bytes(planes: list[Map]) -> NDArray[np.uint8]:
    return np.asarray(cv2.convertScaleAbs(np.clip(cv2.merge(planes), 0, 1), alpha=255.0))
