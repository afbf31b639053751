"""Actions and notes that say what a phone shows → messages, and the beats in which they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reelwright.storyboard.documents import Beat, Message
from reelwright.storyboard.words import estimated_speech_s

TYPING_S = 0.45
READING_S = 0.55
LONGEST_S = 3.2
_ENGLISH = re.compile(
    r"(?:text(?: message)?|message)(?:\s+from\s+(?P<sender>[A-Z][\w' .-]{0,24}?))?"
    r"(?:\s+(?:reads|says|appears|arrives|lights up[^:]*|on (?:her|his|the) (?:phone|screen)))?"
    r"\s*[:：]\s*(?P<text>.+)",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE = re.compile(
    r"(?:(?P<sender>[\u4e00-\u9fff]{2,4})(?:的|发来的?))?(?:短信|微信|消息|信息)[^：:，。]{0,8}[:：]\s*(?P<text>.+)",
    re.DOTALL,
)


def message_in(action: str) -> Message | None:
    """The message that an action quotes: ``A text from Leon: "Come alone."``, ``一条短信：“别签字。”``."""
    for pattern in (_ENGLISH, _CHINESE):
        found = pattern.search(action)
        if found:
            text = found["text"].strip().strip("\"'“”‘’「」『』").strip()
            if text:
                return Message(sender=(found["sender"] or "").strip(" ."), text=text[:200])
    return None


def beats_of(messages: Sequence[Message]) -> tuple[Beat, ...]:
    """A beat for each message: it is typed, then read."""
    return tuple(
        Beat(
            kind="action",
            seconds=round(TYPING_S + min(LONGEST_S, READING_S + estimated_speech_s(m.text) * 0.62), 2),
        )
        for m in messages
    )
