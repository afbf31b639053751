"""Final Draft ``.fdx`` ↔ ``Screenplay``: every paragraph is taken, its words unchanged.

Structure: the XML that Final Draft 8 and later write: ``FinalDraft/Content/Paragraph[@Type]/Text``. Styles of
the letters, revisions, the title page and page settings are not read.
XML with a DOCTYPE is refused, so no entity is expanded.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

import msgspec

from reelwright.errors import BadInput, Notice
from reelwright.formats.fountain_cues import forced_cue
from reelwright.screenplay import Element, Screenplay
from reelwright.screenplay.documents import ElementKind
from reelwright.screenplay.scenes import EXTENSION_SEPARATOR, screenplay_of

_KINDS: dict[str, ElementKind] = {
    "Scene Heading": "scene-heading",
    "Action": "action",
    "General": "action",
    "Character": "character",
    "Parenthetical": "parenthetical",
    "Dialogue": "dialogue",
    "Transition": "transition",
}
_TYPES = {kind: name for name, kind in _KINDS.items() if name != "General"}


def read_fdx(data: bytes, *, source_name: str = "") -> Screenplay:
    """The screenplay in the bytes of an ``.fdx`` file, ids empty, with a notice for each paragraph whose type
    is unknown: its text is kept as action. ``source_line`` counts paragraphs from 1.

    Raises ``BadInput`` for what is no Final Draft file, broken XML and XML with a DOCTYPE.
    """
    shown = source_name or "script.fdx"
    elements: list[Element] = []
    notices: list[Notice] = []
    for number, (paragraph, is_dual) in enumerate(_paragraphs(_content(data, shown)), start=1):
        kind_name = paragraph.get("Type") or "General"
        text = "".join(run.text or "" for run in paragraph.findall("Text"))
        if kind_name not in _KINDS and text.strip():
            notices.append(
                Notice(
                    code="unknown-paragraph",
                    message=f"A paragraph of type “{kind_name}” is kept as action",
                    where=f"{shown}:{number}",
                )
            )
        if text.strip():
            kind = _KINDS.get(kind_name, "action")
            elements.append(_element(kind, text, number, paragraph.get("Number") or "", is_dual))
    screenplay = screenplay_of(elements, title_page=(), title_page_raw="", source_name=source_name)
    return msgspec.structs.replace(screenplay, notices=tuple(notices))


def write_fdx(screenplay: Screenplay) -> bytes:
    """``screenplay`` as an ``.fdx`` file: headings with numbers, action, speeches and transitions. Other
    elements that have text are written as ``General``; notes, the title page and
    the mark of two who speak at once are left out."""
    root = ElementTree.Element("FinalDraft", DocumentType="Script", Template="No", Version="1")
    content = ElementTree.SubElement(root, "Content")
    for element in screenplay.elements:
        if element.kind in ("blank", "note", "boneyard", "page-break"):
            continue
        paragraph = ElementTree.SubElement(content, "Paragraph", Type=_TYPES.get(element.kind, "General"))
        if element.scene_number:
            paragraph.set("Number", element.scene_number)
        ElementTree.SubElement(paragraph, "Text").text = _shown(element)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _content(data: bytes, shown: str) -> ElementTree.Element:
    advice = "Save the script again in Final Draft, or export it as Fountain."
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data

    def refuse(*_: object) -> None:
        raise BadInput(
            "The file declares a DOCTYPE, which could hide entities", where=shown, next_step=advice
        )

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BadInput(f"This is no readable XML: {error}", where=shown, next_step=advice) from error
    root = builder.close()
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise BadInput("This is no Final Draft script", where=shown, next_step=advice)
    return content


def _paragraphs(content: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, bool]]:
    """Each paragraph in order, and whether it is the cue of the second of two who speak at once."""
    for paragraph in content.findall("Paragraph"):
        yield paragraph, False
        for pair in paragraph.findall("DualDialogue"):
            cues = 0
            for inner in pair.findall("Paragraph"):
                is_cue = inner.get("Type") == "Character"
                cues += is_cue
                yield inner, is_cue and cues == 2


def _element(kind: ElementKind, text: str, number: int, scene_number: str, is_dual: bool) -> Element:
    if kind == "character":
        cue = forced_cue(text)
        extension = EXTENSION_SEPARATOR.join(cue.brackets)
        return Element(
            kind=kind, text=cue.name, raw="", source_line=number, extension=extension, is_dual=is_dual
        )
    if kind == "parenthetical" and text.strip()[:1] in ("(", "（") and text.strip()[-1:] in (")", "）"):
        text = text.strip()[1:-1]
    shown_number = scene_number if kind == "scene-heading" else ""
    return Element(kind=kind, text=text, raw="", source_line=number, scene_number=shown_number)


def _shown(element: Element) -> str:
    if element.kind == "character":
        marks = [mark.strip() for mark in element.extension.split(EXTENSION_SEPARATOR.strip())]
        return element.text + "".join(f" ({mark})" for mark in marks if mark)
    return f"({element.text})" if element.kind == "parenthetical" else element.text
