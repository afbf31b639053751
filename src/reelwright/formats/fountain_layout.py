"""Fountain text → its logical lines: what is visible, the notes taken out, the raw text kept.

Boneyard (``/* */``) and notes (``[[ ]]``) may run over line ends, so they are taken out before a line is
looked at. A line break inside one of them does not end the logical line. Every character of the text is in
exactly one ``raw``: joining the raws gives the text back. One pass, linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_PHYSICAL_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
# A line of at most one blank character ends a note; two blanks "connect" it (Fountain 1.1, Notes).
_EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]?(?=\r|\n)")
_OPENING = re.compile(r"/\*|\[\[")
_MANY_BLANKS = re.compile(r"[ \t]{2,}")


class LogicalLine(msgspec.Struct, frozen=True, gc=False):
    """One line as the reader sees it.

    ``raw`` is the source with its line end, ``text`` the same without line end, boneyard and notes,
    ``source_line`` counts from 1, ``notes`` are the contents of the notes, ``has_marks`` says that
    something was taken out.
    """

    raw: str
    text: str
    source_line: int
    notes: tuple[str, ...] = ()
    has_marks: bool = False

    @property
    def is_visible(self) -> bool:
        return bool(self.text) and not self.text.isspace()

    @property
    def is_blank(self) -> bool:
        return not self.has_marks and not self.is_visible

    @property
    def is_only_marks(self) -> bool:
        return self.has_marks and not self.is_visible


class _Span(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    is_note: bool


def logical_lines(text: str, *, first_line: int = 1) -> list[LogicalLine]:
    """The logical lines of ``text``, the first of which stands on line ``first_line`` of its file."""
    lines: list[LogicalLine] = []
    spans = _spans(text)
    span = next(spans, None)
    raw_start, raw_first_line, held = 0, first_line, list[_Span]()
    for number, match in enumerate(_PHYSICAL_LINE.finditer(text), start=first_line):
        end = match.end()
        while span is not None and span.start < end:
            held.append(span)
            span = next(spans, None)
        if held and held[-1].end > end:
            continue
        raw = text[raw_start:end]
        if held:
            lines.append(_marked_line(text, raw_start, end, raw_first_line, held))
            held = []
        else:
            lines.append(LogicalLine(raw, raw.rstrip("\r\n"), raw_first_line))
        raw_start, raw_first_line = end, number + 1
    return lines


def note_text(content: str) -> str:
    """A note's content on one line."""
    return " ".join(part.strip() for part in _LINE_END.split(content)).strip()


def _marked_line(text: str, start: int, end: int, source_line: int, spans: list[_Span]) -> LogicalLine:
    visible, notes, cursor = [], [], start
    for span in spans:
        visible.append(text[cursor : span.start])
        cursor = span.end
        if span.is_note:
            notes.append(note_text(text[span.start + 2 : span.end - 2]))
    visible.append(text[cursor:end])
    joined = _LINE_END.sub("", "".join(visible))
    indent = len(joined) - len(joined.lstrip(" \t"))
    # Taking a mark out leaves a blank on both its sides; one is enough.
    tidy = joined[:indent] + _MANY_BLANKS.sub(" ", joined[indent:]).rstrip(" \t")
    return LogicalLine(text[start:end], tidy, source_line, tuple(notes), True)


def _spans(text: str) -> Iterator[_Span]:
    """Boneyards and notes in order, never overlapping. Unclosed ones are plain text."""
    position = 0
    boneyard_end = note_end = empty_line = -2
    while match := _OPENING.search(text, position):
        start, position = match.start(), match.end()
        if match.group() == "/*":
            if boneyard_end != -1 and boneyard_end < position:
                boneyard_end = text.find("*/", position)
            if boneyard_end != -1:
                yield _Span(start, boneyard_end + 2, False)
                position = boneyard_end + 2
            continue
        # Both positions only move forward, so the whole search stays linear.
        if note_end != -1 and note_end < position:
            note_end = text.find("]]", position)
        if note_end == -1:
            continue
        if empty_line != -1 and empty_line < position:
            found = _EMPTY_LINE.search(text, position)
            empty_line = found.start() if found else -1
        if empty_line == -1 or empty_line > note_end:
            yield _Span(start, note_end + 2, True)
            position = note_end + 2
