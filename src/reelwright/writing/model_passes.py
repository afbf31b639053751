"""The passes of the model writer: which steps there are, what each needs, and what an answer must hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from reelwright.writing.model_answers import BadAnswer
from reelwright.writing.model_documents import (
    Beats,
    BiblePlan,
    PlannedEpisode,
    Scenes,
    SeasonPart,
    WrittenEpisode,
)
from reelwright.writing.tokens import Tokens

PASSES = ("bible", "season", "beats", "scenes", "lines", "polish")

ANSWER_KINDS: dict[str, type[msgspec.Struct]] = {
    "bible": BiblePlan,
    "season": SeasonPart,
    "beats": Beats,
    "scenes": Scenes,
    "lines": WrittenEpisode,
    "polish": WrittenEpisode,
}
ANSWER_TOKENS = {"bible": 3000, "season": 2400, "beats": 1000, "scenes": 1000, "lines": 2600, "polish": 2600}
"""Where an answer of each pass is cut off; half of the model's context where that is less."""
_EXPECTED_SHARE = 0.6
"""How much of that an answer takes, mostly."""
_QUESTION_TOKENS = {
    "bible": 900, "season": 1300, "beats": 1300, "scenes": 1400, "lines": 1700, "polish": 2300,
}  # fmt: skip
"""About how long a question is, with what all of them begin with, before it can be put."""

_TOKENS_A_ROW = 220
_MOST_ROWS = 10
_LEAST_LINES = 6
_MOST_SCENES = 8


@dataclass(frozen=True)
class Step:
    """One question and its answer. ``number`` is the episode, the first one of a part of the season, or 0."""

    kind: str
    number: int = 0

    @property
    def address(self) -> str:
        return f"{self.kind}/{self.number}" if self.number else self.kind

    @property
    def in_words(self) -> str:
        """As an error names it."""
        if self.kind == "season":
            return f"pass season, from episode {self.number}"
        if self.kind == "read":
            return f"part {self.number} of the story"
        return f"episode {self.number}, pass {self.kind}" if self.number else f"pass {self.kind}"


