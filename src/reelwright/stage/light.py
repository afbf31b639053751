"""The light of a place at a time of day, as the people in it receive it."""

from __future__ import annotations

import msgspec

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
