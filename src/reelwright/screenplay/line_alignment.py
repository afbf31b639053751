"""The lines of two versions of an episode → which new line is which old one.

Exact matching by hashing does nearly all the work: first lines that occur once on both sides, then their
neighbours, then repeats in order. Only what is left over is compared by likeness, each line with a bounded
number of candidates: those in the same gap and those that share its rarest words. About n·log n.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence

import msgspec

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff]")

_CANDIDATES_IN_GAP = 12
_CANDIDATES_BY_WORDS = 6
_RARE_FEATURES = 8
_COMMONEST_USEFUL = 50
_ROUNDS_OF_LIKENESS = 2
_MOST_PAIRS_OF_REPEATS = 100_000

# How alike two lines must be (0..1) to be one line that was edited. In its old place and with its old
# speaker little is enough; found elsewhere, under another name, it must be nearly the same.
_ENOUGH = {(True, True): 0.33, (True, False): 0.5, (False, True): 0.55, (False, False): 0.75}
_BONUS_PLACE = 0.2
_BONUS_SPEAKER = 0.1
# One of two halves is wholly contained in the line it was split from.
_CONTAINED_FACTOR = 0.85
_LEAST_CONTAINED_FEATURES = 8


class Spoken(msgspec.Struct, frozen=True):
    """What alignment compares: who says it and what is said."""

    speaker: str
    text: str


def align(old: Sequence[Spoken], new: Sequence[Spoken]) -> list[int | None]:
    """For each new line the index of the old line that it is, or None; no old line is given twice."""
    alignment = _Alignment(old, new)
    alignment.match_equal(lambda line: (line.speaker, line.text))
    alignment.match_equal(lambda line: (_bare(line.speaker), _bare(line.text) or line.text))
    alignment.match_equal(lambda line: _bare(line.text) or line.text)
    for _ in range(_ROUNDS_OF_LIKENESS):
        # What the first round finds tells the second where the rest belongs.
        alignment.match_alike()
    return alignment.old_of_new


class _Alignment:
    def __init__(self, old: Sequence[Spoken], new: Sequence[Spoken]) -> None:
        self.old = old
        self.new = new
        self.old_of_new: list[int | None] = [None] * len(new)
        self.is_old_taken = [False] * len(old)

    def _match(self, old_index: int, new_index: int) -> None:
        self.old_of_new[new_index] = old_index
        self.is_old_taken[old_index] = True

    def _left(self) -> tuple[list[int], list[int]]:
        old_left = [index for index, taken in enumerate(self.is_old_taken) if not taken]
        new_left = [index for index, match in enumerate(self.old_of_new) if match is None]
        return old_left, new_left

    def match_equal(self, key_of: Callable[[Spoken], Hashable]) -> None:
        """Matches the lines that are left and have the same key."""
        old_left, new_left = self._left()
        if not old_left or not new_left:
            return
        old_keys = {index: key_of(self.old[index]) for index in old_left}
        new_keys = {index: key_of(self.new[index]) for index in new_left}
        old_places = _places(old_keys)
        new_places = _places(new_keys)
        for key, places in new_places.items():
            others = old_places.get(key, [])
            if len(places) == 1 and len(others) == 1:
                self._match(others[0], places[0])
        self._match_neighbours(old_keys, new_keys)
        for key in new_places:
            old_rest = [index for index in old_places.get(key, []) if not self.is_old_taken[index]]
            new_rest = [index for index in new_places[key] if self.old_of_new[index] is None]
            self._match_repeats(old_rest, new_rest)

    def _match_neighbours(self, old_keys: dict[int, Hashable], new_keys: dict[int, Hashable]) -> None:
        """A repeated line beside a matched one is the one that stood beside it before."""
        for step, order in ((1, range(len(self.new))), (-1, range(len(self.new) - 1, -1, -1))):
            for new_index in order:
                old_index = self.old_of_new[new_index]
                if old_index is None:
                    continue
                next_old, next_new = old_index + step, new_index + step
                key = old_keys.get(next_old)
                if key is None or key != new_keys.get(next_new):
                    continue
                if not self.is_old_taken[next_old] and self.old_of_new[next_new] is None:
                    self._match(next_old, next_new)

    def _match_repeats(self, old_rest: list[int], new_rest: list[int]) -> None:
        """Repeats that nothing tells apart keep their order, each as near to its old place as can be."""
        if not old_rest or not new_rest:
            return
        if len(old_rest) == len(new_rest) or len(old_rest) * len(new_rest) > _MOST_PAIRS_OF_REPEATS:
            for old_index, new_index in zip(old_rest, new_rest, strict=False):
                self._match(old_index, new_index)
            return
        expected = [self._expected_old(index) for index in new_rest]
        for old_index, number in _cheapest_in_order(old_rest, expected):
            self._match(old_index, new_rest[number])

    def _expected_old(self, new_index: int) -> int:
        """Where the old line would be if the nearest matched line before had kept its distance."""
        for distance in range(1, min(new_index, 50) + 1):
            match = self.old_of_new[new_index - distance]
            if match is not None:
                return match + distance
        return new_index

    def match_alike(self) -> None:
        """Matches the lines that are left and alike enough, the most alike first."""
        old_left, new_left = self._left()
        if not old_left or not new_left:
            return
        features = {index: _features(self.old[index].text) for index in old_left}
        lines_with: dict[str, list[int]] = defaultdict(list)
        for index in old_left:
            for feature in features[index]:
                lines_with[feature].append(index)
        ranked: list[tuple[float, int, int, int]] = []
        before, after = self._matched_neighbours()
        for new_index in new_left:
            mine = _features(self.new[new_index].text)
            near = _in_gap(old_left, before[new_index], after[new_index])
            for old_index in {*near, *_sharing_rare(mine, lines_with)}:
                rank = self._rank(old_index, new_index, features[old_index], mine, old_index in near)
                if rank > 0.0:
                    distance = abs(before[new_index] + 1 - old_index)
                    ranked.append((-rank, distance, new_index, old_index))
        for _, _, new_index, old_index in sorted(ranked):
            if self.old_of_new[new_index] is None and not self.is_old_taken[old_index]:
                self._match(old_index, new_index)

    def _rank(
        self, old_index: int, new_index: int, theirs: frozenset[str], mine: frozenset[str], is_near: bool
    ) -> float:
        """How good the pair is; 0.0 when the two are different lines."""
        alike = _likeness(theirs, mine)
        has_speaker = _bare(self.old[old_index].speaker) == _bare(self.new[new_index].speaker)
        if alike < _ENOUGH[is_near, has_speaker]:
            return 0.0
        return alike + _BONUS_PLACE * is_near + _BONUS_SPEAKER * has_speaker

    def _matched_neighbours(self) -> tuple[list[int], list[int]]:
        """For each new line the old index of the nearest matched line before it (-1) and after it."""
        before, after = [], [len(self.old)] * len(self.new)
        last = -1
        for match in self.old_of_new:
            before.append(last)
            last = last if match is None else match
        following = len(self.old)
        for index in range(len(self.new) - 1, -1, -1):
            after[index] = following
            match = self.old_of_new[index]
            following = following if match is None else match
        return before, after


def _places(keys: dict[int, Hashable]) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for index, key in keys.items():
        places[key].append(index)
    return places


def _cheapest_in_order(old_rest: list[int], expected: list[int]) -> list[tuple[int, int]]:
    """Pairs (old index, number in ``expected``), order kept, as many as can be, least sum of distances."""
    is_swapped = len(old_rest) < len(expected)
    few, many = (old_rest, expected) if is_swapped else (expected, old_rest)
    # best[j]: least cost of placing the first few items among the first j of the many.
    best = [0.0] * (len(many) + 1)
    choices: list[list[bool]] = []
    for item in few:
        row, chosen = [float("inf")], [False]
        for j, other in enumerate(many, start=1):
            take = best[j - 1] + abs(item - other)
            chosen.append(take < row[j - 1])
            row.append(min(take, row[j - 1]))
        best = row
        choices.append(chosen)
    pairs = []
    j = len(many)
    for number in range(len(few) - 1, -1, -1):
        while not choices[number][j]:
            j -= 1
        pairs.append((few[number], j - 1) if is_swapped else (many[j - 1], number))
        j -= 1
    return pairs[::-1]


def _in_gap(old_left: list[int], before: int, after: int) -> frozenset[int]:
    """The unmatched old lines between two matched ones; the nearest few when the gap is wide."""
    first = bisect_left(old_left, before + 1)
    if before < after:
        end = bisect_left(old_left, after)
        inside = old_left[first:end]
        if len(inside) <= _CANDIDATES_IN_GAP:
            return frozenset(inside)
        half = _CANDIDATES_IN_GAP // 2
        return frozenset(inside[:half] + inside[-half:])
    # The neighbours were moved apart: only what followed or led directly is near.
    return frozenset(index for index in (before + 1, after - 1) if _holds(old_left, index))


def _holds(sorted_numbers: list[int], number: int) -> bool:
    place = bisect_left(sorted_numbers, number)
    return place < len(sorted_numbers) and sorted_numbers[place] == number


def _sharing_rare(features: frozenset[str], lines_with: dict[str, list[int]]) -> list[int]:
    known = sorted((len(lines_with[feature]), feature) for feature in features if feature in lines_with)
    counts: Counter[int] = Counter()
    for count, feature in known[:_RARE_FEATURES]:
        if count <= _COMMONEST_USEFUL:
            counts.update(lines_with[feature])
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [index for index, _ in ordered[:_CANDIDATES_BY_WORDS]]


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """0..1: the Dice coefficient of the features, or nearly 1 when one line holds the other."""
    shared = len(first & second)
    if not shared:
        return 0.0
    smaller = min(len(first), len(second))
    dice = 2.0 * shared / (len(first) + len(second))
    if smaller < _LEAST_CONTAINED_FEATURES:
        return dice
    return max(dice, _CONTAINED_FACTOR * shared / smaller)


def _features(text: str) -> frozenset[str]:
    """Words and their trigrams; for Chinese, characters and their bigrams."""
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if _HAN.search(word):
            found.update(word)
            found.update(word[i : i + 2] for i in range(len(word) - 1))
        else:
            found.add(word)
            padded = f" {word} "
            found.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return frozenset(found)


def _bare(text: str) -> str:
    """Without case, punctuation and the width of blanks."""
    return " ".join(_WORD.findall(text.casefold()))
