"""Stereo samples → loudness, true peak, and the gain curve that brings both to the delivery target."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d
from scipy.signal import firwin, lfilter

from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm

TARGET_LUFS = -14.0
TRUE_PEAK_MAX_DBTP = -1.0
_OVERSAMPLING = 4
_TAPS_PER_PHASE = 12
_BLOCK = 32
"""Samples to a value of the limiter's gain: finer than any gain should move."""
_METER_TOLERANCE_DB = 0.12
"""What a finer meter (8×, longer filter) reads above ours on full-band noise."""
_LIMITING_MAX_DB = 10.0
_GAIN_MAX_DB = 30.0
"""Silence with a little room tone must not be raised to the loudness of speech."""


def integrated_lufs(
    pcm: Pcm, *, sample_rate_hz: int = SAMPLE_RATE_HZ, gain: NDArray[np.float32] | None = None
) -> float:
    """Integrated loudness of (n,) or (n, 2) samples in LUFS by ITU-R BS.1770-4 (gates at -70 LUFS
    absolute, -10 LU relative). Sound shorter than 0.4 s is measured as if silence followed; ``-inf`` when
    nothing passes the gate. A mono signal counts as one channel (3 dB below the same in stereo). ``gain``,
    shape (n,), is applied first."""
    power = _block_powers(pcm, sample_rate_hz, gain=gain)
    heard = power[power > _power_at(-70.0)]
    if not len(heard):
        return -math.inf
    heard = heard[heard > heard.mean() * 0.1]
    return _lufs_at(float(heard.mean()))


def short_term_lufs(
    pcm: Pcm, *, window_s: float = 3.0, sample_rate_hz: int = SAMPLE_RATE_HZ
) -> NDArray[np.float64]:
    """Ungated loudness every 0.1 s over a window of ``window_s`` (3.0 short-term, 0.4 momentary)."""
    power = _block_powers(pcm, sample_rate_hz, steps_per_block=max(1, round(window_s * 10)))
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))


def true_peak_dbtp(pcm: Pcm) -> float:
    """The highest inter-sample peak in dBTP by 4× oversampling (BS.1770-4, annex 2); ``-inf`` in silence."""
    peak = float(_block_peaks(pcm).max(initial=0.0))
    return 20 * math.log10(peak) if peak > 0 else -math.inf


def limiter_gain(
    pcm: Pcm,
    *,
    ceiling_dbtp: float = TRUE_PEAK_MAX_DBTP,
    lookahead_ms: float = 4.0,
    release_ms: float = 90.0,
    sample_rate_hz: int = SAMPLE_RATE_HZ,
) -> NDArray[np.float32]:
    """The gain per sample, shape (n,), 0..1, that keeps the true peak of ``pcm`` below the ceiling.

    The gain goes down smoothly before a peak (look-ahead, no delay) and comes back exponentially.
    It is one curve for all channels, and may be applied to each stem of a sum.
    """
    peaks = _block_peaks(pcm, matters_from=10 ** (ceiling_dbtp / 20))
    curve = _limiter_curve(peaks, ceiling_dbtp, lookahead_ms, release_ms, sample_rate_hz)
    return _interpolated(curve, len(pcm))


def master_gain(
    pcm: Pcm,
    *,
    target_lufs: float = TARGET_LUFS,
    ceiling_dbtp: float = TRUE_PEAK_MAX_DBTP,
    sample_rate_hz: int = SAMPLE_RATE_HZ,
) -> NDArray[np.float32]:
    """The gain per sample, shape (n,), that brings ``pcm`` (n, 2) to the target loudness under the ceiling.

    Loudness lands within ±0.1 LU where the crest of the material allows it; never raises by more
    than 30 dB, so silence and bare room tone stay quiet.
    """
    loudness = integrated_lufs(pcm, sample_rate_hz=sample_rate_hz)
    if not math.isfinite(loudness):
        return np.ones(len(pcm), np.float32)
    gain_db = min(target_lufs - loudness, _GAIN_MAX_DB)
    ceiling_dbtp -= _METER_TOLERANCE_DB
    gain_max_db = min(gain_db + _LIMITING_MAX_DB, _GAIN_MAX_DB)
    # The gain may still grow while the limiter's loss is made good: these peaks could then matter.
    peaks = _block_peaks(pcm, matters_from=10 ** ((ceiling_dbtp - gain_max_db) / 20))
    slope, last = 1.0, (0.0, loudness)
    for _ in range(8):
        curve = _limiter_curve(peaks * 10 ** (gain_db / 20), ceiling_dbtp, 4.0, 90.0, sample_rate_hz)
        gain = _interpolated(curve, len(pcm)) * np.float32(10 ** (gain_db / 20))
        reached = integrated_lufs(pcm, sample_rate_hz=sample_rate_hz, gain=gain)
        # Under a limiter a decibel of gain brings less than a decibel of loudness; how much less is learned.
        if abs(gain_db - last[0]) > 0.01:
            slope = min(max((reached - last[1]) / (gain_db - last[0]), 0.2), 1.0)
        last = (gain_db, reached)
        step_db = min((target_lufs - reached) / slope, gain_max_db - gain_db)
        if abs(target_lufs - reached) < 0.05 or abs(step_db) < 0.01:
            break
        gain_db += step_db
    return gain


