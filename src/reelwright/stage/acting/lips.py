"""Phones with times → the shape of the mouth in every frame.

Mouths lead the sound by a frame and a half, neighbouring sounds colour each other (the jaw by a Gaussian
of 19 ms: 30 would swallow short vowels), and lips that must close do close, for at least one frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reelwright.stage.brief import SpeechInShot
from reelwright.stage.people.expressions import VISEMES, FaceState, Viseme, with_viseme
from reelwright.timebase import FrameRate

LEAD_S = 1.5 / 24
BLUR_S = (0.019, 0.030, 0.034, 0.016, 0.016, 0.012)
"""Of each field: lips widen and round ahead of a sound and stay so a little, the jaw is quicker."""
STEP_S = 0.005
_FIELDS = ("mouth_open", "mouth_width", "mouth_round", "teeth", "tongue", "press")
_REST = np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0])
_TALKING = 0.02

Shape = tuple[str, float]
_SHAPES: dict[str, tuple[Shape, ...]] = {
    **dict.fromkeys(("aa", "ah", "ae"), (("A", 1.0),)),
    "eh": (("E", 1.0),),
    **dict.fromkeys(("ih", "iy", "y"), (("I", 1.0),)),
    "ao": (("O", 1.0),),
    **dict.fromkeys(("uw", "uh", "w"), (("U", 1.0),)),
    **dict.fromkeys(("p", "b", "m"), (("M", 1.0),)),
    **dict.fromkeys(("f", "v"), (("F", 1.0),)),
    "l": (("L", 1.0),),
    **dict.fromkeys(("s", "z", "sh", "zh", "ch", "jh"), (("S", 1.0),)),
    "ay": (("A", 1.0), ("I", 0.8)),
    "aw": (("A", 1.0), ("U", 0.9)),
    "ow": (("O", 1.0), ("U", 1.0)),
    "oy": (("O", 1.0), ("I", 0.8)),
    "ey": (("E", 1.0), ("I", 0.9)),
    "ax": (("E", 0.5),),
    "er": (("U", 0.7),),
    "r": (("U", 0.65),),
    "n": (("L", 0.42),),
    "t": (("S", 0.7),),
    "d": (("L", 0.45),),
    "th": (("L", 0.55),),
    "dh": (("L", 0.5),),
    **dict.fromkeys(("k", "g"), (("E", 0.5),)),
    "ng": (("E", 0.4),),
    "hh": (("E", 0.6),),
    "pau": (("rest", 1.0),),
}
"""Phone → shapes it passes through, each at a strength. Unknown phones open the mouth a little."""
CLOSED = {"p": "M", "b": "M", "m": "M", "f": "F", "v": "F"}
_UNKNOWN: tuple[Shape, ...] = (("E", 0.5),)


@dataclass(frozen=True)
class Lips:
    """The mouth of one speaker over a shot. ``shapes`` is (frames, 6) in the order of the fields of a
    viseme, ``closures`` names the closed viseme of a frame or is empty, ``is_talking`` says where the
    mouth is the sound's."""

    shapes: NDArray[np.float64]
    closures: tuple[str, ...]
    is_talking: NDArray[np.bool_]
    loudness: NDArray[np.float64]

    def apply(self, face: FaceState, frame: int) -> FaceState:
        """The same face, speaking as in ``frame``; untouched in silence."""
        if not self.is_talking[frame]:
            return face
        closed = self.closures[frame]
        viseme = VISEMES[closed] if closed else Viseme(*(float(v) for v in self.shapes[frame]))
        return with_viseme(face, viseme)


def lips_of(speeches: Sequence[SpeechInShot], frame_count: int, rate: FrameRate) -> Lips:
    """The mouth for these lines of one speaker (those of others are not to be given)."""
    seconds = frame_count * rate.denominator / rate.numerator
    frame_s = rate.denominator / rate.numerator
    lead_in = 0.4
    count = int((seconds + 2 * lead_in) / STEP_S)
    fine = np.tile(_REST, (count, 1))
    closures = [""] * frame_count
    loudness = np.zeros(frame_count)
    for speech in speeches:
        start_s = speech.start_frame * frame_s
        for phone in speech.phones:
            _write_phone(
                fine, phone.symbol, phone.start_s + start_s + lead_in, phone.end_s + start_s + lead_in
            )
            if phone.symbol in CLOSED:
                _close(
                    closures, CLOSED[phone.symbol], phone.start_s + start_s, phone.end_s + start_s, frame_s
                )
        _write_loudness(loudness, speech, start_s, frame_s)
    fine = _blurred(fine)
    at = np.clip(((np.arange(frame_count) * frame_s + LEAD_S + lead_in) / STEP_S).astype(int), 0, count - 1)
    shapes = fine[at]
    shapes[:, 0] *= 1.12 * (0.72 + 0.33 * np.minimum(1.2, loudness))
    moving = shapes[:, 0] > _TALKING
    moving |= np.array([bool(closed) for closed in closures])
    # Two frames on either side belong to the sound too: lips do not fall shut between two syllables.
    is_talking = np.convolve(moving, np.ones(5), "same") > 0
    return Lips(shapes, tuple(closures), is_talking, loudness)


def _write_phone(fine: NDArray[np.float64], symbol: str, start_s: float, end_s: float) -> None:
    shapes = _SHAPES.get(symbol, _UNKNOWN)
    middle_s = start_s + (end_s - start_s) * 0.55
    spans = [(start_s, end_s)] if len(shapes) == 1 else [(start_s, middle_s), (middle_s, end_s)]
    for (name, strength), (first_s, last_s) in zip(shapes, spans, strict=True):
        viseme = VISEMES[name]
        target = np.array([getattr(viseme, field) for field in _FIELDS])
        first, last = max(0, int(first_s / STEP_S)), max(0, int(last_s / STEP_S))
        fine[first:last] = _REST + (target - _REST) * strength


def _close(closures: list[str], viseme: str, start_s: float, end_s: float, frame_s: float) -> None:
    """Force the closure onto the nearest frame, and onto a second one when the sound is long enough."""
    middle = ((start_s + end_s) / 2 - LEAD_S) / frame_s
    frame = round(middle)
    if 0 <= frame < len(closures):
        closures[frame] = viseme
    if end_s - start_s > 0.075:
        second = frame - 1 if middle < frame else frame + 1
        if 0 <= second < len(closures) and not closures[second]:
            closures[second] = viseme


def _write_loudness(
    loudness: NDArray[np.float64], speech: SpeechInShot, start_s: float, frame_s: float
) -> None:
    if not speech.loudness:
        return
    times = np.arange(len(loudness)) * frame_s + LEAD_S - start_s
    values = np.asarray(speech.loudness, float)
    there = (times >= 0) & (times < len(values) / 100)
    loudness[there] = values[np.minimum((times[there] * 100).astype(int), len(values) - 1)]


def _blurred(fine: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.convolve(fine[:, n], _bell(s), "same") for n, s in enumerate(BLUR_S)], 1)


def _bell(sigma_s: float) -> NDArray[np.float64]:
    reach = int(sigma_s / STEP_S * 4)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP_S / sigma_s) ** 2)
    return np.asarray(kernel / kernel.sum())
