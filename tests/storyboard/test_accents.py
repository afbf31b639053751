"""The script's own words bring the camera's effects, and notes ask for others."""

from __future__ import annotations

import pytest
from tests.storyboard.test_board import OPENING, board_of, speech

from reelwright.casting.documents import Character, Look
from reelwright.storyboard.accents import role_of
from reelwright.storyboard.documents import Shot
from reelwright.storyboard.texts import message_in


def shots_of(text: str) -> tuple[Shot, ...]:
    return board_of(text)[1]


TALK = speech("MARA", "Hello.") + speech("VICTOR", "Good evening.")


def test_a_shocked_face_is_struck_and_a_blow_is_felt() -> None:
    shots = shots_of(
        OPENING + TALK + "Mara slaps Victor.\n\n" + speech("VICTOR", "You did what?!", "shocked") + TALK
    )
    kinds = {accent.kind for shot in shots for accent in shot.accents}
    assert {"impact", "shock", "dread"} <= kinds
    assert [a.kind for a in shots[-1].accents][-1] == "dread"


def test_leads_are_named_once_in_the_first_episode() -> None:
    """After the hook, alone in the picture, with a freeze after their line."""
    shots = shots_of(OPENING + TALK * 4)
    cards = [shot for shot in shots if shot.name_card]
    assert sorted(s.name_card.name for s in cards if s.name_card) == ["Mara", "Victor"]
    for shot in cards:
        assert shot.name_card and shot.beats[shot.name_card.beat].kind == "pause"
        assert len(shot.subjects) == 1 and not shot.is_hook


def test_a_note_names_somebody_and_says_who_they_are() -> None:
    text = OPENING + TALK + "[[title card: IRIS, The mother]]\n\n" + speech("IRIS", "At last.") + TALK
    card = next(s.name_card for s in shots_of(text) if s.name_card and s.name_card.character == "iris")
    assert (card.name, card.role) == ("Iris", "The mother")


@pytest.mark.parametrize("heading", ["INT. OFFICE - NIGHT (FLASHBACK)", "内景 办公室 - 夜 闪回"])
def test_a_heading_says_that_this_is_remembered(heading: str) -> None:
    shots = shots_of(OPENING + TALK + heading + "\n\n" + TALK + OPENING.replace("OFFICE", "BAR") + TALK)
    scenes = {shot.scene_id: shot.is_memory for shot in shots}
    assert list(scenes.values()) == [False, True, False]


def test_a_film_holds_until_the_scene_ends() -> None:
    shots = shots_of(OPENING + "[[film: noir]]\n\n" + TALK + OPENING + TALK)
    scenes = {shot.scene_id: shot.film for shot in shots if shot.framing != "card"}
    assert list(scenes.values()) == ["cold thriller", ""]


def test_messages_are_read_on_the_phone_of_whoever_gets_them() -> None:
    """One shot, a beat for each, the owner's own on the other side."""
    text = (
        OPENING + TALK + "[[message: LEON: Where are you?]]\n\n[[message: MARA: Leave me alone.]]\n\n" + TALK
    )
    (shot,) = [s for s in shots_of(text + speech("LEON", "Oh.", "V.O.")) if s.messages]
    assert shot.insert == "phone" and len(shot.beats) == len(shot.messages) == 2
    assert [m.text for m in shot.messages] == ["Where are you?", "Leave me alone."]


@pytest.mark.parametrize(
    ("action", "sender", "text"),
    [
        ('Her phone buzzes. A text from Leon: "Come alone."', "Leon", "Come alone."),
        ("A message reads: I know what you did.", "", "I know what you did."),
        ("手机亮了。一条短信：“别签字。”", "", "别签字。"),
    ],
)
def test_an_action_may_quote_a_message(action: str, sender: str, text: str) -> None:
    found = message_in(action)
    assert found is not None and (found.sender, found.text) == (sender, text)


def test_an_action_about_a_text_quotes_nothing() -> None:
    assert message_in("She reads the text again and again.") is None


def test_a_whip_is_left_by_the_shot_before() -> None:
    shots = shots_of(OPENING + TALK + "[[shot: close-up VICTOR, whip]]\n\n" + speech("VICTOR", "No.") + TALK)
    number = next(n for n, shot in enumerate(shots) if shot.move == "whip")
    assert shots[number - 1].transition_out == "whip" and shots[number - 1].leave != shots[number].entry


@pytest.mark.parametrize(
    ("persona", "role", "said"),
    [
        ("An actress of twenty-six who hears every line twice.", "", "An actress of twenty-six"),
        ("二十六岁，药铺的女儿。话少。", "", "二十六岁，药铺的女儿"),
        ("Speaks as if each word were a coin that he would rather keep for himself", "", ""),
        ("Anything.", "The heir", "The heir"),
    ],
)
def test_who_somebody_is_in_a_few_words(persona: str, role: str, said: str) -> None:
    look = Look(sex="female", age_years=26)
    assert role_of(Character(key="a", name="A", look=look, wardrobe=(), persona=persona, role=role)) == said


def test_a_note_splits_the_screen_between_two_ends_of_a_call() -> None:
    """Who is here, and whose voice is heard, each in their own place and hour."""
    text = (
        OPENING
        + TALK
        + "[[shot: split screen, hospital ward, day]]\n\n"
        + speech("LEON", "Run.", "V.O.")
        + TALK
    )
    text = text.replace("LEON\n(V.O.)", "LEON (V.O.)")
    shot = next(s for s in shots_of(text) if s.framing == "split-screen")
    assert [s.character for s in shot.subjects][1] == "leon" and shot.subjects[1].role == "speaker"
    assert shot.elsewhere is not None
    assert (shot.elsewhere.place, shot.elsewhere.time_of_day) == ("hospital ward", "day")


def test_a_split_screen_with_nobody_at_the_other_end_is_a_single() -> None:
    shots = shots_of(OPENING + "[[shot: split screen]]\n\n" + speech("MARA", "Hello?"))
    assert all(shot.framing != "split-screen" for shot in shots)
