"""MIDI-like events → samples by NumPy alone: what plays when no sound bank is installed."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import oaconvolve

from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.score.documents import Instrument, Note, Score
from reelwright.score.ensembles import STEMS

_RELEASE_S = 0.35
_HARMONICS_MAX_HZ = 6000.0


def render_plainly(score: Score, *, sample_count: int) -> dict[str, Pcm]:
    """Stem → float32 (``sample_count``, 2) at 48 kHz: plucked, bowed, bass and drum tones in a small hall."""
    parts = {part.channel: part for part in score.instruments}
    length = sample_count + 4 * SAMPLE_RATE_HZ
    return {
        stem: _stem(score, {c: p for c, p in parts.items() if p.stem == stem}, length)[:sample_count]
        for stem in STEMS
    }


def _stem(score: Score, parts: dict[int, Instrument], length: int) -> Pcm:
    dry = np.zeros((length, 2), np.float64)
    wet = np.zeros_like(dry)
    expression = {channel: _expression(score, channel, length) for channel in parts}
    for note in score.notes:
        if note.channel not in parts:
            continue
        part = parts[note.channel]
        start = round(note.start_s * SAMPLE_RATE_HZ)
        tone = _tone(note, part)[: length - start]
        tone = tone * expression[note.channel][start : start + len(tone)] * (part.volume / 127) ** 2
        left, right = np.cos((part.pan + 1) * np.pi / 4), np.sin((part.pan + 1) * np.pi / 4)
        stereo = np.stack([tone * left, tone * right], axis=1)
        dry[start : start + len(tone)] += stereo
        wet[start : start + len(tone)] += stereo * (part.reverb / 127)
    if not parts:
        return np.asarray(dry, dtype=np.float32)
    return np.asarray(dry + 0.5 * oaconvolve(wet, _hall(), axes=0)[:length], dtype=np.float32)


def _expression(score: Score, channel: int, length: int) -> NDArray[np.float64]:
    points = [
        (c.at_s, (c.value / 127) ** 2) for c in score.controls if c.channel == channel and c.controller == 11
    ]
    if not points:
        return np.full(length, 0.6)
    times, values = zip(*sorted(points), strict=True)
    return np.asarray(np.interp(np.arange(length) / SAMPLE_RATE_HZ, times, values))


def _tone(note: Note, part: Instrument) -> NDArray[np.float64]:
    frequency_hz = 440.0 * 2 ** ((note.pitch - 69) / 12)
    loudness = (note.velocity / 127) ** 1.8 * 0.25
    if part.role == "drum":
        return np.asarray(loudness * 2.0 * _drum(frequency_hz))
    if _is_plucked(part.program):
        return np.asarray(loudness * _plucked(frequency_hz, note.length_s))
    return np.asarray(loudness * 0.6 * _bowed(frequency_hz, note.length_s))


def _is_plucked(program: int) -> bool:
    return program < 16 or 24 <= program <= 39 or program in (45, 46) or 104 <= program <= 108


def _plucked(frequency_hz: float, length_s: float) -> NDArray[np.float64]:
    t = _times(min(length_s + _RELEASE_S, 6.0))
    decay_s = 1.6 * (220 / frequency_hz) ** 0.4
    tone = np.zeros(len(t))
    for number in range(1, _harmonic_count(frequency_hz, 9) + 1):
        # Strings are a little stiff: overtones lie sharp, and die sooner.
        partial_hz = number * frequency_hz * np.sqrt(1 + 2.5e-4 * number**2)
        tone += np.sin(2 * np.pi * partial_hz * t) * np.exp(-t * number**0.7 / decay_s) / number**1.3
    return tone * _envelope(t, length_s, attack_s=0.003)


def _bowed(frequency_hz: float, length_s: float) -> NDArray[np.float64]:
    t = _times(length_s + _RELEASE_S)
    tone = np.zeros(len(t))
    for detune, phase in ((-0.0016, 0.1), (0.0, 0.5), (0.0019, 0.8)):
        vibrato = 0.0012 * np.sin(2 * np.pi * (5.1 * t + phase)) / 5.1
        for number in range(1, _harmonic_count(frequency_hz, 7) + 1):
            tone += (
                np.sin(2 * np.pi * number * frequency_hz * ((1 + detune) * t + vibrato) + phase * 9)
                / number**1.7
            )
    return tone / 3 * _envelope(t, length_s, attack_s=0.14)


def _drum(frequency_hz: float) -> NDArray[np.float64]:
    t = _times(1.2)
    phase = 2 * np.pi * np.cumsum(frequency_hz * (1 + 1.2 * np.exp(-t * 30))) / SAMPLE_RATE_HZ
    return np.asarray(np.sin(phase) * np.exp(-t * 5) * _envelope(t, 1.0, attack_s=0.002))


def _times(seconds: float) -> NDArray[np.float64]:
    return np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def _harmonic_count(frequency_hz: float, most: int) -> int:
    return max(1, min(most, int(_HARMONICS_MAX_HZ / frequency_hz)))


def _envelope(t: NDArray[np.float64], length_s: float, *, attack_s: float) -> NDArray[np.float64]:
    rise = np.minimum(t / attack_s, 1.0)
    fall = np.clip(1 - (t - length_s) / (_RELEASE_S * 0.98), 0.0, 1.0) ** 2
    return np.asarray(rise * fall)


@cache
def _hall() -> NDArray[np.float64]:
    """The impulse response of a hall, shape (n, 2), unit energy in each ear."""
    rng = np.random.default_rng(0x48414C4C)
    t = _times(2.2)
    noise = rng.normal(0, 1, (len(t), 2)) * np.exp(-t * 3.1)[:, None] * np.minimum(t / 0.02, 1.0)[:, None]
    soft = np.convolve(noise[:, 0], np.hanning(24), "same"), np.convolve(noise[:, 1], np.hanning(24), "same")
    hall = np.stack(soft, axis=1)
    return np.asarray(hall / np.sqrt(np.square(hall).sum(axis=0)))
