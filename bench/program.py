"""Runs the real program in fresh folders and watches what it takes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SERIES = ROOT / "examples" / "the-understudy"


@dataclass(frozen=True)
class Watched:
    """A run: wall seconds, the highest memory of all its processes together, its JSON lines."""

    wall_s: float
    peak_rss_mib: float
    events: list[dict[str, Any]]

    def made(self) -> set[str]:
        return {event["address"] for event in self.events if event["event"] == "made"}


def make(series: Path, *words: str) -> Watched:
    """``reelwright make SERIES --json``; raises ``RuntimeError`` when it fails."""
    command = [
        sys.executable,
        "-c",
        "from reelwright.cli import main; main()",
        "make",
        str(series),
        "--json",
        *words,
    ]
    started_s = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with peak_memory(process.pid) as peak:
        out, _ = process.communicate()
        wall_s = time.perf_counter() - started_s
    if process.returncode:
        raise RuntimeError(f"{command} exited {process.returncode}: {out[-600:]}")
    return Watched(wall_s, peak.mib, [json.loads(line) for line in out.splitlines() if line.startswith("{")])


@dataclass
class Peak:
    """The most memory that was seen, in MiB."""

    mib: float = 0.0


@contextmanager
def peak_memory(pid: int | None = None) -> Iterator[Peak]:
    """Watch a process (this one by default) and all below it, five times a second."""
    peak, is_over = Peak(), threading.Event()

    def watch() -> None:
        while not is_over.wait(0.2):
            peak.mib = max(peak.mib, _tree_mib(pid or os.getpid()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        is_over.set()
        watcher.join()


@contextmanager
def fresh_series(form: str = "", *, of: Path = SERIES) -> Iterator[Path]:
    """A copy of an example (the English one) with nothing built; ``form`` is appended to its series.toml."""
    with tempfile.TemporaryDirectory() as folder:
        series = Path(folder) / of.name
        shutil.copytree(of, series, ignore=shutil.ignore_patterns("build"))
        facts = series / "series.toml"
        facts.write_text(facts.read_text() + form)
        yield series


def film_s(watched: Watched) -> float:
    """Seconds of film that a run finished."""
    done = watched.events[-1]
    return float(sum(episode["film_s"] for episode in done["episodes"].values()))


def _tree_mib(root: int) -> float:
    """Memory of a process and all below it: proportional set size, so that a page which several of
    them share counts once."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError, IndexError):
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    ours = {root}
    grew = True
    while grew:
        more = {pid for pid, parent in parents.items() if parent in ours} - ours
        ours |= more
        grew = bool(more)
    return sum(_pss_kib(pid) for pid in ours) / 1024


def _pss_kib(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
