"""How far somebody has gone → the legs and arms of a walk, in eight drawn phases."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

from reelwright.stage.people.stances import ArmPose, LegPose, Stance

PHASES = 8
FRAMES_A_CYCLE = 26.0
_STRIDE, _LIFT, _SWING = 165.0, 58.0, 120.0


def phase_at(frames: float) -> int:
    """The drawn phase after walking for so many film frames."""
    return int(frames / FRAMES_A_CYCLE * PHASES) % PHASES


def bob(frames: float) -> float:
    """Head units by which a walker is lower: lowest with both feet on the ground."""
    return 9.0 * abs(math.cos(frames / FRAMES_A_CYCLE * 2 * math.pi))


@cache
def strides() -> tuple[Stance, ...]:
    """The eight phases: legs forward and back, arms against them."""
    return tuple(_phase(number) for number in range(PHASES))


def stride(stance: Stance, frames: float) -> Stance:
    """``stance`` walking; arms that hold something go on holding it."""
    walking = strides()[phase_at(frames)]
    busy = {side: arm for side, arm in stance.arms.items() if arm.prop or arm.layer == "over"}
    return replace(walking, arms={**walking.arms, **busy}, lean_deg=3.0)


def _phase(number: int) -> Stance:
    turn = number / PHASES * 2 * math.pi
    feet, arms = {}, {}
    for side in (-1, 1):
        angle = turn + (0.0 if side < 0 else math.pi)
        ahead, rising = math.cos(angle), -math.sin(angle)
        lift = _LIFT * max(0.0, rising) ** 0.8
        feet[side] = LegPose(
            (-side * 18.0, round(-lift, 1), round(_STRIDE * ahead, 1)), None,
            round(34 * max(0.0, rising) + 14 * max(0.0, -ahead) * (rising > -0.3), 1),
        )  # fmt: skip
        swing = -ahead
        arms[side] = ArmPose(
            (side * (140 - 14 * abs(swing)), 696 - 22 * abs(swing), 20 + _SWING * swing),
            (side * 0.3, 0.1, -0.95), "relaxed", layer="behind" if swing < -0.5 else "middle",
            turns=1.0,
        )  # fmt: skip
    return Stance(arms, feet=feet, hip_deg=round(2.0 * math.sin(turn), 1))
