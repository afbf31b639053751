"""``cast/NAME/`` with pictures of a person → what replaces the drawn one, checked, by digest.

``body.png`` is needed; ``eyes-open, eyes-closed, mouth-open, mouth-closed`` lie over it, ``back`` is the
person from behind. ``person.toml`` may say where the eyes and the soles are.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import numpy as np

from reelwright.errors import Notice
from reelwright.production.own_files import SUFFIXES, checked, decoded, plain, unused
from reelwright.stage.brief import OwnPart, OwnPerson

CAST_FOLDER = "cast"
PERSON_FILE = "person.toml"
PARTS = ("body", "back", "eyes-open", "eyes-closed", "mouth-open", "mouth-closed")
_HELP = "docs/casting.md says what a person's pictures are."


class _PersonFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    eyes: tuple[float, float] | None = None
    feet: float | None = None
    faces: str = ""


def read_people(folder: Path, files: dict[str, Path], notices: list[Notice]) -> dict[str, OwnPerson]:
    """The people in pictures of a series in ``folder``, by the plain name of their folder. Where the bytes
    lie is added to ``files``; what cannot be used is left out with a notice, and drawn."""
    root, people = folder / CAST_FOLDER, {}
    for at in sorted(root.iterdir()) if root.is_dir() else ():
        if at.is_dir() and not at.name.startswith("."):
            person = _person(at, files, notices)
            if person is not None:
                people[plain(at.name)] = person
    return people


def _person(folder: Path, files: dict[str, Path], notices: list[Notice]) -> OwnPerson | None:
    found: dict[str, tuple[OwnPart, Path, tuple[int, int]]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        name = path.stem.lower()
        if name not in PARTS:
            notices.append(unused(path, "is none of " + ", ".join(PARTS), _HELP))
            continue
        digest = checked(path, notices)
        if digest is None:
            continue
        picture = decoded(path.read_bytes())
        if picture.ndim != 3 or picture.shape[2] != 4 or bool((picture[..., 3] > 0).all()):
            notices.append(unused(path, "has nothing transparent around the person", "Cut the person out."))
        elif not picture[..., 3].any():
            notices.append(unused(path, "is empty", "Save it again."))
        else:
            found[name] = (OwnPart(name=name, digest=digest), path, picture.shape[:2])
    if "body" not in found:
        notices.append(unused(folder, "has no body.png that can be used; the person is drawn", _HELP))
        return None
    size = found["body"][2]
    for name, (_, path, own) in list(found.items()):
        if own != size and name != "back":
            notices.append(unused(path, "is not as large as body.png", "Save all of them on one canvas."))
            del found[name]
    files.update({part.digest: path for part, path, _ in found.values()})
    told = _told(folder / PERSON_FILE, notices)
    parts = tuple(found[name][0] for name in PARTS if name in found)
    return OwnPerson(name=folder.name, parts=parts, eyes=told.eyes, feet=told.feet, faces=told.faces)


def _told(path: Path, notices: list[Notice]) -> _PersonFile:
    if not path.is_file():
        return _PersonFile()
    try:
        told = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), _PersonFile, strict=False)
        shares = [*(told.eyes or ()), *(() if told.feet is None else (told.feet,))]
        if not all(np.isfinite(share) and 0 <= share <= 1 for share in shares):
            raise ValueError("eyes and feet are parts of the picture, 0 to 1")
        if told.eyes and told.feet is not None and told.feet <= told.eyes[1]:
            raise ValueError("the feet are not below the eyes")
        if told.faces not in ("", "left", "right"):
            raise ValueError('faces is "left" or "right"')
        return told
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        msgspec.ValidationError,
        ValueError,
    ) as problem:
        notices.append(unused(path, f"is not used: {problem}", _HELP))
        return _PersonFile()
