"""A line's text → the sentences to speak, and the phones that each shown word should be heard as."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from reelwright.audio.pronunciation import pinyin_phones
from reelwright.audio.spelling import Sounded, english_pronunciation
from reelwright.errors import Notice

from .documents import Pronunciation, Utterance
from .pronunciations import Lexicon, is_phones, phones_in
from .spoken_chinese import chinese_tokens
from .spoken_english import english_tokens
from .tokens import Run, Sentence, Token, language_runs, pause_mark, sentences_of

_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.I)
_WORDS_BEFORE_NOTICE = 1500


def house_language(tag: str) -> str:
    """``en-GB`` → ``en``, ``zh-CN`` and ``cmn`` → ``zh``."""
    primary = re.split(r"[-_]", tag.strip().lower() or "en")[0]
    return {"cmn": "zh", "zho": "zh", "chi": "zh", "eng": "en"}.get(primary, primary)


def sentences_in(
    text: str, language: str, pronunciations: Sequence[Pronunciation] = (), leant_on: Sequence[str] = ()
) -> list[Sentence]:
    """What is to be said, sentence by sentence, each in one language; ``leant_on`` are words to lean on."""
    lexicon = Lexicon(pronunciations)
    leaning = frozenset(word.casefold() for word in leant_on)
    return [
        sentence
        for run in language_runs(text, house_language(language))
        for sentence in sentences_of(
            [_leant(token, text, leaning) for token in _tokens(text, run, lexicon)], run.language
        )
    ]


def sounded_words(text: str, sentences: Sequence[Sentence]) -> list[Sounded]:
    """Each shown word with the phones that it should be heard as, for the aligner."""
    return [
        Sounded(token.first_char, token.end_char, _phones_of(token, sentence.language))
        for sentence in sentences
        for token in sentence.tokens
    ]


def line_notices(utterance: Utterance, sentences: Sequence[Sentence]) -> list[Notice]:
    """What the author should know of a line that can be spoken, but not as it stands."""
    text, where = utterance.text, utterance.line_id
    found = list(Lexicon(utterance.pronunciations).notices(where))
    if not sentences:
        what = "no word" if text.strip() else "no text"
        found.append(
            _notice("nothing-to-say", f"The line has {what}; a breath is heard", where, "Write a word.")
        )
    elif _EMOJI.search(text):
        found.append(_notice("emoji", "Emoji are shown and not spoken", where, "Write what should be heard."))
    if address := _ADDRESS.search(text):
        found.append(
            _notice(
                "spoken-address",
                f"The address {address.group()[:40]} is read out without its small print",
                where,
                "Write what should be heard.",
            )
        )
    count = sum(len(sentence.tokens) for sentence in sentences)
    if count > _WORDS_BEFORE_NOTICE:
        found.append(
            _notice("long-speech", f"A line of {count} words", where, "Split it into several lines.")
        )
    return found


def _notice(code: str, message: str, where: str, next_step: str) -> Notice:
    return Notice(code=code, message=message, where=where, next_step=next_step)


def _tokens(text: str, run: Run, lexicon: Lexicon) -> list[Token]:
    if run.language == "zh":
        return chinese_tokens(text, run, lexicon)
    if run.language == "en":
        return english_tokens(text, run, lexicon)
    return _plain_tokens(text, run)


def _leant(token: Token, text: str, leaning: frozenset[str]) -> Token:
    if not leaning:
        return token
    shown = re.sub(r"^\W+|\W+$", "", text[token.first_char : token.end_char]).casefold()
    return dataclasses.replace(token, is_emphasised=True) if shown in leaning else token


def _phones_of(token: Token, language: str) -> str:
    if language == "zh":
        return " ".join(phone for syllable in token.spoken for phone in pinyin_phones(syllable))
    return " ".join(
        " ".join(phones_in(word)) if is_phones(word) else english_pronunciation(word) for word in token.spoken
    )


def _plain_tokens(text: str, run: Run) -> list[Token]:
    """Any other language: what stands between spaces (Japanese: each character), said as written."""
    pattern = r"[^\W_][^\w]*" if run.language == "ja" else r"\S+"
    tokens: list[Token] = []
    for match in re.finditer(pattern, text[run.first_char : run.end_char]):
        spoken = re.sub(r"[^\w'’]+", " ", match.group()).strip()
        first, end = run.first_char + match.start(), run.first_char + match.end()
        if spoken:
            tokens.append(Token((spoken.replace(" ", "-"),), first, end, pause_mark(match.group())))
        elif tokens:
            tokens[-1] = dataclasses.replace(tokens[-1], end_char=end)
    return tokens
