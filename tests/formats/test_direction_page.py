"""docs/direction.md promises only what the reader keeps."""

from __future__ import annotations

import re
from pathlib import Path

from reelwright.formats import read_fountain, write_fountain
from reelwright.screenplay import Direction, Line, delivery_of, script_notices
from reelwright.screenplay.directions import DIRECTION_KINDS, direction_of
from reelwright.screenplay.documents import EXPRESSIONS

PAGE = (Path(__file__).parents[2] / "docs" / "direction.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```fountain\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_read_without_a_warning_and_write_back() -> None:
    assert len(BLOCKS) == 2
    for block in BLOCKS:
        screenplay = read_fountain(block)
        assert script_notices(screenplay) == () and write_fountain(screenplay) == block


def test_the_brackets_of_the_example_are_played() -> None:
    played = [(line.speaker, delivery_of(line)) for line in read_fountain(BLOCKS[0]).lines]
    assert [(who, d.expression, d.style, d.gesture) for who, d in played] == [
        ("MEI", "cold", "whisper", ""),
        ("LUKE", "angry", "angry", "point"),
        ("苏晚", "cold", "cold", ""),
        ("陆沉", "crying", "whisper", ""),
    ]


def test_the_notes_of_the_example_belong_where_the_page_says() -> None:
    (scene,) = read_fountain(BLOCKS[1]).scenes
    own = [item.kind for item in scene.items if isinstance(item, Direction)]
    assert own == ["place", "weather", "shot", "music"]
    assert [d.kind for d in scene.lines[0].directions] == ["hold", "music"]


def test_the_table_of_notes_is_whole_in_both_languages() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", PAGE, re.MULTILINE)
    assert tuple(kind for kind, _ in rows) == DIRECTION_KINDS
    for kind, chinese in rows:
        assert all(direction_of(f"{word.strip()}：x").kind == kind for word in chinese.split("、"))


def test_the_words_of_the_table_ask_for_what_their_row_says() -> None:
    """Every face of a row is asked for by some of its words; no word of a row asks for a face of another."""
    rows = re.findall(r"^\| ([a-z, ]+) \| ([^|`]+) \| ([^|]+) \|", PAGE, re.MULTILINE)
    named = {}
    for asks, english, chinese in rows:
        faces = {face for face in asks.split(", ") if face in EXPRESSIONS}
        if not faces:
            continue
        for words in (english, chinese):
            asked = {_face_of(word.strip()) for word in re.split("[,;、；]", words)}
            assert asked == faces, (asks, words)
        named[asks] = faces
    assert set().union(*named.values()) == set(EXPRESSIONS) - {"neutral"}


def _face_of(bracket: str) -> str:
    return delivery_of(Line(id="a", speaker="MEI", text="Yes.", parentheticals=(bracket,))).expression
