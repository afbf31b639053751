"""How an episode ends: a kind of scene, who plays it, and the secret it is about."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reelwright.writing.moves import TRUST, Move, State
from reelwright.writing.story import FRIEND, KEEPER, LEAD, LOVE, PARENT, RETURNER, RIVAL, RULER, Deed

RETURN_OF_THE_DEAD = "death"
"""The deed whose victim walks in himself."""
_APART = 5
"""In so many episodes no kind of ending comes again, if it can be helped."""
_BEFORE_A_VOICE = frozenset(
    {"find", "steal", "tell", "tender", "vow", "catty", "jeer", "ultimatum", "bargain"}
)
_BEFORE_AN_OFFER = frozenset({"confront", "threaten", "bargain", "burn", "jeer", "chess", "cup"})
_WITH_PROOF = frozenset({"confront", "threaten", "burn", "chess", "search"})
_BEFORE_A_QUESTION = frozenset({"tender", "bedside", "witness", "vow", "tell", "sutra", "lantern"})
_BEFORE_A_PLEA = frozenset({"tender", "mend", "tell", "find", "steal", "lantern"})
"""After which moves each of the quieter endings makes sense."""


@dataclass(frozen=True)
class Cliff:
    """How an episode ends: a kind of scene, who plays A and B of it, and the secret it is about."""

    kind: str
    cast: tuple[str, str]
    deed: Deed


def homecoming(deed: Deed, state: State) -> Cliff:
    """The end of it all: the lead at a table, with whom she has left."""
    who = LOVE if TRUST in state else FRIEND if deed.culprit == PARENT else PARENT
    return Cliff("end", (LEAD, who), deed)


def absent(deed: Deed, deeds: Sequence[Deed]) -> frozenset[str]:
    """Who is still thought dead when ``deed``, one of ``deeds`` in their order, comes up."""
    order = [one.kind for one in deeds]
    is_away = RETURN_OF_THE_DEAD in order and order.index(deed.kind) < order.index(RETURN_OF_THE_DEAD)
    return frozenset({RETURNER}) if is_away else frozenset()


def revelation(
    deed: Deed, last: Move, chance: random.Random, *, away: Collection[str] = frozenset()
) -> Cliff:
    """Somebody who knows the next secret tells the lead: best somebody who is in the scene already, nobody
    who is ``away``. The dead son walks in on his mother."""
    if deed.kind == RETURN_OF_THE_DEAD:
        return Cliff("cliff.arrive", (RULER, RETURNER), deed)
    knows = [part for part in deed.knows if part not in away]
    tellers = [part for part in knows if part not in (LEAD, deed.culprit)] or knows
    there = [part for part in tellers if part in last.cast]
    teller = there[0] if there else chance.choice(tellers)
    return Cliff("cliff.tell", (teller, LEAD), deed)


def turn(
    deed: Deed, last: Move, coming: str, before: Sequence[str], met: Collection[str], chance: random.Random
) -> Cliff:
    """A turn within a secret: somebody comes in, calls, orders, falls; a trap is seen; a choice has to be
    made; a question stays open; something is found; a voice is heard; somebody else knew. ``coming`` is the
    kind of the move that follows, ``before`` the endings so far, ``met`` whom the lead has met."""
    there = set(last.cast)
    anchor = LEAD if LEAD in there else last.cast[-1]
    ends = [Cliff("cliff.arrive", (anchor, part), deed) for part in (RULER, RIVAL) if part not in there]
    if KEEPER in deed.knows and LEAD in there and KEEPER not in met:
        ends.append(Cliff("cliff.call", (LEAD, KEEPER), deed))
    if RULER in there and (LEAD in there or LOVE in there):
        ends.append(Cliff("cliff.order", (RULER, LEAD if LEAD in there else LOVE), deed))
    frail = [part for part in (PARENT, KEEPER) if part in there]
    if frail and LEAD in there and before.count("cliff.fall") * 8 <= len(before):
        ends.append(Cliff("cliff.fall", (LEAD, frail[0]), deed))
    if last.kind in ("find", "steal"):
        ends.append(Cliff("cliff.paper", (last.cast[0], last.cast[1]), deed))
    ends += _quieter(deed, last, coming)
    recent = before[-_APART:]
    return min(ends, key=lambda end: (recent.count(end.kind), before.count(end.kind), chance.random()))


def _quieter(deed: Deed, last: Move, coming: str) -> list[Cliff]:
    """Turns that need nobody from outside the scene, but for a voice behind a door."""
    there = set(last.cast)
    if LEAD not in there:
        return []
    ends = []
    is_heard_next = coming.startswith("overhear")
    if deed.culprit in {RULER, RIVAL} - there and last.kind in _BEFORE_A_VOICE and not is_heard_next:
        ends.append(Cliff("cliff.overheard", (LEAD, deed.culprit), deed))
    if RULER in there and last.kind in _BEFORE_AN_OFFER:
        ends.append(Cliff("cliff.choice", (RULER, LEAD), deed))
    ends += [
        Cliff("cliff.reversal", (part, LEAD), deed)
        for part in (RULER, RIVAL)
        if part in there and last.kind in _WITH_PROOF
    ]
    ends += [
        Cliff("cliff.silence", (LEAD, part), deed)
        for part in (LOVE, FRIEND, PARENT, KEEPER)
        if part in there and part != deed.culprit and last.kind in _BEFORE_A_QUESTION
    ]
    if last.kind in ("find", "steal"):
        ends.append(Cliff("cliff.object", (last.cast[0], last.cast[1]), deed))
    if LOVE in there and last.kind in _BEFORE_A_PLEA and deed.culprit != LOVE:
        ends.append(Cliff("cliff.plea", (LOVE, LEAD), deed))
    return ends
