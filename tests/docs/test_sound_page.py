"""docs/sound.md names every effect, ambience, mood and ensemble, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from reelwright.foley.ambiences import AMBIENCES
from reelwright.foley.effects import EFFECTS
from reelwright.score.abc import from_abc
from reelwright.score.ensembles import ENSEMBLES
from reelwright.screenplay.documents import MOODS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "sound.md").read_text(encoding="utf-8")


def table(heading: str) -> str:
    return re.search(rf"^\| {heading} \|.*\n\|[ -|]+\n((?:\|.*\n)+)", TEXT, re.M)[1]  # type: ignore[index]


def test_the_page_names_all_that_is_heard() -> None:
    """Effects and ambiences by their names."""
    assert set(re.findall(r"`([\w-]+)`", table("of"))) == set(EFFECTS)
    paragraph = TEXT.partition("Ambience follows")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([\w-]+)`", paragraph)) == set(AMBIENCES)


def test_the_page_names_moods_and_ensembles() -> None:
    """All of them."""
    assert re.findall(r"^\| (\w+) \|", table("mood"), re.M) == list(MOODS)
    assert set(re.findall(r"`([\w-]+)`", table("ensemble"))) == set(ENSEMBLES)


def test_the_tune_of_the_page_is_read() -> None:
    """The ABC of the example is a motif in A minor."""
    motif = from_abc(re.search(r"```abc\n(.*?)```", TEXT, re.S)[1])  # type: ignore[index]
    assert (motif.tonic % 12, motif.scale, motif.eighths) == (9, "minor", 16)
