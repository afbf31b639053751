"""docs/series.md names every key that the loaders take, and says what they do with a value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest
from tests.docs.conftest import PAGE, write_example
from tests.docs.test_docs import blocks
from tests.journeys.conftest import run_program

from reelwright.audio.wave import write_wave
from reelwright.casting.documents import OUTFITS
from reelwright.casting.files import CHOICES as LOOK_CHOICES
from reelwright.casting.files import _CharacterFile
from reelwright.errors import BadInput
from reelwright.production.settings import Facts
from reelwright.score.ensembles import ENSEMBLES
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series
from reelwright.theatre.web.settings import read_settings
from reelwright.voice.pronunciations import PRONUNCIATION_FILE
from reelwright.writing.bible_file import BIBLE_FILE, read_bible

TEXT = PAGE.read_text(encoding="utf-8")
SERIES_KEYS, CAST_KEYS = re.findall(r"^## Keys of [^\n]*\n(.*?)(?=^## )", TEXT, re.M | re.S)
KEY_ROW = re.compile(r"^\| `([a-z_.]+)` \| ([^|]+) \| ([^|]+) \|", re.M)
ANSWERS = re.findall(
    r"^\| `(series\.toml|cast/mara\.toml)` \| `(.+?)` \| (refused|warning|not checked) \| ([^|]+) \|$",
    TEXT,
    re.M,
)
CHOICES = {**{f"look.{name}": names for name, names in LOOK_CHOICES.items()}, "wardrobe.kind": OUTFITS}


def taken_keys(document: type[msgspec.Struct]) -> dict[str, msgspec.inspect.Field]:
    """Every key of a TOML file by its dotted name, from the document that it is decoded to."""

    def walk(kind: Any, prefix: str) -> Iterator[tuple[str, msgspec.inspect.Field]]:
        for field in kind.fields:
            inner = getattr(field.type, "item_type", field.type)
            if isinstance(inner, msgspec.inspect.StructType):
                yield from walk(inner, f"{prefix}{field.encode_name}.")
            else:
                yield prefix + field.encode_name, field

    return dict(walk(msgspec.inspect.type_info(document), ""))


TABLES = pytest.mark.parametrize(
    ("section", "document"), [(SERIES_KEYS, Facts), (CAST_KEYS, _CharacterFile)], ids=["series", "cast"]
)


@TABLES
def test_every_key_is_in_the_page_and_every_key_of_the_page_is_taken(
    section: str, document: type[msgspec.Struct]
) -> None:
    """The same keys, each once."""
    rows = [name for name, _, _ in KEY_ROW.findall(section)]
    assert sorted(rows) == sorted(taken_keys(document))


@TABLES
def test_every_default_of_the_page_is_the_programs(section: str, document: type[msgspec.Struct]) -> None:
    """Written as in TOML, which writes texts, numbers, lists and truth as JSON does."""
    defaults = {name: default for name, default, _ in KEY_ROW.findall(section)}
    for name, field in taken_keys(document).items():
        if field.required:
            assert defaults[name] == "required", name
        else:
            has_own = field.default is not msgspec.NODEFAULT
            default = field.default if has_own else field.default_factory()
            assert json.loads(defaults[name].strip("`")) == json.loads(msgspec.json.encode(default)), name


@TABLES
def test_every_choice_of_the_page_is_one_of_the_programs(
    section: str, document: type[msgspec.Struct]
) -> None:
    """Where there are names to choose from, the page has all of them."""
    values = {name: set(re.findall(r"`([\w-]+)`", value)) for name, _, value in KEY_ROW.findall(section)}
    for name, field in taken_keys(document).items():
        if isinstance(field.type, msgspec.inspect.LiteralType):
            assert values[name] == set(field.type.values) - {""}, name
        elif name in CHOICES:
            assert values[name] == set(CHOICES[name]) - {""}, name


def test_the_ensembles_of_the_page_are_the_scores() -> None:
    """All of them, and no other."""
    (listed,) = re.findall(r"^Ensembles: (.*)\. Any", TEXT, re.M)
    assert re.findall(r"`([\w-]+)`", listed) == list(ENSEMBLES)


def write_series(folder: Path, *, series: str = "", cast: str = "") -> Path:
    (folder / "episodes").mkdir(parents=True)
    (folder / "series.toml").write_text(series, encoding="utf-8")
    (folder / "episodes" / "01.fountain").write_text("INT. OFFICE - DAY\n\nMARA\nNo.\n", encoding="utf-8")
    (folder / "cast").mkdir()
    (folder / "cast" / "mara.toml").write_text(f'name = "Mara"\n{cast}', encoding="utf-8")
    return folder


def test_every_range_of_the_page_is_the_programs(tmp_path: Path) -> None:
    """The ends are taken; what lies just outside is refused."""
    ranges = re.findall(r"^\| `(format\.\w+)` \| [^|]+ \| (\d+) to (\d+)(, even)? \|", TEXT, re.M)
    assert {name for name, *_ in ranges} == {"format.width", "format.height", "format.fps", "format.crf"}
    for name, low, high, even in ranges:
        step = 2 if even else 1
        for value in (int(low), int(high)):
            folder = write_series(tmp_path / f"{name}-{value}", series=f"{name} = {value}\n")
            assert not open_series(folder).notices
        for value in (int(low) - step, int(high) + step):
            folder = write_series(tmp_path / f"{name}-{value}", series=f"{name} = {value}\n")
            with pytest.raises(BadInput, match=re.escape(name)):
                open_series(folder)


@pytest.mark.parametrize(("file", "written", "answer", "says"), ANSWERS, ids=[row[1] for row in ANSWERS])
def test_the_program_answers_as_the_page_says(
    tmp_path: Path, file: str, written: str, answer: str, says: str
) -> None:
    """A refusal, a warning, or not a word until the film is made."""
    parts = {"series": f"{written}\n"} if file == "series.toml" else {"cast": f"{written}\n"}
    series = write_series(tmp_path / "small", **parts)
    if answer == "refused":
        with pytest.raises(BadInput, match=re.escape(says.strip())) as refused:
            prepare(open_series(series))
        assert Path(file).name in refused.value.where
    else:
        codes = [notice.code for notice in prepare(open_series(series)).notices]
        assert codes == ([says.strip()] if answer == "warning" else [])


def test_the_table_of_answers_is_read() -> None:
    """A row that is written in another way would not be tested."""
    section = TEXT.partition("## What is refused")[2]
    assert len(ANSWERS) == len(re.findall(r"^\| `", section, re.M)) >= 20


@pytest.mark.parametrize(
    "name", ["01.fountain", "02-the-call.fountain", "3 home.fountain", "1_pilot.fountain"]
)
def test_episodes_are_found_by_the_names_that_the_page_says(tmp_path: Path, name: str) -> None:
    """A number, then a space, a hyphen, a dot or the suffix; an underscore is not read."""
    series = write_series(tmp_path / "small")
    (series / "episodes" / "01.fountain").rename(series / "episodes" / name)
    if "_" in name:
        with pytest.raises(BadInput, match="no episode"):
            open_series(series)
    else:
        assert open_series(series).episodes[0].number == int(re.split(r"\W", name)[0])


def test_a_script_by_itself_leaves_series_toml_alone(tmp_path: Path) -> None:
    """As the page warns: name the folder."""
    series = write_series(tmp_path / "small", series='title = "Small"\n')
    assert open_series(series).facts.title == "Small"
    assert open_series(series / "episodes" / "01.fountain").facts == Facts()


def test_the_example_is_read_without_a_warning(tmp_path: Path) -> None:
    """By the command that the page names; and it shows every key of series.toml."""
    folder = write_example(tmp_path / "the-lighthouse")
    ran = run_program("status", folder, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert not [event for event in ran.events if event["event"] == "warning"], ran.out
    series = open_series(folder)
    # Only a translated series has an original.
    assert all(getattr(series.facts, name) for name in Facts.__struct_fields__ if name != "original")
    plan = prepare(series).plans[0]
    assert plan.cast["MARA"].look.hair == "pony" and plan.voices["mara"] == "en-grace"


def test_the_release_of_the_example_is_sound(example_release: Path) -> None:
    """Made and checked by the commands that the page names."""
    ran = run_program("validate", example_release, "--json")
    assert ran.code == 0 and ran.events[-1]["faults"] == [], ran.out + ran.err


@pytest.mark.parametrize(("where", "code"), blocks("toml"))
def test_toml_in_the_docs_is_read_without_a_warning(tmp_path: Path, where: str, code: str) -> None:
    """Each block is a whole file: one with a ``name`` is a character's, one with ``[depth]`` a place's, one
    with ``feet`` a person's in pictures, one that begins with a quoted word the pronunciation list, one
    with ``[[secrets]]`` the bible, one with ``[[packs]]`` or ``[[plans]]`` theatre.toml, any other is
    series.toml."""
    if "[[packs]]" in code or "[[plans]]" in code:
        (tmp_path / "theatre.toml").write_text(code, encoding="utf-8")
        settings = read_settings(tmp_path, {})
        for table, found in (("[[packs]]", settings.packs), ("[[plans]]", settings.plans)):
            assert table not in code or len(found) == code.count(table)
        return
    series = write_series(tmp_path / "small")
    file = "cast/mara.toml" if re.search(r"^name\b", code.partition("[")[0], re.M) else "series.toml"
    if "[depth]" in code:
        file = "places/office/place.toml"
        (series / file).parent.mkdir(parents=True)
        cv2.imwrite(str(series / "places" / "office" / "harbour.png"), np.zeros((40, 30, 3), np.uint8))
    if re.search(r"^feet\b", code, re.M):
        file = "cast/mara/person.toml"
        (series / file).parent.mkdir(parents=True)
        cut_out = np.zeros((80, 20, 4), np.uint8)
        cut_out[4:76, 4:16] = 200
        cv2.imwrite(str(series / "cast" / "mara" / "body.png"), cut_out)
    if code.startswith('"'):
        file = PRONUNCIATION_FILE
    if "[[secrets]]" in code:
        file = BIBLE_FILE
    (series / "cast").mkdir(exist_ok=True)
    for recording in re.findall(r'^sample = "(.+)"', code, re.M):
        (series / "cast" / recording).write_bytes(write_wave(np.zeros(800, np.float32)))
    (series / file).write_text(code, encoding="utf-8")
    assert (read_bible(series) is not None) == (file == BIBLE_FILE)
    prepared = prepare(open_series(series))
    assert prepared.notices == (), where
