"""The lines of a scene → its dialogue as one sound: cleaned, levelled, in its place and in its room."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reelwright.audio.dynamics import compressed, ends_faded, high_passed, peaked
from reelwright.audio.loudness import integrated_lufs
from reelwright.audio.signal import de_ess
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.finishing.rooms import in_room
from reelwright.finishing.sounds import mono
from reelwright.timebase import FrameRate, samples_of
from reelwright.timeline import HeardLine

_SPEECH_LUFS = -16.0
_STYLE_GAIN_DB = {
    "whisper": -4.0,
    "shouting": 2.0,
    "angry": 1.0,
    "tender": -1.5,
    "phone": -1.0,
    "tired": -1.0,
}
_PAN_MAX = 0.25
_THREADS = 2


def dialogue(lines: Sequence[HeardLine], speeches: Mapping[str, Pcm], *, rate: FrameRate) -> Pcm:
    """Float32 (n, 2) at 48 kHz from the start of the scene until the room has answered the last of ``lines``.

    ``speeches`` by line id, float32 at 48 kHz, (n,) or (n, 2). What is said does not depend on the other
    scenes, so an edited line leaves theirs as they are. Raises ``BadInput`` naming the line when a sound is
    not finite or has a wrong shape.
    """
    # Filters and transforms let go of the interpreter. They are added in order: sums of floats depend on it.
    with ThreadPoolExecutor(_THREADS) as desks:
        heard = list(desks.map(lambda line: _heard(speeches[line.line_id], line), lines))
    starts = [samples_of(line.start_frame, rate, SAMPLE_RATE_HZ) for line in lines]
    length = max((start + len(sound) for start, sound in zip(starts, heard, strict=True)), default=0)
    together = np.zeros((length, 2), np.float32)
    for start, sound in zip(starts, heard, strict=True):
        together[start : start + len(sound)] += sound
    return together


def _heard(speech: Pcm, line: HeardLine) -> Pcm:
    """One line as it is heard where it is spoken: stereo, longer by what the room answers."""
    voice = mono(speech, line.line_id)
    if not len(voice):
        return np.zeros((0, 2), np.float32)
    return in_room(_panned(_treated(voice, line), line.pan), line.place)


def _treated(voice: Pcm, line: HeardLine) -> Pcm:
    """One line, cleaned, evened out and brought to the level of its style."""
    # Less of the chest's boom, more of what tells consonants apart, and no hiss above it.
    clean = peaked(high_passed(voice, 85.0), 280.0, gain_db=-1.5, q=0.9)
    clean = peaked(clean, 3000.0, gain_db=2.0, q=0.8)
    clean = de_ess(clean, SAMPLE_RATE_HZ)
    level = _spoken_lufs(clean)
    if not math.isfinite(level):
        return clean
    # Levelling first lets one threshold serve every voice.
    even = clean * np.float32(10 ** ((-20.0 - level) / 20))
    even = compressed(even, threshold_db=-22.0, ratio=2.2, attack_ms=8, release_ms=120)
    wanted = _SPEECH_LUFS + _STYLE_GAIN_DB.get(line.style, 0.0)
    even = even * np.float32(10 ** ((wanted - _spoken_lufs(even)) / 20))
    return ends_faded(even, in_s=0.004, out_s=0.008)


def _spoken_lufs(voice: Pcm) -> float:
    """Integrated loudness, corrected for lines shorter than one block of the meter."""
    shortness = min(len(voice) / (0.4 * SAMPLE_RATE_HZ), 1.0)
    return integrated_lufs(voice) - 10 * math.log10(max(shortness, 1e-3))


def _panned(voice: Pcm, pan: float) -> Pcm:
    """Mono → stereo of the same power, at most a quarter of the way to a side: a voice stays in the middle
    of a telephone's screen."""
    angle = (min(max(pan, -_PAN_MAX), _PAN_MAX) + 1) * math.pi / 4
    ears = np.array([math.cos(angle), math.sin(angle)], np.float32)
    return np.asarray(voice[:, None] * ears, dtype=np.float32)
