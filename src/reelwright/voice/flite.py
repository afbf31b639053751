"""English sentences → clips, by flite in a process of its own."""

from __future__ import annotations

import dataclasses
import zlib
from typing import Any

import numpy as np

from reelwright.audio.pronunciation import PHONES
from reelwright.performance.documents import Phone

from .cast_voices import CastVoice
from .clip import EDGE_S, Clip, spread_over
from .documents import SAMPLE_RATE_HZ
from .flite_prosody import Prosody
from .pronunciations import is_phones
from .styles import Style
from .timbre import voiced_timbre
from .tokens import Sentence, Token
from .worker_process import WorkerProcess

_QUESTION_WORDS = frozenset(["who", "what", "when", "where", "why", "how", "which", "whose", "whom"])
SMALL_WORDS = frozenset((
    "a", "an", "the", "and", "or", "but", "nor", "so", "if", "as",
    "than", "that", "of", "to", "in", "on", "at", "by", "for", "from",
    "with", "into", "onto", "upon", "i", "me", "my", "you", "your", "he",
    "him", "his", "she", "her", "it", "its", "we", "us", "our", "they",
    "them", "their", "this", "these", "those", "is", "am", "are", "was", "were",
    "be", "been", "being", "do", "does", "did", "have", "has", "had", "will",
    "would", "shall", "should", "can", "could", "may", "might", "must", "there", "here",
    "who", "which", "what", "when", "i'm", "you're", "he's", "she's", "it's", "we're",
    "they're", "i've", "you've", "we've", "they've", "i'll", "you'll", "he'll", "she'll", "we'll",
    "they'll", "i'd", "you'd", "he'd", "she'd", "we'd", "they'd", "just",
))  # fmt: skip
"""Words that nobody leans on unless the script says so."""
_SYMBOLS = {
    "ax": "ah",
    "ix": "ih",
    "axr": "er",
    "el": "l",
    "en": "n",
    "em": "m",
    "hv": "hh",
    "nx": "n",
    "dx": "d",
}


class FliteEngine:
    """Speaks English sentences; one worker process for each instance."""

    def __init__(self) -> None:
        self._worker = WorkerProcess(
            "reelwright.voice.flite_worker",
            engine="flite",
            install_hint="Run: apt install libflite1 flite",
        )

    def say(self, sentence: Sentence, voice: CastVoice, style: Style) -> Clip:
        """Speak one sentence. Raises ``MissingDependency`` or ``VoiceFailed``."""
        words = [word for token in sentence.tokens for word in token.spoken]
        names = {word: _name(number) for number, word in enumerate(dict.fromkeys(filter(is_phones, words)))}
        text = _flite_text(sentence, names)
        seed = zlib.crc32("\0".join((voice.name, text, *names)).encode())
        header, samples = self._worker.request(
            {
                "speaker": voice.speaker,
                "text": text,
                "prosody": dataclasses.asdict(_prosody(sentence, voice, style)),
                "seed": seed & 0x7FFFFFFF,
                "lexicon": {name: _flite_phones(word) for word, name in names.items()},
            }
        )
        rate_hz = int(header["sample_rate_hz"])
        segments: list[list[Any]] = header["segments"]
        spoken = [s for s in segments if s[0] != "pau"]
        if not spoken or not len(samples):
            return Clip(np.zeros(0, np.float32), tuple((0.0, 0.0) for _ in sentence.tokens), ())
        start_s = max(0.0, float(spoken[0][1]) - EDGE_S)
        # A line that is cut off has no release: it stops inside its last sound.
        last_length_s = float(spoken[-1][2]) - float(spoken[-1][1])
        end_s = float(spoken[-1][2]) + (-0.35 * last_length_s if sentence.mark == "—" else 2 * EDGE_S)
        kept = samples[round(start_s * rate_hz) : round(end_s * rate_hz)].astype(np.float32) / 32768.0
        pcm = voiced_timbre(kept, rate_hz, voice, style, seed=seed, has_own_breath=True)
        duration_s = len(pcm) / SAMPLE_RATE_HZ

        def heard_s(engine_s: float) -> float:
            return min(duration_s, max(0.0, (engine_s - start_s) / voice.formant))

        phones = tuple(Phone(_symbol(s[0]), heard_s(s[1]), heard_s(s[2])) for s in segments)
        phones = tuple(p for p in phones if p.end_s > p.start_s)
        if header["token_count"] == len(words):
            spans = _token_spans(sentence, spoken)
        else:
            letters = [sum(map(len, t.spoken)) for t in sentence.tokens]
            spans = spread_over(letters, float(spoken[0][1]), float(spoken[-1][2]))
        return Clip(pcm, tuple((heard_s(a), heard_s(b)) for a, b in spans), phones)


