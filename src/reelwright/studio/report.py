"""Records of finished actions → how long each stage took and what it cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reelwright.build import Made, Step
from reelwright.errors import Notice
from reelwright.production.prices import Prices


class StageCost(msgspec.Struct, frozen=True, kw_only=True):
    """One stage: how many actions it has, how many were made now, and what all of them took."""

    stage: str
    action_count: int
    made_now: int
    wall_s: float
    cpu_s: float
    cost_micro_usd: int
    billed_characters: int = 0


class LineCost(msgspec.Struct, frozen=True, kw_only=True):
    """What one line's voice took: CPU, and the characters that an outside engine charges for."""

    line_id: str
    episode: int
    engine_failed: bool
    cpu_s: float
    billed_characters: int
    cost_micro_usd: int


class EpisodeDone(msgspec.Struct, frozen=True, kw_only=True):
    """What an episode is when it is finished. ``film_s`` is seconds of film; an action that serves two
    episodes is in the costs of both. With stand-ins the next make asks their engines again."""

    number: int
    film_s: float
    step_count: int
    costs: tuple[StageCost, ...]
    lines: tuple[LineCost, ...]
    notices: tuple[Notice, ...] = ()
    has_stand_ins: bool = False


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """What the actions of a make were expected to cost and to take from what was known before it, and what
    they did: all goes, also those that failed."""

    cost_micro_usd: int
    wall_s: float
    spent_micro_usd: int
    took_s: float


@dataclass(frozen=True)
class Finished:
    """What a ``make`` leaves: folders by episode, the release, the bill and the warnings."""

    episode_folders: dict[int, Path]
    release_folder: Path
    episodes: tuple[EpisodeDone, ...]
    notices: tuple[Notice, ...]
    made_count: int
    foreseen: Foreseen | None = None

    @property
    def film_s(self) -> dict[int, float]:
        """Seconds of film by episode."""
        return {episode.number: episode.film_s for episode in self.episodes}

    @property
    def step_count(self) -> int:
        return sum(episode.step_count for episode in self.episodes)

    @property
    def costs(self) -> tuple[StageCost, ...]:
        """The sums by stage, over all episodes."""
        return summed_costs(cost for episode in self.episodes for cost in episode.costs)

    @property
    def has_stand_ins(self) -> bool:
        return any(episode.has_stand_ins for episode in self.episodes)


def summed_costs(costs: Iterable[StageCost]) -> tuple[StageCost, ...]:
    """One row a stage, in the order in which the stages first appear."""
    sums: dict[str, StageCost] = {}
    for cost in costs:
        so_far = sums.get(cost.stage)
        if so_far is None:
            sums[cost.stage] = cost
            continue
        names = [name for name in StageCost.__struct_fields__ if name != "stage"]
        sums[cost.stage] = msgspec.structs.replace(
            so_far, **{name: getattr(so_far, name) + getattr(cost, name) for name in names}
        )
    return tuple(sums.values())


def line_costs(
    records: Mapping[str, Made],
    prices: Prices,
) -> tuple[LineCost, ...]:
    """The cost of every spoken line, by address; a line that an outside engine spoke costs what it billed."""
    return tuple(
        LineCost(
            line_id=address.split("/")[2],
            episode=int(address.split("/")[0]),
            engine_failed=made.is_stand_in,
            cpu_s=made.cpu_s,
            billed_characters=made.billed_characters,
            cost_micro_usd=prices.of(made),
        )
        for address, made in records.items()
        if made.kind == "voice"
    )


def stage_costs(
    steps: Iterable[Step],
    records: Mapping[str, Made],
    made_now: frozenset[str],
    prices: Prices,
) -> tuple[StageCost, ...]:
    """The costs by stage in the order in which the stages first appear. An action that serves two
    addresses is counted once; reused ones count with what they took when they were made."""
    order: list[str] = []
    by_stage: dict[str, dict[str, Made]] = {}
    fresh: dict[str, set[str]] = {}
    for step in steps:
        if step.address not in records:
            continue
        if step.stage not in by_stage:
            order.append(step.stage)
            by_stage[step.stage], fresh[step.stage] = {}, set()
        made = records[step.address]
        by_stage[step.stage][made.key] = made
        if step.address in made_now:
            fresh[step.stage].add(made.key)
    return tuple(
        StageCost(
            stage=stage,
            action_count=len(by_stage[stage]),
            made_now=len(fresh[stage]),
            wall_s=sum(made.wall_s for made in by_stage[stage].values()),
            cpu_s=sum(made.cpu_s for made in by_stage[stage].values()),
            billed_characters=sum(made.billed_characters for made in by_stage[stage].values()),
            cost_micro_usd=sum(prices.of(made) for made in by_stage[stage].values()),
        )
        for stage in order
    )
