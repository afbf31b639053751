"""A store that several series share, and room made in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.journeys.conftest import Run, write_series
from tests.journeys.test_rebuild import edit

from reelwright.build import Store


def test_two_series_share_what_they_have_in_common(built: Path, tmp_path: Path, run: Run) -> None:
    """What one has made, the other finds: nothing is made again. Cleaning one leaves the other's alone, a pin
    keeps an old version, and what nobody needs goes."""
    store = Path(shutil.copytree(built / "build/store", tmp_path / "store"))
    first = Store(store)
    # The series that made it all is not one of those that share it.
    first.remember("small", {}, gone=first.remembered("small"))
    first.close()
    mine, yours = write_series(tmp_path / "mine" / "small"), write_series(tmp_path / "yours" / "small")
    for series in (mine, yours):
        ran = run("make", series, "--json", REELWRIGHT_STORE=str(store))
        assert ran.code == 0 and not ran.addresses(), ran.out[-500:] + ran.err
        assert (series / "build/01/film.mp4").is_file() and not (series / "build/store").exists()
    assert run("pin", mine, "--name", "first cut", REELWRIGHT_STORE=str(store)).code == 0
    for series in (mine, yours):
        edit(series, "Then who is in the grave?", "Then who?")
    made = run("make", mine, "--json", REELWRIGHT_STORE=str(store)).addresses()
    assert made and not run("make", yours, "--json", REELWRIGHT_STORE=str(store)).addresses()

    def gc(*words: str) -> dict[str, int]:
        return run("gc", yours, "--json", *words, REELWRIGHT_STORE=str(store)).events[-1]

    assert run("clean", mine, REELWRIGHT_STORE=str(store)).code == 0
    assert gc()["actions"] == 0, "the pin keeps the first cut, yours the second"
    assert run("unpin", yours, "--name", "first cut", REELWRIGHT_STORE=str(store)).code == 0
    would = gc("--dry-run")
    assert would["actions"] > 0 and gc()["freed_bytes"] == would["freed_bytes"] > 0
    assert gc("--budget", "10kB")["sprite_bytes"] == 0
    (yours / "build/01/film.mp4").unlink()
    ran = run("make", yours, "--json", REELWRIGHT_STORE=str(store))
    assert ran.code == 0 and not ran.addresses()


def test_what_cannot_be_collected_is_said(series: Path, tmp_path: Path, run: Run) -> None:
    """A size nobody can read, a pin nobody made, a store that is not there."""
    assert run("gc", series, "--budget", "much").code == 2
    assert "first cut" in run("unpin", series, "--name", "first cut").err
    ran = run("gc", write_series(tmp_path / "new"))
    assert ran.code == 2 and "reelwright make" in ran.err and "Traceback" not in ran.err
