"""A name and what the script says of it → a complete character, the same every time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from typing import Literal, TypeVar

from reelwright.casting.documents import Character, Look, Outfit, Wardrobe
from reelwright.casting.vocabulary import age_of, sex_of, trade_of

T = TypeVar("T")

_FEMALE_HAIR = ("long", "bob", "pony", "curly", "updo")
_MALE_HAIR = ("comma", "slick", "crop", "undercut")
_ELDER_HAIR = {"female": ("bun", "bob"), "male": ("slick", "crop")}
_HAIR_COLOURS = ("#2a2436", "#5a3426", "#3b2c28", "#6b4630", "#1f2230", "#7a3b2a", "#8a6a42")
_ELDER_COLOURS = ("#b9b4b8", "#8f8a92", "#d8d3d0")
_IRIS_COLOURS = ("#4a3226", "#7a4a2b", "#5f6f5a", "#4a6a86", "#3a3440")
_SKINS = ("fair", "warm", "porcelain", "tan", "brown", "deep")
_CLOTH = {
    "suit": ("#262c44", "#3a3a42", "#4a4650", "#1f3340"),
    "shirt": ("#6d83a8", "#8a5a5a", "#5b7f6d", "#a88f6d"),
    "blazer": ("#cfc6c2", "#5a2b4a", "#2f4f5f", "#b8485a"),
    "dress": ("#b3283a", "#2f5f8a", "#7a4a8a", "#d08a3a"),
    "gown": ("#1f5a4a", "#6a1f3a", "#23305a", "#8a6a1f"),
    "hoodie": ("#39505f", "#8a5f5a", "#4a6a4a", "#5a4a7a"),
    "coat": ("#6a5340", "#3a4656", "#7a3a3a", "#45503a"),
    "hanfu": ("#d8e4e0", "#c9506a", "#4a6a9a", "#8a7ab0"),
    "doctor": ("#f2f5f7",),
    "waiter": ("#2a2430",),
}
_SECOND = ("#7a1f2e", "#2b3a55", "#3f7a74", "#6a5a2a")
_EVERYDAY = {"female": ("blazer", "dress", "hoodie", "coat"), "male": ("suit", "shirt", "coat", "hoodie")}


def key_of(name: str) -> str:
    """The slug of a name: Latin letters and digits, Chinese by pinyin; never empty."""
    text = name.strip()
    if any(ord(character) > 0x2E7F for character in text):
        from pypinyin import lazy_pinyin

        text = " ".join(lazy_pinyin(text))
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return slug or "character-" + hashlib.sha256(name.encode()).hexdigest()[:6]


def default_character(
    name: str, mentions: Sequence[str], others: Collection[Character] = (), *, aliases: Sequence[str] = ()
) -> Character:
    """A character made from the name and the action lines that mention it.

    ``others`` are already cast: hair, colours and clothes are chosen to differ from theirs. The same
    arguments give the same person.
    """
    key = key_of(name)
    chance = _Chance(key)
    sex = sex_of(name, mentions) or ("female" if chance.pick("sex", (True, False)) else "male")
    age = age_of(name, mentions) or (27 if sex == "female" else 30)
    look = _look(sex, age, chance, others)
    return Character(
        key=key,
        name=_shown(name),
        look=look,
        wardrobe=(Wardrobe(outfit=_outfit(look, trade_of(name, mentions), chance, others)),),
        aliases=tuple(aliases),
    )


class _Chance:
    """Choices that follow from a key: no state, no global generator."""

    def __init__(self, key: str) -> None:
        self._key = key

    def order(self, what: str, choices: Sequence[T]) -> list[T]:
        def rank(number: int) -> str:
            return hashlib.sha256(f"{self._key}/{what}/{number}".encode()).hexdigest()

        return [choices[number] for number in sorted(range(len(choices)), key=rank)]

    def pick(self, what: str, choices: Sequence[T], taken: Collection[T] = ()) -> T:
        """The first in the key's own order that is least often taken."""
        counts = list(taken)
        return min(self.order(what, choices), key=counts.count)

    def number(self, what: str, low: float, high: float) -> float:
        share = int(hashlib.sha256(f"{self._key}/{what}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
        return round(low + (high - low) * share, 3)


def _look(sex: str, age: int, chance: _Chance, others: Collection[Character]) -> Look:
    peers = [other.look for other in others if other.look.sex == sex]
    is_elder = age >= 58
    styles = _ELDER_HAIR[sex] if is_elder else (_FEMALE_HAIR if sex == "female" else _MALE_HAIR)
    colours = _ELDER_COLOURS if is_elder else _HAIR_COLOURS
    exact: Literal["female", "male"] = "female" if sex == "female" else "male"
    is_woman = sex == "female"
    return Look(
        sex=exact,
        age_years=age,
        skin=chance.pick("skin", _SKINS[:3], [look.skin for look in peers]),
        hair=chance.pick("hair", styles, [look.hair for look in peers]),
        hair_colour=chance.pick("hair colour", colours, [look.hair_colour for look in peers]),
        iris_colour=chance.pick("iris", _IRIS_COLOURS, [look.iris_colour for look in peers]),
        jaw=chance.number("jaw", 0.94, 1.06),
        cheek=chance.number("cheek", 0.96, 1.05),
        chin=chance.number("chin", -3, 4),
        build=chance.number("build", 0.95, 1.06),
        has_glasses=chance.number("glasses", 0, 1) > (0.6 if is_elder else 0.88),
        has_beard=not is_woman and age >= 38 and chance.number("beard", 0, 1) > 0.5,
        necklace=chance.pick("necklace", ("", "diamond", "pearl")) if is_woman and age >= 18 else "",
        earrings=chance.pick("earrings", ("", "drop", "stud")) if is_woman and age >= 18 else "",
    )


def _outfit(look: Look, trade: str | None, chance: _Chance, others: Collection[Character]) -> Outfit:
    worn = [wardrobe.outfit for other in others for wardrobe in other.wardrobe]
    kind = trade or chance.pick("outfit", _EVERYDAY[look.sex], [outfit.kind for outfit in worn])
    if kind == "gown" and look.sex == "male":
        kind = "suit"
    return Outfit(
        kind=kind,
        colour=chance.pick("cloth", _CLOTH[kind], [outfit.colour for outfit in worn]),
        second=chance.pick("second", _SECOND, [outfit.second for outfit in worn]),
    )


def _shown(name: str) -> str:
    """A cue in capitals as a name: ``MRS. CHEN`` becomes ``Mrs. Chen``."""
    return name.title() if name.isupper() else name
