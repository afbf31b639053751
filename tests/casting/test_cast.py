"""Everybody gets a face that fits what the script says, always the same, unlike the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.casting import cast_for, default_character, key_of, outfit_in, read_cast
from reelwright.casting.documents import HAIRSTYLES, OUTFITS, Look
from reelwright.casting.files import CHOICES
from reelwright.casting.wording import COLOUR_WORDS, HAIR_WORDS, OTHER_WORDS, OUTFIT_WORDS
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
    asked = outfit_in(mara, scene_words="BANQUET HALL", episode=1, kind="coat")
    assert asked == outfit_in(mara, scene_words="OFFICE", episode=2), "her own coat, with its colour"
    gown = outfit_in(mara, scene_words="BANQUET HALL", episode=1)
    other = outfit_in(mara, scene_words="BANQUET HALL", episode=1, kind="wedding")
    assert (other.kind, other.colour) == ("wedding", gown.colour), "she has none: what she wears is cut so"


def test_a_file_changes_that_person_and_no_other(tmp_path: Path) -> None:
    """Who comes before and after keeps the face that was thought up for them."""
    script = read_fountain("MARA\nHi.\n\nVICTOR\nNo.\n\nIRIS\nWell.\n", source_name="t")
    before, _ = cast_for([script], None)
    (tmp_path / "victor.toml").write_text('name = "Victor"\n[look]\nsex = "male"\nhair = "slick"\n')
    after, _ = cast_for([script], tmp_path)
    assert after["VICTOR"] != before["VICTOR"]
    assert (after["MARA"], after["IRIS"]) == (before["MARA"], before["IRIS"])


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('name = "Mara"\n[look]\nskin_colour = "red"\n', 3, "skin_colour"),
        ('name = "Mara"\n[look]\nage_years = "old"\n', 3, "age_years"),
        ('name = "Mara"\n[look]\nhair_colour = 7\n', 3, "hair_colour"),
        ('name = "Mara"\nnickname = "M"\n', 2, "nickname"),
    ],
)
def test_a_wrong_field_is_refused_with_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    """File, line and what may stand there."""
    with pytest.raises(BadInput) as caught:
        read_cast(write(tmp_path, text))
    assert f"mara.toml:{line}" in str(caught.value) and word in str(caught.value)


@pytest.mark.parametrize(
    ("line", "field", "drawn"),
    [
        ('hair = "ponytail"', "hair", "pony"),
        ('hair = "马尾"', "hair", "pony"),
        ('hair = "zzz"', "hair", "long"),
        ('beard = "山羊胡"', "beard", "goatee"),
        ('eyes = "phoenix"', "eyes", "upturned"),
        ('marks = ["雀斑", "freckles"]', "marks", ("freckles",)),
        ("jaw = 9.0", "jaw", 1.1),
        ("age_years = 900", "age_years", 100),
        ("chin = nan", "chin", 0.0),
        ('hair_colour = "bleu-ish"', "hair_colour", Look().hair_colour),
        ('iris_colour = ""', "iris_colour", Look().iris_colour),
    ],
)
def test_what_nobody_can_draw_becomes_the_nearest_and_is_told(
    tmp_path: Path, line: str, field: str, drawn: object
) -> None:
    """One notice with file and line; never a refusal, never a face off the scale."""
    people, notices = read_cast(write(tmp_path, f'name = "Mara"\n[look]\n{line}\n'))
    assert getattr(people[0].look, field) == drawn
    assert {n.code for n in notices} == {"impossible-look"}
    assert all(n.where.endswith("mara.toml:3") for n in notices)


def test_names_of_colours_are_colours(tmp_path: Path) -> None:
    """English, Chinese and short hex; without a notice."""
    text = (
        'name = "Mara"\n[look]\nhair_colour = "#abc"\niris_colour = "navy"\n[[wardrobe]]\ncolour = "酒红"\n'
    )
    people, notices = read_cast(write(tmp_path, text))
    assert not notices and people[0].look.hair_colour == "#aabbcc"
    assert people[0].look.iris_colour == COLOUR_WORDS["navy"]
    assert people[0].wardrobe[0].outfit.colour == COLOUR_WORDS["酒红"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("armour", "uniform"), ("cheongsam", "qipao"), ("婚纱", "wedding"), ("a red evening gown", "gown"),
     ("cobwebs", "shirt"), ("weding", "wedding")],
)  # fmt: skip
def test_clothes_nobody_can_sew_are_the_nearest_and_a_warning(tmp_path: Path, words: str, kind: str) -> None:
    """By meaning or spelling; a shirt when nothing is near."""
    people, notices = read_cast(write(tmp_path, f'name = "Mara"\n[[wardrobe]]\nkind = "{words}"\n'))
    assert people[0].wardrobe[0].outfit.kind == kind
    assert [n.code for n in notices] == ["unknown-wardrobe"]


def test_every_word_stands_for_something_that_is_drawn() -> None:
    """The tables of synonyms lead to the documents' own words."""
    assert set(OUTFIT_WORDS.values()) == set(OUTFITS)
    assert set(HAIR_WORDS.values()) == set(HAIRSTYLES)
    for field, table in OTHER_WORDS.items():
        assert set(table.values()) == set(CHOICES[field]) - {""}, field


def test_a_near_miss_is_suggested(tmp_path: Path) -> None:
    """A cue one letter off from a filed name is made, and the file's name suggested."""
    write(tmp_path, 'name = "Mara"\n')
    cast, notices = cast_for([read_fountain("MARAA\nHi.\n\nMARA\nHo.\n", source_name="t")], tmp_path)
    assert cast["MARAA"].key != "mara"
    assert "Mara" in notices[0].next_step
