"""bench/results/latest.json → the table of numbers in the READMEs; ``--check`` says whether it is due."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results" / "latest.json"
PAGES = (ROOT / "README.md",)
START, END = "<!-- numbers:start -->", "<!-- numbers:end -->"

MEANING = {
    "episode.s_per_film_s": "cold build of an episode, seconds per second of film",
    "episode.ratio_to_encode": "… against encoding its finished frames alone",
    "episode.peak_rss_mib": "memory of all processes together, MiB",
    "episode.moviepy_speedup": "times as fast as MoviePy 2 composing and encoding the same layers",
    "episode.clone_to_film_s": "from clone to film with `make demo`, seconds",
    "rebuild.none_s": "make with nothing changed, seconds",
    "rebuild.line_s": "make after one line was edited, seconds",
    "rebuild.line_extra_actions": "actions run then beyond the exact set",
    "stage.fps_cold": "finished frames a second of the stage on two processes, nothing cached",
    "stage.fps_warm": "… with its sprites cached",
    "stage.ratio_warm": "… against encoding the same frames alone",
    "stage.cpu_ms_per_frame": "CPU of acting and compositing, ms a frame, warm",
    "stage.peak_rss_mib": "memory of all processes while shots are filmed, MiB",
    "stage.store_mb": "sprites of an episode on disk, MB",
    "look.identity": "decoded faces that are nearest to their own character's sheet",
    "look.identity_control": "… with two sheets swapped: must fail",
    "look.lip_closures": "m, b and p at which decoded lips are shut within two frames",
    "look.lip_control": "… with the sound 0.3 s late: must be lower",
    "look.motion": "seconds in which the picture moves beyond the camera",
    "look.caption_over_mouth": "frames with a caption over a mouth",
    "look.expressions_named": "faces named right in a blind look",
    "storyteller.episodes60_s": "60 episodes written by the storyteller, CPU seconds",
    "storyteller.shared_lines_max": "lines two of ten series of one logline share, nearly; every form",
    "storyteller.repeated_lines_max": "lines that come again within a series at most, 60 episodes included",
    "storyteller.contradictions_per_100": "contradictions that the checker finds in a hundred series",
    "writer.overhead_ratio": "60 episodes by a model's server, 8 in flight: what is added to its own 2 s",
    "import.pages120_s": "a script of 120 pages imported, seconds",
    "import.coverage": "… the share of its words that is in the series or listed",
    "build.deterministic": "two clean builds give the same digests (1 = yes)",
    "kills.tried": "builds killed at random moments",
    "kills.survived": "… that went on to the same bytes",
    "ray.overhead_ratio": "a build on a Ray cluster of the same two cores, against the local one",
    "graph.overhead_ratio": "CPU of the build itself against that of the work it orders, a cold episode",
    "season.none_s": "make with nothing changed in a series of 80 episodes, seconds",
    "season.none_rss_mib": "… its memory, MiB",
    "season.line_s": "… after one line was edited, until its episode is finished, seconds",
    "season.line_extra_actions": "… actions run then beyond the exact set",
    "watch.changed_line_s": "from the save of a line to its shot in the preview of `watch`, seconds",
}


def table() -> str:
    """The rows of the last results, in the order of ``MEANING``."""
    if not RESULTS.is_file():
        return "Not measured yet."
    results = json.loads(RESULTS.read_text())
    rows = [f"| what | {results['machine']}, {results['date']} |", "| --- | ---: |"]
    for key, meaning in MEANING.items():
        if key in results["figures"]:
            rows.append(f"| {meaning} (`{key}`) | {results['figures'][key]:g} |")
    return "\n".join(rows)


def main() -> None:
    """Write the table between the markers of every page, or check it."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        head, _, rest = text.partition(START)
        _, _, tail = rest.partition(END)
        wanted = f"{head}{START}\n{table()}\n{END}{tail}"
        if "--check" in sys.argv[1:]:
            if wanted != text:
                sys.exit(f"{page.name} is not up to date: run python tools/numbers.py")
        else:
            page.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
