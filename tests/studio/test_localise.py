"""A series gets a catalogue in another language, and says what is missing, stale and extra in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tests.journeys.conftest import write_series

from reelwright.errors import BadInput
from reelwright.formats.po import PoEntry, read_po, write_po
from reelwright.studio.audition import part_of, pin
from reelwright.studio.localise import localise, report
from reelwright.studio.make import prepare
from reelwright.studio.reading import read_scripts
from reelwright.studio.series import open_series
from reelwright.writing.translator import Source

LINES = {
    "You lied to me.": "你骗了我。",
    "I never lied!": "我从没骗过你！",
    "Then who is in the grave?": "那坟里是谁？",
}


class Phrasebook:
    """A translator that knows some lines by heart, and notes what it is asked."""

    name = "phrasebook"

    def __init__(self, lines: Mapping[str, str] = LINES) -> None:
        self.lines = lines
        self.asked: list[Source] = []
        self.known: Mapping[str, str] = {}

    def translate(
        self, sources: Sequence[Source], *, source_language: str, language: str, known: Mapping[str, str]
    ) -> Mapping[str, str]:
        assert source_language == "en" and language.startswith("zh")
        self.asked, self.known = list(sources), known
        return {source.id: self.lines[source.text] for source in sources if source.text in self.lines}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_series(tmp_path / "small")


def edit(home: Path, before: str, after: str) -> None:
    path = home / "episodes/01.fountain"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_a_catalogue_follows_the_script(home: Path) -> None:
    series = open_series(home)
    first = localise(series, "zh", translator=Phrasebook())
    assert (first.translated, len(first.missing)) == (3, 3)
    assert [entry.context for entry in first.missing] == [
        "series/title",
        "cast/mara/name",
        "cast/victor/name",
    ]
    line = next(entry for entry in read_po(first.catalogue) if entry.source == "I never lied!")
    assert (line.note, line.place) == ("Victor (angry), episode 1", "episodes/01.fountain")

    edit(home, "I never lied!", "I never lied to you!")
    edit(home, "MARA\n(crying)\nThen who is in the grave?", "MARA\n(crying)\nAnd who is it, then, in there?")
    before = first.catalogue.read_bytes()
    state = report(series, "zh")
    assert first.catalogue.read_bytes() == before, "a report writes nothing"
    stale = next(entry for entry in state.stale if entry.context == line.context)
    assert (stale.previous, stale.text, stale.is_fuzzy) == ("I never lied!", "我从没骗过你！", True)

    again = Phrasebook({})
    assert localise(series, "zh", translator=again).stale == state.stale
    asked = next(source for source in again.asked if source.id == line.context)
    assert (asked.before, asked.was, asked.speaker, asked.delivery) == (
        "I never lied!", "我从没骗过你！", "Victor", "angry",
    )  # fmt: skip
    assert "你骗了我。" in again.known.values()
    edit(home, "I never lied to you!", "I never lied!")
    assert line.context not in [entry.context for entry in localise(series, "zh").stale], "as it was"

    edit(home, "VICTOR\n(angry)\nI never lied!\n\n", "")
    gone = localise(series, "zh")
    assert [entry.context for entry in gone.extra] == [line.context]
    assert next(e for e in read_po(gone.catalogue) if e.context == line.context).is_obsolete
    edit(home, "EXT. STREET", "VICTOR\n(angry)\nI never lied!\n\nEXT. STREET")
    assert report(series, "zh").extra == ()


def test_what_a_translator_sends_back_is_taken_in(home: Path, tmp_path: Path) -> None:
    series = open_series(home)
    state = localise(series, "zh")
    sent = [
        PoEntry(entry.context, entry.source, f"译{number}", remarks="said softly")
        for number, entry in enumerate(state.missing)
    ]
    sent[3] = PoEntry(sent[3].context, "You lied.", "旧")
    back = tmp_path / "back.po"
    back.write_bytes(write_po([*sent, PoEntry("zzzz", "No.", "不。")], language="zh", title="Small"))
    taken = localise(series, "zh", take=back)
    assert (taken.translated, len(taken.stale), len(taken.extra)) == (5, 1, 1)
    assert read_po(taken.catalogue)[0].remarks == "said softly"


def test_a_translated_series_is_read_in_its_words_with_its_own_voices(home: Path) -> None:
    (home / "cast").mkdir()
    (home / "cast/mara.toml").write_text('name = "Mara"\n[voice]\nname = "en-grace"\n')
    names = {"Small": "小事", "Mara": "玛拉"}
    folder = localise(open_series(home), "zh-CN", translator=Phrasebook(LINES | names)).folder
    series, original = open_series(folder), read_scripts(open_series(home))
    read = read_scripts(series)
    assert (read.title, read.language, read.slug) == ("小事", "zh", original.slug)
    ids = [line.id for line in original.screenplays[1].lines]
    assert [(line.id, line.text) for line in read.screenplays[1].lines] == list(
        zip(ids, LINES.values(), strict=True)
    )
    assert set(read.voices.values()) <= {"zh-lan", "zh-xue", "zh-hong", "zh-wei", "zh-lei", "zh-ming"}
    assert read.plan(1).shown_names == {"mara": "玛拉", "victor": "Victor"}
    assert [shot.id for shot in read.board(1).shots] == [shot.id for shot in original.board(1).shots]
    with pytest.raises(BadInput, match=r'Write mara = "zh-hong" there, under \[voices\]'):
        pin(part_of(series, "mara"), "zh-hong")
    (folder / "series.toml").write_text((folder / "series.toml").read_text() + 'mara = "zh-hong"\n')
    assert read_scripts(open_series(folder)).voices["mara"] == "zh-hong"
    assert series.facts.format.width == 216, "what it does not say is the original's"


def test_an_episode_with_missing_lines_is_not_made_and_stale_ones_are_told(home: Path) -> None:
    series = open_series(home)
    folder = localise(series, "zh", translator=Phrasebook({"You lied to me.": "你骗了我。"})).folder
    with pytest.raises(BadInput, match="2 lines of episode 1 are not translated"):
        prepare(open_series(folder))
    localise(series, "zh", translator=Phrasebook())
    edit(home, "You lied to me.", "You lied to me again.")
    notices = prepare(open_series(folder)).notices
    assert [notice.code for notice in notices if notice.code.startswith("translation")] == [
        "translation-stale"
    ]


def test_what_cannot_be_translated_is_refused(home: Path, tmp_path: Path) -> None:
    series = open_series(home)
    for language, words in (
        ("en-GB", "in en already"),
        ("", "not said into which"),
        ("../x", "is no language"),
    ):
        with pytest.raises(BadInput, match=words):
            localise(series, language)
    script = tmp_path / "one.fountain"
    script.write_text("INT. OFFICE - DAY\n\nMARA\nYou lied.\n")
    with pytest.raises(BadInput, match="script by itself"):
        localise(open_series(script), "zh")
    folder = localise(series, "zh").folder
    (folder / "episodes.po").unlink()
    with pytest.raises(BadInput, match="has no lines"):
        prepare(open_series(folder))
    for text, words in (
        ('original = "../../gone"\nlanguage = "zh"\n', "no series to translate"),
        ('original = "../.."\n', "must say its language"),
        ('original = 3\nlanguage = "zh"\n', "names a folder"),
    ):
        (folder / "series.toml").write_text(text)
        with pytest.raises(BadInput, match=words):
            open_series(folder)
