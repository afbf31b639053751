"""Words and a style → laid-out, shaped and outlined text as premultiplied RGBA."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import skia

from reelwright.drawing.canvas import Rgba, crop_to_content, pixels, surface
from reelwright.drawing.words import begins_no_line, is_ideograph, split_words
from reelwright.errors import MissingDependency

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "/Library/Fonts")
FONTS_VARIABLE = "REELWRIGHT_FONTS"
"""An environment variable that names the one folder to take fonts from."""
FAMILIES = {
    "sans": ("Lato", "Noto Sans CJK SC", "DejaVu Sans"),
    "serif": ("Noto Serif CJK SC", "DejaVu Serif", "DejaVu Sans"),
}
"""Families in the order in which a character is looked for."""
NEEDED_FAMILIES = {"Lato": "fonts-lato", "Noto Sans CJK SC": "fonts-noto-cjk"}
LINE_HEIGHT = 1.22
_MOST_CHARACTERS = 400


@dataclass(frozen=True, kw_only=True)
class TextStyle:
    """How text looks. Sizes in pixels; ``weight`` as in CSS (400, 700, 900); colours ``#rrggbb``.
    ``outline_px`` is the width of the line around the letters, ``shadow_px`` the blur below them."""

    size_px: float = 66.0
    weight: int = 900
    family: Literal["sans", "serif"] = "sans"
    colour: str = "#ffffff"
    outline_px: float = 0.0
    outline_colour: str = "#000000"
    outline_alpha: float = 0.92
    shadow_px: float = 0.0
    shadow_alpha: float = 0.55
    tracking_px: float = 0.0


@dataclass(frozen=True)
class PlacedWord:
    """A word on a line: ``x`` of its left edge and ``baseline`` from the top left of the block."""

    text: str
    x: float
    baseline: float
    width: float
    line: int


@dataclass(frozen=True)
class Block:
    """Words laid out in lines; ``width`` and ``height`` in pixels, without outline and shadow."""

    words: tuple[PlacedWord, ...]
    width: float
    height: float
    line_count: int


def fonts() -> str:
    """The folder whose fonts are used. Raises ``MissingDependency`` that names the Debian packages
    when the Latin or the Chinese family is not there."""
    return _manager()[0]


def text_width(text: str, style: TextStyle) -> float:
    """The advance of ``text`` on one line, in pixels."""
    return _measured(_shown(text), style)[0]


def lay_out(
    words: Sequence[str],
    style: TextStyle,
    *,
    max_width_px: float,
    align: Literal["left", "centre"] = "centre",
    line_height: float = LINE_HEIGHT,
) -> Block:
    """Break words into lines no wider than ``max_width_px`` (a single longer word stands alone).

    Words of Latin and other spaced scripts are parted by a space; Chinese ones are not, and
    closing punctuation never begins a line. Lines of a right-to-left script run from the right.
    """
    space = text_width(" ", style) or style.size_px * 0.25
    lines = _broken([_shown(word) for word in words], style, space, max_width_px)
    advance = style.size_px * line_height
    widths = [sum(width + gap for _, width, gap in line) for line in lines]
    block_width = max(widths, default=0.0)
    placed: list[PlacedWord] = []
    for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
        x = (block_width - width) / 2 if align == "centre" else 0.0
        is_backward = _is_right_to_left(line)
        for text, word_width, gap in reversed(line) if is_backward else line:
            x += 0.0 if is_backward else gap
            placed.append(PlacedWord(text, x, style.size_px + number * advance, word_width, number))
            x += word_width + (gap if is_backward else 0.0)
    return Block(
        tuple(placed), block_width, style.size_px * 1.25 + advance * max(0, len(lines) - 1), len(lines)
    )


def word_image(text: str, style: TextStyle) -> tuple[Rgba, tuple[float, float]]:
    """One word (or line) drawn: premultiplied RGBA cropped to what is seen, and where the start of its
    baseline lies in it (x, y; may be outside)."""
    shown = _shown(text)
    width, ascent, height = _measured(shown, style)
    margin = int(style.outline_px + style.shadow_px * 2 + 6)
    canvas_surface = surface(int(width) + 2 * margin + 2, int(height) + 2 * margin + 2)
    canvas = canvas_surface.getCanvas()
    for paint in _paints(style):
        _paragraph(shown, style, paint).paint(canvas, margin, margin)
    rgba, (left, top) = crop_to_content(pixels(canvas_surface))
    return rgba, (margin - left, margin + ascent - top)


def text_image(
    text: str,
    style: TextStyle,
    *,
    max_width_px: float = 10_000.0,
    align: Literal["left", "centre"] = "centre",
    line_height: float = LINE_HEIGHT,
) -> tuple[Rgba, tuple[float, float]]:
    """A block of text drawn, and where the block's top left corner lies in the picture (x, y)."""
    block = lay_out(split_words(text), style, max_width_px=max_width_px, align=align, line_height=line_height)
    margin = int(style.outline_px + style.shadow_px * 2 + 8 + style.size_px * 0.3)
    canvas_surface = surface(int(block.width) + 2 * margin, int(block.height) + 2 * margin)
    canvas = canvas_surface.getCanvas()
    for paint in _paints(style):
        for word in block.words:
            _, ascent, _ = _measured(word.text, style)
            _paragraph(word.text, style, paint).paint(
                canvas, margin + word.x, margin + word.baseline - ascent
            )
    rgba, (left, top) = crop_to_content(pixels(canvas_surface))
    return rgba, (margin - left, margin - top)


# ---- inside ------------------------------------------------------------------------------------


