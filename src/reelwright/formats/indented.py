"""The American screenplay by its columns → elements: what a PDF, a typed text or an unstyled document holds.

Action begins at the left edge, dialogue an inch further in, the cue another; which columns a script uses is
found from the script. Positions are in characters of a typewriter (a tenth of an inch).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reelwright.formats.fountain_cues import is_heading, is_transition
from reelwright.formats.imported import Imported, SourceLine
from reelwright.formats.named_lines import EPISODE

_CUE = re.compile(r"(?P<name>[^()]+?)\s*(?P<brackets>(?:\([^()]*\)\s*)*)")
_BRACKET = re.compile(r"\(([^()]*)\)")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}[A-Z]?\.?", re.IGNORECASE)
_MORE = re.compile(r"\(?\s*MORE\s*\)?", re.IGNORECASE)
_CONTINUED = re.compile(r"\(?\s*CONTINUED\s*:?\s*(?:\(\d+\))?\s*\)?", re.IGNORECASE)
_CONTD = re.compile(r"CONT['’]?D\.?|CONT(?:INUED)?\.?", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<number>\d{1,4}[A-Z]?)[.\s]\s*(?P<rest>.*?)(?:\s+(?P=number)\.?)?")
_TRAILING_NUMBER = re.compile(r"\s{2,}\d{1,4}[A-Z]?\.?$")
_LEAST_CUE_INDENT = 10.0
_LEAST_DIALOGUE_INDENT = 4.0
_RIGHT_INDENT = 34.0
_LONGEST_CUE = 48
_HEADER_PAGES = 3
"""A line that stands at the top of so many pages is a header."""


@dataclass(frozen=True)
class Columns:
    """Where a script's columns begin."""

    action: float
    dialogue: float
    cue: float


def looks_indented(lines: Sequence[SourceLine]) -> tuple[float, str]:
    """Which part of the lines stands in the columns of a screenplay, 0..1, and what was seen."""
    columns = columns_of(lines)
    if columns is None:
        return 0.0, ""
    filled = [line for line in lines if line.text.strip()]
    cues = sum(_is_cue(line, columns) for line in filled)
    headings = sum(is_heading(_without_number(line.text)[1]) for line in filled)
    inside = sum(columns.dialogue - 1.5 <= line.indent < columns.cue - 1.5 for line in filled)
    return (cues + headings + inside) / len(filled), (
        f"{cues} cues stand {columns.cue - columns.action:.0f} characters in, with dialogue below them"
    )


