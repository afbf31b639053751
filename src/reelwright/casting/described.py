"""A description in prose, in lists or in brackets, English or Chinese → a character who looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from reelwright.casting.defaults import default_character
from reelwright.casting.documents import Character, Look, Outfit, Wardrobe
from reelwright.casting.wording import colour_named, outfit_named, word_said

_NOUNS = {
    "hair": r"hair(?:style|cut)?|pony ?tail|pigtails|braids?|twintails|bun"
    r"|头发|[长短卷直黑金白银秀]发|马尾|发型|发色|辫子"
    r"|头发|[长短卷直黑金白银秀]发|马尾|发型|发色|辫子",
    "eyes": r"eyes?|irises|眼睛|眼眸|双眼|[杏凤圆]眼|丹凤眼|狐狸眼|瞳",
    "skin": r"skin|complexion|皮肤|肤色|肌肤",
    "figure": r"build|figure|physique|body type|身材|体型|身形",
    "face": r"face|jaw(?:line)?|脸型|脸蛋|[圆方长]脸|鹅蛋脸|瓜子脸|心形脸",
    "brows": r"eyebrows?|brows?|眉毛|[剑浓细平]眉|柳叶眉",
    "nose": r"nose|鼻子|鼻梁",
    "lips": r"lips?|嘴唇|[厚薄]唇|樱桃小嘴",
    "beard": r"beard|stubble|goatee|moustache|mustache|胡茬|胡子|胡须|络腮胡",
    "glasses": r"(?:sun|eye)?glasses|spectacles|shades|眼镜|墨镜",
    "makeup": r"make-?up|[淡浓]妆|素颜",
    "necklace": r"necklace|pendant|locket|choker|项链|玉佩",
    "earrings": r"ear-?rings?|ear studs?|耳环|耳钉|耳坠",
    "hairpin": r"hair ?pin|hair ?clip|tiara|barrette|发夹|发簪|玉簪|金簪|凤冠|发带",
    "": r"teeth|fangs|ears?|tail|horns|wings|nails|legs?|牙齿|耳朵|尾巴|翅膀",
    "marks": r"freckles|beauty mark|mole|scar|dimples?|雀斑|泪痣|痣|刀疤|伤疤|酒窝",
}
_WORN = r"wears?|wearing|dressed in|clad in|outfit|clothes|clothing|attire|in an?|身穿|穿着?|衣着|服装"
_ANY_NOUN = re.compile(rf"(?<![a-z])(?:{'|'.join(_NOUNS.values())})(?![a-z])", re.I)
_GARMENT = re.compile(
    r"\b(?:(?:sun)?dress|suit|gown|hoodie|coat|jacket|robes?|kimono|uniform|sweater|cardigan|blouse|shirt"
    r"|qipao|cheongsam|hanfu|apron|pyjamas|pajamas|tracksuit)\s*$|(?:裙|西装|礼服|大衣|风衣|毛衣|衬衫|汉服|旗袍|制服|校服)\s*$",
    re.I,
)
_SHORT_PHRASE = 5
_PRESENT = {"beard": "full", "glasses": "thin", "necklace": "chain", "earrings": "stud", "makeup": "natural",
            "hairpin": "clip"}  # fmt: skip
"""What a noun means by itself, where no word says which kind."""
_FREE_FIGURES = re.compile(
    r"\b(slender|slim|skinny|petite|lithe|muscular|athletic|plump|stout|chubby)\b|苗条|纤瘦|健壮|健美|微胖|丰满"
)
_FIGURE_MEANT = {"petite": "slim", "lithe": "slim", "chubby": "heavy", "纤瘦": "slim"}
_FREE_HAIR = re.compile(r"\b(blonde?|brunette|redhead(?:ed)?)\b", re.I)
_MORE_COLOURS = {
    "dark": "#2a2436", "raven": "#1f1b24", "brunette": "#5a3a26", "platinum": "#e6dcc6", "amber": "#b5762a",
    "salt-and-pepper": "#8f8a92", "redheaded": "#8a3a22", "乌黑": "#1f1b24",
}  # fmt: skip
_COLOURED = {"eyes": "iris_colour", "lips": "lip_colour"}
_LESS_TELLING = frozenset({"long", "crop"})
_NEGATION = re.compile(r"\b(?:no|not|without|never|lacks?|clean-shaven)\b|没有|不戴|无", re.I)
_LINK = re.compile(r"\s*[:=(（：]+\s*|\s+(?:is|are|was|were|tied|worn|kept|cut|with)\b\s*", re.I)
_BOUNDARY = re.compile(r"[.;\n|(){}\[\]，。；、！？]")
_HALF_WINDOW = 70
_AGES = (
    re.compile(r"\b(\d{1,3})[- ]?years?[- ]?old\b", re.I),
    re.compile(r"\bage[d]?\b\W{0,4}(\d{1,3})\b", re.I),
    re.compile(r"年龄\W{0,3}(\d{1,3})"),
    re.compile(r"(\d{1,3})\s*岁"),
)
_SEXES = (
    ("female", re.compile(r"\b(?:sex|gender)\W{0,4}(?:woman|girl|f\b)|性别\W{0,3}女|\bfemale\b", re.I)),
    ("male", re.compile(r"\b(?:sex|gender)\W{0,4}(?:man|boy|m\b)|性别\W{0,3}男|\bmale\b", re.I)),
)
_YOUNGEST, _OLDEST = 4, 100


@dataclass(frozen=True)
class Described:
    """Who was made of a description; ``taken`` are the fields of the look that its words decided, with what
    they decided; everything else is by chance, the same every time."""

    character: Character
    taken: tuple[str, ...]


def character_described(name: str, text: str) -> Described:
    """The character that ``text`` describes, at least in part."""
    plain = _in_plain_marks(text)
    age = next((int(m[1]) for pattern in _AGES if (m := pattern.search(plain))), 0)
    sex = next((word for word, pattern in _SEXES if pattern.search(plain)), "")
    age = max(_YOUNGEST, min(_OLDEST, age)) if age else 0
    made = default_character(name, [plain[:400]], sex=sex, age_years=age)
    said: dict[str, Any] = {"age_years": age} if age else {}
    if sex:
        said["sex"] = sex
    for field, noun, near in _windows(plain):
        read = _read(field, noun, near, made.look)
        said |= {key: value for key, value in read.items() if key not in said}
    if (free := _FREE_FIGURES.search(plain)) and "figure" not in said:
        meant = _FIGURE_MEANT.get(free[0].lower()) or word_said("figure", free[0])
        said |= {"figure": meant} if meant else {}
    if (free := _FREE_HAIR.search(plain)) and "hair_colour" not in said:
        said["hair_colour"] = _colour(free[0])
    outfit = _outfit(plain, made.wardrobe[0].outfit)
    wardrobe = (Wardrobe(outfit=outfit or made.wardrobe[0].outfit), *made.wardrobe[1:])
    look = msgspec.structs.replace(made.look, **said)
    taken = [f"{key} {_shown(value)}" for key, value in said.items()]
    taken += [f"wears {outfit.kind} {outfit.colour}"] if outfit else []
    return Described(msgspec.structs.replace(made, look=look, wardrobe=wardrobe), tuple(taken))


def _in_plain_marks(text: str) -> str:
    """The text with wrapped lines joined, and with quotation marks gone: what stood in them and names a part
    of a person is a phrase by itself (``"pink hair", "amber eyes"``)."""
    joined = re.sub(r"\r?\n(?=[a-z])", " ", text)
    phrased = re.sub(
        r'"([^"\n]{1,60})"', lambda m: f"; {m[1]} ;" if _ANY_NOUN.search(m[1]) else f" {m[1]} ", joined
    )
    return re.sub(r'["+*]', " ", phrased)


def _windows(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Each part of a person that the text names: field, noun, and the phrases around it that belong to it,
    the nearest first."""
    found = sorted(
        (match.start(), match.end(), field)
        for field, nouns in _NOUNS.items()
        for match in re.finditer(_stands_alone(nouns), text, re.I)
    )
    for number, (start, end, field) in enumerate(found):
        if not field:
            continue
        before_from = max(found[number - 1][1] if number else 0, start - _HALF_WINDOW)
        after_to = min(found[number + 1][0] if number + 1 < len(found) else len(text), end + _HALF_WINDOW)
        before = _BOUNDARY.split(text[before_from:start])[-1]
        link = _LINK.match(text, end, after_to)
        is_chinese = not text[start:end].isascii()
        after = _BOUNDARY.split(text[link.end() if link else end : after_to])[0] if link or is_chinese else ""
        is_list = link is not None and any(sign in link[0] for sign in ":=(（：")
        near = [] if is_list else before.split(",")[::-1]
        yield field, text[start:end], [*near, *after.split(",")]


