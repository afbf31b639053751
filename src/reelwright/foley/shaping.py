"""Noise, tones, envelopes, filters and space: what every synthesised sound is made of.

Everything is float64 at 48 kHz, mono (n,) unless said otherwise, so that sounds can be multiplied and
added freely; ``finished`` turns the result into float32 stereo of a set peak.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, oaconvolve, sosfilt

from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm

Sound = NDArray[np.float64]


def count_of(seconds: float) -> int:
    return max(1, round(seconds * SAMPLE_RATE_HZ))


def times(seconds: float) -> Sound:
    """Seconds at each sample."""
    return np.arange(count_of(seconds)) / SAMPLE_RATE_HZ


def noise(rng: np.random.Generator, seconds: float) -> Sound:
    """White noise of unit deviation."""
    return np.asarray(rng.normal(0, 1, count_of(seconds)))


def band(sound: Sound, low_hz: float = 0.0, high_hz: float = 0.0, order: int = 2) -> Sound:
    """``sound`` between two frequencies; 0 leaves that side open."""
    nyquist = SAMPLE_RATE_HZ / 2
    if low_hz and high_hz:
        sos = butter(order, (low_hz / nyquist, high_hz / nyquist), "bandpass", output="sos")
    elif low_hz:
        sos = butter(order, low_hz / nyquist, "highpass", output="sos")
    else:
        sos = butter(order, high_hz / nyquist, "lowpass", output="sos")
    return np.asarray(sosfilt(sos, sound, axis=0))


def resonance(sound: Sound, frequency_hz: float, ring_s: float) -> Sound:
    """``sound`` through one resonator that takes ``ring_s`` to fall by 60 dB; unit gain at its peak."""
    radius = np.exp(-6.91 / (ring_s * SAMPLE_RATE_HZ))
    angle = 2 * np.pi * frequency_hz / SAMPLE_RATE_HZ
    gain = (1 - radius) * np.sqrt(1 - 2 * radius * np.cos(2 * angle) + radius**2)
    return np.asarray(lfilter([gain], [1, -2 * radius * np.cos(angle), radius**2], sound))


def modes(
    seconds: float, frequencies_hz: Sequence[float], decays_s: Sequence[float], levels: Sequence[float]
) -> Sound:
    """Struck modes: sines that die, each by 60 dB in its decay time."""
    t = times(seconds)
    total = np.zeros(len(t))
    for frequency_hz, decay_s, level in zip(frequencies_hz, decays_s, levels, strict=True):
        total += level * np.sin(2 * np.pi * frequency_hz * t) * np.exp(-6.91 * t / decay_s)
    return total


def sweep(seconds: float, start_hz: float, end_hz: float) -> Sound:
    """A sine that glides exponentially."""
    k = np.linspace(0, 1, count_of(seconds))
    frequency = start_hz * (end_hz / start_hz) ** k
    return np.asarray(np.sin(2 * np.pi * np.cumsum(frequency) / SAMPLE_RATE_HZ))


def decay(seconds: float, attack_s: float, fall_s: float) -> Sound:
    """Up in ``attack_s``, down by 60 dB in ``fall_s``."""
    t = times(seconds)
    return np.asarray(
        np.minimum(t / max(attack_s, 1e-4), 1.0) * np.exp(-6.91 * np.maximum(t - attack_s, 0) / fall_s)
    )


def bump(seconds: float, top: float = 0.5, sharpness: float = 2.0) -> Sound:
    """A hill from 0 over 1 (at the fraction ``top``) to 0."""
    k = np.linspace(0, 1, count_of(seconds))
    hill = np.where(k < top, k / top, (1 - k) / (1 - top))
    return np.asarray(np.sin(hill * np.pi / 2) ** sharpness)


def wander(rng: np.random.Generator, seconds: float, *, per_second: float, low: float, high: float) -> Sound:
    """A value that drifts smoothly between two bounds, with about ``per_second`` turns a second."""
    knots = max(4, int(seconds * per_second) + 4)
    values = rng.uniform(low, high, knots)
    # A cosine between knots has no corners to hear.
    position = np.linspace(0, knots - 1.001, count_of(seconds))
    index = position.astype(int)
    k = (1 - np.cos((position - index) * np.pi)) / 2
    return np.asarray(values[index] * (1 - k) + values[index + 1] * k)


def put(onto: Sound, sound: Sound, at_s: float, gain: float = 1.0) -> None:
    """Adds ``sound`` to ``onto`` in place, from ``at_s``; what sticks out at the end is dropped."""
    start = round(at_s * SAMPLE_RATE_HZ)
    if start >= len(onto) or start < 0:
        return
    end = min(len(onto), start + len(sound))
    onto[start:end] += gain * sound[: end - start]


def room(
    sound: Sound, rng: np.random.Generator, *, seconds: float, wet: float, high_hz: float = 5000.0
) -> Sound:
    """(n,) or (n, 2) → (n + tail, 2): the sound in a room that takes ``seconds`` to fall by 60 dB."""
    stereo = np.repeat(sound[:, None], 2, axis=1) if sound.ndim == 1 else sound
    tail = rng.normal(0, 1, (count_of(seconds), 2)) * decay(seconds, 0.004, seconds)[:, None]
    tail = band(tail, 120, high_hz, order=1)
    tail /= np.sqrt(np.square(tail).sum(axis=0)) + 1e-12
    padded = np.pad(stereo, ((0, count_of(seconds)), (0, 0)))
    return np.asarray(padded + wet * oaconvolve(padded, tail, axes=0)[: len(padded)])


def finished(sound: Sound, *, peak: float, fade_in_s: float = 0.002, fade_out_s: float = 0.03) -> Pcm:
    """Float32 (n, 2) of the given peak (≤ 0.89 = -1 dBFS), without DC, with ends that do not click."""
    stereo = np.repeat(sound[:, None], 2, axis=1) if sound.ndim == 1 else sound
    stereo = band(stereo, low_hz=25.0, order=1)
    gain = np.ones(len(stereo))
    rise, fall = min(count_of(fade_in_s), len(gain)), min(count_of(fade_out_s), len(gain))
    gain[:rise] *= np.linspace(0, 1, rise)
    gain[-fall:] *= np.linspace(1, 0, fall)
    stereo = stereo * gain[:, None]
    top = float(np.abs(stereo).max())
    return np.asarray(stereo * (min(peak, 0.89) / top if top > 0 else 0.0), dtype=np.float32)
