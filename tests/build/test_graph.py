"""The build does what is missing, once, and nothing else."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from reelwright.build import Build, BuildEvent, Inputs, Made, Outputs, State, Step, Store
from reelwright.build.action import Action, action
from reelwright.build.collecting import collect
from reelwright.build.executor import InlineExecutor, LocalExecutor
from reelwright.errors import ArtefactLost, BudgetReached, BuildFailed, MissingDependency


class Text(msgspec.Struct, frozen=True):
    text: str


def shout(settings: Text, inputs: Inputs, outputs: Outputs) -> None:
    if settings.text == "die":
        os._exit(9)
    if settings.text == "fail":
        raise ZeroDivisionError("no")
    if settings.text == "import":
        ctypes_error = "libEGL.so.1: cannot open shared object file: No such file or directory"
        raise ImportError(ctypes_error)
    before = "".join(inputs.read(name).decode() for name in sorted(inputs.digests))
    outputs.write("text", (before + settings.text.upper()).encode())


def step(address: str, text: str, *needs: str) -> Step:
    def plan(made: Mapping[str, Made], store: Store) -> Action:
        inputs = {need: made[need].outputs["text"] for need in needs}
        return action("shout", 1, f"{__name__}:shout", Text(text), inputs)

    return Step(address, "test", needs, plan)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def made_by(steps: list[Step], store: Store) -> list[str]:
    events: list[BuildEvent] = []
    Build(steps, store, scope="s").run(InlineExecutor(store), listen=events.append)
    return sorted(event.step.address for event in events if event.kind == "made")


def diamond(top: str = "a") -> list[Step]:
    return [step("top", top), step("left", "b", "top"), step("right", "c"), step("end", "d", "left", "right")]


def test_everything_is_made_once_and_then_nothing(store: Store) -> None:
    """A second run over the same inputs makes nothing."""
    assert made_by(diamond(), store) == ["end", "left", "right", "top"]
    assert made_by(diamond(), store) == []


def test_only_descendants_of_a_change_are_made(store: Store) -> None:
    """A changed setting re-makes its step and what needs it; a sibling stays."""
    made_by(diamond(), store)
    assert made_by(diamond("z"), store) == ["end", "left", "top"]


def test_a_clock_that_jumps_back_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock is a day before the last one: what is made, what is kept and what a collection
    takes is as ever, for nothing is decided by times of files or records."""
    days = itertools.count()
    monkeypatch.setattr(time, "time", lambda: 1e9 - 86_400 * next(days))
    assert made_by(diamond(), store) == ["end", "left", "right", "top"]
    assert made_by(diamond("z"), store) == ["end", "left", "top"]
    assert made_by(diamond("z"), store) == []
    for path in store.folder.rglob("*"):
        os.utime(path, (1, 1))
    assert made_by(diamond(), store) == [], "the content of the first run is still there"
    taken = collect(store, budget_bytes=0, settled_before_s=time.time() + 86_400 * 1000)
    assert taken.action_count == 3 and made_by(diamond(), store) == []


def test_equal_content_stops_the_wave(store: Store) -> None:
    """A step made anew with the same bytes leaves what needs it current."""
    made_by(diamond("a"), store)
    assert made_by(diamond("A"), store) == ["top"]


def test_status_names_the_change(store: Store) -> None:
    """Status says which setting changed and what waits for it."""
    made_by(diamond(), store)
    states = {s.step.address: s for s in Build(diamond("z"), store, scope="s").status()}
    assert states["top"].state is State.STALE
    assert "'a' → 'z'" in states["top"].why
    assert states["left"].state is State.WAITING
    assert states["right"].state is State.CURRENT


def test_a_lost_artefact_is_made_again(store: Store) -> None:
    """A file deleted from the store makes just its step run again."""
    records = Build(diamond(), store).run(InlineExecutor(store))
    store.path(records["top"].outputs["text"]).unlink()
    assert made_by(diamond(), store) == ["top"]


def test_a_damaged_artefact_is_found_and_healed(store: Store) -> None:
    """Reading checks the digest; the damaged file goes, and the next build makes it again."""
    records = Build(diamond(), store).run(InlineExecutor(store))
    path = store.path(records["end"].outputs["text"])
    path.chmod(0o644)
    path.write_bytes(b"xxxx")
    with pytest.raises(BuildFailed, match="damaged"):
        store.read(records["end"].outputs["text"])
    assert made_by(diamond(), store) == ["end"]


def rot(store: Store, made: Made) -> None:
    path = store.path(made.outputs["text"])
    path.chmod(0o644)
    path.write_bytes(b"x" * path.stat().st_size)


