"""Names of sounds and places, and a seed → effects and ambience, all synthesised."""

from reelwright.foley.ambiences import AMBIENCES, ambience
from reelwright.foley.effects import EFFECTS, effect
from reelwright.foley.vocabulary import ambience_for, effect_named, effects_in_action

VERSION = "1"
"""Part of the digest of every effect and ambience: changes whenever one would sound different."""

__all__ = [
    "AMBIENCES",
    "EFFECTS",
    "VERSION",
    "ambience",
    "ambience_for",
    "effect",
    "effect_named",
    "effects_in_action",
]
