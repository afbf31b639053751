"""Who is in the story: looks, wardrobe, voice and persona of every character."""

from reelwright.casting.cast import cast_for, outfit_in
from reelwright.casting.defaults import default_character, key_of
from reelwright.casting.files import read_cast

__all__ = ["cast_for", "default_character", "key_of", "outfit_in", "read_cast"]
