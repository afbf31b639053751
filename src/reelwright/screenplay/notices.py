"""A screenplay → what its author should look at: names in two spellings, notes nobody knows."""

from __future__ import annotations

import difflib
from collections import Counter

from reelwright.errors import Notice
from reelwright.screenplay.directions import DIRECTION_KINDS, REMARK
from reelwright.screenplay.documents import Direction, Line, Screenplay
from reelwright.screenplay.language import is_chinese

_LEAST_LETTERS = 4
_LEAST_CHINESE = 3
# Names are compared with the most frequent ones only: a script with thousands of them is no cast list.
_MOST_NAMES_COMPARED = 300
_RARE_COUNT = 2
_RARE_SHARE = 3
_TITLES = frozenset(("MR", "MRS", "MS", "MISS", "DR", "THE", "YOUNG", "OLD"))


def script_notices(screenplay: Screenplay) -> tuple[Notice, ...]:
    """Warnings, in the order of the script: its reader's, ``two-spellings`` with the spelling to use,
    ``unknown-note``. The film is made all the same."""
    return screenplay.notices + two_spellings(screenplay) + unknown_notes(screenplay)


def two_spellings(screenplay: Screenplay) -> tuple[Notice, ...]:
    """A notice for each cue that is nearly another, more frequent one."""
    counts = Counter(line.speaker for line in screenplay.lines)
    first_line: dict[str, Line] = {}
    for line in screenplay.lines:
        first_line.setdefault(line.speaker, line)
    # The most frequent spelling is right; of equals, the first one.
    ordered = sorted(counts, key=lambda name: (-counts[name], first_line[name].source_line))
    notices: list[tuple[int, Notice]] = []
    for index, name in enumerate(ordered):
        candidates = ordered[: min(index, _MOST_NAMES_COMPARED)]
        intended = next((other for other in candidates if _is_slip_for(name, other, counts)), "")
        if intended:
            source_line = first_line[name].source_line
            notices.append((source_line, _spelling_notice(name, intended, screenplay, source_line)))
    return tuple(notice for _, notice in sorted(notices, key=lambda pair: pair[0]))


def _is_slip_for(name: str, other: str, counts: Counter[str]) -> bool:
    if _bare(name) == _bare(other):
        return bool(_bare(name))
    # ANNA and ANNE who both speak all the time are two people.
    is_rare = counts[name] <= _RARE_COUNT or counts[name] * _RARE_SHARE <= counts[other]
    return is_rare and is_same_name(name, other)


def is_same_name(name: str, other: str) -> bool:
    """Whether two cues are likely one person: ``MEI LIN`` and ``Mei-Lin``, ``LUKAS`` and ``LUCAS``."""
    bare, bare_other = _bare(name), _bare(other)
    if bare == bare_other:
        return bool(bare)
    if is_chinese(name) and _sound_alike(bare, bare_other):
        return True
    shortest = _LEAST_CHINESE if is_chinese(name) else _LEAST_LETTERS
    if min(len(bare), len(bare_other)) < shortest or abs(len(bare) - len(bare_other)) > 1:
        return False
    if _digits(name) != _digits(other) or (_words(name) ^ _words(other)) & _TITLES:
        return False  # GUARD 1 and GUARD 2, MR LEE and MRS LEE are two people
    return _is_one_slip_apart(bare, bare_other)


def _sound_alike(name: str, other: str) -> bool:
    """苏晚 and 苏婉: one character of the same sound, the slip that Chinese typing makes."""
    if len(name) != len(other) or sum(a != b for a, b in zip(name, other, strict=True)) != 1:
        return False
    import pypinyin  # a large table, needed for two such names only

    return bool(pypinyin.lazy_pinyin(name) == pypinyin.lazy_pinyin(other))


def unknown_notes(screenplay: Screenplay) -> tuple[Notice, ...]:
    """A notice for each ``[[word: …]]`` whose word the house does not know; plain remarks are fine."""
    notices = []
    for scene in screenplay.scenes:
        for item in scene.items:
            own = (item,) if isinstance(item, Direction) else ()
            directions = own or getattr(item, "directions", ())
            notices += [
                _note_notice(direction, screenplay)
                for direction in directions
                if direction.kind not in DIRECTION_KINDS and direction.kind != REMARK
            ]
    return tuple(notices)


def _spelling_notice(name: str, intended: str, screenplay: Screenplay, source_line: int) -> Notice:
    return Notice(
        code="two-spellings",
        message=f"{name} looks like another spelling of {intended}",
        where=f"{screenplay.source_name}:{source_line}",
        next_step=f"Write {intended}, or give {name} a card of its own in cast/ if they are two people.",
    )


def _note_notice(direction: Direction, screenplay: Screenplay) -> Notice:
    near = difflib.get_close_matches(direction.kind, DIRECTION_KINDS, n=1, cutoff=0.6)
    advice = f"Did you mean [[{near[0]}: …]]?" if near else f"Known: {', '.join(DIRECTION_KINDS)}."
    return Notice(
        code="unknown-note",
        message=f"The note [[{direction.kind}: {direction.value}]] is kept but means nothing here",
        where=f"{screenplay.source_name}:{direction.source_line}",
        next_step=advice,
    )


def _bare(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())


def _words(name: str) -> frozenset[str]:
    return frozenset(name.upper().replace(".", " ").split())


def _is_one_slip_apart(first: str, second: str) -> bool:
    """One letter changed, added, left out, or two neighbours swapped."""
    if len(first) == len(second):
        places = [index for index, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
        if len(places) == 1:
            return True
        if len(places) == 2 and places[1] == places[0] + 1:
            i = places[0]
            return first[i] == second[i + 1] and first[i + 1] == second[i]
        return False
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
