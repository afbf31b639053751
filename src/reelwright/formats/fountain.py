"""Fountain 1.1 text, English or Chinese → ``Screenplay``, and back to the byte.

Grammar: https://fountain.io/syntax. What is read beyond it: Chinese headings and cues, full-width brackets,
``FADE OUT.`` and its kin without a force mark, cues right after a heading. Why our own reader:
``docs/decisions/0002-own-fountain-reader.md``. Time and memory are linear in the length of the text.
"""

from __future__ import annotations

import re

from reelwright.formats.fountain_cues import (
    LONGEST_STRUCTURE,
    Cue,
    cue_of,
    forced_cue,
    is_heading,
    is_transition,
)
from reelwright.formats.fountain_emphasis import without_emphasis, words_leant_on
from reelwright.formats.fountain_layout import LogicalLine, logical_lines
from reelwright.formats.fountain_title_page import read_title_page
from reelwright.screenplay import Element, Screenplay
from reelwright.screenplay.documents import ElementKind
from reelwright.screenplay.language import is_chinese
from reelwright.screenplay.scenes import EXTENSION_SEPARATOR, screenplay_of

BYTE_ORDER_MARK = "\ufeff"
_PAGE_BREAK = re.compile(r"={3,}")
_LEADING_BRACKET = re.compile(r"\s*(?:（[^()（）]*）|\([^()（）]*\))\s*")


