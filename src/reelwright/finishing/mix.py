"""A timeline and its sounds → four stems (dialogue, music, effects, ambience) and the master."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from reelwright.audio.dynamics import ends_faded, peaked
from reelwright.audio.loudness import master_gain
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.errors import Notice
from reelwright.finishing.rooms import in_room
from reelwright.finishing.sounds import stereo
from reelwright.timebase import samples_of
from reelwright.timeline import EffectClip, Timeline

CEILING_DBTP = -1.5
"""Half a decibel below the delivery limit: lossy coding adds to peaks."""

MUSIC_DUCK_DB = -16.0
"""How far music steps aside for speech; docs/decisions/0005-music.md has the measurement."""
_EFFECTS_DUCK_DB = -3.0
_AMBIENCE_DUCK_DB = -10.0
_MUSIC_GAIN_DB = -3.5
_EFFECTS_GAIN_DB = -2.0
_AMBIENCE_GAIN_DB = 1.0

# Music steps aside just before a word, stays down over short pauses, and comes back without hurry.
_DUCK_LEAD_S = 0.22
_DUCK_RETURN_S = 0.7
_DUCK_GAP_S = 0.9
_CONTROL_HZ = 200
_THREADS = 2


@dataclass(frozen=True)
class Mix:
    """Float32 (n, 2) at 48 kHz each, all of the episode's exact length; the four stems sum to the master.

    ``notices`` name the clips that had no sound (code ``missing-sound``).
    """

    master: Pcm
    dialogue: Pcm
    music: Pcm
    effects: Pcm
    ambience: Pcm
    notices: tuple[Notice, ...] = ()


def mix(
    timeline: Timeline,
    *,
    dialogue: Mapping[int, Pcm],
    music: Mapping[str, Pcm],
    effects: Mapping[str, Pcm],
    ambience: Mapping[str, Pcm],
    ceiling_dbtp: float = CEILING_DBTP,
    music_duck_db: float = MUSIC_DUCK_DB,
) -> Mix:
    """The sound of one episode.

    ``dialogue`` of each scene (``finishing.dialogue``) by the frame of the episode that it starts on,
    ``music`` by ``MusicClip.id``, ``effects`` by ``effect_key`` (one sound may serve many clips),
    ``ambience`` by ``AmbienceClip.id``; all float32 at 48 kHz, (n,) or (n, 2).
    What is missing is silent and named in the notices; what sticks out of the episode is faded.
    The master is at -14 LUFS (as far as 30 dB of gain reach) and below ``ceiling_dbtp``. Raises ``BadInput``
    naming the clip when a sound is not finite or has a wrong shape.
    """
    length = samples_of(timeline.frame_count, timeline.rate, SAMPLE_RATE_HZ)
    speaking = _speaking(timeline, length)
    with ThreadPoolExecutor(_THREADS) as desks:
        ducked = [
            desks.submit(_ducked, bus, speaking, duck_db, gain_db)
            for bus, duck_db, gain_db in (
                (partial(_music_bus, timeline, music, length), music_duck_db, _MUSIC_GAIN_DB),
                (partial(_effects_bus, timeline, effects, length), _EFFECTS_DUCK_DB, _EFFECTS_GAIN_DB),
                (partial(_ambience_bus, timeline, ambience, length), _AMBIENCE_DUCK_DB, _AMBIENCE_GAIN_DB),
            )
        ]
        said = _dialogue_bus(timeline, dialogue, length)
        score, sounds, air = (bus.result() for bus in ducked)
    # Faded before it is measured, so that the fade cannot move the loudness of a very short episode.
    stems = (said, score, sounds, air)
    for stem in stems:
        _fade_edges(stem)
    master = _summed(np.empty_like(said), stems)
    gain = master_gain(master, ceiling_dbtp=ceiling_dbtp)[:, None]
    for stem in stems:
        stem *= gain
    return Mix(
        master=_summed(master, stems),
        dialogue=said,
        music=score,
        effects=sounds,
        ambience=air,
        notices=_missing(timeline, music, effects, ambience),
    )


def _summed(onto: Pcm, stems: Sequence[Pcm]) -> Pcm:
    """The sum, written over ``onto``: ten minutes of stereo are 230 MB, so no copy is made without need."""
    onto[:] = stems[0]
    for stem in stems[1:]:
        onto += stem
    return onto


def effect_key(clip: EffectClip) -> str:
    """What the sound of an effect is found by: ``slap-2``."""
    return f"{clip.name}-{clip.seed}"


def _missing(
    timeline: Timeline,
    music: Mapping[str, Pcm],
    effects: Mapping[str, Pcm],
    ambience: Mapping[str, Pcm],
) -> tuple[Notice, ...]:
    wanted = (
        *(("cue", clip.id) for clip in timeline.music if clip.id not in music),
        *(("effect", effect_key(clip)) for clip in timeline.effects if effect_key(clip) not in effects),
        *(("ambience", clip.id or clip.kind) for clip in timeline.ambience if clip.id not in ambience),
    )
    return tuple(
        Notice(code="missing-sound", message=f"The {kind} has no sound and is silent in the mix", where=name)
        for kind, name in dict.fromkeys(wanted)
    )


def _ducked(bus: Callable[[], Pcm], speaking: NDArray[np.float32], duck_db: float, gain_db: float) -> Pcm:
    sound = bus()
    _apply(sound, speaking, duck_db, gain_db)
    return sound


def _dialogue_bus(timeline: Timeline, dialogue: Mapping[int, Pcm], length: int) -> Pcm:
    bus = np.zeros((length, 2), np.float32)
    for start_frame in sorted(dialogue):
        scene = stereo(dialogue[start_frame], f"the dialogue from frame {start_frame}")
        _add(bus, scene, samples_of(start_frame, timeline.rate, SAMPLE_RATE_HZ))
    return bus


def _music_bus(timeline: Timeline, music: Mapping[str, Pcm], length: int) -> Pcm:
    bus = np.zeros((length, 2), np.float32)
    for clip in timeline.music:
        if clip.id not in music:
            continue
        cue = stereo(music[clip.id], clip.id)
        if not clip.goes_on:
            cue = cue[: samples_of(clip.frame_count, timeline.rate, SAMPLE_RATE_HZ)]
        # Consonants live between 1 and 4 kHz: the score leaves them a window.
        windowed = peaked(cue, 2200.0, gain_db=-4.0, q=0.7)
        start = samples_of(clip.start_frame, timeline.rate, SAMPLE_RATE_HZ)
        _add(bus, ends_faded(windowed, in_s=0.01, out_s=0.03), start)
    return bus


def _effects_bus(timeline: Timeline, effects: Mapping[str, Pcm], length: int) -> Pcm:
    bus = np.zeros((length, 2), np.float32)
    for clip in timeline.effects:
        key = effect_key(clip)
        if key not in effects:
            continue
        sound = ends_faded(stereo(effects[key], f"effect {key}"), in_s=0.001, out_s=0.02)
        start = samples_of(clip.start_frame, timeline.rate, SAMPLE_RATE_HZ)
        _add(bus, in_room(_balanced(sound, clip.pan) * _gain(clip.gain_db), clip.place), start)
    return bus


def _ambience_bus(timeline: Timeline, ambience: Mapping[str, Pcm], length: int) -> Pcm:
    bus = np.zeros((length, 2), np.float32)
    for clip in timeline.ambience:
        if clip.id not in ambience:
            continue
        count = samples_of(clip.frame_count, timeline.rate, SAMPLE_RATE_HZ)
        air = ends_faded(stereo(ambience[clip.id], f"ambience {clip.kind}")[:count], in_s=0.08, out_s=0.08)
        _add(bus, air * _gain(clip.gain_db), samples_of(clip.start_frame, timeline.rate, SAMPLE_RATE_HZ))
    return bus


def _speaking(timeline: Timeline, length: int) -> NDArray[np.float32]:
    """How much of the floor speech has, 0..1 at ``_CONTROL_HZ``: known from the timeline, so it can move
    before the first word."""
    count = math.ceil(length / SAMPLE_RATE_HZ * _CONTROL_HZ) + 2
    curve = np.zeros(count, np.float32)
    times = np.arange(count, dtype=np.float32) / _CONTROL_HZ
    for start_s, end_s in _merged(_spoken_spans(timeline)):
        lo = max(0, int((start_s - _DUCK_LEAD_S) * _CONTROL_HZ) - 1)
        hi = min(count, int((end_s + _DUCK_RETURN_S) * _CONTROL_HZ) + 2)
        near = times[lo:hi]
        k = np.minimum(
            (near - (start_s - _DUCK_LEAD_S)) / _DUCK_LEAD_S, (end_s + _DUCK_RETURN_S - near) / _DUCK_RETURN_S
        )
        eased = (1 - np.cos(np.clip(k, 0, 1) * np.pi)) / 2
        curve[lo:hi] = np.maximum(curve[lo:hi], eased)
    return curve


def _spoken_spans(timeline: Timeline) -> list[tuple[float, float]]:
    spans = []
    for clip in timeline.speeches:
        start_s = float(clip.start_frame / timeline.rate.fraction)
        end_s = start_s + float(clip.frame_count / timeline.rate.fraction)
        spans += [(start_s + word.start_s, start_s + word.end_s) for word in clip.words] or [(start_s, end_s)]
    return sorted(spans)


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start_s, end_s in spans:
        if merged and start_s - merged[-1][1] < _DUCK_GAP_S:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end_s))
        else:
            merged.append((start_s, end_s))
    return merged


def _apply(bus: Pcm, speaking: NDArray[np.float32], duck_db: float, gain_db: float) -> None:
    """In place, a stretch at a time: ``gain_db`` everywhere, ``duck_db`` more where somebody speaks."""
    gains = (10 ** ((gain_db + duck_db * speaking.astype(np.float64)) / 20)).astype(np.float32)
    step = SAMPLE_RATE_HZ // _CONTROL_HZ
    ramp = np.arange(step, dtype=np.float32) / step
    for first in range(0, len(gains) - 1, 4096):
        knots = gains[first : first + 4097]
        between = (knots[:-1, None] + np.diff(knots)[:, None] * ramp).reshape(-1)
        part = bus[first * step : first * step + len(between)]
        part *= between[: len(part), None]


def _fade_edges(stem: Pcm) -> None:
    """In place: the episode begins and ends in silence."""
    count = min(round(0.01 * SAMPLE_RATE_HZ), len(stem) // 2)
    if count:
        stem[:count] *= np.linspace(0, 1, count, dtype=np.float32)[:, None]
        stem[-count:] *= np.linspace(1, 0, count, dtype=np.float32)[:, None]


def _add(bus: Pcm, sound: Pcm, start: int) -> None:
    if start < 0:
        sound, start = sound[-start:], 0
    end = min(start + len(sound), len(bus))
    if end <= start:
        return
    kept = sound[: end - start]
    if len(kept) < len(sound):
        kept = ends_faded(kept, in_s=0.0, out_s=0.02)
    bus[start:end] += kept


def _gain(gain_db: float) -> np.float32:
    return np.float32(10 ** (min(max(gain_db, -80.0), 24.0) / 20))


def _balanced(sound: Pcm, pan: float) -> Pcm:
    side = min(max(pan, -1.0), 1.0)
    return np.asarray(
        sound * np.array([min(1.0, 1 - side), min(1.0, 1 + side)], np.float32), dtype=np.float32
    )
