"""A small series, built once: pictures of 216 × 384, so that a whole journey takes seconds."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SERIES_TOML = """title = "Small"
language = "en"
seed = 3

[format]
width = 216
height = 384
crf = 35
preset = "ultrafast"
"""
SCRIPT = """Title: Small

INT. OFFICE - NIGHT

The phone lights up on the desk.

MARA
(cold)
You lied to me.

VICTOR
(angry)
I never lied!

EXT. STREET - DAY

[[sfx: thunder]]

MARA
(crying)
Then who is in the grave?

CUT TO BLACK.
"""


@dataclass(frozen=True)
class Ran:
    """What a run of the program left: its exit code, what it said, and its JSON lines."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    def addresses(self, kind: str = "made") -> set[str]:
        return {event["address"] for event in self.events if event["event"] == kind}


Run = Callable[..., Ran]


def run_program(*words: str | Path, timeout_s: float = 300, **environment: str) -> Ran:
    """Run ``reelwright`` as a user would, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from reelwright.cli import main; main()", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        env={**os.environ, **environment},
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def write_series(folder: Path, script: str = SCRIPT) -> Path:
    """A series folder with one episode."""
    (folder / "episodes").mkdir(parents=True)
    (folder / "series.toml").write_text(SERIES_TOML)
    (folder / "episodes" / "01.fountain").write_text(script)
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small series, made once. Not to be changed: take ``series`` for that."""
    folder = write_series(tmp_path_factory.mktemp("built") / "small")
    ran = run_program("make", folder, "--json")
    assert ran.code == 0, ran.out + ran.err
    return folder


@pytest.fixture
def series(built: Path, tmp_path: Path) -> Path:
    """A copy of the built series that a test may do with as it likes."""
    records = built / "build/store/actions.db"
    # Whoever looked at it last may let go of its files while they are copied.
    with contextlib.closing(sqlite3.connect(records)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    ignored = shutil.ignore_patterns("actions.db-*")
    return Path(shutil.copytree(built, tmp_path / "small", ignore=ignored))


@pytest.fixture
def run() -> Run:
    return run_program
