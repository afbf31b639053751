"""A name and what the script says of it → a complete character, the same every time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from typing import Literal, TypeVar

from reelwright.casting.documents import (
    BROWS,
    EYES,
    FACES,
    LIPS,
    Character,
    Look,
    Outfit,
    Wardrobe,
)
from reelwright.casting.likeness import unlikeness
from reelwright.casting.vocabulary import age_of, sex_of, trade_of

T = TypeVar("T")

CANDIDATES = 28
"""Faces that are thought up for everybody; the one least like the others is taken."""

# Up to an age (years), the hairstyles of her and of him.
_HAIR: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...] = (
    (12, ("braids", "pony", "fringe", "bob", "long"), ("comma", "curtains", "crop", "buzz")),
    (
        19,
        ("pony", "fringe", "braids", "bob", "long", "side-bob", "wavy"),
        ("comma", "curtains", "crop", "curly"),
    ),
    (
        44,
        ("long", "bob", "wavy", "pony", "side-bob", "curly", "fringe", "pixie", "braid", "bun"),
        ("comma", "slick", "undercut", "curtains", "crop", "curly", "buzz", "man-bun"),
    ),
    (
        61,
        ("side-bob", "bun", "wavy", "bob", "pixie", "curly"),
        ("slick", "crop", "receding", "undercut", "buzz"),
    ),
    (200, ("bun", "bob", "pixie", "curly"), ("receding", "slick", "bald", "crop")),
)
_ANCIENT_HAIR = {"female": ("updo", "half-up", "braid"), "male": ("half-up", "topknot")}
_HAIR_COLOURS = (
    "#2a2436", "#5a3426", "#3b2c28", "#7a5236", "#1f2230", "#8a3a22", "#a8773f", "#c9a468", "#4a3040",
)  # fmt: skip
_DARK_HAIR = ("#2a2436", "#3b2c28", "#1f2230", "#5a3426", "#4a3040", "#6b4630")
_GREYING = ("#4a4048", "#6a625f", "#5a4038", "#857a72", "#3b3236")
_ELDER_COLOURS = ("#b9b4b8", "#8f8a92", "#d8d3d0", "#a39a92")
_IRIS_COLOURS = ("#4a3226", "#7a4a2b", "#5f6f5a", "#4a6a86", "#3a3440", "#8a6a3a", "#5a5f6a")
_DARK_IRIS = ("#4a3226", "#7a4a2b", "#3a3440", "#5a3a2a")
# More often the nearer to the front.
_SKINS = ("fair", "warm", "porcelain", "fair", "tan", "warm", "brown", "porcelain", "deep", "fair", "tan")
_CHINESE_SKINS = ("fair", "porcelain", "warm", "fair", "tan")
_CLOTH = {
    "suit": ("#262c44", "#3a3a42", "#5a5866", "#1f3a40", "#4a2a34", "#8a8478"),
    "shirt": ("#6d83a8", "#8a5a5a", "#5b7f6d", "#d8c8a8", "#e6e3e8", "#3a4a66"),
    "blazer": ("#cfc6c2", "#5a2b4a", "#2f4f5f", "#b8485a", "#3a3a46", "#c9a45a"),
    "dress": ("#b3283a", "#2f5f8a", "#7a4a8a", "#d08a3a", "#2f6a5a", "#e0c8c8"),
    "gown": ("#1f5a4a", "#6a1f3a", "#23305a", "#8a6a1f", "#4a2a6a", "#a8283a"),
    "hoodie": ("#39505f", "#a8605a", "#4a6a4a", "#5a4a7a", "#d0a850", "#c8c2c6"),
    "coat": ("#6a5340", "#3a4656", "#7a3a3a", "#45503a", "#c0a888", "#8a8a92"),
    "hanfu": ("#d8e4e0", "#c9506a", "#4a6a9a", "#8a7ab0", "#3f7a74", "#e0c090"),
    "doctor": ("#9cc4d8", "#a8d0b8", "#c8b8d8"),
    "waiter": ("#2a2430", "#4a2430", "#24403a"),
    "wedding": ("#f6f0ee",),
    "office": ("#2f4f6f", "#5a2f4a", "#3f5f50", "#8a3a3a", "#3a3a48", "#b0a090"),
    "hospital": ("#b9d4e0", "#cfe0d0", "#e0d0da"),
    "school": ("#2f3a5a", "#4a2f3a", "#2f4a40", "#6a6a72"),
    "qipao": ("#a8283a", "#1f5a5a", "#3a3a7a", "#c9a0a8"),
    "leather": ("#2a2630", "#4a2a24", "#5a3a28"),
    "sweater": ("#c9a27a", "#e6ddd2", "#8a3a3a", "#4a6a5a", "#4a5a80", "#b8a0b8"),
    "trench": ("#b89a70", "#4a5040", "#3a4256", "#8a7468"),
    "uniform": ("#2a3550", "#3a4a3a", "#2c2c34"),
    "emperor": ("#d9a93a", "#a82a32", "#2f3a6a"),
    "apron": ("#2c2a36", "#3a4a5a", "#5a3a3a"),
    "pyjamas": ("#7a9ac0", "#b08aa0", "#8aa890"),
}
_SECOND = ("#7a1f2e", "#2b3a55", "#3f7a74", "#6a5a2a", "#efe8e2")
# Up to an age (years), what she and what he wears every day.
_EVERYDAY: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...] = (
    (12, ("hoodie", "school", "sweater", "shirt"), ("hoodie", "shirt", "sweater")),
    (19, ("school", "hoodie", "sweater", "shirt"), ("school", "hoodie", "shirt", "leather")),
    (
        44,
        ("blazer", "dress", "office", "hoodie", "coat", "sweater", "trench", "leather", "shirt"),
        ("suit", "shirt", "coat", "hoodie", "leather", "sweater", "trench", "office"),
    ),
    (200, ("blazer", "coat", "office", "qipao", "sweater"), ("suit", "coat", "sweater", "shirt", "trench")),
)
_AT_WORK = frozenset({"waiter", "uniform", "apron", "doctor", "wedding", "hospital", "emperor"})
"""Trades whose clothes are worn wherever the scene is."""
_PARTIES = ("banquet", "gala", "ballroom", "wedding", "宴会", "晚宴", "婚礼", "舞会")
_SCHOOLS = ("school", "classroom", "学校", "教室", "校园")
_PALACES = ("palace", "宫", "throne")
_CHINESE_NAMES = re.compile(
    r"\b(chen|li|lin|wang|zhang|liu|yang|huang|zhao|wu|zhou|xu|sun|zhu|hu|guo|gao|luo|zheng|liang|song|tang|xie|feng|yu"
    r"|dong|xiao|cheng|cao|yuan|deng|fu|shen|zeng|peng|lu|su|jiang|cai|jia|wei|xue|ye|yan|pan|mei|xiu|hua|ming|jun|jie"
    r"|bo|hao|yi|ting|xin|ning|qing|yue|shu)\b"
)


def key_of(name: str) -> str:
    """The slug of a name: Latin letters and digits, Chinese by pinyin; never empty."""
    text = name.strip()
    if any(ord(character) > 0x2E7F for character in text):
        from pypinyin import lazy_pinyin

        text = " ".join(lazy_pinyin(text))
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return slug or "character-" + hashlib.sha256(name.encode()).hexdigest()[:6]


def default_character(
    name: str,
    mentions: Sequence[str],
    others: Collection[Character] = (),
    *,
    aliases: Sequence[str] = (),
    sex: str = "",
    age_years: int = 0,
) -> Character:
    """A character made from the name and the action lines that mention it.

    ``others`` are already cast: of many faces the one that is least like theirs is taken. The same
    arguments give the same person. ``sex`` and ``age_years`` are known otherwise where they are given.
    """
    key = key_of(name)
    chance = _Chance(key)
    sex = sex or sex_of(name, mentions) or ("female" if chance.pick("sex", (True, False)) else "male")
    age = age_years or age_of(name, mentions) or (27 if sex == "female" else 30)
    trade = trade_of(name, mentions)
    is_chinese = _CHINESE_NAMES.search(name.lower()) is not None or not name.isascii()
    best = max(
        (
            _thought_up(_Chance(f"{key}/{number}"), sex, age, trade, is_chinese)
            for number in range(CANDIDATES)
        ),
        key=lambda made: _distance(made, others),
    )
    return Character(
        key=key,
        name=_shown(name),
        look=best[0],
        wardrobe=_wardrobe(best[0], best[1], trade, chance),
        aliases=tuple(aliases),
    )


def _distance(made: tuple[Look, Outfit], others: Collection[Character]) -> float:
    """How unlike the nearest of the others, and a little how unlike all of them."""
    apart = [
        unlikeness(*made, other.look, other.wardrobe[0].outfit if other.wardrobe else Outfit())
        for other in others
    ]
    return min(apart) + 0.15 * sum(apart) / len(apart) if apart else 0.0


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


def _thought_up(
    chance: _Chance, sex: str, age: int, trade: str | None, is_chinese: bool
) -> tuple[Look, Outfit]:
    """One complete face with what is worn, by chance alone."""
    kind = trade or chance.pick("outfit", _by_age(_EVERYDAY, age, sex))
    if kind == "gown" and sex == "male":
        kind = "suit"
    outfit = Outfit(
        kind=kind,
        colour=chance.pick("cloth", _CLOTH[kind]),
        second=chance.pick("second", _SECOND)
        if kind in ("suit", "hanfu", "emperor", "coat", "school")
        else "",
        has_pin=kind == "suit" and chance.number("pin", 0, 1) > 0.7,
    )
    return _look(chance, sex, age, kind, is_chinese), outfit


def _look(chance: _Chance, sex: str, age: int, kind: str, is_chinese: bool) -> Look:
    exact: Literal["female", "male"] = "female" if sex == "female" else "male"
    is_woman, is_grown, is_elder = sex == "female", age >= 18, age >= 62
    styles: tuple[str, ...] = (
        _ANCIENT_HAIR[exact] if kind in ("hanfu", "emperor") else _by_age(_HAIR, age, sex)
    )
    if kind == "emperor":
        styles = ("updo",) if is_woman else ("topknot",)
    skin = chance.pick("skin", _CHINESE_SKINS if is_chinese else _SKINS)
    if is_elder:
        colours: tuple[str, ...] = _ELDER_COLOURS
    elif age >= 46:
        colours = _GREYING
    else:
        colours = _DARK_HAIR if is_chinese or skin in ("brown", "deep", "tan") else _HAIR_COLOURS
    hair = chance.pick("hair", styles)
    if (
        skin == "deep"
        and kind not in ("hanfu", "emperor")
        and not is_elder
        and chance.number("afro", 0, 1) > 0.6
    ):
        hair = "afro"
    beards: tuple[str, ...] = ("", "") if is_woman or age < 22 else (
        ("", "", "", "stubble", "stubble", "goatee") if age < 40 else ("", "", "full", "goatee",
        "moustache", "stubble")
    )  # fmt: skip
    if not is_woman and is_elder:
        beards = (
            ("", "full", "moustache", "long") if kind in ("hanfu", "emperor") else ("", "full", "moustache")
        )
    glasses = chance.number("glasses", 0, 1) > (0.55 if is_elder else 0.9) and kind not in (
        "hanfu",
        "emperor",
    )
    mark = chance.pick("mark", ("", "", "", "mole-eye", "mole-lip", "mole-cheek", "freckles", "dimples",
                                "scar-brow" if not is_woman and is_grown else ""))  # fmt: skip
    dark_eyes = is_chinese or skin in ("brown", "deep")
    return Look(
        sex=exact,
        age_years=age,
        skin=skin,
        hair=hair,
        hair_colour=chance.pick("hair colour", colours),
        iris_colour=chance.pick("iris", _DARK_IRIS if dark_eyes else _IRIS_COLOURS),
        jaw=chance.number("jaw", 0.95, 1.05),
        cheek=chance.number("cheek", 0.97, 1.04),
        chin=chance.number("chin", -2.5, 3),
        build=chance.number("build", 0.94, 1.08),
        figure=chance.pick(
            "figure", ("average", "average", "slim", "athletic", "heavy" if age >= 30 else "slim")
        ),
        face=chance.pick("face", FACES),
        eyes=chance.pick("eyes", EYES),
        eye_size=chance.number("eye size", 0.93, 1.09),
        eye_tilt=chance.number("eye tilt", -1.2, 1.6),
        brows=chance.pick("brows", BROWS),
        nose=chance.pick("nose", ("plain", "small", "straight", "broad", "hooked" if is_grown else "small")),
        lips=chance.pick("lips", LIPS),
        marks=(mark,) if mark else (),
        beard=chance.pick("beard", beards),
        glasses=chance.pick("frame", ("thin", "round", "square", "half")) if glasses else "",
        makeup=chance.pick("make-up", ("", "natural", "natural", "glam" if age >= 22 else ""))
        if is_woman and is_grown
        else "",
        necklace=chance.pick("necklace", ("", "", "diamond", "pearl", "chain", "jade"))
        if is_woman and is_grown
        else "",
        earrings=chance.pick("earrings", ("", "drop", "stud", "hoop", "pearl"))
        if is_woman and is_grown
        else "",
    )


def _by_age(
    table: Sequence[tuple[int, tuple[str, ...], tuple[str, ...]]], age: int, sex: str
) -> tuple[str, ...]:
    row = next(row for row in table if age <= row[0])
    return row[1] if sex == "female" else row[2]


def _wardrobe(look: Look, everyday: Outfit, trade: str | None, chance: _Chance) -> tuple[Wardrobe, ...]:
    """The everyday outfit, and what a party, a school or a palace asks for."""
    rows = [Wardrobe(outfit=everyday)]
    if trade in _AT_WORK:
        return tuple(rows)

    def add(kind: str, scenes: Sequence[str]) -> None:
        outfit = Outfit(
            kind=kind,
            colour=chance.pick(f"cloth/{kind}", _CLOTH[kind]),
            second=chance.pick(f"second/{kind}", _SECOND) if kind in ("suit", "hanfu", "school") else "",
        )
        rows.extend(Wardrobe(outfit=outfit, scene=scene) for scene in scenes)

    if everyday.kind != "hanfu":
        if look.age_years >= 18:
            add("gown" if look.sex == "female" else "suit", _PARTIES)
        if 6 <= look.age_years <= 18 and everyday.kind != "school":
            add("school", _SCHOOLS)
        add("hanfu", _PALACES)
    return tuple(rows)


def _shown(name: str) -> str:
    """A cue in capitals as a name: ``MRS. CHEN`` becomes ``Mrs. Chen``."""
    return name.title() if name.isupper() else name
