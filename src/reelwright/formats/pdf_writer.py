"""Episodes → a PDF in the standard screenplay layout: US letter, 12-point typewriter type, fonts embedded.

Positions: action 1.5 inches from the left, dialogue 2.5, parentheticals 3.1, cues 3.7; 54 lines a page. A
speech that a page parts is marked ``(MORE)`` and ``(CONT'D)``. The same episodes give the same bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import skia

from reelwright.drawing.text import fonts
from reelwright.formats.shown import cue_or_bracket
from reelwright.screenplay import Element, Screenplay

_WIDTH, _HEIGHT, _LEFT, _TOP = 612.0, 792.0, 108.0, 84.0
_SIZE, _LEADING, _COLUMN = 12.0, 12.0, 7.2
_LINES = 54
_FAMILIES = ("Courier Prime", "Liberation Mono", "DejaVu Sans Mono")
_CHINESE = "Noto Sans CJK SC"
_MORE, _CONTD = "(MORE)", "(CONT'D)"
_SHAPES = {
    "scene-heading": (0, 61),
    "action": (0, 61),
    "centered": (0, 61),
    "character": (22, 38),
    "parenthetical": (16, 25),
    "dialogue": (10, 35),
    "lyric": (10, 35),
    "transition": (42, 18),
    "section": (0, 61),
    "synopsis": (0, 61),
    "note": (0, 61),
}
"""The first column and the width of each element, in characters."""


@dataclass(frozen=True)
class _Row:
    """One printed line; ``speaker`` of one within a speech. ``keep`` rows below stay on the same page."""

    text: str
    column: int
    speaker: str = ""
    keep: int = 0


def write_pdf(screenplays: Sequence[Screenplay]) -> bytes:
    """The PDF's bytes. Raises ``MissingDependency`` when the Chinese family is not installed."""
    fonts()
    stream = skia.DynamicMemoryWStream()
    document = skia.PDF.MakeDocument(stream)
    first = screenplays[0]
    title, author = first.title_field("Title"), first.title_field("Author")
    if title:
        canvas = document.beginPage(_WIDTH, _HEIGHT)
        for text, line in ((title, 20), ("by" if author else "", 22), (author, 24)):
            _draw(canvas, text, (_WIDTH - _columns(text) * _COLUMN) / 2, _TOP + line * _LEADING)
        document.endPage()
    number = 0
    for episode, screenplay in enumerate(screenplays, 1):
        rows = list(_rows(screenplay, episode if len(screenplays) > 1 else 0))
        for page in _pages(rows):
            number += 1
            canvas = document.beginPage(_WIDTH, _HEIGHT)
            if number > 1:
                shown = f"{number}."
                _draw(canvas, shown, _WIDTH - 72 - _columns(shown) * _COLUMN, _TOP - 3 * _LEADING)
            for place, row in enumerate(page):
                _draw(canvas, row.text, _LEFT + row.column * _COLUMN, _TOP + place * _LEADING)
            document.endPage()
    document.close()
    return bytes(stream.detachAsData())


def _rows(screenplay: Screenplay, episode: int) -> Iterator[_Row]:
    """The printed lines of an episode."""
    if episode:
        title = screenplay.title_field("Episode Title")
        yield _Row(f"EPISODE {episode}{': ' + title if title else ''}", 0, keep=3)
    speaker = ""
    for element in screenplay.elements:
        shape = _SHAPES.get(element.kind)
        if shape is None:
            continue
        column, width = shape
        is_said = element.kind in ("parenthetical", "dialogue", "lyric")
        if not is_said:
            speaker = _shown(element) if element.kind == "character" else ""
            yield _Row("", 0)
        lines = [
            line for part in _shown(element).split("\n") for line in (_wrapped(part, width) if part else [""])
        ]
        for position, line in enumerate(lines):
            at = column
            if element.kind == "centered":
                at = (61 - _columns(line)) // 2
            elif element.kind == "transition":
                at = max(0, 60 - _columns(line))
            keep = 2 if element.kind in ("scene-heading", "character") and position == len(lines) - 1 else 0
            yield _Row(line, at, speaker if is_said else "", keep)


def _pages(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows by pages: no heading or cue at the foot, no speech parted without saying so."""
    position = 0
    while position < len(rows):
        while position < len(rows) and not rows[position].text:
            position += 1
        room = _LINES
        page: list[_Row] = []
        speaker = rows[position].speaker if position < len(rows) else ""
        if speaker and position:
            page.append(_Row(f"{speaker.replace(' ' + _CONTD, '')} {_CONTD}", _SHAPES["character"][0]))
        while position < len(rows) and len(page) < room:
            row = rows[position]
            below = rows[position + 1] if position + 1 < len(rows) else None
            left = room - len(page)
            if row.keep and left <= row.keep:
                break
            if row.speaker and left == 1 and below is not None and below.speaker:
                page.append(_Row(_MORE, _SHAPES["character"][0]))
                break
            page.append(row)
            position += 1
        if any(row.text for row in page):
            yield page


def _shown(element: Element) -> str:
    if (shown := cue_or_bracket(element)) is not None:
        return shown
    if element.kind == "scene-heading" and element.scene_number:
        return f"{element.scene_number} {element.text}"
    return {"note": "[[{}]]", "synopsis": "= {}"}.get(element.kind, "{}").format(element.text)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken between words, or between Chinese characters."""
    lines, line, used = [], "", 0
    for word in _pieces(text):
        size = _columns(word)
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
            word = word.lstrip()
            size = _columns(word)
        line += word
        used += size
    lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for char in text:
        if _is_wide(char):
            # Closing marks stay with what they close.
            if piece and unicodedata.category(char) not in ("Pe", "Po", "Pf"):
                yield piece
                piece = ""
            piece += char
        elif char == " " or (piece and _is_wide(piece[-1])):
            yield piece
            piece = char
        else:
            piece += char
    yield piece


def _columns(text: str) -> int:
    return sum(2 if _is_wide(char) else 1 for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _draw(canvas: skia.Canvas, text: str, x: float, y: float) -> None:
    """Stretches of Latin and Chinese in their fonts, every column where it belongs."""
    stretch, is_wide = "", False
    for char in text + "\0":
        wide = _is_wide(char)
        if stretch and (wide != is_wide or char == "\0"):
            _set(canvas, stretch, x, y, is_wide)
            x += _columns(stretch) * _COLUMN
            stretch = ""
        is_wide = wide
        stretch += char


def _set(canvas: skia.Canvas, text: str, x: float, y: float, is_wide: bool) -> None:
    font = _font(_CHINESE if is_wide else "")
    step = _COLUMN * (2 if is_wide else 1)
    glyphs = font.textToGlyphs(text)
    builder = skia.TextBlobBuilder()
    builder.allocRunPosH(font, glyphs, [x + n * step for n in range(len(glyphs))], y)
    canvas.drawTextBlob(builder.make(), 0, 0, skia.Paint())


@cache
def _font(family: str) -> skia.Font:
    manager = skia.FontMgr()
    for name in (family,) if family else _FAMILIES:
        face = manager.matchFamilyStyle(name, skia.FontStyle())
        if face is not None and face.getFamilyName() == name:
            return skia.Font(face, _SIZE)
    return skia.Font(manager.matchFamilyStyle("monospace", skia.FontStyle()), _SIZE)
