"""The same shots in other words: long lines are parted anew, and cards say the other text."""

from __future__ import annotations

import itertools

from reelwright.casting import cast_for
from reelwright.formats.fountain import read_fountain
from reelwright.screenplay import assign_ids
from reelwright.screenplay.line_ids import LineRegister
from reelwright.storyboard import storyboard
from reelwright.storyboard.documents import Beat
from reelwright.storyboard.translated import shown_texts, translated_board
from reelwright.storyboard.words import spoken_words

LONG = (
    "You came into this house with nothing but a coat, and my mother gave you a bed. "
    "You sat at our table for eleven years and ate what we ate, and called her by her name. "
    "And on the day they carried her out you were in the hall, counting the spoons."
)
LONG_ZH = (
    "你来这个家的时候只有一件大衣，是我母亲给了你一张床。"
    "你在我们的饭桌上坐了十一年，我们吃什么你吃什么，还直呼她的名字。"
    "他们把她抬出去的那天，你却在大厅里数勺子。"
)
SCRIPT = f"""Title: Small

INT. OFFICE - NIGHT

MARA
{LONG}

[[title: THREE YEARS LATER]]

[[message: Bank: You have been paid]]

VICTOR
Yes.
"""


def parts(beats: list[Beat], line_id: str) -> list[tuple[int, int]]:
    return [(b.first_word, b.end_word) for b in beats if b.kind == "line" and b.line_id == line_id]


def test_a_long_line_is_parted_at_its_own_pauses() -> None:
    read, _ = assign_ids(read_fountain(SCRIPT), LineRegister(), episode=1, seed=1)
    cast, _ = cast_for([read], None)
    board, _ = storyboard(read, cast, episode=1, series_title="Small", language="en")
    said = {line.id: line.text for line in read.lines}
    long = read.lines[0].id
    texts = dict(shown_texts(board))
    assert "THREE YEARS LATER" in texts.values() and "Bank" in texts.values()
    assert "Small" not in texts.values(), "the title of the series is translated once, not card by card"
    other = translated_board(
        board, said, said | {long: LONG_ZH}, {key: f"〈{text}〉" for key, text in texts.items()}
    )
    assert [shot.id for shot in other.shots] == [shot.id for shot in board.shots]
    assert dict(shown_texts(other)) == {key: f"〈{text}〉" for key, text in texts.items()}
    before = parts([b for shot in board.shots for b in shot.beats], long)
    after = parts([b for shot in other.shots for b in shot.beats], long)
    assert len(after) == len(before) >= 3
    assert after[0][0] == 0 and after[-1][1] == -1
    assert all(end == first for (_, end), (first, _) in itertools.pairwise(after))
    words = spoken_words(LONG_ZH)
    assert [words[end - 1][-1] for _, end in after[:-1]] == ["。", "。"]


def test_a_line_of_few_words_can_still_be_parted() -> None:
    """Parts of one word, or of none, never run backwards."""
    read, _ = assign_ids(read_fountain(SCRIPT), LineRegister(), episode=1, seed=1)
    cast, _ = cast_for([read], None)
    board, _ = storyboard(read, cast, episode=1, series_title="Small", language="en")
    said = {line.id: line.text for line in read.lines}
    long = read.lines[0].id
    other = translated_board(board, said, said | {long: "滚。"}, {})
    after = parts([b for shot in other.shots for b in shot.beats], long)
    assert all(first < end for first, end in after[:-1])
