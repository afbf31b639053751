"""A logline becomes a whole season that holds together."""

from __future__ import annotations

import re

import pytest
from tests.writing.conftest import LOGLINES

from reelwright.errors import BadInput
from reelwright.stage.places.naming import place_named
from reelwright.writing import BuiltInWriter, Draft
from reelwright.writing.continuity import contradictions
from reelwright.writing.judge import names_of
from reelwright.writing.logline import read_logline
from reelwright.writing.pace import ends_open
from reelwright.writing.sameness import repeated, shared
from reelwright.writing.secrets import FORMS
from reelwright.writing.series_text import text_of


def lines_of(draft: Draft) -> list[str]:
    return [line.text for _, line in text_of(draft).lines()]


@pytest.mark.parametrize("language", LOGLINES)
def test_every_episode_has_a_hook_a_turn_and_a_cliffhanger(drafts: dict[str, Draft], language: str) -> None:
    """Twelve episodes of a dozen lines and more, none without its row in the season."""
    draft = drafts[language]
    assert len(draft.episodes) == len(draft.bible.season) == 12
    for row, text in zip(draft.bible.season, draft.episodes, strict=True):
        assert row.hook and row.turn and row.cliffhanger
        assert row.hook in text and row.cliffhanger in text
    counts = [len(e.screenplay.lines) for e in text_of(draft).episodes]
    assert min(counts) >= 14 and max(counts) <= 34
    assert sum(ends_open(episode) for episode in text_of(draft).episodes) >= 11


@pytest.mark.parametrize("language", LOGLINES)
def test_no_slot_is_left_open_and_nothing_contradicts(drafts: dict[str, Draft], language: str) -> None:
    """No bracket of a phrase in the text, and the checker has nothing to say."""
    draft = drafts[language]
    spoken = "\n".join(lines_of(draft))
    assert not re.search(r"[{}|<>]|\bI (?:is|has)\b", spoken)
    assert contradictions(text_of(draft)) == []


@pytest.mark.parametrize("language", LOGLINES)
def test_the_first_secret_is_the_loglines(drafts: dict[str, Draft], language: str) -> None:
    """Who did what to whom: the groom's mother, and the lead learns it at once."""
    bible = drafts[language].bible
    first = bible.secrets[0]
    parts = {member.key: member.part for member in bible.cast}
    assert (first.deed, parts[first.culprit], parts[first.victim]) == ("ruin", "ruler", "parent")
    lead = next(member.key for member in bible.cast if member.part == "lead")
    learned = [
        row.number for row in bible.season for each in row.learns if (each.who, each.secret) == (lead, "ruin")
    ]
    assert learned and learned[0] <= 2


def test_the_same_seed_writes_the_same_series_and_another_another(drafts: dict[str, Draft]) -> None:
    """To the byte; and the next seed's lines are others."""
    again = BuiltInWriter().write(LOGLINES["en"], episodes=12, seed=1)
    assert again == drafts["en"]
    other = BuiltInWriter().write(LOGLINES["en"], episodes=12, seed=2)
    names = [*names_of(text_of(again)), *names_of(text_of(other))]
    assert shared(lines_of(again), lines_of(other), names) <= 0.05
    assert repeated(lines_of(again), names_of(text_of(again))) <= 0.01


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LOGLINES)
def test_every_form_is_written_to_its_end(form: str, language: str) -> None:
    """A short season of each, and every secret comes out before it is over."""
    draft = BuiltInWriter().write("Somebody comes home", episodes=6, language=language, seed=4, form=form)
    assert len(draft.episodes) == 6
    assert contradictions(text_of(draft)) == []


@pytest.mark.parametrize(
    ("logline", "own", "foreign"),
    [
        ("A maid in the imperial palace finds that the Dowager condemned her father", "Your Grace", "phone"),
        ("罪臣之女入宫为婢，发现太后害了她父亲", "奴婢", "手机"),
    ],
)
def test_a_palace_is_a_world_of_its_own(logline: str, own: str, foreign: str) -> None:
    """Recognised, spoken by rank, played where the stage has a palace, and nothing of today in it."""
    draft = BuiltInWriter().write(logline, episodes=12, seed=2)
    assert draft.bible.form == "palace"
    text = "\n".join(draft.episodes)
    assert own in text and foreign not in text
    headings = [
        scene.heading.place for episode in text_of(draft).episodes for scene in episode.screenplay.scenes
    ]
    assert {place_named(words, "exterior")[0] for words in headings} == {"palace", "village"}
    assert {c.wardrobe[0].outfit.kind for c in draft.characters} == {"hanfu", "emperor"}


def test_identities_are_swapped_in_the_cradle() -> None:
    """The form's own secret, whatever else the logline says: the lead is the daughter of the house."""
    bible = BuiltInWriter().write("真假千金：她才是被调包的女儿", episodes=4, seed=2).bible
    parts = {member.key: member.part for member in bible.cast}
    assert (bible.form, bible.secrets[0].deed) == ("swapped", "swapped")
    assert parts[bible.secrets[0].victim] == "lead"


def test_a_season_ends_at_a_table(drafts: dict[str, Draft]) -> None:
    """The last scene is hers and not a hook; every other episode ends on one."""
    ending = drafts["en"].episodes[-1].rsplit("INT.", 1)[1]
    assert "two bowls" in ending or "between two cups" in ending


def test_a_hundred_episodes_do_not_run_dry() -> None:
    """A hundred are written, each with its own title."""
    draft = BuiltInWriter().write(LOGLINES["en"], episodes=100, seed=3)
    assert len({row.title for row in draft.bible.season}) == 100


def test_a_logline_gives_names_and_says_what_it_could_not_use() -> None:
    """A name, a trade, a form; a lighthouse is none of them."""
    reading = read_logline("Mira, a nurse, signs a contract marriage with Jonas beside a lighthouse")
    assert (reading.form, reading.trade, dict(reading.names)) == ("contract", "nurse", {"love": "Jonas"}) or (
        reading.names["lead"] in ("Mira", "Jonas")
    )
    assert "lighthouse" in reading.left
    assert read_logline("女裁缝被陷害入狱").deed == "framed"


@pytest.mark.parametrize(
    ("logline", "episodes", "language", "form"),
    [("", 12, "", ""), ("x", 0, "", ""), ("x", 101, "", ""), ("x", 3, "fr", ""), ("x", 3, "en", "western")],
)
def test_what_cannot_be_written_is_refused(logline: str, episodes: int, language: str, form: str) -> None:
    """With a message that says what can."""
    with pytest.raises(BadInput):
        BuiltInWriter().write(logline, episodes=episodes, language=language, seed=1, form=form)
