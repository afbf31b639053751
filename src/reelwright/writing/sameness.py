"""Lines → how nearly they say the same: names masked, marks dropped, word pairs compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

NEARLY_SAME = 0.6
"""From this share of common word pairs on, two lines count as one."""
_PIECE = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+(?:['’][a-z]+)?")


def pieces_of(text: str, names: Collection[str]) -> frozenset[tuple[str, str]]:
    """The neighbouring pairs of words (Chinese: of characters) of a line, ``names`` masked."""
    lowered = text.casefold()
    for name in sorted(names, key=len, reverse=True):
        lowered = lowered.replace(name.casefold(), " 0 ")
    words = ["^", *_PIECE.findall(lowered), "$"]
    return frozenset(pairwise(words))


def likeness(first: frozenset[tuple[str, str]], second: frozenset[tuple[str, str]]) -> float:
    """Dice's coefficient of two lines' pairs: 0 nothing in common, 1 the same."""
    together = len(first) + len(second)
    return 2 * len(first & second) / together if together else 0.0


@dataclass
class Sayings:
    """Lines that were said, found again by their word pairs."""

    pieces: list[frozenset[tuple[str, str]]] = field(default_factory=list)
    _where: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str, names: Collection[str]) -> None:
        found = pieces_of(text, names)
        for piece in found:
            self._where[piece].append(len(self.pieces))
        self.pieces.append(found)

    def nearest(self, text: str, names: Collection[str]) -> float:
        """The likeness of the line that is most like ``text``; 0 when nothing was said."""
        found = pieces_of(text, names)
        common: defaultdict[int, int] = defaultdict(int)
        for piece in found:
            for index in self._where.get(piece, ()):
                common[index] += 1
        return max(
            (2 * count / (len(found) + len(self.pieces[index])) for index, count in common.items()),
            default=0.0,
        )


def shared(lines: Iterable[str], others: Iterable[str], names: Collection[str]) -> float:
    """The share of ``lines`` that are nearly one of ``others``, 0..1."""
    known = Sayings()
    for other in others:
        known.add(other, names)
    found = [known.nearest(line, names) >= NEARLY_SAME for line in lines]
    return sum(found) / len(found) if found else 0.0


def repeated(lines: Iterable[str], names: Collection[str]) -> float:
    """The share of ``lines`` that nearly say what an earlier one of them said, 0..1."""
    known, found = Sayings(), []
    for line in lines:
        found.append(known.nearest(line, names) >= NEARLY_SAME)
        known.add(line, names)
    return sum(found) / len(found) if found else 0.0
