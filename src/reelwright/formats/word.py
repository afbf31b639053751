"""Word documents ↔ scripts: paragraphs with their styles and indents; the usual styles of a screenplay."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from reelwright.errors import BadInput, MissingDependency, Notice
from reelwright.formats import duanju, named_lines
from reelwright.formats.fountain_cues import forced_cue
from reelwright.formats.imported import Imported, SourceLine
from reelwright.formats.shown import cue_or_bracket
from reelwright.screenplay import Element, Screenplay
from reelwright.screenplay.documents import ElementKind

_MOST_BYTES = 200_000_000
"""Unpacked; a script of a thousand pages has some ten million."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TWIPS_A_CHARACTER = 144.0
_EMU_A_TWIP = 635
_CENTRED = 22.0
_STYLES: dict[str, ElementKind] = {
    "scene heading": "scene-heading", "slugline": "scene-heading", "scene": "scene-heading",
    "场景": "scene-heading",
    "action": "action", "动作": "action", "description": "action",
    "character": "character", "character name": "character", "角色": "character",
    "parenthetical": "parenthetical", "提示": "parenthetical",
    "dialogue": "dialogue", "dialog": "dialogue", "对白": "dialogue", "台词": "dialogue",
    "transition": "transition", "转场": "transition",
    "lyrics": "lyric", "synopsis": "synopsis", "note": "note",
}  # fmt: skip
_WRITTEN: dict[ElementKind, tuple[str, float, float]] = {
    "scene-heading": ("Scene Heading", 0.0, 0.0),
    "action": ("Action", 0.0, 0.0),
    "character": ("Character", 2.0, 0.0),
    "parenthetical": ("Parenthetical", 1.5, 2.0),
    "dialogue": ("Dialogue", 1.0, 1.5),
    "lyric": ("Lyrics", 1.0, 1.5),
    "transition": ("Transition", 4.0, 0.0),
    "synopsis": ("Synopsis", 0.0, 0.0),
    "section": ("Heading 1", 0.0, 0.0),
    "note": ("Note", 0.0, 0.0),
}
"""The style of each element, its left and right indent in inches (docs/import.md)."""


def read_docx_lines(data: bytes, *, source_name: str = "") -> tuple[list[SourceLine], tuple[Notice, ...]]:
    """The paragraphs of a ``.docx`` in order, those of tables included, without what is deleted in tracked
    changes; with notices for what a script does not hold. Raises ``BadInput`` for what is no such document,
    for one with a password and for one that unpacks to more than 200 MB."""
    document = _opened(data, source_name)
    lines: list[SourceLine] = []
    is_apart = False
    for paragraph in _paragraphs(document):
        texts, style, indent, has_space = paragraph
        for text in texts:
            number = len(lines) + 1
            lines.append(
                SourceLine(
                    number=number, text=text, indent=indent, style=style, is_apart=is_apart or has_space
                )
            )
            is_apart = not text.strip()
    notices = []
    if any(section.header.paragraphs and any(p.text.strip() for p in section.header.paragraphs)
           for section in document.sections):  # fmt: skip
        notices.append(
            Notice(code="header-left", message="The headers of the pages are not read", where=source_name)
        )
    return lines, tuple(notices)


def has_script_styles(lines: Sequence[SourceLine]) -> tuple[float, str]:
    """Which part of the paragraphs has a style of a screenplay, 0..1, and what was seen."""
    filled = [line for line in lines if line.text.strip()]
    styled = sum(line.style.casefold() in _STYLES for line in filled)
    spoken = sum(_STYLES.get(line.style.casefold()) == "dialogue" for line in filled)
    if not filled or not spoken:
        return 0.0, ""
    return styled / len(filled), f"{styled} of {len(filled)} paragraphs have a screenplay's styles"


def read_styled(lines: Sequence[SourceLine]) -> Imported:
    """Elements by the names of the paragraphs' styles; other paragraphs are action, with a reason for the
    report."""
    read = Imported(layout="word-styles")
    for line in lines:
        text, style = line.text.strip(), line.style.casefold()
        episode = named_lines.EPISODE.fullmatch(text) or duanju.EPISODE.fullmatch(text)
        if not text:
            continue
        if style in ("title", "标题") and not read.title:
            read.title = text
            read.leave(line, "is the title of the series")
        elif style == "author" and not read.author:
            read.author = text
            read.leave(line, "is the author on the title page")
        elif episode is not None and _STYLES.get(style) not in ("dialogue", "character"):
            read.begin_episode(episode["title"] or "")
        elif _STYLES.get(style) == "character":
            name, brackets = _cue(text)
            read.cue(name, brackets, line, is_dual=False)
        elif _STYLES.get(style) == "parenthetical":
            read.add("parenthetical", text.strip("()（）"), line)
        elif not read.elements and style not in _STYLES and not read.breaks:
            read.front.append(line)
        else:
            read.add(_STYLES.get(style, "action"), text, line)
    return read


