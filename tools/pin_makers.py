"""The source of every maker's rooms → tests/production/maker_versions.json.

Run it after raising a version in ``production/versions.py``, or after a change that leaves the bytes
that come out as they were. Comments, docstrings and layout do not count.
"""

from __future__ import annotations

import ast
import hashlib
import json
from pathlib import Path

from reelwright.production import versions

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "reelwright"
PINS = ROOT / "tests" / "production" / "maker_versions.json"

_PICTURE = (
    "stage", "camera", "drawing", "finishing/captions.py", "delivery/encode.py", "delivery/stills.py",
    "production/makers/picture.py",
)  # fmt: skip
ROOMS: dict[str, tuple[str, ...]] = {
    "VOICE": ("voice", "audio"),
    "SHOT": _PICTURE,
    "RENDER": ("camera/prompt.py", "production/makers/remote.py"),
    "POSTER": _PICTURE,
    "MUSIC": ("score", "audio/wave.py"),
    "EFFECT": ("foley", "audio/wave.py"),
    "AMBIENCE": ("foley", "audio/wave.py"),
    "TIMELINE": (
        "formats/otio.py",
        "formats/captions.py",
        "finishing/captions.py",
        "production/makers/text.py",
    ),
    "DIALOGUE": (
        "finishing/dialogue.py",
        "finishing/rooms.py",
        "finishing/sounds.py",
        "audio",
        "production/makers/sound.py",
    ),
    "MIX": (
        "finishing/mix.py",
        "finishing/buses.py",
        "finishing/rooms.py",
        "finishing/sounds.py",
        "audio",
        "delivery/sound.py",
        "production/makers/sound.py",
    ),
    "SHEET": ("delivery/stills.py", "drawing/text.py"),
    "FILM": ("delivery/join.py", "production/makers/delivery.py"),
    "PACKAGE": (
        "delivery/join.py",
        "delivery/hls.py",
        "production/makers/delivery.py",
        "release/documents.py",
    ),
}


def source_digest(rooms: tuple[str, ...]) -> str:
    """A digest of all that these rooms' code does."""
    digest = hashlib.sha256()
    for room in rooms:
        path = SOURCE / room
        files = sorted(path.rglob("*.py")) + sorted(path.rglob("*.wasm")) if path.is_dir() else [path]
        for file in files:
            digest.update(file.relative_to(SOURCE).as_posix().encode())
            digest.update(_what_it_does(file))
    return digest.hexdigest()


def _what_it_does(file: Path) -> bytes:
    if file.suffix != ".py":
        return file.read_bytes()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [n for n in body if not _is_text(n)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.dump(tree).encode()


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def current() -> dict[str, dict[str, object]]:
    """Version and source of every maker as they are now."""
    return {
        kind: {"version": getattr(versions, kind), "source": source_digest(rooms)}
        for kind, rooms in ROOMS.items()
    }


if __name__ == "__main__":
    PINS.write_text(json.dumps(current(), indent=2) + "\n")
