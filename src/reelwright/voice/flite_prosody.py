"""The parameter track that flite predicted and the wished prosody → the track that is sounded.

flite's statistical voices speak in averages: every sentence of one shape, every syllable of one weight,
the spectrum smoothed. What a speaker does is put back here: the pitch sinks over a phrase and starts afresh
after a pause, stressed syllables of words with content stand out and the last of them most, small words
hurry, the end of a phrase slows down, and formants are as sharp as a mouth makes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

Rows = NDArray[np.float64]

F0_MIN_HZ, F0_MAX_HZ = 45.0, 600.0

_VOWELS = frozenset(
    ("aa", "ae", "ah", "ao", "aw", "ax", "ay", "eh", "er", "ey", "ih", "ix", "iy", "ow", "oy", "uh", "uw")
)
_SHARPER = 0.12
"""How much further from flat the formants are than flite's averages leave them."""
_DECLINATION_ST_PER_S = 1.7
_DECLINATION_ST_MAX = 3.2
_ACCENT_ST = 1.25
_FINAL_LENGTHENING = 0.3
_NUCLEUS = 1.7
"""The last accent of a phrase against the others."""
_ACCENT_WIDTH_S = 0.075
_SHORTEST_RISE_S = 0.12
_LEAST_QUESTION_ST = 3.0


@dataclass(frozen=True)
class Prosody:
    """How a sentence is to be spoken.

    ``f0_mean_hz`` is where the voice's middle lies (before any resampling); ``f0_range`` multiplies
    the excursions around it (1 = as the speaker does). ``breath`` 0..1 replaces voicing by noise;
    1 is a whisper. ``tremor_depth`` is the share of the pitch that shakes at ``tremor_hz``.
    ``final_rise`` is in semitones over the last syllables (negative falls). ``emphasis`` names
    tokens to lean on, ``content`` those that say something (the rest are small words). ``accent`` and
    ``lengthening`` are factors: how far stressed syllables stand out, how much the ends of phrases slow down.
    """

    duration_stretch: float = 1.0
    f0_mean_hz: float = 120.0
    f0_range: float = 1.0
    breath: float = 0.0
    tremor_hz: float = 0.0
    tremor_depth: float = 0.0
    final_rise: float = 0.0
    creak: float = 0.0
    accent: float = 1.0
    lengthening: float = 1.0
    emphasis: tuple[int, ...] = field(default=())
    content: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class Sound:
    """One phone of flite's: where it starts and ends, its token (-1: a pause) and whether its syllable is
    stressed."""

    symbol: str
    start_s: float
    end_s: float
    token: int
    is_stressed: bool = False


@dataclass(frozen=True)
class SpokenFrames:
    """flite's prediction: rows of (F0 in Hz, mel-cepstrum), rows of voicing strength by band."""

    parameters: Rows
    strengths: Rows
    frame_s: float
    sounds: tuple[Sound, ...]


def edit_tracks(spoken: SpokenFrames, prosody: Prosody, seed: int) -> SpokenFrames:
    """The frames as they are to be sounded, with the phones where they are now."""
    timed = _in_rhythm(spoken, prosody, seed)
    parameters = timed.parameters.copy()
    strengths = timed.strengths.copy()
    parameters[:, 2:] *= 1.0 + _SHARPER * np.minimum(1.0, np.arange(parameters.shape[1] - 2) / 2.0)
    # The samples are written as 16-bit integers without a clamp; stay well under.
    parameters[:, 1] -= 0.9
    emphasis = _emphasis_curve(timed, prosody)
    parameters[:, 0] = _pitch(timed, prosody, emphasis, seed)
    parameters[:, 1] += 0.22 * emphasis
    strengths *= 1.0 - _breath_by_band(prosody.breath, strengths.shape[1])
    if prosody.breath >= 0.999:
        parameters[:, 0] = 0.0
        parameters[:, 2] -= 0.35  # a whisper has no glottal slope
    return replace(timed, parameters=parameters, strengths=strengths)


# -- rhythm --------------------------------------------------------------------------------------


def _in_rhythm(spoken: SpokenFrames, prosody: Prosody, seed: int) -> SpokenFrames:
    """Every phone as long as its place in the phrase asks for."""
    chance = np.random.default_rng(seed)
    factors = _lengths(spoken.sounds, prosody, chance)
    count = len(spoken.parameters)
    per_frame = np.ones(count)
    for sound, factor in zip(spoken.sounds, factors, strict=True):
        per_frame[round(sound.start_s / spoken.frame_s) : round(sound.end_s / spoken.frame_s)] = factor
    ends = np.concatenate([[0.0], np.cumsum(per_frame)])
    at = np.clip(
        np.interp(np.arange(round(ends[-1])) + 0.5, ends, np.arange(count + 1.0)) - 0.5, 0, count - 1
    )

    def moved(second: float) -> float:
        return float(np.interp(second / spoken.frame_s, np.arange(count + 1.0), ends)) * spoken.frame_s

    sounds = tuple(replace(s, start_s=moved(s.start_s), end_s=moved(s.end_s)) for s in spoken.sounds)
    f0_hz = spoken.parameters[np.rint(at).astype(int), :1]
    return SpokenFrames(
        np.concatenate([f0_hz, _at(spoken.parameters[:, 1:], at)], axis=1),
        _at(spoken.strengths, at),
        spoken.frame_s,
        sounds,
    )


def _at(rows: Rows, at: Rows) -> Rows:
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, len(rows) - 1)
    share = (at - below)[:, None]
    return np.asarray(rows[below] * (1.0 - share) + rows[above] * share)