def write_docx(screenplays: Sequence[Screenplay]) -> bytes:
    """Episodes as a Word document in the standard layout: 12-point Courier, a style for each element, an
    episode a page. Chinese characters are shown in the reader's own font."""
    docx = _docx()
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
    from docx.shared import Inches, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin, section.right_margin = Inches(1.5), Inches(1.0)
    section.top_margin = section.bottom_margin = Inches(1.0)
    for name, left, right in _WRITTEN.values():
        style = (
            document.styles[name]
            if name in [s.name for s in document.styles]
            else document.styles.add_style(name, 1)
        )
        style.font.name, style.font.size = "Courier New", Pt(12)
        shape = style.paragraph_format
        shape.left_indent, shape.right_indent = Inches(left), Inches(right)
        is_said = name in ("Parenthetical", "Dialogue", "Lyrics")
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(0 if is_said else 12),
            Pt(0),
        )
    core = document.core_properties
    core.author, core.title = screenplays[0].title_field("Author"), screenplays[0].title_field("Title")
    core.created = core.modified = _no_time()
    if core.title:
        document.add_paragraph(core.title, style="Title")
    for number, screenplay in enumerate(screenplays, 1):
        if len(screenplays) > 1:
            title = screenplay.title_field("Episode Title")
            heading = document.add_paragraph(
                f"EPISODE {number}{': ' + title if title else ''}", style="Heading 1"
            )
            if number > 1:
                heading.paragraph_format.page_break_before = True
        for element in screenplay.elements:
            if element.kind not in _WRITTEN and element.kind != "centered":
                continue
            name = "Action" if element.kind == "centered" else _WRITTEN[element.kind][0]
            paragraph = document.add_paragraph(style=name)
            for position, text in enumerate(_shown(element).split("\n")):
                run = paragraph.add_run()
                if position:
                    run.add_break(WD_BREAK.LINE)
                run.add_text(text)
            if element.kind == "centered":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    buffer = io.BytesIO()
    document.save(buffer)
    return _timeless(buffer.getvalue())


def _no_time() -> datetime.datetime:
    return datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def _timeless(data: bytes) -> bytes:
    """The same package with no times in it: the same script gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return buffer.getvalue()


def _shown(element: Element) -> str:
    if (shown := cue_or_bracket(element)) is not None:
        return shown
    return f"[[{element.text}]]" if element.kind == "note" else element.text


def _cue(text: str) -> tuple[str, list[str]]:
    cue = forced_cue(text)
    return cue.name, list(cue.brackets)


def _opened(data: bytes, source_name: str) -> Any:
    docx = _docx()
    if data.startswith(_OLE):
        raise BadInput(
            "The document is protected by a password, or is of Word before 2007",
            where=source_name,
            next_step="Save it as .docx without a password.",
        )
    advice = "Open it in a word processor and save it again as .docx."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if (size := sum(entry.file_size for entry in package.infolist())) > _MOST_BYTES:
                raise BadInput(
                    f"The document unpacks to {size / 1e6:.0f} MB: no script is as long",
                    where=source_name,
                    next_step=advice,
                )
            for name in package.namelist():
                if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.open(name).read(4096):
                    raise BadInput(
                        "The document declares a DOCTYPE, which could hide entities",
                        where=source_name,
                        next_step=advice,
                    )
        return docx.Document(io.BytesIO(data))
    except BadInput:
        raise
    except Exception as problem:
        # python-docx raises whatever its parser meets: KeyError, ValueError, XMLSyntaxError, BadZipFile.
        raise BadInput(
            f"This is no Word document that can be read ({type(problem).__name__})",
            where=source_name,
            next_step=advice,
        ) from None


def _docx() -> Any:
    try:
        import docx
    except ImportError as problem:
        raise MissingDependency(
            "Word documents need python-docx", next_step="Run: pip install 'reelwright[studio]'"
        ) from problem
    return docx


def _paragraphs(document: Any) -> Iterator[tuple[list[str], str, float, bool]]:
    """The texts (by line), style, indent in characters and whether space stands above, of each paragraph."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    # Looked up once each: python-docx searches the whole list of styles for every paragraph.
    styles = {style.style_id: style for style in document.styles}
    default = next((style for style in styles.values() if style.name == "Normal"), None)
    for node in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(node, document)
        shape = paragraph.paragraph_format
        own = styles.get(node.style, default)
        style = getattr(own, "paragraph_format", None)
        of_style = getattr(getattr(own, "element", None), "pPr", None)
        left = _left_twips(node.pPr, qn) or _left_twips(of_style, qn)
        first = (shape.first_line_indent or 0) / _EMU_A_TWIP
        above = shape.space_before or (style.space_before if style is not None else None) or 0
        is_centred = (_alignment(node.pPr, qn) or _alignment(of_style, qn)) == "center"
        texts = _text_of(node, qn).split("\n")
        spaces = len(texts[0]) - len(texts[0].lstrip(" "))
        indent = (left + first) / _TWIPS_A_CHARACTER + spaces + (_CENTRED if is_centred else 0.0)
        yield texts, str(own.name if own is not None else ""), indent, bool(above)


def _left_twips(shape: Any, qn: Any) -> float:
    """How far in a paragraph begins. LibreOffice and newer Words say ``start``, which python-docx does not
    read."""
    indent = shape.find(qn("w:ind")) if shape is not None else None
    said = (indent.get(qn("w:start")) or indent.get(qn("w:left")) or "") if indent is not None else ""
    try:
        return float(said or 0)
    except ValueError:
        return 0.0


def _alignment(shape: Any, qn: Any) -> str:
    """python-docx fails at ``start`` and ``end``."""
    found = shape.find(qn("w:jc")) if shape is not None else None
    return str(found.get(qn("w:val"))) if found is not None else ""


def _text_of(node: Any, qn: Any) -> str:
    """What is shown: insertions of tracked changes, and not what they delete."""
    parts: list[str] = []
    for child in node.iter():
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append("\t" if child.getparent().tag == qn("w:r") else "")
        elif child.tag in (qn("w:br"), qn("w:cr")) and child.get(qn("w:type")) != "page":
            parts.append("\n")
    return "".join(parts).expandtabs(8)


__all__ = ["has_script_styles", "read_docx_lines", "read_styled", "write_docx"]
