"""The parameter track that flite predicted and the wished prosody → the track that is sounded."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

Rows = NDArray[np.float64]

F0_MIN_HZ, F0_MAX_HZ = 45.0, 600.0


@dataclass(frozen=True)
class Prosody:
    """How a sentence is to be spoken.

    ``f0_mean_hz`` is where the voice's middle lies (before any resampling); ``f0_range`` multiplies
    the excursions around it (1 = as the speaker does). ``breath`` 0..1 replaces voicing by noise;
    1 is a whisper. ``tremor_depth`` is the share of the pitch that shakes at ``tremor_hz``.
    ``final_rise`` is in semitones over the last syllables (negative falls). ``emphasis`` names
    tokens to lean on."""

    duration_stretch: float = 1.0
    f0_mean_hz: float = 120.0
    f0_range: float = 1.0
    breath: float = 0.0
    tremor_hz: float = 0.0
    tremor_depth: float = 0.0
    final_rise: float = 0.0
    creak: float = 0.0
    emphasis: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class SpokenFrames:
    """flite's prediction: rows of (F0 in Hz, mel-cepstrum), rows of voicing strength by band."""

    parameters: Rows
    strengths: Rows
    frame_s: float
    segment_starts_s: tuple[float, ...]
    segment_tokens: tuple[int, ...]


def edit_tracks(spoken: SpokenFrames, prosody: Prosody, seed: int) -> tuple[Rows, Rows]:
    """Return edited copies of the parameters and of the strengths."""
    parameters = spoken.parameters.copy()
    strengths = spoken.strengths.copy()
    # The samples are written as 16-bit integers without a clamp; stay well under.
    parameters[:, 1] -= 0.9
    emphasis = _emphasis_curve(spoken, prosody)
    parameters[:, 0] = _pitch(parameters[:, 0], spoken.frame_s, prosody, emphasis, seed)
    parameters[:, 1] += 0.22 * emphasis
    strengths *= 1.0 - _breath_by_band(prosody.breath, strengths.shape[1])
    if prosody.breath >= 0.999:
        parameters[:, 0] = 0.0
        parameters[:, 2] -= 0.35  # a whisper has no glottal slope
    return parameters, strengths


def _pitch(f0_hz: Rows, frame_s: float, prosody: Prosody, emphasis: Rows, seed: int) -> Rows:
    voiced = f0_hz > 0
    if not voiced.any():
        return f0_hz
    semitones = np.zeros_like(f0_hz)
    semitones[voiced] = 12.0 * np.log2(f0_hz[voiced])
    middle = float(np.mean(semitones[voiced]))
    contour = (semitones - middle) * prosody.f0_range + emphasis * 2.5
    contour += _final_movement(voiced, frame_s, prosody.final_rise)
    contour += _tremor(len(f0_hz), frame_s, prosody, seed)
    pitch = prosody.f0_mean_hz * 2.0 ** (contour / 12.0)
    return np.where(voiced, np.clip(pitch, F0_MIN_HZ, F0_MAX_HZ), 0.0)


def _final_movement(voiced: NDArray[np.bool_], frame_s: float, rise_semitones: float) -> Rows:
    """A ramp over the last 0.35 s of voicing: where questions rise and tired lines sink."""
    last = int(np.flatnonzero(voiced)[-1])
    span = max(1, round(0.35 / frame_s))
    ramp = np.clip((np.arange(len(voiced)) - (last - span)) / span, 0.0, 1.0)
    return rise_semitones * ramp**1.5


def _tremor(frame_count: int, frame_s: float, prosody: Prosody, seed: int) -> Rows:
    seconds = np.arange(frame_count) * frame_s
    shake = np.zeros(frame_count)
    if prosody.tremor_depth > 0.0:
        shake += 12.0 * np.log2(1.0 + prosody.tremor_depth) * np.sin(2 * np.pi * prosody.tremor_hz * seconds)
    noise = np.random.default_rng(seed).standard_normal(frame_count)
    # A living voice drifts by a quarter of a semitone; a creaking one jumps.
    drift = gaussian_filter1d(noise, 0.06 / frame_s)
    shake += 0.18 * drift / max(1e-9, float(drift.std()))
    return shake + prosody.creak * noise


def _breath_by_band(breath: float, band_count: int) -> Rows:
    """Breath is heard first in the upper bands: the lowest keeps its voice longest."""
    slope = np.linspace(0.35, 1.0, band_count)
    return np.clip(breath * (slope + (1.0 - slope) * breath), 0.0, 1.0)


def _emphasis_curve(spoken: SpokenFrames, prosody: Prosody) -> Rows:
    frame_count = len(spoken.parameters)
    curve = np.zeros(frame_count)
    if not prosody.emphasis:
        return curve
    starts = [round(s / spoken.frame_s) for s in spoken.segment_starts_s] + [frame_count]
    for index, token in enumerate(spoken.segment_tokens):
        if token in prosody.emphasis:
            curve[starts[index] : starts[index + 1]] = 1.0
    return np.asarray(gaussian_filter1d(curve, 0.04 / spoken.frame_s), dtype=np.float64)
