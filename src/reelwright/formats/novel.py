"""Is a text prose? A novel is adapted, never imported: it holds no speeches to keep word for word."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.formats.imported import SourceLine

_QUOTES = '“”"「」『』'
_LONG = 120
_LONG_CHINESE = 60


def looks_like_prose(lines: Sequence[SourceLine]) -> tuple[float, str]:
    """How much of the text stands in paragraphs of prose, 0..1 by length, and what was seen."""
    texts = [line.text.strip() for line in lines if line.text.strip()]
    total = sum(map(len, texts))
    if not total:
        return 0.0, ""
    long = [t for t in texts if len(t) > (_LONG if t.isascii() else _LONG_CHINESE) or _is_told(t)]
    share = sum(map(len, long)) / total
    return (
        share,
        f"{len(long)} of {len(texts)} paragraphs are prose, with what is said in quotation marks",
    )


def _is_told(text: str) -> bool:
    """A sentence with something said in the middle of it."""
    return sum(char in _QUOTES for char in text) >= 2 and len(text) > 24
