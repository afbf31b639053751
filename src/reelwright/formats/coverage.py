"""Is every word of a source in the series? Counted from the words, knowing nothing of how they were read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from reelwright.formats.imported import Left, SourceLine
from reelwright.screenplay import Screenplay

_WORD = re.compile(r"[㐀-鿿豈-﫿぀-ヿ가-힯]|[^\W_]+(?:['’][^\W_]+)*")


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """``line_count`` lines have words; ``taken`` are whole in the scripts, ``listed`` are named with a reason
    (wholly or in part), ``lost`` are neither. ``added`` are words that the scripts have and the source does
    not. ``is_in_order``: the scripts' words stand in the source's order."""

    line_count: int
    taken: int
    listed: int
    lost: tuple[SourceLine, ...]
    added: tuple[str, ...]
    is_in_order: bool

    @property
    def share(self) -> float:
        """Of the lines, those that are accounted for."""
        return 1.0 - len(self.lost) / self.line_count if self.line_count else 1.0


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: letters and digits, a Chinese character each, without
    punctuation and marks of a layout; compatible forms of a character are the same."""
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def words_in(screenplays: Iterable[Screenplay]) -> list[str]:
    """All words of scripts in the order in which they are read."""
    return [word for screenplay in screenplays for text in _texts(screenplay) for word in words_of(text)]


def coverage_of(
    source: Sequence[SourceLine], left: Sequence[Left], screenplays: Sequence[Screenplay]
) -> Coverage:
    """Compare the words of ``source``, without those ``left``, with the words of the scripts."""
    written = words_in(screenplays)
    there = Counter(written)
    reasons: dict[int, Counter[str]] = {}
    for one in left:
        reasons.setdefault(one.number, Counter()).update(words_of(one.text))
    wanted_in_order: list[str] = []
    lost: list[SourceLine] = []
    line_count = taken = listed = 0
    for line in source:
        words = words_of(line.text)
        if not words:
            continue
        line_count += 1
        away = reasons.get(line.number, Counter())
        wanted = Counter(words) - away
        if wanted - there:
            lost.append(line)
        elif away:
            listed += 1
        else:
            taken += 1
        there -= wanted
        wanted_in_order += _without(words, away)
    return Coverage(
        line_count=line_count,
        taken=taken,
        listed=listed,
        lost=tuple(lost),
        added=tuple(there.elements()),
        is_in_order=wanted_in_order == written,
    )


def _without(words: Sequence[str], away: Counter[str]) -> list[str]:
    """``words`` without those that were left out, from the end: what is said twice is left the second
    time."""
    remaining, kept = Counter(away), []
    for word in reversed(words):
        if remaining[word]:
            remaining[word] -= 1
        else:
            kept.append(word)
    return kept[::-1]


def _texts(screenplay: Screenplay) -> Iterable[str]:
    for element in screenplay.elements:
        if element.kind in ("blank", "page-break"):
            continue
        yield element.scene_number
        yield element.text
        yield element.extension
        if element.kind != "note":
            yield from element.notes
