"""The leads, a place and a title → key art in any shape: 9:16, 3:4, 16:9.

One face stands large behind, half in the dark; the other before it, in the light. What the place is like
is told by its colours alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, multiply, scaling, translation
from reelwright.drawing.colour import hex_of, mix, rgb, shift
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import Actor, ShotBrief
from reelwright.stage.light import Light
from reelwright.stage.people.expressions import EXPRESSIONS, NEUTRAL, blend
from reelwright.stage.people.picture_rig import rig_of
from reelwright.stage.people.rig import FigurePose
from reelwright.stage.places import place_named, scenery

_EYES_SHARE = 0.75


@dataclass(frozen=True)
class Stand:
    """Where a lead's eyes are (parts of the width and height) and how large: pixels of a head unit in a cover
    of the height 1920 (of 1080 for a wide one). Yaw in degrees to the right."""

    x: float
    y: float
    scale: float
    yaw_deg: float


@dataclass(frozen=True)
class Composition:
    """Where the two stand in one shape of cover, whom it takes when there is but one, how dark it gets
    where the title stands: from the bottom, or from the left."""

    behind: Stand
    before: Stand
    alone: Stand
    shade_from: str = "bottom"


_COMPOSITIONS: dict[str, Composition] = {
    "9:16": Composition(
        behind=Stand(0.70, 0.275, 3.15, -17.0),
        before=Stand(0.315, 0.452, 2.78, 17.0),
        alone=Stand(0.5, 0.37, 3.6, 12.0),
    ),
    "3:4": Composition(
        behind=Stand(0.715, 0.30, 2.8, -17.0),
        before=Stand(0.30, 0.46, 2.5, 17.0),
        alone=Stand(0.5, 0.40, 3.2, 12.0),
    ),
    "16:9": Composition(
        behind=Stand(0.835, 0.36, 2.9, -16.0),
        before=Stand(0.58, 0.47, 2.6, 14.0),
        alone=Stand(0.70, 0.45, 3.1, -10.0),
        shade_from="left",
    ),
}


def shape_of(width: int, height: int) -> str:
    """The composition nearest to a size."""
    ratio = width / height
    return "16:9" if ratio > 1.1 else "3:4" if ratio > 0.66 else "9:16"


def cover_layers(brief: ShotBrief, *, width: int, height: int, cache: SpriteCache) -> list[Layer]:
    """The picture of a cover without its words. ``brief`` names the leads, in their order, and the place."""
    shot = brief.shot
    place, _ = place_named(shot.place, shot.setting)
    # A place is painted upright: a wide cover shows a part of it.
    tall = max(height, round(width * 16 / 9 / 2) * 2)
    world = scenery(
        place,
        time_of_day=shot.time_of_day,
        weather=shot.weather,
        framing="close-up",
        side="centre",
        seed=brief.seed,
        width=width,
        height=tall,
        cache=cache,
        own=brief.own_place,
    )
    up = translation(0.0, -(tall - height) * 0.30)
    layers: list[Layer] = [(sprite, multiply(up, m)) for sprite, m in world.behind(0, IDENTITY)]
    layers.append((_wash(world.light, width, height), IDENTITY))
    composition = _COMPOSITIONS[shape_of(width, height)]
    actors = {actor.key: actor for actor in brief.actors}
    leads = [(actors[s.character], s.expression) for s in shot.subjects if s.character in actors][:2]
    stands: list[tuple[Actor, str, Stand, Light]] = []
    if len(leads) == 1:
        stands = [(*leads[0], composition.alone, _before_light(world.light))]
    elif leads:
        stands = [
            (*leads[1], composition.behind, _behind_light(world.light)),
            (*leads[0], composition.before, _before_light(world.light)),
        ]
    for number, (actor, expression, stand, light) in enumerate(stands):
        layers += _figure(actor, expression, stand, light, world.grade, cache, width, height)
        if number == 0 and len(stands) > 1:
            layers.append((_mist(world.light, width, height), IDENTITY))
    layers += [(sprite, multiply(up, m)) for sprite, m in world.front(0, IDENTITY)[:-1]]
    layers.append((_shade(width, height, composition.shade_from), IDENTITY))
    return layers


def _figure(
    actor: Actor,
    expression: str,
    stand: Stand,
    light: Light,
    grade: NDArray[np.uint8],
    cache: SpriteCache,
    width: int,
    height: int,
) -> Sequence[Layer]:
    unit = (
        height / 1080
        if width > height
        else height / 1920 * (1.18 if shape_of(width, height) == "3:4" else 1.0)
    )
    rig = rig_of(
        actor,
        x=round(stand.x * width),
        y=round(stand.y * height),
        scale=stand.scale * unit,
        light=light,
        frame_width=width,
        frame_height=height,
        body_yaw_deg=stand.yaw_deg * 0.6,
        cache=cache,
        grade=grade,
    )
    face = blend(NEUTRAL, EXPRESSIONS.get(expression, NEUTRAL), _EYES_SHARE)
    face = replace(face, gaze_x=-stand.yaw_deg / 70)
    return rig.layers(FigurePose(yaw_deg=stand.yaw_deg, roll_deg=-stand.yaw_deg * 0.12, face=face), IDENTITY)


def _before_light(light: Light) -> Light:
    """Light from one side, the other side deep: what posters do."""
    rims = tuple(msgspec.structs.replace(rim, strength=min(1.2, rim.strength * 1.35)) for rim in light.rims)
    return msgspec.structs.replace(
        light,
        ambient=hex_of(mix(light.ambient, "#6a5a86", 0.42)),
        ambient_strength=min(0.62, light.ambient_strength + 0.16),
        key_strength=min(0.5, light.key_strength * 1.5),
        rims=rims,
        bottom_strength=0.7,
    )


def _behind_light(light: Light) -> Light:
    """Darker, bluer: whoever stands behind is the question."""
    rims = tuple(msgspec.structs.replace(rim, strength=min(1.2, rim.strength * 1.5)) for rim in light.rims)
    return msgspec.structs.replace(
        light,
        ambient=hex_of(mix(light.ambient, "#3a3068", 0.55)),
        ambient_strength=0.66,
        key_strength=light.key_strength * 1.1,
        rims=rims,
        bottom_strength=0.85,
    )


def _wash(light: Light, width: int, height: int) -> Sprite:
    """The place goes dark towards the edges, in its own complementary night; light stays behind the heads."""
    rows, columns = height // 8 + 2, width // 8 + 2
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    distance = np.hypot((x / columns - 0.55) / 0.75, (y / rows - 0.36) / 0.62)
    alpha = 0.34 + 0.56 * np.clip(distance - 0.15, 0, 1) ** 1.3
    tint = rgb(shift(light.bottom, saturation=1.1, value=0.30)) * 255
    rgba = np.dstack([alpha[..., None] * tint, alpha * 255]).clip(0, 255).astype(np.uint8)
    return bake_sprite(rgba, local=scaling(8.0), opaque=True)


def _mist(light: Light, width: int, height: int) -> Sprite:
    """Glowing air between the two: it parts them."""
    rows, columns = height // 8 + 2, width // 8 + 2
    y, _ = np.mgrid[0:rows, 0:columns].astype(np.float32)
    rise = np.clip((y / rows - 0.30) / 0.5, 0, 1)
    amount = 0.26 * rise * rise * (3 - 2 * rise)
    colour = rgb(mix(light.glow, light.bottom, 0.55)) * 255
    rgba = np.dstack([amount[..., None] * colour * 0.6, amount * 255]).clip(0, 255).astype(np.uint8)
    return bake_sprite(rgba, local=scaling(8.0), opaque=True)


def _shade(width: int, height: int, side: str) -> Sprite:
    """Dark where the title stands."""
    rows, columns = height // 8 + 2, width // 8 + 2
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    along = (y / rows - 0.50) / 0.36 if side == "bottom" else (0.56 - x / columns) / 0.40
    t = np.clip(along, 0, 1)
    alpha = 0.88 * t * t * (3 - 2 * t)
    rgba = np.dstack([alpha[..., None] * np.array([9, 6, 20]), alpha * 255]).astype(np.uint8)
    return bake_sprite(rgba, local=scaling(8.0), opaque=True)
