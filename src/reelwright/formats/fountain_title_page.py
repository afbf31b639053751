"""The start of a Fountain text → its title page (``Title: …``) and where the body begins."""

from __future__ import annotations

import re

from reelwright.formats.fountain_emphasis import without_emphasis
from reelwright.screenplay import TitleField

_ENGLISH_KEYS = (
    "title", "credit", "author", "authors", "source", "notes", "draft", "date", "draft date", "written by",
    "contact", "copyright", "revision", "episode", "series", "season", "format", "language", "font",
    "genre", "logline",
)  # fmt: skip
_CHINESE_KEYS = (
    "标题", "片名", "剧名", "名称", "编剧", "作者", "导演", "出品", "日期", "草稿", "版本", "联系",
    "联系方式", "版权", "语言", "集", "集数", "集名", "副标题", "改编", "原著", "题材", "类型", "梗概",
    "备注",
)  # fmt: skip
KNOWN_KEYS = frozenset(_ENGLISH_KEYS + _CHINESE_KEYS)

_KEY = re.compile(r"([^\W\d_][\w \-]{0,40}?)[ \t]*([:：])[ \t\u3000]*(.*)")
_MOST_WORDS_OF_KEY = 3
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")


def read_title_page(text: str) -> tuple[tuple[TitleField, ...], int]:
    """The fields at the start of ``text`` and the offset where they end: ``((), 0)`` if there are none.

    Any short capitalised key counts, with two exceptions that save real scripts: a block whose keys are
    all upper case (``FADE IN:``, ``MEI: Hello``) and a Chinese one in which no key is known (``苏晚：你好``)
    are part of the body.
    """
    fields: list[tuple[str, list[str]]] = []
    is_credible = False
    offset = 0
    while offset < len(text):
        match = _LINE.match(text, offset)
        assert match is not None  # the pattern matches everywhere
        content = match.group(1)
        if not content.strip():
            break
        key = _KEY.fullmatch(content) if len(content) < 2000 else None
        if content[0] in " \t\u3000" and fields:
            fields[-1][1].append(content.strip())
        elif key is not None:
            fields.append((key[1], [key[3].strip()] if key[3].strip() else []))
            is_credible |= _is_credible(key[1], key[2])
        else:
            break
        offset = match.end()
    if not is_credible or not any(values for _, values in fields):
        return (), 0
    return tuple(_field(key, values) for key, values in fields), offset


def written_title_page(fields: tuple[TitleField, ...]) -> str:
    """The title page in the canonical form, with the empty line that ends it; empty for no fields."""
    lines: list[str] = []
    for field in fields:
        if len(field.values) == 1:
            lines.append(f"{field.key}: {field.values[0]}\n")
        else:
            lines.append(f"{field.key}:\n")
            lines += [f"    {value}\n" for value in field.values]
    return "".join([*lines, "\n"]) if lines else ""


def _field(key: str, values: list[str]) -> TitleField:
    return TitleField(key=key, values=tuple(without_emphasis(value) for value in values))


def _is_credible(key: str, colon: str) -> bool:
    if key.casefold() in KNOWN_KEYS:
        return True
    is_short = len(key.split()) <= _MOST_WORDS_OF_KEY
    return colon == ":" and is_short and key[0].isupper() and any(char.islower() for char in key)
