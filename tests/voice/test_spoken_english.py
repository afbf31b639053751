"""What stands in the script is said as a person would say it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.voice.spoken_english import english_tokens, words_to_say
from reelwright.voice.tokens import Run


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("$42.50!", "forty two dollars fifty cents"),
        ("$1", "one dollar"),
        ("$3.2m", "three point two million dollars"),
        ("£20", "twenty pounds"),
        ("10k", "ten thousand"),
        ("3:05pm", "three oh five pee em"),
        ("9:00", "nine o'clock"),
        ("50%,", "fifty percent"),
        ("3-5%", "three to five percent"),
        ("1984", "nineteen eighty four"),
        ("2026", "twenty twenty six"),
        ("1900", "nineteen hundred"),
        ("2005", "two thousand five"),
        ("1,204", "one thousand two hundred and four"),
        ("0.5", "zero point five"),
        ("-5", "minus five"),
        ("21st", "twenty first"),
        ("12th", "twelfth"),
        ("30th", "thirtieth"),
        ("007", "zero zero seven"),
        ("2026-11-23", "november twenty third twenty twenty six"),
        ("1/2/1999", "january second nineteen ninety nine"),
        ("555-123-4567", "five five five one two three four five six seven"),
        ("20°C", "twenty degrees celsius"),
        ("B12", "bee twelve"),
        ("FBI", "eff bee eye"),
        ("CEO's", "see ee oh's"),
        ("Dr.", "doctor"),
        ("Hmm...", "hum"),
        ("https://www.example.com/a?x=1", "example dot com slash a"),
        ("me@mail.co.uk", "me at mail dot co dot uk"),
        ("café", "cafe"),
        ("don’t", "don't"),
        ("well-known", "well known"),
        ("and/or", "and or"),
        ("😀", ""),
        ("—", ""),
        ("Noooo!", "noo"),
        ("Mei,", "may"),
        ("100kg", "one hundred kilograms"),
    ],
)
def test_a_piece_is_said(written: str, said: str) -> None:
    assert " ".join(words_to_say(written)) == said


def test_tokens_carry_their_punctuation_and_their_pause() -> None:
    text = "I— wait... Dr. Mei, NOW 😀!"
    tokens = english_tokens(text, Run(0, len(text), "en"))
    assert [text[t.first_char : t.end_char] for t in tokens] == ["I—", "wait...", "Dr.", "Mei,", "NOW 😀!"]
    assert [t.mark for t in tokens] == ["—", "…", "", ",", "!"]
    assert [t.is_emphasised for t in tokens] == [False, False, False, False, True]


def test_a_line_all_in_capitals_leans_on_no_word() -> None:
    assert not any(t.is_emphasised for t in english_tokens("GET OUT OF HERE", Run(0, 15, "en")))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_speakable_words_in_order(text: str) -> None:
    end = 0
    for token in english_tokens(text, Run(0, len(text), "en")):
        assert end <= token.first_char < token.end_char <= len(text)
        end = token.end_char
        assert token.spoken
        assert all(set(word) <= set("abcdefghijklmnopqrstuvwxyz'") and word for word in token.spoken), token
