"""Steps that need each other → their records, doing only what is not done already."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from enum import Enum
from graphlib import CycleError, TopologicalSorter
from typing import Any

import msgspec

from reelwright.build.action import Action, Made, Step
from reelwright.build.executor import Executor, explain
from reelwright.build.running import spent_on
from reelwright.build.store import Store
from reelwright.errors import CannotWrite, MissingDependency, ReelwrightError

_POLL_S = 0.25
_SHOWN_CHANGES = 3
STAND_IN = "its engine failed and another stood in; it will be asked again"
"""Why a step that was made is made again all the same."""


class State(Enum):
    """What a step is, derived from the store and never written down."""

    CURRENT = "current"
    STALE = "stale"
    MISSING = "missing"
    WAITING = "waiting"


@dataclass(frozen=True)
class StepStatus:
    """``why`` says in words what is not current: which input or setting changed since the step
    was made last, that it was never made, or which needed step comes first."""

    step: Step
    state: State
    why: str = ""
    made: Made | None = None


@dataclass(frozen=True)
class BuildEvent:
    """What a progress display hears: ``kind`` is ``reused``, ``started``, ``made``, or ``failed`` with the
    ``problem``."""

    kind: str
    step: Step
    done_count: int
    total_count: int
    made: Made | None = None
    problem: ReelwrightError | None = None


class Build:
    """A graph of steps over a store; ``scope`` names the series whose addresses these are.
    Raises ``ValueError`` for a cycle or an unknown need."""

    def __init__(self, steps: Iterable[Step], store: Store, *, scope: str = "") -> None:
        self.steps = {step.address: step for step in steps}
        self.store = store
        self.scope = scope
        for step in self.steps.values():
            for need in step.needs:
                if need not in self.steps:
                    raise ValueError(f"{step.address} needs {need}, which nobody makes")
        try:
            TopologicalSorter({a: s.needs for a, s in self.steps.items()}).prepare()
        except CycleError as problem:
            raise ValueError(f"steps need each other in a circle: {problem.args[1]}") from None

    def status(self) -> list[StepStatus]:
        """Every step with its state, in an order in which needs come first."""
        known: dict[str, Made] = {}
        last_keys = self.store.remembered(self.scope)
        result: list[StepStatus] = []
        for address in TopologicalSorter({a: s.needs for a, s in self.steps.items()}).static_order():
            step = self.steps[address]
            waiting = [need for need in step.needs if need not in known]
            if waiting:
                result.append(StepStatus(step, State.WAITING, f"{waiting[0]} comes first"))
                continue
            action = step.plan(known, self.store)
            made = self.store.made(action.key)
            if made is not None:
                known[address] = made
                # What stands on a stand-in is as current as it is.
                state, why = (State.STALE, STAND_IN) if made.is_stand_in else (State.CURRENT, "")
                result.append(StepStatus(step, state, why, made=made))
                continue
            before = self.store.action(last_keys[address]) if address in last_keys else None
            if before is None:
                result.append(StepStatus(step, State.MISSING, "never made"))
            else:
                result.append(StepStatus(step, State.STALE, difference(before, action)))
        return result

    def only(self, targets: Iterable[str]) -> Build:
        """The part of this build that ``targets`` (addresses) need. Raises ``KeyError`` for an
        address that is no step."""
        wanted: dict[str, Step] = {}
        open_addresses = list(targets)
        while open_addresses:
            address = open_addresses.pop()
            if address not in wanted:
                wanted[address] = self.steps[address]
                open_addresses += wanted[address].needs
        return Build(wanted.values(), self.store, scope=self.scope)

    def run(
        self,
        executor: Executor,
        *,
        listen: Callable[[BuildEvent], None] = lambda event: None,
    ) -> dict[str, Made]:
        """Make what is missing and return the record of every step.

        Steps start as soon as their needs are met. What needs a step that failed is not made; the rest is,
        and at the end the first failure is raised. Only when nothing can be made any more (a full disk, a
        missing library) nothing new is started.
        """
        sorter = TopologicalSorter({a: s.needs for a, s in self.steps.items()})
        sorter.prepare()
        made: dict[str, Made] = {}
        ready: list[tuple[Step, Action]] = []
        running: dict[Future[Made], tuple[Step, Action]] = {}
        by_key: dict[str, Future[Made]] = {}
        twins: dict[str, list[Step]] = {}
        asked_again: set[str] = set()
        failures: dict[str, ReelwrightError] = {}
        is_over = False

        def fail(step: Step, problem: ReelwrightError) -> None:
            failures[step.address] = problem
            listen(BuildEvent("failed", step, len(made), len(self.steps), problem=problem))

        def finish(step: Step, record: Made, kind: str) -> None:
            made[step.address] = record
            sorter.done(step.address)
            listen(BuildEvent(kind, step, len(made), len(self.steps), record))

        try:
            while sorter.is_active():
                addresses = sorter.get_ready()
                for address in addresses:
                    step = self.steps[address]
                    action = self._planned(step, made)
                    found = self.store.made(action.key)
                    if found is not None and (not found.is_stand_in or action.key in asked_again):
                        finish(step, found, "reused")
                    elif action.key in by_key:
                        twins.setdefault(action.key, []).append(step)
                    else:
                        ready.append((step, action))
                # Long work first keeps both cores busy to the end.
                ready.sort(key=lambda pair: (-pair[0].estimate_s, pair[0].address))
                while ready and not is_over and len(running) < executor.width * 2:
                    step, action = ready.pop(0)
                    if action.key in by_key:
                        twins.setdefault(action.key, []).append(step)
                        continue
                    listen(BuildEvent("started", step, len(made), len(self.steps)))
                    future = executor.submit(action)
                    running[future] = (step, action)
                    by_key[action.key] = future
                    asked_again.add(action.key)
                if not running:
                    if failures and not addresses:
                        # What is left waits for what failed.
                        raise _summed(failures)
                    continue
                finished, _ = wait(running, timeout=_POLL_S, return_when=FIRST_COMPLETED)
                for future in finished:
                    step, action = running.pop(future)
                    del by_key[action.key]
                    raised = future.exception()
                    if raised is not None:
                        problem = explain(raised, action)
                        if not isinstance(raised, ReelwrightError):
                            self.store.book(spent_on(action, "lost", problem.what))
                        is_over = is_over or isinstance(problem, CannotWrite | MissingDependency)
                        for one in (step, *twins.pop(action.key, [])):
                            fail(one, problem)
                        continue
                    record = future.result()
                    finish(step, record, "made")
                    for twin in twins.pop(action.key, []):
                        finish(twin, record, "reused")
        except BaseException:
            executor.stop()
            raise
        finally:
            self.store.sweep()
            self.store.remember(self.scope, {address: record.key for address, record in made.items()})
        return made

    def _planned(self, step: Step, made: dict[str, Made]) -> Action:
        """The action of a step, and for the books whose work it is."""
        action = step.plan(made, self.store)
        return msgspec.structs.replace(
            action, scope=self.scope, address=step.address, stage=step.stage, work=step.work
        )


def _summed(failures: dict[str, ReelwrightError]) -> ReelwrightError:
    """The first failure, and how many there are besides."""
    first, *others = failures.values()
    if not others:
        return first
    count = len(others)
    more = f"{count} more step{'s' if count > 1 else ''} failed"
    return type(first)(f"{first.what.rstrip('.')}; {more}", where=first.where, next_step=first.next_step)


def difference(before: Action, after: Action) -> str:
    """In a few words, what makes ``after`` another action than ``before``."""
    if before.key == after.key:
        return "its output is gone from the store"
    if before.version != after.version:
        return f"the {after.kind} maker went from version {before.version} to {after.version}"
    inputs = sorted(
        name
        for name in before.inputs.keys() | after.inputs.keys()
        if before.inputs.get(name) != after.inputs.get(name)
    )
    settings = _changed_paths(msgspec.json.decode(before.settings), msgspec.json.decode(after.settings))
    parts = [f"input {name} changed" for name in inputs] + settings
    shown = ", ".join(parts[:_SHOWN_CHANGES]) or "its maker changed"
    return shown + (f" and {len(parts) - _SHOWN_CHANGES} more" if len(parts) > _SHOWN_CHANGES else "")


def _changed_paths(before: Any, after: Any, path: str = "") -> list[str]:
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            change
            for name in sorted(before.keys() | after.keys())
            for change in _changed_paths(
                before.get(name), after.get(name), f"{path}.{name}" if path else name
            )
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            change
            for number, pair in enumerate(zip(before, after, strict=True))
            for change in _changed_paths(*pair, f"{path}[{number}]")
        ]
    if isinstance(before, dict | list) or isinstance(after, dict | list):
        return [f"{path} changed"]
    return [f"{path}: {before!r} → {after!r}"]
