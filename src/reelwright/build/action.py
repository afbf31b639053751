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


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Fully determined work. ``key`` addresses its result.

    ``maker`` is ``package.module:function``; it is called as ``maker(settings, inputs, outputs)``
    with ``settings`` decoded to the type that the function's first parameter is annotated with.
    ``inputs`` maps a name to a content digest. ``version`` is the maker's version: raise it when
    the maker's code changes what comes out. ``timeout_s`` and ``settings`` of engines aside,
    everything here but ``timeout_s`` is part of the key.
    """

    kind: str
    version: int
    maker: str
    settings: msgspec.Raw
    inputs: dict[str, str] = {}
    timeout_s: float = 1800.0

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
    timeout_s: float = 1800.0,
) -> Action:
    """An action whose ``settings`` are given as a document."""
    encoded = msgspec.Raw(msgspec.json.encode(settings, order="deterministic"))
    return Action(
        kind=kind,
        version=version,
        maker=maker,
        settings=encoded,
        inputs=dict(inputs or {}),
        timeout_s=timeout_s,
    )


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The record of a finished action: what came out and what it took.

    ``billed_characters`` is what an outside engine charges for. ``is_stand_in`` says that another engine than
    the one asked for made it: it serves, and the next build asks again.
    """

    key: str
    kind: str
    outputs: dict[str, str]
    notices: tuple[Notice, ...] = ()
    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_rss_mib: float = 0.0
    output_bytes: int = 0
    billed_characters: int = 0
    is_stand_in: bool = False


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
    """Collects what an action makes; every name once."""

    store: Store
    scratch: Path
    digests: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    byte_count: int = 0
    billed_characters: int = 0
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
    ``plan`` is cheap and pure. ``stage`` groups steps for progress (``voice``, ``picture`` …).
    """

    address: str
    stage: str
    needs: tuple[str, ...]
    plan: Callable[[Mapping[str, Made], Store], Action]
    estimate_s: float = 1.0


def maker_of(name: str) -> Callable[..., None]:
    """The function that ``package.module:function`` names."""
    module_name, _, function_name = name.partition(":")
    function: Callable[..., None] = getattr(importlib.import_module(module_name), function_name)
    return function