def test_damage_is_healed_in_the_run_that_finds_it(store: Store) -> None:
    """Two steps find what they need damaged, and what that is made of too: each is made again once, and the
    run ends as if nothing had been."""
    old = [step("root", "r"), step("top", "a", "root"), step("left", "b", "top"), step("right", "c", "top")]
    records = Build(old, store).run(InlineExecutor(store))
    rot(store, records["top"])
    rot(store, records["root"])
    new = [*old[:2], step("left", "x", "top"), step("right", "y", "top"), step("end", "z", "left", "right")]
    events: list[BuildEvent] = []
    healed = Build(new, store).run(InlineExecutor(store), listen=events.append)
    assert store.read(healed["end"].outputs["text"]) == b"RAXRAYZ"
    assert sorted(e.step.address for e in events if e.kind == "made") == [
        "end",
        "left",
        "right",
        "root",
        "top",
    ]
    assert sorted(e.step.address for e in events if e.kind == "lost") == ["root", "top"]
    assert not [event for event in events if event.kind == "failed"]


def test_what_rots_at_once_is_not_made_for_ever(store: Store) -> None:
    """A disk that loses everything ends the build with the error."""
    records = Build([step("top", "a")], store).run(InlineExecutor(store))
    rot(store, records["top"])

    def spoil(event: BuildEvent) -> None:
        if event.kind == "made" and event.made is not None:
            rot(store, event.made)

    with pytest.raises(ArtefactLost, match="damaged"):
        Build([step("top", "a"), step("left", "b", "top")], store).run(InlineExecutor(store), listen=spoil)


def test_what_most_work_hangs_on_goes_first(store: Store) -> None:
    """A short step that a long one waits for is begun before a longer one that nobody waits for."""
    steps = [step("alone", "a"), step("short", "b"), step("long", "c", "short")]
    sized = [replace(one, estimate_s={"alone": 5.0, "short": 1.0, "long": 9.0}[one.address]) for one in steps]
    events: list[BuildEvent] = []
    Build(sized, store).run(InlineExecutor(store), listen=events.append)
    assert next(event.step.address for event in events if event.kind == "started") == "short"


def test_what_is_not_admitted_is_not_made(store: Store) -> None:
    """A step that may not start fails; what does not need it is made."""

    def admit(action: Action) -> None:
        if action.address == "left":
            raise BudgetReached("It costs too much")

    with pytest.raises(BudgetReached):
        Build(diamond(), store).run(InlineExecutor(store), admit=admit)
    assert made_by([step("top", "a"), step("right", "c")], store) == []


def test_a_failure_names_the_cause_and_keeps_what_was_made(store: Store) -> None:
    """An exception in a maker becomes one message; finished steps stay finished."""
    steps = [step("good", "a"), step("bad", "fail", "good"), step("never", "b", "bad")]
    with pytest.raises(BuildFailed, match="ZeroDivisionError"):
        Build(steps, store).run(InlineExecutor(store))
    assert made_by([step("good", "a")], store) == []


def test_a_missing_library_is_refused_with_its_package(store: Store) -> None:
    """What the loader says becomes the package to install, and exit code 2; so does a missing module."""
    with pytest.raises(MissingDependency, match="apt install libegl1"):
        Build([step("a", "import")], store).run(InlineExecutor(store))

    def plan(made: Mapping[str, Made], store: Store) -> Action:
        return action("shout", 1, "reelwright_that_is_not_there:shout", Text("a"), {})

    with pytest.raises(MissingDependency, match="reelwright\\[studio\\]") as caught:
        Build([Step("a", "test", (), plan)], store).run(InlineExecutor(store))
    assert caught.value.exit_code == 2


def test_a_worker_that_dies_fails_only_its_action(store: Store) -> None:
    """A killed process does not take the others' results with it."""
    executor = LocalExecutor(store.folder, width=2)
    steps = [step(f"good{n}", f"text {n}") for n in range(4)] + [step("dead", "die")]
    with pytest.raises(BuildFailed, match="died"):
        Build(steps, store).run(executor)
    executor = LocalExecutor(store.folder, width=2)
    done = Build(steps[:4], store).run(executor)
    executor.close()
    assert {store.read(m.outputs["text"]) for m in done.values()} == {b"TEXT %d" % n for n in range(4)}


def test_two_steps_with_one_action_make_it_once(store: Store) -> None:
    """Two addresses of the same work share its result."""
    events: list[BuildEvent] = []
    executor = LocalExecutor(store.folder, width=2)
    Build([step("one", "x"), step("two", "x")], store).run(executor, listen=events.append)
    executor.close()
    assert sorted(e.kind for e in events if e.kind != "started") == ["made", "reused"]


@pytest.mark.parametrize(
    "steps", [lambda: [step("a", "a", "b")], lambda: [step("a", "a", "b"), step("b", "b", "a")]]
)
def test_a_graph_that_cannot_be_built_is_refused(store: Store, steps: Callable[[], list[Step]]) -> None:
    """Unknown needs and circles are found before anything runs."""
    with pytest.raises(ValueError, match=r"nobody makes|circle"):
        Build(steps(), store)


def test_keys_are_pinned(store: Store) -> None:
    """The pre-image of a key must not change by accident: that would re-make every series."""
    key = action("shout", 1, "tests:shout", Text("a"), {"before": "00"}).key
    assert key == "26592c6741ec20897af2788315d6f56dfb450ac38ca13692be100bdadfaf0982"
