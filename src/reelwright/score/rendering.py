"""A score → its finished stems, of exact length: instruments, level, fades."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from reelwright.audio.loudness import integrated_lufs, limiter_gain
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.score.documents import Music, Score
from reelwright.score.plain_synth import render_plainly
from reelwright.score.soundfont import SoundBank

CUE_LUFS = -20.0
"""Loudness of a cue of middle intensity."""
_LUFS_PER_INTENSITY = 6.0
_CEILING_DBTP = -1.5
_FADE_IN_S = 0.01
_FADE_OUT_MAX_S = 1.4
_CUT_FADE_S = 0.025


def render_score(score: Score, *, bank: SoundBank | None) -> Music:
    """The score with the sound bank, or plainly without: each stem, and their sum, float32 (n, 2) at
    48 kHz with n = ``round(sound_s * 48000)``."""
    count = round(score.sound_s * SAMPLE_RATE_HZ)
    plays = render_plainly if bank is None else bank.play
    stems = plays(score, sample_count=count)
    gain = _level(_summed(stems), score.mean_intensity)
    _fade(gain, score)
    finished = {name: pcm * gain[:, None] for name, pcm in stems.items()}
    return Music(pcm=_summed(finished), stems=finished, score=score)


def _summed(stems: Mapping[str, Pcm]) -> Pcm:
    first, *others = stems.values()
    total = first.copy(order="K")
    for pcm in others:
        total += pcm
    return total


def _level(pcm: Pcm, mean_intensity: float) -> NDArray[np.float32]:
    """The gain of each sample that brings a cue to the loudness of its intensity, under the ceiling."""
    loudness = integrated_lufs(pcm)
    if not math.isfinite(loudness):
        return np.ones(len(pcm), np.float32)
    target = CUE_LUFS + _LUFS_PER_INTENSITY * (mean_intensity - 0.5)
    raise_by = np.float32(10 ** ((target - loudness) / 20))
    return np.asarray(raise_by * limiter_gain(pcm * raise_by, ceiling_dbtp=_CEILING_DBTP), dtype=np.float32)


def _fade(gain: NDArray[np.float32], score: Score) -> None:
    """In place, from silence to silence; what goes on in another cue only lets its tail go."""
    count = len(gain)
    rise = min(round(_FADE_IN_S * SAMPLE_RATE_HZ), count)
    gain[:rise] *= np.linspace(0, 1, rise, endpoint=False, dtype=np.float32)
    if score.cut_s:
        end, fade_s = min(round(score.cut_s * SAMPLE_RATE_HZ), count), _CUT_FADE_S
    else:
        end, fade_s = count, score.tail_s or min(_FADE_OUT_MAX_S, 0.25 * score.length_s)
    fall = min(round(fade_s * SAMPLE_RATE_HZ), end)
    shape = np.sin(np.linspace(np.pi / 2, 0, fall)) ** (1 if score.cut_s else 2)
    gain[end - fall : end] *= shape.astype(np.float32)
    gain[end:] = 0
