"""Text → the pieces a line may be broken between: no word is parted, also where a script writes no spaces."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

_NEVER_FIRST = frozenset("，。！？；：、,.!?;:)）]】}」』”’》〉…—～·％%")
_NEVER_LAST = frozenset("（([【{「『“‘《〈")
_PARTICLES = frozenset("的了吗呢吧啊呀嘛们着过得么")
"""Chinese words of one character that lean on what stands before them."""
_LONGEST_WORD = 8
"""Pieces; a name that goes on longer may be broken."""


def split_words(text: str) -> list[str]:
    """Words, with the punctuation that belongs to them."""
    pieces: list[str] = []
    for chunk in text.split():
        begins = True
        for character in chunk:
            if pieces and not begins and _joins(pieces[-1], character):
                pieces[-1] += character
            else:
                pieces.append(character)
            begins = False
    return ["".join(pieces[run]) for run in unbroken(pieces)]


def unbroken(pieces: Sequence[str]) -> list[slice]:
    """The runs of ``pieces`` (words, or single characters with their punctuation) that stay together:
    Chinese words by a dictionary, closing punctuation with what it closes."""
    if not any(is_ideograph(piece[:1]) for piece in pieces if piece):
        return [slice(n, n + 1) for n in range(len(pieces))]
    ends, text = [], ""
    for piece in pieces:
        spaced = text and piece and not (is_ideograph(text[-1]) or is_ideograph(piece[0]))
        text += f" {piece}" if spaced else piece
        ends.append(len(text))
    words = set(itertools.accumulate(map(len, _chinese_words(text))))
    runs, first = [], 0
    for number, end in enumerate(ends):
        following = pieces[number + 1] if number + 1 < len(pieces) else ""
        leans = following[:1] in _NEVER_FIRST if following else False
        is_long = number + 1 - first >= _LONGEST_WORD
        if not following or is_long or (end in words and not leans and text[end - 1] not in _NEVER_LAST):
            runs.append(slice(first, number + 1))
            first = number + 1
    return runs


def begins_no_line(word: str) -> bool:
    """Whether a word leans on the one before it: closing punctuation, a Chinese particle."""
    return word[:1] in _NEVER_FIRST or (word[:1] in _PARTICLES and _NEVER_FIRST.issuperset(word[1:]))


def is_ideograph(character: str) -> bool:
    """Whether a character is set without spaces around it (Chinese, kana and their punctuation)."""
    if not character:
        return False
    code = ord(character)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFF65 or code >= 0x20000


def _joins(piece: str, character: str) -> bool:
    return (
        character in _NEVER_FIRST
        or piece[-1] in _NEVER_LAST
        or not (is_ideograph(character) or is_ideograph(piece[-1]))
    )


def _chinese_words(text: str) -> list[str]:
    # Only where Chinese is set: the dictionary takes a quarter of a second and 33 MB.
    import rjieba

    return list(rjieba.cut(text))
