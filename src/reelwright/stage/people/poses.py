"""A figure's pose → the quantised states that are drawn and cached."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reelwright.stage.people.face_state import NEUTRAL, FaceState
from reelwright.stage.people.head import HeadPose
from reelwright.stage.people.stances import Stance

KEY_STEP_DEG = 7.5
"""Yaws at which a head is drawn as vectors; with ``WARP_STEP_DEG`` no other is further than one warp."""
WARP_STEP_DEG = 2.5
PITCH_KEY_STEP_DEG = 4.0
PITCH_STEP_DEG = 2.0
NECK_STEP_DEG = 15.0
"""The torso is drawn once for each of these: the chin's shadow on the neck follows the head."""
MOST_YAW_DEG = 80.0
MOST_PITCH_DEG = 16.0

# Grids of the features: coarser than the eye notices at 24 frames a second, so that states come again.

MOOD_STEPS = {"blush": 0.15, "gloom": 0.12, "tears": 0.5, "pallor": 0.2}
MOUTH_STEPS = {
    **MOOD_STEPS,
    "mouth_open": 0.06, "mouth_width": 0.08, "mouth_round": 0.2, "mouth_square": 0.25, "teeth": 0.25,
    "tongue": 0.4, "press": 0.5, "smile": 0.16, "asymmetry": 0.25, "lip_raise": 0.3, "lip_bite": 0.5,
    "chin": 0.4, "quiver": 0.5, "puff": 0.5, "nose_wrinkle": 0.5,
}  # fmt: skip
GAZE_STEPS = {
    **MOOD_STEPS,
    "lid_open": 0.125, "lid_flat": 0.25, "squint": 0.14, "eye_angle": 0.2, "brow_inner": 0.2,
    "brow_outer": 0.2, "brow_knit": 0.25, "brow_drop": 0.25, "brow_skew": 0.25, "gaze_x": 0.1,
    "gaze_y": 0.125, "iris": 0.09, "asymmetry": 0.5, "shine": 0.5, "joy": 0.5, "wink": 0.25,
    "weariness": 0.5, "cheek": 0.4, "nose_wrinkle": 0.5,
}  # fmt: skip
MARK_STEPS = {"sweat": 0.5, "vein": 0.5, "sigh": 0.5, "sparkle": 0.5}


@dataclass(frozen=True)
class FigurePose:
    """One person at one moment. Head angles in degrees (yaw > 0 to the right of the picture, pitch > 0
    down, roll > 0 clockwise); ``sway_back``/``sway_front`` shear the hair (about ±0.06) and
    ``tips_back``/``tips_front`` its tips once more, on top; ``breath`` is
    -1..1; ``dx``, ``dy`` move the head, in pixels of a frame 1080 wide.

    ``body`` is how the body is held (None: as the rig's stance says); every distinct torso, arm or leg in
    it is drawn once, so it comes quantised. What follows costs nothing: ``step_x``, ``step_y`` move the
    whole person (pixels of a frame 1080 wide), ``size`` scales them about the eyes and ``width`` narrows
    them in the middle of a turn; ``hips_x`` shifts the weight (head units), ``arm_deg`` swings both arms
    about their shoulders. ``is_back``: the back is seen; of two people the one of less ``depth`` is behind,
    and of two hands that meet the one of less ``hand_depth``.
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    face: FaceState = NEUTRAL
    sway_back: float = 0.0
    sway_front: float = 0.0
    tips_back: float = 0.0
    tips_front: float = 0.0
    breath: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    body: Stance | None = None
    step_x: float = 0.0
    step_y: float = 0.0
    size: float = 1.0
    width: float = 1.0
    hips_x: float = 0.0
    arm_deg: float = 0.0
    is_back: bool = False
    depth: int = 0
    hand_depth: int = 0


@dataclass(frozen=True)
class Turn:
    """A quantised head angle; ``key_yaw`` is the vector key it is drawn or warped from."""

    yaw: float
    pitch: float

    @property
    def key_yaw(self) -> float:
        """The nearest yaw that is drawn as vectors."""
        return nearest(self.yaw, KEY_STEP_DEG)

    @property
    def key(self) -> Turn:
        """The vector key of this angle."""
        return Turn(self.key_yaw, nearest(self.pitch, PITCH_KEY_STEP_DEG))

    @property
    def pose(self) -> HeadPose:
        """For the head model."""
        return HeadPose(self.yaw, self.pitch)


def neck_turn(turn: Turn) -> Turn:
    """The head angle that the torso of ``turn`` is drawn for."""
    return Turn(float(np.clip(nearest(turn.yaw, NECK_STEP_DEG), -30, 30)), 0.0)


def nearest(value: float, step: float) -> float:
    """``value`` on the grid of ``step``; never minus zero, which would be another key."""
    return round(round(value / step) * step, 4) + 0.0


def quantised(face: FaceState, steps: dict[str, float]) -> FaceState:
    """Only the fields of ``steps``, on their grids; everything else at rest."""
    return replace(NEUTRAL, **{name: nearest(getattr(face, name), step) for name, step in steps.items()})


def numbers(state: FaceState) -> list[float]:
    return [getattr(state, name) for name in FaceState.__dataclass_fields__]
