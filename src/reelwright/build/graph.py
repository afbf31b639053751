"""Steps that need each other → their records, doing only what is not done already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
class Change:
    """A setting or an input of an action that differs from the last time: ``brief.frame_count``, 48, 52;
    ``inputs.voice/k3f9`` with the digests; None where it was not there. ``kind`` and ``version`` are paths
    too, and ``output`` is for content that is gone."""

    path: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class StepStatus:
    """``why`` says in a few words what is not current, and ``changes`` in full which settings and inputs
    differ from the last time. A step that waits has in ``root`` the address of the first one that has to be
    made for it, and its ``changes``."""

    step: Step
    state: State
    why: str = ""
    made: Made | None = None
    changes: tuple[Change, ...] = ()
    root: str = ""


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
        roots: dict[str, StepStatus] = {}
        for address in TopologicalSorter({a: s.needs for a, s in self.steps.items()}).static_order():
            step = self.steps[address]
            waiting = [need for need in step.needs if need not in known]
            if waiting:
                first = roots[address] = roots[waiting[0]]
                name = first.step.address
                why = f"{name} comes first: {first.why}"
                result.append(StepStatus(step, State.WAITING, why, changes=first.changes, root=name))
                continue
            try:
                action = step.plan(known, self.store)
            except ArtefactLost:
                status = StepStatus(step, State.MISSING, "what it is made from is gone or damaged")
                roots[address] = status
                result.append(status)
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
                status = StepStatus(step, State.MISSING, "never made")
            else:
                changes = changes_between(before, action)
                status = StepStatus(step, State.STALE, in_words(changes), changes=changes)
            roots[address] = status
            result.append(status)
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


def changes_between(before: Action, after: Action) -> tuple[Change, ...]:
    """What makes ``after`` another action than ``before``; inputs first."""
    if before.key == after.key:
        return (Change("output"),)
    if before.version != after.version:
        return (Change("version", before.version, after.version),)
    inputs = _changes(before.inputs, after.inputs, "inputs")
    settings = _changes(msgspec.json.decode(before.settings), msgspec.json.decode(after.settings), "")
    return (*inputs, *settings) or (Change("maker", before.maker, after.maker),)


def in_words(changes: Sequence[Change]) -> str:
    """The first changes in a few words."""
    shown = ", ".join(_told(change) for change in changes[:_SHOWN_CHANGES])
    return shown + (f" and {len(changes) - _SHOWN_CHANGES} more" if len(changes) > _SHOWN_CHANGES else "")


def _told(change: Change) -> str:
    if change.path == "output":
        return "its output is gone from the store"
    if change.path == "version":
        return f"its maker went from version {change.before} to {change.after}"
    if change.path.startswith("inputs."):
        return f"input {change.path.removeprefix('inputs.')} changed"
    if isinstance(change.before, dict | list) or isinstance(change.after, dict | list):
        return f"{change.path} changed"
    return f"{change.path}: {change.before!r} → {change.after!r}"


def _changes(before: Any, after: Any, path: str) -> list[Change]:
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            change
            for name in sorted(before.keys() | after.keys())
            for change in _changes(before.get(name), after.get(name), f"{path}.{name}" if path else name)
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            change
            for number, pair in enumerate(zip(before, after, strict=True))
            for change in _changes(*pair, f"{path}[{number}]")
        ]
    return [Change(path, before, after)]
