"""Everybody gets a face that fits what the script says, always the same, unlike the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.casting import cast_for, default_character, key_of, outfit_in, read_cast
from reelwright.errors import BadInput
from reelwright.formats import read_fountain


@pytest.mark.parametrize(
    ("name", "mentions", "sex", "age"),
    [
        ("MEI LIN", ["MEI LIN (26), an actress, smiles."], "female", 26),
        ("MRS. CHEN", ["MRS. CHEN, 62, rules the table."], "female", 62),
        ("GRANDPA", [], "male", 72),
        ("THE BOSS", ["The boss folds his hands."], "male", 34),
        ("VICTOR", ["VICTOR (60s, silver)"], "male", 64),
        ("林婷", ["林婷，25岁，"], "female", 25),
        ("顾总裁", ["顾总裁，34岁，他"], "male", 34),
        ("奶奶", [], "female", 72),
    ],
)
def test_names_and_introductions_are_understood(name: str, mentions: list[str], sex: str, age: int) -> None:
    """Sex and age as the words say, in English and Chinese."""
    look = default_character(name, mentions).look
    assert (look.sex, look.age_years) == (sex, age)


def test_the_same_words_give_the_same_person_and_others_differ() -> None:
    """Deterministic; six of one sex and age can be told apart by hair and its colour."""
    names = ["ANNA", "BELLA", "CLARA", "DIANA", "ELENA", "FIONA"]
    made = []
    for name in names:
        made.append(default_character(name, [], made))
    assert made[0] == default_character("ANNA", [])
    assert len({(c.look.hair, c.look.hair_colour) for c in made}) == len(names)
    assert default_character("DR. STONE", ["a doctor"]).wardrobe[0].outfit.kind == "doctor"


def test_keys_are_slugs_in_any_script() -> None:
    """Letters and digits; Chinese by pinyin; never empty."""
    assert (key_of("MRS. O'HARA"), key_of("林晚")) == ("mrs-o-hara", "lin-wan")
    assert key_of("???").startswith("character-")


def write(folder: Path, text: str) -> Path:
    (folder / "mara.toml").write_text(text)
    return folder


def test_a_file_decides_and_aliases_lead_to_it(tmp_path: Path) -> None:
    """Cues by name, stem, alias or another spelling are one person."""
    write(
        tmp_path,
        'name = "Mara"\naliases = ["THE GIRL"]\n[look]\nhair = "bob"\n[[wardrobe]]\nkind = "hoodie"\n'
        '[[wardrobe]]\nscene = "banquet"\nkind = "gown"\n[[wardrobe]]\nscene = "2"\nkind = "coat"\n',
    )
    script = read_fountain("MARA\nHi.\n\nTHE GIRL\nHo.\n\nMara.\n\nVICTOR\nNo.\n", source_name="t")
    cast, notices = cast_for([script], tmp_path)
    assert cast["MARA"] is cast["THE GIRL"] and cast["MARA"].look.hair == "bob"
    assert not notices
    mara = cast["MARA"]
    assert outfit_in(mara, scene_words="BANQUET HALL", episode=1).kind == "gown"
    assert outfit_in(mara, scene_words="OFFICE", episode=2).kind == "coat"
    assert outfit_in(mara, scene_words="OFFICE", episode=1).kind == "hoodie"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('name = "Mara"\n\n[look]\nhair = "mohawk"\n', 4, "mohawk"),
        ('name = "Mara"\n[look]\nskin_colour = "red"\n', 3, "skin_colour"),
        ('name = "Mara"\n[look]\nage_years = "old"\n', 3, "age_years"),
        ('name = "Mara"\n[look]\nhair_colour = "blue"\n', 3, "blue"),
        ('name = "Mara"\nnickname = "M"\n', 2, "nickname"),
    ],
)
def test_a_wrong_field_is_refused_with_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    """File, line and what may stand there."""
    with pytest.raises(BadInput) as caught:
        read_cast(write(tmp_path, text))
    assert f"mara.toml:{line}" in str(caught.value) and word in str(caught.value)


def test_clothes_nobody_can_sew_are_a_warning(tmp_path: Path) -> None:
    """A shirt is worn instead."""
    people, notices = read_cast(write(tmp_path, 'name = "Mara"\n[[wardrobe]]\nkind = "armour"\n'))
    assert people[0].wardrobe[0].outfit.kind == "shirt"
    assert [n.code for n in notices] == ["unknown-wardrobe"]


def test_a_near_miss_is_suggested(tmp_path: Path) -> None:
    """A cue one letter off from a filed name is made, and the file's name suggested."""
    write(tmp_path, 'name = "Mara"\n')
    cast, notices = cast_for([read_fountain("MARAA\nHi.\n\nMARA\nHo.\n", source_name="t")], tmp_path)
    assert cast["MARAA"].key != "mara"
    assert "Mara" in notices[0].next_step
