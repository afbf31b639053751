"""A language, a reading of a logline and a seed → the people of a story, what they did, and how they speak
of each other."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from reelwright.casting.defaults import key_of

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


@cache
def facts_of(language: str) -> Mapping[str, Any]:
    """What may be invented in a language: ``words/LANGUAGE/facts.toml``."""
    file = resources.files("reelwright.writing") / "words" / language / "facts.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


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
    deeds: list[Deed] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Every name of the story, as masked where lines are compared."""
        found = {word for person in self.people.values() for word in (person.name, person.full)}
        return sorted(found | {self.facts["house"]}, key=len, reverse=True)


KIN = {
    (LEAD, PARENT): "kin",
    (LEAD, LOST): "lostkin",
    (LOVE, RULER): "mother",
    (LOVE, RETURNER): "brother",
    (LOVE, ELDER): "grandfather",
    (RETURNER, RULER): "mother",
    (RETURNER, LOVE): "brother",
    (RETURNER, ELDER): "grandfather",
    (RULER, LOVE): "son",
    (PARENT, LEAD): "daughter",
    (PARENT, LOST): "spouse",
}
"""What the second is to the first."""

_ENGLISH_KIN = {"grandfather": "grandfather"}
_CHINESE_KIN = {
    "mother": "妈",
    "brother": "哥",
    "grandfather": "爷爷",
    "son": "儿子",
    "daughter": "女儿",
}


def kin_word(story: Story, first: str, second: str) -> str:
    """``father``, ``妈``: what the second is to the first; empty when they are no kin."""
    kin = KIN.get((first, second), "")
    if kin in ("kin", "lostkin", "spouse"):
        return story.facts["kin" if kin == "kin" else "lost.kin" if kin == "lostkin" else "lost.spouse"]
    if story.language == "zh":
        if kin == "brother":
            return "弟" if second == LOVE else "哥"
        return _CHINESE_KIN.get(kin, kin)
    return _ENGLISH_KIN.get(kin, kin)


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
        return mine.capitalize() if mine in ("mother", "father", "grandfather") else story.people[who].name
    if mine and mine not in ("son", "daughter"):
        return f"my {mine}"
    if yours and yours not in ("son", "daughter"):
        return f"your {yours}"
    if who == ELDER:
        return "the old man"
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
        elif mine and mine not in ("儿子", "女儿"):
            said = f"我{mine}"
        elif yours and yours not in ("儿子", "女儿"):
            said = f"你{yours}"
        elif who == ELDER:
            said = "老爷子"
        he = "她" if person.sex == "female" else "他"
        forms = {"": said, ".sub": said, ".s": f"{said}的", ".he": he, ".him": he, ".his": he}
    return {f"{slot}{end}": word for end, word in forms.items()} | {f"{slot}.name": person.name}


def address(story: Story, speaker: str, hearer: str) -> str:
    """How ``speaker`` calls ``hearer`` to their face."""
    kin = KIN.get((speaker, hearer), "")
    calls = facts_of(story.language)["calls"]
    if kin == "mother":
        return str(calls["mother"])
    if kin == "kin":
        return story.facts["kin.call"]
    if hearer == RULER and speaker not in (RIVAL, RETURNER, ELDER):
        return str(calls["lady"]).format(surname=story.facts["house"])
    if hearer == KEEPER:
        return story.facts["keeper.call"]
    return story.people[hearer].name


def invented(
    language: str,
    seed: int,
    *,
    form: str,
    trade: str = "",
    kin: str = "",
    names: Mapping[str, str] | None = None,
) -> Story:
    """A story's people and facts by ``seed``; ``names`` gives parts the names that the author wants."""
    chance = random.Random(f"{seed}/people/{language}/{form}")
    facts = facts_of(language)
    taken = dict(names or {})
    kin = kin or chance.choice(("father", "father", "mother"))
    trade = trade or chance.choice(sorted(facts["trades"]))
    house, poor = chance.choice(facts["rich_names"]), chance.choice(facts["poor_names"])
    other = chance.choice([name for name in facts["keepers"] if name not in (house, poor)])
    pools = {
        LEAD: ("women", poor),
        LOVE: ("men", house),
        RULER: ("ladies", facts.get("lady_names", [house])),
        RIVAL: ("rivals", ""),
        FRIEND: ("friends", ""),
        PARENT: ("fathers" if kin == "father" else "mothers", poor),
        RETURNER: ("brothers", house),
        LOST: ("mothers" if kin == "father" else "fathers", poor),
        ELDER: ("fathers", house),
    }
    sexes = {LOVE: "male", RETURNER: "male", KEEPER: "male", ELDER: "male", PARENT: "male", LOST: "female"}
    if kin == "mother":
        sexes |= {PARENT: "female", LOST: "male"}
    people: dict[str, Person] = {}
    for part, (pool, surnames) in pools.items():
        surname = chance.choice(surnames) if isinstance(surnames, list) else surnames
        used = {person.name for person in people.values()} | set(taken.values())
        free = [name for name in facts[pool] if not any(one.endswith(name) for one in used)]
        given = chance.choice(free)
        people[part] = _person(language, part, taken.get(part, ""), given, surname, sexes.get(part, "female"))
    people[KEEPER] = Person(KEEPER, taken.get(KEEPER, other), taken.get(KEEPER, other), "male")
    story = Story(language, form, seed, people, {}, trade)
    story.facts |= _facts(facts, chance, kin, trade, house, people)
    return story


def _person(language: str, part: str, wanted: str, given: str, surname: str, sex: str) -> Person:
    if wanted:
        return Person(part, wanted, wanted, sex)
    if language == "zh":
        whole = surname + given if len(given) < 3 else given
        return Person(part, whole, whole, sex)
    return Person(part, given, f"{given} {surname}".strip(), sex)


def _facts(
    facts: Mapping[str, Any],
    chance: random.Random,
    kin: str,
    trade: str,
    house: str,
    people: Mapping[str, Person],
) -> dict[str, str]:
    pick = chance.choice
    kin_words = facts.get("kin_words", {})
    lost = "mother" if kin == "father" else "father"
    he = {"father": ("he", "him", "his"), "mother": ("she", "her", "her")}[kin]
    if kin_words:
        he = ("他", "他", "他的") if kin == "father" else ("她", "她", "她的")
    return {
        "house": house,
        "biz": pick(facts["businesses"]),
        "keep": pick(facts["keepsakes"]),
        "dish": pick(facts["dishes"]),
        "street": pick(facts["streets"]),
        "guest": pick(facts["guests"]),
        "drink": pick(facts["drinks"]),
        "flower": pick(facts["flowers"]),
        "month": pick(facts["months"]),
        "trade": facts["trades"][trade].get("name", trade),
        "kin": kin_words.get(kin, kin),
        "kin.call": kin_words.get(f"{kin}.call", "Dad" if kin == "father" else "Mum"),
        "lost.kin": kin_words.get(lost, lost),
        "lost.spouse": kin_words.get(f"{lost}.spouse", "wife" if lost == "mother" else "husband"),
        "kin.s": f"{kin}'s",
        "kin.he": he[0],
        "kin.him": he[1],
        "kin.his": he[2],
        "keeper.call": people[KEEPER].name
        if len(people[KEEPER].name) > 1 and not people[KEEPER].name.isascii()
        else f"Mr. {people[KEEPER].name}",
    }
