"""Loudness, true peak and the limiter against an independent meter."""

import math

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import resample_poly

from reelwright.audio.loudness import integrated_lufs, limiter_gain, master_gain, master_to, true_peak_dbtp


def bursts(seconds: float, seed: int) -> np.ndarray:
    """Noise that comes and goes like speech, with clicks that stand out."""
    rng = np.random.default_rng(seed)
    n = int(seconds * 48000)
    corners = np.arange(0, n + 4800, 4800)
    envelope = np.interp(np.arange(n), corners, rng.uniform(0, 1, len(corners)) ** 2)
    pcm = rng.normal(0, 0.2, (n, 2)) * envelope[:, None]
    pcm[:: 48000 // 3] += 0.8
    return pcm.astype(np.float32)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_meter_agrees_with_pyloudnorm(seed):
    """Our BS.1770 meter is within 0.05 LU of pyloudnorm's."""
    pcm = bursts(8, seed)
    assert integrated_lufs(pcm) == pytest.approx(pyloudnorm.Meter(48000).integrated_loudness(pcm), abs=0.05)


def test_meter_reads_the_reference_tone():
    """A 997 Hz sine at full scale in one channel reads -3.01 LUFS (BS.1770)."""
    t = np.arange(96000) / 48000
    pcm = np.stack([np.sin(2 * np.pi * 997 * t), 0 * t], axis=1).astype(np.float32)
    assert integrated_lufs(pcm) == pytest.approx(-3.01, abs=0.02)


def test_true_peak_finds_the_peak_between_samples():
    """A sine at a quarter of the rate, sampled off its peaks, reads 3 dB above its samples."""
    t = np.arange(4800)
    pcm = (0.5 * np.sin(2 * np.pi * t / 4 + np.pi / 4)).astype(np.float32)
    assert 20 * math.log10(np.abs(pcm).max()) == pytest.approx(-9.03, abs=0.01)
    assert true_peak_dbtp(pcm) == pytest.approx(-6.02, abs=0.25)


def test_silence_is_left_alone():
    """Nothing passes the gate; the gain is one."""
    pcm = np.zeros((48000, 2), np.float32)
    assert integrated_lufs(pcm) == -math.inf
    assert true_peak_dbtp(pcm) == -math.inf
    assert np.array_equal(master_gain(pcm), np.ones(48000, np.float32))
    assert integrated_lufs(np.zeros((0, 2), np.float32)) == -math.inf
    assert len(master_gain(np.zeros((0, 2), np.float32))) == 0


@pytest.mark.parametrize("level", [0.05, 0.5, 2.0])
def test_master_hits_loudness_and_peak(level):
    """-14 LUFS ±0.2 and never above -1 dBTP, by an independent 8× peak and pyloudnorm."""
    master = master_to(bursts(10, 5) * np.float32(level))
    assert pyloudnorm.Meter(48000).integrated_loudness(master) == pytest.approx(-14, abs=0.2)
    assert 20 * np.log10(np.abs(resample_poly(master.astype(np.float64), 8, 1)).max()) <= -0.95


def test_limiter_leaves_quiet_sound_alone_and_moves_smoothly():
    """No gain where nothing is too loud; no jump where something is."""
    pcm = bursts(3, 1) * np.float32(0.1)
    assert np.array_equal(limiter_gain(pcm), np.ones(len(pcm), np.float32))
    pcm[60000:60010] = 3.0
    gain = limiter_gain(pcm)
    assert gain[:50000].min() == 1.0
    assert gain[60005] < 0.31
    assert np.abs(np.diff(gain)).max() < 0.02
