"""Samples → samples of the same length: the filters, the compressor and the rooms of a mixing desk."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm


def high_passed(pcm: Pcm, frequency_hz: float) -> Pcm:
    """Second-order Butterworth high-pass over (n,) or (n, channels)."""
    sos = butter(2, frequency_hz / (SAMPLE_RATE_HZ / 2), "highpass", output="sos").astype(np.float32)
    return np.asarray(sosfilt(sos, pcm, axis=0), dtype=np.float32)


def peaked(pcm: Pcm, frequency_hz: float, *, gain_db: float, q: float) -> Pcm:
    """A bell of ``gain_db`` around ``frequency_hz`` (Bristow-Johnson's audio EQ cookbook)."""
    amplitude, angle = 10 ** (gain_db / 40), 2 * math.pi * frequency_hz / SAMPLE_RATE_HZ
    alpha, cosine = math.sin(angle) / (2 * q), math.cos(angle)
    numerator = (1 + alpha * amplitude, -2 * cosine, 1 - alpha * amplitude)
    denominator = (1 + alpha / amplitude, -2 * cosine, 1 - alpha / amplitude)
    sos = np.array([[*numerator, *denominator]]) / denominator[0]
    return np.asarray(sosfilt(sos.astype(np.float32), pcm, axis=0), dtype=np.float32)


def compressed(pcm: Pcm, *, threshold_db: float, ratio: float, attack_ms: float, release_ms: float) -> Pcm:
    """Gentle downward compression of mono (n,) by its short RMS; no make-up gain."""
    step = 240
    blocks = np.pad(pcm, (0, -len(pcm) % step)).reshape(-1, step)
    level_db = 10 * np.log10(np.maximum(np.square(blocks, dtype=np.float64).mean(axis=1), 1e-10))
    wanted_db = np.minimum((threshold_db - level_db) * (1 - 1 / ratio), 0.0).tolist()
    step_ms = 1000 * step / SAMPLE_RATE_HZ
    attack, release = math.exp(-step_ms / attack_ms), math.exp(-step_ms / release_ms)
    now_db = 0.0
    for i, wanted in enumerate(wanted_db):
        keep = attack if wanted < now_db else release
        now_db = wanted + (now_db - wanted) * keep
        wanted_db[i] = now_db
    centres = np.arange(len(wanted_db)) * step + step / 2
    gain_db = np.interp(np.arange(len(pcm)), centres, wanted_db) if wanted_db else np.zeros(0)
    return np.asarray(pcm * 10 ** (gain_db / 20), dtype=np.float32)


@lru_cache(maxsize=32)
def room_response(*, reverb_s: float, early_ms: float, high_hz: float, seed: int) -> NDArray[np.float32]:
    """The impulse response of a room without the direct sound, shape (n, 2), unit energy in each ear.

    ``reverb_s`` is the time to fall by 60 dB, ``early_ms`` when the first wall answers.
    """
    rng = np.random.default_rng([0x524F, seed])
    count = max(1, round((reverb_s + early_ms / 1000) * SAMPLE_RATE_HZ))
    times = np.arange(count) / SAMPLE_RATE_HZ
    tail = rng.normal(0, 1, (count, 2)) * np.exp(-6.91 * times / reverb_s)[:, None]
    tail[: round(early_ms / 1000 * SAMPLE_RATE_HZ)] = 0.0
    for _ in range(6):
        at = round(early_ms / 1000 * (1 + 3 * rng.uniform()) * SAMPLE_RATE_HZ)
        if at < count:
            tail[at, int(rng.integers(2))] += (
                12.0 * rng.choice((-1, 1)) * math.exp(-6.91 * at / SAMPLE_RATE_HZ / reverb_s)
            )
    sos = butter(1, (150 / 24000, high_hz / 24000), "bandpass", output="sos")
    tail = sosfilt(sos, tail, axis=0)
    return np.asarray(tail / np.sqrt(np.square(tail).sum(axis=0)), dtype=np.float32)


def ends_faded(pcm: Pcm, *, in_s: float, out_s: float) -> Pcm:
    """A copy whose ends come from and go to silence on a quarter of a sine."""
    faded = np.array(pcm, dtype=np.float32)
    for seconds, is_end in ((in_s, False), (out_s, True)):
        count = min(round(seconds * SAMPLE_RATE_HZ), len(faded))
        if not count:
            continue
        ramp = (np.sin(np.arange(count) / count * np.pi / 2) ** 2).astype(np.float32)
        ramp = ramp[:, None] if faded.ndim == 2 else ramp
        if is_end:
            faded[-count:] *= ramp[::-1]
        else:
            faded[:count] *= ramp
    return faded
