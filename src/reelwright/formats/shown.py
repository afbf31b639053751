"""A cue, or the bracket below it → the words that stand on a page."""

from __future__ import annotations

from reelwright.screenplay import Element
from reelwright.screenplay.scenes import EXTENSION_SEPARATOR


def cue_or_bracket(element: Element) -> str | None:
    """``MARA (V.O.)`` for a cue with its marks, ``(quietly)`` for a parenthetical, else ``None``."""
    if element.kind == "character":
        marks = [mark.strip() for mark in element.extension.split(EXTENSION_SEPARATOR.strip())]
        return element.text + "".join(f" ({mark})" for mark in marks if mark)
    return f"({element.text})" if element.kind == "parenthetical" else None
