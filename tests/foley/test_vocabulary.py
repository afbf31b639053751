"""Words of the script to names of sounds."""

import pytest

from reelwright.foley.ambiences import AMBIENCES
from reelwright.foley.effects import EFFECTS
from reelwright.foley.vocabulary import _IN_ACTION, _NAMED, ambience_for, effect_named, effects_in_action


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("thunder", "thunder"),
        ("Phone Rings", "phone-ring"),
        ("phone-buzz", "phone-buzz"),
        ("phone buzzing on the table", "phone-buzz"),
        ("手机铃声", "phone-ring"),
        ("a slap", "slap"),
        ("耳光", "slap"),
        ("door slams", "door-slam"),
        ("door", "door-close"),
        ("glass shatters", "glass-break"),
        ("heartbeat, slow", "heartbeat"),
        ("敲门声", "knock"),
        ("雷声", "thunder"),
        ("footsteps", "steps-wood"),
        ("拔剑", "sword"),
        ("whispering", None),
        ("dinosaur", None),
        ("scarf", None),
        ("", None),
    ],
)
def test_notes_name_their_effect(words, name):
    """English and Chinese words of a note; what is not known is None."""
    assert effect_named(words) == name


@pytest.mark.parametrize("name", EFFECTS)
def test_a_canonical_name_names_itself(name):
    """With hyphens or with spaces."""
    assert effect_named(name) == name
    assert effect_named(name.replace("-", " ")) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("She SLAPS him.", ("slap",)),
        ("手机响了。", ("phone-ring",)),
        ("The door bursts open. Guests murmur.", ("door-open", "crowd-murmur")),
        ("Her phone buzzes on the table.", ("phone-buzz",)),
        ("He slams the door behind him.", ("door-slam",)),
        ("玻璃杯摔碎了一地。", ("glass-break",)),
        ("她一巴掌打在他脸上。", ("slap",)),
        ("她推开门，手机震动。", ("door-open", "phone-buzz")),
        ("She smiles and looks at the glass.", ()),
        ("The ring on her finger. Rain-grey eyes.", ()),
        ("他看着窗外。", ()),
        ("", ()),
    ],
)
def test_actions_are_heard_when_obvious(text, names):
    """Only what must be heard, in the order of the words."""
    assert effects_in_action(text) == names


def test_vocabularies_only_name_what_exists():
    """No word leads to an effect that is not made, and no more than three are heard at once."""
    assert set(_NAMED) <= set(EFFECTS)
    assert {name for name, _ in _IN_ACTION} <= set(EFFECTS)
    everything = "Thunder. She gasps, slaps him, shatters a glass and slams the door. Sirens. Applause."
    assert len(effects_in_action(everything)) == 3


@pytest.mark.parametrize(
    ("place", "time_of_day", "weather", "setting", "kind"),
    [
        ("PENTHOUSE OFFICE", "night", "", "interior", "office"),
        ("STREET", "night", "rain", "exterior", "rain"),
        ("STREET", "night", "", "exterior", "street-night"),
        ("HOSPITAL CORRIDOR", "day", "", "interior", "hospital"),
        ("太和殿", "day", "", "interior", "hall"),
        ("御花园", "night", "", "exterior", "crickets"),
        ("御花园", "day", "", "exterior", "birds"),
        ("咖啡厅", "day", "", "", "cafe"),
        ("MEI'S APARTMENT", "night", "大雨", "interior", "rain-window"),
        ("ROOFTOP", "night", "", "exterior", "rooftop"),
        ("BALLROOM", "night", "rain", "interior", "banquet"),
        ("THE MOON", "day", "", "", "room-tone"),
        ("", "", "", "", "room-tone"),
    ],
)
def test_places_have_their_air(place, time_of_day, weather, setting, kind):
    """Place, hour and weather, in either language; always a kind that exists."""
    assert ambience_for(place, time_of_day, weather, setting=setting) == kind
    assert kind in AMBIENCES
