"""Things are shown in close-up, each as itself; unknown ones as the nearest."""

from __future__ import annotations

import numpy as np
import pytest
import skia

from reelwright.drawing.canvas import pixels, surface
from reelwright.stage.inserts import thing_named
from reelwright.stage.things import THINGS


def _drawn(name: str, words: str = "") -> np.ndarray:  # type: ignore[type-arg]
    sheet = surface(300, 300)
    canvas: skia.Canvas = sheet.getCanvas()
    canvas.scale(0.25, 0.25)
    canvas.translate(600, 600)
    THINGS[name](canvas, words)
    return pixels(sheet)


def test_every_thing_is_drawn_and_no_two_are_alike() -> None:
    """Each thing covers a good part of its canvas, in colours of its own."""
    drawn = {name: _drawn(name) for name in THINGS}
    for picture in drawn.values():
        assert (picture[..., 3] > 128).mean() > 0.04
        assert picture[..., :3][picture[..., 3] > 128].std() > 15
    names = list(drawn)
    for i, first in enumerate(names):
        for second in names[i + 1 :]:
            assert np.abs(drawn[first].astype(int) - drawn[second]).mean() > 8, (first, second)


def test_a_phone_shows_the_message_that_the_action_quotes() -> None:
    """Words in quotation marks are on the screen."""
    assert not np.array_equal(
        _drawn("phone", "A text: “It was never an accident.”"), _drawn("phone", "A text.")
    )


def test_a_contract_is_in_the_language_of_its_script() -> None:
    """Chinese words give a Chinese title."""
    assert not np.array_equal(_drawn("contract", "合同"), _drawn("contract", "contract"))


@pytest.mark.parametrize(
    ("name", "thing"), [("earring", "ring"), ("手镯", "ring"), ("gun", "knife"), ("xyzzy", "box")]
)
def test_an_unknown_thing_is_shown_as_the_nearest(name: str, thing: str) -> None:
    """What nobody has drawn is replaced, with a notice that says so."""
    found, notice = thing_named(name)
    assert found == thing
    assert notice is not None
    assert notice.code == "unknown-thing"


def test_the_storyboards_things_are_all_drawn() -> None:
    """Whatever the storyboard can ask for is there under its own name."""
    from reelwright.storyboard.words import _INSERTS

    assert {name for name, _ in _INSERTS} <= set(THINGS)
