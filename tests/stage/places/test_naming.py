"""Words of headings name places, in English and Chinese."""

import pytest

from reelwright.stage.places import PLACES, place_named, weather_named


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("LAW FIRM", "office"),
        ("总裁办公室", "office"),
        ("CEO'S OFFICE - CONTINUOUS", "office"),
        ("医院病房", "hospital"),
        ("St. Mary's Hospital, ICU", "hospital"),
        ("HOSPITAL CORRIDOR", "corridor"),
        ("医院走廊", "corridor"),
        ("天台", "rooftop"),
        ("Rooftop", "rooftop"),
        ("宴会厅", "banquet"),
        ("HOTEL BALLROOM", "banquet"),
        ("婚礼现场", "banquet"),
        ("MASTER BEDROOM", "bedroom"),
        ("顾家别墅客厅", "penthouse"),
        ("LIVING ROOM", "livingroom"),
        ("厨房", "kitchen"),
        ("COFFEE SHOP", "cafe"),
        ("酒吧", "cafe"),
        ("CITY STREET", "street"),
        ("公司楼下", "office"),
        ("皇宫大殿", "palace"),
        ("IMPERIAL PALACE, COURTYARD", "palace"),
        ("农家小院", "village"),
        ("LIMOUSINE", "car"),
        ("车内", "car"),
        ("COURTROOM", "courtroom"),
        ("法庭", "courtroom"),
        ("AIRPORT", "station"),
        ("机场", "station"),
        ("PENTHOUSE", "penthouse"),
    ],
)
def test_words_name_a_place(words: str, place: str) -> None:
    """A heading's words find the place that a reader would expect."""
    assert place_named(words, "interior") == (place, None)


@pytest.mark.parametrize(("setting", "place"), [("interior", "livingroom"), ("exterior", "street")])
def test_an_unknown_place_is_played_in_the_usual_one(setting: str, place: str) -> None:
    """What nobody has drawn is set in the usual place of its setting, with a notice that names it."""
    found, notice = place_named("the moon's dark xyzzy", setting)
    assert found == place
    assert notice is not None
    assert notice.code == "unknown-place"
    assert "xyzzy" in notice.message


def test_every_named_place_can_be_drawn() -> None:
    """The names lead only to places there are, and every place has a name."""
    from reelwright.stage.places.naming import _PATTERNS

    assert {place for place, _ in _PATTERNS} == set(PLACES)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("heavy rain", "rain"), ("大雨", "rain"), ("雷雨", "storm"), ("下雪", "snow"), ("", "")],
)
def test_words_name_the_weather(words: str, kind: str) -> None:
    """Weather is found in both languages; no words, no weather."""
    assert weather_named(words) == kind
