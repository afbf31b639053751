"""Lines → speech; moods → music; names → effects and ambience; all of them → the mix."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import msgspec
import numpy as np

from reelwright.audio.dynamics import ends_faded
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm, read_wave, write_wave
from reelwright.build import Inputs, Outputs
from reelwright.delivery.sound import encode_aac, encode_flac, read_sound
from reelwright.errors import Notice
from reelwright.finishing.buses import STEMS
from reelwright.finishing.dialogue import dialogue
from reelwright.finishing.mix import mix
from reelwright.foley.ambiences import ambience, looped
from reelwright.foley.effects import EFFECTS, effect
from reelwright.foley.shaping import finished
from reelwright.production.engines import BUILT_IN, composer_named, voice_named
from reelwright.production.makers.settings import (
    AmbienceSettings,
    DialogueSettings,
    EffectSettings,
    MixSettings,
    MusicSettings,
    VoiceSettings,
)
from reelwright.score import Composer
from reelwright.voice import Voice
from reelwright.voice.checking import spoken
from reelwright.voice.options import EngineOptions
from reelwright.voice.performance import perform_line

_OWN_PEAK = 0.5
"""Of an effect that only the author has."""


@cache
def _voice(name: str, options: EngineOptions = None) -> Voice:
    return voice_named(name, options)


@cache
def _composer(name: str) -> Composer:
    return composer_named(name)


def speak(settings: VoiceSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``speech.wav`` (mono float32, 48 kHz) and ``performance.json``."""
    utterance = settings.utterance
    if "sample" in inputs.digests:
        utterance = msgspec.structs.replace(utterance, sample_path=str(inputs.path("sample")))
    engine = _voice(settings.engine, settings.server or settings.model)
    speech = spoken(engine, utterance, lambda: _voice(BUILT_IN), settings.stand_in)
    outputs.billed_characters, outputs.is_stand_in = speech.billed_characters, speech.is_stand_in
    for notice in speech.notices:
        outputs.notice(notice)
    outputs.document("performance.json", perform_line(speech))
    outputs.write("speech.wav", write_wave(speech.pcm, sample_rate_hz=speech.sample_rate_hz))


def play_cue(settings: MusicSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``sound.wav`` (stereo float32, 48 kHz) and its stems ``stem-NAME.flac`` (16 bits); of an engine that
    writes notes ``cue.mid`` and ``cue.abc``, the motifs that are heard; of one that sings ``lyrics.json``."""
    from reelwright.score.midi import to_midi

    composer, brief = _composer(settings.engine), settings.brief
    music = composer.play(brief)
    count = round((brief.length_s + brief.tail_s) * SAMPLE_RATE_HZ)
    pcm, notice = _of_length(music.pcm, count, settings.engine)
    for said in (*composer.notices, *music.notices, *notice):
        outputs.notice(said)
    outputs.write("sound.wav", write_wave(pcm))
    for name, stem in music.stems.items():
        outputs.write(f"stem-{name}.flac", encode_flac(_of_length(stem, count, settings.engine)[0]))
    if music.score is not None:
        outputs.write("cue.mid", to_midi(music.score))
        outputs.write("cue.abc", music.score.abc.encode())
    if music.lyrics:
        outputs.document("lyrics.json", music.lyrics)


def _of_length(pcm: Pcm, count: int, engine: str) -> tuple[Pcm, tuple[Notice, ...]]:
    """Stereo of so many samples: what was made longer is faded, what was made shorter ends in silence."""
    stereo = np.asarray(pcm, dtype=np.float32)
    stereo = np.repeat(stereo[:, None], 2, axis=1) if stereo.ndim == 1 else stereo
    if len(stereo) == count:
        return stereo, ()
    whole = np.zeros((count, 2), np.float32)
    kept = ends_faded(stereo[:count], in_s=0.0, out_s=0.3)
    whole[: len(kept)] = kept
    seconds, wanted = len(stereo) / SAMPLE_RATE_HZ, count / SAMPLE_RATE_HZ
    return whole, (
        Notice(
            code="music-length",
            message=f"The composer {engine!r} made {seconds:.1f} s of music instead of {wanted:.1f} s",
            next_step="It is faded, or followed by silence.",
        ),
    )


def make_effect(settings: EffectSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``sound.wav`` of one effect: the author's own at the level of the one that it replaces."""
    if settings.is_own:
        peak = EFFECTS[settings.name][1] if settings.name in EFFECTS else _OWN_PEAK
        own = read_sound(inputs.read("own"), source_name=settings.name)
        outputs.write("sound.wav", write_wave(finished(own.astype(np.float64), peak=peak)))
        return
    outputs.write("sound.wav", write_wave(effect(settings.name, seed=settings.seed)))


def make_ambience(settings: AmbienceSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``sound.wav`` of a place."""
    if settings.is_own:
        own = read_sound(inputs.read("own"), source_name=settings.kind)
        outputs.write("sound.wav", write_wave(looped(own, settings.kind, settings.seconds)))
        return
    outputs.write("sound.wav", write_wave(ambience(settings.kind, settings.seconds, settings.seed)))


def say_scene(settings: DialogueSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``sound.wav`` (stereo float32, 48 kHz): all that is said in a scene, as it is heard there."""
    names = {line.line_id: f"voice/{line.line_id}" for line in settings.lines}
    speeches = {line_id: _samples(inputs.read(name), name) for line_id, name in names.items()}
    outputs.write("sound.wav", write_wave(dialogue(settings.lines, speeches, rate=settings.rate)))


def mix_episode(settings: MixSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``master.wav`` and the stems ``dialogue.wav, music.wav, effects.wav, ambience.wav`` (16 bit), and
    ``master.m4a`` (AAC). The stems sum to the master."""

    def sounds(prefix: str) -> dict[str, Pcm]:
        return {
            name.removeprefix(f"{prefix}/"): _samples(inputs.read(name), name)
            for name in inputs.digests
            if name.startswith(f"{prefix}/")
        }

    starts = {air.id: air.start_frame for air in settings.timeline.ambience}
    mixed = mix(
        settings.timeline,
        dialogue={starts[scene]: sound for scene, sound in sounds("dialogue").items()},
        music=sounds("music"),
        effects=sounds("effect"),
        ambience=sounds("ambience"),
    )
    for notice in mixed.notices:
        outputs.notice(notice)
    # The encoder lets go of the interpreter: the stems are written beside it.
    with ThreadPoolExecutor(1) as beside:
        coded = beside.submit(encode_aac, mixed.master)
        for name in ("master", *STEMS):
            outputs.write(f"{name}.wav", write_wave(getattr(mixed, name), encoding="pcm16"))
        outputs.write("master.m4a", coded.result())


def _samples(data: bytes, name: str) -> Pcm:
    pcm, sample_rate_hz = read_wave(data, source_name=name)
    if sample_rate_hz != SAMPLE_RATE_HZ:
        raise ValueError(f"{name} has {sample_rate_hz} Hz instead of {SAMPLE_RATE_HZ}")
    return np.asarray(pcm, dtype=np.float32)
