"""The books of a series and the steps of a build → what it has cost, and what it will."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from reelwright.build import Build, BuildEvent, Spent, State, Step
from reelwright.build.action import Action
from reelwright.errors import BudgetReached
from reelwright.production.prices import Prices, dollars

GROUPS = ("stage", "episode", "shot", "engine")
WRITE = "write"
"""The kind of a row that stands for an answer of the model that writes."""
_FULL_PIXELS = 1080 * 1920


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What an action of a kind takes: ``each`` times so many, and ``per_work`` for a unit of its work."""

    cpu_each_s: float = 0.0
    cpu_per_work_s: float = 0.0


DEFAULT_RATES: dict[str, Rate] = {
    "voice": Rate(cpu_each_s=0.1, cpu_per_work_s=0.007),
    "shot": Rate(cpu_each_s=1.0, cpu_per_work_s=3.3),
    "music": Rate(cpu_per_work_s=0.08),
    "title-theme": Rate(cpu_each_s=0.6),
    "ambience": Rate(cpu_each_s=1.9),
    "effect": Rate(cpu_each_s=0.02),
    "timeline": Rate(cpu_each_s=0.07),
    "dialogue": Rate(cpu_each_s=0.5),
    "mix": Rate(cpu_each_s=3.6),
    "render": Rate(cpu_each_s=2.0),
    "poster": Rate(cpu_each_s=10.7),
    "contact-sheet": Rate(cpu_each_s=1.4),
    "film": Rate(cpu_each_s=0.6),
    "package": Rate(cpu_each_s=1.0),
}
"""Of the built-in engines at 1080 × 1920, on a core of an Intel Xeon (2026-11-26), for a series without a
history of its own."""
_DRAWN = ("shot", "poster")
_SUMMED = (
    "work", "wall_s", "cpu_s", "gpu_s", "billed_characters", "billed_tokens", "billed_answer_tokens",
    "billed_images", "billed_s",
)  # fmt: skip


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the cost report. ``wasted_micro_usd`` went into work that failed or was lost, or that a
    stand-in did; ``replaced_micro_usd`` into work that the series no longer uses."""

    name: str
    go_count: int
    wall_s: float
    cpu_s: float
    gpu_s: float
    billed_characters: int
    billed_tokens: int
    billed_images: int
    billed_s: float
    cost_micro_usd: int
    wasted_micro_usd: int
    replaced_micro_usd: int


@dataclass(frozen=True)
class Estimate:
    """What a build will take: actions to be made, CPU seconds, wall seconds on ``jobs`` processes, money.

    Steps that wait for others are counted as if they had to be made: an estimate is rather too high.
    """

    action_count: int
    cpu_s: float
    wall_s: float
    cost_micro_usd: int


def costs_by(rows: Iterable[Spent], by: str, prices: Prices, needed: Iterable[str]) -> tuple[Sum, ...]:
    """The books in sums by ``stage``, ``episode``, ``shot`` or ``engine``, in the order of their names.

    A shot's row holds its pictures and the voice of the line that it begins on; what belongs to an episode as
    a whole stands in ``N/whole``. ``needed`` are the keys that the series uses now.
    """
    used = set(needed)
    sorted_rows: defaultdict[str, list[Spent]] = defaultdict(list)
    for row in rows:
        sorted_rows[_group_of(row, by)].append(row)
    return tuple(_summed(name, sorted_rows[name], prices, used) for name in sorted(sorted_rows, key=_natural))


def estimate(build: Build, history: Sequence[Spent], prices: Prices, *, pixels: int, jobs: int) -> Estimate:
    """What is left to be made of ``build``, from the series' own ``history`` where it has one."""
    steps = [status.step for status in build.status() if status.state is not State.CURRENT]
    return expected_of(steps, Rates(history, pixels), prices, jobs=jobs)


