"""More takes of a shot than one: all kept, one chosen, none overwritten."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.conftest import Run
from tests.journeys.test_rebuild import edit, line_ids

from reelwright.build import Store
from reelwright.build.collecting import collect


def film_of(series: Path) -> bytes:
    return (series / "build/01/film.mp4").read_bytes()


def test_a_retake_is_another_performance_and_the_first_one_comes_back(series: Path, run: Run) -> None:
    """It is filmed, chosen, and in the next film; another seed makes other pictures, the same is refused; a
    collection takes no take; choosing the first gives the first film, byte for byte, without work."""
    first, line = film_of(series), line_ids(series)[1]
    ran = run("retake", f"1/{line}", "--series", series, "--note", "calmer", "--json")
    assert ran.code == 0, ran.out + ran.err
    assert ran.addresses() == {f"1/shot/{line}.line"} and ran.events[-1]["number"] == 2
    assert 'note = "calmer"' in (series / "takes.toml").read_text()
    assert film_of(series) == first, "the film is made by make"
    made = run("make", series, "--json").addresses()
    assert made == {"1/film", "1/contact-sheet", "1/package"}
    assert film_of(series) != first
    with (series / "takes.toml").open("a") as takes:
        takes.write("# the producer likes the first\n")
    assert run("retake", f"1/{line}.line", "--series", series, "--seed", "5", "--json").code == 0
    again = run("retake", f"1/{line}.line", "--series", series, "--seed", "5")
    assert again.code == 2 and "--choose 3" in again.err
    listed = [e for e in run("takes", "--series", series, "--json").events if e["event"] == "take"]
    assert [(e["number"], e["chosen"], e["made"]) for e in listed] == [
        (1, False, True),
        (2, False, True),
        (3, True, True),
    ]
    assert "the producer likes" in (series / "takes.toml").read_text()
    store = Store(series / "build/store")
    collect(store, budget_bytes=0, settled_before_s=1e12)
    assert run("takes", f"1/{line}", "--series", series, "--choose", "1").code == 0
    assert run("make", series, "--json").addresses() <= {"1/film", "1/contact-sheet", "1/package"}
    assert film_of(series) == first
    page = run("takes", f"1/{line}", "--series", series, "--page", "--json")
    folder = Path(page.events[-1]["path"]).parent
    assert not page.addresses("made") and {f.name for f in folder.glob("take-*.mp4")} == {
        "take-1.mp4", "take-2.mp4", "take-3.mp4",
    }  # fmt: skip
    html = (folder / "index.html").read_text()
    assert html.count("<video") == 3 and "line-0.wav" in html and "calmer" in html


def test_an_edited_line_is_filmed_anew_in_the_chosen_take(series: Path, run: Run) -> None:
    """The take is a way to film: it stays with the line. A line that is gone keeps them, with a warning."""
    line = line_ids(series)[2]
    assert run("retake", f"1/{line}", "--series", series, "--seed", "9").code == 0
    edit(series, "Then who is in the grave?", "Then who?")
    ran = run("make", series, "--json")
    assert f"1/shot/{line}.line" in ran.addresses()
    listed = run("takes", f"1/{line}", "--series", series, "--json").events
    assert [(e["number"], e["chosen"], e["made"]) for e in listed] == [(1, False, False), (2, True, True)]
    edit(series, "MARA\n(crying)\nThen who?\n", "")
    ran = run("make", series, "--json")
    warnings = [e for e in ran.events if e["event"] == "warning"]
    assert (
        "take-without-shot" in {e["code"] for e in warnings}
        and f"{line}.line" in (series / "takes.toml").read_text()
    )


def test_what_is_wrong_with_takes_is_said(series: Path, run: Run) -> None:
    """No such shot, no such take, no such engine, a file that is no TOML: exit 2, and nothing is written."""
    line = line_ids(series)[1]
    assert "reelwright shots" in run("retake", "1/zzzz", "--series", series).err
    assert "There is no take 4" in run("takes", f"1/{line}", "--series", series, "--choose", "4").err
    ran = run("retake", f"1/{line}", "--series", series, "--engine", "nobody")
    assert ran.code != 0 and "nobody" in ran.err and "Traceback" not in ran.err
    assert not (series / "takes.toml").exists()
    (series / "takes.toml").write_text('["1/x.line"]\nchosen = 7\n')
    ran = run("make", series)
    assert ran.code == 2 and "takes.toml" in ran.err and "There is no take 7" in ran.err
