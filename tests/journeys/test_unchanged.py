"""A make with nothing to do says so at once, and only then."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys.conftest import Run

from reelwright.build import Store
from reelwright.studio.series import open_series
from reelwright.studio.unchanged import LastMake

REQUEST: tuple[object, ...] = ()


@pytest.fixture
def finished(series: Path, run: Run) -> Path:
    """A copy of the built series that has been made once where it lies."""
    assert run("make", series, "--json").addresses() == set()
    assert outcome(series) is not None
    return series


def outcome(series: Path, request: tuple[object, ...] = REQUEST, numbers: tuple[int, ...] = (1,)) -> object:
    return LastMake(open_series(series), numbers, request).outcome()


def test_nothing_is_read_where_nothing_was_touched(finished: Path, run: Run) -> None:
    """The outcome is told as by a make that planned, without its loading what plans."""
    known = run("make", finished, "--json", PYTHONPROFILEIMPORTTIME="1")
    planned = run("make", finished, "--json", REELWRIGHT_ANOTHER="1")
    assert planned.code == known.code == 0
    assert "reelwright.studio.unchanged" in known.err and "reelwright.production.episode" not in known.err

    def told(event: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in event.items() if name != "at"}

    assert told(known.events[-1]) == told(planned.events[-1])


def _edit_script(series: Path) -> None:
    path = series / "episodes/01.fountain"
    path.write_text(path.read_text().replace("lied!", "lies!"))


def _edit_with_a_clock_gone_back(series: Path) -> None:
    path = series / "episodes/01.fountain"
    path.write_text(path.read_text().replace("lied!", "LIED!"))
    os.utime(path, (1, 1))


def _add_character(series: Path) -> None:
    (series / "cast").mkdir()
    (series / "cast/mara.toml").write_text("age = 60\n")


def _remove_film(series: Path) -> None:
    (series / "build/01/film.mp4").unlink()


def _write_on_captions(series: Path) -> None:
    (series / "build/01/captions.srt").write_text("mine")


def _remove_artefact(series: Path) -> None:
    store = Store(series / "build/store")
    shot = next(record for record in store.records() if record.kind == "shot")
    store.path(shot.outputs["clean.mp4"]).unlink()


@pytest.mark.parametrize(
    "touch",
    [
        _edit_script,
        _edit_with_a_clock_gone_back,
        _add_character,
        _remove_film,
        _write_on_captions,
        _remove_artefact,
    ],
)
def test_whatever_was_touched_is_seen(finished: Path, touch: Callable[[Path], None]) -> None:
    touch(finished)
    assert outcome(finished) is None


def test_another_wish_or_another_program_is_planned_anew(
    finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outcome(finished, ("another",)) is None
    assert outcome(finished, numbers=(1, 2)) is None
    monkeypatch.setenv("REELWRIGHT_FONTS", "/nowhere")
    assert outcome(finished) is None


def test_what_is_edited_during_a_make_is_not_taken_for_read(finished: Path) -> None:
    """Also when the edit leaves size and time of last change as they were a moment ago."""
    script = finished / "episodes/01.fountain"
    during = LastMake(open_series(finished), [1], REQUEST)
    done = during.outcome()
    assert done is not None
    script.write_text(script.read_text().replace("lied!", "lies!"))
    during.remember(done)
    assert outcome(finished) is None
    before = LastMake(open_series(finished), [1], REQUEST)
    before.remember(done)
    assert outcome(finished) is None, "the edit is too fresh: one in the same tick would not be seen"
    os.utime(script, ns=(1, 1))
    LastMake(open_series(finished), [1], REQUEST).remember(done)
    assert outcome(finished) is not None


def test_only_the_episodes_that_were_touched_are_planned(finished: Path, run: Run) -> None:
    """An edit in the second leaves the first alone, which is told all the same; one that nobody finished, or
    whose film is gone, is planned; so is everybody when a file of all of them changed."""
    second = finished / "episodes/02.fountain"
    second.write_text("INT. OFFICE - NIGHT\n\nMARA\nSo?\n")
    ran = run("make", finished, "--json")
    assert ran.code == 0 and {a.split("/")[0] for a in ran.addresses() | ran.addresses("reused")} == {"2"}
    told = ran.events[-1]
    assert told["episodes"].keys() == {"1", "2"} and told["steps"] > 2 * len(ran.addresses())
    bill = (finished / "build/release/private/costs.json").read_text()
    (finished / "build/01/film.mp4").unlink()
    ran = run("make", finished, "--json")
    assert not ran.addresses() and {a.split("/")[0] for a in ran.addresses("reused")} == {"1"}
    assert (finished / "build/01/film.mp4").is_file()
    again = (finished / "build/release/private/costs.json").read_text()
    assert again == re.sub(r'"made_now": \d+', '"made_now": 0', bill)
    with (finished / "series.toml").open("a") as facts:
        facts.write("# to be watched with sound\n")
    assert {a.split("/")[0] for a in run("make", finished, "--json").addresses("reused")} == {"1", "2"}
