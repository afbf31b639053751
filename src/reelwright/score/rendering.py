"""A score → finished samples of exact length: instruments, level, fades."""

from __future__ import annotations

import math

import numpy as np

from reelwright.audio.loudness import integrated_lufs, limiter_gain
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.score.documents import Score
from reelwright.score.plain_synth import render_plainly
from reelwright.score.soundfont import SoundBank

CUE_LUFS = -20.0
"""Loudness of a cue of middle intensity."""
_LUFS_PER_INTENSITY = 6.0
_CEILING_DBTP = -1.5
_FADE_IN_S = 0.01
_FADE_OUT_MAX_S = 1.4
_CUT_FADE_S = 0.025


def render_score(score: Score, *, bank: SoundBank | None) -> Pcm:
    """Float32 (n, 2) at 48 kHz, n = ``round(length_s * 48000)``: with the sound bank, or plainly without."""
    count = round(score.length_s * SAMPLE_RATE_HZ)
    plays = render_plainly if bank is None else bank.play
    pcm = plays(score, sample_count=count)
    return _faded(_levelled(pcm, score.mean_intensity), score)


def _levelled(pcm: Pcm, mean_intensity: float) -> Pcm:
    loudness = integrated_lufs(pcm)
    if not math.isfinite(loudness):
        return pcm
    target = CUE_LUFS + _LUFS_PER_INTENSITY * (mean_intensity - 0.5)
    raised = pcm * np.float32(10 ** ((target - loudness) / 20))
    return np.asarray(raised * limiter_gain(raised, ceiling_dbtp=_CEILING_DBTP)[:, None], dtype=np.float32)


def _faded(pcm: Pcm, score: Score) -> Pcm:
    count = len(pcm)
    times = np.arange(count) / SAMPLE_RATE_HZ
    gain = np.clip(times / _FADE_IN_S, 0, 1)
    if score.cut_s:
        gain *= np.clip((score.cut_s - times) / _CUT_FADE_S, 0, 1)
    else:
        fade_s = min(_FADE_OUT_MAX_S, 0.25 * score.length_s)
        left = np.clip((count - 1 - np.arange(count)) / (fade_s * SAMPLE_RATE_HZ), 0, 1)
        gain *= np.sin(left * np.pi / 2) ** 2
    return np.asarray(pcm * gain[:, None], dtype=np.float32)