def columns_of(lines: Sequence[SourceLine]) -> Columns | None:
    """The columns, or ``None`` for text that has none."""
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return None
    edges = Counter(round(line.indent) for line in filled)
    action = min((edge for edge, count in edges.items() if count >= max(2, len(filled) // 50)), default=None)
    if action is None:
        return None
    cues: Counter[int] = Counter()
    below: Counter[int] = Counter()
    for line, after in itertools.pairwise(filled):
        text = line.text.strip()
        if (
            line.indent - action >= _LEAST_CUE_INDENT
            and _is_capital(text)
            and len(text) <= _LONGEST_CUE
            and not _is_furniture(text)
            and line.indent > after.indent >= action + _LEAST_DIALOGUE_INDENT
        ):
            cues[round(line.indent)] += 1
            if not after.text.strip().startswith("("):
                below[round(after.indent)] += 1
    if not cues or not below:
        return None
    return Columns(float(action), float(below.most_common(1)[0][0]), float(cues.most_common(1)[0][0]))


def read_indented(lines: Sequence[SourceLine]) -> Imported:
    """Every line becomes an element, or part of one, belongs to the front matter, or is listed with the
    reason. Wrapped lines are joined; a speech that a page parts is put together again."""
    read = Imported(layout="screenplay")
    columns = columns_of(lines) or Columns(0.0, 10.0, 20.0)
    _Reading(read, columns, _headers(lines)).all(lines)
    return read


class _Reading:
    def __init__(self, read: Imported, columns: Columns, headers: frozenset[str]) -> None:
        self.read, self.columns, self.headers = read, columns, headers
        self.state = ""
        """What may go on: ``action``, ``dialogue``, ``bracket`` or nothing."""
        self.speaker = ""
        self.is_parted = False
        """A page ended within a speech."""
        self.has_begun = False

    def all(self, lines: Sequence[SourceLine]) -> None:
        filled = [line for line in lines if line.text.strip()]
        last_page = 0
        for position, line in enumerate(filled):
            is_first = line.page != last_page
            last_page = line.page
            is_last = position + 1 == len(filled) or filled[position + 1].page != line.page
            if reason := self._furniture(line, at_edge=bool(line.page) and (is_first or is_last)):
                self.read.leave(line, reason)
                continue
            self._take(line)

    def _furniture(self, line: SourceLine, *, at_edge: bool) -> str:
        text = line.text.strip()
        if at_edge and _PAGE_NUMBER.fullmatch(text):
            return "is a page number"
        if line.page and _header_of(text) in self.headers:
            return "is a page's header"
        if _MORE.fullmatch(text):
            self.is_parted = True
            return "says that a speech goes on over the page"
        if _CONTINUED.fullmatch(text):
            return "says that a scene goes on over the page"
        return ""

    def _take(self, line: SourceLine) -> None:
        text = line.text.strip()
        number, heading = _without_number(text)
        inward = line.indent - self.columns.action
        if EPISODE.fullmatch(text) and _is_capital(text.partition(":")[0]):
            episode = EPISODE.fullmatch(text)
            assert episode is not None
            self.has_begun, self.state = True, ""
            self.read.begin_episode(episode["title"])
        elif inward < _LEAST_CUE_INDENT and is_heading(heading):
            self.has_begun, self.state = True, ""
            if number and text.endswith(f" {number}"):
                self.read.leave(line, "is the scene's number, said twice", number)
            self.read.add("scene-heading", heading, line, scene_number=number)
        elif is_transition(text) or (inward > _RIGHT_INDENT and text.endswith(":") and _is_capital(text)):
            self.has_begun, self.state = True, ""
            self.read.add("transition", text, line)
        elif not self.has_begun:
            self._front(line, text)
        elif _is_cue(line, self.columns):
            self._cue(line, text)
        elif self.state in ("cue", "dialogue", "bracket") and inward >= _LEAST_DIALOGUE_INDENT:
            self._said(line, text)
        elif self.state == "action" and not line.is_apart:
            self.read.glue(text)
        else:
            self.state = "action"
            self.read.add("action", text, line)

    def _cue(self, line: SourceLine, text: str) -> None:
        found = _CUE.fullmatch(text)
        assert found is not None
        name = found["name"].strip()
        brackets = [bracket.strip() for bracket in _BRACKET.findall(found["brackets"]) if bracket.strip()]
        goes_on = [bracket for bracket in brackets if _CONTD.fullmatch(bracket)]
        if self.is_parted and goes_on and name == self.speaker:
            self.read.leave(line, "repeats the speaker over the page")
            self.state = "dialogue" if self.read.elements[-1].kind == "dialogue" else "cue"
        else:
            self.read.cue(name, brackets, line)
            self.state, self.speaker = "cue", name
        self.is_parted = False

    def _said(self, line: SourceLine, text: str) -> None:
        if self.state == "bracket":
            self.read.glue(text.removesuffix(")"))
            self.state = "cue" if text.endswith(")") else "bracket"
        elif text.startswith("(") and (")" not in text[:-1]):
            self.read.add("parenthetical", text.removeprefix("(").removesuffix(")"), line)
            self.state = "cue" if text.endswith(")") else "bracket"
        elif self.state == "dialogue":
            self.read.glue(text)
        else:
            self.read.add("dialogue", text, line)
            self.state = "dialogue"

    def _front(self, line: SourceLine, text: str) -> None:
        if not self.read.title and text.casefold() not in ("written by", "by", "screenplay by"):
            self.read.title = text
            self.read.leave(line, "is the title of the series")
        elif self.read.front and self.read.front[-1].text.strip().casefold().endswith("by"):
            self.read.author = self.read.author or text
            self.read.leave(line, "is the author on the title page")
        else:
            self.read.front.append(line)


def _is_cue(line: SourceLine, columns: Columns) -> bool:
    text = line.text.strip()
    found = _CUE.fullmatch(text)
    return (
        abs(line.indent - columns.cue) <= max(4.0, (columns.cue - columns.dialogue) / 2)
        and len(text) <= _LONGEST_CUE
        and found is not None
        and _is_capital(found["name"])
        and not text.endswith((".", "!", "?", ":"))
    )


def _is_capital(text: str) -> bool:
    return any(char.isalpha() for char in text) and not any(char.islower() for char in _BRACKET.sub("", text))


def _is_furniture(text: str) -> bool:
    return any(mark.fullmatch(text) for mark in (_MORE, _CONTINUED, _PAGE_NUMBER)) or is_transition(text)


def _without_number(text: str) -> tuple[str, str]:
    """``12  INT. BAR - DAY  12`` → the number and the heading."""
    text = text.strip()
    found = _NUMBERED.fullmatch(text)
    if found is not None and is_heading(found["rest"].strip()):
        return found["number"], found["rest"].strip()
    return "", _TRAILING_NUMBER.sub("", text) if is_heading(text) else text


def _header_of(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def _headers(lines: Sequence[SourceLine]) -> frozenset[str]:
    """What stands at the top or the bottom of page after page."""
    seen = Counter(_header_of(line.text.strip()) for line in _edges(lines))
    return frozenset(
        text for text, count in seen.items() if count >= _HEADER_PAGES and "#" in text
    ) | frozenset(text for text, count in seen.items() if count > 2 * _HEADER_PAGES)


def _edges(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    filled = [line for line in lines if line.text.strip() and line.page]
    for before, line, after in zip([None, *filled], filled, [*filled[1:], None], strict=False):
        if before is None or after is None or before.page != line.page or after.page != line.page:
            yield line
