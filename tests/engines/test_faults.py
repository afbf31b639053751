"""An engine that goes wrong stops its own shot, says so with the shot's address, and the rest goes on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from tests.engines.plugin import write_plugin
from tests.journeys.conftest import run_program, write_series

from reelwright.build import Store

FAULTS = {
    "raises": "the model is upset",
    "hangs": "took longer than 30 s",
    "eats": "more memory than it may take",
    "dies": "died",
    "few": "instead of",
    "wrong": "failed",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The series made by an engine that works; not to be changed."""
    series = write_series(tmp_path_factory.mktemp("sound") / "small", SHORT)
    assert run_program("make", series, "--jobs", "2").code == 0
    return series


@pytest.mark.parametrize("camera", FAULTS)
def test_a_fault_stops_its_own_shot(camera: str, sound: Path, tmp_path: Path) -> None:
    """Every other shot is made; the film is not, and no other shot takes the place; the exit code says so."""
    series = Path(shutil.copytree(sound, tmp_path / "small"))
    before = len(Store(series / "build/store").spending())
    with (series / "series.toml").open("a") as settings:
        settings.write(f'\n[engines]\ncamera = "{camera}"\n')
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    path = os.pathsep.join(p for p in (*sys.path, str(write_plugin(plugin))) if p)
    notes = str(tmp_path / "notes")
    ran = run_program("make", series, "--json", "--jobs", "2", PYTHONPATH=path, REELWRIGHT_TEST_NOTES=notes)
    assert ran.code == 1, ran.out[-600:] + ran.err
    (failed,) = [event for event in ran.events if event["event"] == "failed"]
    assert failed["address"].endswith(".insert") and FAULTS[camera] in failed["message"]
    error = ran.events[-1]
    assert error["event"] == "error" and failed["address"] in error["where"]
    assert {address.rpartition(".")[2] for address in ran.addresses()} == {"title", "line"}
    rows = Store(series / "build/store").spending()[before:]
    (row,) = [row for row in rows if row.outcome != "made"]
    assert row.address == failed["address"] and row.cause
    assert row.outcome == ("lost" if camera in ("hangs", "dies") else "failed")


SHORT = """Title: Small

INT. OFFICE - NIGHT

The phone lights up on the desk.

MARA
You lied.
"""
