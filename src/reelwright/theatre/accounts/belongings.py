"""What rooms keep of a viewer: how it is handed over, exported and erased. Each room adds its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection


class Merge(Protocol):
    """Gives what a guest has to the account that the guest turned out to be."""

    def __call__(self, connection: Connection, guest_id: int, viewer_id: int, *, now_us: int) -> None: ...


class Erase(Protocol):
    """Takes away what is known of a viewer. What the law wants kept stays without a name."""

    def __call__(self, connection: Connection, viewer_id: int, *, now_us: int) -> None: ...


Export = Callable[[Connection, int], Any]
"""All that a room keeps of a viewer, as JSON can hold it."""


@dataclass
class Belongings:
    """By room."""

    merges: list[Merge] = field(default_factory=list)
    exports: dict[str, Export] = field(default_factory=dict)
    erasures: list[Erase] = field(default_factory=list)

    def merge(self, connection: Connection, guest_id: int, viewer_id: int, *, now_us: int) -> None:
        for merge in self.merges:
            merge(connection, guest_id, viewer_id, now_us=now_us)

    def exported(self, connection: Connection, viewer_id: int) -> dict[str, Any]:
        return {room: export(connection, viewer_id) for room, export in sorted(self.exports.items())}

    def erase(self, connection: Connection, viewer_id: int, *, now_us: int) -> None:
        for erase in self.erasures:
            erase(connection, viewer_id, now_us=now_us)
