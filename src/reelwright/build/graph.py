"""Steps that need each other → their records, doing only what is not done already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from graphlib import CycleError, TopologicalSorter
from typing import Any

import msgspec

from reelwright.build.action import Action, Made, Step
from reelwright.build.executor import Executor
from reelwright.build.schedule import Admit, Listen, Schedule
from reelwright.build.store import Store
from reelwright.errors import ArtefactLost

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


class Build:
    """A graph of steps over a store; ``scope`` names the series whose addresses these are.
    Raises ``ValueError`` for a cycle or an unknown need."""

    def __init__(
        self, steps: Iterable[Step], store: Store, *, scope: str = "", is_part: bool = False
    ) -> None:
        self._is_part = is_part
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
            try:
                action = step.plan(known, self.store)
            except ArtefactLost:
                result.append(StepStatus(step, State.MISSING, "what it is made from is gone or damaged"))
                continue
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
        return Build(wanted.values(), self.store, scope=self.scope, is_part=True)

    def run(
        self,
        executor: Executor,
        *,
        listen: Listen = lambda event: None,
        admit: Admit = lambda action: None,
    ) -> dict[str, Made]:
        """Make what is missing and return the record of every step. ``admit`` may refuse an action.

        What needs a step that failed is not made; the rest is, and at the end the first failure is raised.
        """
        schedule = Schedule(self.steps, self.store, executor, scope=self.scope, listen=listen, admit=admit)
        with self.store.at_work():
            try:
                schedule.run()
            except BaseException:
                executor.stop()
                raise
            finally:
                self.store.sweep()
                keys = {address: record.key for address, record in schedule.made.items()}
                self.store.remember(self.scope, keys, self._gone())
        return schedule.made

    def _gone(self) -> list[str]:
        """The addresses of these episodes that were made once and are no longer there."""
        if self._is_part:
            return []
        episodes = {address.partition("/")[0] for address in self.steps}
        return [
            address
            for address in self.store.remembered(self.scope)
            if address not in self.steps and address.partition("/")[0] in episodes
        ]


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
