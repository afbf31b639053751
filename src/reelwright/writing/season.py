"""A story and a number of episodes → the season: who does what about which secret, scene by scene.

The lead's way to each secret is searched for (the fewest moves whose needs are met); whoever keeps the secret
answers with the move that makes her way longest; hearts come between. Every secret is out in time.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reelwright.errors import BuildFailed
from reelwright.writing.endings import RETURN_OF_THE_DEAD, Cliff, absent, homecoming, revelation, turn
from reelwright.writing.moves import (
    APART,
    AT_COURT,
    BROKEN,
    HERE,
    REBORN,
    TRUST,
    Fact,
    Move,
    State,
    knows,
    moves_about,
)
from reelwright.writing.story import (
    FRIEND,
    LEAD,
    LOVE,
    PALACE,
    RIVAL,
    RULER,
    Deed,
    Story,
)

MOVES_PER_EPISODE = 2
_LONGEST_WAY = 6
_ROOM_TO_END = 5
"""With more scenes than these for the last secret, the last episode holds the exposure alone."""
_WEIGHT = {
    "expose": 1.0,
    "betray": 0.9,
    "burn": 0.85,
    "frame": 0.85,
    "confess": 0.85,
    "confess.own": 0.9,
    "break": 0.8,
    "confront": 0.75,
    "overhear": 0.75,
    "overhear.rival": 0.75,
    "ultimatum": 0.75,
    "steal": 0.7,
    "threaten": 0.65,
    "cup": 0.85,
    "kneel": 0.7,
    "search": 0.65,
    "chess": 0.55,
    "sutra": 0.35,
    "lantern": 0.2,
    "raise": 0.6,
    "jeer": 0.65,
    "witness": 0.6,
    "find": 0.6,
    "recall": 0.65,
    "forestall": 0.5,
    "bargain": 0.55,
    "plot": 0.5,
    "recover": 0.5,
    "tell": 0.5,
    "duel": 0.45,
    "catty": 0.4,
    "mend": 0.35,
    "bedside": 0.35,
    "vow": 0.3,
    "tender": 0.2,
}
"""How tense a move is, 0..1."""


@dataclass
class Episode:
    """One episode as planned. ``resumes`` is the end of the one before."""

    number: int
    moves: list[Move] = field(default_factory=list)
    cliff: Cliff | None = None
    resumes: Cliff | None = None
    learns: list[tuple[str, str]] = field(default_factory=list)
    tension: float = 0.5


@dataclass
class _Memory:
    """What was played lately, so that nothing comes twice in a row."""

    kinds: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)
    cliffs: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def since(self, kind: str) -> int:
        return next((n for n, played in enumerate(reversed(self.kinds)) if played == kind), 12)


def plan_season(story: Story, episodes: int) -> list[Episode]:
    """The season in ``episodes`` episodes; ``story.deeds`` in their order. In fewer than four episodes a
    secret may stay open. Raises ``BuildFailed`` when there is no way to a secret at all."""
    chance = random.Random(f"{story.seed}/season")
    memory = _Memory()
    between = APART if story.form == "second-chance" else TRUST
    state: State = frozenset(
        {between, *(knows(part, deed.key) for deed in story.deeds for part in deed.knows)}
    )
    state |= {AT_COURT} if story.world == PALACE else frozenset()
    state |= {REBORN} if story.form == "rebirth" else frozenset()
    season = [Episode(number + 1) for number in range(episodes)]
    for index, (deed, span) in enumerate(_spans(story.deeds, episodes)):
        state |= {("heard", deed.key)}
        if deed.kind == RETURN_OF_THE_DEAD:
            state |= {HERE}
        is_last = index == len(story.deeds) - 1
        is_public = is_last or (index % 3 == 0 and len(story.deeds) > 4)
        slots = [number for number in span for _ in range(MOVES_PER_EPISODE)]
        if index == 0:
            slots = slots[MOVES_PER_EPISODE:]  # the first episode opens the story
        if is_last and len(slots) > _ROOM_TO_END:
            slots = slots[:-1]  # the last one has the table, too
        play = _Play(deed, is_public=is_public, is_last=is_last)
        state = _play(play, slots, season, state, memory, chance)
    _open(story, season[0], chance)
    for episode, following in zip(season, [*season[1:], None], strict=True):
        if following is None and episodes > 1 and all(("out", deed.key) in state for deed in story.deeds):
            episode.cliff = homecoming(story.deeds[-1], state)
        else:
            _end(story, episode, following, memory, chance)
        episode.tension = _tension(episode, episodes)
    return season


def _spans(deeds: Sequence[Deed], episodes: int) -> list[tuple[Deed, range]]:
    """Which episodes belong to which secret: as even as can be, the first episode counted extra."""
    edges = [1 + round((episodes - 1) * number / len(deeds)) for number in range(len(deeds) + 1)]
    spans = [range(first + 1, last + 1) for first, last in pairwise(edges)]
    spans[0] = range(1, edges[1] + 1)
    return list(zip(deeds, spans, strict=True))


def way_to(goal: Fact, state: State, deed: Deed, *, is_public: bool) -> list[Move] | None:
    """The lead's shortest way to ``goal`` by her own moves, or ``None`` within six moves."""
    queue: deque[tuple[State, list[Move]]] = deque([(state, [])])
    seen = {state}
    while queue:
        here, way = queue.popleft()
        if goal in here:
            return way
        if len(way) == _LONGEST_WAY:
            continue
        for move in moves_about(deed, here, is_public=is_public):
            if move.side == "lead" and move.is_open(here) and (there := move.after(here)) not in seen:
                seen.add(there)
                queue.append((there, [*way, move]))
    return None


