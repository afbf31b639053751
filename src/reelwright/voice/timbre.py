"""What an engine made (narrow, thin) → a present voice at 48 kHz, coloured by character and style."""

from __future__ import annotations

import numpy as np

from reelwright.audio.signal import (
    band,
    compress,
    de_ess,
    equalise,
    fade,
    ratio_of,
    resample,
    saturate,
    shaken,
    speech_level_db,
    whispered,
    with_high_band,
)

from .cast_voices import CastVoice
from .documents import SAMPLE_RATE_HZ, Samples
from .styles import Style

SPEECH_LEVEL_DB = -20.0
"""RMS of the sounding parts of a neutral line, in dBFS; a style adds its ``energy_db``."""

_PEAK_CEILING = 0.89
_HOUSE_CURVE = (
    (45.0, -30.0),
    (75.0, 0.0),
    (240.0, 0.0),
    (380.0, -1.5),
    (1500.0, 0.0),
    (3200.0, 2.5),
    (7000.0, 2.0),
    (14000.0, 0.0),
)
_GRID_HZ = tuple(float(hz) for hz in np.round(np.geomspace(45.0, 20000.0, 36), 1))


def voiced_timbre(
    pcm: Samples, rate_hz: int, voice: CastVoice, style: Style, *, seed: int, has_own_breath: bool
) -> Samples:
    """Colour one sentence. ``pcm`` at ``rate_hz`` is read ``voice.formant`` times as fast, which
    moves the formants; the engine was asked for a slower and lower voice to make up for it.

    ``has_own_breath`` says that the engine has already put breath, whisper and tremor into the sound.
    """
    played_hz = rate_hz * voice.formant
    sound = resample(pcm, played_hz, SAMPLE_RATE_HZ)
    if not has_own_breath:
        sound = _with_breath(sound, voice, style, seed)
    sound = with_high_band(sound, SAMPLE_RATE_HZ, edge_hz=0.47 * played_hz, gain_db=-5.0, seed=seed)
    sound = equalise(sound, _curve(voice, style), SAMPLE_RATE_HZ)
    drive = min(1.0, voice.drive + style.drive)
    sound = saturate(sound, drive)
    sound = compress(sound, SAMPLE_RATE_HZ, ratio=1.6 + drive)
    sound = de_ess(sound, SAMPLE_RATE_HZ)
    if style.is_telephone:
        sound = saturate(band(sound, 320.0, 3300.0, SAMPLE_RATE_HZ), 0.25)
    return levelled(sound, SPEECH_LEVEL_DB + style.energy_db)


def levelled(sound: Samples, level_db: float, rate_hz: int = SAMPLE_RATE_HZ) -> Samples:
    """Bring the sounding parts to ``level_db``; peaks bend softly below 0.89, short ends are faded."""
    present_db = speech_level_db(sound, rate_hz)
    if present_db < -120.0:
        return sound
    raised = sound * np.float32(ratio_of(level_db - present_db))
    knee = 0.6
    over = np.maximum(np.abs(raised) - knee, 0.0)
    room = _PEAK_CEILING - knee
    bent = np.sign(raised) * (np.minimum(np.abs(raised), knee) + room * np.tanh(over / room))
    return fade(bent.astype(np.float32), rate_hz // 200, rate_hz // 100)


def inhaled(seconds: float, strength: float, *, seed: int) -> Samples:
    """An intake of breath, or soft room when ``strength`` is 0; as loud as breath is beside speech."""
    count = max(1, round(seconds * SAMPLE_RATE_HZ))
    noise = np.random.default_rng(seed).standard_normal(count).astype(np.float32)
    coloured = equalise(
        noise,
        [(300.0, -40.0), (900.0, -6.0), (1800.0, 0.0), (5000.0, -8.0), (12000.0, -26.0)],
        SAMPLE_RATE_HZ,
    )
    swell = np.sin(np.pi * np.linspace(0.0, 1.0, count) ** 1.4) ** 2
    level = ratio_of(SPEECH_LEVEL_DB - 22.0) * min(1.0, max(0.0, strength))
    spread = max(1e-9, float(coloured.std()))
    return np.asarray(coloured / spread * swell * level, dtype=np.float32)


def _with_breath(sound: Samples, voice: CastVoice, style: Style, seed: int) -> Samples:
    breath = 1.0 - (1.0 - voice.breath) * (1.0 - style.breath)
    depth = voice.tremor_depth + style.tremor_depth
    if style.is_whisper:
        return whispered(sound, SAMPLE_RATE_HZ, seed)
    if breath > 0.02:
        sound = np.asarray(
            sound * (1.0 - 0.6 * breath) + whispered(sound, SAMPLE_RATE_HZ, seed) * breath, np.float32
        )
    return shaken(sound, SAMPLE_RATE_HZ, rate_hz=style.tremor_hz or 5.5, depth=0.6 * depth)


def _curve(voice: CastVoice, style: Style) -> list[tuple[float, float]]:
    """House, character and style curves added up on one grid."""
    grid = np.log(_GRID_HZ)
    total = np.zeros(len(grid))
    bright = style.brightness_db
    tilt = (
        (150.0, -0.5 * bright),
        (700.0, 0.0),
        (2600.0, bright),
        (6000.0, 0.8 * bright),
        (14000.0, 0.3 * bright),
    )
    for points in (_HOUSE_CURVE, voice.equaliser, tilt):
        if points:
            total += np.interp(grid, np.log([p[0] for p in points]), [p[1] for p in points])
    return list(zip(_GRID_HZ, (float(v) for v in total), strict=True))
