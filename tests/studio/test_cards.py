"""Somebody is cast from a card, and a cast member becomes one: whole ways, through the files."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reelwright.casting.files import read_character
from reelwright.errors import BadInput
from reelwright.formats.cards import read_card
from reelwright.studio.card_text import character_of
from reelwright.studio.cards import export_card, import_card
from reelwright.studio.series import Series, open_series
from reelwright.studio.story import new_series

CARD: dict[str, Any] = {
    "spec": "chara_card_v3",
    "spec_version": "3.0",
    "own": {"kept": [1, 2.50, None]},
    "data": {
        "name": "Mei",
        "nickname": "MARA",
        "description": "{{char}} is 34 years old. She has wavy auburn hair and green eyes, wears a navy "
        "trench coat and speaks in a low voice.",
        "personality": "{{char}} lies only to be kind. She hates {{user}}'s pity.",
        "first_mes": "You are late.",
        "extensions": {"depth_prompt": {"depth": 4}},
        "character_book": {
            "name": "her book",
            "entries": [{"keys": ["ward"], "content": "@@depth 2\nThe ward is closed.", "extensions": {}}],
        },
        "assets": [{"type": "icon", "uri": "ccdefault:", "name": "main", "ext": "png"}],
    },
}


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@pytest.fixture
def card_file(tmp_path: Path) -> Path:
    """A picture with a V3 card in it, made without the code under test."""
    picture = cv2.imencode(".png", np.full((60, 40, 3), 90, np.uint8))[1].tobytes()
    text = chunk(b"tEXt", b"ccv3\0" + base64.b64encode(json.dumps(CARD).encode()))
    path = tmp_path / "card.png"
    path.write_bytes(picture[:33] + text + picture[33:])
    return path


@pytest.fixture
def series(tmp_path: Path) -> Series:
    (tmp_path / "s/episodes").mkdir(parents=True)
    (tmp_path / "s/series.toml").write_text('title = "Small"\nlanguage = "en"\n')
    (tmp_path / "s/episodes/01.fountain").write_text(
        "INT. OFFICE - DAY\n\nMARA\nYou lied.\n\nVICTOR\nNever.\n"
    )
    return open_series(tmp_path / "s")


def test_a_card_becomes_somebody_of_the_cast(series: Series, card_file: Path) -> None:
    came = import_card(series, card_file)
    who, notices = read_character(series.folder / "cast/mei.toml")
    assert notices == [] and came.character == who
    assert (who.look.age_years, who.look.hair, who.look.hair_colour) == (34, "wavy", "#8a3a22")
    assert who.wardrobe[0].outfit.kind == "trench" and "hair wavy" in came.taken
    assert who.persona == "Mei lies only to be kind. She hates somebody's pity."
    assert who.voice.name == "en-vivian", "of the near voices the lowest"
    assert came.kept.read_bytes() == card_file.read_bytes()
    with pytest.raises(BadInput, match="cast already"):
        import_card(series, card_file)
    assert import_card(series, came.kept, plays="VICTOR", replace=True).character.aliases == (
        "MARA",
        "VICTOR",
    )
    assert came.kept.read_bytes() == card_file.read_bytes()


def test_what_came_in_goes_out_whole_with_what_was_changed(series: Series, card_file: Path) -> None:
    came = import_card(series, card_file)
    path, notices = export_card(series, "mara")
    out = read_card(path)
    assert notices == () and out.picture == read_card(card_file).picture
    tree = json.loads(json.dumps(out.newer))
    ours = tree["data"]["extensions"].pop("reelwright")
    added = [entry for entry in tree["data"]["character_book"]["entries"] if "name" in entry]
    tree["data"]["character_book"]["entries"] = tree["data"]["character_book"]["entries"][:1]
    assert tree == CARD and ours["look"]["hair"] == "wavy" and added[0]["name"] == "looks"

    text = came.path.read_text()
    came.path.write_text(text.replace("She hates somebody's pity.", "She counts.").replace("wavy", "bob"))
    for name in ("a.json", "b.charx", "c.png"):
        again = export_card(series, "Mei", series.folder / name)[0]
        data = read_card(again).tree["data"]
        assert data["personality"] == "Mei lies only to be kind. She counts."
        assert data["extensions"]["reelwright"]["look"]["hair"] == "bob"
        assert data["description"] == CARD["data"]["description"] and data["first_mes"] == "You are late."
        assert len(data["character_book"]["entries"]) == 1 + len(added)
    import_card(series, series.folder / "b.charx", replace=True)
    assert read_character(came.path)[0].look.hair == "bob", "our own part says it exactly"
    assert not came.kept.exists() and (series.folder / "cast/mei.card.charx").is_file()


def test_who_has_no_card_is_drawn_and_knows_what_the_bible_says(tmp_path: Path) -> None:
    """Nothing that somebody learns later is in their lorebook before."""
    made = new_series("A waitress and the heir", episodes=4, out=tmp_path / "s")
    bible = made.draft.bible
    series = open_series(tmp_path / "s")
    seen = {member.key for member in bible.cast if member.is_seen}
    row, learnt = next((row, one) for row in bible.season for one in row.learns if one.who in seen)
    secret = next(secret for secret in bible.secrets if secret.key == learnt.secret)
    before, _ = export_card(series, learnt.who, tmp_path / "a.json", after_episode=row.number - 1)
    after, _ = export_card(series, learnt.who, tmp_path / "b.png", after_episode=row.number)
    assert secret.fact.rstrip(".") not in before.read_text()
    card = read_card(after)
    told = json.dumps(card.newer, ensure_ascii=False)
    assert secret.fact.rstrip(".") in told and card.older is not None
    assert card.older["spec"] == "chara_card_v2" and card.older["data"] == card.tree["data"]
    picture = cv2.imdecode(np.frombuffer(card.picture, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == (1200, 800, 3) and picture.std() > 20
    who = read_character(series.folder / f"cast/{learnt.who}.toml")[0]
    came = import_card(series, after, replace=True).character
    assert (came.look, came.wardrobe, came.persona) == (who.look, who.wardrobe, who.persona)


def test_a_card_says_looks_in_the_language_of_the_series(tmp_path: Path) -> None:
    new_series("女服务员在婚礼上发现新郎的母亲害她父亲破产", episodes=2, out=tmp_path / "s")
    series = open_series(tmp_path / "s")
    path, _ = export_card(series, next((tmp_path / "s/cast").glob("*.toml")).stem, tmp_path / "a.json")
    text = read_card(path).tree["data"]["description"]
    assert "的样子：" in text and not [c for c in text.partition("：")[2] if c.isascii() and c.isalpha()]


@pytest.mark.parametrize(
    ("description", "persona"),
    [
        ('[Mei\'s Personality= "caring", "strong"]\n[Mei\'s body= "pink hair"]\n<START>\n{{char}}: "Hm."',
         "Caring, strong"),
        ('[Genre: drama]\n{{char}} mends clocks. *She hums.*\n{{user}}: "Why?"',
         "Mei mends clocks. She hums."),
        ("性格（Personality）：冷静、嘴硬心软\n头发：黑", "冷静、嘴硬心软"),
    ],
)  # fmt: skip
def test_a_persona_is_found_in_lists_and_in_talk(description: str, persona: str) -> None:
    tree = {"spec": "chara_card_v3", "data": {"name": "Mei", "description": description}}
    assert character_of(tree)[0].persona == persona


def test_a_form_that_no_card_has_is_refused(series: Series) -> None:
    with pytest.raises(BadInput, match=r"ends in \.png, \.json or \.charx"):
        export_card(series, "MARA", series.folder / "mara.gif")


words = st.text(st.characters(exclude_categories=()), max_size=20)


@given(
    name=words.filter(str.strip),
    description=words,
    personality=words,
    more=st.dictionaries(
        st.sampled_from(["nickname", "character_book", "extensions", "assets", "first_mes"]),
        st.none() | words | st.lists(words, max_size=2) | st.dictionaries(words, words, max_size=2),
    ),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_card_says_the_file_can_be_read(
    tmp_path: Path, name: str, description: str, personality: str, more: dict[str, Any]
) -> None:
    data = {"name": name, "description": description, "personality": personality} | more
    tree = {"spec": "chara_card_v2", "spec_version": "2.0", "data": data}
    (tmp_path / "card.json").write_text(json.dumps(tree))
    (tmp_path / "one.fountain").write_text("INT. OFFICE - DAY\n\nMARA\nYou lied.\n")
    series = open_series(tmp_path / "one.fountain")
    came = import_card(series, tmp_path / "card.json", replace=True)
    assert read_character(came.path)[0] == came.character
    out, _ = export_card(open_series(tmp_path / "one.fountain"), came.character.key, tmp_path / "out.json")
    kept = read_card(out).older
    assert kept is not None
    assert {key: kept["data"][key] for key in data if key not in ("extensions", "character_book")} == {
        key: value for key, value in data.items() if key not in ("extensions", "character_book")
    }
