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
    deeds: list[Deed] = field(default_factory=list)

    @property
    def world(self) -> str:
        return world_of(self.form)

    @property
    def material(self) -> Mapping[str, Any]:
        """What may be invented where it plays; see ``facts_of``."""
        return facts_of(self.language, self.world)

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


_CHILDREN = frozenset({"儿子", "女儿", "皇儿"})


def kin_word(story: Story, first: str, second: str) -> str:
    """``father``, ``妈``: what the second is to the first; empty when they are no kin."""
    kin = KIN.get((first, second), "")
    if kin in ("kin", "lostkin", "spouse"):
        return story.facts["kin" if kin == "kin" else "lost.kin" if kin == "lostkin" else "lost.spouse"]
    if kin == "brother" and story.language == "zh":
        kin = "younger" if second == LOVE else "elder"
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
        return mine.capitalize() if mine in ("mother", "father", "grandfather") else story.people[who].name
    if mine and mine not in ("son", "daughter"):
        return f"my {mine}"
    if yours and yours not in ("son", "daughter"):
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
    facts = facts_of(language, world_of(form))
    taken = dict(names or {})
    kin = kin or chance.choice(("father", "father", "mother"))
    trade = trade if trade in facts["trades"] else chance.choice(sorted(facts["trades"]))
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
        sex = sexes.get(part, "female")
        wanted = taken.get(part, "") or _title_of(facts, part, chance)
        people[part] = _person(language, part, wanted, given, surname, sex)
    people[KEEPER] = Person(KEEPER, taken.get(KEEPER, other), taken.get(KEEPER, other), "male")
    story = Story(language, form, seed, people, {}, trade)
    story.facts |= _facts(facts, chance, kin, trade, house, people)
    return story


def _title_of(facts: Mapping[str, Any], part: str, chance: random.Random) -> str:
    """What somebody is called whom nobody calls by a name; empty for the others."""
    titles = facts.get("titled", {}).get(part, ())
    return str(chance.choice(titles)) if titles else ""


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
    if "father" in kin_words:
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
        "kin.call": kin_words[f"{kin}.call"],
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
