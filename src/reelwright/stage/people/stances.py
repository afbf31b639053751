"""The name of a stance → where both hands are, what they do and hold, and how the legs stand."""

from __future__ import annotations

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
    ``seat``: what is sat on, if it is to be drawn.
    """

    arms: dict[int, ArmPose] = field(default_factory=dict)
    weight: float = 0
    hip_deg: float = 0.0
    feet: dict[int, LegPose] = field(default_factory=dict)
    sink: float = 0.0
    lean_deg: float = 0.0
    tilt_deg: float = 0.0
    twist_deg: float = 0.0
    seat: Literal["", "chair", "bench"] = ""

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


def _on_hip(side: int) -> ArmPose:
    return ArmPose(
        target=(side * 120, 566, 24), pole=(side, -0.02, -0.5), shape="flat",
        along=(-side * 0.16, 0.66, 0.72), palm=(-side * 0.95, 0.1, -0.2),
    )  # fmt: skip


STANCES: dict[str, Stance] = {
    "stand": Stance(weight=1, hip_deg=-2),
    "crossed": Stance(
        {
            -1: ArmPose((72, 438, 110), (-1, 0.75, -0.1), "grip", (0.3, -0.15, -0.95), (0.1, 1, -0.2)),
            1: ArmPose((-34, 432, 140), (1, 0.75, -0.1), "flat", (-0.86, -0.42, -0.30), (-0.2, -0.1, -1)),
        }
    ),
    "phone": Stance(
        {
            1: ArmPose(
                (112, 128, 70), (0.3, 1, 0.35), "phone", (-0.16, -0.95, -0.1), (-0.85, 0, -0.5), "front",
                "phone",
            )
        }
    ),
    "point": Stance(
        {
            -1: ArmPose(
                (-112, 318, 372), (-0.3, 1, -0.2), "point", (-0.82, -0.10, 0.5), (0, 0.6, 0.8), "front"
            ),
            1: ArmPose((150, 640, 20), None, "fist"),
        },
        weight=1,
    ),
    "hold": Stance(
        {
            1: ArmPose(
                (118, 326, 250), (0.8, 0.9, -0.2), "paper", (-0.35, -0.5, 0.75), (-0.7, 0.3, 0.35), "front",
                "paper", hand_first=False,
            )
        }
    ),
    "hips": Stance({-1: _on_hip(-1), 1: _on_hip(1)}, weight=1, hip_deg=-4),
    "chest": Stance(
        {-1: ArmPose((-96, 356, 120), (-0.9, 1, -0.1), "flat", (0.92, -0.38, 0.05), (0, 0.1, -1), "front")},
        weight=-1,
        hip_deg=3,
    ),
    "mouth": Stance(
        {
            1: ArmPose((70, 176, 120), (0.8, 1, 0.1), "cupped", (-0.72, -0.70, 0.05), (0.05, 0, -1), "front"),
            -1: ArmPose((-60, 520, 110), (-1, 0.4, 0), "flat", (0.9, -0.3, 0.1), (0, 0, -1)),
        }
    ),
    "toast": Stance(
        {
            1: ArmPose(
                (150, 300, 190), (0.7, 1, -0.1), "glass", (-0.45, -0.75, 0.3), (-0.75, 0, 0.6), "front",
                "glass",
            )
        }
    ),
    "wave": Stance(
        {1: ArmPose((176, 96, 90), (0.7, 1, -0.2), "wave", (0.15, -1, 0.05), (-0.1, 0, 1), "front")}
    ),
    "plead": Stance(
        {
            side: ArmPose(
                (side * 46 + 6, 402, 200), (side * 0.8, 1, 0), "plead", (-side * 0.35, -0.85, 0.35),
                (-side * 0.75, -0.1, 0.6), "front",
            )
            for side in (-1, 1)
        }
    ),
    "fists": Stance({-1: ArmPose((-138, 650, 30), None, "fist"), 1: ArmPose((138, 650, 30), None, "fist")}),
    "slap": Stance(
        {1: ArmPose((215, 190, 150), (0.6, 1, -0.2), "slap", (0.1, -0.98, 0.15), (-0.7, 0, 0.6), "front")},
    ),
    "grab": Stance(
        {-1: ArmPose((-60, 360, 260), (-0.7, 1, 0), "grip", (-0.5, -0.3, 0.8), (0.2, 0.8, 0.4), "front")},
    ),
    "walk": Stance(
        {-1: ArmPose((-96, 640, 120)), 1: ArmPose((134, 640, -90), layer="behind")}, 
        feet={-1: LegPose((26, -54, -190), None, 38), 1: LegPose((-22, -4, 150))},
        hip_deg=-1.5,
        twist_deg=5,
    ),
}  # fmt: skip

_NEAREST = {
    "cross": "crossed", "cross arms": "crossed", "arms crossed": "crossed", "fold": "crossed",
    "call": "phone", "phone call": "phone", "telephone": "phone", "text": "hold", "read": "hold",
    "paper": "hold", "contract": "hold", "letter": "hold", "show": "hold", "give": "hold", "offer": "hold",
    "accuse": "point", "order": "point", "threaten": "point", "finger": "point",
    "hip": "hips", "akimbo": "hips", "pose": "hips", "heart": "chest", "swear": "chest", "touch": "chest",
    "gasp": "mouth", "cover": "mouth", "cry": "mouth", "sob": "mouth", "drink": "toast", "glass": "toast",
    "cheers": "toast", "greet": "wave", "goodbye": "wave", "beg": "plead", "kneel": "plead", "pray": "plead",
    "fist": "fists", "clench": "fists", "hit": "slap", "raise": "slap", "grip": "grab", "seize": "grab",
    "hold wrist": "grab", "hug": "chest", "leave": "walk", "enter": "walk", "run": "walk",
}  # fmt: skip


def stance_named(name: str) -> str:
    """The key of the nearest stance to ``name`` (case-blind); ``stand`` when nothing is near."""
    word = name.strip().casefold().replace("-", " ").replace("_", " ")
    if word in STANCES:
        return word
    if word in _NEAREST:
        return _NEAREST[word]
    for known in (*STANCES, *_NEAREST):
        if known in word.split():
            return known if known in STANCES else _NEAREST[known]
    return "stand"


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
            arm, target=flip(arm.target), pole=flip(arm.pole), along=flip(arm.along), palm=flip(arm.palm)
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
