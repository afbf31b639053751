"""A logline becomes a whole season that holds together."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from tests.writing.conftest import LOGLINES
from typer.testing import CliRunner

from reelwright.cli.app import app
from reelwright.errors import BadInput
from reelwright.stage.places.naming import place_named
from reelwright.writing import BuiltInWriter, Draft
from reelwright.writing.continuity import contradictions
from reelwright.writing.households import Household
from reelwright.writing.invention import invented
from reelwright.writing.judge import names_of
from reelwright.writing.logline import read_logline
from reelwright.writing.pace import ends_open
from reelwright.writing.phrases import Phrase, fits_people, pools_of
from reelwright.writing.register import counted, said_to
from reelwright.writing.sameness import repeated, shared
from reelwright.writing.season import plan_season
from reelwright.writing.secrets import FORMS, choose_deeds
from reelwright.writing.series_text import text_of
from reelwright.writing.story import LEAD, LOVE, RETURNER, address


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
        (
            "A maid in the imperial palace finds that the Dowager condemned her father",
            "Your Grace|Majesty|my lady",
            "phone",
        ),
        ("罪臣之女入宫为婢，发现太后害了她父亲", "奴婢", "手机"),
    ],
)
def test_a_palace_is_a_world_of_its_own(logline: str, own: str, foreign: str) -> None:
    """Recognised, spoken by rank, played where the stage has a palace, and nothing of today in it."""
    draft = BuiltInWriter().write(logline, episodes=12, seed=2)
    assert draft.bible.form == "palace"
    text = "\n".join(draft.episodes)
    assert re.search(own, text) and foreign not in text
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
    assert "for two on the table" in ending or "between two cups" in ending


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


@pytest.mark.parametrize(
    ("logline", "lead_sex", "ruler_sex", "title"),
    [
        ("A waiter learns that the bride's father ruined his mother's bakery", "male", "male", "Mr."),
        ("A nurse marries, and the groom's elder sister ruined her father", "female", "female", "Miss"),
        ("婚礼当天，男服务员发现新娘的爷爷害得他父亲破产", "male", "male", "老先生"),
        ("婚礼当天，女护士发现新郎的姐姐害得她父亲破产", "female", "female", "大小姐"),
    ],
)
def test_the_logline_says_who_leads_and_who_rules(
    logline: str, lead_sex: str, ruler_sex: str, title: str
) -> None:
    """Their sexes are the cast's, and the ruler is called by the right title and never a mother."""
    draft = BuiltInWriter().write(logline, episodes=12, seed=5)
    keys = {member.part: member.key for member in draft.bible.cast}
    sexes = {character.key: character.look.sex for character in draft.characters}
    assert (sexes[keys["lead"]], sexes[keys["ruler"]]) == (lead_sex, ruler_sex)
    assert sexes[keys["love"]] != lead_sex
    spoken = "\n".join(lines_of(draft))
    ruler = next(member.name for member in draft.bible.cast if member.part == "ruler")
    lady = f"Mrs. {ruler.split()[-1]}" if ruler.isascii() else f"{ruler[0]}夫人"
    assert lady not in spoken and not re.search(r"\bmy son\b|我儿子", spoken)
    reading = read_logline(logline)
    house = Household(reading.lead_sex, reading.rule)
    assert title in address(invented(reading.language, 5, form="wedding", household=house), "lead", "ruler")


@pytest.mark.parametrize("language", LOGLINES)
def test_there_is_a_line_for_everybody_whoever_leads_and_rules(language: str) -> None:
    """No pool of today is empty for a man who leads or rules, but of the forms that know neither."""
    for unfit in (("male_lead", "other_kin"), ("male_ruler", "other_kin")):
        empty = {
            name
            for name, phrases in pools_of(language).items()
            if not name.startswith(("swapped.", "swp.", "child.", "chi."))
            and not any(fits_people(phrase.text, language, unfit) for phrase in phrases)
        }
        assert empty == set()


