"""Utterances → speech by the built-in engines: flite for English, eSpeak NG for Mandarin and the rest."""

from __future__ import annotations

import dataclasses
import re
import zlib

import numpy as np

from reelwright.errors import Notice
from reelwright.performance.documents import Phone, Word

from .cast_voices import BUILT_IN_VOICES, CastVoice, choose_voice
from .clip import Clip, gapless
from .documents import SAMPLE_RATE_HZ, Samples, Speech, Utterance
from .espeak import EspeakEngine
from .flite import FliteEngine
from .reading import house_language, line_notices, sentences_in
from .styles import Style, style_named
from .timbre import inhaled
from .tokens import Sentence

LEAD_S = 0.06
"""Silence before the first and after the last sound of every line."""

_PAUSES_S = {"": 0.04, ",": 0.16, ".": 0.34, "!": 0.32, "?": 0.36, "—": 0.14, "…": 0.55}
_WORDLESS_S = 0.7


class BuiltInVoice:
    """The voice engine that needs no weights, key or network. Not to be shared between threads."""

    name = "built-in"
    version = "1"

    def __init__(self) -> None:
        self._flite = FliteEngine()
        self._espeak = EspeakEngine()

    def speak(self, utterance: Utterance) -> Speech:
        """Speak one line (see ``Voice.speak``). Sentences are made one at a time."""
        language = house_language(utterance.language)
        sentences = sentences_in(utterance.text, language, utterance.pronunciations, utterance.leant_on)
        notices = line_notices(utterance, sentences)
        voice = _voice_for(utterance, language, notices)
        style = style_named(utterance.style, utterance.intensity)
        joined = _Joined(utterance.text, style)
        for sentence in sentences:
            speakable = self._speakable(sentence, utterance.line_id, notices)
            joined.add(speakable, self._clip(speakable, voice, style))
        return joined.speech(voice, self.name, tuple(notices))

    def _clip(self, sentence: Sentence, voice: CastVoice, style: Style) -> Clip:
        if sentence.language == "en" and voice.engine == "flite":
            return self._flite.say(sentence, voice, style)
        if sentence.language == "zh" and voice.engine == "flite":
            partner = BUILT_IN_VOICES[choose_voice(voice.sex, voice.age_years, voice.name, language="zh")]
            return self._espeak.say(sentence, partner, style)
        return self._espeak.say(sentence, voice, style)

    def _speakable(self, sentence: Sentence, line_id: str, notices: list[Notice]) -> Sentence:
        """The sentence in a language that an engine knows; a notice says when it is only basic."""
        if sentence.language in ("en", "zh"):
            return sentence
        known = self._espeak.knows(sentence.language)
        what = "only eSpeak's basic voice" if known else "no voice; English letters are read instead"
        notice = Notice(
            code="basic-voice",
            message=f"For the language {sentence.language!r} there is {what}.",
            where=line_id,
            next_step="Choose a neural voice engine in series.toml.",
        )
        if notice not in notices:
            notices.append(notice)
        return sentence if known else dataclasses.replace(sentence, language="en")


class _Joined:
    """Clips laid end to end with pauses between them, and the times moved along."""

    def __init__(self, text: str, style: Style) -> None:
        self._text = text
        self._style = style
        self._pieces: list[Samples] = [np.zeros(round(LEAD_S * SAMPLE_RATE_HZ), np.float32)]
        self._count = len(self._pieces[0])
        self._words: list[Word] = []
        self._phones: list[Phone] = []
        self._mark = ""

    def add(self, sentence: Sentence, clip: Clip) -> None:
        if self._words:
            self._pause()
        start_s = self._count / SAMPLE_RATE_HZ
        for token, (first_s, end_s) in zip(sentence.tokens, clip.spans_s, strict=True):
            shown = self._text[token.first_char : token.end_char]
            self._words.append(
                Word(shown, start_s + first_s, start_s + end_s, token.first_char, token.end_char)
            )
        self._phones += [Phone(p.symbol, start_s + p.start_s, start_s + p.end_s) for p in clip.phones]
        self._append(clip.pcm)
        self._mark = sentence.mark

    def speech(self, voice: CastVoice, engine: str, notices: tuple[Notice, ...]) -> Speech:
        if not self._words:
            self._breathe()
        self._append(np.zeros(round(LEAD_S * SAMPLE_RATE_HZ), np.float32))
        pcm = np.concatenate(self._pieces)
        phones = gapless(self._phones, len(pcm) / SAMPLE_RATE_HZ)
        return Speech(pcm, SAMPLE_RATE_HZ, tuple(self._words), phones, engine, voice.name, notices)

    def _append(self, pcm: Samples) -> None:
        self._pieces.append(pcm)
        self._count += len(pcm)

    def _pause(self) -> None:
        seconds = _PAUSES_S[self._mark] * self._style.pause
        if self._style.inhales > 0.15 and seconds > 0.25:
            self._append(inhaled(seconds, self._style.inhales, seed=self._count))
        else:
            self._append(np.zeros(round(seconds * SAMPLE_RATE_HZ), np.float32))

    def _breathe(self) -> None:
        """A line without a word (``...``): a beat of silence with a soft breath, captioned as written."""
        start_s = self._count / SAMPLE_RATE_HZ
        seconds = _WORDLESS_S * min(2.0, self._style.pause)
        self._append(inhaled(seconds, 0.6, seed=zlib.crc32(self._text.encode())))
        shown = re.search(r"\S(?:.*\S)?", self._text, re.S)
        if shown:
            self._words.append(Word(shown.group(), start_s, start_s + seconds, shown.start(), shown.end()))


def _voice_for(utterance: Utterance, language: str, notices: list[Notice]) -> CastVoice:
    if utterance.voice_name in BUILT_IN_VOICES:
        return BUILT_IN_VOICES[utterance.voice_name]
    chosen = choose_voice(utterance.sex, utterance.age_years, utterance.voice_name, language=language)
    if utterance.voice_name:
        notices.append(
            Notice(
                code="unknown-voice",
                message=f"There is no built-in voice {utterance.voice_name!r}; {chosen} speaks instead.",
                where=utterance.line_id,
                next_step=f"Choose one of: {', '.join(BUILT_IN_VOICES)}.",
            )
        )
    return BUILT_IN_VOICES[chosen]
