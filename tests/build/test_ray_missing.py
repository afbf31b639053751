"""Without Ray the program says how to get it, before it makes anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.journeys.conftest import run_program, write_series


def test_ray_that_is_not_installed_is_named(tmp_path: Path) -> None:
    (tmp_path / "ray").mkdir()
    (tmp_path / "ray/__init__.py").write_text("raise ImportError('no module named ray')\n")
    series = write_series(tmp_path / "small")
    path = os.pathsep.join([str(tmp_path), *(p for p in sys.path if p)])
    ran = run_program("make", series, "--executor", "ray", "--address", "127.0.0.1:1", PYTHONPATH=path)
    assert ran.code == 2 and "pip install 'reelwright[ray]'" in ran.err and "Traceback" not in ran.err
    assert not (series / "build/01").exists()