def test_a_secret_that_is_not_these_peoples_is_said_not_to_be_used() -> None:
    """Where a grandfather rules there is no will of his to burn; a mother may burn it."""
    logline = "A waiter finds out on his wedding day that the bride's {} burnt his mother's will"
    his = BuiltInWriter().write(logline.format("grandfather"), episodes=4, seed=4)
    hers = BuiltInWriter().write(logline.format("mother"), episodes=4, seed=4)
    assert his.bible.secrets[0].deed != "will" and "will" in his.left
    assert not [row for row in his.taken if row.startswith("secret")]
    assert hers.bible.secrets[0].deed == "will" and "will" not in hers.left


@pytest.mark.parametrize("language", LOGLINES)
def test_who_was_reborn_uses_what_she_remembers(language: str) -> None:
    """In every season of a rebirth she finds a proof by memory, and in no other form."""
    reborn = BuiltInWriter().write("x", episodes=12, seed=3, language=language, form="rebirth")
    other = BuiltInWriter().write("x", episodes=12, seed=3, language=language, form="wedding")
    remembers = {"en": "the first time", "zh": "上一回在哪儿"}[language]
    assert any(remembers in row.turn for row in reborn.bible.season)
    assert not any(remembers in row.turn for row in other.bible.season)


def test_a_long_season_ends_in_many_ways() -> None:
    """Of sixty episodes no way of ending takes a fifth, and ten ways are used."""
    story = invented("en", 2, form="wedding")
    story.deeds = choose_deeds(story, 12)
    kinds = Counter(e.cliff.kind for e in plan_season(story, 60) if e.cliff)
    del kinds["cliff.tell"]  # how every new secret begins
    assert len(kinds) >= 10
    assert max(kinds.values()) <= 12


@pytest.mark.parametrize("form", FORMS)
def test_a_season_ends_before_an_audience_with_the_two_together(form: str) -> None:
    """Not with a friend's betrayal, and nobody is left who has slammed a door."""
    for seed in range(1, 13):
        story = invented("en", seed, form=form)
        story.deeds = choose_deeds(story, 3)
        season = plan_season(story, 12)
        moves = [move for episode in season for move in episode.moves]
        assert "expose" in [move.kind for move in season[-1].moves]
        assert story.deeds[-1].kind != "death"  # he has walked in long before
        bonds = [
            move.kind
            for move in moves
            if move.kind in ("break", "mend", "frame")
            or (move.kind == "confess.own" and move.cast[1] == LOVE)
        ]
        assert bonds[-1:] in ([], ["mend"]), (seed, bonds)
        ending = season[-1].cliff
        assert ending is not None and set(ending.cast) == {LEAD, LOVE}


def test_who_was_buried_does_not_look_for_his_own_papers() -> None:
    """He could say it; and what is found is found by those who did not know."""
    found = 0
    for seed in range(1, 40):
        story = invented("en", seed, form="slap-back")
        story.deeds = choose_deeds(story, 3)
        victims = {deed.key: deed.victim for deed in story.deeds}
        for move in (move for episode in plan_season(story, 12) for move in episode.moves):
            if move.kind in ("find", "steal"):
                found += victims[move.deed] == RETURNER
                assert not (victims[move.deed] == RETURNER and RETURNER in move.cast)
    assert found


@pytest.mark.parametrize("language", LOGLINES)
def test_they_speak_of_a_wedding_only_where_there_was_one(language: str) -> None:
    """``wed:`` is said in three forms; elsewhere nobody was at the registrar's."""
    pools = pools_of(language)
    wed = {phrase.text for phrases in pools.values() for phrase in phrases if "wed" in phrase.tags}
    assert len(wed) > 4
    of_a_wedding = re.compile(r"at our wedding|my wife\b|He married|婚礼上你哭|我老婆|往低处娶")
    said = {seed: lines_of(BuiltInWriter().write("x", episodes=30, seed=seed, language=language, form="heir"))
            for seed in (1, 2, 3)}  # fmt: skip
    assert not [line for lines in said.values() for line in lines if of_a_wedding.search(line)]


