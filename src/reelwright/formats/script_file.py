"""The path of a script → its ``Screenplay``, or one clear refusal."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import BadInput
from reelwright.formats.fountain import read_fountain
from reelwright.formats.text_encoding import read_text
from reelwright.screenplay import Screenplay


def read_script(path: Path, *, source_name: str = "") -> Screenplay:
    """The screenplay in the file at ``path``, ids empty. ``source_name`` is the path shown in messages.

    Raises ``BadInput`` for what cannot become a film: a missing, unreadable or empty file, random bytes,
    no dialogue at all.
    """
    shown = source_name or str(path)
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
