"""Drawings are kept by version and within their room."""

from __future__ import annotations

import os
from pathlib import Path

from reelwright.production import sprites
from reelwright.production.sprites import sprite_folder, tidy_sprites


def test_old_versions_go_and_the_longest_unused_after_them(tmp_path: Path) -> None:
    """What another version drew is dropped; of our own the newest stay, as many as there is room for."""
    kept = sprite_folder(tmp_path)
    stale = tmp_path / "sprites" / "shot-0" / "ab" / "cd"
    for number in range(6):
        path = kept / "aa" / str(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(100))
        os.utime(path, (number, number))
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"old")
    room = sprites.BYTES_AN_EPISODE
    sprites.BYTES_AN_EPISODE = 150
    try:
        tidy_sprites(tmp_path, 2)
    finally:
        sprites.BYTES_AN_EPISODE = room
    assert not stale.exists()
    assert {path.name for path in (kept / "aa").iterdir()} == {"3", "4", "5"}


def test_nothing_drawn_is_no_problem(tmp_path: Path) -> None:
    """A store without drawings stays without."""
    tidy_sprites(tmp_path, 1)
    assert not (tmp_path / "sprites").exists()
