"""Names of expressions → faces blended from action units, and how the head is carried with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reelwright.stage.people.action_units import face_of
from reelwright.stage.people.face_state import NEUTRAL, FaceState, blend
from reelwright.stage.people.visemes import VISEMES, Viseme, with_viseme

__all__ = [
    "CARRIAGES", "EXPRESSIONS", "NEUTRAL", "VISEMES", "Carriage", "FaceState", "Viseme", "blend",
    "carriage_of", "with_viseme",
]  # fmt: skip

_BLENDS: dict[str, Mapping[str, float]] = {
    "neutral": {},
    "happy": {
        "lip_corner_pull": 1.05, "lips_part": 1.3, "teeth_show": 1.0, "cheek_raise": 1.0,
        "inner_brow_raise": 0.25, "outer_brow_raise": 0.5, "lip_stretch": 0.4, "blush": 0.7,
    },
    "laugh": {
        "eyes_laugh": 1.0, "lip_corner_pull": 1.1, "jaw_drop": 0.95, "lip_stretch": 0.7, "teeth_show": 1.0,
        "tongue_show": 1.0, "cheek_raise": 1.0, "outer_brow_raise": 0.7, "inner_brow_raise": 0.4,
        "blush": 0.9,
    },
    "angry": {
        "brow_lower": 1.3, "brow_level": 0.55, "lid_tighten": 0.7, "lip_corner_depress": 0.8,
        "lip_press": 1.0, "nose_wrinkle": 0.3, "chin_raise": 0.4, "gloom": 0.3, "pupil_narrow": 0.3,
    },
    "sad": {
        "brow_grief": 1.05, "lid_droop": 0.5, "look_down": 0.75, "lip_corner_depress": 0.9,
        "lip_tighten": 0.6, "chin_raise": 0.35, "wet_eyes": 0.8,
    },
    "shocked": {
        "inner_brow_raise": 0.9, "outer_brow_raise": 1.1, "upper_lid_raise": 1.1, "pupil_narrow": 1.1,
        "jaw_drop": 1.05, "mouth_round": 0.75, "pale": 0.7, "tongue_show": 0.4,
    },
    "smirk": {
        "one_corner_pull": 1.25, "one_brow_raise": 1.0, "lid_tighten": 0.8, "lid_flatten": 0.45,
        "look_aside": 0.75, "lip_stretch": 0.3,
    },
    "crying": {
        "brow_grief": 1.2, "lid_droop": 0.2, "lid_tighten": 0.35, "tears": 0.8, "lip_corner_depress": 0.7,
        "lips_part": 0.9, "teeth_show": 0.6, "lips_quiver": 1.0, "chin_raise": 0.4,
        "blush": 0.35, "look_down": 0.1,
    },
    "cold": {
        "brow_level": 1.0, "brow_lower": 0.3, "lid_flatten": 0.95, "lip_tighten": 0.9,
        "lip_corner_depress": 0.16, "pale": 0.85, "dull_eyes": 1.0, "pupil_narrow": 0.4, "look_down": 0.12,
    },
    "tender": {
        "inner_brow_raise": 0.75, "lid_droop": 0.45, "lip_corner_pull": 0.85, "cheek_raise": 0.3,
        "blush": 0.9, "pupil_widen": 1.0,
    },
    "scared": {
        "brow_grief": 0.95, "inner_brow_raise": 0.3, "upper_lid_raise": 1.0, "pupil_narrow": 1.25,
        "lip_stretch": 0.9, "lip_corner_depress": 0.9, "lips_part": 1.3, "teeth_clench": 1.0, "gloom": 1.0,
        "pale": 0.8, "sweat": 1.0,
    },
    "worried": {
        "brow_grief": 0.85, "lip_corner_depress": 0.45, "lip_tighten": 0.9, "look_aside": -0.5,
        "look_down": 0.25, "sweat": 0.8,
    },
    "determined": {
        "brow_lower": 0.9, "brow_level": 0.35, "lid_tighten": 0.35, "lip_press": 1.0, "lip_stretch": 0.25,
        "lip_corner_pull": 0.18, "wet_eyes": 0.4, "upper_lid_raise": 0.1,
    },
    "tired": {
        "lid_droop": 1.15, "lid_flatten": 0.15, "weary": 1.0, "brow_grief": 0.3, "outer_brow_raise": -0.6,
        "lips_part": 0.9, "lip_corner_depress": 0.45, "pale": 0.5, "look_down": 0.5,
    },
    "sobbing": {
        "brow_grief": 1.25, "eyes_close": 1.0, "lid_tighten": 1.2, "tears": 1.0, "jaw_drop": 1.35,
        "lip_stretch": 0.35, "mouth_square": 0.8, "lip_corner_depress": 0.8, "teeth_show": 0.8,
        "tongue_show": 0.9, "lips_quiver": 0.5, "nose_wrinkle": 0.3, "cheek_raise": 0.4, "blush": 0.6,
    },
    "furious": {
        "brow_lower": 1.4, "brow_level": 0.7, "upper_lid_raise": 0.45, "pupil_narrow": 0.95,
        "nose_wrinkle": 1.0, "jaw_drop": 1.15, "mouth_square": 1.0, "lip_stretch": 0.9, "teeth_show": 1.1,
        "lip_corner_depress": 0.5, "upper_lip_raise": 0.7, "tongue_show": 0.7, "gloom": 0.35, "blush": 0.5,
        "vein": 1.0,
    },
    "disgust": {
        "nose_wrinkle": 1.0, "brow_lower": 0.75, "brow_level": 0.4, "one_brow_raise": 0.3, "lid_tighten": 1.3,
        "lid_flatten": 0.35, "one_lip_raise": 1.3, "lips_part": 1.9, "teeth_clench": 0.7, "lip_stretch": 0.2,
        "lip_corner_depress": 0.9, "look_aside": -0.85, "pale": 0.5, "gloom": 0.75,
    },
    "contempt": {
        "lid_flatten": 0.95, "one_brow_raise": 1.0, "one_corner_pull": 0.5, "upper_lip_raise": 1.0,
        "lip_tighten": 0.6, "look_down": 0.8, "look_aside": -0.45, "nose_wrinkle": 0.4, "dull_eyes": 0.7,
    },
    "surprised": {
        "inner_brow_raise": 0.6, "outer_brow_raise": 1.15, "upper_lid_raise": 0.55, "lips_part": 1.2,
        "lip_pucker": 0.75, "wet_eyes": 0.3,
    },
    "shy": {
        "inner_brow_raise": 0.8, "look_down": 0.7, "look_aside": 0.7, "lid_droop": 0.3,
        "lip_corner_pull": 0.35, "lip_tighten": 0.7, "blush": 1.4, "wet_eyes": 0.5,
    },
    "pained": {
        "eyes_close": 0.9, "lid_tighten": 1.1, "brow_lower": 0.6, "brow_grief": 0.75, "nose_wrinkle": 0.9,
        "lips_part": 1.6, "teeth_clench": 1.05, "lip_stretch": 0.7, "lip_corner_depress": 0.5,
        "cheek_raise": 0.8, "sweat": 1.0, "mouth_square": 0.5,
    },
    "suspicious": {
        "lid_tighten": 1.3, "lid_flatten": 0.55, "brow_lower": 0.55, "one_brow_raise": 0.75,
        "look_aside": 0.95, "lip_tighten": 0.9, "lip_corner_depress": 0.35,
    },
    "pleading": {
        "brow_grief": 1.15, "upper_lid_raise": 0.45, "pupil_widen": 1.5, "wet_eyes": 0.8, "lips_part": 1.0,
        "lip_corner_depress": 0.45, "lip_pucker": 0.35, "blush": 0.6, "look_up": 0.5,
    },
    "relieved": {
        "inner_brow_raise": 0.85, "outer_brow_raise": 0.2, "eyes_close": 1.0, "lip_corner_pull": 0.6,
        "lips_part": 1.3, "sigh": 1.0, "blush": 0.35,
    },
    "proud": {
        "eyes_close": 1.0, "lip_corner_pull": 1.1, "lip_press": 0.4, "outer_brow_raise": 1.2,
        "cheek_raise": 0.5, "lip_stretch": 0.6, "blush": 0.35, "sparkle": 1.0,
    },
    "jealous": {
        "brow_lower": 0.6, "cheek_puff": 1.0, "look_aside": 0.85, "lip_corner_depress": 0.7, "blush": 0.8,
        "lid_flatten": 0.25, "lip_pucker": 0.3,
    },
    "bored": {
        "lid_flatten": 1.15, "look_up": 0.75, "look_aside": 0.55, "lip_corner_depress": 0.35,
        "one_brow_raise": -0.25, "dull_eyes": 1.0, "outer_brow_raise": -0.3, "lip_stretch": 0.15,
    },
    "sly": {
        "lip_corner_pull": 1.15, "lip_stretch": 0.9, "lid_tighten": 1.35, "lid_flatten": 0.3,
        "brow_lower": 0.65, "outer_brow_raise": 0.8, "look_aside": -0.9, "gloom": 0.35, "lip_press": 0.5,
    },
    "confused": {
        "one_brow_raise": 1.25, "brow_grief": 0.4, "look_up": 0.75, "look_aside": 0.6, "lips_part": 0.6,
        "lip_pucker": 0.6, "one_corner_pull": -0.7, "lid_tighten": 0.2,
    },
    "guilty": {
        "brow_grief": 0.95, "look_down": 1.1, "look_aside": -0.8, "lid_droop": 0.3, "lip_bite": 1.0,
        "lip_corner_depress": 0.4, "sweat": 0.7,
    },
    "dazed": {
        "dull_eyes": 1.2, "pupil_narrow": 0.5, "upper_lid_raise": 0.15, "lips_part": 1.0, "pale": 1.3,
        "gloom": 1.0, "outer_brow_raise": -0.3, "lip_tighten": 0.6, "inner_brow_raise": 0.3,
    },
    "playful": {
        "wink": 1.0, "lip_corner_pull": 1.05, "lips_part": 1.5, "teeth_show": 0.9, "cheek_raise": 0.6,
        "one_brow_raise": -0.5, "outer_brow_raise": 0.5, "blush": 0.6, "lip_stretch": 0.3,
        "tongue_show": 0.8,
    },
    "asleep": {"eyes_close": 1.0, "outer_brow_raise": -0.2, "inner_brow_raise": 0.15, "lips_part": 0.35},
}  # fmt: skip

EXPRESSIONS: dict[str, FaceState] = {name: face_of(units) for name, units in _BLENDS.items()}
"""One face for each name of ``screenplay.documents.EXPRESSIONS``."""


@dataclass(frozen=True)
class Carriage:
    """How the head is held with a feeling: degrees added to where it would rest (pitch > 0 bowed,
    roll > 0 clockwise, ``away_deg`` > 0 turned further from the viewer than it is)."""

    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    away_deg: float = 0.0


CARRIAGES: dict[str, Carriage] = {
    "happy": Carriage(roll_deg=3.0, pitch_deg=-2.0),
    "laugh": Carriage(pitch_deg=-7.0, roll_deg=4.0),
    "tender": Carriage(pitch_deg=3.0, roll_deg=-6.0),
    "sad": Carriage(pitch_deg=7.0, roll_deg=-3.0),
    "crying": Carriage(pitch_deg=5.0, roll_deg=-2.0),
    "sobbing": Carriage(pitch_deg=-4.0, roll_deg=-2.5),
    "angry": Carriage(pitch_deg=5.0),
    "furious": Carriage(pitch_deg=4.0, roll_deg=-2.0),
    "cold": Carriage(pitch_deg=-6.0),
    "contempt": Carriage(pitch_deg=-10.0, roll_deg=4.0),
    "disgust": Carriage(pitch_deg=-4.0, roll_deg=4.0, away_deg=6.0),
    "smirk": Carriage(pitch_deg=1.0, roll_deg=5.0),
    "sly": Carriage(pitch_deg=8.0, roll_deg=3.0),
    "shocked": Carriage(pitch_deg=-3.0),
    "surprised": Carriage(pitch_deg=-3.0, roll_deg=2.0),
    "scared": Carriage(pitch_deg=3.0, away_deg=4.0),
    "worried": Carriage(pitch_deg=4.0, roll_deg=-3.0),
    "determined": Carriage(pitch_deg=3.0),
    "tired": Carriage(pitch_deg=6.0, roll_deg=5.0),
    "shy": Carriage(pitch_deg=7.0, roll_deg=-6.0, away_deg=6.0),
    "pained": Carriage(pitch_deg=5.0, roll_deg=-5.0),
    "suspicious": Carriage(pitch_deg=3.0, roll_deg=-4.0, away_deg=5.0),
    "pleading": Carriage(pitch_deg=-4.0, roll_deg=-4.0),
    "relieved": Carriage(pitch_deg=-5.0, roll_deg=3.0),
    "proud": Carriage(pitch_deg=-8.0, roll_deg=2.0),
    "jealous": Carriage(pitch_deg=4.0, away_deg=6.0),
    "bored": Carriage(pitch_deg=2.0, roll_deg=7.0),
    "confused": Carriage(roll_deg=10.0),
    "guilty": Carriage(pitch_deg=9.0, roll_deg=-2.0, away_deg=5.0),
    "dazed": Carriage(pitch_deg=2.0, roll_deg=-2.0),
    "playful": Carriage(pitch_deg=-2.0, roll_deg=8.0),
    "asleep": Carriage(pitch_deg=6.0, roll_deg=9.0),
}
"""A head upright and at ease has no entry."""


def carriage_of(expression: str, intensity: float = 1.0) -> Carriage:
    """How the head is held for ``expression`` felt as much as ``intensity`` (0..1)."""
    full = CARRIAGES.get(expression, Carriage())
    k = min(1.0, max(0.0, intensity))
    return Carriage(full.pitch_deg * k, full.roll_deg * k, full.away_deg * k)
