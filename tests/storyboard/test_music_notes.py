"""``[[music: …]]``: the mood that is meant, the nearest when it is misspelt, none when nothing is near."""

import pytest

from reelwright.storyboard.words import mood_named, nearest_mood


@pytest.mark.parametrize(
    ("words", "mood"),
    [
        ("tensoin", "tension"),
        ("sorow", "sorrow"),
        ("triumf", "triumph"),
        ("romantik", "tenderness"),
        ("qwx", None),
    ],
)
def test_a_misspelt_mood_is_the_nearest(words: str, mood: str | None) -> None:
    assert mood_named(words) is None
    assert nearest_mood(words) == mood
