"""Two looks in what they wear every day → how easily a viewer tells them apart."""

from __future__ import annotations

import math

from reelwright.casting.documents import SKINS, Look, Outfit

_SILHOUETTES = {
    "long": "curtain", "fringe": "curtain", "wavy": "wave", "curly": "wave", "bob": "helmet",
    "side-bob": "helmet",
    "pony": "tail", "braids": "plaits", "braid": "plaits", "updo": "knot", "bun": "knot", "topknot": "knot",
    "man-bun": "knot", "half-up": "knot", "comma": "mop", "curtains": "mop", "crop": "short",
    "pixie": "short",
    "slick": "swept", "undercut": "swept", "receding": "swept", "buzz": "shorn", "bald": "bald",
    "afro": "cloud",
}  # fmt: skip
"""Hairstyles that look alike from afar."""


def unlikeness(look: Look, outfit: Outfit, other: Look, other_outfit: Outfit) -> float:
    """0 for twins, above 1 for people nobody confuses; what shows from afar counts most."""
    score = 0.0
    if look.sex != other.sex:
        score += 0.9
    if look.hair != other.hair:
        score += 0.22
    if _SILHOUETTES.get(look.hair) != _SILHOUETTES.get(other.hair):
        score += 0.38
    score += 0.62 * min(1.0, colour_distance(look.hair_colour, other.hair_colour) / 0.30)
    score += 0.16 * abs(_rank(look.skin) - _rank(other.skin))
    score += 0.7 * min(1.0, abs(look.age_years - other.age_years) / 26)
    score += 0.26 * (look.glasses_worn != other.glasses_worn)
    score += 0.34 * (look.beard_worn != other.beard_worn)
    score += 0.26 * (look.face != other.face)
    score += 0.20 * (look.eyes != other.eyes)
    score += 0.16 * (look.brows != other.brows)
    score += 0.18 * (look.figure != other.figure)
    score += 0.10 * (look.lips != other.lips) + 0.10 * (look.nose != other.nose)
    score += 0.12 * (set(look.marks) != set(other.marks))
    score += 0.12 * min(1.0, colour_distance(look.iris_colour, other.iris_colour) / 0.2)
    score += 0.30 * (outfit.kind != other_outfit.kind)
    score += 0.42 * min(1.0, colour_distance(outfit.colour, other_outfit.colour) / 0.35)
    return score


def colour_distance(first: str, second: str) -> float:
    """How far two ``#rrggbb`` lie apart (0..about 1), by Oklab (Ottosson, 2020)."""
    return math.dist(_oklab(first), _oklab(second))


def _oklab(colour: str) -> tuple[float, float, float]:
    r, g, b = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _rank(skin: str) -> int:
    return SKINS.index(skin) if skin in SKINS else 1
