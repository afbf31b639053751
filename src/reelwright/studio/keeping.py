"""A series' store → what it holds, what is pinned, and room on the disk."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from reelwright.build import Store
from reelwright.build.collecting import Collected, collect
from reelwright.errors import BadInput
from reelwright.production.sprites import sprite_bytes, trim_sprites
from reelwright.studio.series import Series

_SIZE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*$", re.IGNORECASE)
_SETTLING_S = 3600.0
"""What came within the last hour may belong to a build of another machine, of which nothing is known."""


@dataclass(frozen=True)
class Tidied:
    """A collection of content, and the bytes that the stage's drawings took before and take now."""

    content: Collected
    sprites_before_bytes: int
    sprites_after_bytes: int

    @property
    def freed_bytes(self) -> int:
        before = self.content.before_bytes + self.sprites_before_bytes
        return before - self.content.after_bytes - self.sprites_after_bytes


def store_of(series: Series) -> Store:
    """The store that is there. Raises ``BadInput`` when nothing was made yet."""
    if not (series.store_folder / "objects").is_dir():
        raise BadInput(
            "There is no store yet",
            where=str(series.store_folder),
            next_step="Run reelwright make, or name the shared store in REELWRIGHT_STORE.",
        )
    return Store(series.store_folder)


def tidy(store: Store, *, budget_bytes: int, is_dry: bool = False, now_s: float | None = None) -> Tidied:
    """Bring a store down to ``budget_bytes``, drawings included; what a series has now or a pin keeps stays.

    A budget of 0 removes all that is not needed, but no drawing. ``now_s`` is seconds since 1970.
    """
    now_s = time.time() if now_s is None else now_s
    since_s = store.at_work_since_s()
    settled_before_s = now_s if since_s is None else min(since_s, now_s - _SETTLING_S)
    drawn = sprite_bytes(store.folder)
    content = collect(
        store, budget_bytes=max(0, budget_bytes - drawn), settled_before_s=settled_before_s, is_dry=is_dry
    )
    left = drawn
    if budget_bytes and content.after_bytes + drawn > budget_bytes:
        most = max(0, budget_bytes - content.after_bytes)
        left = min(drawn, most) if is_dry else trim_sprites(store.folder, most)
    return Tidied(content, drawn, left)


def forget_previews(series: Series, store: Store) -> None:
    """What ``watch`` made small is needed no longer: a collection may have it, and ``watch`` makes it
    anew."""
    store.remember(series.preview_scope, {}, gone=store.remembered(series.preview_scope))


def pin(series: Series, name: str) -> int:
    """Keep all that the series has now under ``name``; returns how many actions that is."""
    store = store_of(series)
    keys = set(store.remembered(series.scope).values())
    store.pin(name, keys)
    return len(keys)


def bytes_named(text: str) -> int:
    """``20GB``, ``500 MB``, ``1.5GiB`` → bytes. Raises ``BadInput``."""
    match = _SIZE.match(text)
    if match is None:
        raise BadInput(f"{text!r} is no size", where="--budget", next_step="Write 20GB, 500MB or 0.")
    number, unit, binary = match.groups()
    base = 1024 if binary else 1000
    power = " kmgt".index(unit.lower() or " ")
    return int(float(number) * base**power)


__all__ = ["Tidied", "bytes_named", "forget_previews", "pin", "store_of", "tidy"]
