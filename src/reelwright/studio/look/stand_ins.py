"""Twelve people that together wear every hairstyle, outfit and skin: who stands in sheets of places,
tests of light and the golden pictures."""

from __future__ import annotations

from reelwright.casting.documents import Look, Outfit
from reelwright.stage.light import Light, Rim

DAYLIGHT = Light(
    ambient="#fff0de", ambient_strength=0.25, key="#ffe9c8", key_strength=0.14, key_direction=(-1, -0.4),
    model_light=(-0.6, -0.45, 0.62), rims=(Rim("#fff0c8", 0.6, (-8, -5)), Rim("#9fc8ff", 0.45, (8, -4))),
    bottom="#8a7890", bottom_strength=0.3,
)  # fmt: skip
NIGHT_LIGHT = Light(
    ambient="#c4b4e6", ambient_strength=0.38, key="#ffb877", key_strength=0.22, key_direction=(1, -0.4),
    model_light=(0.6, -0.45, 0.62), rims=(Rim("#6fb0ff", 0.8, (-10, -4)), Rim("#ffb36b", 0.9, (11, -5))),
    bottom="#6a5aa0", bottom_strength=0.42,
)  # fmt: skip

STAND_INS: tuple[tuple[Look, Outfit], ...] = (
    (Look(hair="long", hair_colour="#5a3426", iris_colour="#8a5a34", necklace="diamond", earrings="drop",
          lip_colour="#d4465a"), Outfit(kind="dress", colour="#b3283a")),
    (Look(sex="male", hair="comma", hair_colour="#2c2530", iris_colour="#4a3226"),
     Outfit(kind="suit", colour="#262c44", second="#7a1f2e")),
    (Look(hair="bob", hair_colour="#2a2436", iris_colour="#5f6f5a", necklace="pearl", earrings="drop",
          lip_colour="#b5203a"), Outfit(kind="gown", colour="#1f5a4a")),
    (Look(sex="male", hair="slick", hair_colour="#3b2c28", iris_colour="#6a5a4a", age_years=50),
     Outfit(kind="coat", colour="#4a4650", second="#2b3a55")),
    (Look(hair="updo", hair_colour="#241d28", iris_colour="#4a3428", lip_colour="#c93a4a"),
     Outfit(kind="hanfu", colour="#d8e4e0", second="#3f7a74")),
    (Look(hair="pony", hair_colour="#a8683a", iris_colour="#5a7a9a", skin="porcelain"),
     Outfit(kind="hoodie", colour="#e8b9a8")),
    (Look(hair="curly", hair_colour="#3a2a26", skin="deep", iris_colour="#5a3a22", earrings="stud"),
     Outfit(kind="shirt", colour="#d9a13a")),
    (Look(sex="male", hair="crop", hair_colour="#241c1c", skin="brown", has_beard=True),
     Outfit(kind="doctor", colour="#8ab0c0")),
    (Look(hair="bun", hair_colour="#8f8b92", age_years=72, has_glasses=True, necklace="pearl"),
     Outfit(kind="blazer", colour="#5a2a4a")),
    (Look(sex="male", hair="undercut", hair_colour="#b08a5a", skin="tan", has_glasses=True),
     Outfit(kind="waiter", colour="#2a2834")),
    (Look(sex="male", hair="curly", hair_colour="#5a3a2a", skin="warm"),
     Outfit(kind="hoodie", colour="#39495e")),
    (Look(hair="crop", hair_colour="#3a2026"), Outfit(kind="coat", colour="#b08a60")),
)  # fmt: skip
