"""The name of an engine in ``series.toml`` → the engine: built in, or registered by a package."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

from reelwright.camera.camera import ENTRY_POINT_GROUP as CAMERAS
from reelwright.camera.camera import Camera
from reelwright.errors import BadInput
from reelwright.score.composer import ENTRY_POINT_GROUP as COMPOSERS
from reelwright.score.composer import Composer
from reelwright.score.soundfont import find_sound_bank
from reelwright.voice import ENTRY_POINT_GROUP as VOICES
from reelwright.voice import Voice

__all__ = [
    "BUILT_IN",
    "CAMERAS",
    "COMPOSERS",
    "VOICES",
    "camera_named",
    "composer_named",
    "registered",
    "version_of",
    "voice_named",
]

BUILT_IN = "built-in"


def voice_named(name: str) -> Voice:
    """A voice engine. Raises ``BadInput`` for a name that nobody registered."""

    def built_in() -> Voice:
        from reelwright.voice.built_in import BuiltInVoice

        return BuiltInVoice()

    engine: Voice = _engine(VOICES, name, built_in)
    return engine


def composer_named(name: str) -> Composer:
    """A composing engine. Raises ``BadInput`` for a name that nobody registered."""

    def built_in() -> Composer:
        from reelwright.score.built_in import BuiltInComposer

        return BuiltInComposer()

    engine: Composer = _engine(COMPOSERS, name, built_in)
    return engine


def camera_named(name: str) -> Camera:
    """A picture engine. Raises ``BadInput`` for a name that nobody registered."""

    def built_in() -> Camera:
        from reelwright.camera.built_in import BuiltInCamera

        return BuiltInCamera()

    engine: Camera = _engine(CAMERAS, name, built_in)
    return engine


def registered(group: str) -> list[str]:
    """The names of the engines of a kind: ``built-in`` first."""
    return [BUILT_IN, *sorted(point.name for point in entry_points(group=group))]


def version_of(group: str, name: str) -> str:
    """What stands for an engine's version in a key, without loading the engine: the package that
    registered it with its version. Built-in engines count with their maker's version; the built-in
    composer with the sound bank that it plays on. Raises ``BadInput`` for an unknown name."""
    if name == BUILT_IN:
        if group != COMPOSERS:
            return ""
        bank = find_sound_bank()
        return bank.name if bank is not None else "no sound bank"
    for point in entry_points(group=group):
        if point.name == name:
            return f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value
    raise _unknown(group, name)


def _engine(group: str, name: str, built_in: Callable[[], Any]) -> Any:
    if name == BUILT_IN:
        return built_in()
    for point in entry_points(group=group):
        if point.name == name:
            return point.load()()
    raise _unknown(group, name)


def _unknown(group: str, name: str) -> BadInput:
    kind = group.rpartition(".")[2]
    return BadInput(
        f"No engine of the kind {kind!r} is called {name!r}",
        where="series.toml, [engines]",
        next_step=f"There are: {', '.join(registered(group))}.",
    )
