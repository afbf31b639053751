"""A season of eighty episodes: what a make with nothing to do takes, and one with a single edited line.

Some 4,000 shots and as many lines, every one of them planned, made and recorded for real, in pictures of
90 × 160 by a camera that shows plain cards (``bench.slate``): what is measured depends on how many steps,
records and files there are. What the stage takes longer for an edited line is measured beside and added.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
from pathlib import Path

from bench.program import ROOT, Watched, make
from bench.slate import install_slate
from reelwright.screenplay.line_ids import load_register

EPISODES = 80
_SCENES, _LINES_A_SCENE = 4, 12
SERIES_TOML = """title = "The Long Season"
language = "en"
seed = 3

[format]
width = 90
height = 160
fps = 12
crf = 40
preset = "ultrafast"
"""
_SLATE = '\n[engines]\ncamera = "slate"\n'
_PLACES = ("OFFICE", "CAFE", "HOSPITAL WARD", "BEDROOM", "ROOFTOP")
_PEOPLE = ("MARA", "VICTOR", "JUNE", "OTTO")
_OPENINGS = ("No.", "Listen.", "Wait.", "Please.", "Stop it.", "Enough.", "Look at me.", "Sit down.", "Well.")
_REST = (
    "You knew.", "I saw it.", "He lied.", "Not now.", "It was you.", "Tell me.", "I can't.", "Go home.",
    "She left.", "They know.", "Ask him.", "I paid.", "Burn it.", "It's mine.", "Try me.", "We lost.",
)  # fmt: skip


def measure() -> dict[str, float]:
    """``season.none_s`` (median of five), ``season.none_rss_mib``, ``season.line_s`` (until its episode is
    finished, median of three lines) and ``season.line_extra_actions``. Building it takes half an hour: with
    ``BENCH_SEASON=FOLDER`` it is kept there, and taken up again by the next run."""
    if kept := os.environ.get("BENCH_SEASON"):
        return _measure(Path(kept))
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder))


def _measure(folder: Path) -> dict[str, float]:
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(ROOT), str(install_slate(folder / "slate")), os.environ.get("PYTHONPATH", "")]
    )
    series = folder / "season"
    if not series.is_dir():
        write_season(series, EPISODES, _SLATE)
    built = make(series)
    print(
        f"{EPISODES} episodes, {built.events[-1]['steps']} steps, {len(built.made())} made now in "
        f"{built.wall_s:.0f} s, {built.peak_rss_mib:.0f} MiB",
        flush=True,
    )
    nothing = [make(series) for _ in range(5)]
    edits = [_edited(series, number) for number in (1, EPISODES // 2, EPISODES)]
    on_stage_s = _stage_beyond_slate_s(folder / "one")
    return {
        "season.none_s": statistics.median(ran.wall_s for ran in nothing),
        "season.none_rss_mib": max(ran.peak_rss_mib for ran in nothing),
        "season.line_s": statistics.median(ran.wall_s for ran, _ in edits) + on_stage_s,
        "season.line_extra_actions": float(sum(extra for _, extra in edits)),
    }


def _stage_beyond_slate_s(folder: Path) -> float:
    """How many seconds longer an edited line takes on the stage than with the card: one episode of the season
    each, the same line, median of three."""
    took: dict[str, float] = {}
    for name, engine in (("slate", _SLATE), ("stage", "")):
        series = folder / name
        if not series.is_dir():
            write_season(series, 1, engine)
        make(series)
        took[name] = statistics.median(_edited(series, 1)[0].wall_s for _ in range(3))
    print(
        f"an edited line of one episode: {took['stage']:.1f} s on the stage, {took['slate']:.1f} s with cards"
    )
    return max(0.0, took["stage"] - took["slate"])


def write_season(folder: Path, episodes: int, form: str = "") -> Path:
    """The series, the same for the same number of episodes."""
    (folder / "episodes").mkdir(parents=True)
    (folder / "series.toml").write_text(SERIES_TOML + form)
    rng = random.Random(11)
    for number in range(1, episodes + 1):
        (folder / "episodes" / f"{number:02d}.fountain").write_text(_episode(number, rng))
    return folder


def _episode(number: int, rng: random.Random) -> str:
    scenes = [f"Title: The Long Season\nEpisode: {number}\n"]
    for scene in range(_SCENES):
        one, other = _PEOPLE[0], _PEOPLE[1] if scene < _SCENES // 2 else rng.choice(_PEOPLE[2:])
        hour = rng.choice(("DAY", "NIGHT"))
        scenes.append(f"INT. {_PLACES[scene]} - {hour}\n\n{one.title()} waits for {other.title()}.\n")
        for line in range(_LINES_A_SCENE):
            speaker = (one, other)[line % 2]
            scenes.append(f"{speaker}\n{rng.choice(_OPENINGS)} {rng.choice(_REST)}\n")
    return "\n".join(scenes)


def _edited(series: Path, number: int) -> tuple[Watched, int]:
    """Edit one line of an episode; what the make took, and how many actions it ran beyond the exact set."""
    script = series / "episodes" / f"{number:02d}.fountain"
    text = script.read_text()
    lines = load_register(series / "lines.json").lines_of(number)
    scene = lines[_LINES_A_SCENE : 2 * _LINES_A_SCENE]
    line = next(line for line in scene[1:] if text.count(f"\n{line.text}\n") == 1)
    said = line.text.rstrip(".")
    script.write_text(text.replace(f"\n{line.text}\n", f"\n{said}, as they say.\n"))
    ran = make(series)
    made = ran.made()
    exact = {f"{number}/{kind}/{scene[0].id}" for kind in ("dialogue", "music", "ambience")}
    exact |= {f"{number}/{name}" for name in ("timeline", "mix", "film", "contact-sheet", "package")}
    exact |= {f"{number}/voice/{line.id}"}
    extra = {a for a in made - exact if not a.startswith(f"{number}/shot/{line.id}.")}
    print(
        f"a line of episode {number}: {ran.wall_s:.1f} s, {len(made)} made, beyond the set: {sorted(extra)}"
    )
    return ran, len(extra)
