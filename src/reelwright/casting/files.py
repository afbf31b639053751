"""``cast/*.toml`` ↔ characters, comments kept."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from reelwright.casting.documents import (
    BEARDS,
    BROWS,
    EARRINGS,
    EYES,
    FACES,
    FIGURES,
    GLASSES,
    HAIRPINS,
    HAIRSTYLES,
    LIPS,
    MAKEUPS,
    MARKS,
    NECKLACES,
    NOSES,
    OUTFITS,
    SKINS,
    Character,
    Look,
    Outfit,
    VoiceChoice,
    Wardrobe,
)
from reelwright.casting.wording import colour_named, nearest_outfit, nearest_word
from reelwright.errors import BadInput, Notice

CHOICES = {
    "hair": HAIRSTYLES, "skin": SKINS, "figure": FIGURES, "face": FACES, "eyes": EYES, "brows": BROWS,
    "nose": NOSES, "lips": LIPS, "marks": MARKS, "beard": BEARDS, "glasses": GLASSES, "makeup": MAKEUPS,
    "necklace": NECKLACES, "earrings": EARRINGS, "hairpin": HAIRPINS,
}  # fmt: skip
"""The fields of a look that are words, and what they may be."""

RANGES = {
    "age_years": (4, 100), "jaw": (0.9, 1.1), "cheek": (0.9, 1.1), "chin": (-6, 6), "build": (0.9, 1.15),
    "eye_size": (0.85, 1.15), "eye_tilt": (-4, 4),
}  # fmt: skip
"""The fields of a look that are numbers, and how far they may go."""

_SHORTEST_CONSENT = 12
_COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")


class _WardrobeRow(Outfit, frozen=True, kw_only=True):
    scene: str = ""


class _CharacterFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may stand in a character's file."""

    name: str
    aliases: tuple[str, ...] = ()
    persona: str = ""
    role: str = ""
    look: Look = Look()
    voice: VoiceChoice = VoiceChoice()
    wardrobe: tuple[_WardrobeRow, ...] = (_WardrobeRow(),)


def read_cast(folder: Path) -> tuple[tuple[Character, ...], tuple[Notice, ...]]:
    """The characters of ``folder/*.toml``, in the order of the file names, whose stems are the keys.

    Raises ``BadInput`` with file and line for what is not TOML, an unknown field or a value of another
    type; what nobody can draw is a ``Notice``, and the nearest is drawn.
    """
    characters, notices = [], []
    for path in sorted(folder.glob("*.toml")):
        character, found = read_character(path)
        characters.append(character)
        notices += found
    return tuple(characters), tuple(notices)


def read_character(path: Path) -> tuple[Character, list[Notice]]:
    """One character's file, as ``read_cast`` reads each of a folder's."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        tree = tomllib.loads(text)
    except UnicodeDecodeError:
        raise BadInput("A character's file is not UTF-8 text", where=str(path)) from None
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"A character's file is not valid TOML: {problem}", where=str(path)) from None
    except OSError as problem:
        raise BadInput(f"A character's file cannot be read: {problem.strerror}", where=str(path)) from None
    try:
        file = msgspec.convert(tree, _CharacterFile)
        _reject_unknown(tree)
    except (msgspec.ValidationError, ValueError) as problem:
        raise BadInput(
            f"A character's file is not right: {problem}",
            where=f"{path}:{_line_of(str(problem), text)}",
            next_step="docs/casting.md lists the fields and their values.",
        ) from None
    _check_sample(file, path, text)
    mended = _Mending(file.name, path, text)
    look = mended.look(file.look)
    rows = [
        Wardrobe(outfit=mended.outfit(row), scene=row.scene) for row in file.wardrobe or (_WardrobeRow(),)
    ]
    character = Character(
        key=path.stem,
        name=file.name,
        aliases=file.aliases,
        persona=file.persona,
        role=file.role,
        look=look,
        voice=file.voice,
        wardrobe=tuple(rows),
    )
    return character, mended.notices


def _check_sample(file: _CharacterFile, path: Path, text: str) -> None:
    """Nobody's voice is taken from a recording without a note that they agreed."""
    voice = file.voice
    if not voice.sample:
        return
    where = f"{path}:{_line_of('`sample`', text)}"
    if len(voice.consent.strip()) < _SHORTEST_CONSENT:
        raise BadInput(
            f"The voice of {file.name} is to be cloned from {voice.sample} without a note of consent",
            where=where,
            next_step='Write consent = "who agreed, when and how" under [voice], or remove sample.',
        )
    if not (path.parent / voice.sample).is_file():
        raise BadInput(
            f"The recording of {file.name}'s voice is not there: {voice.sample}",
            where=where,
            next_step="Put it beside the character's file.",
        )


