"""What an author is warned of."""

from __future__ import annotations

import pytest

from reelwright.formats import read_fountain
from reelwright.screenplay import script_notices


def script(*names: str) -> str:
    return "".join(f"@{name}\nWell, yes.\n\n" for name in names)


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("LUCAS", "LUKAS"),
        ("MEI LIN", "MEI-LIN"),
        ("SARAH", "Sarah"),
        ("SARAH", "SARA"),
        ("MARTIN", "MATRIN"),
        ("苏晚", "苏婉"),
        ("欧阳明月", "欧阳明明"),
    ],
)
def test_two_spellings_of_one_name_are_noticed_with_the_suggestion(right: str, slip: str) -> None:
    screenplay = read_fountain(script(right, right, slip), source_name="01.fountain")
    (notice,) = script_notices(screenplay)
    assert notice.code == "two-spellings" and notice.where == "01.fountain:7"
    assert slip in notice.message and right in notice.message and right in notice.next_step


@pytest.mark.parametrize(
    ("one", "other"),
    [("MEI", "LEI"), ("GUARD 1", "GUARD 2"), ("MR LEES", "MS LEES"), ("苏晚", "陆沉"), ("苏晚", "苏明")],
)
def test_different_people_are_not(one: str, other: str) -> None:
    assert script_notices(read_fountain(script(one, one, other))) == ()


def test_two_who_both_speak_all_the_time_are_two() -> None:
    assert script_notices(read_fountain(script(*["ANNA", "ANNE"] * 4))) == ()


def test_unknown_notes_are_noticed_and_remarks_are_not() -> None:
    text = "Rain. [[wether: storm]]\n\n[[lens: 50mm]]\n\nMEI\nHi. [[hold 2s]] [[ask Joe about this]]\n"
    first, second = script_notices(read_fountain(text, source_name="a"))
    assert first.code == second.code == "unknown-note"
    assert "weather" in first.next_step and first.where == "a:1"
    assert "shot" in second.next_step and second.where == "a:3"


def test_thousands_of_names_and_a_very_long_speech_are_fine() -> None:
    text = script(*(f"P{number * 977:x}Q" for number in range(1500))) + "MEI\n" + "word " * 3000
    screenplay = read_fountain(text)
    script_notices(screenplay)
    assert len(screenplay.lines[-1].text.split()) == 3000