def read_fountain(text: str, *, source_name: str = "") -> Screenplay:
    """The screenplay in ``text``; any text is one, and joining all ``raw`` gives it back.

    ``source_name`` is the path shown in messages. Ids are empty: see ``screenplay.line_ids``.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    title_page, title_end = read_title_page(text[len(mark) :])
    title_page_raw = text[: len(mark) + title_end]
    body = text[len(title_page_raw) :]
    first_line = 1 + len(re.findall(r"\r\n|\r|\n", title_page_raw))
    reader = _Reader(logical_lines(body, first_line=first_line))
    return screenplay_of(
        reader.elements(), title_page=title_page, title_page_raw=title_page_raw, source_name=source_name
    )


class _Reader:
    """One pass over the logical lines. ``is_fresh`` says that a cue or a heading may stand here: a blank
    line or something that stands alone came before."""

    def __init__(self, lines: list[LogicalLine]) -> None:
        self.lines = lines
        self.position = 0
        self.is_fresh = True
        self.found: list[Element] = []

    def elements(self) -> list[Element]:
        while self.position < len(self.lines):
            self._take_next()
        return self.found

    def _take_next(self) -> None:
        line = self.lines[self.position]
        if line.is_blank:
            self._take_blank()
        elif line.is_only_marks:
            self._take_marks(line)
        else:
            self._take_visible(line)

    def _take_blank(self) -> None:
        start = self.position
        while self.position < len(self.lines) and self.lines[self.position].is_blank:
            self.position += 1
        self._add("blank", "", self.lines[start : self.position])
        self.is_fresh = True

    def _take_marks(self, line: LogicalLine) -> None:
        self.position += 1
        self._add_marks(line)

    def _add_marks(self, line: LogicalLine) -> None:
        if line.notes:
            self._add("note", "\n".join(line.notes), [line])
        else:
            self._add("boneyard", line.raw.strip().removeprefix("/*").removesuffix("*/").strip(), [line])

    def _take_visible(self, line: LogicalLine) -> None:
        kind = self._kind(line, is_fresh=self.is_fresh)
        if kind == "action":
            self._take_action()
            return
        self.position += 1
        text = line.text.strip()
        self.is_fresh = True
        if kind == "character":
            is_forced = text[0] in "@＠"
            cue = forced_cue(text[1:]) if is_forced else cue_of(text)
            assert cue is not None  # _kind has looked
            self._take_speech(line, cue, is_forced)
        elif kind == "scene-heading":
            is_forced = text[0] == "."
            heading, number = _without_number(text[1:] if is_forced else text)
            self._add(kind, without_emphasis(heading), [line], scene_number=number, is_forced=is_forced)
        elif kind == "transition":
            is_forced = text[0] == ">"
            self._add(kind, without_emphasis(text[is_forced:].strip()), [line], is_forced=is_forced)
        elif kind == "centered":
            self._add(kind, without_emphasis(text[1:-1].strip()), [line])
        elif kind == "section":
            title = text.lstrip("#")
            self._add(kind, without_emphasis(title.strip()), [line], level=len(text) - len(title))
        elif kind == "page-break":
            self._add(kind, "", [line])
        else:  # synopsis, lyric
            self._add(kind, without_emphasis(text[1:].strip()), [line])

    def _kind(self, line: LogicalLine, *, is_fresh: bool) -> ElementKind:
        """What a visible line is when no speech is open."""
        text = line.text.strip()
        first = text[0]
        if first == "!":
            return "action"
        if first == "=":
            return "page-break" if _PAGE_BREAK.fullmatch(text) else "synopsis"
        if first == "#":
            return "section"
        if first == "~":
            return "lyric"
        if first == ">":
            return "centered" if text[-1] == "<" and len(text) > 1 else "transition"
        if first in "@＠" and len(text) > 1 and forced_cue(text[1:]).name:
            return "character"
        if not is_fresh or len(text) > LONGEST_STRUCTURE:
            return "action"
        if first == ".":
            return "scene-heading" if text[1:2].isalnum() else "action"
        if is_heading(text):
            return "scene-heading"
        if is_transition(text) and self._is_blank_after():
            return "transition"
        if cue_of(text) is not None and self._is_followed_by_speech():
            return "character"
        return "action"

    def _is_blank_after(self) -> bool:
        following = self.position + 1
        return following >= len(self.lines) or not self.lines[following].is_visible

    def _is_followed_by_speech(self) -> bool:
        following = self.position + 1
        while following < len(self.lines) and self.lines[following].is_only_marks:
            following += 1
        return following < len(self.lines) and self.lines[following].is_visible

    def _take_action(self) -> None:
        start = self.position
        self.position += 1
        self.is_fresh = False
        while self.position < len(self.lines):
            line = self.lines[self.position]
            if not line.is_visible or line.text.lstrip()[0] == "!":
                break
            if self._kind(line, is_fresh=False) != "action":
                break
            self.position += 1
        lines = self.lines[start : self.position]
        is_forced = lines[0].text.lstrip()[0] == "!"
        texts = [line.text.rstrip() for line in lines]
        if is_forced:
            texts[0] = texts[0].lstrip()[1:]
        self._add("action", without_emphasis("\n".join(texts)), lines, is_forced=is_forced)

    def _take_speech(self, cue_line: LogicalLine, cue: Cue, is_forced: bool) -> None:
        extension = EXTENSION_SEPARATOR.join(cue.brackets)
        self._add(
            "character", cue.name, [cue_line], extension=extension, is_dual=cue.is_dual, is_forced=is_forced
        )
        said: list[LogicalLine] = []
        while self.position < len(self.lines):
            line = self.lines[self.position]
            text = line.text.strip()
            if not text and not line.has_marks and not _connects(line):
                break
            if _PAGE_BREAK.fullmatch(text):
                break
            self.position += 1
            bracket = _bracket_end(text)
            if bracket < len(text) and line.has_marks:
                bracket = 0  # the offsets in the text are not those in the raw
            if (text and not bracket and text[0] != "~") or _connects(line):
                said.append(line)
                continue
            self._add_said(said)
            if not text:
                self._add_marks(line)
            elif text[0] == "~":
                self._add("lyric", without_emphasis(text[1:].strip()), [line])
            else:
                said += self._split_bracket(line, bracket)
        self._add_said(said)

    def _add_said(self, said: list[LogicalLine]) -> None:
        if said:
            text = "\n".join(line.text.strip() for line in said)
            self._add("dialogue", without_emphasis(text), said)
            said.clear()

    def _split_bracket(self, line: LogicalLine, end: int) -> list[LogicalLine]:
        """Adds the parenthetical at the start of ``line``; what is said after it on the line comes back."""
        text = line.text.strip()
        inner = without_emphasis(text[1 : end - 1].strip())
        if end == len(text):
            self._add("parenthetical", inner, [line])
            return []
        cut = line.raw.index(text[end - 1], line.raw.index(text[0]) + 1) + 1
        head = LogicalLine(line.raw[:cut], text[:end], line.source_line)
        rest = LogicalLine(line.raw[cut:], text[end:], line.source_line)
        self._add("parenthetical", inner, [head])
        return [rest]

    def _add(
        self,
        kind: ElementKind,
        text: str,
        lines: list[LogicalLine],
        *,
        scene_number: str = "",
        level: int = 0,
        extension: str = "",
        is_dual: bool = False,
        is_forced: bool = False,
    ) -> None:
        is_said = kind in ("dialogue", "lyric")
        self.found.append(
            Element(
                kind=kind,
                text=text,
                raw=lines[0].raw if len(lines) == 1 else "".join(line.raw for line in lines),
                source_line=lines[0].source_line,
                scene_number=scene_number,
                level=level,
                extension=extension,
                is_dual=is_dual,
                is_forced=is_forced,
                notes=tuple(note for line in lines for note in line.notes),
                leant_on=words_leant_on("\n".join(line.text for line in lines)) if is_said else (),
            )
        )


def _connects(line: LogicalLine) -> bool:
    """The line of two blanks that keeps a speech open (a full-width blank is as wide)."""
    return line.is_blank and (len(line.text) >= 2 or line.text == "\u3000")


def _bracket_end(text: str) -> int:
    """Where the parenthetical at the start of a spoken line ends; 0 when there is none.

    Chinese scripts put it on the line of the speech, ``（冷冷地）走。``; in English, words after the bracket
    make it part of what is said, as the standard has it.
    """
    if not text or text[0] not in "(（":
        return 0
    if text[-1] in ")）" and len(text) > 1 and not _closes_before(text, len(text) - 1):
        return len(text)
    match = _LEADING_BRACKET.match(text)
    if match and is_chinese(match.group()):
        return len(match.group().rstrip())
    return 0


def _closes_before(text: str, end: int) -> bool:
    """Whether the bracket that opens ``text`` closes before ``end``: ``（笑）走吧（下）``."""
    depth = 0
    for index, char in enumerate(text[:end]):
        if char in "(（":
            depth += 1
        elif char in ")）":
            depth -= 1
            if depth == 0:
                return index < end
    return False


def _without_number(text: str) -> tuple[str, str]:
    """``INT. BAR #1A#`` → ``INT. BAR``, ``1A``."""
    text = text.strip()
    if text.endswith("#"):
        opening = text.rfind("#", 0, -1)
        number = text[opening + 1 : -1].strip()
        if opening > 0 and number and not any(char.isspace() for char in number):
            return text[:opening].strip(), number
    return text, ""