def expected_of(steps: Sequence[Step], rates: Rates, prices: Prices, *, jobs: int) -> Estimate:
    """What these steps will take, or were expected to when ``rates`` is of the time before."""
    expected = [rates.of(step) for step in steps]
    cpu_s = sum(taken.cpu_s for taken in expected)
    wall_s = sum(taken.wall_s for taken in expected)
    longest_s = max((taken.wall_s for taken in expected), default=0.0)
    return Estimate(
        action_count=len(steps),
        cpu_s=cpu_s,
        wall_s=max(longest_s, wall_s / max(1, jobs)),
        cost_micro_usd=sum(prices.of(taken) for taken in expected),
    )


class Rates:
    """What steps will probably take: what those of the same kind and engine took before, by unit of work."""

    def __init__(self, history: Sequence[Spent], pixels: int) -> None:
        self._pixels = pixels
        self._past: defaultdict[tuple[str, str], list[Spent]] = defaultdict(list)
        self._totals: dict[tuple[str, str], Spent] = {}
        for row in history:
            if row.outcome == "made":
                self._past[_kind_of(row.address), row.engine].append(row)

    def of(self, step: Step | Action) -> Spent:
        """A row as the books may have it when the step is made."""
        kind = _kind_of(step.address)
        past = self._past.get((kind, step.engine))
        if past:
            total = self._total(kind, step.engine)
            share = step.work / total.work if total.work and step.work else 1 / len(past)
            return Spent(
                key="",
                kind=kind,
                engine=step.engine,
                wall_s=share * total.wall_s,
                cpu_s=share * total.cpu_s,
                gpu_s=share * total.gpu_s,
                billed_characters=round(share * total.billed_characters),
                billed_tokens=round(share * total.billed_tokens),
                billed_answer_tokens=round(share * total.billed_answer_tokens),
                billed_images=round(share * total.billed_images),
                billed_s=share * total.billed_s,
            )
        rate = DEFAULT_RATES.get(kind, Rate(cpu_each_s=1.0))
        cpu_s = rate.cpu_each_s + rate.cpu_per_work_s * step.work
        if kind in _DRAWN:
            cpu_s *= self._pixels / _FULL_PIXELS
        # Outside engines that bill for text bill for the line, those that film for the seconds of the shot.
        characters = round(step.work) if kind == "voice" else 0
        return Spent(
            key="",
            kind=kind,
            engine=step.engine,
            wall_s=cpu_s,
            cpu_s=cpu_s,
            billed_characters=characters,
            billed_s=step.work if kind == "render" else 0.0,
        )

    def _total(self, kind: str, engine: str) -> Spent:
        """Of all that such steps took before; summed once, for a season has ten thousand rows."""
        if (kind, engine) not in self._totals:
            past = self._past[kind, engine]
            self._totals[kind, engine] = Spent(
                key="",
                kind=kind,
                engine=engine,
                **{name: sum(getattr(row, name) for row in past) for name in _SUMMED},
            )
        return self._totals[kind, engine]


class Meter:
    """What a running build has cost so far, earlier runs included, and how long what is left will take: by
    work, not by steps, and at the pace of this run. ``limit_micro_usd`` 0 is no budget."""

    def __init__(
        self,
        steps: Iterable[Step],
        history: Sequence[Spent],
        prices: Prices,
        *,
        pixels: int,
        jobs: int,
        limit_micro_usd: int = 0,
    ) -> None:
        rates = Rates(history, pixels)
        self._expected_s = {step.address: rates.of(step).wall_s for step in steps}
        self._prices, self._jobs = prices, max(1, jobs)
        self._expected_done_s = self._took_s = 0.0
        self._total_s = sum(self._expected_s.values())
        self.limit_micro_usd = limit_micro_usd
        self.spent_micro_usd = sum(prices.of(row) for row in history)

    def hear(self, event: BuildEvent) -> None:
        """Must be told of every event of the build."""
        if event.kind == "reused":
            self._total_s -= self._expected_s.pop(event.step.address, 0.0)
        elif event.kind == "made" and event.made is not None:
            self._expected_done_s += self._expected_s.pop(event.step.address, 0.0)
            self._took_s += event.made.wall_s
            self.spent_micro_usd += self._prices.of(event.made)

    @property
    def done_percent(self) -> float:
        """Of the work that this run had to do."""
        return 100 * self._expected_done_s / self._total_s if self._total_s > 0 else 100.0

    @property
    def left_s(self) -> float:
        """Wall seconds."""
        pace = self._took_s / self._expected_done_s if self._expected_done_s else 1.0
        return sum(self._expected_s.values()) * pace / self._jobs


