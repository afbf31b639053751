"""A story → what its people may do next: moves with what they need, add and end, as a planner wants them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reelwright.writing.secrets import OWN_PEOPLE
from reelwright.writing.story import (
    FRIEND,
    KEEPER,
    LEAD,
    LOVE,
    PARENT,
    RETURNER,
    RIVAL,
    RULER,
    Deed,
)

Fact = tuple[str, ...]
State = frozenset[Fact]

TRUST: Fact = ("trust",)
APART: Fact = ("apart",)
BROKEN: Fact = ("broken",)
HERE: Fact = ("here", RETURNER)
REBORN: Fact = ("reborn", LEAD)
"""The lead has lived it once before."""
AT_COURT: Fact = ("at-court",)
"""The story plays in a palace."""
EXPOSED: Fact = ("exposed", RULER)
RECOVERED: Fact = ("recovered", RULER)
RAISED: Fact = ("raised", LEAD)
FALSE_FRIEND: Fact = ("false", FRIEND)
HIS_DECEITS = ("contract", "name", "decoy")
"""What he has deceived her with himself."""


def knows(part: str, deed: str) -> Fact:
    return ("knows", part, deed)


@dataclass(frozen=True)
class Move:
    """Something that people do in one scene. ``cast`` are the parts that play A, B and C of its shape;
    ``side`` is whose will it is: ``lead``, ``against`` or ``heart``."""

    kind: str
    cast: tuple[str, ...]
    side: str
    deed: str = ""
    needs: State = frozenset()
    adds: State = frozenset()
    ends: State = frozenset()

    def is_open(self, state: State) -> bool:
        """Whether all it needs holds and it would change something or is worth doing again."""
        return self.needs <= state and not (self.adds and self.adds <= state)

    def after(self, state: State) -> State:
        return (state - self.ends) | self.adds


def moves_about(deed: Deed, state: State, *, is_public: bool) -> list[Move]:
    """Everything that may be done about ``deed`` as things stand. ``is_public`` asks for its end before an
    audience, else it ends in a confession."""
    return [*_forward(deed, state, is_public), *_against(deed, state), *_hearts(deed, state)]


def _companions(deed: Deed, state: State) -> Iterator[str]:
    if FALSE_FRIEND not in state and deed.culprit != FRIEND:
        yield FRIEND
    if TRUST in state and deed.culprit != LOVE:
        yield LOVE
    if HERE in state and deed.victim != RETURNER:
        yield RETURNER


def _forward(deed: Deed, state: State, is_public: bool) -> Iterator[Move]:
    """What brings the secret out."""
    key, culprit = deed.key, deed.culprit
    heard, holds, gone = ("heard", key), ("holds", key), ("gone", key)
    warned, witness, out = ("warned", key), ("witness", key), ("out", key)
    known = knows(LEAD, key)
    with_her = list(_companions(deed, state))
    for other in with_her:
        learn = frozenset({known, knows(other, key), holds})
        if gone in state:
            yield Move("steal", (LEAD, other), "lead", key, frozenset({gone}), learn, frozenset({gone}))
        else:
            yield Move("find", (LEAD, other), "lead", key, frozenset({heard}), learn)
    if not with_her:
        yield Move("find", (LEAD, KEEPER), "lead", key, frozenset({heard}), frozenset({known, holds}))
    if REBORN in state and FRIEND in with_her and not {gone, holds} & state:
        learn = frozenset({known, knows(FRIEND, key), holds, ("recalled", key)})
        yield Move("recall", (LEAD, FRIEND), "lead", key, frozenset({heard}), learn)
    if culprit in (RULER, RIVAL) and {RULER, RIVAL} <= set(deed.knows):
        kind = "overhear" if culprit == RULER else "overhear.rival"
        yield Move(
            kind,
            (RULER, RIVAL, LEAD),
            "lead",
            key,
            frozenset({heard}),
            frozenset({known, ("overheard", key)}),
        )
    if KEEPER in deed.knows and culprit not in OWN_PEOPLE:
        yield Move("witness", (LEAD, KEEPER), "lead", key, frozenset({known}), frozenset({witness}))
    for other in (LOVE, FRIEND):
        if other != culprit and other in with_her and knows(other, key) not in state:
            yield Move("tell", (LEAD, other), "lead", key, frozenset({known}), frozenset({knows(other, key)}))
    if culprit in OWN_PEOPLE:
        kind = "betray" if deed.kind == "spy" else "confess.own"
        yield Move(
            kind,
            (LEAD, culprit),
            "lead",
            key,
            frozenset({holds}),
            frozenset({out, *_cost(deed)}),
            frozenset({TRUST}) if culprit == LOVE else frozenset(),
        )
        return
    yield Move("confront", (LEAD, culprit), "lead", key, frozenset({known, holds}), frozenset({warned}))
    told = frozenset({out, *(knows(part, key) for part in (LOVE, RULER, RIVAL))})
    for proof in (holds, witness):
        needs = frozenset({warned, proof})
        if is_public:
            shamed = {EXPOSED} if culprit == RULER else set()
            yield Move(
                "expose", (LEAD, culprit, LOVE), "lead", key, needs, told | shamed, frozenset({RECOVERED})
            )
        else:
            yield Move("confess", (LEAD, culprit), "lead", key, needs, frozenset({out}))


def _cost(deed: Deed) -> tuple[Fact, ...]:
    """What a betrayal by her own people leaves behind."""
    if deed.culprit == LOVE:
        return (APART,)
    return (FALSE_FRIEND,) if deed.culprit == FRIEND else ()


def _against(deed: Deed, state: State) -> Iterator[Move]:
    """What keeps it in."""
    key = deed.key
    against = deed.culprit if deed.culprit in (RULER, RIVAL) else RULER
    known, holds, warned = knows(LEAD, key), ("holds", key), ("warned", key)
    with_love = deed.culprit != LOVE
    yield Move("jeer", (RULER, LEAD, LOVE), "against", key)
    yield Move("catty", (RIVAL, LEAD), "against", key)
    yield Move("threaten", (against, LEAD), "against", key, frozenset({known}))
    yield Move("bargain", (RULER, LEAD), "against", key, frozenset({known}))
    if against in deed.knows and RULER in deed.knows:
        partner = next((part for part in (RIVAL, KEEPER) if part in deed.knows and part != deed.culprit), "")
        if partner and deed.culprit in (RULER, RIVAL):
            yield Move("plot", (RULER, partner if deed.culprit == RULER else RIVAL), "against", key)
    if deed.culprit in (RULER, RIVAL):
        yield Move(
            "burn",
            (against, LEAD),
            "against",
            key,
            frozenset({holds, warned}),
            frozenset({("gone", key)}),
            frozenset({holds}),
        )
    yield Move(
        "recover",
        (RULER, RIVAL),
        "against",
        key,
        frozenset({EXPOSED}),
        frozenset({RECOVERED}),
        frozenset({EXPOSED}),
    )
    if REBORN in state:
        yield Move("forestall", (RIVAL, LEAD), "against", key)
    if AT_COURT in state:
        yield Move("kneel", (RIVAL, LEAD), "against", key)
        yield Move("chess", (RULER, LEAD), "against", key)
        yield Move("search", (RIVAL, LEAD), "against", key, frozenset({known}))
        yield Move("cup", (RULER, LEAD, LOVE), "against", key, frozenset({known}), frozenset({("cup", key)}))
    if with_love:
        framer = RIVAL if deed.culprit != RIVAL else RULER
        yield Move(
            "frame",
            (framer, LEAD, LOVE),
            "against",
            key,
            frozenset({known, TRUST}),
            frozenset({APART}),
            frozenset({TRUST}),
        )
        yield Move(
            "ultimatum",
            (RULER, LOVE),
            "against",
            key,
            frozenset({TRUST, known}),
            frozenset({("chosen", key)}),
        )


def _hearts(deed: Deed, state: State) -> Iterator[Move]:
    """What people do for love, and to go on."""
    yield Move("tender", (LEAD, LOVE), "heart", deed.key, frozenset({TRUST}))
    if AT_COURT in state:
        yield Move("raise", (LOVE, LEAD, RIVAL), "heart", deed.key, frozenset({TRUST}), frozenset({RAISED}))
        yield Move("lantern", (LEAD, LOVE), "heart", deed.key, frozenset({TRUST}))
        yield Move("sutra", (LEAD, KEEPER), "heart", deed.key)
    is_his = AT_COURT in state or any(("out", key) in state for key in HIS_DECEITS)
    hurt = (LEAD, LOVE) if is_his else (LOVE, LEAD)
    yield Move("break", hurt, "heart", deed.key, frozenset({APART}), frozenset({BROKEN}), frozenset({APART}))
    yield Move(
        "mend", (LOVE, LEAD), "heart", deed.key, frozenset({BROKEN}), frozenset({TRUST}), frozenset({BROKEN})
    )
    if deed.culprit != PARENT:
        yield Move("bedside", (LEAD, PARENT), "heart", deed.key)
    if HERE in state:
        yield Move("duel", (RETURNER, LEAD), "heart", deed.key)
    if FALSE_FRIEND not in state and deed.culprit != FRIEND:
        yield Move("vow", (LEAD, FRIEND), "heart", deed.key)
