"""A seed, a form and what an author wants → the people of a story and the facts that hold all through."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from reelwright.writing.households import Household, heir_word
from reelwright.writing.story import (
    ELDER,
    FRIEND,
    KEEPER,
    LEAD,
    LOST,
    LOVE,
    PARENT,
    RETURNER,
    RIVAL,
    RULER,
    Person,
    Story,
    facts_of,
    world_of,
)


def invented(
    language: str,
    seed: int,
    *,
    form: str,
    trade: str = "",
    kin: str = "",
    names: Mapping[str, str] | None = None,
    household: Household | None = None,
) -> Story:
    """A story's people and facts by ``seed``; ``names`` gives parts the names that the author wants."""
    household = household or Household()
    chance = random.Random(f"{seed}/people/{language}/{form}")
    facts = facts_of(language, world_of(form))
    taken = dict(names or {})
    kin = kin or chance.choice(("father", "father", "mother"))
    trade = trade if trade in facts["trades"] else chance.choice(sorted(facts["trades"]))
    house, poor = chance.choice(facts["rich_names"]), chance.choice(facts["poor_names"])
    other = chance.choice([name for name in facts["keepers"] if house not in name and poor not in name])
    man_leads, man_rules = household.lead_sex == "male", household.ruler_sex == "male"
    married_in = facts.get("lady_names", [house]) if household.rule == "mother" else house
    pools = {
        LEAD: ("men" if man_leads else "women", poor),
        LOVE: ("women" if man_leads else "men", house),
        RULER: ("lords" if man_rules else "ladies", married_in),
        RIVAL: ("suitors" if man_leads else "rivals", ""),
        FRIEND: ("mates" if man_leads else "friends", ""),
        PARENT: ("fathers" if kin == "father" else "mothers", poor),
        RETURNER: ("brothers", house),
        LOST: ("mothers" if kin == "father" else "fathers", poor),
        ELDER: ("fathers", house),
    }
    sexes = dict.fromkeys((RETURNER, KEEPER, ELDER, PARENT), "male") | {LOST: "female"}
    sexes |= {LEAD: household.lead_sex, LOVE: household.love_sex, RULER: household.ruler_sex}
    sexes |= dict.fromkeys((RIVAL, FRIEND), household.lead_sex)
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
    story = Story(language, form, seed, people, {}, trade, household)
    story.facts |= _facts(facts, chance, kin, trade, house, people) | _pronouns(story)
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


def _trade_name(row: Mapping[str, Any], trade: str, sex: str) -> str:
    return str(row.get("male", row.get("name", trade)) if sex == "male" else row.get("name", trade))


_PRONOUNS = {
    "en": {"female": ("she", "her", "her"), "male": ("he", "him", "his")},
    "zh": {"female": ("她",) * 3, "male": ("他",) * 3},
}


def _pronouns(story: Story) -> dict[str, str]:
    """``{l_he}``, ``{h_him}``, ``{r_His}``, ``{x_he}``: lead, heart, ruler, rival; ``{rule}``, ``{heir}``."""
    slots: dict[str, str] = {}
    for letter, part in (("l", LEAD), ("h", LOVE), ("r", RULER), ("x", RIVAL)):
        words = _PRONOUNS[story.language][story.people[part].sex]
        for key, word in zip(("he", "him", "his"), words, strict=True):
            slots |= {f"{letter}_{key}": word, f"{letter}_{key.capitalize()}": word.capitalize()}
    kin_of = story.material["kin_of"]
    heir = heir_word(story.household.rule, story.people[LOVE].sex)
    child = "daughter" if story.people[LEAD].sex == "female" else "son"
    return slots | {
        "rule": str(kin_of.get(story.household.rule, story.household.rule)),
        "heir": str(kin_of.get(heir, heir)),
        "child": str(kin_of.get(child, child)),
        "r_age": str(story.material["ages"][story.household.rule]),
    }


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
        "trade": _trade_name(facts["trades"][trade], trade, people[LEAD].sex),
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
