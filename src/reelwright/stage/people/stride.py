"""A stance on a body → the joints of both legs and the frames of both feet, in space."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from reelwright.stage.people.body import PELVIS_Y, BodyView
from reelwright.stage.people.limbs import CAMERA_DISTANCE, Vector, reach, unit
from reelwright.stage.people.stances import LegPose, Stance

_FAR = 5600.0
"""Legs are seen from further away than hands: a step ahead must not grow a giant's foot."""
NEARNESS = CAMERA_DISTANCE / _FAR
"""Depths of legs are multiplied by this before they are drawn with the perspective of limbs."""


@dataclass(frozen=True)
class LegSizes:
    """Head units. ``sole``: how far below the ankle the ground is."""

    hip_x: float
    stand_x: float
    thigh: float
    shank: float
    sole: float
    foot: float


HER_SIZES = LegSizes(44, 42, 418, 410, 66, 168)
HIS_SIZES = LegSizes(54, 62, 440, 430, 66, 205)


@dataclass(frozen=True)
class Leg:
    """Joints in space, the way of the foot (``toe``), its sole's normal (``down``) and the knee's front."""

    side: int
    hip: Vector
    knee: Vector
    ankle: Vector
    toe: Vector
    down: Vector
    front: Vector

    @property
    def bend_deg(self) -> float:
        """0 for a straight leg."""
        thigh, shank = unit(self.knee - self.hip), unit(self.ankle - self.knee)
        return math.degrees(math.acos(float(np.clip(thigh @ shank, -1, 1))))


def sizes_of(body: BodyView) -> LegSizes:
    """How long the legs of ``body`` are."""
    return HER_SIZES if body.is_female else HIS_SIZES


def ground_y(body: BodyView) -> float:
    """Where the soles stand, in body coordinates."""
    s = sizes_of(body)
    return PELVIS_Y[body.is_female] + s.thigh + s.shank - 8 + s.sole


def leg_of(body: BodyView, stance: Stance, side: int, *, from_back: bool = False) -> Leg:
    """The leg on ``side`` of the picture. From behind, what a stance puts ahead goes away from us."""
    s, pose = sizes_of(body), stance.leg(side)
    away = -1.0 if from_back else 1.0
    hip = body.spine.place([(side * s.hip_x, PELVIS_Y[body.is_female], 0.0)])[0]
    factor = np.array([1.0, 1.0, away] if body.is_female else [1.25, 1.05, 1.05 * away])
    rest = np.array([side * s.stand_x, ground_y(body) - s.sole, 0.0])
    ahead = _pole(body, pose, side, away)
    knee, ankle = reach(hip, rest + np.array(pose.ankle) * factor, s.thigh, s.shank, ahead)
    level = unit(np.array([ahead[0], 0.0, ahead[2]]) + _outwards(body, side, away) * 1.4)
    heel = math.radians(pose.heel_deg)
    toe = level * math.cos(heel) + np.array([0.0, math.sin(heel), 0.0])
    down = np.array([0.0, math.cos(heel), 0.0]) - level * math.sin(heel)
    shank = unit(ankle - knee)
    front = unit(ahead - shank * (ahead @ shank))
    return Leg(side, hip, knee, ankle, toe, down, front)


def _pole(body: BodyView, pose: LegPose, side: int, away: float) -> Vector:
    if pose.knee is not None:
        return unit(np.array(pose.knee) * [1, 1, away])
    yaw = math.radians(body.yaw_deg)
    return unit([math.sin(yaw) + side * 0.14, 0.0, math.cos(yaw) * away])


def _outwards(body: BodyView, side: int, away: float) -> Vector:
    """Feet point outwards a little from where the body faces."""
    yaw = math.radians(body.yaw_deg)
    out = 0.24 if body.is_female else 0.34
    return unit(
        [math.sin(yaw) + side * out * math.cos(yaw), 0.0, (math.cos(yaw) - side * out * math.sin(yaw)) * away]
    )
