"""A screenplay as just read + the register of the last read → the same screenplay with permanent line ids.

The register is ``lines.json`` beside the episodes, kept by the program and made for git: one line of text
per line of the script. An id, once used, belongs to that line for ever; when the line goes, it is retired.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import msgspec

from reelwright.errors import BadInput, CannotWrite
from reelwright.screenplay.documents import Element, Item, Line, Scene, Screenplay
from reelwright.screenplay.line_alignment import Spoken, align

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o, u, so that an id can be read aloud."""

_LETTERS = ALPHABET[10:]
_SHORTEST_ID = 4
_TRIES_PER_LENGTH = 8
_FORMAT_VERSION = 1


class KnownLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it stood at the last read."""

    id: str
    speaker: str
    text: str


class LineRegister(msgspec.Struct, frozen=True, kw_only=True):
    """All ids of a series: the lines of each episode in order, and the ids of deleted lines (sorted)."""

    episodes: dict[int, tuple[KnownLine, ...]] = msgspec.field(default_factory=dict)
    retired: tuple[str, ...] = ()

    def lines_of(self, episode: int) -> tuple[KnownLine, ...]:
        return self.episodes.get(episode, ())

    @property
    def used_ids(self) -> frozenset[str]:
        """Every id ever given in the series."""
        alive = (line.id for lines in self.episodes.values() for line in lines)
        return frozenset((*alive, *self.retired))

    def to_json(self) -> bytes:
        """``lines.json`` in UTF-8, a row for each line of the script, so that git shows them one by one."""
        rows = ["{", f'"version": {_FORMAT_VERSION},', '"episodes": {']
        numbers = sorted(self.episodes)
        for number in numbers:
            rows.append(f'"{number}": [')
            lines = [
                json.dumps(msgspec.to_builtins(line), ensure_ascii=False) for line in self.episodes[number]
            ]
            rows += _with_commas(lines)
            rows.append("]" if number == numbers[-1] else "],")
        rows += ["},", '"retired": [', *_with_commas([f'"{line_id}"' for line_id in self.retired]), "]", "}"]
        return ("\n".join(rows) + "\n").encode("utf-8", errors="replace")

    @classmethod
    def from_json(cls, data: bytes, *, source_name: str) -> LineRegister:
        """The register in ``data``. Raises ``BadInput`` when it is not one: guessing would give ids anew."""
        try:
            saved = msgspec.json.decode(data, type=_Saved)
            episodes = {int(number): lines for number, lines in saved.episodes.items()}
        except (msgspec.DecodeError, ValueError) as error:
            raise _broken(str(error), source_name) from None
        if saved.version != _FORMAT_VERSION:
            raise BadInput(
                f"This register is of version {saved.version}; this program reads {_FORMAT_VERSION}",
                where=source_name,
                next_step="Update reelwright.",
            )
        alive = [line.id for lines in episodes.values() for line in lines]
        twice = sorted(line_id for line_id, count in Counter(alive).items() if count > 1)
        if twice:
            raise _broken(f"the id {twice[0]} is given twice", source_name)
        return cls(episodes=dict(sorted(episodes.items())), retired=tuple(sorted(set(saved.retired))))


class _Saved(msgspec.Struct, frozen=True):
    version: int
    episodes: dict[str, tuple[KnownLine, ...]]
    retired: tuple[str, ...]


def assign_ids(
    screenplay: Screenplay, register: LineRegister, *, episode: int, seed: int
) -> tuple[Screenplay, LineRegister]:
    """The screenplay with ids on lines, elements and scenes, and the register that now holds.

    A line that was left alone, edited, moved or re-ordered keeps its id; of a split or merged one, the
    largest part keeps it. New ids come from ``seed``, the episode and the content: the same history gives
    the same ids on every machine. An id of the register, alive or retired, is never given anew.
    """
    lines = screenplay.lines
    known = register.lines_of(episode)
    matches = align(
        [Spoken(line.speaker, line.text) for line in known],
        [Spoken(line.speaker, line.text) for line in lines],
    )
    used = set(register.used_ids)
    ids: list[str] = []
    for line, match in zip(lines, matches, strict=True):
        if match is None:
            ids.append(_new_id(line, used, episode=episode, seed=seed))
            used.add(ids[-1])
        else:
            ids.append(known[match].id)
    return _with_ids(screenplay, ids), _registered(register, lines, ids, episode=episode)


def _new_id(line: Line, used: set[str], *, episode: int, seed: int) -> str:
    counter = 0
    while True:
        content = "\x1f".join(("line-id", str(seed), str(episode), line.speaker, line.text, str(counter)))
        # Ids grow when the short ones become crowded, long before they run out.
        candidate = _spelled(
            hashlib.sha256(content.encode()).digest(), _SHORTEST_ID + counter // _TRIES_PER_LENGTH
        )
        if candidate not in used:
            return candidate
        counter += 1


def _spelled(digest: bytes, length: int) -> str:
    number = int.from_bytes(digest, "big")
    # A letter first: no reader of TOML, YAML or a table takes it for a number.
    number, first = divmod(number, len(_LETTERS))
    letters = [_LETTERS[first]]
    while len(letters) < length:
        number, index = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "".join(letters)


def _registered(
    register: LineRegister, lines: tuple[Line, ...], ids: list[str], *, episode: int
) -> LineRegister:
    now = tuple(
        KnownLine(id=line_id, speaker=line.speaker, text=line.text)
        for line_id, line in zip(ids, lines, strict=True)
    )
    gone = {line.id for line in register.lines_of(episode)} - set(ids)
    episodes = {**register.episodes, episode: now}
    return LineRegister(
        episodes={number: episodes[number] for number in sorted(episodes)},
        retired=tuple(sorted({*register.retired, *gone})),
    )


def _with_ids(screenplay: Screenplay, ids: list[str]) -> Screenplay:
    # A cue stands alone on its line of the file, so the line number tells the speeches apart.
    id_of_cue = {line.source_line: line_id for line, line_id in zip(screenplay.lines, ids, strict=True)}
    scenes = tuple(
        _scene_with_ids(scene, number, id_of_cue) for number, scene in enumerate(screenplay.scenes, start=1)
    )
    elements = _elements_with_ids(screenplay.elements, id_of_cue)
    return msgspec.structs.replace(screenplay, scenes=scenes, elements=elements)


def _scene_with_ids(scene: Scene, number: int, id_of_cue: dict[int, str]) -> Scene:
    items: list[Item] = []
    first_id = ""
    for item in scene.items:
        if isinstance(item, Line):
            line_id = id_of_cue[item.source_line]
            first_id = first_id or line_id
            item = msgspec.structs.replace(item, id=line_id)
        items.append(item)
    return msgspec.structs.replace(scene, id=first_id or f"scene-{number}", items=tuple(items))


def _elements_with_ids(elements: tuple[Element, ...], id_of_cue: dict[int, str]) -> tuple[Element, ...]:
    result = []
    line_id = ""
    for element in elements:
        if element.kind == "character":
            line_id = id_of_cue.get(element.source_line, "")
        elif element.kind not in ("parenthetical", "dialogue", "lyric", "note", "boneyard"):
            line_id = ""
        mine = line_id if element.kind != "boneyard" else ""
        if mine != element.line_id:
            element = msgspec.structs.replace(element, line_id=mine)
        result.append(element)
    return tuple(result)


def _with_commas(rows: list[str]) -> list[str]:
    return [row + "," for row in rows[:-1]] + rows[-1:]


def _broken(reason: str, source_name: str) -> BadInput:
    return BadInput(
        f"The register of line ids cannot be read: {reason}",
        where=source_name,
        next_step="Restore it from git, or delete it to number all lines anew.",
    )


def load_register(path: Path) -> LineRegister:
    """The register at ``path``; an empty one when there is no such file yet."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return LineRegister()
    except OSError as error:
        raise _broken(error.strerror or "unreadable", str(path)) from None
    return LineRegister.from_json(data, source_name=str(path))


def save_register(path: Path, register: LineRegister) -> bool:
    """Writes the register to ``path`` in one step; returns False when it stood there already.

    Raises ``CannotWrite``; the old file is whole in that case.
    """
    data = register.to_json()
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return False
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise _cannot_save(path, error) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def _cannot_save(path: Path, error: OSError) -> CannotWrite:
    return CannotWrite(
        f"The line ids cannot be saved: {error.strerror}",
        where=str(path),
        next_step="Free space or choose a folder that can be written.",
    )
