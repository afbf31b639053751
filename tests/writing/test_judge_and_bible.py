"""Scores, reasons, the bible's file and its drawings."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.journeys.conftest import run_program

from reelwright.formats.fountain import read_fountain
from reelwright.screenplay import LineRegister, assign_ids
from reelwright.writing import BuiltInWriter, Draft
from reelwright.writing.bible_file import bible_page, bible_text, read_bible
from reelwright.writing.charts import relationship_chart, tension_curve
from reelwright.writing.judge import WEIGHTS, BuiltInJudge, best_draft, why_it_won
from reelwright.writing.series_text import EpisodeText, SeriesText, text_of

DULL = "INT. OFFICE - DAY\n\n" + "\n\n".join(
    f"{name}\nIt is a very nice day today and I am happy to be here with all of you in the office."
    for name in ("MARA", "VICTOR") * 6
)


def test_a_drama_beats_small_talk_and_the_judge_says_why(drafts: dict[str, Draft]) -> None:
    """The weights sum to one; the reasons name what is better."""
    judge = BuiltInJudge()
    screenplay, _ = assign_ids(read_fountain(DULL), LineRegister(), episode=1, seed=1)
    dull = judge.judge(SeriesText((EpisodeText(1, screenplay),)))
    good = judge.judge(text_of(drafts["en"]))
    assert abs(sum(WEIGHTS.values()) - 1) < 1e-9
    assert good.score > dull.score + 25
    assert any(reason.startswith("hook") for reason in why_it_won(good, dull))


def test_what_is_in_the_catalogue_is_worth_less(drafts: dict[str, Draft]) -> None:
    """A series is no news beside itself."""
    series = text_of(drafts["zh"])
    judge = BuiltInJudge()
    assert judge.judge(series, catalogue=[series]).score < judge.judge(series).score - 8


def test_the_best_of_several_is_kept_with_its_reasons() -> None:
    """Scores of all are told, and the winner's is the highest."""
    written = [BuiltInWriter().write("A nurse comes home", episodes=3, seed=seed) for seed in (1, 2)]
    judge = BuiltInJudge()
    winner, why = best_draft(written, judge)
    scores = [judge.judge(text_of(draft)).score for draft in written]
    assert judge.judge(text_of(winner)).score == max(scores)
    assert all(f"{score:.1f}" in why[0] for score in scores)


def test_a_bible_comes_back_from_its_file(drafts: dict[str, Draft], tmp_path: Path) -> None:
    """Both languages, every field; and the page to read names everybody."""
    for draft in drafts.values():
        (tmp_path / "bible.toml").write_text(bible_text(draft.bible), encoding="utf-8")
        assert read_bible(tmp_path) == draft.bible
        page = bible_page(draft.bible)
        assert all(member.name in page for member in draft.bible.cast)


def test_the_drawings_are_svg_with_everybody_in_them(drafts: dict[str, Draft]) -> None:
    """A circle for each person who is seen, a dot for each episode."""
    bible = drafts["en"].bible
    chart = ElementTree.fromstring(relationship_chart(bible))
    seen = [member for member in bible.cast if member.is_seen]
    assert len(chart.findall("{*}circle")) == len(seen)
    curve = ElementTree.fromstring(tension_curve(bible))
    assert len(curve.findall("{*}circle")) == len(bible.season)


def test_from_a_sentence_to_a_series_that_can_be_planned(tmp_path: Path) -> None:
    """``new``, ``bible``, ``check``, ``judge`` and ``status`` on what was written; nothing is overwritten."""
    folder = tmp_path / "series"
    logline = "A seamstress is framed by a rich family"
    ran = run_program("new", logline, "--episodes", "2", "--out", folder, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert ran.events[-1]["episodes"] == 2
    assert run_program("new", logline, "--out", folder).code == 2
    chart = tmp_path / "chart.svg"
    assert run_program("bible", folder, "--chart", chart).code == 0
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    assert run_program("check", folder, "--json").events[-1]["contradictions"] == 0
    assert run_program("judge", folder, "--json").events[-1]["score"] > 30
    planned = run_program("status", folder, "--json")
    assert planned.code == 0 and planned.events[-1]["missing"] > 10
    assert not [event for event in planned.events if event["event"] == "warning"]
