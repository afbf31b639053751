"""Amounts of action units → a face. The units follow Ekman and Friesen's Facial Action Coding System
(1978; its numbers stand beside the names), with the marks of the drawn page added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reelwright.stage.people.face_state import NEUTRAL, FaceState

UNITS: dict[str, dict[str, float]] = {
    # Brows.
    "inner_brow_raise": {"brow_inner": 1.0},  # 1
    "outer_brow_raise": {"brow_outer": 0.8, "brow_inner": 0.25},  # 2
    "brow_lower": {"brow_inner": -0.95, "brow_outer": 0.25, "brow_knit": 0.9, "eye_angle": 0.75},  # 4
    "brow_grief": {"brow_inner": 1.15, "brow_outer": -0.5, "brow_knit": 0.7, "eye_angle": -0.85},  # 1 + 4
    "brow_level": {"brow_drop": 1.0, "brow_outer": -0.35, "brow_inner": -0.25},
    "one_brow_raise": {"brow_skew": 1.0},
    # Eyes.
    "upper_lid_raise": {"lid_open": 0.28, "squint": -0.25},  # 5
    "cheek_raise": {"squint": 0.42, "cheek": 0.8},  # 6
    "lid_tighten": {"squint": 0.45, "lid_open": -0.14},  # 7
    "lid_droop": {"lid_open": -0.5, "eye_angle": -0.3},  # 41
    "lid_flatten": {"lid_flat": 1.0, "lid_open": -0.4, "squint": -0.05},
    "eyes_close": {"lid_open": -1.0},  # 43
    "eyes_laugh": {"lid_open": -1.0, "joy": 1.0, "squint": 0.5},  # 6 + 43
    "wink": {"wink": 1.0},  # 46
    "pupil_narrow": {"iris": -0.32},
    "pupil_widen": {"iris": 0.10, "shine": 0.5},
    "look_down": {"gaze_y": 0.75},  # 64
    "look_up": {"gaze_y": -0.6},  # 63
    "look_aside": {"gaze_x": 0.8},  # 61, 62
    # Nose, cheeks, mouth.
    "nose_wrinkle": {"nose_wrinkle": 1.0, "squint": 0.2},  # 9
    "upper_lip_raise": {"lip_raise": 1.0},  # 10
    "lip_corner_pull": {"smile": 1.0, "mouth_width": 0.16},  # 12
    "one_corner_pull": {"smile": 0.95, "asymmetry": 1.0, "mouth_width": 0.08},  # 12 on one side
    "lip_corner_depress": {"smile": -1.0},  # 15
    "chin_raise": {"chin": 1.0},  # 17
    "lip_pucker": {"mouth_width": -0.36, "mouth_round": 0.5},  # 18
    "lip_stretch": {"mouth_width": 0.24},  # 20
    "lip_tighten": {"mouth_width": -0.16, "press": 0.5},  # 23
    "lip_press": {"press": 1.0},  # 24
    "lips_part": {"mouth_open": 0.14},  # 25
    "jaw_drop": {"mouth_open": 0.6, "mouth_width": -0.04},  # 26, 27
    "lip_bite": {"lip_bite": 1.0},  # 32
    "cheek_puff": {"puff": 1.0, "mouth_width": -0.30, "chin": 0.4},  # 34
    "mouth_round": {"mouth_round": 0.7, "mouth_width": -0.26},  # 22
    "mouth_square": {"mouth_square": 1.0},
    "lips_quiver": {"quiver": 1.0},
    "one_lip_raise": {"lip_raise": 0.9, "asymmetry": 0.75},  # 10 on one side
    "teeth_show": {"teeth": 0.9},
    "teeth_clench": {"teeth": 1.4},
    "tongue_show": {"tongue": 0.6},
    # Skin.
    "blush": {"blush": 0.5},
    "pale": {"blush": -0.3, "pallor": 0.6},
    "gloom": {"gloom": 0.5},
    "weary": {"weariness": 1.0, "shine": -0.4},
    "dull_eyes": {"shine": -0.5},
    "wet_eyes": {"shine": 0.7},
    "tears": {"tears": 1.0, "blush": 0.2, "shine": 0.8},
    # Marks.
    "sweat": {"sweat": 1.0},
    "vein": {"vein": 1.0},
    "sigh": {"sigh": 1.0},
    "sparkle": {"sparkle": 1.0},
}
"""What each unit at full strength adds to a face at rest."""


def face_of(units: Mapping[str, float]) -> FaceState:
    """The face that these units make together. Raises ``KeyError`` for a unit that is not in ``UNITS``."""
    values = {name: 0.0 for changes in (UNITS[unit] for unit in units) for name in changes}
    for unit, amount in units.items():
        for name, change in UNITS[unit].items():
            values[name] += change * amount
    return replace(NEUTRAL, **{name: _held(name, getattr(NEUTRAL, name) + v) for name, v in values.items()})


def _held(name: str, value: float) -> float:
    """No sum of units tears a face apart."""
    low, high = _RANGES.get(name, (0.0, 1.0))
    return min(high, max(low, value))


_RANGES = {
    "brow_inner": (-1.3, 1.3), "brow_outer": (-1.2, 1.2), "brow_skew": (-1.0, 1.0),
    "lid_open": (0.0, 1.3), "squint": (-0.3, 0.8), "eye_angle": (-1.0, 1.0), "iris": (0.6, 1.15),
    "shine": (0.4, 1.8), "gaze_x": (-1.0, 1.0), "gaze_y": (-1.0, 1.0), "smile": (-1.15, 1.2),
    "mouth_open": (0.0, 0.9), "mouth_width": (0.5, 1.4), "teeth": (0.0, 1.5), "tongue": (0.0, 1.3),
}  # fmt: skip
