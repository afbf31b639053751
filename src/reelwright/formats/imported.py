"""What every reader of foreign scripts gives: elements in order, and what was left out with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from reelwright.screenplay import Element
from reelwright.screenplay.documents import ElementKind, TitleField
from reelwright.screenplay.scenes import EXTENSION_SEPARATOR, is_extension

_NOTED = re.compile(r"\[\[(.*)\]\]", re.DOTALL)
_LEADING = re.compile(r"\s*(?:\(([^()（）]*)\)|（([^()（）]*)）)\s*")


class SourceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line or a paragraph of the source. ``number`` counts from 1; ``indent`` is in characters of a
    typewriter (a tenth of an inch) from the text's left edge; ``style`` the name of a paragraph style;
    ``page`` counts from 1, 0 where there are none. ``is_apart``: something blank lies before it. ``end`` is
    where it ends, counted as ``indent`` is; 0 where lines are as long as they were typed."""

    number: int
    text: str
    indent: float = 0.0
    style: str = ""
    page: int = 0
    is_apart: bool = False
    end: float = 0.0


class Left(msgspec.Struct, frozen=True):
    """A line that is in no script of the series, or a part of one, and why."""

    number: int
    text: str
    reason: str


@dataclass
class Imported:
    """A script as it was read. ``layout`` and ``because`` say how it was understood; ``front`` is what stands
    before the first scene and is neither title nor author; ``breaks`` are the positions in ``elements`` at
    which an episode begins, with its title; ``fields`` a title page that the script has of its own,
    ``source`` the lines that were read."""

    layout: str = ""
    because: str = ""
    title: str = ""
    author: str = ""
    fields: tuple[TitleField, ...] = ()
    elements: list[Element] = field(default_factory=list)
    breaks: list[tuple[int, str]] = field(default_factory=list)
    front: list[SourceLine] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    source: list[SourceLine] = field(default_factory=list)

    def add(
        self,
        kind: ElementKind,
        text: str,
        line: SourceLine,
        *,
        extension: str = "",
        is_dual: bool = False,
        scene_number: str = "",
    ) -> None:
        """One element; empty ones are none. A paragraph in ``[[ ]]`` is a direction, one after ``= `` a
        synopsis, as in Fountain and in what we write."""
        if kind in ("action", "note") and (noted := _NOTED.fullmatch(text.strip())) is not None:
            self.note(noted[1], line)
            return
        if kind == "action" and text.startswith("= "):
            kind, text = "synopsis", text[2:]
        if text.strip() or kind == "page-break":
            self.elements.append(
                Element(
                    kind=kind,
                    text=text.strip(),
                    raw="",
                    source_line=line.number,
                    extension=extension,
                    is_dual=is_dual,
                    scene_number=scene_number,
                )
            )

    def cue(self, name: str, brackets: list[str], line: SourceLine, *, is_dual: bool = False) -> None:
        """Who speaks. A bracket beside the name is a mark (``V.O.``, ``画外音``) or how it is said."""
        marks = [bracket for bracket in brackets if is_extension(bracket)]
        self.add("character", name, line, extension=EXTENSION_SEPARATOR.join(marks), is_dual=is_dual)
        for bracket in brackets:
            if bracket not in marks:
                self.add("parenthetical", bracket, line)

    def note(self, text: str, line: SourceLine) -> None:
        """A direction of its own: a blank line keeps it out of the speech before it."""
        self.elements.append(Element(kind="blank", text="", raw="\n", source_line=line.number))
        self.add("note", text, line)

    def said(self, text: str, line: SourceLine) -> None:
        """What is said, without the brackets before it, which say how."""
        while (leading := _LEADING.match(text)) is not None and text[leading.end() :].strip():
            self.add("parenthetical", leading[1] or leading[2], line)
            text = text[leading.end() :]
        self.add("dialogue", text, line)

    def begin_episode(self, title: str) -> None:
        self.breaks.append((len(self.elements), title.strip()))

    def leave(self, line: SourceLine, reason: str, text: str = "") -> None:
        if (text or line.text).strip():
            self.left.append(Left(line.number, (text or line.text).strip(), reason))

    def glue(self, text: str) -> None:
        """Add to the element before: the paragraph went on in the next line."""
        last = self.elements[-1]
        between = "" if _joins_close(last.text, text) else " "
        self.elements[-1] = msgspec.structs.replace(last, text=f"{last.text}{between}{text.strip()}")


def unwrapped(lines: Sequence[SourceLine], begins: Callable[[str], bool]) -> list[SourceLine]:
    """Paragraphs of the lines of a page: a line goes on in the next one where the first word of that would
    not have fitted on it any more. ``begins`` says which lines are never the rest of another."""
    measure = max((line.end for line in lines), default=0.0)
    found: list[SourceLine] = []
    for line in lines:
        text = line.text.strip()
        before = found[-1] if found else None
        if (
            before is None
            or not text
            or not before.text.strip()
            or line.is_apart
            or before.page != line.page
            or begins(text)
            or before.end + _first_word(line) <= measure
        ):
            found.append(line)
            continue
        between = "" if _joins_close(before.text, text) else " "
        joined = f"{before.text.rstrip()}{between}{text}"
        found[-1] = msgspec.structs.replace(before, text=joined, end=line.end)
    return found


def _first_word(line: SourceLine) -> float:
    """About how much room the beginning of a line wants, which a line cannot be broken in."""
    text = line.text.strip()
    word = text.split()[0] if text[0].isascii() else text[:2]
    return (line.end - line.indent) / len(text) * (len(word) + (1 if word.isascii() else 0))


def _joins_close(before: str, after: str) -> bool:
    """Chinese has no spaces between its words."""
    return bool(before) and bool(after.strip()) and not (before[-1].isascii() or after.strip()[0].isascii())
