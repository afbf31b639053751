"""What one piece of work is: a function's name, its settings, the digests of its inputs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from reelwright.build.digest import digest_of_document
from reelwright.errors import Notice

if TYPE_CHECKING:
    from reelwright.build.store import Store

T = TypeVar("T")

MOST_WAITING = 8
"""Actions that only wait, at the same time."""


class Resources(msgspec.Struct, frozen=True, kw_only=True):
    """What an action asks of the machine that it runs on. An engine states its own as ``resources``.

    ``cpus`` 0 is for what only waits for others: ``MOST_WAITING`` of these wait beside what works.
    ``memory_mib`` 0 leaves the limit to the executor. Actions that name the same ``model`` are made by
    processes that stay, so that it is loaded once a process and not once an action.
    """

    cpus: float = 1.0
    gpus: float = 0.0
    memory_mib: int = 0
    timeout_s: float = 1800.0
    model: str = ""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Fully determined work. ``key`` addresses its result.

    ``maker`` is ``package.module:function``; it is called as ``maker(settings, inputs, outputs)``
    with ``settings`` decoded to the type that the function's first parameter is annotated with.
    ``inputs`` maps a name to a content digest. ``version`` is the maker's version: raise it when
    the maker's code changes what comes out.

    The rest is not part of the key: what it asks for, and for the books whose work it is. ``work`` is its
    size in units of its kind (characters of a line, seconds of a shot), for estimates; 0 is unknown.
    """

    kind: str
    version: int
    maker: str
    settings: msgspec.Raw
    inputs: dict[str, str] = {}
    resources: Resources = Resources()
    engine: str = ""
    scope: str = ""
    address: str = ""
    stage: str = ""
    work: float = 0.0

    @property
    def key(self) -> str:
        return digest_of_document(
            f"action/{self.kind}",
            self.version,
            {"maker": self.maker, "settings": self.settings, "inputs": self.inputs},
        )


def action(
    kind: str,
    version: int,
    maker: str,
    settings: Any,
    inputs: Mapping[str, str] | None = None,
    resources: Resources = Resources(),  # noqa: B008 — frozen
    engine: str = "",
) -> Action:
    """An action whose ``settings`` are given as a document."""
    encoded = msgspec.Raw(msgspec.json.encode(settings, order="deterministic"))
    return Action(
        kind=kind,
        version=version,
        maker=maker,
        settings=encoded,
        inputs=dict(inputs or {}),
        resources=resources,
        engine=engine,
    )


def is_waiting(action: Action) -> bool:
    """Whether it only waits for others, and asks for no core of this machine."""
    return action.resources.cpus == 0


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The record of a finished action: what came out and what it took.

    ``cpu_s`` is of the process and of those below it, ``gpu_s`` what was reserved (GPUs × wall time).
    ``billed_characters``, ``billed_tokens``, ``billed_images`` and ``billed_s`` are what an outside engine
    charges for (``billed_answer_tokens``: those of the tokens that a model said); prices are applied when a
    bill is written. ``is_stand_in`` says that another engine than the one asked for made it: it serves, and
    the next build asks again.
    """

    key: str
    kind: str
    outputs: dict[str, str]
    notices: tuple[Notice, ...] = ()
    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_rss_mib: float = 0.0
    output_bytes: int = 0
    gpu_s: float = 0.0
    billed_characters: int = 0
    billed_tokens: int = 0
    billed_answer_tokens: int = 0
    billed_images: int = 0
    billed_s: float = 0.0
    engine: str = ""
    is_stand_in: bool = False


class Spent(msgspec.Struct, frozen=True, kw_only=True):
    """One go at an action, whatever came of it: a row of the books, never changed afterwards.

    ``outcome`` is ``made``, ``stand-in``, ``failed`` or ``lost`` (its process or machine died); ``cause``
    says why in the last two. The addresses are those of the step that asked first.
    """

    key: str
    kind: str
    scope: str = ""
    address: str = ""
    stage: str = ""
    engine: str = ""
    work: float = 0.0
    outcome: str = "made"
    cause: str = ""
    wall_s: float = 0.0
    cpu_s: float = 0.0
    gpu_s: float = 0.0
    peak_rss_mib: float = 0.0
    output_bytes: int = 0
    billed_characters: int = 0
    billed_tokens: int = 0
    billed_answer_tokens: int = 0
    billed_images: int = 0
    billed_s: float = 0.0


@dataclass(frozen=True)
class Inputs:
    """The inputs of an action, read from the store by name."""

    digests: Mapping[str, str]
    store: Store

    def path(self, name: str) -> Path:
        """Where the content lies, checked against its digest. Never write to it."""
        return self.store.checked_path(self.digests[name])

    def read(self, name: str) -> bytes:
        return self.store.read(self.digests[name])

    def document(self, name: str, kind: type[T]) -> T:
        return msgspec.json.decode(self.read(name), type=kind)


@dataclass
class Outputs:
    """Collects what an action makes; every name once. ``key`` is the action's."""

    store: Store
    scratch: Path
    key: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    byte_count: int = 0
    billed_characters: int = 0
    billed_tokens: int = 0
    billed_images: int = 0
    billed_s: float = 0.0
    is_stand_in: bool = False

    def write(self, name: str, data: bytes) -> None:
        self._record(name, self.store.put_bytes(data), len(data))

    def document(self, name: str, document: Any) -> None:
        self.write(name, msgspec.json.encode(document, order="deterministic"))

    def adopt(self, name: str, path: Path) -> None:
        """Move a finished file from ``scratch`` into the store."""
        size = path.stat().st_size
        self._record(name, self.store.adopt_file(path), size)

    def notice(self, notice: Notice) -> None:
        self.notices.append(notice)

    def _record(self, name: str, digest: str, size: int) -> None:
        if name in self.digests:
            raise ValueError(f"output {name!r} was written twice")
        self.digests[name] = digest
        self.byte_count += size


@dataclass(frozen=True)
class Step:
    """A node of the graph: known by its ``address`` before its action can be.

    ``plan`` is called when every address in ``needs`` has been made, with their records and the
    store, and returns the action; so a shot's brief may be written from the length of its lines.
    ``plan`` is cheap and pure. ``stage`` groups steps for progress (``voice``, ``picture`` …). ``engine``
    and ``work`` are those of the action, for an estimate before it can be planned.
    """

    address: str
    stage: str
    needs: tuple[str, ...]
    plan: Callable[[Mapping[str, Made], Store], Action]
    estimate_s: float = 1.0
    engine: str = ""
    work: float = 0.0


def maker_of(name: str) -> Callable[..., None]:
    """The function that ``package.module:function`` names."""
    module_name, _, function_name = name.partition(":")
    function: Callable[..., None] = getattr(importlib.import_module(module_name), function_name)
    return function
