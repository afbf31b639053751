"""Names of sounds' shapes → the numbers of a speaking mouth."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reelwright.stage.people.face_state import FaceState


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


def with_viseme(state: FaceState, viseme: Viseme) -> FaceState:
    """The same face saying ``viseme``: the mouth is the sound's, coloured by the expression."""
    is_open = viseme.mouth_open > 0.1
    return replace(
        state,
        # Who shouts opens wider for every sound but those of closed lips.
        mouth_open=min(
            0.95,
            max(
                viseme.mouth_open * (1 + 0.28 * state.mouth_square),
                state.mouth_open * 0.4 if viseme.press < 0.5 else 0.0,
            ),
        ),
        mouth_width=state.mouth_width * viseme.mouth_width,
        mouth_round=viseme.mouth_round,
        mouth_square=state.mouth_square * (1 - viseme.mouth_round),
        teeth=viseme.teeth,
        tongue=viseme.tongue,
        press=viseme.press,
        smile=state.smile * (0.65 if is_open else 1.0),
        lip_bite=0.0,
        puff=0.0,
        chin=state.chin * (0.3 if is_open else 1.0),
    )
