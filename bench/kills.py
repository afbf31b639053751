"""A build that is killed at random instants, again and again, ends as one that nobody touched.

Each kill takes the program and all its workers (SIGKILL to the whole group) at an instant drawn between its
start and ``LONGEST_S``; the next run goes on from there. When a series is finished it is compared with one
built in peace, and a new one begins.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from reelwright.build import Store, digest_of_bytes

KILLS = 200
LONGEST_S = 5.0
SERIES_TOML = """title = "Killed"
language = "en"
seed = 3

[format]
width = 90
height = 160
crf = 35
preset = "ultrafast"
"""
SCRIPT = """Title: Killed

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
Then who is in the grave?
"""
_Outputs = dict[str, dict[str, str]]


@dataclass
class Tormented:
    """What a series went through: kills, those after which it went on rightly, and the faults seen."""

    tried: int = 0
    survived: int = 0
    faults: list[str] = field(default_factory=list)


def measure() -> dict[str, float]:
    """``kills.survived`` of ``kills.tried``: after which the digests of all artefacts and files are those of
    an undisturbed build, no content is half-written, and no finished action was made twice."""
    with tempfile.TemporaryDirectory() as folder:
        calm = write_series(Path(folder) / "calm" / "killed")
        _run_to_the_end(calm)
        total = Tormented()
        rng = random.Random(7)
        while total.tried < KILLS:
            series = write_series(Path(folder) / "tormented" / "killed")
            done = torment(series, calm, rng, most=KILLS - total.tried)
            total.tried += done.tried
            total.survived += done.survived
            for fault in done.faults:
                print(fault)
            print(f"{total.survived} of {total.tried} kills survived", flush=True)
            shutil.rmtree(series.parent)
    return {"kills.survived": float(total.survived), "kills.tried": float(total.tried)}


def write_series(folder: Path) -> Path:
    """A tiny series of one episode."""
    (folder / "episodes").mkdir(parents=True)
    (folder / "series.toml").write_text(SERIES_TOML)
    (folder / "episodes" / "01.fountain").write_text(SCRIPT)
    return folder


def torment(
    series: Path, calm: Path, rng: random.Random, *, most: int, longest_s: float = LONGEST_S
) -> Tormented:
    """Kill the making of ``series`` until it is finished, ``most`` times at most, and compare it with
    ``calm``, which was made in peace. A kill whose traces show at the end has not been survived."""
    done = Tormented()
    while done.tried < most:
        before = _finished(series)
        process = _start(series)
        try:
            process.wait(timeout=rng.uniform(0.0, longest_s))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            done.tried += 1
        else:
            if process.returncode:
                done.faults.append(f"after {done.tried} kills it exited {process.returncode}")
            break
        if lost := before - _finished(series):
            done.faults.append(f"kill {done.tried} lost {len(lost)} finished actions")
    _run_to_the_end(series)
    done.faults += _differences(series, calm)
    done.survived = done.tried if not done.faults else max(0, done.tried - len(done.faults))
    return done


def _start(series: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from reelwright.cli import main; main()", "make", str(series), "--json"]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _run_to_the_end(series: Path) -> None:
    process = _start(series)
    if process.wait(timeout=600):
        raise RuntimeError(f"making {series} exited {process.returncode}")


def _finished(series: Path) -> set[str]:
    """The keys of what is made and whole."""
    if not (series / "build/store").is_dir():
        return set()
    store = Store(series / "build/store")
    try:
        return {made.key for made in store.records() if store.made(made.key)}
    finally:
        store.close()


def _differences(series: Path, calm: Path) -> list[str]:
    """In what a finished series differs from the undisturbed one; nothing when all is well."""
    faults = []
    store, other = Store(series / "build/store"), Store(calm / "build/store")
    found: _Outputs = {made.key: made.outputs for made in store.records()}
    wanted: _Outputs = {made.key: made.outputs for made in other.records()}
    if found != wanted:
        differing = sorted(k[:12] for k in found.keys() | wanted.keys() if found.get(k) != wanted.get(k))
        faults.append(f"artefacts of {len(differing)} actions differ: {', '.join(differing[:5])}")
    for digest, _, _ in store.contents():
        if digest_of_bytes(store.path(digest).read_bytes()) != digest:
            faults.append(f"{digest[:12]} is half-written")
    times = Counter(row.key for row in store.spending() if row.outcome == "made")
    faults += [f"{key[:12]} was finished {count} times" for key, count in times.items() if count > 1]
    for root in (series, calm):
        faults += [f"{path.name} was left behind" for path in root.rglob("*.partial")]
    faults += [f"{path.name} was left behind" for path in (series / "build/store/scratch").iterdir()]
    if _laid_out(series) != _laid_out(calm):
        faults.append("what was laid out differs")
    return faults


def _laid_out(series: Path) -> dict[str, str]:
    """Every file that a person or the theatre opens, by its digest; not what it took to make."""
    build = series / "build"
    return {
        str(path.relative_to(build)): digest_of_bytes(path.read_bytes())
        for folder in ("01", "release")
        for path in sorted((build / folder).rglob("*"))
        if path.is_file() and path.parent.name != "private"
    }
