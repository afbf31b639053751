"""``Screenplay`` → Fountain text: untouched elements to the byte, new ones in the canonical form."""

from __future__ import annotations

from collections.abc import Callable

from reelwright.formats.fountain_cues import cue_of, is_heading, is_transition
from reelwright.formats.fountain_title_page import written_title_page
from reelwright.screenplay import Element, Screenplay
from reelwright.screenplay.language import is_chinese
from reelwright.screenplay.scenes import EXTENSION_SEPARATOR

_IN_SPEECH = frozenset(("parenthetical", "dialogue", "lyric", "note"))
_FORCE_MARKS = "!@＠.>~=#"


def write_fountain(screenplay: Screenplay) -> str:
    """The text of ``screenplay``. What came from a file goes back as it was, byte for byte; an element
    without ``raw`` (made or changed by a program) is set in the canonical form, with the empty lines and
    force marks that make a reader see the same element."""
    parts = [screenplay.title_page_raw or written_title_page(screenplay.title_page)]
    is_in_speech = False
    for element in screenplay.elements:
        if element.raw:
            parts.append(element.raw)
        else:
            follows_speech = is_in_speech and element.kind in _IN_SPEECH
            if not follows_speech and element.kind != "blank":
                parts.append(_gap_after("".join(parts[-2:])))
            parts.append(_written(element))
        is_in_speech = element.kind == "character" or (is_in_speech and element.kind in _IN_SPEECH)
    return "".join(parts)


def _gap_after(text: str) -> str:
    """What ends the line, and the paragraph, before a new element."""
    if not text or text.endswith(("\n\n", "\r\n\r\n", "\r\r")) or text in ("\n", "\r\n", "\r"):
        return ""
    return "\n" if text.endswith(("\n", "\r")) else "\n\n"


def _written(element: Element) -> str:
    write = _WRITERS.get(element.kind)
    return write(element) if write else _MARKS[element.kind].format(_escaped(element.text)) + "\n"


def _notes(element: Element) -> str:
    return "".join(f" [[{note}]]" for note in element.notes)


def _heading(element: Element) -> str:
    is_forced = element.is_forced or not is_heading(element.text)
    number = f" #{element.scene_number}#" if element.scene_number else ""
    return f"{'.' * is_forced}{_escaped(element.text)}{number}{_notes(element)}\n"


def _action(element: Element) -> str:
    lines = _escaped(element.text).split("\n")
    first = lines[0].strip()
    looks_otherwise = first[:1] in _FORCE_MARKS or is_heading(first) or is_transition(first)
    if element.is_forced or looks_otherwise or cue_of(first) is not None:
        lines[0] = "!" + lines[0]
    return "\n".join(line for line in lines if line.strip()) + _notes(element) + "\n"


def _character(element: Element) -> str:
    brackets = [mark.strip() for mark in element.extension.split(EXTENSION_SEPARATOR.strip()) if mark.strip()]
    opening, closing = ("（", "）") if is_chinese(element.text) else (" (", ")")
    name = _escaped(element.text)
    plain = cue_of(name)
    is_forced = element.is_forced or plain is None or plain.name != element.text or is_heading(name)
    marks = "".join(f"{opening}{mark}{closing}" for mark in brackets)
    return f"{'@' * is_forced}{name}{marks}{' ^' if element.is_dual else ''}{_notes(element)}\n"


def _parenthetical(element: Element) -> str:
    text = _escaped(element.text)
    return (f"（{text}）" if is_chinese(text) else f"({text})") + _notes(element) + "\n"


def _dialogue(element: Element) -> str:
    lines = _escaped(element.text).split("\n")
    # An empty line would end the speech; two blanks keep it.
    return "\n".join(line if line.strip() else "  " for line in lines) + _notes(element) + "\n"


def _transition(element: Element) -> str:
    is_forced = element.is_forced or not is_transition(element.text)
    return f"{'> ' * is_forced}{_escaped(element.text)}{_notes(element)}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_")


_MARKS = {"lyric": "~{}", "centered": "> {} <", "synopsis": "= {}", "page-break": "===", "blank": ""}
_WRITERS: dict[str, Callable[[Element], str]] = {
    "scene-heading": _heading,
    "action": _action,
    "character": _character,
    "parenthetical": _parenthetical,
    "dialogue": _dialogue,
    "transition": _transition,
    "note": lambda element: "".join(f"[[{note}]]\n" for note in element.notes or (element.text,)),
    "boneyard": lambda element: f"/* {element.text} */\n",
    "section": lambda element: f"{'#' * max(1, element.level)} {_escaped(element.text)}\n",
}
