"""A description becomes a look: prose, lists, brackets, Chinese."""

from __future__ import annotations

import pytest

from reelwright.casting.described import character_described

PROSE = """Mei Lin is a 34 year old trauma surgeon. She has short, wavy auburn hair and bright green eyes,
pale skin and a heart-shaped face. She is slender, has freckles and wears
a navy trench coat with pearl earrings."""
BRACKETS = """[character("Mei Lin") { Gender("Female") Age("34") Hair("Short" + "Wavy" + "Auburn")
Eyes("Green") Skin("Pale") Face("Heart") Body("Slender") Marks("Freckles")
Clothes("navy trench coat") Accessories("pearl earrings") }]"""
LIST = """Gender: female
Age: 34
Hair: wavy, auburn, short
Eyes: green
Skin: pale
Face: heart
Build: slender
Freckles, pearl earrings
Outfit: trench coat, navy"""
CHINESE = """梅林，女医生，34岁，一头红棕波浪卷发，绿色眼睛，皮肤白皙，瓜子脸，身材苗条，
脸上有雀斑，戴珍珠耳环，身穿藏青风衣。"""


@pytest.mark.parametrize("text", [PROSE, BRACKETS, LIST, CHINESE], ids=["prose", "brackets", "list", "zh"])
def test_words_decide_the_look(text: str) -> None:
    found = character_described("梅林" if text is CHINESE else "Mei Lin", text)
    look, worn = found.character.look, found.character.wardrobe[0].outfit
    assert (look.sex, look.age_years, look.skin) == ("female", 34, "fair")
    assert (look.face, look.figure) == ("heart", "slim")
    assert (look.hair in ("wavy", "curly"), look.hair_colour) == (True, "#8a3a22")
    assert (look.iris_colour, look.marks, look.earrings) == ("#2f7a4f", ("freckles",), "pearl")
    assert (worn.kind, worn.colour) == ("trench", "#23305a")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("He is a man of 50 with a thick beard.", "beard", "full"),
        ("He has no beard.", "beard", ""),
        ("A man with horn-rimmed glasses.", "glasses", "square"),
        ("She never wears glasses.", "glasses", ""),
        ("Gender: male. A tall, muscular man.", "figure", "athletic"),
        ("A blonde woman.", "hair_colour", "#d9b878"),
        ("Her light brown hair is tied in a ponytail.", "hair", "pony"),
        ("Her light brown hair is tied in a ponytail.", "hair_colour", "#8a6a42"),
        ("She has dark eyes.", "iris_colour", "#2a2436"),
        ("A woman with a scar on her cheek.", "marks", ("scar-cheek",)),
        ("A seventeen-year old student. Age: 17.", "age_years", 17),
        ('[Her body= "pink hair", "white teeth", "red lips", "black sundress"]', "lip_colour", "#b3283a"),
        ('[Her body= "pink hair", "white teeth", "red lips", "black sundress"]', "hair_colour", "#d98aa0"),
        ("He has short black hair.", "hair", "crop"),
        ("She has short black hair.", "hair", "bob"),
    ],
)
def test_one_word_decides_one_field(text: str, field: str, value: object) -> None:
    assert getattr(character_described("Rowan", text).character.look, field) == value


def test_a_garment_in_a_list_is_worn() -> None:
    worn = character_described("Rowan", '[Her body= "pink hair", "black sundress"]').character.wardrobe[0]
    assert (worn.outfit.kind, worn.outfit.colour) == ("dress", "#1f1b24")


def test_who_is_not_described_is_still_somebody() -> None:
    """Words that only look like a description decide nothing."""
    text = "Rowan keeps an eye on everybody and faces the long night in silence. In a way he is happy."
    found = character_described("Rowan", text)
    assert found.taken == ()
    assert found == character_described("Rowan", text)
