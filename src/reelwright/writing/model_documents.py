"""What a model is asked for, pass by pass: frozen documents, and the JSON Schema that a server is given."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import msgspec

Hour = Literal["day", "dusk", "night", "dawn"]
Mood = Literal["calm", "tension", "tenderness", "reveal", "comedy", "action", "sorrow", "triumph"]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One of the cast. ``looks`` are hair, face, clothes in a sentence; ``role`` stands below the name when
    they first appear."""

    name: str
    part: str
    sex: Literal["female", "male"]
    age: int
    looks: str
    persona: str
    role: str
    wants: str
    hides: str
    arc: str


class Bond(msgspec.Struct, frozen=True, kw_only=True):
    """How two people, by name, stand to each other."""

    one: str
    other: str
    bond: str


class SecretPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A secret under a short ``key``; people by name. ``words`` are said only by who knows of it."""

    key: str
    fact: str
    culprit: str
    victim: str
    knows: tuple[str, ...]
    words: tuple[str, ...]


class BiblePlan(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of the pass ``bible``."""

    title: str
    tagline: str
    premise: str
    world: str
    motifs: tuple[str, ...]
    places: tuple[str, ...]
    cast: tuple[Person, ...]
    ties: tuple[Bond, ...]
    secrets: tuple[SecretPlan, ...]


class Learned(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, by name, learns a secret, by key."""

    who: str
    secret: str


class PlannedEpisode(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the season; ``tension`` lies in 0..1."""

    number: int
    title: str
    hook: str
    turn: str
    cliffhanger: str
    tension: float
    learns: tuple[Learned, ...]


class SeasonPart(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of the pass ``season``: some episodes in a row."""

    episodes: tuple[PlannedEpisode, ...]


class Beat(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happens, and whose feeling turns into what."""

    happens: str
    people: tuple[str, ...]
    feeling: str


class Beats(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of the pass ``beats``: one episode."""

    beats: tuple[Beat, ...]


class PlannedScene(msgspec.Struct, frozen=True, kw_only=True):
    """One scene; ``people`` are those who are there, by name."""

    place: str
    is_inside: bool
    hour: Hour
    mood: Mood
    people: tuple[str, ...]
    happens: str


class Scenes(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of the pass ``scenes``: one episode."""

    scenes: tuple[PlannedScene, ...]


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What is seen (``action``, may be empty), and then what ``who`` says and ``how`` (a word or two, may be
    empty); nobody speaks where ``line`` is empty."""

    action: str
    who: str
    how: str
    line: str


class WrittenScene(msgspec.Struct, frozen=True, kw_only=True):
    """The moments of one scene, in order."""

    moments: tuple[Moment, ...]


class WrittenEpisode(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of the passes ``lines`` and ``polish``: the scenes of one episode as they were planned."""

    scenes: tuple[WrittenScene, ...]


@cache
def answer_schema(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The JSON Schema of an answer as the strict form of the protocol wants it: every key required, no other
    allowed, no defaults. Not to be changed: the same object is given every time."""
    tree = msgspec.json.schema(kind)
    definitions = tree["$defs"]
    root = definitions.pop(tree["$ref"].rpartition("/")[2])
    schema: dict[str, Any] = {**_strict(root), **({"$defs": _strict(definitions)} if definitions else {})}
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    found = {key: _strict(part) for key, part in node.items()}
    if found.get("type") == "object":
        found = {key: part for key, part in found.items() if key not in ("title", "description")}
        found |= {"required": list(found.get("properties", {})), "additionalProperties": False}
    return found
