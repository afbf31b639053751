"""The name of an engine in ``series.toml`` → the engine: built in, or registered by a package."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from reelwright.build import Resources
from reelwright.camera.camera import ENTRY_POINT_GROUP as CAMERAS
from reelwright.camera.camera import Camera
from reelwright.errors import BadInput
from reelwright.score.composer import ENTRY_POINT_GROUP as COMPOSERS
from reelwright.score.composer import Composer
from reelwright.score.soundfont import find_sound_bank
from reelwright.voice import ENTRY_POINT_GROUP as VOICES
from reelwright.voice import Voice
from reelwright.voice.options import EngineOptions, SherpaOnnx, SpeechServer

__all__ = [
    "BUILT_IN",
    "CAMERAS",
    "COMPOSERS",
    "JOB_SERVER",
    "VOICES",
    "camera_named",
    "composer_named",
    "registered",
    "resources_of",
    "version_of",
    "voice_named",
]

BUILT_IN = "built-in"
SPEECH_SERVER = "speech-server"
SHERPA_ONNX = "sherpa-onnx"
JOB_SERVER = "job-server"
OUTSIDE_VOICES = (SPEECH_SERVER, SHERPA_ONNX)
"""Voice engines that come with the house and need something from outside it: a server, a model."""
_OUTSIDE = {VOICES: OUTSIDE_VOICES, CAMERAS: (JOB_SERVER,)}


def voice_named(name: str, options: EngineOptions = None) -> Voice:
    """A voice engine; ``options`` are those of the series for the engines that come with the house.
    Raises ``BadInput`` for a name that nobody registered."""
    if name == SPEECH_SERVER:
        from reelwright.voice.speech_server import SpeechServerVoice

        return SpeechServerVoice(options if isinstance(options, SpeechServer) else SpeechServer())
    if name == SHERPA_ONNX:
        from reelwright.voice.sherpa import SherpaVoice

        return SherpaVoice(options if isinstance(options, SherpaOnnx) else SherpaOnnx())

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
    if name == JOB_SERVER:
        from reelwright.camera.job_server import JobServerCamera

        return JobServerCamera()

    def built_in() -> Camera:
        from reelwright.camera.built_in import BuiltInCamera

        return BuiltInCamera()

    engine: Camera = _engine(CAMERAS, name, built_in)
    return engine


def registered(group: str) -> list[str]:
    """The names of the engines of a kind: ``built-in`` first."""
    return [BUILT_IN, *_OUTSIDE.get(group, ()), *sorted(_registered(group))]


def version_of(group: str, name: str, model_folder: str = "") -> str:
    """What stands for an engine's version in a key, without loading the engine: the package that
    registered it with its version. Built-in engines count with their maker's version; the built-in
    composer with the sound bank that it plays on, sherpa-onnx with the files of its ``model_folder``.
    Raises ``BadInput`` for an unknown name."""
    if name == BUILT_IN:
        if group != COMPOSERS:
            return ""
        bank = find_sound_bank()
        return bank.name if bank is not None else "no sound bank"
    if name in _OUTSIDE.get(group, ()):
        return _contents(Path(model_folder)) if name == SHERPA_ONNX and model_folder else ""
    if (point := _registered(group).get(name)) is not None:
        return f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value
    raise _unknown(group, name)


@cache
def resources_of(group: str, name: str) -> Resources:
    """What an engine asks of the machine: the attribute ``resources`` of what its entry point names. This
    imports the engine's module and makes no engine: keep heavy imports out of its first lines."""
    if name == SHERPA_ONNX:
        return Resources(model=SHERPA_ONNX)
    if name == BUILT_IN or name in _OUTSIDE.get(group, ()):
        return Resources()
    if (point := _registered(group).get(name)) is not None:
        resources: Resources = getattr(point.load(), "resources", Resources())
        return resources
    raise _unknown(group, name)


@cache
def _registered(group: str) -> dict[str, EntryPoint]:
    """Looked for once: the metadata of every installed package is read for it."""
    return {point.name: point for point in entry_points(group=group)}


def _contents(folder: Path) -> str:
    """The names and sizes of a folder's files: another model in the same folder is another engine."""
    return ", ".join(
        f"{path.name} {path.stat().st_size}" for path in sorted(folder.glob("*")) if path.is_file()
    )


def _engine(group: str, name: str, built_in: Callable[[], Any]) -> Any:
    if name == BUILT_IN:
        return built_in()
    if (point := _registered(group).get(name)) is not None:
        return point.load()()
    raise _unknown(group, name)


def _unknown(group: str, name: str) -> BadInput:
    kind = group.rpartition(".")[2]
    return BadInput(
        f"No engine of the kind {kind!r} is called {name!r}",
        where="series.toml, [engines]",
        next_step=f"There are: {', '.join(registered(group))}.",
    )
