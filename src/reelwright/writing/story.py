"""A language, a reading of a logline and a seed → the people of a story, what they did, and how they speak
of each other."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from reelwright.casting.defaults import key_of
from reelwright.writing.households import AGE_OF_RULE, Household, heir_word

LEAD, LOVE, RULER, RIVAL = "lead", "love", "ruler", "rival"
FRIEND, PARENT, KEEPER, RETURNER = "friend", "parent", "keeper", "returner"
LOST, ELDER = "lost", "elder"
"""The parts. ``lost`` (the lead's other parent) and ``elder`` (the old man of the house) are never seen."""

OFFSTAGE = frozenset({LOST, ELDER})
MANNER_OF = {
    LEAD: "dry",
    LOVE: "gentle",
    RULER: "ice",
    RIVAL: "sugar",
    FRIEND: "jest",
    PARENT: "gentle",
    KEEPER: "blunt",
    RETURNER: "dry",
}
AGE_OF = {
    LEAD: 26,
    LOVE: 30,
    RULER: 57,
    RIVAL: 27,
    FRIEND: 27,
    PARENT: 58,
    KEEPER: 63,
    RETURNER: 33,
    LOST: 40,
    ELDER: 82,
}


TODAY, PALACE = "", "palace"
"""The worlds that a story may play in. What is particular to one is in ``words/LANGUAGE/WORLD``."""
_WORLD_OF = {"palace": PALACE}


def world_of(form: str) -> str:
    """The world that a form of story plays in."""
    return _WORLD_OF.get(form, TODAY)


@cache
def facts_of(language: str, world: str = TODAY) -> Mapping[str, Any]:
    """What may be invented in a language and a world: ``words/LANGUAGE/facts.toml``, and over it
    ``words/LANGUAGE/WORLD/facts.toml``: lists instead of lists, tables key by key (trades altogether)."""
    folder = resources.files("reelwright.writing") / "words" / language
    facts = tomllib.loads((folder / "facts.toml").read_text(encoding="utf-8"))
    if world:
        own = tomllib.loads((folder / world / "facts.toml").read_text(encoding="utf-8"))
        facts.pop("trades")
        for key, value in own.items():
            facts[key] = facts.get(key, {}) | value if isinstance(value, dict) else value
    return facts


@dataclass(frozen=True)
class Person:
    """Somebody of the story. ``name`` is what people say, ``full`` name and surname."""

    part: str
    name: str
    full: str
    sex: str

    @property
    def key(self) -> str:
        return key_of(self.name)


@dataclass(frozen=True)
class Deed:
    """A secret: what ``culprit`` did to ``victim`` (both parts), and its facts, as slots of the lines.

    ``paper`` is what people call the proof, ``shown`` what an action calls it.
    """

    kind: str
    culprit: str
    victim: str
    knows: tuple[str, ...]
    facts: Mapping[str, str]

    @property
    def key(self) -> str:
        return self.kind


@dataclass
class Story:
    """All that is true from the start. ``facts`` are the slots that hold everywhere."""

    language: str
    form: str
    seed: int
    people: dict[str, Person]
    facts: dict[str, str]
    trade: str
    household: Household = field(default_factory=Household)
    deeds: list[Deed] = field(default_factory=list)

    @property
    def world(self) -> str:
        return world_of(self.form)

    @property
    def material(self) -> Mapping[str, Any]:
        """What may be invented where it plays; see ``facts_of``."""
        return facts_of(self.language, self.world)

    def age_of(self, part: str) -> int:
        """How old somebody is, in years."""
        return AGE_OF_RULE[self.household.rule] if part == RULER else AGE_OF[part]

    @property
    def names(self) -> list[str]:
        """Every name of the story, as masked where lines are compared."""
        found = {word for person in self.people.values() for word in (person.name, person.full)}
        return sorted(found | {self.facts["house"]}, key=len, reverse=True)


def slots_of(story: Story, deed: Deed | None = None) -> dict[str, str]:
    """What templates outside the lines may name: facts, people by their part, ``c`` and ``v`` of a deed."""
    slots = dict(story.facts) | {part: person.name for part, person in story.people.items()}
    if deed is not None:
        slots |= dict(deed.facts)
        slots |= {"c": story.people[deed.culprit].name, "v": story.people[deed.victim].name}
    return {key: word for key, word in slots.items() if "." not in key}


def sentence(template: str, slots: Mapping[str, str]) -> str:
    """A template filled, its first letter a capital."""
    said = template.format(**slots)
    return said[:1].upper() + said[1:]


KIN = {
    (LEAD, PARENT): "kin",
    (LEAD, LOST): "lostkin",
    (LOVE, RULER): "rule",
    (LOVE, RETURNER): "brother",
    (LOVE, ELDER): "grandfather",
    (RETURNER, RULER): "rule",
    (RETURNER, LOVE): "sibling",
    (RETURNER, ELDER): "grandfather",
    (RULER, LOVE): "heir",
    (PARENT, LEAD): "child",
    (PARENT, LOST): "spouse",
}
"""What the second is to the first."""


_CHILDREN = frozenset({"儿子", "女儿", "皇儿", "孙子", "孙女", "侄子", "侄女"})
_YOUNGER = frozenset({"son", "daughter", "grandson", "granddaughter", "nephew", "niece"})
_TITLES = frozenset({"mother", "father", "grandfather"})


def kin_word(story: Story, first: str, second: str) -> str:
    """``father``, ``妈``: what the second is to the first; empty when they are no kin."""
    kin = KIN.get((first, second), "")
    if kin in ("kin", "lostkin", "spouse"):
        return story.facts["kin" if kin == "kin" else "lost.kin" if kin == "lostkin" else "lost.spouse"]
    house, sex = story.household, story.people[second].sex
    if kin == "rule":
        kin = house.rule
    elif kin == "heir":
        kin = heir_word(house.rule, sex)
    elif kin == "child":
        kin = "daughter" if sex == "female" else "son"
    elif kin == "sibling" and sex == "female":
        kin = "younger-sister" if story.language == "zh" else "sister"
    elif kin in ("brother", "sibling"):
        kin = "brother" if story.language == "en" else "younger" if second == LOVE else "elder"
    return str(story.material["kin_of"].get(kin, kin))


def references(story: Story, slot: str, who: str, speaker: str, hearer: str) -> dict[str, str]:
    """The slots of one person as ``speaker`` names them to ``hearer``: ``{c}``, ``{c.sub}``, ``{c.s}``,
    ``{c.he}``, ``{c.him}``, ``{c.his}``, ``{c.name}``."""
    person = story.people[who]
    if story.language == "zh":
        return _chinese(story, slot, person, speaker, hearer)
    if who in (speaker, hearer):
        sub, obj, his = ("I", "me", "my") if who == speaker else ("you", "you", "your")
        forms = {"": obj, ".sub": sub, ".s": his, ".he": sub, ".him": obj, ".his": his}
    else:
        said = _english_name(story, who, speaker, hearer)
        he, him, his = ("she", "her", "her") if person.sex == "female" else ("he", "him", "his")
        forms = {"": said, ".sub": said, ".s": f"{said}'s", ".he": he, ".him": him, ".his": his}
    return {f"{slot}{end}": word for end, word in forms.items()} | {f"{slot}.name": person.name}


def _english_name(story: Story, who: str, speaker: str, hearer: str) -> str:
    mine, yours = kin_word(story, speaker, who), kin_word(story, hearer, who)
    if mine and yours:
        return mine.capitalize() if mine in _TITLES else story.people[who].name
    if mine and mine not in _YOUNGER:
        return f"my {mine}"
    if yours and yours not in _YOUNGER:
        return f"your {yours}"
    if who == ELDER:
        return str(story.material["calls"]["elder"])
    return story.people[who].name


def _chinese(story: Story, slot: str, person: Person, speaker: str, hearer: str) -> dict[str, str]:
    who = person.part
    if who in (speaker, hearer):
        word = "我" if who == speaker else "你"
        forms = dict.fromkeys(("", ".sub", ".he", ".him"), word) | {".s": f"{word}的", ".his": word}
    else:
        mine, yours = kin_word(story, speaker, who), kin_word(story, hearer, who)
        said = person.name
        if mine and yours:
            said = mine if len(mine) > 1 else {"妈": "妈", "爸": "爸"}.get(mine, person.name)
        elif mine and mine not in _CHILDREN:
            said = mine if story.world and len(mine) > 1 else f"我{mine}"
        elif yours and yours not in _CHILDREN and not (story.world and len(yours) > 1):
            said = f"你{yours}"
        elif who == ELDER:
            said = str(story.material["calls"]["elder"])
        he = "她" if person.sex == "female" else "他"
        forms = {"": said, ".sub": said, ".s": f"{said}的", ".he": he, ".him": he, ".his": he}
    return {f"{slot}{end}": word for end, word in forms.items()} | {f"{slot}.name": person.name}


def address(story: Story, speaker: str, hearer: str) -> str:
    """How ``speaker`` calls ``hearer`` to their face."""
    kin = KIN.get((speaker, hearer), "")
    calls = story.material["calls"]
    if title := calls.get(f"{speaker}-{hearer}", calls.get(hearer, "")):
        return str(title)
    if kin == "rule":
        return str(calls.get(story.household.rule, story.people[RULER].name))
    if kin == "kin":
        return story.facts["kin.call"]
    if hearer == RULER and speaker not in (RIVAL, RETURNER, ELDER):
        title = calls.get(f"to-{story.household.rule}", calls["lady"])
        return str(title).format(surname=story.facts["house"])
    if hearer == KEEPER:
        return story.facts["keeper.call"]
    return story.people[hearer].name
