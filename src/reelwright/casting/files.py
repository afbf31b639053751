"""``cast/*.toml`` ↔ characters, comments kept."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from reelwright.casting.documents import (
    HAIRSTYLES,
    OUTFITS,
    SKINS,
    Character,
    Look,
    Outfit,
    VoiceChoice,
    Wardrobe,
)
from reelwright.errors import BadInput, Notice

_CHOICES = {"hair": HAIRSTYLES, "skin": SKINS}
_COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")


class _WardrobeRow(Outfit, frozen=True, kw_only=True):
    scene: str = ""


class _CharacterFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may stand in a character's file."""

    name: str
    aliases: tuple[str, ...] = ()
    persona: str = ""
    look: Look = Look()
    voice: VoiceChoice = VoiceChoice()
    wardrobe: tuple[_WardrobeRow, ...] = (_WardrobeRow(),)


def read_cast(folder: Path) -> tuple[tuple[Character, ...], tuple[Notice, ...]]:
    """The characters of ``folder/*.toml``, in the order of the file names, whose stems are the keys.

    Raises ``BadInput`` with file and line for what is not TOML, an unknown field or a wrong value; an
    outfit that nobody drew is a ``Notice`` and is drawn as a shirt.
    """
    characters, notices = [], []
    for path in sorted(folder.glob("*.toml")):
        character, found = _read(path)
        characters.append(character)
        notices += found
    return tuple(characters), tuple(notices)


def _read(path: Path) -> tuple[Character, list[Notice]]:
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
    notices = []
    rows = []
    for row in file.wardrobe:
        kind = row.kind
        if kind not in OUTFITS:
            kind = "shirt"
            notices.append(
                Notice(
                    code="unknown-wardrobe",
                    message=f"Nobody can sew the outfit {row.kind!r} of {file.name}",
                    where=f"{path}:{_line_of(row.kind, text)}",
                    next_step=f"A shirt is worn instead. There are: {', '.join(OUTFITS)}.",
                )
            )
        outfit = Outfit(kind=kind, colour=row.colour, second=row.second, accent=row.accent)
        rows.append(Wardrobe(outfit=outfit, scene=row.scene))
    character = Character(
        key=path.stem,
        name=file.name,
        aliases=file.aliases,
        persona=file.persona,
        look=file.look,
        voice=file.voice,
        wardrobe=tuple(rows),
    )
    return character, notices


def _reject_unknown(tree: dict[str, Any]) -> None:
    """Tables inside are checked by hand: their documents are also read from elsewhere."""
    tables: list[tuple[str, dict[str, Any], type[msgspec.Struct]]] = [
        ("look", tree.get("look", {}), Look),
        ("voice", tree.get("voice", {}), VoiceChoice),
    ]
    tables += [("wardrobe", row, _WardrobeRow) for row in tree.get("wardrobe", [])]
    for name, table, kind in tables:
        for field, value in table.items():
            if field not in kind.__struct_fields__:
                raise ValueError(f"{name} has no field `{field}`")
            if field in _CHOICES and value not in _CHOICES[field]:
                raise ValueError(f"`{field}` is {value!r}; choose one of {', '.join(_CHOICES[field])}")
            if (
                (field.endswith("colour") or field in ("second", "accent"))
                and value
                and not _COLOUR.match(value)
            ):
                raise ValueError(f"`{field}` is {value!r}; write a colour as #rrggbb")


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
