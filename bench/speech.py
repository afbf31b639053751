"""How well the built-in voices are understood, told apart, timed, and how fast they are: ``speech.*``.

``python -m bench speech`` measures all of it. The sentences here are for measuring only: whoever improves a
voice listens to those of ``tools/listen_voices.py``.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from bench.listening import Classifier, features, said_words, words_right
from reelwright.audio.alignment import align, words_dictated
from reelwright.audio.wave import SAMPLE_RATE_HZ, read_wave
from reelwright.finishing.dialogue import dialogue
from reelwright.finishing.mix import mix
from reelwright.foley.ambiences import ambience
from reelwright.score import ScoreBrief, ScoreSection
from reelwright.score.built_in import BuiltInComposer
from reelwright.timebase import FILM, frames_covering, samples_of
from reelwright.timeline import AmbienceClip, HeardLine, MusicClip, MusicSection, SpeechClip, Timeline
from reelwright.voice import Speech, Utterance
from reelwright.voice.built_in import BuiltInVoice
from reelwright.voice.cast_voices import ENGLISH_VOICES, MANDARIN_VOICES, CastVoice
from reelwright.voice.reading import sentences_in, sounded_words

ENGLISH = (
    "She took the necklace and walked into the garden.",
    "Your daughter has been waiting for you since the morning.",
    "I know what you did to my brother last winter.",
    "There is a man outside who says he knows your name.",
    "They will find the car before the end of the day.",
    "Nobody told me that the hotel was closed.",
    "We had dinner together and then he disappeared.",
    "It is too late to change your mind about the wedding.",
    "The lawyer wants to speak with you alone.",
    "Why would my own sister send me that picture?",
    "He put the ring in his pocket and looked at the floor.",
    "You were the only person I could trust.",
    "My grandfather left the house to a stranger.",
    "The police are asking questions about the fire.",
    "I will be on the first train tomorrow.",
    "Look at me and tell me that you are not afraid.",
)
MANDARIN = (
    "她为什么没有告诉我真相？",
    "明天早上我要去见律师。",
    "你的妹妹在门口等了很久。",
    "这封信是谁写给你的？",
    "我们已经没有时间了。",
    "他把戒指放在桌子上。",
)
STYLES = ("neutral", "tender", "cold", "angry", "sarcastic", "excited", "tired", "scared")
"""Ways of speaking in which a person is still known by the voice: no shouts, sobs, whispers, telephones."""

_TAUGHT = 8
_BARE_SPEAKERS = ("slt", "rms", "awb")
_GAP_S = 0.6
_PLACES = ("office", "rain", "street", "cafe")
_MOODS = ("tension", "tenderness", "action", "sorrow")


def measure() -> dict[str, float]:
    """All of ``speech.*``: about six minutes on two cores, each of which listens to every other voice."""
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as listeners:
        bare_shares = listeners.map(_bare_engine, _BARE_SPEAKERS)
        heard = listeners.map(_voice_understood, range(len(ENGLISH_VOICES)))
        print("words recognised        clean   in the mix", flush=True)
        clean: dict[str, float] = {}
        mixed: dict[str, float] = {}
        for voice, shares in zip(ENGLISH_VOICES, heard, strict=True):
            clean[voice.name], mixed[voice.name] = shares
            print(f"  {voice.name:20} {shares[0]:6.3f} {shares[1]:9.3f}", flush=True)
        bare = dict(zip(_BARE_SPEAKERS, bare_shares, strict=True))
    for speaker, share in bare.items():
        print(f"  bare flite {speaker:9} {share:6.3f}", flush=True)
    engine = BuiltInVoice()
    spoken = {voice.name: _said_by(engine, voice) for voice in ENGLISH_VOICES}
    accuracy = _accuracy(engine, spoken)
    print(f"told apart {accuracy:.3f}, by chance {1 / len(spoken):.3f}", flush=True)
    return {
        "speech.words_clean": float(np.mean(list(clean.values()))),
        "speech.words_clean_worst_voice": min(clean.values()),
        "speech.words_mix": float(np.mean(list(mixed.values()))),
        "speech.words_bare_engine": float(np.mean(list(bare.values()))),
        "speech.speaker_accuracy": accuracy,
        "speech.align_ms_en": _aligner_ms("en", ENGLISH, [s for row in spoken.values() for s in row[:4]]),
        "speech.align_ms_zh": _mandarin_aligner_ms(engine),
        "speech.rtf": _real_time_factor(),
    }


def _voice_understood(number: int) -> tuple[float, float]:
    """The share of words understood of a voice: alone, and in the final mix."""
    speeches = _said_by(BuiltInVoice(), ENGLISH_VOICES[number])
    return _understood(speeches), _understood_in_mix(speeches, number)


def _said_by(engine: BuiltInVoice, voice: CastVoice) -> list[Speech]:
    return [engine.speak(Utterance(text=text, voice_name=voice.name)) for text in ENGLISH]


def _understood(speeches: Sequence[Speech]) -> float:
    rights = [
        words_right(said_words(text), words_dictated(speech.pcm, SAMPLE_RATE_HZ))
        for text, speech in zip(ENGLISH, speeches, strict=True)
    ]
    return float(np.mean(rights))


def _understood_in_mix(speeches: Sequence[Speech], number: int) -> float:
    """The same lines in a scene with its music and its air, heard from the master."""
    starts, frame = [], frames_covering(_GAP_S, FILM)
    for speech in speeches:
        starts.append(frame)
        frame += frames_covering(speech.duration_s + _GAP_S, FILM)
    seconds = float(frame / FILM.fraction)
    mood, place = _MOODS[number % len(_MOODS)], _PLACES[number % len(_PLACES)]
    composer = BuiltInComposer()
    section = ScoreSection(mood=mood, intensity=0.6, start_s=0.0, length_s=seconds)
    music = composer.play(ScoreBrief(motif_seed=number, length_s=seconds, sections=(section,))).pcm
    clips = tuple(
        SpeechClip(
            line_id=str(n), character="a", speaker="A", text=ENGLISH[n], start_frame=start,
            frame_count=frames_covering(speech.duration_s, FILM), words=speech.words or (), place=place,
        )
        for n, (start, speech) in enumerate(zip(starts, speeches, strict=True))
    )  # fmt: skip
    timeline = Timeline(
        episode=1,
        frame_count=frame,
        pictures=(),
        speeches=clips,
        music=(
            MusicClip(
                id="m",
                start_frame=0,
                frame_count=frame,
                sections=(MusicSection(mood=mood, intensity=0.6, start_frame=0, frame_count=frame),),
            ),
        ),
        ambience=(AmbienceClip(id="m", kind=place, start_frame=0, frame_count=frame),),
    )
    spoken = {str(n): speech.pcm for n, speech in enumerate(speeches)}
    master = mix(
        timeline,
        dialogue={0: dialogue([HeardLine.of(clip) for clip in clips], spoken, rate=FILM)},
        music={"m": music},
        effects={},
        ambience={"m": ambience(place, seconds, number)},
    ).master.mean(axis=1)
    rights = []
    for text, start, speech in zip(ENGLISH, starts, speeches, strict=True):
        first = samples_of(start, FILM, SAMPLE_RATE_HZ)
        heard = words_dictated(master[first : first + len(speech.pcm) + 4800], SAMPLE_RATE_HZ)
        rights.append(words_right(said_words(text), heard))
    return float(np.mean(rights))


def _bare_engine(speaker: str) -> float:
    """flite as it comes, by its own program."""
    rights = []
    with tempfile.TemporaryDirectory() as folder:
        for text in ENGLISH:
            path = Path(folder) / "bare.wav"
            subprocess.run(["flite", "-voice", speaker, "-t", text, "-o", str(path)], check=True)
            pcm, rate_hz = read_wave(path.read_bytes())
            rights.append(words_right(said_words(text), words_dictated(pcm, rate_hz)))
    return float(np.mean(rights))


def _accuracy(engine: BuiltInVoice, spoken: dict[str, list[Speech]]) -> float:
    """Taught on neutral lines, asked on other lines in every style."""
    known = Classifier({name: [features(s) for s in row[:_TAUGHT]] for name, row in spoken.items()})
    right: list[bool] = []
    for name in spoken:
        for number, style in enumerate(STYLES):
            text = ENGLISH[_TAUGHT + number % (len(ENGLISH) - _TAUGHT)]
            speech = engine.speak(Utterance(text=text, voice_name=name, style=style))
            right.append(known.name(features(speech)) == name)
    return float(np.mean(right))


def _aligner_ms(language: str, texts: Sequence[str], speeches: Sequence[Speech]) -> float:
    """Median difference between where the aligner and where the engine says that a word begins."""
    off_s: list[float] = []
    for number, speech in enumerate(speeches):
        text = texts[number % 4] if language == "en" else texts[number % len(texts)]
        found = align(speech.pcm, SAMPLE_RATE_HZ, text, sounded_words(text, sentences_in(text, language)))
        off_s += [abs(a.start_s - b.start_s) for a, b in zip(found.words, speech.words or (), strict=True)]
    return float(np.median(off_s)) * 1000


def _mandarin_aligner_ms(engine: BuiltInVoice) -> float:
    speeches = [
        engine.speak(Utterance(text=text, language="zh", voice_name=voice.name))
        for voice in MANDARIN_VOICES
        for text in MANDARIN
    ]
    return _aligner_ms("zh", MANDARIN, speeches)


def _real_time_factor() -> float:
    """CPU seconds that a second of speech takes, in the styles and both languages, engines started anew.
    One line is made after the other, so on a machine with nothing else to do this is also wall time."""
    engine = BuiltInVoice()
    began_s, long_s = _cpu_s(), 0.0
    for number, style in enumerate(STYLES):
        for voice in (ENGLISH_VOICES[number], MANDARIN_VOICES[number % len(MANDARIN_VOICES)]):
            texts = ENGLISH if voice.language == "en" else MANDARIN
            text = texts[number % len(texts)]
            long_s += engine.speak(
                Utterance(text=text, language=voice.language, voice_name=voice.name, style=style)
            ).duration_s
    # What the engines' processes took is known when they have ended.
    del engine
    gc.collect()
    return (_cpu_s() - began_s) / long_s


def _cpu_s() -> float:
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
