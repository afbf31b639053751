"""One run of a build: what is ready, what is at work, what was made, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from graphlib import TopologicalSorter

import msgspec

from reelwright.build.action import MOST_WAITING, Action, Made, Step, is_waiting
from reelwright.build.executor import Executor, explain
from reelwright.build.running import spent_on
from reelwright.build.store import Store
from reelwright.errors import ArtefactLost, CannotWrite, MissingDependency, ReelwrightError

_POLL_S = 0.25


@dataclass(frozen=True)
class BuildEvent:
    """What a progress display hears: ``kind`` is ``reused``, ``started``, ``made``, ``lost`` (what had been
    made is damaged or gone, and is made again), or ``failed`` with the ``problem``."""

    kind: str
    step: Step
    done_count: int
    total_count: int
    made: Made | None = None
    problem: ReelwrightError | None = None


Listen = Callable[[BuildEvent], None]
Admit = Callable[[Action], None]
"""Asked before an action starts; raises ``ReelwrightError`` for one that may not."""


class Schedule:
    """Makes what is missing of ``steps``; each starts as soon as its needs are met, first those that the
    longest chain of work hangs on.

    What needs a step that failed is not made; the rest is. Only when nothing can be made any more (a full
    disk, a missing library) nothing new is started. Content that turns out to be damaged when it is read is
    made again, once, and whoever wanted it goes on.
    """

    def __init__(
        self,
        steps: Mapping[str, Step],
        store: Store,
        executor: Executor,
        *,
        scope: str,
        listen: Listen,
        admit: Admit,
    ) -> None:
        self.made: dict[str, Made] = {}
        self._steps, self._store, self._executor = steps, store, executor
        self._scope, self._listen, self._admit = scope, listen, admit
        self._sorter = TopologicalSorter({address: step.needs for address, step in steps.items()})
        self._ahead = _work_ahead(steps)
        self._ready: list[tuple[Step, Action]] = []
        self._running: dict[Future[Made], tuple[Step, Action]] = {}
        self._at_work: set[str] = set()
        """The keys that somebody makes just now."""
        self._twins: dict[str, list[Step]] = {}
        """By key, the other steps that wait for the same action."""
        self._asked: set[str] = set()
        """The keys that were asked for in this run; a stand-in among them is not asked for twice."""
        self._failures: dict[str, ReelwrightError] = {}
        self._is_over = False
        self._done: set[str] = set()
        self._mending: dict[str, set[str]] = {}
        """By address of a step that waits for lost content, the steps that make it again."""
        self._mended: set[str] = set()
        """The steps whose lost content was made again, and..."""
        self._missed: set[str] = set()
        """... those that missed some: once in a run is enough."""

    def run(self) -> None:
        """Returns when every step is in ``made``. Raises the first failure when nothing else can be made."""
        self._sorter.prepare()
        while self._sorter.is_active():
            found_something = self._take_up(self._steps[address] for address in self._sorter.get_ready())
            self._start()
            if self._running:
                finished, _ = wait(self._running, timeout=_POLL_S, return_when=FIRST_COMPLETED)
                for future in finished:
                    self._hear(future)
            elif self._failures and not found_something:
                # What is left waits for what failed.
                raise _summed(self._failures)

    # -- before the work ---------------------------------------------------------------------------

    def _take_up(self, steps: Iterable[Step]) -> bool:
        """Plan steps whose needs are met; ``False`` when there was none."""
        found_one = False
        for step in steps:
            found_one = True
            if absent := {address for address in step.needs if address not in self.made}:
                self._mending[step.address] = absent
                continue
            try:
                action = self._planned(step)
            except ArtefactLost as problem:
                self._mend(step, problem)
                continue
            found = self._store.made(action.key)
            if found is not None and (not found.is_stand_in or action.key in self._asked):
                self._finish(step, found, "reused")
            elif action.key in self._at_work:
                self._twins.setdefault(action.key, []).append(step)
            else:
                self._ready.append((step, action))
        return found_one

    def _planned(self, step: Step) -> Action:
        """The action of a step, and for the books whose work it is."""
        action = step.plan(self.made, self._store)
        return msgspec.structs.replace(
            action, scope=self._scope, address=step.address, stage=step.stage, work=step.work
        )

    def _start(self) -> None:
        # What most work hangs on goes first: every core is busy to the end, and the end comes sooner.
        self._ready.sort(key=lambda pair: (-self._ahead[pair[0].address], pair[0].address))
        while not self._is_over and (pair := next(filter(self._has_room, self._ready), None)) is not None:
            self._ready.remove(pair)
            step, action = pair
            if action.key in self._at_work:
                self._twins.setdefault(action.key, []).append(step)
                continue
            try:
                self._admit(action)
            except ReelwrightError as problem:
                self._fail(step, problem)
                continue
            self._say("started", step)
            self._running[self._executor.submit(action)] = (step, action)
            self._at_work.add(action.key)
            self._asked.add(action.key)

    def _has_room(self, pair: tuple[Step, Action]) -> bool:
        """What only waits takes no room from what works."""
        waits = is_waiting(pair[1])
        count = sum(is_waiting(action) == waits for _, action in self._running.values())
        return count < (MOST_WAITING if waits else self._executor.width * 2)

    # -- after it ----------------------------------------------------------------------------------

    def _hear(self, future: Future[Made]) -> None:
        step, action = self._running.pop(future)
        self._at_work.discard(action.key)
        twins = self._twins.pop(action.key, [])
        raised = future.exception()
        if raised is None:
            record = future.result()
            self._finish(step, record, "made")
            for twin in twins:
                self._finish(twin, record, "reused")
            return
        problem = explain(raised, action)
        if not isinstance(raised, ReelwrightError):
            self._store.book(spent_on(action, "lost", problem.what))
        self._is_over = self._is_over or isinstance(problem, CannotWrite | MissingDependency)
        for one in (step, *twins):
            if isinstance(problem, ArtefactLost):
                self._mend(one, problem)
            else:
                self._fail(one, problem)

    def _finish(self, step: Step, record: Made, kind: str) -> None:
        self.made[step.address] = record
        if step.address not in self._done:
            self._done.add(step.address)
            self._sorter.done(step.address)
        self._say(kind, step, record)
        for wanting in [wanting for wanting, wanted in self._mending.items() if step.address in wanted]:
            self._mending[wanting].discard(step.address)
            if not self._mending[wanting]:
                del self._mending[wanting]
                self._take_up([self._steps[wanting]])

    def _fail(self, step: Step, problem: ReelwrightError) -> None:
        self._failures[step.address] = problem
        self._say("failed", step, problem=problem)

    def _mend(self, step: Step, problem: ArtefactLost) -> None:
        """Make again what ``step`` needs and the store no longer has, then the step itself."""
        lost = [a for a in step.needs if a in self.made and self._store.made(self.made[a].key) is None]
        if step.address in self._missed or self._mended.intersection(lost):
            self._fail(step, problem)
            return
        self._missed.add(step.address)
        self._mended.update(lost)
        for address in lost:
            self._say("lost", self._steps[address], self.made.pop(address))
        # Without any, it was of the planning itself: an author's file, which is put into the store anew.
        self._take_up(self._steps[address] for address in (*lost, step.address))

    def _say(
        self, kind: str, step: Step, made: Made | None = None, problem: ReelwrightError | None = None
    ) -> None:
        self._listen(BuildEvent(kind, step, len(self.made), len(self._steps), made, problem))


def _work_ahead(steps: Mapping[str, Step]) -> dict[str, float]:
    """For each step, the longest chain of work from its beginning to the end of the build, by estimate."""
    order = list(TopologicalSorter({address: step.needs for address, step in steps.items()}).static_order())
    ahead = dict.fromkeys(order, 0.0)
    for address in reversed(order):
        ahead[address] += steps[address].estimate_s
        for need in steps[address].needs:
            ahead[need] = max(ahead[need], ahead[address])
    return ahead


def _summed(failures: Mapping[str, ReelwrightError]) -> ReelwrightError:
    """The first failure, and how many there are besides."""
    first, *others = failures.values()
    if not others:
        return first
    count = len(others)
    more = f"{count} more step{'s' if count > 1 else ''} failed"
    return type(first)(f"{first.what.rstrip('.')}; {more}", where=first.where, next_step=first.next_step)
