"""Text → which language it is in, and how its lines join."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff…—“”‘’]")
_BLANKS = re.compile(r"\s+")


def is_chinese(text: str) -> bool:
    """Whether a Han character (or kana, or hangul, which are set alike) is in ``text``."""
    return _CJK.search(text) is not None


def language_of(texts: Iterable[str]) -> str:
    """``zh`` or ``en``: the one that most of the words are in (a Han character counts as half a word)."""
    han = latin = 0
    for text in texts:
        han += len(_CJK.findall(text))
        latin += len(_LATIN.findall(text))
    # English needs about five letters for what Chinese says in two characters.
    return "zh" if han * 5 > latin * 2 else "en"


def joined(lines: Iterable[str]) -> str:
    """Lines of one speech as one: a space between words, nothing between Chinese characters."""
    result = ""
    for line in lines:
        line = _BLANKS.sub(" ", line).strip()
        if not line:
            continue
        if result and not (is_wide(result[-1]) and is_wide(line[0])):
            result += " "
        result += line
    return result


def is_wide(char: str) -> bool:
    """Whether ``char`` is a Chinese character or full-width punctuation."""
    return _WIDE.match(char) is not None
