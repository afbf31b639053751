"""Who says something to whom, and when → the facts that a phrase may name and the tags that hold."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from reelwright.writing.phrases import Speaker
from reelwright.writing.secrets import OWN_PEOPLE
from reelwright.writing.story import (
    ELDER,
    FRIEND,
    LEAD,
    LOST,
    LOVE,
    MANNER_OF,
    PALACE,
    PARENT,
    RETURNER,
    RIVAL,
    RULER,
    Deed,
    Story,
    address,
    references,
)

_SERVING = frozenset({"waitress", "cleaner"})
"""Trades that have carried plates in the house."""
_WED = frozenset({"wedding", "contract", "second-chance"})
"""Forms whose two have been before the registrar."""
_OF_MONEY = frozenset({"ruin", "silence", "framed", "contract", "silver"})
_OF_A_PLACE = frozenset({"will", "crash", "switched", "swapped", "silence", "name", "death", "child", "well"})
"""Deeds whose papers speak of a sum, of where it was."""
_OF_THE_DEED = ("accuse", "deny", "confess", "tell", "trace", "cliff")
"""Pools of which every deed has its own."""
_NEWS = ("cliff", "find", "steal", "recall", "tell")
"""Scenes in which somebody is told what was done to them."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One line that is about to be said. ``there`` is everybody in the scene, ``since`` tags of what has
    happened by now, ``knows`` whether the speaker knows of the deed."""

    speaker: str
    hearer: str
    kind: str
    there: frozenset[str]
    deed: Deed
    papers: Mapping[str, str]
    since: frozenset[str]
    is_his_fault: bool
    is_burnt: bool
    knows: bool

    @property
    def two(self) -> tuple[str, str]:
        return (self.speaker, self.hearer)


def speaker_of(story: Story, now: Occasion, chance: random.Random) -> Speaker:
    """Whoever speaks, as the phrasebook wants to know them."""
    slots = _slots(story, now, chance)
    aliases = {pool: f"{now.deed.kind}.{pool}" for pool in _OF_THE_DEED}
    aliases["trade.boast"] = f"trade.{story.trade}"
    return Speaker(slots, _tags(story, now), _unsaid(now, slots), aliases)


def _slots(story: Story, now: Occasion, chance: random.Random) -> dict[str, str]:
    deed, facts = now.deed, story.material
    slots = dict(story.facts) | dict(deed.facts) | dict(now.papers)
    slots |= {
        "you": address(story, *now.two),
        "me": story.people[now.speaker].name,
        "fixed": deed.facts["num"],
        "num": chance.choice(facts["nums"]),
    }
    slots |= {
        slot: chance.choice(facts[pool])
        for slot, pool in (("guest", "guests"), ("drink", "drinks"), ("month", "months"))
    }
    for slot, part in (("c", deed.culprit), ("v", deed.victim), ("t", _third(now))):
        slots |= references(story, slot, part, *now.two)
    here = ("", "") if now.kind == "cliff.overheard" else now.two  # she is not spoken to
    for part in (LEAD, LOVE, RULER, RIVAL):
        slots |= references(story, part, part, *here)
    if now.kind == "cliff.overheard":
        slots |= references(story, "that", now.hearer, "", "")
    return slots


def _tags(story: Story, now: Occasion) -> frozenset[str]:
    deed = now.deed
    of_speaker, of_hearer = ("f" if story.people[part].sex == "female" else "m" for part in now.two)
    holds = {MANNER_OF.get(now.speaker, ""), now.speaker, f"to-{now.hearer}", of_speaker, f"to-{of_hearer}"}
    holds |= now.since if now.speaker == RULER else now.since - {"exposed"}
    for slot, part in (("c", deed.culprit), ("v", deed.victim)):
        holds |= {f"{slot}-{part}"}
        holds |= {f"{slot}-hearer"} if part == now.hearer else set()
        holds |= {f"{slot}-speaker"} if part == now.speaker else set()
    by_paper = "doubted" if story.world == PALACE else "misled"
    conditions = {
        f"did-{deed.kind}": True,
        "his-fault" if now.is_his_fault else by_paper: True,
        "trade": now.speaker == LEAD,
        "serves": now.speaker == LEAD and story.trade in _SERVING,
        "reborn": now.speaker == LEAD and story.form == "rebirth",
        "wed": story.form in _WED,
        "money": deed.kind in _OF_MONEY,
        "place": deed.kind in _OF_A_PLACE,
        "to-own": now.hearer in OWN_PEOPLE,
        "living": RETURNER not in now.two,
        "burnt": now.is_burnt,
        "v-alive": deed.victim != LOST,
    }
    return frozenset(holds | {tag for tag, is_so in conditions.items() if is_so})


def _unsaid(now: Occasion, slots: Mapping[str, str]) -> frozenset[str]:
    """The slots that would sound wrong."""
    unsaid: set[str] = set()
    if now.deed.victim in now.two and not now.kind.startswith(_NEWS):
        unsaid |= {slot for slot in slots if slot.startswith("v") and slot[1:2] in ("", ".")}
    if not now.knows:
        unsaid |= {"code"}
    if LEAD not in now.two:  # "your mother" would be somebody else's
        unsaid |= {"kin", "kin.he", "kin.him", "kin.his"}
    return frozenset(unsaid)


def _third(now: Occasion) -> str:
    """Whom both think of: somebody dear who is not there."""
    if now.kind in ("plot", "overhear", "overhear.rival"):
        wanted: tuple[str, ...] = (LOVE, LEAD)
    elif now.kind == "ultimatum" or (LOVE in now.two and LEAD not in now.there):
        wanted = (LEAD,)
    elif now.kind == "catty":
        wanted = (LOVE, PARENT)
    else:
        wanted = (PARENT, LOVE, FRIEND)
    everybody = (*wanted, PARENT, LOVE, FRIEND, ELDER)
    absent = (part for part in everybody if part not in now.there and part != now.deed.culprit)
    return next(absent, PARENT)
