"""A figure, an easel and a stance → the pictures and lit sprites of legs, torso and arms, each drawn once.

Torso, legs and each arm are sprites of their own, keyed by nothing but what changes them: an arm that
moves leaves the rest in the cache. Lean, tilt and sink of the trunk are placements.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, Affine, multiply, rotation, scaling, shear, translation
from reelwright.drawing.sprite import Sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.people.arms import HER_ARM, HIS_ARM
from reelwright.stage.people.easel import Easel, Picture, RelightMaps
from reelwright.stage.people.figure import Figure
from reelwright.stage.people.head import HeadView
from reelwright.stage.people.legs import HER_LEGS, HIS_LEGS
from reelwright.stage.people.poses import FigurePose, Turn, nearest
from reelwright.stage.people.stances import ArmPose, Layer, Stance

TWIST_STEP_DEG = 6.0
MOST_BODY_YAW_DEG = 60.0

Bake = Callable[[Picture, RelightMaps], Sprite]
Relight = Callable[[NDArray[np.uint8]], RelightMaps]
Placement = tuple[Sprite, Affine]


class BodySprites:
    """The body of one person in one framing. ``others`` are the pictures of the head, for the light."""

    def __init__(
        self,
        figure: Figure,
        easel: Easel,
        direction: tuple[float, float, float],
        cache: SpriteCache,
        identity_key: str,
        *,
        body_yaw_deg: float,
        shows_hips: bool,
        is_back: bool,
        bake: Bake,
        relight: Relight,
        others: Callable[[], Sequence[Picture]],
        neck_view: Callable[[Turn], HeadView],
    ) -> None:
        self.figure, self.easel, self.direction = figure, easel, direction
        self._cache, self._identity_key = cache, identity_key
        self.body_yaw_deg, self._shows_hips, self._is_back = body_yaw_deg, shows_hips, is_back
        self._bake, self._relight, self._others, self._neck_view = bake, relight, others, neck_view
        self._torsos: dict[tuple[float, float], Picture] = {}
        self._legs: dict[str, Picture] = {}
        self._resting: dict[tuple[ArmPose, int, float], Picture] = {}
        self._silhouettes: dict[float, NDArray[np.uint8]] = {}
        legs = HER_LEGS if figure.is_female else HIS_LEGS
        self.hip_y = legs.hip[1] - figure.lift
        self.sole_y = self.hip_y + legs.thigh + legs.shank + 58
        self._shoulder = (HER_ARM if figure.is_female else HIS_ARM).shoulder

    # -- what the rig lays -------------------------------------------------------------------------

    def legs(self, stance: Stance, maps: Callable[[], RelightMaps]) -> Sprite | None:
        """Everything below the waist, when the frame shows it."""
        if not self._shows_hips:
            return None
        key = _legs_key(stance)
        return self._cache.sprite(
            key_of(self._identity_key, "legs", key), lambda: self._bake(self.legs_picture(stance), maps())
        )

    def torso(self, stance: Stance, neck: Turn, maps: Callable[[], RelightMaps]) -> Sprite:
        """Shoulders, neck and clothes under a head turned like ``neck``."""
        yaw = self.yaw_of(stance)
        return self._cache.sprite(
            key_of(self._identity_key, "torso", neck.yaw, yaw),
            lambda: self._bake(self.torso_picture(yaw, neck), maps()),
        )

    def arms(self, stance: Stance, layer: Layer, place: Affine, swing_deg: float = 0.0) -> list[Placement]:
        """The arms that ``stance`` has on ``layer``, the far one first, swung a little about the shoulder."""
        yaw = self.yaw_of(stance)
        found = []
        for side in (1, -1) if yaw > 0 else (-1, 1):
            pose = stance.arm(side)
            sprite = self._arm(pose, side, yaw) if pose.layer == layer else None
            if sprite is not None:
                found.append((sprite, multiply(place, self._swing(side, swing_deg))))
        return found

    def straps(self, stance: Stance, maps: Callable[[], RelightMaps]) -> Sprite | None:
        """What lies over bare shoulders and arms."""
        if self.figure.outfit.kind != "dress" or self._is_back:
            return None
        yaw = self.yaw_of(stance)

        def make() -> Sprite:
            body = self.figure.body(yaw)
            return self._bake(
                self.easel.picture(self.easel.bounds, lambda c: self.figure.draw_straps(c, body)), maps()
            )

        return self._cache.sprite(key_of(self._identity_key, "straps", yaw), make)

    def silhouette(self, stance: Stance, neck: Turn) -> list[Picture]:
        """Everything of the body at rest, for the light."""
        yaw = self.yaw_of(stance)
        parts = [self.torso_picture(yaw, neck)]
        if self._shows_hips:
            parts.append(self.legs_picture(stance))
        for side in (-1, 1):
            key = (stance.arm(side), side, yaw)
            if key not in self._resting:
                self._resting[key] = self._arm_picture(*key)
            parts.append(self._resting[key])
        return parts

    # -- placements --------------------------------------------------------------------------------

    def yaw_of(self, stance: Stance) -> float:
        """Where the chest is turned."""
        yaw = self.body_yaw_deg + nearest(stance.twist_deg, TWIST_STEP_DEG)
        return float(np.clip(yaw, -MOST_BODY_YAW_DEG, MOST_BODY_YAW_DEG))

    def upper(self, stance: Stance, pose: FigurePose) -> Affine:
        """How the trunk with head and arms is held on the hips, in rig space."""
        unit = self.easel.scale
        hips = self.hip_y * unit
        place = translation(pose.hips_x * unit, (stance.sink + abs(pose.hips_x) * 0.12) * unit)
        if stance.lean_deg:
            lean, yaw = math.radians(stance.lean_deg), math.radians(self.yaw_of(stance))
            # Leaning goes to where the chest faces: aside it is seen as a slant, ahead as foreshortening.
            ahead = math.sin(lean) * math.cos(yaw)
            nearer = 1 + 0.09 * ahead
            place = multiply(place, shear(-math.sin(lean) * math.sin(yaw), hips))
            place = multiply(place, scaling(nearer, 0, hips, nearer * (1 - 0.62 * (1 - math.cos(lean)))))
        if stance.tilt_deg:
            place = multiply(place, rotation(stance.tilt_deg, 0, hips))
        return place

    def lower(self, pose: FigurePose) -> Affine:
        """How the legs follow hips that shift: the feet stay."""
        if not pose.hips_x:
            return IDENTITY
        unit = self.easel.scale
        return shear(-pose.hips_x / (self.sole_y - self.hip_y), self.sole_y * unit)

    def _swing(self, side: int, degrees: float) -> Affine:
        if not degrees:
            return IDENTITY
        unit = self.easel.scale
        x, y = self._shoulder[0] * side, self._shoulder[1] - self.figure.lift
        return rotation(side * degrees, x * unit, y * unit)

    # -- drawing -----------------------------------------------------------------------------------

    def torso_picture(self, yaw: float, neck: Turn) -> Picture:
        """The torso without arms and legs."""
        if (yaw, neck.yaw) not in self._torsos:

            def paint(canvas: skia.Canvas) -> None:
                body = self.figure.body(yaw)
                if self._is_back:
                    self.figure.draw_back(canvas, body, self.direction)
                else:
                    self.figure.draw_torso(canvas, body, self._neck_view(neck), self.direction)

            self._torsos[yaw, neck.yaw] = self.easel.picture(self.easel.bounds, paint)
        return self._torsos[yaw, neck.yaw]

    def legs_picture(self, stance: Stance) -> Picture:
        """Everything below the waist."""
        key = _legs_key(stance)
        if key not in self._legs:
            body = self.figure.body(self.body_yaw_deg)
            self._legs[key] = self.easel.picture(
                self.easel.bounds,
                lambda c: self.figure.draw_legs(
                    c, body, stance, self.direction, seen_from_back=self._is_back
                ),
            )
        return self._legs[key]

    def _arm_picture(self, pose: ArmPose, side: int, yaw: float) -> Picture:
        """One arm with its hand and what it holds."""
        resting = self._resting.get((pose, side, yaw))
        if resting is not None:
            return resting
        body = self.figure.body(yaw)
        return self.easel.picture(
            self.easel.bounds,
            lambda c: self.figure.draw_arm(c, body, pose, side, self.direction, seen_from_back=self._is_back),
        )

    def _arm(self, pose: ArmPose, side: int, yaw: float) -> Sprite | None:
        sprite = self._cache.sprite(
            key_of(self._identity_key, "arm", pose, side, yaw), lambda: self._draw_arm(pose, side, yaw)
        )
        # Of somebody close to us no arms are in the picture.
        return sprite if sprite.flags.any() else None

    def _draw_arm(self, pose: ArmPose, side: int, yaw: float) -> Sprite:
        picture = self._arm_picture(pose, side, yaw)
        if yaw not in self._silhouettes:
            parts = [self.torso_picture(yaw, Turn(0.0, 0.0)), *self._others()]
            if self._shows_hips:
                parts.append(self.legs_picture(Stance()))
            self._silhouettes[yaw] = self.easel.alpha_map(parts)
        # Lit as a part of the whole: no rim where it lies on the chest.
        whole = np.maximum(self._silhouettes[yaw], self.easel.alpha_map([picture]))
        return self._bake(picture, self._relight(whole))


def _legs_key(stance: Stance) -> str:
    return key_of(
        stance.legs,
        stance.weight,
        stance.hip_deg,
        stance.sink,
        sorted(stance.feet.items(), key=lambda f: f[0]),
    )
