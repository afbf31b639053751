"""A figure, an easel and a stance → the pictures and lit sprites of legs, torso and arms, each drawn once.

Torso, legs and each arm are sprites of their own, keyed by nothing but what changes them: an arm that
moves leaves the rest in the cache. The trunk is drawn bent in coarse steps (``held``); the rest of its
lean and tilt, its sinking and its shifts are placements that put hips and neck where they belong.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Literal

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, Affine, apply, multiply, rotation, scaling, shear, translation
from reelwright.drawing.ink import Points
from reelwright.drawing.sprite import Sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.people.arms import HER_ARM, HIS_ARM, Arm
from reelwright.stage.people.beds import draw_bed_behind, draw_cover
from reelwright.stage.people.body import NECK_Y, PELVIS_Y, BodyView
from reelwright.stage.people.easel import MAP_STEP, Easel, Picture, RelightMaps
from reelwright.stage.people.figure import Figure
from reelwright.stage.people.head import HeadView
from reelwright.stage.people.legs import LowerBody
from reelwright.stage.people.limbs import CAMERA_DISTANCE
from reelwright.stage.people.poses import FigurePose, Turn, nearest
from reelwright.stage.people.stances import ArmPose, Layer, Stance
from reelwright.stage.people.stride import ground_y, lap_of

TWIST_STEP_DEG = 6.0
LEAN_STEP_DEG = 16.0
TILT_STEP_DEG = 14.0
HIP_STEP_DEG = 2.0
"""How coarsely a bent trunk is drawn; placements bridge what is left."""
_SIDEWAYS_DEG = 30.0
_HEAD_FOLLOWS_TILT = 0.45
_UPRIGHT_LEAN_DEG, _HEAD_FOLLOWS_LEAN = 13.0, 1.4
_NECK_UNITS = 130.0
"""From the foot of the neck to the eyes."""
MOST_BODY_YAW_DEG = 60.0

Bake = Callable[[Picture, RelightMaps], Sprite]
Relight = Callable[[NDArray[np.uint8]], RelightMaps]
Placement = tuple[Sprite, Affine]
Paint = Callable[[skia.Canvas], None]


@dataclass(frozen=True)
class Held(Stance):
    """The posture of a drawn trunk; ``lap``: how far a hem has slid up on a lap, 0..1."""

    lap: float = 0.0


class BodySprites:
    """The body of one person in one framing. ``paint_head`` draws the head as it looks
    ahead: what the outline of the whole takes from it, for the light."""

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
        paint_head: Paint,
        neck_view: Callable[[Turn], HeadView],
    ) -> None:
        self.figure, self.easel, self.direction = figure, easel, direction
        self._cache, self._identity_key = cache, identity_key
        self.body_yaw_deg, self._shows_hips, self._is_back = body_yaw_deg, shows_hips, is_back
        self._bake, self._relight, self._neck_view = bake, relight, neck_view
        self._paint_head = paint_head
        self._bodies: dict[tuple[float, ...], BodyView] = {}
        self._last_held: tuple[Stance, Held] | None = None
        self._outline: NDArray[np.uint8] | None = None
        self._silhouettes: dict[str, NDArray[np.uint8]] = {}
        self._rest = self.held(Stance())
        upright = self._body(Stance())
        self.hip_y = float(upright.to_head(np.array([[0.0, PELVIS_Y[figure.is_female]]]))[0, 1])
        self.sole_y = float(upright.to_head(np.array([[0.0, ground_y(upright)]]))[0, 1])
        self._shoulder = (HER_ARM if figure.is_female else HIS_ARM).shoulder

    # -- what the rig lays -------------------------------------------------------------------------

    def legs(self, stance: Stance) -> Sprite | None:
        """Everything below the waist, when the frame shows it."""
        if not self._shows_hips:
            return None
        key = _legs_key(stance)

        def make() -> Sprite:
            picture = self.legs_picture(stance)
            moves = stance.feet or stance.sink
            return self._bake(picture, self._lit_with(picture, Held()) if moves else self._light)

        return self._cache.sprite(key_of(self._identity_key, "legs", key), make)

    def torso(self, stance: Stance, neck: Turn) -> Sprite:
        """Shoulders, neck and clothes under a head turned like ``neck``."""
        held = self.held(stance)

        def make() -> Sprite:
            picture = self.torso_picture(held, neck)
            bent = held.lean_deg or held.tilt_deg
            return self._bake(picture, self._lit_with(picture, held) if bent else self._light)

        return self._cache.sprite(
            key_of(self._identity_key, "torso", neck.yaw, held.lap, *_numbers(held)), make
        )

    def arms(self, stance: Stance, layer: Layer, place: Affine, swing_deg: float = 0.0) -> list[Placement]:
        """The arms that ``stance`` has on ``layer``, the far one first, swung a little about the shoulder.

        One that lies over everybody is in front as a whole, and its forearm once more over them.
        """
        held = self.held(stance)
        found = []
        for side in (1, -1) if self.body_yaw_deg + held.twist_deg > 0 else (-1, 1):
            pose = self._near_arm_before(stance.arm(side), side, held)
            own = "front" if pose.layer == "over" else pose.layer
            if layer not in (own, pose.layer):
                continue
            sprite = self._arm(pose, side, held, is_forearm_only=layer == "over")
            if sprite is not None:
                found.append((sprite, multiply(place, self._swing(side, swing_deg))))
        return found

    def bed(self, part: Literal["behind", "cover"]) -> Sprite:
        """What somebody in bed lies on, or what lies over them."""

        def make() -> Sprite:
            breadth = 1.0 if self.figure.is_female else 1.18
            draw = draw_bed_behind if part == "behind" else draw_cover
            picture = self._picture(lambda canvas: draw(canvas, self.direction, breadth=breadth))
            return self._bake(picture, self._relight(self.easel.alpha_map([picture])))

        return self._cache.sprite(key_of(self._identity_key, "bed", part), make)

    def _near_arm_before(self, pose: ArmPose, side: int, held: Held) -> ArmPose:
        """Of somebody seen from the side, the arm on our side is never behind the trunk."""
        yaw_deg = self.body_yaw_deg + held.twist_deg
        is_near = not self._is_back and side * yaw_deg < -_SIDEWAYS_DEG
        return replace(pose, layer="middle") if is_near and pose.layer == "behind" else pose

    def straps(self, stance: Stance) -> Sprite | None:
        """What lies over bare shoulders and arms."""
        if self.figure.outfit.kind != "dress" or self._is_back:
            return None
        held = self.held(stance)

        def make() -> Sprite:
            body = self._body(held)
            return self._bake(
                self.easel.picture(self.easel.bounds, lambda c: self.figure.draw_straps(c, body)),
                self._light,
            )

        return self._cache.sprite(key_of(self._identity_key, "straps", *_numbers(held)), make)

    def outline(self) -> NDArray[np.uint8]:
        """What the body covers while its arms hang, at the size of the relight maps."""
        if self._outline is None:
            arms = [
                partial(self._paint_arm, Stance().arm(side), side, self._body(self._rest)) for side in (-1, 1)
            ]
            self._outline = np.maximum(self._part("arms", *arms), self._trunk())
            if self._shows_hips:
                self._outline = np.maximum(self._outline, self._legs_at_rest())
        return self._outline

    def whole_outline(self) -> NDArray[np.uint8]:
        """The same with the head as it looks ahead."""
        return np.maximum(self.outline(), self._head_ahead())

    @cached_property
    def _light(self) -> RelightMaps:
        """The light on a trunk and on legs at rest, however the head is turned."""
        return self._relight(self.whole_outline())

    def _head_ahead(self) -> NDArray[np.uint8]:
        return self._part("head", self._paint_head)

    def _trunk(self) -> NDArray[np.uint8]:
        return self._part("trunk", partial(self._paint_torso, self._rest, Turn(0.0, 0.0)))

    def _legs_at_rest(self) -> NDArray[np.uint8]:
        return self._part("legs", partial(self._paint_legs, Stance()))

    def _part(self, name: str, *paints: Paint) -> NDArray[np.uint8]:
        """The outline of a part at rest, drawn once for all that is lit by it."""
        key = key_of(self._identity_key, "outline of part", name)
        return self._cache.array(key, partial(self.easel.outline, paints))

    def _bent(self, outline: NDArray[np.uint8], held: Held) -> NDArray[np.uint8]:
        """The outline of the trunk with its hips and its neck where a bent one has them: near enough for
        the light, and no drawing."""
        corner = np.array([self.easel.bounds.x, self.easel.bounds.y])
        hips, neck = ((point - corner) / MAP_STEP for point in self._axis(self._body(self._rest)))
        to_hips, to_neck = ((point - corner) / MAP_STEP for point in self._axis(self._body(held)))
        turn = complex(*(to_neck - to_hips)) / complex(*(neck - hips))
        turning = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
        matrix = np.column_stack([turning, to_hips - turning @ hips])
        return np.asarray(cv2.warpAffine(outline, matrix, outline.shape[::-1]), np.uint8)

    # -- placements --------------------------------------------------------------------------------

    def held(self, stance: Stance) -> Held:
        """The bend of the trunk that is drawn."""
        # Asked for by every part of the body in a frame.
        if self._last_held is None or self._last_held[0] is not stance:
            self._last_held = (stance, self._held(stance))
        return self._last_held[1]

    def _held(self, stance: Stance) -> Held:
        twist = nearest(stance.twist_deg, TWIST_STEP_DEG)
        most = MOST_BODY_YAW_DEG
        return Held(
            twist_deg=min(max(self.body_yaw_deg + twist, -most), most) - self.body_yaw_deg,
            lean_deg=nearest(stance.lean_deg, LEAN_STEP_DEG),
            tilt_deg=nearest(stance.tilt_deg, TILT_STEP_DEG),
            hip_deg=nearest(stance.hip_deg, HIP_STEP_DEG),
            lap=nearest(lap_of(self._body(stance), stance), 0.5) if stance.sink > 60 else 0.0,
        )

    def upper(self, stance: Stance, pose: FigurePose) -> Affine:
        """Where the trunk with its arms goes, in rig space: hips on hips and neck on neck."""
        drawn_hips, drawn_neck = self._axis(self._body(self.held(stance)))
        hips, neck = self._axis(self._body(stance))
        bones = complex(*(drawn_neck - drawn_hips)), complex(*(neck - hips))
        turn = bones[1] / bones[0]
        x, y = drawn_hips.tolist()
        moved: Affine = (
            turn.real, -turn.imag, float(hips[0]) - turn.real * x + turn.imag * y,
            turn.imag, turn.real, float(hips[1]) - turn.imag * x - turn.real * y,
        )  # fmt: skip
        return multiply(self._shifted(pose), moved)

    def head(self, stance: Stance, pose: FigurePose) -> Affine:
        """Where the head goes with its neck, in rig space."""
        seat = self._body(stance).head_seat
        unit = self.easel.scale
        pivot = (NECK_Y - self.figure.lift) * unit
        # A neck that leans carries its head forward and down: lower and nearer.
        nod = math.radians(max(0.0, stance.lean_deg - _UPRIGHT_LEAN_DEG) * _HEAD_FOLLOWS_LEAN)
        drop, nearer = _NECK_UNITS * (1 - math.cos(nod)), 1 + math.sin(nod) * _NECK_UNITS / CAMERA_DISTANCE
        sits = multiply(
            translation(seat.dx * unit, (seat.dy + drop) * unit), scaling(seat.scale * nearer, 0, pivot)
        )
        bowed = rotation(stance.tilt_deg * _HEAD_FOLLOWS_TILT, 0, pivot)
        return multiply(self._shifted(pose), multiply(sits, bowed))

    def _shifted(self, pose: FigurePose) -> Affine:
        unit = self.easel.scale
        return translation(pose.hips_x * unit, abs(pose.hips_x) * 0.12 * unit)

    def _axis(self, body: BodyView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Hips and neck in rig space."""
        hips, neck = body.axis * self.easel.scale
        return hips, neck

    def _body(self, stance: Stance) -> BodyView:
        key = (*_numbers(stance), stance.sink, stance.weight)
        if key not in self._bodies:
            if len(self._bodies) > 64:
                self._bodies.clear()
            self._bodies[key] = self.figure.body(self.body_yaw_deg, stance)
        return self._bodies[key]

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

    def joints(self, stance: Stance, side: int, swing_deg: float = 0.0) -> tuple[Points, Points, Points]:
        """The joints on one ``side`` of the picture, in rig space, before the placements of trunk and
        legs: shoulder, elbow, wrist; hip, knee, ankle; and the pit of the neck."""
        unit, held = self.easel.scale, self._body(self.held(stance))
        figure, back = self.figure, self._is_back
        arm = Arm(
            held, figure.skin, figure.outfit, stance.arm(side), side, self.direction, seen_from_back=back
        )
        upper = held.to_head(arm.joints()) * unit
        swing = self._swing(side, swing_deg)
        upper = np.array([apply(swing, *point) for point in upper.tolist()])
        standing = self._body(replace(stance, lean_deg=0.0, tilt_deg=0.0, twist_deg=0.0))
        below = LowerBody(standing, figure.skin, figure.outfit, stance, self.direction, seen_from_back=back)
        neck = held.to_head(held.space([(0, NECK_Y, 0)])) * unit
        return upper, standing.to_head(below.joints(side)) * unit, neck

    # -- drawing -----------------------------------------------------------------------------------

    def torso_picture(self, held: Held, neck: Turn) -> Picture:
        """The torso without arms and legs."""
        return self._picture(partial(self._paint_torso, held, neck))

    def legs_picture(self, stance: Stance) -> Picture:
        """Everything below the waist."""
        return self._picture(partial(self._paint_legs, stance))

    def _picture(self, paint: Paint) -> Picture:
        return self.easel.picture(self.easel.bounds, paint)

    def _paint_torso(self, held: Held, neck: Turn, canvas: skia.Canvas) -> None:
        body = self._body(held)
        if self._is_back:
            self.figure.draw_back(canvas, body, self.direction, lap=held.lap)
        else:
            self.figure.draw_torso(canvas, body, self._neck_view(neck), self.direction, lap=held.lap)

    def _paint_legs(self, stance: Stance, canvas: skia.Canvas) -> None:
        body = self._body(replace(stance, lean_deg=0.0, tilt_deg=0.0, twist_deg=0.0))
        self.figure.draw_legs(canvas, body, stance, self.direction, seen_from_back=self._is_back)

    def _paint_arm(
        self, pose: ArmPose, side: int, body: BodyView, canvas: skia.Canvas, *, is_forearm_only: bool = False
    ) -> None:
        """One arm with its hand and what it holds."""
        self.figure.draw_arm(
            canvas,
            body,
            pose,
            side,
            self.direction,
            seen_from_back=self._is_back,
            is_forearm_only=is_forearm_only,
        )

    def _arm(self, pose: ArmPose, side: int, held: Held, *, is_forearm_only: bool = False) -> Sprite | None:
        def make() -> Sprite:
            paint = partial(self._paint_arm, pose, side, self._body(held), is_forearm_only=is_forearm_only)
            picture = self._picture(paint)
            return self._bake(picture, self._lit_with(picture, held))

        part = "forearm" if is_forearm_only else "arm"
        sprite = self._cache.sprite(key_of(self._identity_key, part, pose, side, *_numbers(held)), make)
        # Of somebody close to us no arms are in the picture.
        return sprite if sprite.flags.any() else None

    def _lit_with(self, picture: Picture, held: Held) -> RelightMaps:
        """The light on a part of the whole: no rim where an arm lies on the chest."""
        key = key_of(*_numbers(held))
        if key not in self._silhouettes:
            whole = np.maximum(self._bent(self._trunk(), held), self._head_ahead())
            if self._shows_hips:
                whole = np.maximum(whole, self._legs_at_rest())
            self._silhouettes[key] = whole
        return self._relight(np.maximum(self._silhouettes[key], self.easel.alpha_map([picture])))


def _numbers(held: Stance) -> tuple[float, float, float, float]:
    return held.twist_deg, held.lean_deg, held.tilt_deg, held.hip_deg


def _legs_key(stance: Stance) -> str:
    return key_of(
        stance.weight,
        stance.hip_deg,
        stance.sink,
        stance.seat,
        sorted(stance.feet.items(), key=lambda f: f[0]),
    )
