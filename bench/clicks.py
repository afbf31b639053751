"""A mix and the moments where something is cut → those at which it clicks."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from reelwright.audio.wave import SAMPLE_RATE_HZ
from reelwright.timebase import samples_of
from reelwright.timeline import Timeline

_NEAR_S, _AROUND_S = 0.0015, 0.04
_ABOVE = 6.0
_FLOOR = 2e-3
"""Of full scale: a jump that is softer is not heard."""


def clicks_at(pcm: NDArray[np.float32], samples: Iterable[int]) -> list[int]:
    """Those of ``samples`` near which a mono or stereo sound jumps: where its second difference, within
    1.5 ms, is six times as large as anywhere else within 40 ms. What begins there and goes on as loud is
    no click."""
    mono = pcm.astype(np.float64) if pcm.ndim == 1 else pcm.astype(np.float64).sum(axis=1)
    bend = np.abs(np.diff(mono, 2, prepend=[mono[0]] * 2)) if len(mono) else mono
    near, around = round(_NEAR_S * SAMPLE_RATE_HZ), round(_AROUND_S * SAMPLE_RATE_HZ)
    found = []
    for at in sorted(set(samples)):
        low, high = max(at - around, 0), min(at + around, len(bend))
        middle = slice(max(at - near, 0), min(at + near, len(bend)))
        rest = np.concatenate([bend[low : middle.start], bend[middle.stop : high]])
        here = float(bend[middle].max(initial=0.0))
        if here > _FLOOR and here > _ABOVE * float(rest.max(initial=0.0)):
            found.append(at)
    return found


def cuts_of(timeline: Timeline) -> set[int]:
    """The samples at which a picture is cut, or a sound begins or is due to end."""
    clips = (*timeline.pictures, *timeline.speeches, *timeline.music, *timeline.ambience)
    frames = {f for clip in clips for f in (clip.start_frame, clip.start_frame + clip.frame_count)}
    frames |= {effect.start_frame for effect in timeline.effects}
    return {samples_of(frame, timeline.rate, SAMPLE_RATE_HZ) for frame in frames}
