"""What every camera does: the brief of a shot → a take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from reelwright.errors import Notice
from reelwright.stage.brief import FaceBox, ShotBrief

if TYPE_CHECKING:
    # Planning a film needs the protocol, and not the compositor behind the types.
    from reelwright.drawing.compositor import Layer
    from reelwright.drawing.spritecache import SpriteCache

ENTRY_POINT_GROUP = "reelwright.cameras"
"""Third parties register a factory (no arguments → Camera) under this group."""


class Take(Protocol):
    """A filmed shot. The same frame is always the same."""

    frame_count: int

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was filmed otherwise than the brief asks for."""
        ...

    def layers(self, frame: int) -> list[Layer]:
        """The clean picture of a frame, back to front; it covers the whole frame."""
        ...

    def faces(self, frame: int) -> tuple[FaceBox, ...]:
        """The faces that are seen in a frame, for captions and checks."""
        ...


@runtime_checkable
class Camera(Protocol):
    """A picture engine. ``name`` and ``version`` are part of the key of every shot it films."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def film(self, brief: ShotBrief, cache: SpriteCache) -> Take:
        """Film a shot. What cannot be done as asked is done as near as can be, with a notice."""
        ...
