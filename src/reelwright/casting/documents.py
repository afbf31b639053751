"""Frozen documents of the cast."""

from __future__ import annotations

from typing import Literal

import msgspec

HAIRSTYLES = ("long", "bob", "pony", "updo", "comma", "slick", "crop", "bun", "undercut", "curly")
OUTFITS = ("suit", "shirt", "blazer", "dress", "gown", "hoodie", "coat", "hanfu", "doctor", "waiter")
SKINS = ("porcelain", "fair", "warm", "tan", "brown", "deep")


class Outfit(msgspec.Struct, frozen=True, kw_only=True):
    """What is worn. Colours are ``#rrggbb``; ``second`` is the tie, trim or skirt."""

    kind: str = "shirt"
    colour: str = "#39415a"
    second: str = ""
    accent: str = "#d9b36a"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What the stage needs to draw one person, always the same.

    ``jaw`` and ``cheek`` are factors around 1.0 (0.9..1.1), ``chin`` a length in head units
    (-6..6), ``build`` a factor of the shoulders (0.9..1.15).
    """

    sex: Literal["female", "male"] = "female"
    age_years: int = 25
    skin: str = "fair"
    hair: str = "long"
    hair_colour: str = "#3a2420"
    iris_colour: str = "#7a4a2b"
    lip_colour: str = ""
    jaw: float = 1.0
    cheek: float = 1.0
    chin: float = 0.0
    build: float = 1.0
    has_glasses: bool = False
    has_beard: bool = False
    necklace: Literal["", "diamond", "pearl"] = ""
    earrings: Literal["", "drop", "stud"] = ""


class VoiceChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A named voice of an engine, e.g. engine ``built-in``, name ``en-slt-warm``.

    Empty ``name`` lets the engine choose from sex and age.
    """

    engine: str = "built-in"
    name: str = ""


class Wardrobe(msgspec.Struct, frozen=True, kw_only=True):
    """The outfit to wear where ``scene`` (words of the heading's place, or an episode number
    like ``2``) matches; an empty ``scene`` is the everyday outfit."""

    outfit: Outfit
    scene: str = ""


class Character(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the story. ``key`` is a slug that never changes; ``aliases`` are other
    spellings of the cue."""

    key: str
    name: str
    look: Look
    wardrobe: tuple[Wardrobe, ...]
    voice: VoiceChoice = VoiceChoice()
    persona: str = ""
    aliases: tuple[str, ...] = ()