def test_what_is_shown_has_its_measure_word() -> None:
    """A photograph is one 张, the envelope around it one 个."""
    shown = {
        "赵晴展开一份旧照片。": "赵晴展开一张旧照片。",
        "赵晴展开一份车祸照片信封。": "赵晴展开一个车祸照片信封。",
        "赵晴展开一份婴儿照片文件。": "赵晴展开一份婴儿照片文件。",
        "赵晴展开一份疗养院信封。": "赵晴展开一个疗养院信封。",
        "赵晴展开一份一捆信。": "赵晴展开一捆信。",
    }
    assert {words: counted(words) for words in shown} == shown


def test_you_and_i_is_no_rank() -> None:
    """A concubine names herself by rank, but 你我 is the two of them."""
    draft = BuiltInWriter().write("x", episodes=60, seed=1, language="zh", form="palace")
    assert not [line for line in lines_of(draft) if re.search("[你您](?:臣妾|嫔妾|奴婢|本宫|哀家)", line)]


def test_the_help_names_every_form() -> None:
    """``--form`` takes what the storyteller knows."""
    helped = CliRunner().invoke(app, ["new", "--help"], terminal_width=200).output
    assert set(FORMS) <= set(re.findall("[a-z-]+", helped))


@pytest.mark.parametrize("form", ["slap-back", "wedding", "heir"])
def test_the_dead_son_tells_nothing_before_he_is_back(form: str) -> None:
    """Whoever is mourned at a table has not sat in her car an episode before."""
    seen = 0
    for seed in range(1, 30):
        story = invented("zh", seed, form=form)
        story.deeds = choose_deeds(story, 3)
        ends = [e.cliff for e in plan_season(story, 12) if e.cliff]
        kinds = [(end.kind, end.cast[1]) for end in ends]
        if ("cliff.arrive", "returner") in kinds:
            before = ends[: kinds.index(("cliff.arrive", "returner"))]
            assert all("returner" not in end.cast for end in before)
            seen += 1
    assert seen


@pytest.mark.parametrize("language", LOGLINES)
def test_only_lovers_kiss(language: str) -> None:
    """No father kisses his grown daughter at the last table."""
    kisses = [phrase for phrase in pools_of(language)["act.touch"] if re.search("亲了|kiss", phrase.text)]
    assert kisses and all("lovers" in phrase.tags for phrase in kisses)


@pytest.mark.parametrize("language", LOGLINES)
def test_the_dead_are_not_met_like_neighbours(language: str) -> None:
    """When he comes home nobody says a line that is kept for the living."""
    writer = BuiltInWriter()
    seasons = [
        writer.write("x", episodes=12, seed=seed, language=language, form="slap-back")
        for seed in range(1, 13)
    ]

    def begins(phrase: Phrase) -> str:
        return re.split(r"[\[{]", phrase.text)[0]

    pools, met = pools_of(language), 0
    for draft in seasons:
        names = {member.part: member.calls[0].upper() for member in draft.bible.cast}
        for episode in text_of(draft).episodes:
            *_, sees, comes = episode.screenplay.lines
            if (sees.speaker, comes.speaker) != (names["ruler"], names.get("returner")):
                continue
            met += 1
            for pool, said in (("cliff.see", sees.text), ("cliff.arrive", comes.text)):
                kept = [begins(phrase) for phrase in pools[pool] if "living" in phrase.tags]
                assert not any(len(start) > 2 and said.startswith(start) for start in kept)
    assert met


@pytest.mark.parametrize(
    ("speaker", "hearer", "kind", "said"),
    [
        ("lead", "ruler", "confront", "您记得，您怕"),
        ("lead", "ruler", "confess", "你记得，你怕"),
        ("lead", "parent", "bedside", "你记得，你怕"),
        ("love", "ruler", "ultimatum", "您记得，您怕"),
        ("keeper", "ruler", "plot", "您记得，您怕"),
        ("lead", "keeper", "witness", "您记得，您怕"),
        ("ruler", "lead", "threaten", "你记得，你怕"),
    ],
)
def test_a_talk_keeps_to_one_form_of_address(speaker: str, hearer: str, kind: str, said: str) -> None:
    """您 and 你 are not mixed in what one says to another, however the phrases were written."""
    story = invented("zh", 1, form="wedding")
    assert said_to(story, "您记得，你怕", speaker, hearer, kind, is_raised=False) == said
