"""Mandarin sentences (and, roughly, any other language) → clips, by eSpeak NG in a process of its own."""

from __future__ import annotations

import bisect
import zlib
from typing import Any

import numpy as np

from reelwright.audio.pronunciation import ipa_phones, pinyin_phones
from reelwright.performance.documents import Phone

from .cast_voices import CastVoice
from .clip import EDGE_S, Clip, spread_over
from .documents import SAMPLE_RATE_HZ
from .pronunciations import is_phones
from .styles import Style
from .timbre import voiced_timbre
from .tokens import Sentence
from .worker_process import WorkerProcess

_WORDS_PER_MINUTE = 195
_VOLUME = 60  # at 100 the vowels clip
_NATURAL_HZ = {"f2": 165.0, "f5": 174.0, "michel": 87.0}
"""The middle pitch of eSpeak's variants as they are; of all of them these are understood best."""
_PITCH_SETTINGS = (0, 20, 50, 80, 99)
_PITCH_RATIOS = (0.66, 0.76, 1.0, 1.42, 1.79)
"""What eSpeak's pitch setting does to the middle pitch, measured with ``audio.signal.pitch_track``."""

_RESPELLED = {
    "r5": "er5",
    "m2": "mu2",
    "m4": "mu4",
    "n2": "en2",
    "n3": "en3",
    "n4": "en4",
    "hm5": "heng1",
    "hng5": "heng1",
    "ng2": "en2",
    "ng4": "en4",
    "ê1": "ei1",
}

_ESPEAK_PHONES = {
    "aa": "A:", "ae": "a", "ah": "V", "ao": "O:", "aw": "aU", "ay": "aI", "eh": "E", "er": "3:", "ey": "eI",
    "ih": "I", "iy": "i:", "ow": "oU", "oy": "OI", "uh": "U", "uw": "u:", "ch": "tS", "dh": "D", "hh": "h",
    "jh": "dZ", "ng": "N", "sh": "S", "th": "T", "y": "j", "zh": "Z",
}  # fmt: skip


class EspeakEngine:
    """Speaks Mandarin from pinyin and other languages from text; one worker process an instance."""

    def __init__(self) -> None:
        self._worker = WorkerProcess(
            "reelwright.voice.espeak_worker",
            engine="eSpeak NG",
            install_hint="Run: pip install espeakng-loader",
        )

    def knows(self, language: str) -> bool:
        """Whether eSpeak has a voice for this language tag. Raises ``MissingDependency``."""
        header, _ = self._worker.request(_request(f"{language}+f2", "a", _PITCH_SETTINGS[2], 50, 1.0))
        return "unknown_voice" not in header

    def say(self, sentence: Sentence, voice: CastVoice, style: Style) -> Clip:
        """Speak one sentence in the sentence's own language with the colour of ``voice``."""
        is_mandarin = sentence.language == "zh"
        text, starts = _espeak_text(sentence)
        variant = voice.speaker if voice.engine == "espeak" else {"female": "f2", "male": "michel"}[voice.sex]
        language = {"zh": "cmn-latn-pinyin", "en": "en-us"}.get(sentence.language, sentence.language)
        seed = zlib.crc32(f"{voice.name}\0{text}".encode())
        pitch = _pitch_setting(variant, voice.f0_hz * style.pitch / voice.formant)
        span = min(99, round((88 if is_mandarin else 60) * voice.f0_range * style.pitch_range))
        rate = voice.rate * style.rate / voice.formant
        header, samples = self._worker.request(_request(f"{language}+{variant}", text, pitch, span, rate))
        if not len(samples):
            return Clip(np.zeros(0, np.float32), tuple((0.0, 0.0) for _ in sentence.tokens), ())
        rate_hz = int(header["sample_rate_hz"])
        sounding_s, end_s = _sounding(samples, rate_hz)
        start_s = max(0.0, sounding_s - EDGE_S)
        kept = (
            samples[round(start_s * rate_hz) : round((end_s + EDGE_S) * rate_hz)].astype(np.float32) / 32768.0
        )
        pcm = voiced_timbre(kept, rate_hz, voice, style, seed=seed, has_own_breath=False)
        duration_s = len(pcm) / SAMPLE_RATE_HZ

        def heard_s(engine_s: float) -> float:
            return min(duration_s, max(0.0, (engine_s - start_s) / voice.formant))

        phones, spans = _times(sentence, header["events"], starts, sounding_s, end_s)
        heard = tuple(Phone(p.symbol, heard_s(p.start_s), heard_s(p.end_s)) for p in phones)
        return Clip(pcm, tuple((heard_s(a), heard_s(b)) for a, b in spans), heard)


def _request(voice: str, text: str, pitch: int, span: int, rate: float) -> dict[str, Any]:
    words_per_minute = min(400, max(80, round(_WORDS_PER_MINUTE * rate)))
    return {
        "voice": voice,
        "text": text,
        "pitch": pitch,
        "range": span,
        "rate": words_per_minute,
        "volume": _VOLUME,
    }