@dataclass(frozen=True)
class Passes:
    """All steps of a series of ``episodes`` episodes for a model that holds ``context_tokens``."""

    episodes: int
    context_tokens: int

    def answer_tokens(self, kind: str) -> int:
        return min(ANSWER_TOKENS[kind], self.context_tokens // 2)

    def expected_tokens(self, step: Step, question_tokens: int = 0) -> Tokens:
        """What a question and its answer will probably take."""
        asked = question_tokens or min(_QUESTION_TOKENS[step.kind], self.context_tokens // 2)
        return Tokens(asked, round(_EXPECTED_SHARE * self.answer_tokens(step.kind)))

    @property
    def rows(self) -> int:
        """How many episodes of the season are planned in one answer."""
        return max(1, min(_MOST_ROWS, self.answer_tokens("season") // _TOKENS_A_ROW))

    def part_of(self, episode: int) -> Step:
        """The step that plans ``episode``."""
        return Step("season", (episode - 1) // self.rows * self.rows + 1)

    def span(self, part: Step) -> tuple[int, int]:
        """The first and the last episode that a step of the season plans."""
        return part.number, min(part.number + self.rows - 1, self.episodes)

    def steps(self) -> Iterator[Step]:
        """Pass by pass, so that every step comes after those it needs."""
        yield Step("bible")
        yield from (Step("season", first) for first in range(1, self.episodes + 1, self.rows))
        for kind in PASSES[2:]:
            yield from (Step(kind, number) for number in range(1, self.episodes + 1))

    def needs(self, step: Step) -> tuple[Step, ...]:
        """The steps whose answers stand in the question of ``step``."""
        if step.kind == "bible":
            return ()
        bible = Step("bible")
        if step.kind == "season":
            return (bible, Step("season", step.number - self.rows)) if step.number > 1 else (bible,)
        near = (step.number - 1, step.number, step.number + 1) if step.kind == "beats" else (step.number,)
        parts = dict.fromkeys(self.part_of(number) for number in near if 1 <= number <= self.episodes)
        before = PASSES[PASSES.index(step.kind) - 1]
        return (bible, *parts, *((Step(before, step.number),) if step.kind != "beats" else ()))


def check_bible(plan: BiblePlan) -> None:
    """Raises ``BadAnswer``."""
    names = [person.name.strip() for person in plan.cast]
    if not plan.title.strip():
        raise BadAnswer("the title is empty")
    if len(names) < 2 or not all(names):
        raise BadAnswer("the cast needs two people or more, each with a name")
    if len({name.casefold() for name in names}) < len(names):
        raise BadAnswer("two of the cast have the same name")
    if not plan.secrets:
        raise BadAnswer("there is no secret")
    for secret in plan.secrets:
        for who in (secret.culprit, secret.victim, *secret.knows):
            person_named(plan, who)
    for tie in plan.ties:
        person_named(plan, tie.one)
        person_named(plan, tie.other)


def person_named(plan: BiblePlan, said: str) -> str:
    """The full name of whom ``said`` names: the name, or one word of it. Raises ``BadAnswer``."""
    bare = said.strip().casefold()
    for person in plan.cast:
        if bare == person.name.strip().casefold():
            return person.name
    for person in plan.cast:
        if bare and bare in person.name.casefold().split():
            return person.name
    known = ", ".join(person.name for person in plan.cast)
    raise BadAnswer(f"{said!r} is not in the cast, which is {known}")


def numbered_rows(plan: BiblePlan, part: SeasonPart, first: int, last: int) -> SeasonPart:
    """The rows with their numbers, where there are as many as were asked for. Raises ``BadAnswer``."""
    wanted = range(first, last + 1)
    if len(part.episodes) != len(wanted):
        raise BadAnswer(f"there are {len(part.episodes)} episodes, {len(wanted)} were asked for")
    secrets = {secret.key.strip().casefold() for secret in plan.secrets}
    for row in part.episodes:
        for learned in row.learns:
            person_named(plan, learned.who)
            if learned.secret.strip().casefold() not in secrets:
                raise BadAnswer(f"{learned.secret!r} is none of the secrets, which are {sorted(secrets)}")
    rows: list[PlannedEpisode] = [
        msgspec.structs.replace(row, number=number, tension=max(0.0, min(1.0, row.tension)))
        for number, row in zip(wanted, part.episodes, strict=True)
    ]
    return SeasonPart(episodes=tuple(rows))


def check_beats(beats: Beats) -> None:
    """Raises ``BadAnswer``."""
    if not any(beat.happens.strip() for beat in beats.beats):
        raise BadAnswer("there are no beats")


def check_scenes(scenes: Scenes) -> None:
    """Raises ``BadAnswer``."""
    if not 1 <= len(scenes.scenes) <= _MOST_SCENES:
        raise BadAnswer(f"there are {len(scenes.scenes)} scenes, one to four were asked for")
    if not all(scene.place.strip() for scene in scenes.scenes):
        raise BadAnswer("a scene has no place")


def check_lines(episode: WrittenEpisode, scene_count: int) -> None:
    """Raises ``BadAnswer``."""
    if len(episode.scenes) != scene_count:
        raise BadAnswer(f"there are {len(episode.scenes)} scenes, {scene_count} were asked for")
    spoken = [moment for scene in episode.scenes for moment in scene.moments if moment.line.strip()]
    if any(not moment.who.strip() for moment in spoken):
        raise BadAnswer("a line has nobody who says it")
    if len(spoken) < _LEAST_LINES:
        raise BadAnswer(f"there are only {len(spoken)} spoken lines")


def texts_of(rows: Sequence[str]) -> str:
    """Rows of a prompt, empty ones left out."""
    return "\n".join(row for row in rows if row.strip())