def master_to(pcm: Pcm, *, target_lufs: float = TARGET_LUFS, ceiling_dbtp: float = TRUE_PEAK_MAX_DBTP) -> Pcm:
    """``pcm`` (n, 2) at 48 kHz, brought to the target loudness and true peak."""
    gain = master_gain(pcm, target_lufs=target_lufs, ceiling_dbtp=ceiling_dbtp)
    return np.asarray(pcm * (gain if pcm.ndim == 1 else gain[:, None]), dtype=np.float32)


def _k_weighting(sample_rate_hz: int) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]:
    # The two filters of BS.1770 stated by their analogue parameters (as de-facto in libebur128), so that any
    # sample rate works; at 48 kHz they are the tables of the standard to 1e-9.
    k = math.tan(math.pi * 1681.974450955533 / sample_rate_hz)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = (
        np.array(
            [(high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0]
        ),
        np.array([1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]),
    )
    k = math.tan(math.pi * 38.13547087602444 / sample_rate_hz)
    q = 0.5003270373238773
    a0 = 1 + k / q + k * k
    high_pass = (np.array([1.0, -2.0, 1.0]), np.array([1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]))
    return shelf, high_pass


def _block_powers(
    pcm: Pcm, sample_rate_hz: int, steps_per_block: int = 4, gain: NDArray[np.float32] | None = None
) -> NDArray[np.float64]:
    """Mean K-weighted power, summed over channels, of overlapping blocks every 0.1 s."""
    step = sample_rate_hz // 10
    columns = pcm[:, None] if pcm.ndim == 1 else pcm
    step_count = max(len(columns) // step, steps_per_block)
    (b1, a1), (b2, a2) = _k_weighting(sample_rate_hz)
    numerator, denominator = np.convolve(b1, b2), np.convolve(a1, a2)
    # A stretch at a time, in double precision: ten minutes need no more memory than ten seconds.
    stretch = 100 * step

    def energy_of(channel: int) -> NDArray[np.float64]:
        energy = np.zeros(step_count)
        state = np.zeros(len(denominator) - 1)
        for start in range(0, min(len(columns), step_count * step), stretch):
            end = min(start + stretch, step_count * step)
            samples = columns[start:end, channel].astype(np.float64)
            if gain is not None:
                samples *= gain[start:end]
            weighted, state = lfilter(numerator, denominator, samples, zi=state)
            squares = np.square(np.pad(weighted, (0, -len(weighted) % step))).reshape(-1, step).sum(axis=1)
            energy[start // step : start // step + len(squares)] += squares
        return energy

    if columns.shape[1] == 1:
        energy = energy_of(0)
    else:
        with ThreadPoolExecutor(columns.shape[1]) as pool:
            energy = sum(pool.map(energy_of, range(columns.shape[1])), np.zeros(step_count))
    sums = np.concatenate([[0.0], np.cumsum(energy)])
    return np.asarray((sums[steps_per_block:] - sums[:-steps_per_block]) / (steps_per_block * step))


def _power_at(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _lufs_at(power: float) -> float:
    return -0.691 + 10 * math.log10(power)


def _hann(length: int) -> NDArray[np.float64]:
    window = np.hanning(length + 2)[1:-1]
    return np.asarray(window / window.sum())


@cache
def _interpolator() -> NDArray[np.float32]:
    """Phases of the 4× oversampling filter, shape (4, 12), the last sample's tap first."""
    length = _OVERSAMPLING * _TAPS_PER_PHASE
    taps = firwin(length, 1 / _OVERSAMPLING, window=("kaiser", 7.0)) * _OVERSAMPLING
    return np.ascontiguousarray(taps.reshape(_TAPS_PER_PHASE, _OVERSAMPLING)[::-1].T, dtype=np.float32)


def _block_peaks(pcm: Pcm, matters_from: float | None = None) -> NDArray[np.float64]:
    """The true peak over channels of each block of ``_BLOCK`` samples.

    Only values of at least ``matters_from`` (default: the highest peak) are found exactly.
    """
    columns = pcm[:, None] if pcm.ndim == 1 else pcm
    count = -(-len(columns) // _BLOCK)
    peaks = np.zeros(count)
    stretch = 2048 * _BLOCK
    for start in range(0, len(columns), stretch):
        loud = np.abs(columns[start : start + stretch, 0])
        for channel in range(1, columns.shape[1]):
            np.maximum(loud, np.abs(columns[start : start + stretch, channel]), out=loud)
        found = np.pad(loud, (0, -len(loud) % _BLOCK)).reshape(-1, _BLOCK).max(axis=1)
        peaks[start // _BLOCK : start // _BLOCK + len(found)] = found
    if not count:
        return peaks
    # Inter-sample peaks stay below twice the sample peak (the filter's gain): quiet stretches are left alone.
    threshold = max((float(peaks.max()) if matters_from is None else matters_from) * 0.5, 1e-9)
    for first in range(0, count, 128):
        last = min(first + 128, count)
        if peaks[first:last].max() >= threshold:
            between = _between(columns, first * _BLOCK, min(last * _BLOCK, len(columns)))
            np.maximum(peaks[first:last], between, out=peaks[first:last])
    return peaks


def _between(columns: Pcm, start: int, end: int) -> NDArray[np.float64]:
    """The oversampled peak of each block from ``start`` to ``end``, its two borders included."""
    half = _TAPS_PER_PHASE // 2
    lo, hi = max(0, start - half), min(len(columns), end + half)
    outside = ((half - (start - lo), half - (hi - end)), (0, 0))
    padded = np.pad(np.asarray(columns[lo:hi], dtype=np.float32), outside)
    highest = np.zeros(end - start + 1, np.float32)
    for channel in range(columns.shape[1]):
        windows = np.lib.stride_tricks.sliding_window_view(padded[:, channel], _TAPS_PER_PHASE)
        between = _interpolator() @ windows.T
        np.maximum(highest, np.abs(between, out=between).max(axis=0), out=highest)
    # highest[i] lies between samples i-1 and i: it counts for both.
    each = np.maximum(highest[:-1], highest[1:])
    return np.asarray(np.pad(each, (0, -len(each) % _BLOCK)).reshape(-1, _BLOCK).max(axis=1), np.float64)


def _limiter_curve(
    block_peaks: NDArray[np.float64],
    ceiling_dbtp: float,
    lookahead_ms: float,
    release_ms: float,
    sample_rate_hz: int,
) -> NDArray[np.float64]:
    """A gain for each block, such that straight lines between the blocks' middles keep the ceiling."""
    if not len(block_peaks):
        return np.zeros(0)
    needed = np.minimum(10 ** (ceiling_dbtp / 20) / np.maximum(block_peaks, 1e-9), 1.0)
    reach = max(1, math.ceil(lookahead_ms / 1000 * sample_rate_hz / _BLOCK))
    held = minimum_filter1d(needed, 2 * reach + 1, mode="nearest")
    released = _released(held, math.exp(-_BLOCK / (release_ms / 1000 * sample_rate_hz)))
    smooth = np.convolve(np.pad(released, reach, mode="edge"), _hann(2 * reach + 1), mode="valid")
    # A straight line between two values that both satisfy a block also satisfies it.
    return np.asarray(minimum_filter1d(smooth, 3, mode="nearest"))


def _interpolated(curve: NDArray[np.float64], length: int) -> NDArray[np.float32]:
    """The gain of each sample, on straight lines between the middles of the blocks."""
    if not len(curve):
        return np.ones(length, np.float32)
    knots = np.pad(curve, 1, mode="edge").astype(np.float32)
    ramp = (np.arange(_BLOCK, dtype=np.float32)) / _BLOCK
    between = knots[:-1, None] + np.diff(knots)[:, None] * ramp
    return np.ascontiguousarray(between.reshape(-1)[_BLOCK // 2 :][:length])


def _released(held: NDArray[np.float64], decay: float) -> NDArray[np.float64]:
    """``held`` with every rise slowed to an exponential approach of 1: what is held back decays from block to
    block, or is as much as the block itself needs."""
    blocks = np.arange(len(held)) * math.log(decay)
    with np.errstate(divide="ignore"):
        back = np.maximum.accumulate(np.log(1.0 - held) - blocks)
    return np.asarray(1.0 - np.exp(back + blocks))
