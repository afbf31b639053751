"""A file of any kind → the script in it, with the layout it was recognised by; or what it is instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from reelwright.errors import BadInput, Notice
from reelwright.formats import duanju, indented, named_lines, novel, word
from reelwright.formats.fdx import fdx_lines, read_fdx
from reelwright.formats.fountain import read_fountain
from reelwright.formats.imported import Imported, SourceLine
from reelwright.formats.pdf import read_pdf_lines
from reelwright.formats.text_encoding import decode_text, read_bytes
from reelwright.screenplay import Element, Screenplay

LAYOUTS = {
    "fountain": "Fountain",
    "fdx": "Final Draft",
    "word-styles": "a document with the styles of a screenplay",
    "duanju": "the layout of Chinese short dramas",
    "named-lines": "NAME: line",
    "screenplay": "a screenplay in columns",
}
"""By the name that is typed; what it is called in messages."""
_LEAST = 0.2
"""A layout that explains less of a text than this is not taken for it."""
_PROSE = 0.55
_FOUNTAIN_SUFFIXES = (".fountain", ".spmd")
_MOST_LINES_A_SPEECH = 4
_KINDS = ("scene-heading", "character", "dialogue", "parenthetical", "transition")

Looked = tuple[float, str]


def read_foreign(path: Path, *, layout: str = "") -> tuple[Imported, tuple[Notice, ...]]:
    """The script in the file at ``path``, read by the layout that explains most of it, or by ``layout``.

    Raises ``BadInput`` for a file that cannot be read, for prose (which is adapted, not imported), for a text
    in no known layout, and for an unknown ``layout``.
    """
    if layout and layout not in LAYOUTS:
        raise BadInput(
            f"There is no layout {layout!r}",
            where="--as",
            next_step=f"There are: {', '.join(LAYOUTS)}.",
        )
    data, suffix = read_bytes(path), path.suffix.lower()
    if suffix == ".fdx" or layout == "fdx":
        screenplay = read_fdx(data, source_name=str(path))
        read = _of_screenplay(screenplay, "fdx")
        read.source = fdx_lines(data, source_name=str(path))
        return read, screenplay.notices
    lines, text, notices = _lines_of(data, suffix, str(path))
    if not any(line.text.strip() for line in lines):
        raise BadInput("The script is empty", where=str(path), next_step="Write a scene with dialogue in it.")
    looks = _looks(lines, text)
    if layout:
        because = looks[layout][1] or "it was asked for"
    else:
        if suffix in _FOUNTAIN_SUFFIXES:
            looks["fountain"] = (1.0, f"its name ends in {suffix}")
        layout = max(looks, key=lambda name: looks[name][0])
        because = looks[layout][1]
        _refuse_other(looks[layout][0], novel.looks_like_prose(lines), path)
    read = _READERS[layout](lines, text, str(path))
    read.because, read.source = because, lines
    return read, notices


def read_plain(path: Path) -> str:
    """The text of a file of any kind that is read here, a paragraph a line. Raises ``BadInput``."""
    data = read_bytes(path)
    lines, _, _ = _lines_of(data, path.suffix.lower(), str(path))
    text = "\n".join(line.text.strip() for line in lines).strip()
    if not text:
        raise BadInput("There is no text in it", where=str(path), next_step="Name a file with a story in it.")
    return text


def _lines_of(data: bytes, suffix: str, source_name: str) -> tuple[list[SourceLine], str, tuple[Notice, ...]]:
    if suffix == ".docx":
        lines, notices = word.read_docx_lines(data, source_name=source_name)
        return lines, "\n".join(line.text for line in lines), notices
    if suffix == ".pdf" or data[:5] == b"%PDF-":
        lines = read_pdf_lines(data, source_name=source_name)
        return lines, "", ()
    if suffix == ".doc":
        raise BadInput(
            "Documents of Word before 2007 are not read",
            where=source_name,
            next_step="Save it as .docx.",
        )
    text = decode_text(data, source_name=source_name).text
    return _text_lines(text), text, ()


def _text_lines(text: str) -> list[SourceLine]:
    lines: list[SourceLine] = []
    is_apart = True
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.replace("\f", "\n")), 1):
        shown = line.expandtabs(8)
        indent = len(shown) - len(shown.lstrip(" "))
        lines.append(SourceLine(number=number, text=line, indent=float(indent), is_apart=is_apart))
        is_apart = not line.strip()
    return lines


def _looks(lines: Sequence[SourceLine], text: str) -> dict[str, Looked]:
    looks = {
        "duanju": duanju.looks_like_duanju(lines),
        "named-lines": named_lines.looks_like_named_lines(lines),
        "screenplay": indented.looks_indented(lines),
        "word-styles": word.has_script_styles(lines),
        "fountain": (0.0, ""),
    }
    if text:
        looks["fountain"] = _looks_like_fountain(text)
    return looks


def _looks_like_fountain(text: str) -> Looked:
    elements = [element for element in read_fountain(text).elements if element.kind != "blank"]
    cues = sum(element.kind == "character" for element in elements)
    if not cues:
        return 0.0, ""
    lines = dict.fromkeys((*_KINDS, ""), 0)
    for element in elements:
        lines[element.kind if element.kind in _KINDS else ""] += 1 + element.text.count("\n")
    all_lines = sum(lines.values())
    # Where blank lines are missing, one name would say all that follows.
    lines["dialogue"] = min(lines["dialogue"], _MOST_LINES_A_SPEECH * cues)
    return (
        sum(lines.values()) - lines[""]
    ) / all_lines, f"{cues} names stand on lines of their own above what they say"


def _refuse_other(best: float, prose: Looked, path: Path) -> None:
    share, seen = prose
    if best < 2 * _LEAST and share > _PROSE:
        raise BadInput(
            f"This is prose, not a script: {seen}",
            where=str(path),
            next_step="A novel is adapted, not imported: --writer model does so. If "
            "it is a script after all, name its layout with --as.",
        )
    if best < _LEAST:
        raise BadInput(
            "This script is in no layout that is known here",
            where=str(path),
            next_step=f"Name the nearest with --as: {', '.join(LAYOUTS)}. docs/import.md shows each.",
        )


def _fountain(lines: Sequence[SourceLine], text: str, source_name: str) -> Imported:
    text = text or "\n".join(line.text for line in lines)
    screenplay = read_fountain(text, source_name=source_name)
    read = _of_screenplay(screenplay, "fountain")
    for line in lines[: len(screenplay.title_page_raw.splitlines())]:
        read.leave(line, "stands on the title page")
    return read


def _of_screenplay(screenplay: Screenplay, layout: str) -> Imported:
    """Episodes begin at sections that say so."""
    read = Imported(layout=layout, because="of its form")
    read.title, read.author = screenplay.title_field("Title"), screenplay.title_field("Author")
    read.fields = screenplay.title_page
    for element in screenplay.elements:
        if (title := _episode_title(element)) is not None:
            read.begin_episode(title)
            continue
        read.elements.append(element)
    return read


def _episode_title(element: Element) -> str | None:
    if element.kind not in ("section", "action", "centered"):
        return None
    found = named_lines.EPISODE.fullmatch(element.text) or duanju.EPISODE.fullmatch(element.text)
    return None if found is None else (found["title"] or "").strip()


_READERS: dict[str, Callable[[Sequence[SourceLine], str, str], Imported]] = {
    "fountain": _fountain,
    "duanju": lambda lines, text, name: duanju.read_duanju(lines),
    "named-lines": lambda lines, text, name: named_lines.read_named_lines(lines),
    "screenplay": lambda lines, text, name: indented.read_indented(lines),
    "word-styles": lambda lines, text, name: word.read_styled(lines),
}
