"""A build's store → where the stage keeps what it drew, and no more of it than agreed."""

from __future__ import annotations

import shutil
from pathlib import Path

from reelwright.production import versions

BYTES_AN_EPISODE = 400 << 20
"""What the drawings of one episode may take on disk."""


def sprite_folder(store: Path) -> Path:
    """The drawings of this version of the program. ``versions.SHOT`` changes with the code that draws,
    which a test sees to: an upgraded program never shows what an older one drew."""
    return store / "sprites" / f"shot-{versions.SHOT}"


def tidy_sprites(store: Path, episode_count: int) -> None:
    """Drop what older versions drew, and the drawings longest unused beyond the room of
    ``episode_count`` episodes."""
    # Drawing needs large libraries, planning does not.
    from reelwright.drawing.spritecache import trim

    kept = sprite_folder(store)
    for other in kept.parent.glob("*"):
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)
    trim(kept, BYTES_AN_EPISODE * max(1, episode_count))


def sprite_bytes(store: Path) -> int:
    """What the drawings of every version take on disk."""
    return sum(path.stat().st_size for path in (store / "sprites").rglob("*") if path.is_file())


def trim_sprites(store: Path, most_bytes: int) -> int:
    """Drop the drawings longest unused until they take ``most_bytes`` at most; the bytes that are left."""
    from reelwright.drawing.spritecache import trim

    return trim(store / "sprites", most_bytes)
