"""The releases that the theatre's tests play with are sound, and their films decode."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.theatre.releases import make_release

from reelwright.release import validate


def test_the_small_releases_are_sound(tmp_path: Path) -> None:
    assert validate(make_release(tmp_path, episodes=2, captions=["zh"])) == []


def test_their_films_play(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    folder = make_release(tmp_path, episodes=1, with_film=True)
    assert validate(folder) == []
    hls = folder / "episodes/01/hls"
    with av.open(str(hls / "180p/index.m3u8")) as film:
        assert sum(1 for _ in film.decode(video=0)) == 144
    with av.open(str(hls / "audio/index.m3u8")) as sound:
        assert sum(frame.samples for frame in sound.decode(audio=0)) >= 6 * 48_000 - 2048
    rows = (hls / "180p/index.m3u8").read_text().splitlines()
    assert sum(row.endswith(".m4s") for row in rows) == 3
