"""Text as written → sentences of speakable tokens, each knowing where it stands in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

TOKENS_PER_BREATH = 40
"""A sentence longer than this is spoken in parts: nobody has more breath, and memory stays small."""

_ENDS = {
    "…": "…",
    "—": "—",
    "–": "—",
    "?": "?",
    "？": "?",
    "!": "!",
    "！": "!",
    "。": ".",
    ".": ".",
    ";": ".",
    "；": ".",
    ",": ",",
    "，": ",",
    "、": ",",
    ":": ",",
    "：": ",",
}
_STRENGTH = {"": 0, ",": 1, ".": 2, "!": 3, "?": 4, "—": 5, "…": 6}

_SCRIPTS = (
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("HANGUL", "ko"),
    ("CJK UNIFIED", "zh"),
    ("CJK COMPAT", "zh"),
    ("CYRILLIC", "ru"),
    ("ARABIC", "ar"),
    ("HEBREW", "he"),
    ("THAI", "th"),
    ("DEVANAGARI", "hi"),
    ("GREEK", "el"),
    ("LATIN", "latin"),
    ("FULLWIDTH LATIN", "latin"),
)


@dataclass(frozen=True)
class Token:
    """One unit as shown: ``text[first_char:end_char]`` with its punctuation.

    ``spoken`` are the words (English) or syllables (Mandarin, pinyin with tone digits) to say, in
    order. ``mark`` is the pause it asks for: ``,``, ``.``, ``!``, ``?``, ``—`` (cut off), ``…``
    or nothing.
    """

    spoken: tuple[str, ...]
    first_char: int
    end_char: int
    mark: str = ""
    is_emphasised: bool = False


@dataclass(frozen=True)
class Sentence:
    """Tokens of one language that are spoken in one go."""

    tokens: tuple[Token, ...]
    language: str

    @property
    def mark(self) -> str:
        return self.tokens[-1].mark


@dataclass(frozen=True)
class Run:
    """A stretch of the text in one language."""

    first_char: int
    end_char: int
    language: str


def language_runs(text: str, language: str) -> list[Run]:
    """Cut ``text`` where the script changes; digits, spaces and punctuation go with what precedes.

    Latin letters belong to ``language`` when that is written in Latin letters, else to English.
    """
    latin = language if language not in {"zh", "ja", "ko", "ru", "ar", "he", "th", "hi", "el"} else "en"
    has_kana = any(_script(c) == "ja" for c in text)
    runs: list[Run] = []
    start, current = 0, ""
    for index, char in enumerate(text):
        script = _script(char)
        if not script:
            continue
        spoken_in = (
            latin
            if script == "latin"
            else "ja"
            if script == "zh" and (has_kana or language == "ja")
            else script
        )
        if current and spoken_in != current:
            # Opening quotes and brackets belong to what follows.
            cut = index
            while cut > start and unicodedata.category(text[cut - 1]) in ("Ps", "Pi"):
                cut -= 1
            runs.append(Run(start, cut, current))
            start = cut
        current = spoken_in
    runs.append(Run(start, len(text), current or language))
    return [run for run in runs if run.end_char > run.first_char]


def pause_mark(punctuation: str) -> str:
    """The strongest pause that a stretch of punctuation asks for."""
    if re.search(r"\.\s?\.|…|⋯", punctuation):
        return "…"
    if re.search(r"--|—|–", punctuation):
        return "—"
    marks = [_ENDS[c] for c in punctuation if c in _ENDS]
    return max(marks, key=lambda m: _STRENGTH[m], default="")


def sentences_of(tokens: list[Token], language: str) -> Iterator[Sentence]:
    """Group tokens into sentences, at most ``TOKENS_PER_BREATH`` long, cut at a comma if there is one."""
    held: list[Token] = []
    for token in tokens:
        held.append(token)
        is_end = token.mark not in ("", ",")
        if is_end:
            yield Sentence(tuple(held), language)
            held = []
        elif len(held) >= TOKENS_PER_BREATH:
            commas = [i for i, t in enumerate(held) if t.mark == ","]
            cut = commas[-1] + 1 if commas and commas[-1] >= TOKENS_PER_BREATH // 3 else len(held)
            yield Sentence(tuple(held[:cut]), language)
            held = held[cut:]
    if held:
        yield Sentence(tuple(held), language)


def _script(char: str) -> str:
    if char.isascii():
        return "latin" if char.isalpha() else ""
    if unicodedata.category(char)[0] != "L":
        return ""
    name = unicodedata.name(char, "")
    return next(
        (language for start, language in _SCRIPTS if name.startswith(start)),
        "latin" if char.isalpha() and name.startswith("LATIN") else "",
    )
