"""How far a viewer has watched, and what is pinned where → what may be shown: the spoiler horizon.

Comments, bullets, search, chat and the feed all ask ``reveal``. Nothing else decides what would spoil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

GRACE_MS = 30_000
"""Who writes goes on watching meanwhile: to know this much more than one writes about is no spoiler."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A point of a series in the order of its story: the episode's number, counted from 1, and milliseconds
    from the start of that episode. The line that is spoken there stands for its start."""

    episode: int
    time_ms: int

    def __post_init__(self) -> None:
        if self.episode < 0 or self.time_ms < 0:
            raise ValueError(f"no moment of a series: {self.episode}, {self.time_ms} ms")


NOTHING_SEEN = Moment(0, 0)
"""Who has not begun."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """Where an item belongs (``about``), and how far its author had watched when writing it (``knows``).
    What is not written by a viewer (a line, a scene) knows no more than its own moment."""

    about: Moment
    knows: Moment | None = None


@dataclass(frozen=True, slots=True)
class Revealed(Generic[T]):
    """``shown`` in the order that came in; ``veiled_count`` items lie beyond the horizon."""

    shown: tuple[T, ...]
    veiled_count: int


def reveal(
    items: Iterable[T],
    furthest: Moment,
    *,
    pinned: Callable[[T], Pinned],
    is_asked_for: bool = False,
    own: Callable[[T], bool] = lambda _: False,
) -> Revealed[T]:
    """What a viewer whose furthest moment is ``furthest`` may be shown of ``items``.

    An item is shown when the viewer has reached what it is about *and* its author knew no more than the
    viewer does now: a remark on the first episode by somebody who has seen the ninth waits for the ninth.
    One's own items are always shown, and all are when the viewer has asked for them.
    """
    shown: list[T] = []
    veiled = 0
    for item in items:
        if is_asked_for or own(item) or is_within(pinned(item), furthest):
            shown.append(item)
        else:
            veiled += 1
    return Revealed(tuple(shown), veiled)


def is_within(pin: Pinned, furthest: Moment) -> bool:
    """Whether ``pin`` spoils nothing for a viewer who has come as far as ``furthest``."""
    return max(pin.about, settled(pin)) <= furthest


def settled(pin: Pinned) -> Moment:
    """What the author of an item knew, told from the same place: within ``GRACE_MS`` of the moment it is
    about counts as that moment."""
    if pin.knows is None:
        return pin.about
    about, knows = pin.about, pin.knows
    if knows.episode == about.episode and knows.time_ms <= about.time_ms + GRACE_MS:
        return about
    return knows