class Budget:
    """Lets actions start as long as what was spent, what is at work and what the next one will probably cost
    stay within ``limit_micro_usd``. What costs nothing always starts.

    ``admit`` is for ``Build.run``; ``hear`` must be told of its events.
    """

    def __init__(
        self,
        limit_micro_usd: int,
        spent: Sequence[Spent],
        prices: Prices,
        rates: Rates,
    ) -> None:
        self._limit = limit_micro_usd
        self._prices, self._rates = prices, rates
        self._spent = sum(prices.of(row) for row in spent)
        self._at_work: dict[str, int] = {}

    def admit(self, action: Action) -> None:
        """Raises ``BudgetReached`` for an action that would pass the limit."""
        cost = self._prices.of(self._rates.of(action))
        if cost and self._spent + sum(self._at_work.values()) + cost > self._limit:
            raise BudgetReached(
                f"The budget of {dollars(self._limit)} would be passed: {dollars(self._spent)} spent, "
                f"this would cost about {dollars(cost)}",
                where=action.address,
                next_step="What is finished is kept; go on with a higher --budget.",
            )
        self._at_work[action.address] = cost

    def hear(self, event: BuildEvent) -> None:
        if event.kind in ("made", "failed"):
            expected = self._at_work.pop(event.step.address, 0)
            # What a failed go took stands in the books; here the estimate stands for it.
            self._spent += self._prices.of(event.made) if event.made is not None else expected


def _group_of(row: Spent, by: str) -> str:
    episode, kind, name = (*row.address.split("/", 2), "", "")[:3]
    if by == "stage":
        return row.stage or "other"
    if by == "engine":
        return row.engine or "built-in"
    if by == "episode":
        return episode or "other"
    line_id = name.partition(".")[0]
    return f"{episode}/{line_id}" if kind in ("shot", "render", "voice") and line_id else f"{episode}/whole"


def _summed(name: str, rows: Sequence[Spent], prices: Prices, used: set[str]) -> Sum:
    def total(count: Callable[[Spent], int], among: Iterable[Spent] = rows) -> int:
        return sum(count(row) for row in among)

    return Sum(
        name=name,
        go_count=len(rows),
        wall_s=sum(row.wall_s for row in rows),
        cpu_s=sum(row.cpu_s for row in rows),
        gpu_s=sum(row.gpu_s for row in rows),
        billed_characters=total(lambda row: row.billed_characters),
        billed_tokens=total(lambda row: row.billed_tokens),
        billed_images=total(lambda row: row.billed_images),
        billed_s=sum(row.billed_s for row in rows),
        cost_micro_usd=total(prices.of),
        wasted_micro_usd=total(prices.of, (row for row in rows if row.outcome != "made")),
        replaced_micro_usd=total(
            prices.of, (row for row in rows if row.outcome == "made" and row.key not in used)
        ),
    )


def _kind_of(address: str) -> str:
    parts = address.split("/")
    return parts[1] if len(parts) > 1 else address


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """Numbers in the order of their size."""
    return tuple((int(part), "") if part.isdecimal() else (1 << 30, part) for part in name.split("/"))


__all__ = [
    "DEFAULT_RATES",
    "GROUPS",
    "Budget",
    "Estimate",
    "Rate",
    "Rates",
    "Sum",
    "costs_by",
    "estimate",
]