@dataclass(frozen=True)
class _Play:
    """One secret on its way out: before an audience or not, and whether it is the season's last."""

    deed: Deed
    is_public: bool
    is_last: bool

    @property
    def goal(self) -> Fact:
        return ("out", self.deed.key)

    def moves(self, state: State) -> list[Move]:
        return moves_about(self.deed, state, is_public=self.is_public)

    def way(self, state: State) -> list[Move] | None:
        return way_to(self.goal, state, self.deed, is_public=self.is_public)

    def needed(self, state: State) -> int | None:
        """How many moves are still needed: at the end of a season the two are together again, too."""
        way = self.way(state)
        if way is None or not self.is_last:
            return None if way is None else len(way)
        return len(way) + (2 if APART in state else 1 if BROKEN in state else 0)


def _play(
    play: _Play,
    slots: Sequence[int],
    season: list[Episode],
    state: State,
    memory: _Memory,
    chance: random.Random,
) -> State:
    for index, number in enumerate(slots):
        left = len(slots) - index
        move = _next(play, left, state, season[number - 1], memory, chance)
        before = state
        state = move.after(state)
        season[number - 1].moves.append(move)
        season[number - 1].learns += sorted(
            (fact[1], fact[2]) for fact in state - before if fact[0] == "knows"
        )
        memory.kinds.append(move.kind)
        memory.sides.append(move.side)
    for number in dict.fromkeys(slots):
        moves = season[number - 1].moves
        if moves[-1].kind in ("plot", "recover"):  # nobody is there whom an ending could happen to
            moves.insert(0, moves.pop())
    return state


def _next(
    play: _Play, left: int, state: State, episode: Episode, memory: _Memory, chance: random.Random
) -> Move:
    """What is done now: her way, as soon as there is just time for it; else what surprises most."""
    way, needed = play.way(state), play.needed(state)
    if way is None or needed is None:
        raise BuildFailed(f"There is no way to the secret {play.deed.key}")
    moves = play.moves(state)
    if way and len(way) >= left:
        return _remembered(way[0], moves, state, memory)
    scored: list[tuple[float, int, Move]] = []
    for order, move in enumerate(moves):
        if not move.is_open(state) or play.goal in move.adds:
            continue
        rest = play.needed(move.after(state))
        if rest is None or rest > max(left, needed) - 1:
            continue
        longer = rest - needed
        score = min(memory.since(move.kind), 10) * 0.3 + chance.random() * 0.8
        score += 0.8 if memory.sides[-1:] != [move.side] else 0.0
        score += 0.7 * longer if move.side == "against" else -0.3 * longer
        score -= 1.5 if any(played.cast == move.cast for played in episode.moves) else 0.0
        score += 9.0 if move.kind == "recover" else 0.0  # at once, or it is no answer
        score += 2.0 if move.kind in ("break", "mend") and (APART in state or BROKEN in state) else 0.0
        scored.append((score, -order, move))
    if scored:
        return max(scored, key=lambda entry: entry[:2])[2]
    return way[0] if way else moves[0]


