"""A timeline and its sounds → four stems (dialogue, music, effects, ambience) and the master."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reelwright.audio.dynamics import compressed, ends_faded, high_passed, peaked
from reelwright.audio.loudness import integrated_lufs, master_gain
from reelwright.audio.signal import de_ess
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.errors import BadInput, Notice
from reelwright.finishing.rooms import in_room
from reelwright.timebase import samples_of
from reelwright.timeline import EffectClip, SpeechClip, Timeline

CEILING_DBTP = -1.5
"""Half a decibel below the delivery limit: lossy coding adds to peaks."""

_SPEECH_LUFS = -16.0
_STYLE_GAIN_DB = {
    "whisper": -4.0,
    "shouting": 2.0,
    "angry": 1.0,
    "tender": -1.5,
    "phone": -1.0,
    "tired": -1.0,
}
_PAN_MAX = 0.25

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
    speeches: Mapping[str, Pcm],
    music: Mapping[str, Pcm],
    effects: Mapping[str, Pcm],
    ambience: Mapping[str, Pcm],
    ceiling_dbtp: float = CEILING_DBTP,
    music_duck_db: float = MUSIC_DUCK_DB,
) -> Mix:
    """The sound of one episode.

    ``speeches`` by ``SpeechClip.line_id``, ``music`` by ``MusicClip.id``, ``effects`` by ``effect_key`` (one
    sound may serve many clips), ``ambience`` by ``AmbienceClip.id``; all float32 at 48 kHz, (n,) or (n, 2).
    What is missing is silent and named in the notices; what sticks out of the episode is faded.
    The master is at -14 LUFS (as far as 30 dB of gain reach) and below ``ceiling_dbtp``. Raises ``BadInput``
    naming the clip when a sound is not finite or has a wrong shape.
    """
    length = samples_of(timeline.frame_count, timeline.rate, SAMPLE_RATE_HZ)
    speaking = _speaking(timeline, length)
    with ThreadPoolExecutor(1) as desk:
        talking = desk.submit(_dialogue_bus, timeline, speeches, length)
        score = _music_bus(timeline, music, length)
        _apply(score, speaking, music_duck_db, _MUSIC_GAIN_DB)
        sounds = _effects_bus(timeline, effects, length)
        _apply(sounds, speaking, _EFFECTS_DUCK_DB, _EFFECTS_GAIN_DB)
        air = _ambience_bus(timeline, ambience, length)
        _apply(air, speaking, _AMBIENCE_DUCK_DB, _AMBIENCE_GAIN_DB)
        dialogue = talking.result()
    # Faded before it is measured, so that the fade cannot move the loudness of a very short episode.
    stems = (dialogue, score, sounds, air)
    for stem in stems:
        _fade_edges(stem)
    master = _summed(np.empty_like(dialogue), stems)
    gain = master_gain(master, ceiling_dbtp=ceiling_dbtp)[:, None]
    for stem in stems:
        stem *= gain
    return Mix(
        master=_summed(master, stems),
        dialogue=dialogue,
        music=score,
        effects=sounds,
        ambience=air,
        notices=_missing(timeline, speeches, music, effects, ambience),
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
    speeches: Mapping[str, Pcm],
    music: Mapping[str, Pcm],
    effects: Mapping[str, Pcm],
    ambience: Mapping[str, Pcm],
) -> tuple[Notice, ...]:
    wanted = (
        *(("line", clip.line_id) for clip in timeline.speeches if clip.line_id not in speeches),
        *(("cue", clip.id) for clip in timeline.music if clip.id not in music),
        *(("effect", effect_key(clip)) for clip in timeline.effects if effect_key(clip) not in effects),
        *(("ambience", clip.id or clip.kind) for clip in timeline.ambience if clip.id not in ambience),
    )
    return tuple(
        Notice(code="missing-sound", message=f"The {kind} has no sound and is silent in the mix", where=name)
        for kind, name in dict.fromkeys(wanted)
    )


def _dialogue_bus(timeline: Timeline, speeches: Mapping[str, Pcm], length: int) -> Pcm:
    bus = np.zeros((length, 2), np.float32)
    clips = [clip for clip in timeline.speeches if clip.line_id in speeches]
    # Filters and transforms let go of the interpreter. They are added in order: sums of floats depend on it.
    with ThreadPoolExecutor(_THREADS) as desks:
        heard = desks.map(lambda clip: _heard(speeches[clip.line_id], clip), clips)
        for clip, sound in zip(clips, heard, strict=True):
            _add(bus, sound, samples_of(clip.start_frame, timeline.rate, SAMPLE_RATE_HZ))
    return bus


def _heard(speech: Pcm, clip: SpeechClip) -> Pcm:
    """One line as it is heard where it is spoken: stereo, longer by what the room answers."""
    voice = _mono(speech, clip.line_id)
    if not len(voice):
        return np.zeros((0, 2), np.float32)
    return in_room(_panned(_treated(voice, clip), clip.pan), clip.place)


def _treated(voice: Pcm, clip: SpeechClip) -> Pcm:
    """One line, cleaned, evened out and brought to the level of its style."""
    # Less of the chest's boom, more of what tells consonants apart, and no hiss above it.
    clean = peaked(high_passed(voice, 85.0), 280.0, gain_db=-1.5, q=0.9)
    clean = peaked(clean, 3000.0, gain_db=2.0, q=0.8)
    clean = de_ess(clean, SAMPLE_RATE_HZ)
    level = _spoken_lufs(clean)
    if not math.isfinite(level):
        return clean
    # Levelling first lets one threshold serve every voice.
    even = clean * np.float32(10 ** ((-20.0 - level) / 20))
    even = compressed(even, threshold_db=-22.0, ratio=2.2, attack_ms=8, release_ms=120)
    wanted = _SPEECH_LUFS + _STYLE_GAIN_DB.get(clip.style, 0.0)
    even = even * np.float32(10 ** ((wanted - _spoken_lufs(even)) / 20))
    return ends_faded(even, in_s=0.004, out_s=0.008)


def _spoken_lufs(voice: Pcm) -> float:
    """Integrated loudness, corrected for lines shorter than one block of the meter."""
    shortness = min(len(voice) / (0.4 * SAMPLE_RATE_HZ), 1.0)
    return integrated_lufs(voice) - 10 * math.log10(max(shortness, 1e-3))


def _music_bus(timeline: Timeline, music: Mapping[str, Pcm], length: int) -> Pcm:
    bus = np.zeros((length, 2), np.float32)
    for clip in timeline.music:
        if clip.id not in music:
            continue
        cue = _stereo(music[clip.id], clip.id)
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
        sound = ends_faded(_stereo(effects[key], f"effect {key}"), in_s=0.001, out_s=0.02)
        start = samples_of(clip.start_frame, timeline.rate, SAMPLE_RATE_HZ)
        _add(bus, in_room(_balanced(sound, clip.pan) * _gain(clip.gain_db), clip.place), start)
    return bus


def _ambience_bus(timeline: Timeline, ambience: Mapping[str, Pcm], length: int) -> Pcm:
    bus = np.zeros((length, 2), np.float32)
    for clip in timeline.ambience:
        if clip.id not in ambience:
            continue
        count = samples_of(clip.frame_count, timeline.rate, SAMPLE_RATE_HZ)
        air = ends_faded(_stereo(ambience[clip.id], f"ambience {clip.kind}")[:count], in_s=0.08, out_s=0.08)
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


def _panned(voice: Pcm, pan: float) -> Pcm:
    """Mono → stereo of the same power, at most a quarter of the way to a side: a voice stays in the middle
    of a telephone's screen."""
    angle = (min(max(pan, -_PAN_MAX), _PAN_MAX) + 1) * math.pi / 4
    ears = np.array([math.cos(angle), math.sin(angle)], np.float32)
    return np.asarray(voice[:, None] * ears, dtype=np.float32)


def _balanced(sound: Pcm, pan: float) -> Pcm:
    side = min(max(pan, -1.0), 1.0)
    return np.asarray(
        sound * np.array([min(1.0, 1 - side), min(1.0, 1 + side)], np.float32), dtype=np.float32
    )


def _mono(pcm: Pcm, name: str) -> Pcm:
    return np.asarray(np.atleast_2d(_checked(pcm, name).T).mean(axis=0), dtype=np.float32)


def _stereo(pcm: Pcm, name: str) -> Pcm:
    checked = _checked(pcm, name)
    return (
        checked
        if checked.ndim == 2 and checked.shape[1] == 2
        else np.repeat(_mono(checked, name)[:, None], 2, 1)
    )


def _checked(pcm: Pcm, name: str) -> Pcm:
    samples = np.asarray(pcm, dtype=np.float32)
    if samples.ndim not in (1, 2) or (samples.ndim == 2 and samples.shape[1] not in (1, 2)):
        raise BadInput(
            "A sound must be (n,) or (n, 2)", where=name, next_step="Look at the engine that made it."
        )
    if not np.isfinite(samples).all():
        raise BadInput(
            "A sound holds NaN or infinity", where=name, next_step="Look at the engine that made it."
        )
    return samples
