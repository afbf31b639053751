"""Sound and its text → when each word and phone is heard, by pocketsphinx (no download).

For engines that know no times, and for measuring how well a voice is understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pocketsphinx import Decoder

from reelwright.performance.documents import Phone, Word

from .pronunciation import PHONES, pinyin_phones
from .signal import Samples, resample, rms_envelope
from .spelling import Sounded, english_pronunciation

_RATE_HZ = 16_000
_FRAME_S = 0.01
_SHORTEST_PHONE_S = 0.031
_HAN = re.compile(r"[\u3400-\u9fff]")
_NOISE = re.compile(r"^(<|\[|\+)")


@dataclass(frozen=True)
class Alignment:
    """Where words and phones are heard. ``is_found`` is False when the sound does not fit the text and the
    words were only spread over it; ``squeezed`` is the share of phones that are as short as the search
    allows, which happens where the text goes on and the sound does not."""

    words: tuple[Word, ...]
    phones: tuple[Phone, ...]
    is_found: bool
    squeezed: float = 0.0


def align(pcm: Samples, sample_rate_hz: int, text: str, sounded: Sequence[Sounded]) -> Alignment:
    """Find the words ``sounded`` of ``text`` in the mono sound ``pcm``, in their order."""
    duration_s = len(pcm) / sample_rate_hz
    if not sounded:
        return Alignment((), (Phone("pau", 0.0, duration_s),), is_found=True)
    found = _aligned(pcm, sample_rate_hz, [word.phones or "ah" for word in sounded])
    if found is None:
        return Alignment(*_spread(pcm, sample_rate_hz, text, sounded), is_found=False)
    spans, phones = found
    words = tuple(
        Word(text[word.first_char : word.end_char], start_s, end_s, word.first_char, word.end_char)
        for word, (start_s, end_s) in zip(sounded, spans, strict=True)
    )
    said = [phone for phone in phones if phone.symbol != "pau"]
    short = sum(phone.end_s - phone.start_s <= _SHORTEST_PHONE_S for phone in said)
    return Alignment(words, phones, is_found=True, squeezed=short / max(1, len(said)))


def align_words(
    pcm: Samples, sample_rate_hz: int, text: str, *, language: str = "en"
) -> tuple[tuple[Word, ...], tuple[Phone, ...]]:
    """Words of ``text`` (Chinese: characters) and phones, with times in the mono sound ``pcm``.

    Words point into ``text`` and carry the punctuation after them; they are read by their letters. When the
    sound does not fit the text (another language, half of it missing) the words are spread over the sounding
    part by their length, so that a caller always gets times.
    """
    sounded = [
        Sounded(first, end, _pronunciations(letters)) for letters, first, end in _shown_words(text, language)
    ]
    found = align(pcm, sample_rate_hz, text, sounded)
    return found.words, found.phones


def words_heard(pcm: Samples, sample_rate_hz: int, grammar: str, vocabulary: Mapping[str, str]) -> list[str]:
    """What pocketsphinx understands when it expects a sentence of a JSGF ``grammar``.

    ``vocabulary`` gives each word's phones (ARPAbet, separated by spaces).
    """
    decoder = Decoder(lm=None, loglevel="FATAL", samprate=float(_RATE_HZ), bestpath=False)
    for index, (word, phones) in enumerate(sorted(vocabulary.items())):
        decoder.add_word(word, phones.upper(), index + 1 == len(vocabulary))
    decoder.add_jsgf_string("listening", grammar.encode())
    decoder.activate_search("listening")
    return _decoded(decoder, pcm, sample_rate_hz)


def words_dictated(pcm: Samples, sample_rate_hz: int) -> list[str]:
    """What pocketsphinx understands with its bundled English language model, lower case."""
    return _decoded(_dictation(), pcm, sample_rate_hz)


def _decoded(decoder: Decoder, pcm: Samples, sample_rate_hz: int) -> list[str]:
    _listen(decoder, pcm, sample_rate_hz)
    hypothesis = decoder.hyp()
    heard = hypothesis.hypstr.split() if hypothesis else []
    return [re.sub(r"\(\d+\)$", "", word) for word in heard if not _NOISE.match(word)]


@lru_cache(maxsize=1)
def _dictation() -> Decoder:
    return Decoder(loglevel="FATAL", samprate=float(_RATE_HZ))


def _listen(decoder: Decoder, pcm: Samples, sample_rate_hz: int) -> None:
    narrow = resample(np.asarray(pcm, np.float32), sample_rate_hz, _RATE_HZ)
    peak = max(1e-6, float(np.abs(narrow).max(initial=0.0)))
    decoder.start_utt()
    decoder.process_raw((narrow / peak * 0.7 * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()


def _aligned(
    pcm: Samples, sample_rate_hz: int, pronunciations: Sequence[str]
) -> tuple[list[tuple[float, float]], tuple[Phone, ...]] | None:
    """Two passes: words first, then their phones; None when the search finds no path."""
    # With the lattice's best path the end of the text goes missing; the plain search keeps all of it.
    decoder = Decoder(
        lm=None,
        loglevel="FATAL",
        samprate=float(_RATE_HZ),
        beam=1e-80,
        wbeam=1e-60,
        pbeam=1e-80,
        bestpath=False,
    )
    # Every word gets a name of its own: the same word may be pronounced differently twice.
    names = [f"w{index}" for index in range(len(pronunciations))]
    for index, (name, pronunciation) in enumerate(zip(names, pronunciations, strict=True)):
        decoder.add_word(name, pronunciation.upper(), index + 1 == len(names))
    try:
        decoder.set_align_text(" ".join(names))
        _listen(decoder, pcm, sample_rate_hz)
        if decoder.hyp() is None:
            return None
        decoder.set_alignment()
        _listen(decoder, pcm, sample_rate_hz)
        alignment = decoder.get_alignment()
    except RuntimeError:
        return None
    if alignment is None:
        return None
    spans: dict[str, tuple[float, float]] = {}
    phones: list[Phone] = []
    for word in alignment:
        start_s = word.start * _FRAME_S
        if not _NOISE.match(word.name):
            spans[word.name] = (start_s, start_s + word.duration * _FRAME_S)
        for phone in word:
            symbol = phone.name.lower()
            at_s = phone.start * _FRAME_S
            phones.append(
                Phone(symbol if symbol in PHONES else "pau", at_s, at_s + phone.duration * _FRAME_S)
            )
    if any(name not in spans for name in names):
        return None
    return [spans[name] for name in names], tuple(phones)


def _shown_words(text: str, language: str) -> list[tuple[str, int, int]]:
    """(letters, first, end) of each word; marks without letters join the word before them."""
    pattern = r"[\u3400-\u9fff][^\w\u3400-\u9fff]*|[^\s\u3400-\u9fff]+\s*" if language == "zh" else r"\S+"
    words: list[tuple[str, int, int]] = []
    for match in re.finditer(pattern, text):
        letters = re.sub(r"[^\w']", "", match.group())
        if letters:
            words.append((letters, match.start(), match.start() + len(match.group().rstrip())))
        elif words:
            words[-1] = (words[-1][0], words[-1][1], match.end())
    return words


def _pronunciations(shown: str) -> str:
    if _HAN.search(shown):
        # Its table of phrases is large, and English never asks for it.
        from pypinyin import Style, lazy_pinyin

        syllables = lazy_pinyin(shown, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
        return " ".join(phone for syllable in syllables for phone in pinyin_phones(syllable)) or "ah"
    return english_pronunciation(shown)


def _spread(
    pcm: Samples, sample_rate_hz: int, text: str, sounded: Sequence[Sounded]
) -> tuple[tuple[Word, ...], tuple[Phone, ...]]:
    """Words over the sounding part in proportion to their phones; phones evenly within each."""
    envelope = rms_envelope(pcm, sample_rate_hz)
    loud = np.flatnonzero(envelope > 0.05 * float(envelope.max(initial=0.0)))
    duration_s = len(pcm) / sample_rate_hz
    start_s, end_s = 0.0, duration_s
    if len(loud):
        start_s, end_s = float(loud[0]) / 100, min(duration_s, float(loud[-1] + 1) / 100)
    said = [word.phones.split() or ["ah"] for word in sounded]
    step = (end_s - start_s) / sum(len(symbols) for symbols in said)
    timed: list[Word] = []
    phones: list[Phone] = []
    at = start_s
    for word, symbols in zip(sounded, said, strict=True):
        until = at + step * len(symbols)
        shown = text[word.first_char : word.end_char]
        timed.append(Word(shown, at, until, word.first_char, word.end_char))
        phones += [Phone(s, at + i * step, at + (i + 1) * step) for i, s in enumerate(symbols)]
        at = until
    return tuple(timed), tuple(phones)
