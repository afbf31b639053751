"""Brackets, words and punctuation → how a line is played."""

from __future__ import annotations

import pytest

from reelwright.screenplay import Delivery, Line, delivery_of
from reelwright.screenplay.delivery import deliveries_in
from reelwright.screenplay.delivery_words import MANNERS, SPOKEN_MANNERS
from reelwright.screenplay.documents import EXPRESSIONS, VOICE_STYLES, Heading, Scene


def play(
    text: str, *brackets: str, extensions: tuple[str, ...] = (), previous: Delivery | None = None
) -> Delivery:
    line = Line(id="a", speaker="MEI", text=text, parentheticals=brackets, extensions=extensions)
    return delivery_of(line, previous=previous)


def test_the_vocabulary_names_only_faces_and_voices_that_exist() -> None:
    for manner in (*MANNERS.values(), *SPOKEN_MANNERS.values()):
        assert manner.expression in (*EXPRESSIONS, "")
        assert manner.style in (*VOICE_STYLES, "")
        assert 0 <= manner.intensity <= 1


@pytest.mark.parametrize(
    ("bracket", "expression", "style"),
    [
        ("cold, under her breath", "cold", "whisper"),
        ("furious", "furious", "angry"),
        ("shouting", "furious", "shouting"),
        ("through tears", "crying", "sobbing"),
        ("smiling", "happy", "tender"),
        ("mocking", "smirk", "sarcastic"),
        ("trembling", "scared", "scared"),
        ("whispers", "neutral", "whisper"),
        ("gently", "tender", "tender"),
        ("wearily", "tired", "tired"),
        ("not angry", "neutral", "neutral"),
        ("to the police officer", "neutral", "neutral"),
        ("shaking his head", "neutral", "neutral"),
        ("冷冷地", "cold", "cold"),
        ("哭着", "crying", "sobbing"),
        ("低声", "neutral", "whisper"),
        ("笑", "happy", "tender"),
        ("冷笑", "smirk", "sarcastic"),
        ("怒吼", "furious", "shouting"),
        ("哭着，低声", "crying", "whisper"),
        ("震惊", "shocked", "excited"),
        ("sobbing", "sobbing", "sobbing"),
        ("with contempt", "contempt", "cold"),
        ("suspiciously", "suspicious", "cold"),
        ("begging", "pleading", "scared"),
        ("blushing", "shy", "tender"),
        ("relieved", "relieved", "tender"),
        ("害羞地", "shy", "tender"),
        ("嫌弃", "disgust", "cold"),
        ("吃醋", "jealous", "angry"),
        ("得意", "smirk", "sarcastic"),
    ],
)
def test_brackets_decide(bracket: str, expression: str, style: str) -> None:
    found = play("Yes.", bracket)
    assert (found.expression, found.style) == (expression, style)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Get out!", "angry"),
        ("What?!", "shocked"),
        ("什么？！", "shocked"),
        ("I...", "worried"),
        ("我……", "worried"),
        ("滚！", "angry"),
        ("I love you.", "tender"),
        ("It is Tuesday.", "neutral"),
        ("NOT HERE, NOT NOW!", "angry"),
    ],
)
def test_without_brackets_words_and_punctuation_speak(text: str, expression: str) -> None:
    assert play(text).expression == expression


def test_every_face_can_be_asked_for_in_both_languages() -> None:
    for expression in set(EXPRESSIONS) - {"neutral"}:
        words = [word for word, manner in MANNERS.items() if manner.expression == expression]
        assert any(word.isascii() for word in words), expression
        assert any(not word.isascii() for word in words), expression


def test_strength_grows_with_words_and_exclamation_marks() -> None:
    assert play("Go.", "slightly angry").intensity < play("Go.", "angry").intensity
    assert play("Go.", "angry").intensity < play("Go!", "very angry").intensity <= 1.0


def test_a_feeling_carries_over_to_a_line_that_says_nothing() -> None:
    before = play("You did this.", "furious")
    after = play("In my house.", previous=before)
    assert after.expression == "angry" and after.intensity < before.intensity
    assert play("In my house.", "gently", previous=before).expression == "tender"


@pytest.mark.parametrize(
    ("bracket", "gesture"),
    [
        ("pointing at him", "point"),
        ("slaps him", "slap"),
        ("arms crossed", "crossed"),
        ("into phone", "phone"),
        ("指着他", "point"),
        ("一记耳光", "slap"),
        ("抱臂", "crossed"),
        ("举杯", "toast"),
        ("quietly", ""),
    ],
)
def test_gestures_are_made_when_said(bracket: str, gesture: str) -> None:
    assert play("You.", bracket).gesture == gesture


def test_a_voice_on_the_phone_sounds_like_one() -> None:
    assert play("Hello.", extensions=("ON PHONE",)).style == "phone"
    assert play("喂。", extensions=("电话里",)).style == "phone"


def test_a_line_that_says_nothing_is_played_as_the_one_before_it() -> None:
    """Voice and face take the same from the beat: who wept goes on weeping, weaker; nobody else does."""
    lines = (
        Line(id="a", speaker="MEI", text="He is gone.", parentheticals=("sobbing",)),
        Line(id="b", speaker="LUKE", text="Who told you?"),
        Line(id="c", speaker="MEI", text="The nurse did."),
    )
    played = deliveries_in(Scene(id="a", heading=Heading(text="INT. WARD"), items=lines))
    assert played["a"].style == played["c"].style == "sobbing" and played["b"].style == "neutral"
    assert played["c"].intensity < played["a"].intensity
