"""Pinyin and IPA become phones of the one alphabet."""

import pytest
from pypinyin.constants import PINYIN_DICT

from reelwright.audio.pronunciation import PHONES, ipa_phones, pinyin_phones


@pytest.mark.parametrize(
    ("syllable", "phones"),
    [
        ("ma1", "m aa"),
        ("zhang3", "jh aa ng"),
        ("qu4", "ch y uw"),
        ("xue2", "sh y eh"),
        ("shi4", "sh ih"),
        ("yuan2", "y eh n"),
        ("er4", "er"),
        ("lv4", "l y uw"),
        ("wo3", "w ao"),
        ("zher4", "jh ah r"),
    ],
)
def test_a_syllable_has_its_phones(syllable: str, phones: str) -> None:
    assert pinyin_phones(syllable) == tuple(phones.split())


def test_every_reading_of_every_character_gives_known_phones() -> None:
    from pypinyin import Style, pinyin

    characters = "".join(chr(code) for code in sorted(PINYIN_DICT) if 0x4E00 <= code < 0x6000)
    syllables = {s for found in pinyin(characters, style=Style.TONE3, heteronym=True) for s in found}
    assert len(syllables) > 800
    for syllable in syllables:
        phones = pinyin_phones(syllable)
        assert phones and set(phones) <= PHONES, syllable


def test_nonsense_still_has_a_mouth_movement() -> None:
    assert pinyin_phones("qqq") and set(pinyin_phones("xx9")) <= PHONES


def test_ipa_drops_stress_and_length_and_knows_diphthongs() -> None:
    assert ipa_phones("ˈaɪ") == ("ay",)
    assert ipa_phones("tʃˈiːz") == ("ch", "iy", "z")
    assert ipa_phones("☃") == ()