def _stands_alone(words: str) -> str:
    return rf"(?<![a-z])(?:{words})(?![a-z])"


def _read(field: str, noun: str, near: list[str], look: Look) -> dict[str, Any]:
    """What a noun and the phrases around it say of a look."""
    # "Pearl earrings": the phrase around it tells more than the noun.
    words = [word for phrase in (*near, noun) if (word := word_said(field, phrase, less=_LESS_TELLING))]
    word = next((word for word in words if word not in _LESS_TELLING), words[0] if words else "")
    colour = next((code for phrase in (*near, noun) if (code := _colour(phrase))), None)
    if field == "hair":
        return _given(hair="bob" if word == "crop" and look.sex == "female" else word, hair_colour=colour)
    if field in _COLOURED:
        return _given(**{field: word, _COLOURED[field]: colour})
    is_denied = any(_NEGATION.search(phrase) for phrase in near)
    if field == "marks":
        mark = word_said(field, " ".join([noun, *near]))
        return {"marks": (mark,)} if mark and not is_denied else {}
    if field in _PRESENT:
        return {field: "" if is_denied else word or _PRESENT[field]}
    return _given(**{field: word})


def _given(**said: str | None) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value}


def _outfit(text: str, otherwise: Outfit) -> Outfit | None:
    """What is worn: after a word that says so, else a short phrase that ends in a garment."""
    worn = (
        re.split(r"[.;\n|)}\]。；]", text[match.end() : match.end() + _HALF_WINDOW])[0]
        for match in re.finditer(_stands_alone(_WORN), text, re.I)
    )
    phrases = (phrase for phrase in re.split(r"[.,;\n|()\[\]:=，。；]", text) if _GARMENT.search(phrase))
    for phrase in (*worn, *(phrase for phrase in phrases if len(phrase.split()) <= _SHORT_PHRASE)):
        if kind := outfit_named(phrase):
            return msgspec.structs.replace(
                otherwise, kind=kind, colour=_colour(phrase) or otherwise.colour, has_pin=False
            )
    return None


def _colour(phrase: str) -> str | None:
    # The table has these as one word.
    shown = re.sub(r"\blight (?=brown|blue)", "light-", phrase.casefold())
    named = colour_named(shown)
    return named or next(
        (code for word, code in _MORE_COLOURS.items() if re.search(_stands_alone(word), shown)), None
    )


def _shown(value: Any) -> str:
    return (", ".join(value) if isinstance(value, tuple) else str(value)) or "none"
