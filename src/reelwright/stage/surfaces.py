"""The surface that a thing lies on: table, cloth or stone of its place, in its light."""

from __future__ import annotations

import numpy as np

from reelwright.drawing.affine import multiply, scaling, translation
from reelwright.drawing.colour import Colour, rgb
from reelwright.drawing.paint import blur, bytes_of, noise
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.stage.places import Scenery

_STEP_PX = 4
_MARGIN = 0.1
_SURFACES: dict[str, tuple[Colour, Colour]] = {
    "penthouse": ("#4a4258", "#1c1830"),
    "hospital": ("#e4eef0", "#9ab0bc"),
    "corridor": ("#d4e0e4", "#8ea4b0"),
    "banquet": ("#fff4e4", "#d4a888"),
    "bedroom": ("#cfc8e8", "#7c74a4"),
    "street": ("#5a5870", "#24223c"),
    "rooftop": ("#9c949c", "#4c4658"),
    "palace": ("#9a3a38", "#4a1420"),
    "car": ("#a07c68", "#3a2a26"),
    "station": ("#c4ccd6", "#6a7484"),
}
_WOOD: tuple[Colour, Colour] = ("#a8754f", "#4e3224")


def surface_sprite(
    place: str, tint: Colour, key_light: Colour, scenery: Scenery, size: tuple[int, int]
) -> Sprite:
    """A table top (or cloth, or stone) that fills all but the top of the frame, out of focus at its far
    edge, with a pool of light where the thing lies."""
    width, height = size
    columns = round(width * (1 + 2 * _MARGIN) / _STEP_PX)
    rows = round(height * (1 + 2 * _MARGIN) / _STEP_PX)
    light, dark = (rgb(c).astype(np.float32) for c in _SURFACES.get(place, _WOOD))
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    across, down = x / columns - 0.5, y / rows
    pool = np.exp(-((across / 0.42) ** 2 + ((down - 0.5) / 0.30) ** 2))
    share = np.clip(0.22 + 0.78 * pool, 0, 1)[..., None]
    colour = dark * (1 - share) + light * share
    if place not in _SURFACES:
        grain = noise(rows, max(4, columns // 12), 17, octaves=4, cells=3)
        streaks = np.repeat(grain, 12, 1)
        streaks = np.pad(streaks, ((0, 0), (0, max(0, columns - streaks.shape[1]))), mode="edge")[:, :columns]
        rings = 0.5 + 0.5 * np.sin(blur(np.ascontiguousarray(streaks), 4) * 46 + across * 9)
        colour = colour * (0.88 + 0.16 * rings[..., None])
    colour = colour * rgb(tint).astype(np.float32)
    colour += (1 - colour) * rgb(key_light).astype(np.float32) * (pool**2)[..., None] * 0.16
    edge = np.clip((down - 0.17) / 0.16, 0, 1)
    alpha = edge * edge * (3 - 2 * edge)
    layer = np.dstack([np.clip(colour, 0, 1) * alpha[..., None], alpha]).astype(np.float32)
    local = multiply(translation(-width * _MARGIN, -height * _MARGIN), scaling(_STEP_PX))
    return bake_sprite(bytes_of(layer), local=local, grade=scenery.grade, opaque=True)
