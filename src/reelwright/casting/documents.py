"""Frozen documents of the cast."""

from __future__ import annotations

from typing import Literal

import msgspec

HAIRSTYLES = (
    "long", "bob", "pony", "updo", "comma", "slick", "crop", "bun", "undercut", "curly",
    "wavy", "fringe", "side-bob", "pixie", "braids", "braid", "curtains", "buzz", "receding", "bald",
    "man-bun", "half-up", "topknot", "afro",
)  # fmt: skip
OUTFITS = (
    "suit", "shirt", "blazer", "dress", "gown", "hoodie", "coat", "hanfu", "doctor", "waiter",
    "wedding", "office", "hospital", "school", "qipao", "leather", "sweater", "trench", "uniform", "emperor",
    "apron", "pyjamas",
)  # fmt: skip
SKINS = ("porcelain", "fair", "warm", "tan", "brown", "deep")
FIGURES = ("slim", "average", "athletic", "heavy")
FACES = ("oval", "round", "square", "heart", "long", "diamond")
EYES = ("almond", "round", "narrow", "upturned", "downturned", "hooded")
BROWS = ("soft", "straight", "arched", "thick", "thin", "angled")
NOSES = ("plain", "small", "straight", "broad", "hooked")
LIPS = ("even", "full", "thin", "bow", "wide")
MARKS = ("mole-eye", "mole-lip", "mole-cheek", "freckles", "scar-brow", "scar-cheek", "dimples")
BEARDS = ("", "stubble", "goatee", "full", "moustache", "long")
GLASSES = ("", "thin", "round", "square", "half", "sunglasses")
NECKLACES = ("", "diamond", "pearl", "chain", "choker", "jade")
EARRINGS = ("", "drop", "stud", "hoop", "pearl", "tassel")
HAIRPINS = ("", "gold", "flower", "jade", "crown", "ribbon", "clip")
MAKEUPS = ("", "bare", "natural", "glam")


class Outfit(msgspec.Struct, frozen=True, kw_only=True):
    """What is worn. Colours are ``#rrggbb``; ``second`` is the tie, trim, skirt or trousers."""

    kind: str = "shirt"
    colour: str = "#39415a"
    second: str = ""
    accent: str = "#d9b36a"
    has_pin: bool = False


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What the stage needs to draw one person, always the same.

    ``jaw`` and ``cheek`` are factors around 1.0 (0.9..1.1), ``chin`` a length in head units
    (-6..6), ``build`` a factor of the shoulders (0.9..1.15), ``eye_size`` a factor (0.85..1.15),
    ``eye_tilt`` lifts the outer corner (head units, -4..4). Words are of the tuples above; a word
    that nobody draws is drawn as the plain one.
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
    figure: str = "average"
    face: str = "oval"
    eyes: str = "almond"
    eye_size: float = 1.0
    eye_tilt: float = 0.0
    brows: str = "soft"
    nose: str = "plain"
    lips: str = "even"
    marks: tuple[str, ...] = ()
    beard: str = ""
    glasses: str = ""
    makeup: str = ""
    necklace: str = ""
    earrings: str = ""
    hairpin: str = ""
    has_ring: bool = False
    has_glasses: bool = False
    has_beard: bool = False

    @property
    def beard_worn(self) -> str:
        """``beard``, or the full one of a file that only says ``has_beard``."""
        return self.beard or ("full" if self.has_beard else "")

    @property
    def glasses_worn(self) -> str:
        """``glasses``, or the thin ones of a file that only says ``has_glasses``."""
        return self.glasses or ("thin" if self.has_glasses else "")


class VoiceChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A named voice of an engine, e.g. engine ``built-in``, name ``en-grace``.

    Empty ``engine`` is the series' own; empty ``name`` lets the engine choose from sex and age. ``sample``
    is a recording beside the character's file that an engine may take the voice from, ``sample_text`` what
    is said in it, and ``consent`` the note of who agreed to that, when and how: without it nothing is cloned.
    """

    engine: str = ""
    name: str = ""
    sample: str = ""
    sample_text: str = ""
    consent: str = ""


class Wardrobe(msgspec.Struct, frozen=True, kw_only=True):
    """The outfit to wear where ``scene`` (words of the heading's place, or an episode number
    like ``2``) matches; an empty ``scene`` is the everyday outfit."""

    outfit: Outfit
    scene: str = ""


class Character(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the story. ``key`` is a slug that never changes; ``aliases`` are other
    spellings of the cue; ``role`` is said below the name when they first appear."""

    key: str
    name: str
    look: Look
    wardrobe: tuple[Wardrobe, ...]
    voice: VoiceChoice = VoiceChoice()
    persona: str = ""
    role: str = ""
    aliases: tuple[str, ...] = ()
