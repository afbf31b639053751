"""Watched words are found however they are dressed up, and only as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.theatre.social.words import normalised, watched_in

WORDS = ("scum", "傻瓜", "go away", "idiot", "バカ")


@pytest.mark.parametrize(
    "text",
    [
        "scum",
        "You SCUM!",
        "ｓｃｕｍ",
        "s c u m",
        "s.c.u.m",
        "s-c_u*m",
        "sc\u200bum",
        "s\u00adcum",
        "scùm",
        "scuuuum",
        "\u0455\u0441um",  # Cyrillic s and c
        "$cum",
        "such s  c  u  m here",
        "\U0001d530\U0001d520\U0001d532\U0001d52a",  # mathematical letters
    ],
)
def test_a_watched_word_is_found(text: str) -> None:
    assert watched_in(text, WORDS) == ("scum",)


@pytest.mark.parametrize(("text", "word"), [("as it is", "ass"), ("good", "god"), ("an ass", "as")])
def test_a_doubled_letter_makes_another_word(text: str, word: str) -> None:
    assert watched_in(text, [word]) == ()


@pytest.mark.parametrize("text", ["傻瓜", "你这个傻 瓜！", "傻\u200b瓜", "傻。瓜", "傻-_*瓜", "真傻瓜吗"])
def test_words_of_scripts_without_spaces_are_found_anywhere(text: str) -> None:
    assert watched_in(text, WORDS) == ("傻瓜",)


def test_half_width_kana_are_the_same_word() -> None:
    assert watched_in("ﾊﾞｶだな", WORDS) == ("バカ",)


def test_phrases_and_several_words() -> None:
    assert watched_in("Go   away, 1d10t", WORDS) == ("go away", "idiot")


@pytest.mark.parametrize(
    "text",
    [
        "Scumbridge",
        "a scumble of paint",
        "idiotic",
        "go far away",
        "傻孩子，瓜果",
        "",
        "   ",
        "ハカ",
        "I scan u m",
    ],
)
def test_a_word_within_another_is_not_held_against_it(text: str) -> None:
    assert watched_in(text, WORDS) == ()


def test_signs_alone_are_no_word_to_watch() -> None:
    """A watched word of nothing but signs or spaces would hold back everything."""
    assert watched_in("anything, 任何", ("", " ", "!!", "\u200b")) == ()


@given(st.text(max_size=60))
def test_any_text_can_be_looked_through(text: str) -> None:
    """No text raises, and to normalise twice changes nothing more."""
    watched_in(text, WORDS)
    assert normalised(normalised(text)) == normalised(text)
