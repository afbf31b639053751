"""The content of a ``[[note]]`` → a direction: its kind and its value."""

from __future__ import annotations

import re

from reelwright.screenplay.documents import Direction

DIRECTION_KINDS = (
    "shot",
    "music",
    "sfx",
    "hold",
    "place",
    "weather",
    "wardrobe",
    "title",
    "name",
    "message",
    "film",
    "flashback",
)
"""Kinds of notes that the house knows; others are kept and ignored."""

REMARK = "note"
"""Kind of a note that is a remark to a reader, without a ``word:`` in front."""

_CHINESE_KINDS = {
    "镜头": "shot", "音乐": "music", "配乐": "music", "音效": "sfx", "停顿": "hold", "停": "hold",
    "地点": "place", "场景": "place", "天气": "weather", "服装": "wardrobe", "标题": "title", "字幕": "title",
    "人物": "name", "人物卡": "name", "短信": "message", "消息": "message", "微信": "message",
    "色调": "film", "胶片": "film", "闪回": "flashback", "回忆": "flashback",
}  # fmt: skip
_OTHER_NAMES = {
    "sound": "sfx", "effect": "sfx", "fx": "sfx", "score": "music", "camera": "shot", "pause": "hold",
    "title card": "name", "name card": "name", "text": "message", "grade": "film", "memory": "flashback",
}  # fmt: skip
_LABELLED_ONLY = frozenset({"name", "message", "film"})
"""Words that a remark may begin with: they direct only with a colon behind them."""
_LABELLED = re.compile(r"((?:title|name) card|[^\s:：]{1,24})\s*[:：]\s*(.*)", re.DOTALL | re.IGNORECASE)
_FIRST_WORD = re.compile(r"(\S+)\s+(.*)", re.DOTALL)


def direction_of(note: str, *, source_line: int = 0) -> Direction:
    """``shot: close-up MEI`` → kind ``shot``; ``hold 2s`` → ``hold``; ``ask Joe`` → ``note``; ``音乐：紧张``
    → ``music``. An unknown label keeps its own word as the kind, in lower case."""
    labelled = _LABELLED.fullmatch(note)
    if labelled:
        return Direction(kind=_kind(labelled[1]), value=labelled[2].strip(), source_line=source_line)
    worded = _FIRST_WORD.fullmatch(note)
    if worded and _kind(worded[1]) in DIRECTION_KINDS and _kind(worded[1]) not in _LABELLED_ONLY:
        return Direction(kind=_kind(worded[1]), value=worded[2].strip(), source_line=source_line)
    if _kind(note) in DIRECTION_KINDS:
        return Direction(kind=_kind(note), value="", source_line=source_line)
    return Direction(kind=REMARK, value=note, source_line=source_line)


def _kind(word: str) -> str:
    word = word.casefold()
    return _CHINESE_KINDS.get(word) or _OTHER_NAMES.get(word) or word
