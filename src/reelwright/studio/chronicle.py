"""What happened in a make → when each action ran, and which chain of them decided how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reelwright.build import BuildEvent, Made, Step
from reelwright.errors import ReelwrightError


@dataclass(frozen=True)
class Span:
    """An action that ran: seconds since the make began."""

    step: Step
    made: Made
    start_s: float
    end_s: float


@dataclass
class Chronicle:
    """Hears a build. ``clock`` gives seconds; what it gave at the beginning counts as 0."""

    clock: Callable[[], float] = time.monotonic
    spans: dict[str, Span] = field(default_factory=dict)
    failures: dict[str, ReelwrightError] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._began_s = self.clock()

    def hear(self, event: BuildEvent) -> None:
        address = event.step.address
        if event.kind == "made" and event.made is not None:
            end_s = self.clock() - self._began_s
            # It was handed over earlier, and may have waited for a worker.
            start_s = max(0.0, end_s - event.made.wall_s)
            self.spans[address] = Span(event.step, event.made, start_s, end_s)
        elif event.kind == "failed" and event.problem is not None:
            self.failures[address] = event.problem
        elif event.kind == "lost":
            self.lost.append(address)


def critical_path(spans: Mapping[str, Span]) -> list[Span]:
    """The chain that ended last: each action, before it the one among its needs that ended last, and so on;
    in the order in which they ran. Nothing when nothing ran."""
    if not spans:
        return []
    path = [max(spans.values(), key=lambda span: (span.end_s, span.step.address))]
    while True:
        before = [spans[need] for need in path[-1].step.needs if need in spans]
        if not before:
            return path[::-1]
        path.append(max(before, key=lambda span: (span.end_s, span.step.address)))


def lanes(spans: Mapping[str, Span]) -> list[list[Span]]:
    """Spans in as few rows as they need so that none overlaps another, in the order in which they began."""
    rows: list[list[Span]] = []
    for span in sorted(spans.values(), key=lambda span: (span.start_s, span.step.address)):
        row = next((row for row in rows if row[-1].end_s <= span.start_s + 1e-6), None)
        if row is None:
            rows.append([span])
        else:
            row.append(span)
    return rows