def _remembered(move: Move, moves: Sequence[Move], state: State, memory: _Memory) -> Move:
    """``move``, or where something is looked for that she remembers: that, every other time."""
    recall = next((one for one in moves if one.kind == "recall" and one.is_open(state)), None)
    if recall is None or move.kind != "find" or memory.since("recall") < memory.since("find"):
        return move
    return recall


_OPENINGS = {
    "wedding": ("open.wedding", (RULER, LEAD, LOVE)),
    "contract": ("open.contract", (LOVE, LEAD)),
    "heir": ("open.work", (RIVAL, LEAD, LOVE)),
    "rebirth": ("open.rebirth", (LEAD, FRIEND)),
    "second-chance": ("open.divorce", (RULER, LEAD, LOVE)),
    "lost-child": ("open.child", (RULER, LEAD, LOVE)),
    "slap-back": ("open.office", (RIVAL, LEAD, LOVE)),
    "palace": ("open.palace", (RIVAL, LEAD, LOVE)),
    "swapped": ("open.swapped", (RULER, LEAD, LOVE)),
}
"""How each form begins, and with whom."""
_COLD_FORMS = ("contract", "lost-child", "second-chance", "rebirth", "palace", "swapped")
"""Where nobody is tender in the first episode."""


def _open(story: Story, first: Episode, chance: random.Random) -> None:
    deed = story.deeds[0]
    kind, cast = _OPENINGS[story.form]
    first.moves.insert(0, Move(kind, cast, "heart", deed.key))
    catty, jeer, tender = ("catty", (RIVAL, LEAD)), ("jeer", (RULER, LEAD, LOVE)), ("tender", (LEAD, LOVE))
    among: tuple[tuple[str, tuple[str, ...]], ...] = (jeer, catty)
    if story.form == "slap-back":
        among = (tender, catty, ("vow", (LEAD, FRIEND)))
    elif story.form not in _COLD_FORMS:
        among = (tender, catty)
    second = among[story.seed % len(among)]
    first.moves.insert(1, Move(second[0], second[1], "against", deed.key))


def _end(
    story: Story, episode: Episode, following: Episode | None, memory: _Memory, chance: random.Random
) -> None:
    last = episode.moves[-1]
    by_key = {deed.key: deed for deed in story.deeds}
    deed = by_key[last.deed]
    upcoming = by_key[following.moves[0].deed] if following and following.moves else None
    coming = following.moves[0].kind if following and following.moves else ""
    is_first = episode.number == 1
    memory.met |= {part for move in episode.moves if LEAD in move.cast for part in move.cast}
    if upcoming and (upcoming is not deed or is_first):
        next_out = upcoming if not is_first else deed
        episode.cliff = revelation(next_out, last, chance, away=absent(next_out, story.deeds))
    else:
        episode.cliff = turn(deed, last, coming, memory.cliffs, memory.met, chance)
    memory.cliffs.append(episode.cliff.kind)
    if episode.cliff.kind == "cliff.tell":
        episode.learns += [
            (part, episode.cliff.deed.key)
            for part in episode.cliff.cast
            if part not in episode.cliff.deed.knows
        ]
    if following is not None:
        following.resumes = episode.cliff


def _tension(episode: Episode, episodes: int) -> float:
    """0..1: the hardest move of the episode, rising over the season."""
    hardest = max((_WEIGHT.get(move.kind, 0.5) for move in episode.moves), default=0.5)
    return round(min(1.0, 0.62 * hardest + 0.38 * episode.number / episodes), 3)
