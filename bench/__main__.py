"""Runs the sections named (all by default) and keeps what they measured."""

from __future__ import annotations

import datetime
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from bench import (
    episode,
    graph,
    importing,
    kills,
    kills_money,
    look,
    ray,
    rebuild,
    season,
    sound,
    speech,
    stage,
    theatre_feed,
    theatre_media,
    theatre_money,
    theatre_players,
    theatre_unlocks,
    watch,
    writer,
    writing,
)

RESULTS = Path(__file__).with_name("results") / "latest.json"
SECTIONS: dict[str, Callable[[], dict[str, float]]] = {
    "episode": episode.measure,
    "moviepy": episode.measure_moviepy,
    "rebuild": rebuild.measure,
    "build": rebuild.measure_determinism,
    "clone": rebuild.measure_clone,
    "stage": stage.measure,
    "look": look.measure,
    "speech": speech.measure,
    "sound": sound.measure,
    "graph": graph.measure,
    "kills": kills.measure,
    "kills_money": kills_money.measure,
    "ray": ray.measure,
    "season": season.measure,
    "theatre_feed": theatre_feed.measure,
    "watch": watch.measure,
    "writing": writing.measure,
    "writer": writer.measure,
    "import": importing.measure,
    "theatre_media": theatre_media.measure,
    "theatre_money": theatre_money.measure,
    "theatre_players": theatre_players.measure,
    "theatre_unlocks": theatre_unlocks.measure,
}


def machine() -> str:
    """The processor, its cores and the memory, in a few words."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cpu = names[0] if names else platform.processor()
    return f"{cpu}, {os.cpu_count()} cores, {memory_gib:.0f} GiB"


def main() -> None:
    """Measure, print, merge."""
    wanted = sys.argv[1:] or list(SECTIONS)
    for name in wanted:
        if name not in SECTIONS:
            sys.exit(f"no section {name!r}: there are {', '.join(SECTIONS)}")
    before = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {"figures": {}}
    figures: dict[str, float] = before["figures"]
    for name in wanted:
        print(f"== {name}", flush=True)
        for key, value in SECTIONS[name]().items():
            figures[key] = round(value, 3)
            print(f"{key} = {value:.3f}", flush=True)
    results = {
        "machine": machine(),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "figures": dict(sorted(figures.items())),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
