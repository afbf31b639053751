"""What a change costs, whether two builds agree, and the way from a clone to a film."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from bench.program import ROOT, fresh_series, make
from reelwright.build import Store
from reelwright.screenplay.line_ids import load_register

LINE = "I read your script. It has no ending."
EDITED = "I have read your script, twice. It has no ending."


def measure() -> dict[str, float]:
    """``rebuild.none_s`` (median of five), ``rebuild.line_s`` and ``rebuild.line_extra_actions``: episode
    1 of the English example at full size, one line of it edited."""
    with fresh_series() as series:
        make(series, "--episodes", "1")
        none_s = statistics.median(make(series, "--episodes", "1").wall_s for _ in range(5))
        script = series / "episodes" / "01.fountain"
        ids = {line.text: line.id for line in load_register(series / "lines.json").lines_of(1)}
        script.write_text(script.read_text().replace(LINE, EDITED))
        edited = make(series, "--episodes", "1")
        line_id = ids[LINE]
        # The scene's first line is the edited one, so its score and air carry the same id.
        exact = {f"1/{kind}/{line_id}" for kind in ("voice", "dialogue", "music", "ambience")}
        exact |= {f"1/{name}" for name in ("timeline", "mix", "film", "contact-sheet", "package")}
        exact |= {f"1/shot/{line_id}.line"}
        extra = edited.made() - exact
        print(f"made: {sorted(edited.made())}")
    return {
        "rebuild.none_s": none_s,
        "rebuild.line_s": edited.wall_s,
        "rebuild.line_extra_actions": float(len(extra)),
    }


def measure_determinism() -> dict[str, float]:
    """``build.deterministic``: episode 1 at full size, built in two clean folders; every action has
    the same key and every output the same digest."""
    found = []
    for _ in range(2):
        with fresh_series() as series:
            make(series, "--episodes", "1")
            found.append({r.key: r.outputs for r in Store(series / "build" / "store").records()})
    print(f"{len(found[0])} actions, {sum(len(o) for o in found[0].values())} artefacts")
    return {"build.deterministic": float(found[0] == found[1])}


def measure_clone() -> dict[str, float]:
    """``episode.clone_to_film_s``: git clone, then ``make demo`` with a fresh virtual environment."""
    with tempfile.TemporaryDirectory() as folder:
        started_s = time.perf_counter()
        clone = Path(folder) / "reelwright"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        subprocess.run(["make", "-s", "demo"], cwd=clone, check=True)
        return {"episode.clone_to_film_s": time.perf_counter() - started_s}
