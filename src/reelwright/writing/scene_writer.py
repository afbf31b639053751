"""A planned season → each episode as Fountain text: headings, actions, lines, notes of direction."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reelwright.writing.endings import Cliff
from reelwright.writing.moves import HIS_DECEITS, Fact, Move
from reelwright.writing.occasions import Occasion, speaker_of
from reelwright.writing.phrases import Phrasebook, Speaker
from reelwright.writing.register import counted, said_to
from reelwright.writing.season import Episode
from reelwright.writing.secrets import OWN_PEOPLE
from reelwright.writing.shapes import Step, shapes_of
from reelwright.writing.story import (
    LEAD,
    LOVE,
    PARENT,
    RETURNER,
    RULER,
    Deed,
    Story,
    references,
)
from reelwright.writing.whereabouts import Whereabouts

_HAPPENS_TO_ONE = ("cliff.arrive", "cliff.call", "cliff.overheard")
"""Endings to which the second of two comes from outside."""
_CUT = "CUT TO BLACK."
_CUT_SHARE = 0.4


@dataclass(frozen=True)
class Written:
    """One episode: its text, its first and last line, and how many lines it has."""

    text: str
    title: str
    hook: str
    turn: str
    last: str
    lines: int


def _goes_on(move: Move | None, following: Move | None) -> bool:
    """Whether what follows is the same talk: accused, and then it is said."""
    if move is None or following is None:
        return False
    return (move.kind, following.kind) == ("confront", "confess") and move.cast == following.cast


def _part_of(steps: Sequence[Step], *, goes_on: bool, is_cut: bool) -> list[Step]:
    """The steps of a scene: without its end where the talk goes on, from the accusation where it did."""
    if is_cut:
        steps = [step for step in steps if step.pool not in ("conf.crack", "conf.last", "act.leave")]
    if goes_on:
        start = next(index for index, step in enumerate(steps) if step.pool == "accuse")
        steps = [*(step for step in steps[:start] if step.kind == "note"), *steps[start + 1 :]]
    return list(steps)


def _is_left_out(steps: Sequence[Step], index: int, chance: float) -> bool:
    """Whether an optional line is cut: not where the same person would then speak twice in a row."""
    before, after = (
        next((step.who for step in run if step.who), "")
        for run in (steps[index - 1 :: -1], steps[index + 1 :])
    )
    if not index or not before:
        return chance < _CUT_SHARE
    return before == steps[index].who or (chance < _CUT_SHARE and before != after)


class SceneWriter:
    """Writes the episodes of one season in order; the phrasebook remembers what was said."""

    def __init__(self, story: Story, book: Phrasebook, title: str) -> None:
        self._story, self._book, self._title = story, book, title
        self._chance = random.Random(f"{story.seed}/scenes")
        self._facts = story.material
        self._where = Whereabouts(story, self._chance)
        self._deeds = {deed.key: deed for deed in story.deeds}
        self._titles: set[str] = set()
        self._shape_turn: dict[str, int] = {}
        self._is_exposed = self._is_raised = self._is_his_fault = False
        self._knows = {deed.key: set(deed.knows) for deed in story.deeds}
        self._burnt: dict[str, int] = {}

    def episode(self, episode: Episode) -> Written:
        """The next episode of the season."""
        out: list[str] = []
        said: list[str] = []
        if episode.resumes is not None:
            self._resume(episode.resumes, out, said)
        for index, move in enumerate(episode.moves):
            before = episode.moves[index - 1] if index else None
            after = episode.moves[index + 1] if index + 1 < len(episode.moves) else None
            goes_on = _goes_on(before, move)
            if not goes_on:
                out += self._where.move(move.kind, is_first=episode.number == 1 and index == 0)
            if move.kind == "open.wedding":
                bride = LEAD if self._story.people[LEAD].sex == "female" else LOVE
                out.append(f"[[wardrobe: {self._cue(bride)} wedding]]")
            self._learn(move.adds)
            self._is_his_fault |= any(("out", deceit) in move.adds for deceit in HIS_DECEITS)
            self._is_his_fault &= move.kind != "frame"
            steps = _part_of(self._shape(move.kind), goes_on=goes_on, is_cut=_goes_on(move, after))
            self._scene(move.kind, move.cast, self._deeds[move.deed], out, said, self._since(episode), steps)
            if move.kind == "burn":
                self._burnt[move.deed] = self._burnt.get(move.deed, 0) + 1
            self._is_raised |= move.kind == "raise"
            if move.kind == "expose" and move.cast[1] == RULER:
                self._is_exposed = True
        if episode.cliff is not None:
            self._cliff(episode, episode.cliff, out, said)
        main = max(episode.moves, key=lambda move: move.side != "heart")
        turn = self._turn(main.kind, main.cast, self._deeds[main.deed])
        title = self._episode_title(main.kind, self._deeds[main.deed], episode.number)
        page = [
            f"Title: {self._title}",
            "Credit: Written by",
            "Author: Reelwright",
            f"Episode title: {title}",
        ]
        text = "\n\n".join(["\n".join(page), *out, _CUT]) + "\n"
        return Written(text, title, said[0], turn, said[-1], len(said))

    # -- scenes ----------------------------------------------------------------------------------

    def _resume(self, cliff: Cliff, out: list[str], said: list[str]) -> None:
        out.append(self._where.heading)
        if cliff.kind == "cliff.arrive" and cliff.cast[1] == RETURNER:
            self._scene("arrive", (RETURNER, RULER, LOVE), cliff.deed, out, said)
            return
        self._scene(cliff.kind.replace("cliff", "resume"), cliff.cast, cliff.deed, out, said)

    def _cliff(self, episode: Episode, cliff: Cliff, out: list[str], said: list[str]) -> None:
        there = set(episode.moves[-1].cast)
        needed = {cliff.cast[0]} if cliff.kind in _HAPPENS_TO_ONE else set(cliff.cast)
        elsewhere = ""
        if cliff.kind == "end":
            elsewhere = "end"
        elif cliff.kind == "cliff.arrive" and cliff.cast[1] == RETURNER:
            elsewhere = "homecoming"
        elif cliff.kind in ("cliff.arrive", "cliff.overheard") and not self._where.has_door:
            elsewhere = "indoors"
        elif not needed <= there:
            elsewhere = "cliff"
        if elsewhere:
            out += self._where.move(elsewhere)
        self._scene(cliff.kind, cliff.cast, cliff.deed, out, said, self._since(episode))
        if cliff.kind == "cliff.tell":
            self._knows[cliff.deed.key].add(cliff.cast[1])

    def _learn(self, adds: Collection[Fact]) -> None:
        for fact in adds:
            if fact[0] == "knows":
                self._knows[fact[2]].add(fact[1])

    def _since(self, episode: Episode) -> frozenset[str]:
        """Tags of what has happened by now."""
        return frozenset({"later"} if episode.number > 1 else {"early"}) | (
            {"exposed"} if self._is_exposed else set()
        )

    def _scene(
        self,
        kind: str,
        cast: Sequence[str],
        deed: Deed,
        out: list[str],
        said: list[str],
        tags: frozenset[str] = frozenset(),
        steps: Sequence[Step] = (),
    ) -> None:
        parts = dict(zip("ABC", cast, strict=False))
        papers = self._papers(deed)
        here = [step for step in steps or self._shape(kind) if step.kind != "line" or step.who in parts]
        for index, step in enumerate(here):
            if step.is_optional and _is_left_out(here, index, self._chance.random()):
                continue
            if step.kind == "note":
                out.append(self._note(step.pool, parts))
            elif step.kind == "act":
                out.append(self._action(step, parts, deed, papers))
            else:
                speech, words = self._speech(step, kind, parts, deed, tags)
                out.append(speech)
                said.append(words)
                if deed.facts["code"] in words:
                    self._knows[deed.key] |= set(cast)

    def _shape(self, kind: str) -> tuple[Step, ...]:
        """The shapes of a kind take turns, from one that chance chose."""
        each = shapes_of(kind, self._story.world)
        turn = self._shape_turn.get(kind, self._chance.randrange(len(each)))
        self._shape_turn[kind] = turn + 1
        return each[turn % len(each)]

    def _note(self, note: str, parts: dict[str, str]) -> str:
        kind, _, value = note.partition(" ")
        for letter, part in parts.items():
            value = value.replace(f"{{{letter}}}", self._cue(part))
        return f"[[{kind} {value}]]"

    def _action(self, step: Step, parts: dict[str, str], deed: Deed, papers: dict[str, str]) -> str:
        slots = dict(self._story.facts) | dict(deed.facts)
        slots |= {"paper": papers["shown"], "said": papers["paper"]}
        for letter, part in parts.items():
            slots |= references(self._story, letter, part, "", "")
            slots[letter] = self._story.people[part].name
        tags = {"lovers"} if {parts.get("A"), parts.get("B")} == {LEAD, LOVE} else frozenset[str]()
        words = self._book.line([step.pool], Speaker(slots, tags), is_new=False)
        return counted(words) if self._story.language == "zh" else words

    def _papers(self, deed: Deed) -> dict[str, str]:
        """What the proof is called: another one, when the first was burnt."""
        burnt = self._burnt.get(deed.key, 0)
        if not burnt:
            return {"shown": deed.facts["shown"], "paper": deed.facts["paper"]}
        shown = self._facts["papers"][deed.kind]
        index = (shown.index(deed.facts["shown"]) + burnt) % len(shown)
        return {"shown": shown[index], "paper": self._facts["spoken_papers"][deed.kind][index]}

    # -- lines -----------------------------------------------------------------------------------

    def _speech(
        self, step: Step, kind: str, parts: dict[str, str], deed: Deed, tags: frozenset[str]
    ) -> tuple[str, str]:
        speaker = parts[step.who]
        hearer = self._hearer(step, parts)
        words = self._book.line(
            self._pools(step.pool, deed),
            speaker_of(
                self._story,
                Occasion(
                    speaker=speaker,
                    hearer=hearer,
                    kind=kind,
                    there=frozenset(parts.values()),
                    deed=deed,
                    papers=self._papers(deed),
                    since=tags,
                    is_his_fault=self._is_his_fault,
                    is_burnt=bool(self._burnt.get(deed.key)),
                    knows=speaker in self._knows[deed.key],
                ),
                self._chance,
            ),
        )
        words = said_to(self._story, words, speaker, hearer, kind, is_raised=self._is_raised)
        cue = self._cue(speaker)
        if step.is_on_phone:
            cue += "（画外音）" if self._story.language == "zh" else " (V.O.)"
        rows = [cue]
        if step.face != "-" and self._chance.random() < 0.82:
            face = self._chance.choice(self._facts["faces"][step.face])
            rows.append(f"（{face}）" if self._story.language == "zh" else f"({face})")
        return "\n".join([*rows, words]), words

    def _pools(self, pool: str, deed: Deed) -> list[str]:
        if pool == "motive":
            names = ["motive", f"{deed.kind}.motive"]
            self._chance.shuffle(names)
            return names
        if pool.startswith("end."):
            return [f"{pool}.{self._story.form}", pool] if self._has_own_end(pool) else [pool]
        if pool == "react.cost" and deed.culprit in OWN_PEOPLE - {PARENT}:
            return ["react.cost.close"]
        if pool == "react.cost" and deed.kind in ("switched", "swapped", "death", "pills", "child", "belly"):
            return ["react.cost.theirs"]
        return [pool]

    def _has_own_end(self, pool: str) -> bool:
        return f"{pool}.{self._story.form}" in self._book.pools

    def _hearer(self, step: Step, parts: dict[str, str]) -> str:
        # Who looks on at an exposure speaks to the one who is exposed.
        order = {"A": "BC", "B": "AC", "C": "BA" if step.pool.startswith("pub.") else "AB"}[step.who]
        return next(parts[letter] for letter in order if letter in parts)

    def _cue(self, part: str) -> str:
        return self._story.people[part].name.upper()

    # -- the table -------------------------------------------------------------------------------

    def _turn(self, kind: str, cast: Sequence[str], deed: Deed) -> str:
        slots = dict(self._story.facts) | dict(deed.facts)
        slots |= {letter: self._story.people[part].name for letter, part in zip("ABC", cast, strict=False)}
        template = self._facts["turns"].get(kind, self._facts["turns"]["open"])
        return str(template).format(**{key: word for key, word in slots.items() if "." not in key})

    def _episode_title(self, kind: str, deed: Deed, number: int) -> str:
        slots = dict(self._story.facts) | dict(deed.facts)
        choices = list(self._facts["episode_titles"].get(kind, ())) + list(
            self._facts["episode_titles"]["any"]
        )
        shown = [
            str(choice).format(**{key: word for key, word in slots.items() if "." not in key})
            for choice in choices
        ]
        shown = [title[:1].upper() + title[1:] for title in shown]
        free = [title for title in shown if title not in self._titles] or [f"{shown[0]} {number}"]
        title = free[0] if self._chance.random() < 0.5 else self._chance.choice(free)
        self._titles.add(title)
        return title
