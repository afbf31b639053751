"""A series is made in a second language: the same ids and shots, its own voices, and the pictures shared."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from tests.journeys.conftest import Run

from reelwright.build import State
from reelwright.build.executor import LocalExecutor
from reelwright.release import validate
from reelwright.studio.make import prepare
from reelwright.studio.make import run as build_run
from reelwright.studio.series import open_series

LINES = {
    "Small": "小事",
    "Mara": "玛拉",
    "You lied to me.": "你骗了我。",
    "I never lied!": "我从来没有骗你！",
    "Then who is in the grave?": "那坟墓里的人是谁？",
}


@pytest.fixture
def translated(series: Path, run: Run) -> Path:
    """The folder of the Chinese series beside the built one, its catalogue filled in by a translator."""
    ran = run("localise", series, "--to", "zh", "--json")
    assert ran.code == 0 and ran.events[-1]["missing"] == 6, ran.out + ran.err
    folder = series / "localised/zh"
    catalogue = polib.pofile(str(folder / "episodes.po"))
    for entry in catalogue:
        entry.msgstr = LINES.get(entry.msgid, "")
    catalogue.save()
    return folder


def test_the_second_language_shares_what_nobody_speaks_in(series: Path, translated: Path) -> None:
    """Silent shots are there already; the shots of a line are filmed with the new lips and captions."""
    prepared = prepare(open_series(translated))
    ends = (".establish", "t8yh.line", ".title", "/timeline")
    wanted = [a for a in prepared.build.steps if "/voice/" in a or a.endswith(ends)]
    told: dict[str, str] = {}
    build, executor = prepared.build.only(wanted), LocalExecutor(prepared.build.store.folder, width=1)
    made = build_run(build, executor, lambda event: told.update({event.step.address: event.kind}))
    reused = {address for address, kind in told.items() if kind == "reused"}
    assert reused == {"1/shot/t8yh.establish", "1/shot/geb9.establish"}
    captions = build.store.read(made["1/timeline"].outputs["captions.srt"]).decode()
    assert [line for line in captions.splitlines() if line in LINES.values()] == list(LINES.values())[2:]
    index = build.store.read(made["1/timeline"].outputs["lines.json"]).decode()
    assert all(line.id in index for line in prepared.plans[0].screenplay.lines) and "玛拉" in index
    assert all("clean.mp4" in made[address].outputs for address in wanted if "/shot/" in address)
    original = {status.state for status in prepare(open_series(series)).build.status()}
    assert original == {State.CURRENT}, "the original is as it was"


@pytest.mark.long
def test_a_translated_series_is_made_whole(series: Path, translated: Path, run: Run) -> None:
    assert run("make", series, "--json").addresses() == set(), "the original is as it was"
    made = run("make", translated, "--json")
    assert made.code == 0, made.out + made.err
    assert {a for a in made.addresses("reused") if "/shot/" in a} == {
        "1/shot/t8yh.establish",
        "1/shot/geb9.establish",
    }
    assert validate(translated / "build/release") == []
    assert run("make", translated, "--json").addresses() == set()
    assert run("make", series, "--json").addresses() == set()