class _Mending:
    """Values nobody can draw → the nearest that can be drawn, and a notice for each."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        self.notices: list[Notice] = []
        self._name, self._path, self._text = name, path, text

    def look(self, look: Look) -> Look:
        changed: dict[str, Any] = {}
        for field in look.__struct_fields__:
            value = getattr(look, field)
            if field == "marks":
                changed[field] = tuple(dict.fromkeys(self._word(field, mark) for mark in value if mark))
            elif field in CHOICES:
                changed[field] = self._word(field, value)
            elif field in RANGES:
                changed[field] = self._number(field, value)
            elif field.endswith("colour"):
                changed[field] = self._colour(field, value, may_be_empty=field == "lip_colour", kind=Look)
        return msgspec.structs.replace(look, **changed)

    def outfit(self, row: _WardrobeRow) -> Outfit:
        kind = row.kind
        if kind not in OUTFITS:
            kind = nearest_outfit(row.kind)
            self._tell(
                "unknown-wardrobe",
                f"Nobody can sew the outfit {row.kind!r} of {self._name}",
                row.kind,
                f"{kind!r} is worn instead. There are: {', '.join(OUTFITS)}.",
            )
        return Outfit(
            kind=kind,
            colour=self._colour("colour", row.colour, may_be_empty=False, kind=Outfit),
            second=self._colour("second", row.second, may_be_empty=True, kind=Outfit),
            accent=self._colour("accent", row.accent, may_be_empty=False, kind=Outfit),
            has_pin=row.has_pin,
        )

    def _word(self, field: str, value: str) -> str:
        choices = CHOICES[field]
        if value in choices:
            return value
        plain = next(iter(choices)) if field == "marks" else str(getattr(Look(), field))
        taken = nearest_word(field, value, choices, plain)
        named = ", ".join(choice for choice in choices if choice)
        self._tell(
            "impossible-look",
            f"Nobody can draw the {field} {value!r} of {self._name}",
            value,
            f"{taken!r} is drawn instead. There are: {named}.",
        )
        return taken

    def _number(self, field: str, value: float) -> float:
        low, high = RANGES[field]
        taken = type(value)(min(high, max(low, value))) if value == value else getattr(Look(), field)
        if taken != value:
            self._tell(
                "impossible-look",
                f"Nobody can draw a {field} of {value:g} for {self._name}",
                field,
                f"{taken:g} is drawn instead; it must lie in {low:g}..{high:g}.",
            )
        return taken

    def _colour(self, field: str, value: str, *, may_be_empty: bool, kind: type[Look] | type[Outfit]) -> str:
        if _COLOUR.match(value) or (not value and may_be_empty):
            return value
        named = colour_named(value)
        taken = named or str(getattr(kind(), field))
        if named is None or not value:
            self._tell(
                "impossible-look",
                f"{value!r} is no colour ({field} of {self._name})",
                value or field,
                f"{taken} is drawn instead. Write a colour as #rrggbb.",
            )
        return taken

    def _tell(self, code: str, message: str, word: str, next_step: str) -> None:
        where = f"{self._path}:{_line_of(f'`{word}`', self._text)}"
        self.notices.append(Notice(code=code, message=message, where=where, next_step=next_step))


def _reject_unknown(tree: dict[str, Any]) -> None:
    """Tables inside are checked by hand: their documents are also read from elsewhere."""
    tables: list[tuple[str, dict[str, Any], type[msgspec.Struct]]] = [
        ("look", tree.get("look", {}), Look),
        ("voice", tree.get("voice", {}), VoiceChoice),
    ]
    tables += [("wardrobe", row, _WardrobeRow) for row in tree.get("wardrobe", [])]
    for name, table, kind in tables:
        for field in table:
            if field not in kind.__struct_fields__:
                raise ValueError(f"{name} has no field `{field}`")


def _line_of(problem: str, text: str) -> int:
    """The line that a message speaks of: the one with the last word of the path or value it quotes;
    1 when it quotes none."""
    quoted = re.findall(r"[`']([^`']+)[`']", problem) or [problem]
    candidates = [word for quote in quoted for word in reversed(re.findall(r"[\w-]+", quote))]
    for word in candidates:
        for number, line in enumerate(text.splitlines(), start=1):
            if word not in ("int", "str", "float", "bool", "array") and re.search(rf"\b{word}\b", line):
                return number
    return 1
