"""The example series keep to the length of the form: every episode lasts 60 to 90 seconds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from graphlib import TopologicalSorter
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest

from reelwright.build import Made
from reelwright.build.running import run_action
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series
from reelwright.timebase import seconds_of
from reelwright.timeline import Timeline

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ("the-understudy", "wangfu-laixin")
SHORTEST_S, LONGEST_S = 60, 90


def conformed_lengths_s(series: Path) -> dict[int, float]:
    """How long each episode lasts: its lines are really spoken and the episode is conformed to them.
    Nothing is filmed, so the lengths are those of the film and take seconds to know."""
    prepared = prepare(open_series(series))
    addresses = {plan.number: f"{plan.number}/timeline" for plan in prepared.plans}
    build = prepared.build.only(addresses.values())
    made: dict[str, Made] = {}
    for address in TopologicalSorter({a: s.needs for a, s in build.steps.items()}).static_order():
        made[address] = run_action(build.steps[address].plan(made, build.store), str(build.store.folder))
    lengths_s = {}
    for number, address in addresses.items():
        data = build.store.read(made[address].outputs["timeline.json"])
        timeline = msgspec.json.decode(data, type=Timeline)
        lengths_s[number] = float(seconds_of(timeline.frame_count, timeline.rate))
    return lengths_s


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The examples as they are cloned, to be built elsewhere."""
    folder = tmp_path_factory.mktemp("examples")
    for name in NAMES:
        shutil.copytree(EXAMPLES / name, folder / name, ignore=shutil.ignore_patterns("build"))
    return {name: folder / name for name in NAMES}


@pytest.fixture(scope="module")
def lengths_s(copies: dict[str, Path]) -> Iterator[dict[str, Future[dict[int, float]]]]:
    """Both series at once: a voice mostly waits for its engine's process."""
    with ProcessPoolExecutor(len(NAMES), mp_context=get_context("spawn")) as pool:
        yield {name: pool.submit(conformed_lengths_s, folder) for name, folder in copies.items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_episode_of_an_example_lasts_sixty_to_ninety_seconds(
    name: str, lengths_s: dict[str, Future[dict[int, float]]], copies: dict[str, Path]
) -> None:
    """All three; and the register of line ids that lies beside them is complete."""
    found_s = lengths_s[name].result()
    assert sorted(found_s) == [1, 2, 3]
    assert all(SHORTEST_S <= seconds <= LONGEST_S for seconds in found_s.values()), found_s
    assert (copies[name] / "lines.json").read_bytes() == (EXAMPLES / name / "lines.json").read_bytes()
