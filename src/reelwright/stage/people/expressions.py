"""Names of expressions and visemes → the numbers that a face is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class FaceState:
    """Everything that moves in a face. 0 is at rest unless said otherwise.

    Brows: ``brow_inner`` and ``brow_outer`` up (-1.3..1.3), ``brow_knit`` together (0..1).
    Eyes: ``lid_open`` 0 shut, 1 open, 1.3 torn open; ``squint`` raises the lower lid (-0.3..0.8);
    ``eye_angle`` inner corner down (anger, +1) or outer down (grief, -1); ``iris`` its size
    (0.6..1.1); ``joy`` shut eyes arch upwards; ``shine`` 1 normal, 1.7 wet; ``gaze_x``/``gaze_y``
    -1..1 (screen right, down). Mouth: ``smile`` -1..1.2, ``mouth_open`` 0..0.9, ``mouth_width`` around
    1, ``mouth_round`` 0..1, ``teeth`` 0..1.5, ``tongue`` 0..1.3, ``press`` lips together 0..1,
    ``asymmetry`` one-sided smile and brow 0..1. Skin: ``blush``, ``tears``, ``gloom`` (a shadow from
    the forehead down), ``weariness`` (shadows under the eyes), all 0..1.
    """

    brow_inner: float = 0.0
    brow_outer: float = 0.1
    brow_knit: float = 0.0
    lid_open: float = 1.0
    squint: float = 0.08
    eye_angle: float = 0.0
    smile: float = 0.08
    mouth_open: float = 0.0
    mouth_width: float = 1.0
    mouth_round: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0
    press: float = 0.0
    blush: float = 0.30
    iris: float = 1.0
    tears: float = 0.0
    shine: float = 1.0
    asymmetry: float = 0.0
    gloom: float = 0.0
    joy: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    weariness: float = 0.0


NEUTRAL = FaceState()

EXPRESSIONS: dict[str, FaceState] = {
    "neutral": NEUTRAL,
    "happy": FaceState(
        brow_inner=0.35, brow_outer=0.4, lid_open=0.86, squint=0.58, smile=1.15, mouth_open=0.17,
        teeth=0.9, mouth_width=1.28, blush=0.7,
    ),
    "laugh": FaceState(
        brow_inner=0.5, brow_outer=0.6, lid_open=0.0, joy=1.0, squint=0.7, smile=1.1, mouth_open=0.52,
        mouth_width=1.36, teeth=0.9, tongue=0.6, blush=0.75,
    ),
    "angry": FaceState(
        brow_inner=-1.2, brow_outer=0.6, brow_knit=1.0, lid_open=0.95, squint=0.42, eye_angle=1.0,
        smile=-0.95, mouth_width=1.06, blush=0.2, iris=0.9, gloom=0.22,
    ),
    "sad": FaceState(
        brow_inner=1.2, brow_outer=-0.55, brow_knit=0.5, lid_open=0.76, squint=0.15, eye_angle=-0.95,
        smile=-0.75, mouth_width=0.88, blush=0.35, shine=1.5, gaze_y=0.25,
    ),
    "shocked": FaceState(
        brow_inner=1.0, brow_outer=0.8, lid_open=1.28, squint=-0.25, smile=-0.1, mouth_open=0.44,
        mouth_width=0.74, mouth_round=0.6, iris=0.72, blush=0.12,
    ),
    "smirk": FaceState(
        brow_inner=-0.35, brow_outer=0.75, brow_knit=0.15, lid_open=0.72, squint=0.38, eye_angle=0.2,
        smile=0.85, asymmetry=1.0, mouth_width=1.12, blush=0.25,
    ),
    "crying": FaceState(
        brow_inner=1.3, brow_outer=-0.6, brow_knit=0.8, lid_open=0.6, squint=0.5, eye_angle=-1.0,
        smile=-1.0, mouth_open=0.16, mouth_width=1.02, teeth=0.8, tears=1.0, blush=0.85, shine=1.7,
    ),
    "cold": FaceState(
        brow_inner=-0.75, brow_outer=-0.1, brow_knit=0.1, lid_open=0.64, squint=-0.08, eye_angle=0.35,
        smile=-0.34, mouth_width=0.94, press=0.6, blush=0.0, iris=0.86, shine=0.6, gloom=0.2,
    ),
    "tender": FaceState(
        brow_inner=0.7, brow_outer=0.0, lid_open=0.8, squint=0.36, eye_angle=-0.4, smile=0.72,
        mouth_width=1.06, blush=0.75, shine=1.4, iris=1.06,
    ),
    "scared": FaceState(
        brow_inner=1.25, brow_outer=-0.1, brow_knit=0.75, lid_open=1.2, squint=0.1, eye_angle=-0.5,
        smile=-0.8, mouth_open=0.16, mouth_width=1.2, teeth=1.2, blush=0.0, iris=0.64, gloom=0.34,
    ),
    "worried": FaceState(
        brow_inner=0.95, brow_outer=-0.25, brow_knit=0.85, lid_open=0.96, squint=0.1, eye_angle=-0.45,
        smile=-0.5, mouth_width=0.78, press=0.8, blush=0.15,
    ),
    "determined": FaceState(
        brow_inner=-0.95, brow_outer=0.35, brow_knit=0.6, lid_open=1.02, squint=0.3, eye_angle=0.55,
        smile=0.1, mouth_width=1.04, press=1.0, blush=0.3, shine=1.3,
    ),
    "tired": FaceState(
        brow_inner=0.35, brow_outer=-0.55, lid_open=0.44, squint=0.0, eye_angle=-0.6, smile=-0.3,
        mouth_open=0.05, mouth_width=0.9, blush=0.05, shine=0.6, weariness=1.0, gaze_y=0.3,
    ),
}  # fmt: skip
"""One face for each name of ``screenplay.documents.EXPRESSIONS``."""


@dataclass(frozen=True)
class Viseme:
    """A shape of the mouth: the same fields as in ``FaceState``."""

    mouth_open: float = 0.0
    mouth_width: float = 1.0
    mouth_round: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0
    press: float = 0.0


VISEMES: dict[str, Viseme] = {
    "rest": Viseme(),
    "A": Viseme(mouth_open=0.74, mouth_round=0.2, teeth=0.45, tongue=0.7),
    "E": Viseme(mouth_open=0.38, mouth_width=1.12, mouth_round=0.05, teeth=0.75, tongue=0.5),
    "I": Viseme(mouth_open=0.20, mouth_width=1.20, teeth=1.0, tongue=0.2),
    "O": Viseme(mouth_open=0.56, mouth_width=0.68, mouth_round=0.85, teeth=0.15, tongue=0.3),
    "U": Viseme(mouth_open=0.24, mouth_width=0.54, mouth_round=1.0),
    "M": Viseme(mouth_width=0.94, press=1.0),
    "F": Viseme(mouth_open=0.12, mouth_width=0.98, teeth=1.25),
    "L": Viseme(mouth_open=0.34, mouth_round=0.2, teeth=0.5, tongue=1.3),
    "S": Viseme(mouth_open=0.13, mouth_width=1.14, teeth=1.5),
}
"""Nine shapes of speech and the closed mouth."""

_FIELD_NAMES = tuple(field.name for field in fields(FaceState))


def blend(first: FaceState, second: FaceState, weight: float) -> FaceState:
    """``first`` at 0, ``second`` at 1; outside 0..1 it goes on (anticipation, overshoot)."""
    return FaceState(
        **{
            name: getattr(first, name) + (getattr(second, name) - getattr(first, name)) * weight
            for name in _FIELD_NAMES
        }
    )


def with_viseme(state: FaceState, viseme: Viseme) -> FaceState:
    """The same face saying ``viseme``: the mouth is the sound's, coloured by the expression."""
    return replace(
        state,
        mouth_open=max(viseme.mouth_open, state.mouth_open * 0.4 if viseme.press < 0.5 else 0.0),
        mouth_width=state.mouth_width * viseme.mouth_width,
        mouth_round=viseme.mouth_round,
        teeth=viseme.teeth,
        tongue=viseme.tongue,
        press=viseme.press,
        smile=state.smile * (0.65 if viseme.mouth_open > 0.1 else 1.0),
    )
