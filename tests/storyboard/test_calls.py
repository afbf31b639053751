"""A call splits the screen once, where it is known who is where."""

from __future__ import annotations

import pytest
from tests.storyboard.test_board import board_of

from reelwright.storyboard.documents import Shot

AIRPORT = "INT. AIRPORT - NIGHT\n\nLEON\nI am leaving.\n\n"
HOME = "INT. BEDROOM - NIGHT\n\nMEI picks up the phone.\n\nMEI\nWhere are you?\n\n"
CLOSING = "MEI\nDo not go.\n\n"


def shots_of(text: str) -> list[Shot]:
    return [shot for shot in board_of(text)[1] if shot.framing == "split-screen"]


@pytest.mark.parametrize("cue", ["LEON (ON PHONE)", "LEON (V.O.)", "LEON (filtered)"])
def test_the_first_line_of_a_call_shows_both_ends(cue: str) -> None:
    """Mei above in her room, Leon below at the airport by night; his next line is told by her face again."""
    (shot,) = shots_of(AIRPORT + HOME + f"{cue}\nAt the gate.\n\n{CLOSING}{cue}\nI must.\n\n{CLOSING}")
    assert [(s.character, s.role) for s in shot.subjects] == [("mei", "listener"), ("leon", "speaker")]
    assert shot.place == "BEDROOM"
    assert shot.elsewhere is not None
    assert (shot.elsewhere.place, shot.elsewhere.time_of_day) == ("AIRPORT", "night")


def test_the_other_end_may_be_shown_later() -> None:
    """Who has not been seen yet is where they are seen next."""
    (shot,) = shots_of(HOME + "LEON (ON PHONE)\nAt the gate.\n\n" + CLOSING + AIRPORT)
    assert shot.elsewhere is not None
    assert shot.elsewhere.place == "AIRPORT"


@pytest.mark.parametrize(
    "text",
    [
        AIRPORT
        + HOME.replace("picks up the phone", "sits down")
        + "LEON (V.O.)\nI thought of her.\n\n"
        + CLOSING,
        HOME + "LEON (ON PHONE)\nAt the gate.\n\n" + CLOSING,
        AIRPORT + HOME + "[[shot: close-up MEI]]\n\nLEON (ON PHONE)\nAt the gate.\n\n" + CLOSING,
        AIRPORT + HOME + "LEON\nI came back.\n\n" + CLOSING,
    ],
)
def test_the_screen_stays_whole(text: str) -> None:
    """A narrator, a voice from nowhere, a note that asks for something else, somebody who stands there."""
    assert shots_of(text) == []
