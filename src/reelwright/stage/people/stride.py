"""A stance on a body → the joints of both legs and the frames of both feet, in space."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reelwright.drawing.ink import smoothstep
from reelwright.stage.people.body import PELVIS_Y, BodyView
from reelwright.stage.people.limbs import CAMERA_DISTANCE, Vector, reach, unit
from reelwright.stage.people.stances import LegPose, Stance

_FAR = 4300.0
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
    rest = np.array([side * s.stand_x, 0.0, 0.0])
    ground = np.array([0.0, ground_y(body) - s.sole, 0.0])
    target = ground + _turned(body, rest + np.array(pose.ankle) * factor, away)
    ahead = _pole(body, pose, side, away)
    knee, ankle = reach(hip, target, s.thigh, s.shank, ahead)
    level = unit(np.array([ahead[0], 0.0, ahead[2]]) + _outwards(body, side, away) * 1.4)
    heel = math.radians(pose.heel_deg)
    toe = level * math.cos(heel) + np.array([0.0, math.sin(heel), 0.0])
    down = np.array([0.0, math.cos(heel), 0.0]) - level * math.sin(heel)
    shank = unit(ankle - knee)
    front = unit(ahead - shank * (ahead @ shank))
    return Leg(side, hip, knee, ankle, toe, down, front)


def _turned(body: BodyView, vector: ArrayLike, away: float) -> Vector:
    """A vector of somebody who faces us → turned about the upright axis with the body."""
    x, y, z = np.asarray(vector, dtype=float)
    angle = math.radians(body.yaw_deg) * away
    return np.array(
        [x * math.cos(angle) + z * math.sin(angle), y, -x * math.sin(angle) + z * math.cos(angle)]
    )


def _pole(body: BodyView, pose: LegPose, side: int, away: float) -> Vector:
    x, y, z = pose.knee or (side * 0.14, 0.0, 1.0)
    return unit(_turned(body, (x, y, z * away), away))


def _outwards(body: BodyView, side: int, away: float) -> Vector:
    """Feet point outwards a little from where the body faces."""
    yaw = math.radians(body.yaw_deg)
    out = 0.24 if body.is_female else 0.34
    return unit(
        [math.sin(yaw) + side * out * math.cos(yaw), 0.0, (math.cos(yaw) - side * out * math.sin(yaw)) * away]
    )


def lap_of(body: BodyView, stance: Stance) -> float:
    """How much the thighs lie level before the trunk: 0 standing or kneeling, 1 seated."""
    level = [abs(float(unit(leg.knee - leg.hip)[1])) for leg in (leg_of(body, stance, s) for s in (-1, 1))]
    raised = [float(smoothstep(0.75, 0.35, y)) for y in level]
    return min(raised)
