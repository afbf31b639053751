"""What a thing is to the close-up: how it is drawn, how it lies, what in it moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Draw = Callable[[Any, str], None]
"""A Skia canvas with 0, 0 in the middle of 1000 by 1000, and the action's words."""


@dataclass(frozen=True)
class Part:
    """Something of a thing that changes: drawn in ``states`` states, ``t`` from 0 to 1, over ``lasts_s``
    seconds from ``begins_s`` on. ``loops`` begins again at 0."""

    draw: Callable[[Any, str, float], None]
    states: int
    begins_s: float
    lasts_s: float
    loops: bool = False
    is_behind: bool = False

    def drawn(self, canvas: Any, words: str) -> None:
        """Draw its last state."""
        canvas.save()
        self.draw(canvas, words, 1.0)
        canvas.restore()

    def state_at(self, seconds: float) -> int:
        """Which state is seen, 0 to ``states`` - 1."""
        along = (seconds - self.begins_s) / self.lasts_s
        if self.loops:
            return int(max(0.0, along) * self.states) % self.states
        return round(min(1.0, max(0.0, along)) * (self.states - 1))


@dataclass(frozen=True)
class Thing:
    """``lies`` flat on the surface (seen at a slant), or stands; ``comes`` says how it gets there;
    ``glints`` are bright points (x, y, size)
    of a drawing that is turned by ``turned_deg``; ``shines`` is how strongly a light runs over it."""

    draw: Draw
    parts: tuple[Part, ...] = ()
    lies: bool = True
    comes: Literal["still", "slides", "drops", "swings", "buzzes"] = "still"
    glints: tuple[tuple[float, float, float], ...] = ()
    turned_deg: float = 0.0
    shines: float = 0.3
    fills_frame: bool = False
    size: float = 1.14

    def __call__(self, canvas: Any, words: str) -> None:
        """Draw it whole, as it is in the end."""
        behind = [part for part in self.parts if part.is_behind]
        before = [part for part in self.parts if not part.is_behind]
        for part in behind:
            part.drawn(canvas, words)
        canvas.save()
        self.draw(canvas, words)
        canvas.restore()
        for part in before:
            part.drawn(canvas, words)