@cache
def _manager() -> tuple[str, Any, Any]:
    """The folder, the collection and ICU: made once a process."""
    seen: list[str] = []
    named = os.environ.get(FONTS_VARIABLE)
    for folder in (named,) if named else FONT_FOLDERS:
        path = Path(folder).expanduser()
        if not path.is_dir():
            continue
        manager = skia.FontMgr.New_Custom_Directory(str(path))
        families = {manager.getFamilyName(number) for number in range(manager.countFamilies())}
        seen += families
        if families >= NEEDED_FAMILIES.keys():
            collection = skia.textlayout_FontCollection()
            collection.setDefaultFontManager(manager)
            unicode = skia.Unicodes.ICU.Make() if hasattr(skia.Unicodes, "ICU") else skia.Unicode()
            return str(path), collection, (unicode, manager)
    missing = [family for family in NEEDED_FAMILIES if family not in seen]
    packages = " ".join(NEEDED_FAMILIES[family] for family in missing)
    raise MissingDependency(
        f"The font {' and '.join(missing) or 'set'} is not installed",
        where=named or os.pathsep.join(FONT_FOLDERS),
        next_step=f"Run: apt install {packages}",
    )


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    _, _, (_, manager) = _manager()
    style = skia.FontStyle.Normal()
    for family in {name for names in FAMILIES.values() for name in names}:
        typeface = manager.matchFamilyStyle(family, style)
        if typeface is not None and typeface.unicharToGlyph(ord(character)):
            return True
    return False


def _shown(text: str) -> str:
    """What can be drawn of a text: characters that no font has (most emoji) are left out."""
    return "".join(c for c in text[:_MOST_CHARACTERS] if c == " " or (c.isprintable() and _has_glyph(c)))


def _paragraph(text: str, style: TextStyle, paint: Any) -> Any:
    _, collection, (unicode, _) = _manager()
    text_style = skia.textlayout_TextStyle()
    text_style.setFontFamilies(list(FAMILIES[style.family]))
    text_style.setFontSize(style.size_px)
    text_style.setFontStyle(skia.FontStyle(style.weight, 5, skia.FontStyle.kUpright_Slant))
    text_style.setForegroundPaint(paint)
    if style.tracking_px:
        text_style.setLetterSpacing(style.tracking_px)
    paragraph_style = skia.textlayout_ParagraphStyle()
    paragraph_style.setTextStyle(text_style)
    builder = skia.textlayout_ParagraphBuilder.make(paragraph_style, collection, unicode)
    builder.pushStyle(text_style)
    builder.addText(text)
    paragraph = builder.Build()
    paragraph.layout(100_000.0)
    return paragraph


@lru_cache(maxsize=4096)
def _measured(text: str, style: TextStyle) -> tuple[float, float, float]:
    """Advance, ascent and height of a text on one line."""
    if not text:
        return 0.0, style.size_px, style.size_px
    paragraph = _paragraph(text, style, skia.Paint())
    width = max(paragraph.LongestLine, paragraph.MaxIntrinsicWidth if text.strip() == "" else 0.0)
    return float(width), float(paragraph.AlphabeticBaseline), float(paragraph.Height)


def _paints(style: TextStyle) -> list[Any]:
    """Shadow, outline and fill, in the order in which they are laid."""
    paints = []
    if style.shadow_px:
        shadow = _paint(style.outline_colour, style.shadow_alpha)
        shadow.setStyle(skia.Paint.kStrokeAndFill_Style)
        shadow.setStrokeWidth(max(1.0, style.outline_px))
        shadow.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, style.shadow_px / 2))
        paints.append(shadow)
    if style.outline_px:
        outline = _paint(style.outline_colour, style.outline_alpha)
        outline.setStyle(skia.Paint.kStroke_Style)
        outline.setStrokeWidth(style.outline_px)
        outline.setStrokeJoin(skia.Paint.kRound_Join)
        paints.append(outline)
    paints.append(_paint(style.colour, 1.0))
    return paints


def _paint(colour: str, alpha: float) -> Any:
    red, green, blue = (int(colour.lstrip("#")[i : i + 2], 16) for i in (0, 2, 4))
    return skia.Paint(AntiAlias=True, Color=skia.Color(red, green, blue, int(np.clip(alpha, 0, 1) * 255)))


Piece = tuple[str, float, float]
"""A word, its width, and the gap before it when it does not begin a line."""


def _broken(words: Sequence[str], style: TextStyle, space: float, most_px: float) -> list[list[Piece]]:
    """Lines as even as they can be: as few as greedy breaking needs, then narrowed together."""
    pieces = [
        (word, text_width(word, style), space if _is_spaced(words[n - 1] if n else "", word) else 0.0)
        for n, word in enumerate(words)
        if word
    ]
    greedy = _greedily(pieces, most_px)
    if len(greedy) < 2:
        return greedy
    low, high = max(width for _, width, _ in pieces), most_px
    for _ in range(7):
        middle = (low + high) / 2
        if len(_greedily(pieces, middle)) <= len(greedy):
            high = middle
        else:
            low = middle
    return _greedily(pieces, high)


def _greedily(pieces: Sequence[Piece], most_px: float) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    used = 0.0
    for text, width, gap in pieces:
        if lines and (used + gap + width <= most_px or begins_no_line(text)):
            lines[-1].append((text, width, gap))
            used += gap + width
        else:
            lines.append([(text, width, 0.0)])
            used = width
    return lines


def _is_spaced(before: str, word: str) -> bool:
    if not before or not word:
        return False
    return not (is_ideograph(before[-1]) or is_ideograph(word[0]))


def _is_right_to_left(line: Sequence[Piece]) -> bool:
    letters = [c for text, _, _ in line for c in text if c.isalpha()]
    return sum(0x0590 <= ord(c) <= 0x08FF for c in letters) * 2 > len(letters)
