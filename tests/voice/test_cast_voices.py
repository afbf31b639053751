"""Characters get fitting voices of their own."""

from reelwright.voice.cast_voices import BUILT_IN_VOICES, choose_voice


def test_sex_and_age_decide() -> None:
    assert choose_voice("male", 8, "tom") == "en-toby"
    assert choose_voice("female", 72, "granny") == "en-dorothy"
    assert choose_voice("male", 74, "grandpa") == "en-walter"
    assert choose_voice("male", 50, "boss") == "en-marcus"
    assert BUILT_IN_VOICES[choose_voice("female", 26, "mei", language="zh-CN")].name in {"zh-lan", "zh-xue"}


def test_six_women_and_five_grown_men_get_voices_of_their_own() -> None:
    for sex, count in (("female", 6), ("male", 5)):
        taken: list[str] = []
        for index in range(count):
            taken.append(choose_voice(sex, 25, f"person-{index}", taken))
        assert len(set(taken)) == count
        assert {BUILT_IN_VOICES[n].sex for n in taken} == {sex}
        again = choose_voice(sex, 25, "one-more", taken)
        assert BUILT_IN_VOICES[again].sex == sex


def test_the_key_breaks_ties_and_nothing_else_does() -> None:
    chosen = {choose_voice("female", 27, f"k{n}") for n in range(12)}
    assert len(chosen) > 1
    assert all(choose_voice("female", 27, "mei") == choose_voice("female", 27, "mei") for _ in range(3))


def test_grown_people_never_speak_like_a_child() -> None:
    assert all(choose_voice("male", age, f"p{age}") != "en-toby" for age in range(14, 90))
