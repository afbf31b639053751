"""The path of a script ↔ its ``Screenplay``, or one clear refusal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from reelwright.errors import BadInput, CannotWrite
from reelwright.formats.duanju import write_duanju
from reelwright.formats.fdx import read_fdx, write_fdx
from reelwright.formats.fountain import read_fountain
from reelwright.formats.fountain_writer import write_fountain
from reelwright.formats.text_encoding import read_bytes, read_text
from reelwright.formats.word import write_docx
from reelwright.screenplay import Element, Screenplay
from reelwright.screenplay.scenes import screenplay_of

FDX_SUFFIX = ".fdx"
WRITTEN_SUFFIXES = (".fountain", FDX_SUFFIX, ".docx", ".pdf", ".txt")
_TO_IMPORT = (".docx", ".pdf", ".doc")


def read_script(path: Path, *, source_name: str = "") -> Screenplay:
    """The screenplay in the file at ``path``, ids empty. ``source_name`` is the path shown in messages.

    Raises ``BadInput`` for what cannot become a film: a missing, unreadable or empty file, random bytes,
    no dialogue at all.
    """
    shown = source_name or str(path)
    if path.suffix.lower() == FDX_SUFFIX:
        screenplay = read_fdx(read_bytes(path), source_name=shown)
        require_dialogue(screenplay)
        return screenplay
    if path.suffix.lower() in _TO_IMPORT:
        raise BadInput(
            f"A {path.suffix} file is made into a series first",
            where=shown,
            next_step=f"Run: reelwright new {path}",
        )
    text = read_text(path)
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise BadInput(
            "The script is empty: there is nothing but blank lines",
            where=f"{shown}:1:1",
            next_step="Write a scene with dialogue in it.",
        )
    screenplay = read_fountain(text, source_name=shown)
    require_dialogue(screenplay)
    return screenplay


def write_scripts(screenplays: Sequence[Screenplay], path: Path) -> None:
    """Write a new file with all ``screenplays``, one after the other, in the form that its suffix names, one
    of ``WRITTEN_SUFFIXES``; ``.txt`` is the layout of Chinese short dramas.

    Raises ``BadInput`` for another suffix and for a file that is there, ``CannotWrite`` for the folder.
    """
    suffix = path.suffix.lower()
    if suffix not in WRITTEN_SUFFIXES:
        raise BadInput(
            f"Scripts of the kind {suffix or 'without a suffix'} are not written",
            where=str(path),
            next_step=f"Give a name that ends in one of: {', '.join(WRITTEN_SUFFIXES)}.",
        )
    data = _written(screenplays, suffix)
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise BadInput(
            "There is a file of this name", where=str(path), next_step="Choose another name, or remove it."
        ) from None
    except OSError as problem:
        raise CannotWrite(f"The script cannot be written: {problem.strerror}", where=str(path)) from problem


def _written(screenplays: Sequence[Screenplay], suffix: str) -> bytes:
    if suffix == ".docx":
        return write_docx(screenplays)
    if suffix == ".pdf":
        # The fonts of a PDF need the drawing room, which planning a film does not.
        from reelwright.formats.pdf_writer import write_pdf

        return write_pdf(screenplays)
    if suffix == ".txt":
        return write_duanju(screenplays).encode()
    whole = _in_one(screenplays)
    return write_fdx(whole) if suffix == FDX_SUFFIX else write_fountain(whole).encode()


def _in_one(screenplays: Sequence[Screenplay]) -> Screenplay:
    """Episodes one after the other, each below a section with its number and title."""
    if len(screenplays) == 1:
        return screenplays[0]
    elements: list[Element] = []
    for number, screenplay in enumerate(screenplays, 1):
        title = screenplay.title_field("Episode title")
        shown = f"Episode {number}{': ' + title if title else ''}"
        elements += [
            Element(kind="section", text=shown, raw="", source_line=0, level=1),
            *screenplay.elements,
        ]
    first = screenplays[0]
    fields = tuple(field for field in first.title_page if field.key.casefold() != "episode title")
    return msgspec.structs.replace(screenplay_of(elements, title_page=fields), source_name=first.source_name)


def require_dialogue(screenplay: Screenplay) -> None:
    """Raises ``BadInput`` when nobody speaks in ``screenplay``."""
    if screenplay.lines:
        return
    seen = [element for element in screenplay.elements if element.kind != "blank"]
    place = seen[0].source_line if seen else 1
    raise BadInput(
        "Nobody speaks in this script: no dialogue was found",
        where=f"{screenplay.source_name or 'script'}:{place}:1",
        next_step="Put a name in capitals (or @Name) on a line of its own, after a blank line, "
        "and what is said on the line below.",
    )
