"""Two stances and a share of the way → the stance in between, for every joint and finger."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from reelwright.stage.people.limbs import Vector, unit
from reelwright.stage.people.stances import HANGING_HAND, ArmPose, LegPose, Stance, Triple

GRID = 6
"""Parts of the way at which an arm is drawn; overshoot and anticipation are half a part."""
_ARC = 0.15
"""A wrist leaves the straight line by this part of its way: joints turn, they do not slide."""


def on_grid(share: float) -> float:
    """``share`` (about -0.1..1.1) where it is drawn."""
    if share > 1.02:
        return 1 + 0.5 / GRID
    if share < -0.02:
        return -0.5 / GRID
    return min(1.0, max(0.0, round(share * GRID) / GRID))


def resolved(pose: ArmPose, side: int) -> ArmPose:
    """The same arm with everything said that a pose may leave open."""
    x, y, z = HANGING_HAND
    return replace(
        pose,
        target=pose.target or (side * x, y, z),
        pole=pose.pole or ((side * 0.7, 0.35, -0.6) if pose.target else (side * 0.3, 0.1, -0.95)),
        along=pose.along or (side * 0.04, 0.99, 0.1),
        palm=pose.palm or (-side * 0.85, 0.1, -0.35),
    )


def between(start: Stance, end: Stance, share: float, trunk_share: float | None = None) -> Stance:
    """The stance ``share`` of the way (a little below 0 and above 1 are fine); the trunk may be ahead."""
    trunk = share if trunk_share is None else trunk_share
    if start is end or (share == 1 and trunk == 1):
        return settled(end)
    if share == 0 and trunk == 0:
        return settled(start)

    def mix(a: float, b: float) -> float:
        return round(a + (b - a) * trunk, 2)

    sides = (-1, 1)
    return Stance(
        arms={side: arm_between(start.arm(side), end.arm(side), side, share) for side in sides},
        weight=mix(start.weight, end.weight),
        seat=end.seat or start.seat,
        hip_deg=mix(start.hip_deg, end.hip_deg),
        feet=_feet_between(start, end, min(1.0, max(0.0, trunk))),
        sink=mix(start.sink, end.sink),
        lean_deg=mix(start.lean_deg, end.lean_deg),
        tilt_deg=mix(start.tilt_deg, end.tilt_deg),
        twist_deg=mix(start.twist_deg, end.twist_deg),
    )


def settled(stance: Stance) -> Stance:
    """The stance as a blend leaves it, so that arriving changes nothing."""
    return replace(stance, arms={side: resolved(stance.arm(side), side) for side in (-1, 1)})


def arm_between(start: ArmPose, end: ArmPose, side: int, share: float) -> ArmPose:
    """One arm on its way, in an arc that swells outwards and towards us."""
    a, b = resolved(start, side), resolved(end, side)
    if a == b or share == 1:
        return b
    if share == 0:
        return a
    inside = min(1.0, max(0.0, share))
    swell = math.sin(math.pi * inside)
    first, last = np.array(a.target, float), np.array(b.target, float)
    way = float(np.linalg.norm(last - first))
    bulge = np.array([side * 0.55, 0.0, 0.85]) * (swell * _ARC * way)
    nearer = b if share >= 0.5 else a
    # What is held changes hands at once; a hand on its way passes before hair and face.
    layer = nearer.layer if a.layer == b.layer else (b.layer if share >= 0.3 else a.layer)
    return replace(
        nearer,
        target=_rounded(first + (last - first) * share + bulge, 1),
        pole=_rounded(_direction(a.pole, b.pole, inside), 3),
        along=_rounded(_direction(a.along, b.along, inside, swell * 0.35), 3),
        palm=_rounded(_direction(a.palm, b.palm, inside, swell * 0.2), 3),
        layer=layer,
        prop=b.prop if share >= 0.5 else a.prop,
        shape=a.shape,
        into=b.shape,
        share=round(inside, 3),
        turns=round(a.turns + (b.turns - a.turns) * inside, 2),
    )


def fetching(start: Stance, end: Stance) -> Stance | None:
    """``start`` with the hands behind the back that show something new in ``end``: it comes from somewhere.
    ``None`` where nothing has to be fetched."""
    arms = {
        side: ArmPose(
            (side * 44.0, 585.0, -120.0), (side * 1.0, 0.1, -0.6), end.arm(side).shape, layer="behind",
            prop=end.arm(side).prop,
        )
        for side in (-1, 1)
        if end.arm(side).prop not in ("", start.arm(side).prop)
    }  # fmt: skip
    return replace(start, arms={**start.arms, **arms}) if arms else None


def _direction(a: Triple | None, b: Triple | None, share: float, towards_us: float = 0.0) -> Vector:
    first, last = unit(np.array(a)), unit(np.array(b))
    return unit(first + (last - first) * share + np.array([0.0, 0.0, towards_us]))


def _rounded(values: ArrayLike, digits: int) -> Triple:
    x, y, z = (round(float(v), digits) + 0.0 for v in np.asarray(values))
    return x, y, z


def _feet_between(start: Stance, end: Stance, share: float) -> dict[int, LegPose]:
    if not start.feet and not end.feet:
        return {}
    feet = {}
    for side in (-1, 1):
        a, b = start.leg(side), end.leg(side)
        ankle = np.array(a.ankle) * (1 - share) + np.array(b.ankle) * share
        knee_a, knee_b = np.array(a.knee or (0.0, 0.0, 1.0)), np.array(b.knee or (0.0, 0.0, 1.0))
        feet[side] = LegPose(
            _rounded(ankle, 1),
            _rounded(knee_a * (1 - share) + knee_b * share, 3),
            round(a.heel_deg * (1 - share) + b.heel_deg * share, 1),
        )
    return feet
