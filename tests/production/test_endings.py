"""An end card whets the appetite for the next episode; a recap reminds of the last."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.conftest import write_series

from reelwright.production.script import EpisodePlan
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series

SECOND = "INT. BAR - NIGHT\n\nMARA\n(cold)\nYou should not have come.\n\nVICTOR\nI had to.\n"


def plans(folder: Path, *facts: str) -> tuple[EpisodePlan, ...]:
    series = write_series(folder / "small")
    (series / "episodes/02.fountain").write_text(SECOND)
    toml = series / "series.toml"
    toml.write_text("\n".join(facts) + '\ntagline = "Nobody lied."\n' + toml.read_text())
    return prepare(open_series(series)).plans


def test_the_end_card_quotes_the_next_episode(tmp_path: Path) -> None:
    """It stands last, before the next place; the last episode ends on the tagline."""
    first, second = plans(tmp_path, "end_card = true")
    card = first.storyboard.shots[-1]
    assert (card.framing, card.title, card.subtitle) == (
        "card",
        "“You should not have come.”",
        "Next · Episode 2",
    )
    assert card.place == "BAR" and first.storyboard.shots[-2].is_cliffhanger
    last = second.storyboard.shots[-1]
    assert (last.title, last.subtitle) == ("Nobody lied.", "To be continued")


def test_a_recap_is_silent_labelled_and_before_all_else(tmp_path: Path) -> None:
    """At most four shots, six to seven seconds, nobody speaks; the first episode has none."""
    first, second = plans(tmp_path, "recap = true")
    recap = [shot for shot in second.storyboard.shots if shot.label]
    assert 1 <= len(recap) <= 4 and recap == list(second.storyboard.shots[: len(recap)])
    assert all(beat.kind == "pause" for shot in recap for beat in shot.beats)
    assert sum(beat.seconds for shot in recap for beat in shot.beats) <= 7
    assert all(shot.label == "Previously" and shot.is_memory for shot in recap)
    assert not any(shot.label for shot in first.storyboard.shots)


def test_without_the_settings_nothing_is_added(tmp_path: Path) -> None:
    first, second = plans(tmp_path)
    assert first.storyboard.shots[-1].is_cliffhanger and second.storyboard.shots[-1].is_cliffhanger
    assert not any(shot.label for shot in second.storyboard.shots)
