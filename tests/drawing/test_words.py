"""Lines are broken between words, in every script."""

from __future__ import annotations

import pytest

from reelwright.drawing.text import TextStyle, lay_out
from reelwright.drawing.words import split_words, unbroken


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("hello, you there", ["hello,", "you", "there"]),
        ("为什么现在结婚？", ["为什么", "现在", "结婚？"]),
        (
            "医生说“病人”……快去 ICU 找 Dr. Lin！",
            ["医生", "说", "“病人”……", "快去", "ICU", "找", "Dr.", "Lin！"],
        ),
        ("", []),
    ],
)
def test_words_keep_together_with_their_signs(text: str, pieces: list[str]) -> None:
    """Chinese by its words, Latin by its spaces; quotation marks and full stops with what they close."""
    assert split_words(text) == pieces


def test_what_a_voice_says_apart_is_joined() -> None:
    """Single characters come together as words; a sign on its own leans on the word before it."""
    spoken = ["我", "们", "结", "婚", "！", "好"]
    assert ["".join(spoken[run]) for run in unbroken(spoken)] == ["我们", "结婚！", "好"]


@pytest.mark.parametrize("width", [150, 220, 300])
def test_no_line_begins_with_a_sign_or_a_particle(width: int) -> None:
    """Whatever the width, a line begins with a whole word."""
    block = lay_out(
        split_words("你的公司门口，是我的。过去的事了！"), TextStyle(size_px=40), max_width_px=width
    )
    firsts = {word.line: word.text for word in reversed(block.words)}
    assert block.line_count > 1
    assert not any(text[0] in "，。！" or text.rstrip("，。！") in ("的", "了") for text in firsts.values())
