"""Whom a name means, where several could be meant."""

from __future__ import annotations

import pytest

from reelwright.casting.defaults import default_character
from reelwright.errors import BadInput
from reelwright.studio.look.naming import character_named


def test_a_key_means_its_bearer_whoever_else_is_nicknamed_so() -> None:
    """In any order of the cast; a name is stronger than an alias; spaces and case do not count."""
    mei = default_character("Mei", [])
    nicknamed = default_character("Victor Harrow", [], aliases=("MEI", "The Old Man"))
    for cast in ([mei, nicknamed], [nicknamed, mei]):
        assert character_named("mei", cast) is mei
        assert character_named("theoldman", cast) is nicknamed
        assert character_named("victor-harrow", cast) is nicknamed
    with pytest.raises(BadInput, match="Nobody here"):
        character_named("June", [mei, nicknamed])
