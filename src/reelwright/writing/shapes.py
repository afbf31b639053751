"""``words/scenes.txt`` → the shapes of scenes: who says what kind of thing after whom.

``== cliff.call@palace`` is what ``cliff.call`` looks like in that world.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

_STEP = re.compile(r"^(?P<maybe>\? )?(?:(?P<note>! )|(?P<act>\* ))?(?P<rest>.+)$")


@dataclass(frozen=True)
class Step:
    """One step of a scene. ``kind`` is ``line``, ``act`` or ``note``; ``pool`` names its phrases, or is the
    note itself. ``who`` is A, B or C, ``face`` how it is played."""

    kind: Literal["line", "act", "note"]
    pool: str
    who: str = ""
    face: str = "-"
    is_optional: bool = False
    is_on_phone: bool = False


@cache
def shapes() -> Mapping[str, tuple[tuple[Step, ...], ...]]:
    """Every shape of every kind of scene."""
    text = (resources.files("reelwright.writing") / "words" / "scenes.txt").read_text(encoding="utf-8")
    found: dict[str, list[list[Step]]] = {}
    for line in text.splitlines():
        if line.startswith("== "):
            found.setdefault(line[3:].strip(), []).append([])
            kind = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            found[kind][-1].append(_step(line.strip()))
    return {kind: tuple(tuple(steps) for steps in each) for kind, each in found.items()}


def shapes_of(kind: str, world: str) -> tuple[tuple[Step, ...], ...]:
    """The shapes of a kind of scene in a world."""
    return shapes().get(f"{kind}@{world}") or shapes()[kind]


def _step(line: str) -> Step:
    match = _STEP.match(line)
    assert match is not None
    rest, optional = match["rest"], match["maybe"] is not None
    if match["note"]:
        return Step("note", rest, is_optional=optional)
    if match["act"]:
        return Step("act", rest, is_optional=optional)
    who, face, pool = rest.split()
    part, _, phone = who.partition("@")
    return Step("line", pool, part, face, optional, phone == "phone")
