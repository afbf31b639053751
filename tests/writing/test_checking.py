"""Each planted contradiction is found on its line, and a sound script has none."""

from __future__ import annotations

import pytest

from reelwright.casting.documents import Character, Look, Outfit, Wardrobe
from reelwright.formats.fountain import read_fountain
from reelwright.screenplay import LineRegister, assign_ids
from reelwright.writing.checking import check
from reelwright.writing.documents import Bible, Draft, Finding, Member, Secret
from reelwright.writing.series_text import EpisodeText, SeriesText, text_of

BIBLE = Bible(
    title="T", language="en", logline="",
    cast=(Member(key="mara", name="Mara"), Member(key="victor", name="Victor"),
          Member(key="rosa", name="Rosa", is_seen=False)),
    secrets=(Secret(key="ship", deed="wreck", culprit="victor", victim="mara", fact="Victor sank the ship",
                    words=("Larkspur",), knows=("victor",)),),
)  # fmt: skip
CAST = (
    Character(key="mara", name="Mara", look=Look(), wardrobe=(Wardrobe(outfit=Outfit(kind="coat")),)),
    Character(
        key="victor", name="Victor", look=Look(sex="male"), wardrobe=(Wardrobe(outfit=Outfit(kind="suit")),)
    ),
)
SOUND = """INT. OFFICE - NIGHT

Victor hands Mara the loan contract.

VICTOR
You never heard of the Larkspur.

MARA
I have now. The Larkspur. Who sank it?
"""


def findings(*scripts: str, bible: Bible | None = BIBLE) -> list[Finding]:
    episodes, register = [], LineRegister()
    for number, script in enumerate(scripts, start=1):
        screenplay, register = assign_ids(read_fountain(script), register, episode=number, seed=1)
        episodes.append(EpisodeText(number, screenplay))
    return [each for each in check(SeriesText(tuple(episodes), CAST, bible)) if each.is_contradiction]


def test_a_sound_script_has_no_contradiction() -> None:
    """Who hears a secret from somebody who knows may speak of it."""
    assert findings(SOUND) == []


@pytest.mark.parametrize(
    ("code", "script"),
    [
        ("knows-too-early", "INT. OFFICE - DAY\n\nMARA\nTell me about the Larkspur.\n\nVICTOR\nNever."),
        ("spoke-after-leaving", "INT. OFFICE - DAY\n\nMara walks out.\n\nVICTOR\nGood.\n\nMARA\nIs it?"),
        ("is-never-seen", "INT. OFFICE - DAY\n\nROSA\nMy girl?\n\nMARA\nMother?"),
        ("was-destroyed", "INT. OFFICE - DAY\n\nVictor burns the loan contract.\n\nMARA\nNo!\n\n"
                          "Mara holds up the loan contract.\n\nVICTOR\nHow?"),
        ("has-it-no-longer", "INT. OFFICE - DAY\n\nMara hands Victor the brass key.\n\nVICTOR\nWhy?\n\n"
                             "Mara hands Victor the brass key.\n\nMARA\nAgain?"),
        ("wrong-hour", "INT. OFFICE - NIGHT\n\nSunlight on the desk.\n\nMARA\nWho?\n\nVICTOR\nMe."),
        ("wrong-hour", "INT. OFFICE - NIGHT\n\nMARA\nGood morning, Victor.\n\nVICTOR\nIs it?"),
        ("wrong-clothes", "INT. OFFICE - DAY\n\nMara stands there in her wedding dress.\n\nMARA\nWell?"),
        ("name-slip", "INT. OFFICE - DAY\n\nMARA\nAsk him, Viktor, not me.\n\nVICTOR\nWho?"),
        ("knows-too-early", "内景 办公室 日\n\nMARA\n你说说Larkspur。\n\nVICTOR\n不。"),
        ("was-destroyed", "内景 办公室 日\n\nVictor烧了贷款合同。\n\nMARA\n不！\n\n"
                          "Mara举起贷款合同。\n\nVICTOR\n怎么会？"),
        ("wrong-hour", "内景 办公室 夜\n\n阳光照在桌上。\n\nMARA\n谁？\n\nVICTOR\n我。"),
    ],
)  # fmt: skip
def test_a_planted_contradiction_is_found_on_a_line(code: str, script: str) -> None:
    """One of each kind: the code, a line id and a way out."""
    found = findings(script)
    assert [each.code for each in found] == [code]
    assert found[0].line_id and found[0].fix


def test_what_was_learned_an_episode_ago_is_known() -> None:
    """And what nobody said is not, however many episodes pass."""
    later = "INT. OFFICE - DAY\n\nMARA\nThe Larkspur again?\n\nVICTOR\nAgain."
    assert findings(SOUND, later) == []
    assert [each.episode for each in findings("INT. OFFICE - DAY\n\nMARA\nHello?\n\nVICTOR\nNo.", later)] == [
        2
    ]


def test_the_checker_finds_a_line_given_to_the_wrong_person(drafts: dict[str, Draft]) -> None:
    """In a whole series: the lead's friend says the secret's name an episode before anybody told her."""
    draft = drafts["en"]
    word = draft.bible.secrets[-1].words[0]
    planted = draft.episodes[0].replace(
        "CUT TO BLACK.", f"RIVALLA\nI know all about {word}.\n\nCUT TO BLACK."
    )
    series = text_of(draft)
    register = LineRegister()
    first, _ = assign_ids(read_fountain(planted), register, episode=1, seed=1)
    spoilt = SeriesText((EpisodeText(1, first), *series.episodes[1:]), series.characters, series.bible)
    codes = {(each.code, each.episode) for each in check(spoilt) if each.is_contradiction}
    assert ("knows-too-early", 1) in codes


def test_matters_of_pace_are_told_but_are_no_contradictions() -> None:
    """A slow opening, a speech without end, an ending at rest."""
    long = " ".join(["and then we walked along the river and counted all the boats"] * 4)
    script = (
        "EXT. STREET - DAY\n\nThe town lies still.\n\nA cat crosses the road.\n\nRain falls on the roofs.\n\n"
        f"A tram stops.\n\nMARA\n{long}.\n\nVICTOR\nThank you. Goodnight."
    )
    screenplay, _ = assign_ids(read_fountain(script), LineRegister(), episode=1, seed=1)
    found = check(SeriesText((EpisodeText(1, screenplay),), CAST))
    assert {"slow-hook", "long-line", "no-cliffhanger", "episode-length"} <= {each.code for each in found}
    assert not any(each.is_contradiction for each in found)


@pytest.mark.parametrize(
    "script",
    [
        "INT. OFFICE - DAY\n\nVictor burns the envelope with a stain.\n\nMARA\nNo!\n\n"
        "Mara holds up the envelope from the bank.\n\nVICTOR\nHow?",
        "内景 办公室 日\n\nVictor烧了银行信封。\n\nMARA\n不！\n\nMara举起疗养院信封。\n\nVICTOR\n怎么会？",
    ],
)
def test_another_envelope_is_another_thing(script: str) -> None:
    """What is told of a thing tells it from others of its kind."""
    assert findings(script) == []
