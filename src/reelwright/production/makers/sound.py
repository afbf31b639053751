"""Lines → speech; moods → music; names → effects and ambience; all of them → the mix."""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np

from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm, read_wave, write_wave
from reelwright.build import Inputs, Outputs
from reelwright.delivery.sound import encode_aac
from reelwright.finishing.mix import mix
from reelwright.foley.ambiences import ambience
from reelwright.foley.effects import effect
from reelwright.production.engines import BUILT_IN, composer_named, voice_named
from reelwright.production.makers.settings import (
    AmbienceSettings,
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
    """``sound.wav`` (stereo float32, 48 kHz), ``cue.mid`` and the motif as ``motif.abc``."""
    from reelwright.score.midi import to_midi

    composer = _composer(settings.engine)
    score = composer.compose(settings.brief)
    for notice in composer.notices:
        outputs.notice(notice)
    outputs.write("sound.wav", write_wave(composer.render(score)))
    outputs.write("cue.mid", to_midi(score))
    outputs.write("motif.abc", score.motif_abc.encode())


def make_effect(settings: EffectSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``sound.wav`` of one effect."""
    outputs.write("sound.wav", write_wave(effect(settings.name, seed=settings.seed)))


def make_ambience(settings: AmbienceSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``sound.wav`` of a place."""
    outputs.write("sound.wav", write_wave(ambience(settings.kind, settings.seconds, settings.seed)))


def mix_episode(settings: MixSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``master.wav`` and the stems ``dialogue.wav, music.wav, effects.wav`` (16 bit), and
    ``master.m4a`` (AAC). The stems sum to the master."""

    def sounds(prefix: str) -> dict[str, Pcm]:
        return {
            name.removeprefix(f"{prefix}/"): _samples(inputs.read(name), name)
            for name in inputs.digests
            if name.startswith(f"{prefix}/")
        }

    mixed = mix(
        settings.timeline,
        speeches=sounds("voice"),
        music=sounds("music"),
        effects=sounds("effect"),
        ambience=sounds("ambience"),
    )
    for notice in mixed.notices:
        outputs.notice(notice)
    for name in ("master", "dialogue", "music", "effects"):
        outputs.write(f"{name}.wav", write_wave(getattr(mixed, name), encoding="pcm16"))
    outputs.write("master.m4a", encode_aac(mixed.master))


def _samples(data: bytes, name: str) -> Pcm:
    pcm, sample_rate_hz = read_wave(data, source_name=name)
    if sample_rate_hz != SAMPLE_RATE_HZ:
        raise ValueError(f"{name} has {sample_rate_hz} Hz instead of {SAMPLE_RATE_HZ}")
    return np.asarray(pcm, dtype=np.float32)
