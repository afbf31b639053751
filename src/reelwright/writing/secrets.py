"""A story and how many secrets it needs → the deeds behind it, in the order in which they come out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.writing.story import (
    ELDER,
    FRIEND,
    KEEPER,
    LEAD,
    LOST,
    LOVE,
    PALACE,
    PARENT,
    RETURNER,
    RIVAL,
    RULER,
    TODAY,
    Deed,
    Story,
)


@dataclass(frozen=True)
class DeedKind:
    """What a deed needs: who may have done it to whom, who knows of it, and which deeds it rules out.

    ``depth`` orders the season: wrongs of the past come first, betrayals by the nearest last. One that
    ``is_first`` a whole form is built on; it is in no other.
    """

    culprits: tuple[str, ...]
    victim: str
    knows: tuple[str, ...]
    depth: float
    excludes: tuple[str, ...] = ()
    is_recent: bool = False
    is_first: bool = False


DEED_KINDS: dict[str, DeedKind] = {
    "ruin": DeedKind((RULER,), PARENT, (KEEPER, RIVAL), 1.0),
    "contract": DeedKind((LOVE,), LEAD, (RULER, RIVAL), 1.6, ("name",), is_recent=True),
    "death": DeedKind((RULER,), RETURNER, (RETURNER, KEEPER), 2.0),
    "recipe": DeedKind((RULER,), PARENT, (RIVAL, RETURNER), 2.4),
    "design": DeedKind((RULER,), PARENT, (RIVAL, RETURNER), 2.4, ("recipe",), is_first=True),
    "letters": DeedKind((RULER, RIVAL), LOST, (KEEPER, RETURNER), 2.7),
    "pills": DeedKind((RIVAL, RULER), ELDER, (RETURNER, KEEPER), 2.9, ("will",)),
    "will": DeedKind((RULER,), PARENT, (KEEPER, RETURNER), 2.9, ("pills",)),
    "framed": DeedKind((RIVAL, RULER), PARENT, (RETURNER, KEEPER), 3.1),
    "spy": DeedKind((FRIEND,), LEAD, (RULER, RIVAL), 3.3, (), is_recent=True),
    "crash": DeedKind((RIVAL, RULER), LOST, (RETURNER, KEEPER, RULER), 3.6),
    "name": DeedKind((LOVE,), LEAD, (RULER, KEEPER), 2.2, ("contract", "switched"), is_recent=True),
    "silence": DeedKind((PARENT,), LOST, (RULER, KEEPER), 4.0),
    "child": DeedKind((RULER,), LEAD, (KEEPER, RIVAL), 3.8, ("switched",), is_recent=True, is_first=True),
    "well": DeedKind((RIVAL, RULER), LOST, (RETURNER, KEEPER, RULER), 3.6),
    "swapped": DeedKind(
        (RULER,), LEAD, (KEEPER, RETURNER), 1.2, ("switched", "name", "child"), is_first=True
    ),
    "switched": DeedKind((RULER,), LOVE, (KEEPER, RETURNER), 4.4, ("name",)),
    "silver": DeedKind((RULER,), PARENT, (KEEPER, RETURNER), 2.6, ("framed",)),
    "belly": DeedKind((RIVAL,), LOVE, (KEEPER, RULER), 3.0, is_recent=True),
    "decoy": DeedKind((LOVE,), LEAD, (RULER, RIVAL), 3.4, is_recent=True),
}
FORMS: dict[str, tuple[str, ...]] = {
    "wedding": ("ruin", "crash", "recipe", "will"),
    "contract": ("contract", "ruin", "pills"),
    "heir": ("name", "recipe", "ruin"),
    "rebirth": ("crash", "pills", "framed", "will"),
    "second-chance": ("letters", "will", "framed", "recipe"),
    "lost-child": ("child",),
    "slap-back": ("design", "framed", "recipe", "ruin"),
    "palace": ("framed", "silver", "well", "will", "pills", "letters"),
    "swapped": ("swapped",),
}
"""The forms of the trade: what the first secret may be; the scenes hold an opening for each."""
_OF_THE_COURT = frozenset({"well", "silver", "belly", "decoy"})
_KINDS_AT = {
    TODAY: frozenset(DEED_KINDS) - _OF_THE_COURT,
    PALACE: _OF_THE_COURT | {"framed", "will", "pills", "death", "switched", "letters", "spy"},
}
"""What people do to each other in each world."""
_AT_COURT = {
    "ruin": "framed",
    "recipe": "framed",
    "design": "framed",
    "crash": "well",
    "child": "switched",
    "swapped": "switched",
}
"""What a logline's secret is in a palace."""
_ONE_IS_BACK = 0.6
"""How often somebody comes back from the dead in a season of three secrets and more."""
OWN_PEOPLE = frozenset({LOVE, FRIEND, PARENT})
"""Whose betrayal ends in a confession, not before an audience."""


