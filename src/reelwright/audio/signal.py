"""Samples → resampled, filtered, faded, whispered, measured samples. Mono float32 unless said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, uniform_filter1d
from scipy.signal import fftconvolve, firwin2

Samples = NDArray[np.float32]
Curve = tuple[tuple[float, float], ...]
"""Points (frequency in Hz, gain in dB), rising in frequency."""

_FILTER_TAPS = 511


def resample(samples: Samples, from_hz: float, to_hz: float) -> Samples:
    """Band-limited resampling of shape (n,) or (n, channels); rates need not be whole."""
    if from_hz == to_hz or len(samples) == 0:
        return samples.astype(np.float32)
    return np.asarray(
        soxr.resample(samples.astype(np.float32), from_hz, to_hz, quality="HQ"), dtype=np.float32
    )


def decibels(ratio: float) -> float:
    """Amplitude ratio → dB, floored at -200."""
    return float(20.0 * np.log10(max(ratio, 1e-10)))


def ratio_of(gain_db: float) -> float:
    """dB → amplitude ratio."""
    return float(10.0 ** (gain_db / 20.0))


@lru_cache(maxsize=128)
def _equaliser(points: Curve, sample_rate_hz: int) -> NDArray[np.float64]:
    nyquist_hz = sample_rate_hz / 2.0
    grid_hz = np.concatenate([[0.0], np.geomspace(20.0, nyquist_hz, 256)])
    grid_hz[-1] = nyquist_hz
    at_hz = [np.log(max(p[0], 1.0)) for p in points]
    gains_db = np.interp(np.log(np.maximum(grid_hz, 1.0)), at_hz, [p[1] for p in points])
    return np.asarray(firwin2(_FILTER_TAPS, grid_hz, 10.0 ** (gains_db / 20.0), fs=sample_rate_hz))


def equalise(samples: Samples, points: Sequence[tuple[float, float]], sample_rate_hz: int) -> Samples:
    """Linear-phase equaliser through ``points`` (Hz, dB), straight between them on a log axis.

    The length does not change and nothing moves in time.
    """
    if len(samples) == 0 or not points:
        return samples
    taps = _equaliser(tuple(sorted(points)), sample_rate_hz)
    return np.asarray(
        fftconvolve(samples, taps, mode="same")
        if len(samples) >= len(taps)
        else np.convolve(samples, taps)[_FILTER_TAPS // 2 :][: len(samples)],
        dtype=np.float32,
    )


def band(samples: Samples, low_hz: float, high_hz: float, sample_rate_hz: int) -> Samples:
    """What lies between ``low_hz`` and ``high_hz`` (-6 dB about the edges, steep skirts)."""
    skirt = 1.22
    points = [
        (low_hz / skirt, -90.0),
        (low_hz, -3.0),
        (low_hz * 1.05, 0.0),
        (high_hz / 1.05, 0.0),
        (high_hz, -3.0),
        (high_hz * skirt, -90.0),
    ]
    top_hz = sample_rate_hz / 2.0
    return equalise(samples, [p for p in points if p[0] < top_hz], sample_rate_hz)


def fade(samples: Samples, in_count: int, out_count: int) -> Samples:
    """A copy with raised-cosine fades of so many samples at either end."""
    faded = samples.astype(np.float32, copy=True)
    in_count, out_count = min(in_count, len(faded)), min(out_count, len(faded))
    if in_count:
        faded[:in_count] *= (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, in_count))).astype(np.float32)
    if out_count:
        faded[-out_count:] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, out_count))).astype(np.float32)
    return faded


def rms_envelope(
    samples: Samples, sample_rate_hz: int, values_per_s: int = 100, window_s: float = 0.02
) -> Samples:
    """RMS in windows of ``window_s`` centred on each of ``values_per_s`` instants a second."""
    hop = sample_rate_hz // values_per_s
    window = max(1, round(window_s * sample_rate_hz))
    # Twenty minutes of squares in double precision would be a gigabyte: take a minute at a time.
    stretch = hop * values_per_s * 60
    parts = [np.zeros(0, np.float32)]
    for start in range(0, len(samples), stretch):
        first = max(0, start - window)
        power = uniform_filter1d(
            samples[first : start + stretch + window].astype(np.float64) ** 2, window, mode="constant"
        )[start - first :]
        count = -(-min(stretch, len(samples) - start) // hop)
        at = np.minimum(np.arange(count) * hop + hop // 2, len(power) - 1)
        parts.append(np.sqrt(np.maximum(power[at], 0.0)).astype(np.float32))
    return np.concatenate(parts)


def speech_level_db(samples: Samples, sample_rate_hz: int) -> float:
    """RMS level in dBFS of the parts that sound: within 20 dB of the loudest hundredths of a second."""
    envelope = rms_envelope(samples, sample_rate_hz)
    if len(envelope) == 0 or float(envelope.max()) < 1e-6:
        return -200.0
    sounding = envelope[envelope > np.percentile(envelope, 98) * 0.1]
    return decibels(float(np.sqrt(np.mean(sounding.astype(np.float64) ** 2))))


def compress(samples: Samples, sample_rate_hz: int, *, ratio: float, reach_db: float = 8.0) -> Samples:
    """Bring loud and soft parts nearer to the sounding level, by at most ``reach_db``; no attack click."""
    envelope = rms_envelope(samples, sample_rate_hz, window_s=0.03)
    level = ratio_of(speech_level_db(samples, sample_rate_hz))
    if len(envelope) == 0 or level < 1e-6:
        return samples
    # Below -26 dB lie pauses and breath: lifting them would only lift noise.
    over_db = np.clip(20.0 * np.log10(np.maximum(envelope / level, 0.05)), -26.0, 26.0)
    gain_db = np.clip(over_db * (1.0 / ratio - 1.0), -reach_db, reach_db)
    gain_db = gaussian_filter1d(np.where(over_db < -18.0, 0.0, gain_db), 2.0)
    return _with_gain_curve(samples, gain_db, sample_rate_hz)


def de_ess(
    samples: Samples, sample_rate_hz: int, *, from_hz: float = 5200.0, threshold_db: float = -9.0
) -> Samples:
    """Turn the band above ``from_hz`` down where it rises above ``threshold_db`` of the sounding level."""
    high = equalise(samples, [(from_hz / 1.3, -80.0), (from_hz, 0.0)], sample_rate_hz)
    level = ratio_of(speech_level_db(samples, sample_rate_hz) + threshold_db)
    if level < 1e-6:
        return samples
    envelope = rms_envelope(high, sample_rate_hz, window_s=0.012)
    over_db = 20.0 * np.log10(np.maximum(envelope / level, 1.0))
    reduction_db = gaussian_filter1d(-0.7 * over_db, 1.0)
    return np.asarray(samples - high + _with_gain_curve(high, reduction_db, sample_rate_hz), dtype=np.float32)


def _with_gain_curve(samples: Samples, gain_db: NDArray[np.float64], sample_rate_hz: int) -> Samples:
    hop = sample_rate_hz // 100
    at = np.arange(len(gain_db)) * hop + hop / 2
    gains = np.interp(np.arange(len(samples)), at, 10.0 ** (gain_db / 20.0))
    return np.asarray(samples * gains, dtype=np.float32)


def saturate(samples: Samples, drive: float) -> Samples:
    """Soft clipping: ``drive`` 0 leaves the sound alone, 1 is a hoarse shout. The peak keeps its height."""
    peak = float(np.abs(samples).max(initial=0.0))
    if drive <= 0.0 or peak == 0.0:
        return samples
    push = 1.0 + 2.0 * drive
    return np.asarray(peak * np.tanh(push * samples / peak) / np.tanh(push), dtype=np.float32)


def stft(samples: Samples, window_size: int, hop: int) -> NDArray[np.complex128]:
    """Short-time spectra, shape (frames, window_size // 2 + 1), root-Hann windows, edges padded."""
    padded = np.pad(samples.astype(np.float64), (window_size, window_size))
    count = 1 + (len(padded) - window_size) // hop
    at = np.arange(count)[:, None] * hop + np.arange(window_size)[None, :]
    return np.asarray(np.fft.rfft(padded[at] * _root_hann(window_size), axis=1))


def inverse_stft(spectra: NDArray[np.complex128], window_size: int, hop: int, length: int) -> Samples:
    """The ``length`` samples whose ``stft`` these spectra are (weighted overlap-add)."""
    window = _root_hann(window_size)
    frames = np.fft.irfft(spectra, window_size, axis=1) * window
    total = np.zeros((len(frames) - 1) * hop + window_size)
    weight = np.zeros_like(total)
    for index, frame in enumerate(frames):
        total[index * hop : index * hop + window_size] += frame
        weight[index * hop : index * hop + window_size] += window**2
    whole = total / np.maximum(weight, 1e-6)
    whole = np.pad(whole, (0, max(0, window_size + length - len(whole))))
    return whole[window_size : window_size + length].astype(np.float32)


def whispered(samples: Samples, sample_rate_hz: int, seed: int) -> Samples:
    """The same words with noise for a voice: the spectral envelope stays, the harmonics go."""
    if len(samples) == 0:
        return samples
    size = 1 << round(np.log2(0.032 * sample_rate_hz))
    hop = size // 4
    spectra = stft(samples, size, hop)
    log_size = np.log(np.abs(spectra) + 1e-7)
    # Harmonics lie up to ~350 Hz apart: smooth over that much.
    envelope = np.exp(gaussian_filter1d(log_size, 170.0 / (sample_rate_hz / size), axis=1))
    noise = np.random.default_rng(seed).standard_normal(len(samples)).astype(np.float32)
    voiceless = inverse_stft(stft(noise, size, hop) / np.sqrt(size / 2.0) * envelope, size, hop, len(samples))
    loud, soft = speech_level_db(samples, sample_rate_hz), speech_level_db(voiceless, sample_rate_hz)
    lifted = np.asarray(voiceless * ratio_of(loud - soft), dtype=np.float32)
    return equalise(lifted, [(120.0, -24.0), (500.0, -8.0), (1400.0, 0.0), (9000.0, 0.0)], sample_rate_hz)


def shaken(samples: Samples, sample_rate_hz: int, *, rate_hz: float, depth: float) -> Samples:
    """Vibrato: the pitch moves by ±``depth`` (a share) ``rate_hz`` times a second; length unchanged."""
    if depth <= 0.0 or rate_hz <= 0.0 or len(samples) < 2:
        return samples
    at = np.arange(len(samples), dtype=np.float64)
    moved = at + depth * sample_rate_hz / (2 * np.pi * rate_hz) * np.sin(
        2 * np.pi * rate_hz * at / sample_rate_hz
    )
    return np.interp(moved, at, samples).astype(np.float32)


def with_high_band(
    samples: Samples, sample_rate_hz: int, *, edge_hz: float, gain_db: float, seed: int
) -> Samples:
    """Fill what lies above ``edge_hz`` (the limit of a narrow engine) from the band below it.

    Vowels get overtones of the octave below (by rectifying it), hisses get noise that follows them;
    both fall off towards 16 kHz. Sources: the classic "spectral regeneration" of Makhoul and Berouti, 1979.
    """
    if len(samples) == 0 or edge_hz >= 0.45 * sample_rate_hz:
        return samples
    below = band(samples, edge_hz * 0.5, edge_hz * 0.97, sample_rate_hz)
    envelope = gaussian_filter1d(np.abs(below), 0.002 * sample_rate_hz)
    noise = np.random.default_rng(seed).standard_normal(len(samples))
    fresh = (0.6 * (np.abs(below) - envelope) + 0.8 * noise * envelope).astype(np.float32)
    shape = [
        (edge_hz * 0.8, -80.0),
        (edge_hz * 0.97, -3.0),
        (edge_hz * 1.1, 0.0),
        (12000.0, -10.0),
        (16500.0, -34.0),
        (19000.0, -70.0),
    ]
    rising = [p for i, p in enumerate(shape) if i < 3 or p[0] > edge_hz * 1.15]
    return np.asarray(samples + ratio_of(gain_db) * equalise(fresh, rising, sample_rate_hz), dtype=np.float32)


def pitch_track(
    samples: Samples, sample_rate_hz: int, *, low_hz: float = 60.0, high_hz: float = 450.0
) -> tuple[Samples, Samples]:
    """F0 in Hz (0 where voiceless) and periodicity 0..1, 100 values a second.

    Normalised autocorrelation after Boersma (1993), with a small preference for short periods.
    """
    rate_hz = 16_000
    signal = resample(samples, sample_rate_hz, rate_hz).astype(np.float64)
    size, hop = 640, 160
    count = max(0, 1 + (len(signal) - size) // hop)
    if count == 0:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    window = np.hanning(size)
    frames = np.stack([signal[i * hop : i * hop + size] for i in range(count)])
    power = np.mean(frames**2, axis=1)
    frames = (frames - frames.mean(axis=1, keepdims=True)) * window
    correlation = np.fft.irfft(np.abs(np.fft.rfft(frames, 2 * size, axis=1)) ** 2, axis=1)[:, :size]
    of_window = np.fft.irfft(np.abs(np.fft.rfft(window, 2 * size)) ** 2)[:size]
    normal = correlation / np.maximum(correlation[:, :1], 1e-12) / (of_window / of_window[0] + 1e-2)
    low_lag, high_lag = int(rate_hz / high_hz), int(rate_hz / low_hz)
    lags = np.arange(low_lag, high_lag)
    scored = normal[:, low_lag:high_lag] - 0.02 * np.log2(lags / low_lag)
    best = scored.argmax(axis=1)
    periodicity = normal[np.arange(count), best + low_lag]
    sounding = power > np.percentile(power, 98) * 10 ** (-3.2)
    voiced = (periodicity > 0.55) & sounding
    f0_hz = np.where(voiced, rate_hz / lags[best], 0.0)
    return f0_hz.astype(np.float32), np.clip(np.where(sounding, periodicity, 0.0), 0, 1).astype(np.float32)


def _root_hann(size: int) -> NDArray[np.float64]:
    return np.asarray(np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)))