def _flite_text(sentence: Sentence, names: dict[str, str]) -> str:
    def written(token: Token) -> str:
        return " ".join(names.get(word, word) for word in token.spoken)

    pieces = [written(token) + ("," if token.mark == "," else "") for token in sentence.tokens[:-1]]
    end = sentence.mark if sentence.mark in ("?", "!") else "."
    return " ".join([*pieces, written(sentence.tokens[-1])]) + end


def _name(number: int) -> str:
    """A word that is in no dictionary and that flite does not spell out: it stands for given phones."""
    return "za" + "".join("bdgklmnprt"[int(digit)] + "oi" for digit in f"{number:02d}")


def _flite_phones(said: str) -> str:
    """``/sh ih v ao1 n/`` → as flite's lexicon writes it: every vowel with its stress, schwas apart."""
    phones = said.strip("/").split()
    is_stressed = any(phone[-1] in "12" for phone in phones)
    written = []
    for phone in phones:
        plain = phone.rstrip("012")
        if plain[0] not in "aeiou":
            written.append(plain)
        elif phone[-1] in "12" or not is_stressed:
            written.append(f"{plain}1")
            is_stressed = True
        else:
            written.append("ax0" if plain == "ah" else f"{plain}0")
    return " ".join(written)


def _prosody(sentence: Sentence, voice: CastVoice, style: Style) -> Prosody:
    is_question = sentence.mark == "?" and sentence.tokens[0].spoken[0] not in _QUESTION_WORDS
    lift = 1.12 if sentence.mark == "!" else 1.0
    rise = 8.0 if is_question else (0.0 if sentence.mark in ("…", "—", ",", "") else -0.8) + style.final_rise
    words = [(word, token.is_emphasised) for token in sentence.tokens for word in token.spoken]
    return Prosody(
        duration_stretch=voice.formant / (voice.rate * style.rate),
        f0_mean_hz=voice.f0_hz * style.pitch / voice.formant,
        f0_range=voice.f0_range * style.pitch_range * lift,
        breath=1.0 if style.is_whisper else 1.0 - (1.0 - voice.breath) * (1.0 - style.breath),
        tremor_hz=(style.tremor_hz or 5.5) / voice.formant,
        tremor_depth=voice.tremor_depth + style.tremor_depth,
        final_rise=rise,
        creak=voice.creak + style.creak,
        accent=style.accent,
        lengthening=style.lengthening,
        emphasis=tuple(number for number, (_, is_emphasised) in enumerate(words) if is_emphasised),
        content=tuple(number for number, (word, _) in enumerate(words) if word not in SMALL_WORDS),
    )


def _token_spans(sentence: Sentence, spoken: list[list[Any]]) -> list[tuple[float, float]]:
    """First and last phone of each token's words; a word without phones takes no time after the last."""
    spans: list[tuple[float, float]] = []
    at, end_s = 0, float(spoken[0][1])
    for token in sentence.tokens:
        words = range(at, at + len(token.spoken))
        mine = [s for s in spoken if s[3] in words]
        start_s = float(mine[0][1]) if mine else end_s
        end_s = float(mine[-1][2]) if mine else end_s
        spans.append((start_s, end_s))
        at += len(token.spoken)
    return spans


def _symbol(flite_symbol: str) -> str:
    symbol = _SYMBOLS.get(flite_symbol, flite_symbol)
    return symbol if symbol in PHONES else "ah"
