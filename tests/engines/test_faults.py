"""An engine that goes wrong stops its own shot, says so with the shot's address, and the rest goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.engines.plugin import write_plugin
from tests.journeys.conftest import run_program, write_series

from reelwright.build import Store

FAULTS = {
    "raises": "the model is upset",
    "hangs": "took longer than 20 s",
    "eats": "more memory than it may take",
    "dies": "died",
    "few": "instead of",
    "wrong": "failed",
}


@pytest.mark.parametrize("camera", FAULTS)
def test_a_fault_stops_its_own_shot(camera: str, tmp_path: Path) -> None:
    """Every other shot and the mix are made; the film is not, and no other shot takes the place; exit 1."""
    series = write_series(tmp_path / "small", SHORT)
    (series / "series.toml").write_text(
        (series / "series.toml").read_text() + f'\n[engines]\ncamera = "{camera}"\n'
    )
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    path = os.pathsep.join(p for p in (*sys.path, str(write_plugin(plugin))) if p)
    notes = tmp_path / "notes"
    ran = run_program(
        "make", series, "--json", "--jobs", "2", PYTHONPATH=path, REELWRIGHT_TEST_NOTES=str(notes)
    )
    assert ran.code == 1, ran.out[-600:] + ran.err
    (failed,) = [event for event in ran.events if event["event"] == "failed"]
    assert failed["address"].endswith(".insert") and FAULTS[camera] in failed["message"]
    error = ran.events[-1]
    assert error["event"] == "error" and failed["address"] in error["where"]
    made = ran.addresses()
    assert len([address for address in made if "/shot/" in address]) == 3 and "1/mix" in made
    assert not made & {"1/film", "1/package", "1/contact-sheet"}
    assert not (series / "build/01/film.mp4").exists()
    (row,) = [row for row in Store(series / "build/store").spending() if row.outcome not in ("made",)]
    assert row.address == failed["address"] and row.cause and row.outcome in ("failed", "lost")


SHORT = """Title: Small

INT. OFFICE - NIGHT

The phone lights up on the desk.

MARA
You lied.
"""
