"""Final Draft ``.fdx`` ↔ ``Screenplay``: every paragraph is taken, its words unchanged.

Structure: the XML that Final Draft 8 and later write: ``FinalDraft/Content/Paragraph[@Type]/Text``, and
``TitlePage``. Styles of the letters, revisions and page settings are not read. XML with a DOCTYPE is refused,
so no entity is expanded.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from xml.parsers import expat

import msgspec

from reelwright.errors import BadInput, Notice
from reelwright.formats.fountain_cues import forced_cue
from reelwright.formats.imported import SourceLine
from reelwright.formats.shown import cue_or_bracket
from reelwright.screenplay import Element, Screenplay
from reelwright.screenplay.documents import ElementKind, TitleField
from reelwright.screenplay.scenes import EXTENSION_SEPARATOR, screenplay_of

_KINDS: dict[str, ElementKind] = {
    "Scene Heading": "scene-heading",
    "Action": "action",
    "General": "action",
    "Shot": "action",
    "Character": "character",
    "Parenthetical": "parenthetical",
    "Dialogue": "dialogue",
    "Transition": "transition",
}
_MARKED = {"note": "[[{}]]", "synopsis": "= {}"}
_IN_SPEECH = ("parenthetical", "dialogue", "lyric")
_ADVICE = "Save the script again in Final Draft, or export it as Fountain."
_TYPES = {kind: name for name, kind in _KINDS.items() if name not in ("General", "Shot")}


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
            if kind_name == "General" and text.startswith("[[") and text.endswith("]]"):
                kind, text = "note", text[2:-2]
            elif kind_name == "General" and text.startswith("= "):
                kind, text = "synopsis", text[2:]
            elements.append(_element(kind, text, number, paragraph.get("Number") or "", is_dual))
    screenplay = screenplay_of(elements, title_page=_title_page(data, shown), source_name=source_name)
    return msgspec.structs.replace(screenplay, notices=tuple(notices))


def fdx_lines(data: bytes, *, source_name: str = "") -> list[SourceLine]:
    """The paragraphs of an ``.fdx`` file as they stand, for a coverage. Raises ``BadInput``."""
    shown = source_name or "script.fdx"
    return [
        SourceLine(
            number=number,
            text=" ".join(
                [paragraph.get("Number") or "", "".join(run.text or "" for run in paragraph.findall("Text"))]
            ),
        )
        for number, (paragraph, _) in enumerate(_paragraphs(_content(data, shown)), start=1)
    ]


def write_fdx(screenplay: Screenplay) -> bytes:
    """``screenplay`` as an ``.fdx`` file: title page, headings with numbers, action, speeches, transitions,
    two who speak at once. Notes on lines of their own are ``General`` paragraphs in ``[[ ]]``, as are other
    elements that have text without them; notes within an element are left out."""
    root = ElementTree.Element("FinalDraft", DocumentType="Script", Template="No", Version="1")
    content = ElementTree.SubElement(root, "Content")
    for pair in _speeches_at_once(screenplay.elements):
        parent = content
        if len(pair) > 1:
            parent = ElementTree.SubElement(ElementTree.SubElement(content, "Paragraph"), "DualDialogue")
        for element in (element for speech in pair for element in speech):
            paragraph = ElementTree.SubElement(parent, "Paragraph", Type=_TYPES.get(element.kind, "General"))
            if element.scene_number:
                paragraph.set("Number", element.scene_number)
            ElementTree.SubElement(paragraph, "Text").text = _shown(element)
    title, author = screenplay.title_field("Title"), screenplay.title_field("Author")
    if title:
        page = ElementTree.SubElement(ElementTree.SubElement(root, "TitlePage"), "Content")
        for text in (title, *(("by", author) if author else ())):
            paragraph = ElementTree.SubElement(page, "Paragraph", Alignment="Center", Type="General")
            ElementTree.SubElement(paragraph, "Text").text = text
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _speeches_at_once(elements: Sequence[Element]) -> list[list[list[Element]]]:
    """Elements in groups: a speech with its cue is one, two speeches at once stand together."""
    groups: list[list[list[Element]]] = []
    for element in elements:
        if element.kind in ("blank", "boneyard", "page-break"):
            continue
        if element.kind == "character" and element.is_dual and groups and _is_speech(groups[-1][-1]):
            groups[-1].append([element])
        elif element.kind in _IN_SPEECH and groups and _is_speech(groups[-1][-1]):
            groups[-1][-1].append(element)
        else:
            groups.append([[element]])
    return groups


def _is_speech(group: Sequence[Element]) -> bool:
    return group[0].kind == "character"


def _title_page(data: bytes, shown: str) -> tuple[TitleField, ...]:
    """The title, and who stands below a line that ends in “by”."""
    page = _root(data, shown).find("TitlePage/Content")
    if page is None:
        return ()
    texts = ["".join(run.text or "" for run in p.findall("Text")).strip() for p in page.findall("Paragraph")]
    texts = [text for text in texts if text]
    fields = [TitleField(key="Title", values=(texts[0],))] if texts else []
    for before, text in itertools.pairwise(texts):
        if before.casefold().split()[-1:] == ["by"] and len(fields) == 1:
            fields.append(TitleField(key="Author", values=(text,)))
    return tuple(fields)


def _content(data: bytes, shown: str) -> ElementTree.Element:
    content = _root(data, shown).find("Content")
    if content is None:
        raise BadInput("This is no Final Draft script", where=shown, next_step=_ADVICE)
    return content


def _root(data: bytes, shown: str) -> ElementTree.Element:
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data

    def refuse(*_: object) -> None:
        raise BadInput(
            "The file declares a DOCTYPE, which could hide entities", where=shown, next_step=_ADVICE
        )

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BadInput(f"This is no readable XML: {error}", where=shown, next_step=_ADVICE) from error
    root = builder.close()
    if root.tag != "FinalDraft":
        raise BadInput("This is no Final Draft script", where=shown, next_step=_ADVICE)
    return root


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
    if (shown := cue_or_bracket(element)) is not None:
        return shown
    return _MARKED.get(element.kind, "{}").format(element.text)