def choose_deeds(story: Story, count: int, *, first: str = "") -> list[Deed]:
    """``count`` deeds (fewer when no more go together), the first one ``first`` or one of the form's."""
    chance = random.Random(f"{story.seed}/deeds")
    first = known_there(story, first)
    kinds = _KINDS_AT[story.world] - set(story.household.barred_deeds())
    own = [kind for kind in FORMS[story.form] if kind in kinds]
    is_given = first in kinds and (first in own or not DEED_KINDS[own[0]].is_first)
    first = first if is_given else chance.choice(own)
    chosen = [first]
    rest = [
        kind for kind, what in DEED_KINDS.items() if kind in kinds and kind != first and not what.is_first
    ]
    chance.shuffle(rest)
    if count > 2 and chance.random() < _ONE_IS_BACK:
        rest.sort(key=lambda kind: kind != "death")
    for kind in rest:
        barred = {other for done in chosen for other in (*DEED_KINDS[done].excludes, done)}
        is_last_chance = len(chosen) == count - 1 and not any(map(_ends_a_season, chosen[1:]))
        if len(chosen) < count and kind not in barred and (not is_last_chance or _ends_a_season(kind)):
            chosen.append(kind)
    later = sorted(chosen[1:], key=lambda kind: DEED_KINDS[kind].depth + chance.uniform(-0.7, 0.7))
    if later:
        end = next((kind for kind in reversed(later) if _ends_a_season(kind)), later[-1])
        later.append(later.pop(later.index(end)))
    culprits: list[str] = []
    deeds: list[Deed] = []
    for kind in (first, *later):
        may = DEED_KINDS[kind].culprits
        culprit = min(may, key=lambda part: (culprits.count(part), chance.random()))
        culprits.append(culprit)
        deeds.append(_deed(story, kind, culprit, chance, deeds))
    return deeds


def known_there(story: Story, kind: str) -> str:
    """What a logline's secret is in the story's world."""
    return _AT_COURT.get(kind, kind) if story.world == PALACE else kind


def _ends_a_season(kind: str) -> bool:
    """Whether it comes out before an audience and is news to it: a friend's betrayal ends in a confession,
    and who was buried has walked in long before."""
    return kind != "death" and not set(DEED_KINDS[kind].culprits) <= OWN_PEOPLE


def _deed(story: Story, kind: str, culprit: str, chance: random.Random, before: Sequence[Deed]) -> Deed:
    facts = story.material

    def fresh(pool: str, slot: str) -> str:
        taken = {deed.facts[slot] for deed in before}
        return str(chance.choice([word for word in facts[pool] if word not in taken] or facts[pool]))

    which = chance.randrange(len(facts["papers"][kind]))
    recent = DEED_KINDS[kind].is_recent
    what = DEED_KINDS[kind]
    knows = tuple(dict.fromkeys((culprit, *(part for part in what.knows if part != culprit))))
    return Deed(
        kind=kind,
        culprit=culprit,
        victim=what.victim,
        knows=knows,
        facts={
            "sum": fresh("sums", "sum"),
            "sum2": fresh("small_sums", "sum2"),
            "years": facts["recent"].format(num=chance.choice(facts["nums"]))
            if recent
            else fresh("years", "years"),
            "day": fresh("days", "day"),
            "code": fresh("codes", "code"),
            "spot": fresh("spots", "spot"),
            "num": fresh("nums", "num"),
            "paper": facts["spoken_papers"][kind][which],
            "shown": facts["papers"][kind][which],
        },
    )
