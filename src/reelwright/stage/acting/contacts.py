"""Two people of a shot and an action between them → where the near wrist of each has to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from reelwright.stage.acting.scores import Contact
from reelwright.stage.people.arms import HER_ARM, HIS_ARM
from reelwright.stage.people.body import BodyView
from reelwright.stage.people.limbs import CAMERA_DISTANCE, Vector
from reelwright.stage.people.stances import ArmPose, Stance, unscaled_for

_WRIST_DEPTH = 150.0
_HAND = 168.0


@dataclass(frozen=True)
class Stand:
    """Where somebody stands when they touch: the eyes in pixels of a frame 1080 wide. ``body`` gives
    their trunk in a stance."""

    x: float
    y: float
    scale: float
    body: Callable[[Stance], BodyView]

    def target(self, x_px: float, y_px: float, stance: Stance, depth: float) -> Vector:
        """The wrist target, on this body, that shows at a point of the frame ``depth`` before it: the
        trunk of ``stance`` carries hands with it."""
        body = self.body(stance)
        seat, chest = body.spine.chest, np.array([0.0, (HER_ARM if body.is_female else HIS_ARM).shoulder[1]])
        (_, zero), (_, one) = body.to_head(np.array([[0.0, 0.0], [0.0, 1.0]])).tolist()
        size = one - zero
        seen = np.array([(x_px - self.x) / self.scale, (y_px - self.y) / self.scale - zero]) / size
        moved = np.array([seat.dx, seat.dy, seat.dz])
        flat = (seen - moved[:2] - chest) / seat.scale + chest
        wanted = np.array([*(flat * (CAMERA_DISTANCE - depth) / CAMERA_DISTANCE), depth]) + moved
        found = wanted.copy()
        for _ in range(5):
            found += wanted - body.spine.carried([found])[0]
        return np.asarray(found)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point in head units → the frame."""
        return self.x + x * self.scale, self.y + y * self.scale


@dataclass(frozen=True)
class Reach:
    """What is reached for: both people as they stand at the touch."""

    contact: Contact
    own: Stand
    other: Stand
    is_blow: bool = False
    is_answer: bool = False
    """Whose hand is taken, or who takes what is handed over."""


def meeting_point(reach: Reach, height: float) -> tuple[float, float]:
    """Between the two, ``height`` head units below their eyes, in the frame."""
    own, other = reach.own, reach.other
    return (own.x + other.x) / 2, (own.y + own.scale * height + other.y + other.scale * height) / 2


def wrist_in_frame(reach: Reach, side: int) -> tuple[float, float]:
    """Where the near wrist goes, in the frame. ``side``: where the partner is."""
    own, other = reach.own, reach.other
    hand = _HAND * own.scale
    if reach.contact == "cheek" and reach.is_blow:
        x, y = other.at(-side * 62, 84)
        return x - side * hand * 0.36, y + hand * 0.34
    if reach.contact == "cheek":
        # Under the jaw, the fingers along the cheek that we see.
        return other.at(side * 34, 184)
    if reach.contact == "chest":
        x, y = other.at(-side * 66, 412)
        return x - side * hand * 0.25, y + hand * 0.3
    x, y = meeting_point(reach, {"glass": 372, "paper": 400}.get(reach.contact, 350))
    if reach.contact == "wrist":
        # Before the one whose hand is taken: the other arm reaches out.
        taken, taker = (own, other) if reach.is_answer else (other, own)
        x = taken.x * 0.66 + taker.x * 0.34
    if reach.contact == "wrist":
        return (x, y) if reach.is_answer else (x - side * hand * 0.44, y + hand * 0.16)
    gap = 0.17 if reach.contact == "glass" else 0.30
    return x - side * hand * gap, y + (hand * 0.12 if reach.is_answer else 0)


_MOVES_THAT_TOUCH = {
    "cheek": ("slap-hit", "hold-face"),
    "chest": ("push",),
    "wrist": ("grab", "grabbed"),
    "glass": ("toast",),
    "paper": ("give", "given", "take", "offer"),
    "back": ("hug",),
}


def reaching(stance: Stance, name: str, reach: Reach, side: int) -> Stance:
    """``stance`` (called ``name``) with its wrists brought to the partner, if this is the stance that
    touches."""
    if name not in _MOVES_THAT_TOUCH.get(reach.contact, ()):
        return stance
    places: dict[int, tuple[float, float, float]] = {}
    if reach.contact == "back":
        for arm_side, height, across in ((-side, 410.0, 40.0), (side, 290.0, 52.0)):
            places[arm_side] = (*reach.other.at(arm_side * across, height), 205.0)
    else:
        # A cheek is held with the hand that is nearer to us: it lies before the face, not beside it.
        arm_side = -side if name == "hold-face" else side
        near = stance.arm(arm_side).target
        places[arm_side] = (*wrist_in_frame(reach, side), near[2] if near else _WRIST_DEPTH)
        if reach.contact == "chest":
            hand = _HAND * reach.own.scale
            x, y = wrist_in_frame(reach, side)
            places[-side] = (x + side * hand * 0.1, y - hand * 0.5, 110.0)
    arms = {**stance.arms}
    for arm_side, (x, y, depth) in places.items():
        arms[arm_side] = _brought(stance, arm_side, reach.own, (x, y), depth)
    return replace(stance, arms=arms)


def _brought(stance: Stance, side: int, own: Stand, place: tuple[float, float], depth: float) -> ArmPose:
    x, y, z = unscaled_for(own.body(stance).is_female, own.target(*place, stance, depth))
    # It crosses the partner's body, whoever of the two stands in front.
    return replace(stance.arm(side), target=(round(x, 1), round(y, 1), round(z, 1)), layer="over")
