"""The pages of a PDF → lines with their positions. Text only: what is a picture of text cannot be read."""

from __future__ import annotations

import ctypes
import itertools
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from reelwright.errors import BadInput, MissingDependency
from reelwright.formats.imported import SourceLine

_POINTS_A_CHARACTER = 7.2
"""Ten characters to the inch."""
_SAME_LINE = 0.6
"""Of a line's height: characters that lie less far apart are on one line."""
_GAP = 1.45
"""A line that lies further below the one before than this, in usual distances, is apart from it."""
_WIDE_GAP_CHARACTERS = 3.0
_FIRST_WIDE = "\u2e80"
_RADICALS = range(0x2E80, 0x2FE0)
_WHOLE_PAIRS = (
    "⺂乛⺃乚⺅亻⺉刂⺋㔾⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺞歺⺠民⺡氵⺣灬⺤爫⺦丬⺨犭⺭礻"
    "⺯糹⺰纟⺱罓⺳㓁⺹耂⺺肀⺾艹⻂衤⻅见⻆角⻈讠⻉贝⻋车⻌辶⻐钅⻑長⻒镸⻓长⻔门⻖阝⻘青⻙韦⻚页"
    "⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻮齿⻯竜⻰龙⻱龜⻲亀⼾户"
)
_WHOLE = dict(zip(_WHOLE_PAIRS[::2], _WHOLE_PAIRS[1::2], strict=True))
"""Radicals that no normal form makes whole characters, by the glyphs that they share in Noto Sans CJK SC."""


def read_pdf_lines(data: bytes, *, source_name: str = "") -> list[SourceLine]:
    """The lines of all pages from top to bottom. Raises ``BadInput`` for what is no PDF, for one with a
    password and for one without text (a scan); ``MissingDependency`` without pypdfium2."""
    try:
        import pypdfium2
    except ImportError as problem:
        raise MissingDependency(
            "PDF scripts need pypdfium2", next_step="Run: pip install 'reelwright[studio]'"
        ) from problem
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise BadInput(
                "The PDF is protected by a password",
                where=source_name,
                next_step="Save it again without one.",
            ) from None
        raise BadInput(
            "This is no PDF that can be read",
            where=source_name,
            next_step="Save it again from the program that wrote it.",
        ) from None
    lines: list[SourceLine] = []
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            lines += _lines(text, number + 1, len(lines) + 1)
            text.close()
            page.close()
    finally:
        document.close()
    if not any(line.text.strip() for line in lines):
        raise BadInput(
            "The PDF holds no text: its pages are pictures",
            where=source_name,
            next_step="Let a program for text recognition read it first, or give the script in another form.",
        )
    return _from_the_edge(lines)


def _lines(page: Any, number: int, first: int) -> list[SourceLine]:
    """The characters of a page gathered into lines."""
    rows: list[list[tuple[float, float, float, float, str]]] = []
    text = page.get_text_range()
    count = page.count_chars()
    # The boxes of 一 and ， differ, what they stand on does not; of letters the boxes do, at half the price.
    foot_of = _feet(page) if any(char >= _FIRST_WIDE for char in text) else None
    # The text holds generated ends of lines of two characters each, the count of boxes may differ from it.
    if len(text) != count:
        text = "".join(chr(_code(page, index)) for index in range(count))
    for index, char in enumerate(text):
        if char in "\r\n" or (not char.strip() and _is_generated(page, index)):
            continue
        left, bottom, right, top = page.get_charbox(index, loose=True)
        foot, height = foot_of(index) if foot_of else bottom, max(top - bottom, 1.0)
        row = next((r for r in reversed(rows[-3:]) if abs(r[-1][1] - foot) < _SAME_LINE * _height(r)), None)
        if row is None:
            if not char.strip():
                continue
            rows.append(row := [])
        row.append((left, foot, right, height, char))
    rows.sort(key=lambda row: -row[0][1])
    usual = _usual([a[0][1] - b[0][1] for a, b in itertools.pairwise(rows)])
    found: list[SourceLine] = []
    before = 0.0
    for row in rows:
        foot = row[0][1]
        found.append(
            SourceLine(
                number=first + len(found),
                text=_joined(sorted(row)),
                indent=min(box[0] for box in row) / _POINTS_A_CHARACTER,
                page=number,
                end=max(box[2] for box in row) / _POINTS_A_CHARACTER,
                is_apart=not found or (before - foot) > usual * _GAP,
            )
        )
        before = foot
    return found


def _usual(distances: list[float]) -> float:
    """The least distance of two lines that is there more than once: where most paragraphs are one line with
    space above, the distance that is there most often is not that of lines."""
    counts = Counter(round(distance) for distance in distances)
    least = max(2, len(distances) // 33)
    return float(
        min((distance for distance, count in counts.items() if distance and count >= least), default=0)
    )


def _feet(page: Any) -> Callable[[int], float]:
    """Of a page: a character's number → the height of the line that it stands on."""
    import pypdfium2.raw

    # Looked up and made once: a script has a quarter of a million characters.
    origin_of, x, y = pypdfium2.raw.FPDFText_GetCharOrigin, ctypes.c_double(), ctypes.c_double()

    def foot(index: int) -> float:
        origin_of(page, index, x, y)
        return y.value

    return foot


def _is_generated(page: Any, index: int) -> bool:
    """Whether a character is not in the file, but guessed by the reader."""
    import pypdfium2.raw

    return bool(pypdfium2.raw.FPDFText_IsGenerated(page, index))


def _height(row: list[tuple[float, float, float, float, str]]) -> float:
    return max(box[3] for box in row)


def _code(page: Any, index: int) -> int:
    import pypdfium2.raw

    return int(pypdfium2.raw.FPDFText_GetUnicode(page, index)) or 0x20


def _joined(row: list[tuple[float, float, float, float, str]]) -> str:
    parts: list[str] = []
    end, height, is_spaced = None, _height(row), False
    for left, _, right, _, char in row:
        if not char.strip():
            is_spaced = True
            continue
        if end is not None:
            gap = left - end
            if gap > _WIDE_GAP_CHARACTERS * _POINTS_A_CHARACTER:
                parts.append("   ")
            elif gap > height * _least_space(char, parts[-1], is_spaced=is_spaced):
                parts.append(" ")
        parts.append(_whole(char))
        end, is_spaced = right, False
    return "".join(parts)


def _least_space(char: str, before: str, *, is_spaced: bool) -> float:
    """From which gap on, in heights of the line, there is a space; a space of the file may be narrow."""
    if is_spaced:
        return 0.1
    return 0.28 if _is_wide(char) or _is_wide(before) else 0.16


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _whole(char: str) -> str:
    """Fonts share the glyphs of radicals with those of whole characters: ⽇ stands for 日, ﬁ for fi."""
    if char in _WHOLE:
        return _WHOLE[char]
    if ord(char) in _RADICALS or "\ufb00" <= char <= "\ufb06":
        return unicodedata.normalize("NFKC", char)
    return char


def _from_the_edge(lines: list[SourceLine]) -> list[SourceLine]:
    """Indents counted from the text's left edge."""
    edge = min(line.indent for line in lines if line.text.strip())
    return [msgspec.structs.replace(line, indent=line.indent - edge, end=line.end - edge) for line in lines]
