"""A story → the cast files of its people: faces, hair and clothes that fit their part and world."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from reelwright.casting.defaults import default_character
from reelwright.casting.documents import Character, Look, Outfit, VoiceChoice, Wardrobe
from reelwright.writing.story import (
    AGE_OF,
    FRIEND,
    KEEPER,
    LEAD,
    LOVE,
    PALACE,
    PARENT,
    RETURNER,
    RIVAL,
    RULER,
    Story,
    sentence,
    slots_of,
)

_HAIR = {RULER: "updo", RIVAL: "wavy", LEAD: "pony", LOVE: "wavy"}
"""Of women; men's is what their file gives."""
_OUTFITS: dict[str, tuple[tuple[str, str, str], ...]] = {
    RULER: (("blazer", "#5a2b4a", ""), ("gown", "#6a1f3a", "banquet")),
    RIVAL: (("dress", "#b3283a", ""), ("gown", "#23305a", "banquet")),
    LOVE: (("suit", "#262c44", ""),),
    RETURNER: (("leather", "#2a2630", ""), ("suit", "#3a3a42", "banquet")),
    PARENT: (("hospital", "#b9d4e0", "hospital"), ("sweater", "#c9a27a", "")),
}
_OUTFITS_OF_THE_OTHERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    RULER: (("suit", "#3a2b3a", ""),),
    RIVAL: (("suit", "#5a2630", ""),),
    LOVE: (("dress", "#2f4a6a", ""), ("gown", "#3a2a5a", "banquet")),
}
"""Where a man rules or vies, and where a woman is loved."""
_USUAL_SEX = {RULER: "female", RIVAL: "female", LOVE: "male"}
_ROBES: Mapping[str, Outfit] = {
    LEAD: Outfit(kind="hanfu", colour="#d8e4e0", second="#3f7a74"),
    LOVE: Outfit(kind="emperor", colour="#d9a93a", second="#7a1f2e"),
    RULER: Outfit(kind="emperor", colour="#5a2348", second="#6a5a2a"),
    RIVAL: Outfit(kind="hanfu", colour="#b3283a", second="#6a5a2a"),
    FRIEND: Outfit(kind="hanfu", colour="#e0c090", second="#7a1f2e"),
    PARENT: Outfit(kind="hanfu", colour="#8a8478", second="#2b3a55"),
    KEEPER: Outfit(kind="hanfu", colour="#4a6a9a", second="#2b3a55"),
    RETURNER: Outfit(kind="hanfu", colour="#2f3a6a", second="#efe8e2"),
}
_HAIR_AT_COURT = {
    LEAD: "half-up",
    LOVE: "topknot",
    RULER: "updo",
    RIVAL: "updo",
    FRIEND: "braid",
    PARENT: "topknot",
    KEEPER: "topknot",
    RETURNER: "half-up",
}
_BLACK_HAIR, _GREY_FROM = "#1f2230", 46
_SKINS_AT_COURT = ("fair", "porcelain", "warm")
_SCENE_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"banquet": ("banquet", "ballroom"), "hospital": ("hospital",)},
    "zh": {"banquet": ("宴会",), "hospital": ("病房",)},
}


def characters_of(story: Story, seen: Collection[str]) -> tuple[Character, ...]:
    """The cast files of those who are seen."""
    facts, slots = story.material, slots_of(story)
    others: list[Character] = []
    for part in (part for part in story.people if part in seen):
        person = story.people[part]
        hint = f"{person.name} ({story.age_of(part)}), a {'woman' if person.sex == 'female' else 'man'}"
        made = default_character(person.name, [hint], others)
        look = msgspec.structs.replace(
            made.look,
            sex=person.sex,
            age_years=story.age_of(part),
            hair=_HAIR.get(part, made.look.hair) if person.sex == "female" else made.look.hair,
            **({"beard": "", "has_beard": False} if person.sex == "female" else {}),
        )
        others.append(
            msgspec.structs.replace(
                made,
                key=person.key,
                name=person.full,
                aliases=(person.name,) if person.name != person.full else (),
                persona=sentence(facts["personas"][part], slots),
                role=sentence(facts["roles"][part], slots),
                look=_at_court(part, look) if story.world == PALACE else _adorned(part, look, person.sex),
                wardrobe=_wardrobe(story, part, made),
                voice=VoiceChoice(),
            )
        )
    return tuple(others)


def _at_court(part: str, look: Look) -> Look:
    own = {RULER: {"necklace": "pearl", "earrings": "pearl"}, RIVAL: {"earrings": "drop"}}.get(part, {})
    skin = look.skin if look.skin in _SKINS_AT_COURT else "fair"
    shaven = msgspec.structs.replace(look, has_glasses=False, glasses="", has_beard=False, beard="")
    dark = look.hair_colour if AGE_OF[part] >= _GREY_FROM else _BLACK_HAIR
    return msgspec.structs.replace(shaven, hair=_HAIR_AT_COURT[part], hair_colour=dark, skin=skin, **own)


def _adorned(part: str, look: Look, sex: str) -> Look:
    if sex == "male":
        return look
    if part == RULER:
        return msgspec.structs.replace(look, necklace="pearl", earrings="pearl")
    return msgspec.structs.replace(look, earrings="drop") if part == RIVAL else look


def _wardrobe(story: Story, part: str, made: Character) -> tuple[Wardrobe, ...]:
    if story.world == PALACE:
        return tuple(Wardrobe(outfit=outfit) for outfit in (_ROBES[part],))
    if part == LEAD:
        kind = story.material["trades"][story.trade]["outfit"]
        is_woman = story.people[LEAD].sex == "female"
        plain = Outfit(kind="coat", colour="#7a3a3a")
        rows = [(plain, "")]
        if story.form == "wedding":
            best = (
                Outfit(kind="wedding", colour="#f6f0ee")
                if is_woman
                else Outfit(kind="suit", colour="#22262e")
            )
            rows.append((best, "1"))
        elif story.form == "heir":
            rows.append((Outfit(kind=kind, colour="#2a2430"), "1"))
        finest = Outfit(kind="gown", colour="#1f5a4a") if is_woman else Outfit(kind="suit", colour="#1f3a3a")
        rows += [(finest, word) for word in _SCENE_WORDS[story.language]["banquet"]]
    elif part in _OUTFITS:
        is_usual = story.people[part].sex == _USUAL_SEX.get(part, story.people[part].sex)
        rows = [
            (Outfit(kind=kind, colour=colour), word)
            for kind, colour, scene in (_OUTFITS if is_usual else _OUTFITS_OF_THE_OTHERS)[part]
            for word in (_SCENE_WORDS[story.language][scene] if scene else ("",))
        ]
        rows.sort(key=lambda row: bool(row[1]))
    else:
        rows = [(made.wardrobe[0].outfit, "")]
    return tuple(Wardrobe(outfit=outfit, scene=scene) for outfit, scene in rows)
