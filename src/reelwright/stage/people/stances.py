"""What a stance says: where both hands are, what they do and hold, how the trunk and the legs are held."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from reelwright.stage.people.limbs import Vector

Triple = tuple[float, float, float]
Layer = Literal["behind", "middle", "front", "over"]

HANGING_HAND: Triple = (131.0, 712.0, 22.0)
"""Where the wrist of a hanging arm is, on the right of the picture."""


@dataclass(frozen=True)
class ArmPose:
    """One arm in her torso units (his are scaled): wrist target, where the elbow points, the hand.

    ``target`` None lets the arm hang. ``along``/``palm`` direct the hand (None follows the forearm).
    ``layer``: drawn behind the torso, on it, in front of the head, or over everybody in the picture.
    ``into`` and ``share``: the fingers are that part of the way from ``shape`` to another shape.
    ``turns``: how far the arm goes with the body's own turn, 0 not at all (it is placed for the picture),
    1 as the legs do.
    ``smear``: where the wrist of a hand that is too fast to be seen was a moment ago.
    """

    target: Triple | None = None
    pole: Triple | None = None
    shape: str = "hang"
    along: Triple | None = None
    palm: Triple | None = None
    layer: Layer = "middle"
    prop: str = ""
    hand_first: bool = False
    into: str = ""
    share: float = 0.0
    smear: Triple | None = None
    turns: float = 0.0


@dataclass(frozen=True)
class LegPose:
    """One leg in her torso units (his are scaled): the ankle counted from where it stands at rest, where
    the knee points (None: ahead), and how far the heel is lifted (0 a flat foot, 90 on the toes, 170 the
    instep on the ground). x to the right of the picture, y down, z towards us for somebody who faces us;
    legs turn with the body."""

    ankle: Triple = (0.0, 0.0, 0.0)
    knee: Triple | None = None
    heel_deg: float = 0.0


@dataclass(frozen=True)
class Stance:
    """A whole-body pose. ``weight`` is the side (-1, 1) of the leg that carries, 0 both.

    ``feet`` holds the legs that do not simply stand. ``sink``: units by which the pelvis is lower than
    when standing (a chair about 380, kneeling about 400). ``lean_deg``: the trunk forward, ``tilt_deg``:
    to the right of the picture, ``twist_deg``: shoulders turned against the hips, to the right of the
    picture. The trunk is drawn bent in coarse steps and placed for the rest (see ``bodysprites``).
    ``seat``: what is sat on or lain in, if it is to be drawn.
    """

    arms: dict[int, ArmPose] = field(default_factory=dict)
    weight: float = 0
    hip_deg: float = 0.0
    feet: dict[int, LegPose] = field(default_factory=dict)
    sink: float = 0.0
    lean_deg: float = 0.0
    tilt_deg: float = 0.0
    twist_deg: float = 0.0
    seat: Literal["", "chair", "bench", "bed"] = ""

    def leg(self, side: int) -> LegPose:
        """One leg: as asked for, else at rest. The one that carries stands under the head, the free one
        out and ahead."""
        if side in self.feet:
            return self.feet[side]
        carrying, free = max(0.0, side * self.weight), max(0.0, -side * self.weight)
        ankle = (side * (30 * free - 16 * carrying), -8 * free, 52 * free)
        return LegPose(ankle, (side * (0.12 + 0.34 * free), 0.0, 1.0))

    def arm(self, side: int) -> ArmPose:
        return self.arms.get(side, ArmPose())


def turned_with_legs(yaw_deg: float, vector: Triple | Vector) -> Vector:
    """A vector of somebody who faces us → about the upright axis to where their legs are."""
    x, y, z = np.asarray(vector, dtype=float)
    cos, sin = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    return np.array([x * cos + z * sin, y, -x * sin + z * cos])


def scaled_for(is_female: bool, target: Triple) -> Vector:
    """A wrist target of her units on this body."""
    factors = (1.0, 1.0, 1.0) if is_female else (1.3, 1.06, 1.12)
    moved = np.array(target, dtype=float) * factors
    return moved if is_female else moved + np.array([0, 6, 0])


def unscaled_for(is_female: bool, target: Vector) -> Triple:
    """The wrist target, in her units, that lies at ``target`` on this body."""
    if not is_female:
        target = (np.asarray(target, dtype=float) - np.array([0, 6, 0])) / (1.3, 1.06, 1.12)
    x, y, z = np.asarray(target, dtype=float).tolist()
    return x, y, z


def mirrored(stance: Stance) -> Stance:
    """The same stance with left and right exchanged."""

    def flip(t: Triple | None) -> Triple | None:
        return None if t is None else (-t[0], t[1], t[2])

    arms = {
        -side: replace(
            arm,
            target=flip(arm.target),
            pole=flip(arm.pole),
            along=flip(arm.along),
            palm=flip(arm.palm),
            smear=flip(arm.smear),
        )
        for side, arm in stance.arms.items()
    }
    feet = {
        -side: replace(leg, ankle=(-leg.ankle[0], *leg.ankle[1:]), knee=flip(leg.knee))
        for side, leg in stance.feet.items()
    }
    return replace(
        stance,
        arms=arms,
        feet=feet,
        weight=-stance.weight,
        hip_deg=-stance.hip_deg,
        tilt_deg=-stance.tilt_deg,
        twist_deg=-stance.twist_deg,
    )
