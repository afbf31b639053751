"""Stereo samples → loudness, true peak, and the gain curve that brings both to the delivery target."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d
from scipy.signal import firwin, lfilter

from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm

TARGET_LUFS = -14.0
TRUE_PEAK_MAX_DBTP = -1.0
_OVERSAMPLING = 4
_TAPS_PER_PHASE = 12
_METER_TOLERANCE_DB = 0.12
"""What a finer meter (8×, longer filter) reads above ours on full-band noise."""
_GAIN_MAX_DB = 30.0
"""Silence with a little room tone must not be raised to the loudness of speech."""


def integrated_lufs(pcm: Pcm, *, sample_rate_hz: int = SAMPLE_RATE_HZ) -> float:
    """Integrated loudness of (n,) or (n, 2) samples in LUFS by ITU-R BS.1770-4 (gates at -70 LUFS
    absolute, -10 LU relative). Sound shorter than 0.4 s is measured as if silence followed; ``-inf`` when
    nothing passes the gate. A mono signal counts as one channel (3 dB below the same in stereo)."""
    power = _block_powers(pcm, sample_rate_hz)
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
    peak = float(_intersample_peaks(pcm).max(initial=0.0))
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
    ceiling = 10 ** (ceiling_dbtp / 20)
    peaks = _intersample_peaks(pcm, matters_from=ceiling)
    if not len(peaks):
        return np.ones(0, np.float32)
    # One value per 32 samples is finer than any gain should move, and makes the recursion affordable.
    step = 32
    needed = np.full(-(-len(peaks) // step) * step, 1.0)
    np.minimum(ceiling / np.maximum(peaks, 1e-9), 1.0, out=needed[: len(peaks)])
    needed = needed.reshape(-1, step).min(axis=1)
    reach = max(1, math.ceil(lookahead_ms / 1000 * sample_rate_hz / step))
    held = minimum_filter1d(needed, 2 * reach + 1, mode="nearest")
    released = _released(held, math.exp(-step / (release_ms / 1000 * sample_rate_hz)))
    smooth = np.convolve(np.pad(released, reach, mode="edge"), _hann(2 * reach + 1), mode="valid")
    # A straight line between two values that both satisfy a block also satisfies it.
    smooth = minimum_filter1d(smooth, 3, mode="nearest")
    centres = np.arange(len(smooth)) * step + step / 2
    gain = np.interp(np.arange(len(peaks)), centres, smooth)
    return np.asarray(gain, dtype=np.float32)


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
    for _ in range(4):
        raised = pcm * np.float32(10 ** (gain_db / 20))
        curve = limiter_gain(raised, ceiling_dbtp=ceiling_dbtp - _METER_TOLERANCE_DB, sample_rate_hz=sample_rate_hz)
        column = curve if raised.ndim == 1 else curve[:, None]
        error_db = target_lufs - integrated_lufs(raised * column, sample_rate_hz=sample_rate_hz)
        if abs(error_db) < 0.05 or gain_db >= _GAIN_MAX_DB:
            break
        gain_db = min(gain_db + error_db, _GAIN_MAX_DB)
    return np.asarray(curve * np.float32(10 ** (gain_db / 20)), dtype=np.float32)


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


def _block_powers(pcm: Pcm, sample_rate_hz: int, steps_per_block: int = 4) -> NDArray[np.float64]:
    """Mean K-weighted power, summed over channels, of overlapping blocks every 0.1 s."""
    step = sample_rate_hz // 10
    columns = pcm[:, None] if pcm.ndim == 1 else pcm
    step_count = max(len(columns) // step, steps_per_block)
    energy = np.zeros(step_count)
    (b1, a1), (b2, a2) = _k_weighting(sample_rate_hz)
    for channel in range(columns.shape[1]):
        weighted = lfilter(np.convolve(b1, b2), np.convolve(a1, a2), columns[:, channel].astype(np.float64))
        whole = weighted[: step_count * step]
        padded = np.pad(whole, (0, step_count * step - len(whole)))
        energy += np.square(padded).reshape(step_count, step).sum(axis=1)
    sums = np.concatenate([[0.0], np.cumsum(energy)])
    return np.asarray((sums[steps_per_block:] - sums[:-steps_per_block]) / (steps_per_block * step))


def _power_at(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _lufs_at(power: float) -> float:
    return -0.691 + 10 * math.log10(power)


def _hann(length: int) -> NDArray[np.float64]:
    window = np.hanning(length + 2)[1:-1]
    return np.asarray(window / window.sum())


def _interpolator() -> NDArray[np.float64]:
    """Phases of the 4× oversampling filter, shape (4, 12)."""
    length = _OVERSAMPLING * _TAPS_PER_PHASE
    taps = firwin(length, 1 / _OVERSAMPLING, window=("kaiser", 7.0)) * _OVERSAMPLING
    return np.asarray(taps.reshape(_TAPS_PER_PHASE, _OVERSAMPLING).T)


def _intersample_peaks(pcm: Pcm, matters_from: float | None = None) -> NDArray[np.float64]:
    """The largest magnitude around each sample over its oversampled neighbours and channels, shape (n,).

    Only values of at least ``matters_from`` (default: the highest peak) are found exactly.
    """
    columns = pcm[:, None] if pcm.ndim == 1 else pcm
    peaks: NDArray[np.float64] = np.abs(columns).max(axis=1, initial=0.0).astype(np.float64)
    if not len(peaks):
        return peaks
    # Inter-sample peaks stay below twice the sample peak (the filter's gain):
    # quiet stretches are left alone.
    block = 4096
    threshold = max((float(peaks.max()) if matters_from is None else matters_from) * 0.5, 1e-9)
    phases = _interpolator()
    half = _TAPS_PER_PHASE // 2
    padded = np.pad(columns.astype(np.float64), ((half, half), (0, 0)))
    for start in range(0, len(peaks), block):
        end = min(start + block, len(peaks))
        if peaks[start:end].max() < threshold:
            continue
        for channel in range(columns.shape[1]):
            stretch = padded[start : end + 2 * half, channel]
            for phase in phases:
                between = np.abs(np.convolve(stretch, phase, mode="valid"))
                # between[i] lies between samples i-1 and i: it counts for both.
                np.maximum(peaks[start:end], between[: end - start], out=peaks[start:end])
                np.maximum(peaks[start:end], between[1 : end - start + 1], out=peaks[start:end])
    return peaks


def _released(held: NDArray[np.float64], decay: float) -> NDArray[np.float64]:
    """``held`` with every rise slowed to an exponential approach of 1."""
    values = held.tolist()
    gain = 1.0
    for i, wanted in enumerate(values):
        gain = min(wanted, 1.0 - (1.0 - gain) * decay)
        values[i] = gain
    return np.asarray(values)
