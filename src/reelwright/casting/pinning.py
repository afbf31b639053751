"""A character's file and a voice → the same file with that voice, comments kept; or a new file."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import msgspec

from reelwright.casting.documents import Character, Look, Outfit
from reelwright.errors import BadInput

_HEADER = re.compile(r"^\s*\[")
_VOICE_HEADER = re.compile(r"^\s*\[\s*voice\s*\]")
_VALUE = r"""("(?:[^"\\]|\\.)*"|'[^']*')"""


def with_voice(text: str, name: str, *, engine: str = "") -> str:
    """``text`` of a character's file with ``voice.name`` (and ``voice.engine`` when given) set. Every other
    line, comment and blank stays as it is. Raises ``BadInput`` for a file in which a voice cannot be set."""
    wanted = {"name": name} | ({"engine": engine} if engine else {})
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    header = next((number for number, line in enumerate(lines) if _VOICE_HEADER.match(line)), None)
    if header is None:
        lines += [*([""] if lines and lines[-1].strip() else []), "[voice]"]
        header = len(lines) - 1
    for key, value in wanted.items():
        end = next((n for n in range(header + 1, len(lines)) if _HEADER.match(lines[n])), len(lines))
        row = re.compile(rf"^(\s*{key}\s*=\s*){_VALUE}")
        at = next((n for n in range(header + 1, end) if row.match(lines[n])), None)
        written = f'"{value}"'
        if at is None:
            lines.insert(header + 1, f"{key} = {written}")
        else:
            lines[at] = row.sub(lambda match, w=written: match[1] + w, lines[at])  # type: ignore[misc]
    changed = newline.join(lines) + newline
    before = _tree(text)
    try:
        after = _tree(changed)
    except BadInput:
        after = {}
    if after != before | {"voice": before.get("voice", {}) | wanted}:
        raise BadInput(
            "The voice cannot be written into this file", next_step=f'Write name = "{name}" under [voice].'
        )
    return changed


def character_file(character: Character) -> str:
    """A file for somebody who has none: the same face and clothes as without it."""
    rows = [f"name = {_toml(character.name)}"]
    rows += [f"{key} = {_toml(value)}" for key in ("aliases", "persona", "role")
             if (value := getattr(character, key))]  # fmt: skip
    rows += ["", "[look]", *_changed(character.look, Look())]
    for worn in character.wardrobe:
        rows += ["", "[[wardrobe]]", *([f"scene = {_toml(worn.scene)}"] if worn.scene else [])]
        rows += [f"kind = {_toml(worn.outfit.kind)}", *_changed(worn.outfit, Outfit(kind=worn.outfit.kind))]
    return "\n".join(rows) + "\n"


def _changed(document: msgspec.Struct, plain: msgspec.Struct) -> list[str]:
    """The rows of a document that are not its defaults; sex and age of a look always."""
    return [
        f"{key} = {_toml(value)}"
        for key in document.__struct_fields__
        if (value := getattr(document, key)) != getattr(plain, key) or key in ("sex", "age_years")
    ]


def _toml(value: Any) -> str:
    # Texts, numbers, lists and truth are written in TOML as in JSON.
    return msgspec.json.encode(value).decode()


def _tree(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"A character's file is not valid TOML: {problem}") from None