def _lengths(sounds: tuple[Sound, ...], prosody: Prosody, chance: np.random.Generator) -> list[float]:
    own = {
        token: 1.0 + 0.035 * float(chance.standard_normal()) for token in sorted({s.token for s in sounds})
    }
    factors = []
    for sound in sounds:
        if sound.token < 0:
            factors.append(1.0)
            continue
        is_vowel = sound.symbol in _VOWELS
        factor = own[sound.token]
        if sound.token in prosody.emphasis:
            factor *= 1.3 if is_vowel and sound.is_stressed else 1.12
        elif sound.token not in prosody.content:
            factor *= 0.93
        elif is_vowel and sound.is_stressed:
            factor *= 1.0 + 0.06 * prosody.accent
        factors.append(factor)
    for first, end in _phrases(sounds):
        last_vowel = max((n for n in range(first, end) if sounds[n].symbol in _VOWELS), default=end - 1)
        for number in range(last_vowel, end):
            factors[number] *= 1.0 + _FINAL_LENGTHENING * prosody.lengthening
    return [min(1.9, max(0.7, factor)) for factor in factors]


def _phrases(sounds: tuple[Sound, ...]) -> list[tuple[int, int]]:
    """Stretches without a pause, as (first, end) numbers of phones."""
    cuts = [-1, *(n for n, sound in enumerate(sounds) if sound.token < 0), len(sounds)]
    return [(before + 1, after) for before, after in pairwise(cuts) if after - before > 1]


# -- pitch ---------------------------------------------------------------------------------------


def _pitch(spoken: SpokenFrames, prosody: Prosody, emphasis: Rows, seed: int) -> Rows:
    f0_hz = spoken.parameters[:, 0]
    voiced = f0_hz > 0
    if not voiced.any():
        return f0_hz
    semitones = np.zeros_like(f0_hz)
    semitones[voiced] = 12.0 * np.log2(f0_hz[voiced])
    middle = float(np.mean(semitones[voiced]))
    melody = _melody(spoken, prosody, seed)
    melody -= float(np.mean(melody[voiced]))
    contour = (semitones - middle + melody) * prosody.f0_range + emphasis * 2.5
    contour += _final_movement(spoken, prosody.final_rise)
    contour += _tremor(len(f0_hz), spoken.frame_s, prosody, seed)
    pitch = prosody.f0_mean_hz * 2.0 ** (contour / 12.0)
    return np.where(voiced, np.clip(pitch, F0_MIN_HZ, F0_MAX_HZ), 0.0)


def _melody(spoken: SpokenFrames, prosody: Prosody, seed: int) -> Rows:
    """In semitones: every phrase sinks, each a little lower than the one before; accents rise from it."""
    chance = np.random.default_rng(seed + 1)
    seconds = (np.arange(len(spoken.parameters)) + 0.5) * spoken.frame_s
    melody = np.zeros(len(seconds))
    is_question = prosody.final_rise > _LEAST_QUESTION_ST
    for number, (first, end) in enumerate(_phrases(spoken.sounds)):
        start_s, end_s = spoken.sounds[first].start_s, spoken.sounds[end - 1].end_s
        within = (seconds >= start_s) & (seconds < end_s)
        fall = min(_DECLINATION_ST_MAX, _DECLINATION_ST_PER_S * (end_s - start_s))
        fall *= 0.3 if is_question else 1.0
        share = (seconds[within] - start_s) / max(0.05, end_s - start_s)
        melody[within] += fall * (0.5 - share) - 0.4 * min(number, 3)
        accents = [s for s in spoken.sounds[first:end] if _is_accented(s, prosody)]
        for accent in accents:
            height = _ACCENT_ST * (_NUCLEUS if accent is accents[-1] else 1.0) * prosody.accent
            if is_question and accent is accents[-1] and end >= len(spoken.sounds) - 1:
                height = -0.4 * height  # a question leans down before it rises
            height *= 1.0 + 0.25 * float(np.clip(chance.standard_normal(), -2, 2))
            peak_s = accent.start_s + 0.6 * (accent.end_s - accent.start_s)
            melody += height * np.exp(-0.5 * ((seconds - peak_s) / _ACCENT_WIDTH_S) ** 2)
    return melody


def _is_accented(sound: Sound, prosody: Prosody) -> bool:
    return sound.symbol in _VOWELS and sound.is_stressed and sound.token in prosody.content


def _final_movement(spoken: SpokenFrames, rise_semitones: float) -> Rows:
    """A ramp over the last syllable: where questions rise and tired lines sink."""
    seconds = (np.arange(len(spoken.parameters)) + 0.5) * spoken.frame_s
    vowels = [s for s in spoken.sounds if s.symbol in _VOWELS]
    if not vowels:
        return np.zeros(len(seconds))
    last = vowels[-1]
    start_s = min(last.start_s, last.end_s - _SHORTEST_RISE_S)
    return np.asarray(rise_semitones * np.clip((seconds - start_s) / (last.end_s - start_s), 0.0, 1.0) ** 1.2)


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
    curve = np.zeros(len(spoken.parameters))
    for sound in spoken.sounds:
        if sound.token in prosody.emphasis:
            curve[round(sound.start_s / spoken.frame_s) : round(sound.end_s / spoken.frame_s)] = 1.0
    return np.asarray(gaussian_filter1d(curve, 0.04 / spoken.frame_s), dtype=np.float64)