def _pitch_setting(variant: str, f0_hz: float) -> int:
    ratio = f0_hz / _NATURAL_HZ[variant]
    return round(float(np.interp(np.log(ratio), np.log(_PITCH_RATIOS), _PITCH_SETTINGS)))


def _espeak_text(sentence: Sentence) -> tuple[str, list[int]]:
    """The text to speak and where in it (from 1, as eSpeak counts) each spoken word begins."""
    text, starts = "", []
    for token in sentence.tokens:
        for word in token.spoken:
            starts.append(len(text) + 1)
            if is_phones(word):
                word = _espeak_phones(word)
            text += (_RESPELLED.get(word, word) if sentence.language == "zh" else word) + " "
        if token.mark == ",":
            text = text[:-1] + ", "
    return text[:-1].rstrip(",") + (sentence.mark if sentence.mark in ("?", "!") else "."), starts


def _espeak_phones(said: str) -> str:
    """``/sh ih v ao1 n/`` → phones in eSpeak's own letters, which it takes between double brackets."""
    written = []
    for phone in said.strip("/").split():
        plain = phone.rstrip("012")
        stress = "'" if phone[-1] == "1" else ""
        written.append(stress + _ESPEAK_PHONES.get(plain, plain))
    return f"[[{''.join(written)}]]"


def _sounding(samples: np.ndarray[Any, np.dtype[np.int16]], rate_hz: int) -> tuple[float, float]:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 60)
    if not len(loud):
        return 0.0, len(samples) / rate_hz
    return float(loud[0]) / rate_hz, float(loud[-1]) / rate_hz


def _times(
    sentence: Sentence, events: list[list[Any]], starts: list[int], first_s: float, end_s: float
) -> tuple[list[Phone], list[tuple[float, float]]]:
    """Events in engine time → phones and one span for each token."""
    sounds = _sound_events(events, starts, end_s)
    phones: list[Phone] = []
    word_spans: dict[int, tuple[float, float]] = {}
    words = [word for token in sentence.tokens for word in token.spoken]
    for index, word in enumerate(words):
        mine = [s for s in sounds if s[0] == index and s[3]]
        if not mine:
            continue
        start, end = mine[0][1], mine[-1][2]
        word_spans[index] = (start, end)
        if sentence.language == "zh":
            phones += _syllable_phones(word, start, mine[0][2] if len(mine) > 1 else start, end)
        else:
            phones += [p for _, a, b, symbol in mine for p in _even(ipa_phones(symbol), a, b)]
    spans: list[tuple[float, float]] = []
    at, previous_s = 0, first_s
    for token in sentence.tokens:
        found = [word_spans[i] for i in range(at, at + len(token.spoken)) if i in word_spans]
        start, previous_s = (found[0][0], found[-1][1]) if found else (previous_s, previous_s)
        spans.append((start, previous_s))
        at += len(token.spoken)
    if not word_spans:
        spans = spread_over([len("".join(t.spoken)) for t in sentence.tokens], first_s, end_s)
        phones = [p for span in spans for p in _even(("ah",), *span)]
    return phones, spans


def _sound_events(
    events: list[list[Any]], starts: list[int], end_s: float
) -> list[tuple[int, float, float, str]]:
    """(index of the spoken word, start, end, symbol) of each phoneme event; pauses have no symbol."""
    sounds: list[tuple[int, float, float, str]] = []
    word = -1
    timed = [(kind, ms / 1000.0, position, symbol) for kind, ms, position, symbol in events]
    for index, (kind, at_s, position, symbol) in enumerate(timed):
        if kind == "word":
            word = max(word, bisect.bisect_right(starts, position) - 1)
            continue
        following = next((t[1] for t in timed[index + 1 :] if t[0] == "phone"), end_s)
        is_language_switch = symbol.startswith("(")
        if following > at_s and not is_language_switch:
            sounds.append((max(word, 0), at_s, min(following, end_s), symbol.strip("ˈˌ")))
    return [s for s in sounds if s[2] > s[1]]


def _syllable_phones(syllable: str, start_s: float, nucleus_s: float, end_s: float) -> list[Phone]:
    """The phones of a syllable: its initial up to where eSpeak's second phoneme starts, the rest after."""
    symbols = pinyin_phones(syllable)
    if len(symbols) > 1 and start_s < nucleus_s < end_s and syllable[:1] not in "aoe":
        lead = 2 if symbols[:2] in (("d", "z"), ("t", "s")) else 1
        return _even(symbols[:lead], start_s, nucleus_s) + _even(symbols[lead:], nucleus_s, end_s)
    return _even(symbols, start_s, end_s)


def _even(symbols: tuple[str, ...], start_s: float, end_s: float) -> list[Phone]:
    step = (end_s - start_s) / max(1, len(symbols))
    return [Phone(s, start_s + i * step, start_s + (i + 1) * step) for i, s in enumerate(symbols)]
