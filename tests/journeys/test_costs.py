"""What a series cost, what the rest will cost, and a budget that stops in time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from tests.journeys.conftest import Run
from tests.journeys.test_rebuild import edit

from reelwright.build import Build, BuildEvent, Inputs, Made, Outputs, Spent, Step, Store
from reelwright.build.action import Action, action
from reelwright.build.executor import InlineExecutor
from reelwright.errors import BudgetReached
from reelwright.production.prices import Prices, Tariff, dollars
from reelwright.studio.costs import Budget, Meter, Rates, costs_by, estimate


class Said(msgspec.Struct, frozen=True):
    text: str


def bill(settings: Said, inputs: Inputs, outputs: Outputs) -> None:
    """An engine that bills for every character."""
    outputs.write("text", settings.text.encode())
    outputs.billed_characters = len(settings.text)


def spoken(number: int, characters: int, *needs: str) -> Step:
    def plan(made: Mapping[str, Made], store: Store) -> Action:
        return action("voice", 1, f"{__name__}:bill", Said(f"{number}".zfill(characters)), {}, engine="cloud")

    return Step(f"1/voice/l{number}", "voices", needs, plan, engine="cloud", work=characters)


PRICES = Prices(cpu_hour=0, engines={"cloud": Tariff(cpu_hour=0, thousand_characters=1.0)})


def test_an_engine_has_its_own_tariff() -> None:
    """Whole millionths of a dollar; what has no price costs nothing."""
    row = Spent(key="k", kind="voice", engine="cloud", cpu_s=3600, billed_characters=1500)
    assert PRICES.of(row) == 1_500_000
    assert PRICES.of(msgspec.structs.replace(row, engine="built-in")) == 0
    assert Prices().of(row) == 50_000
    assert (dollars(1_500_000), dollars(3400)) == ("$1.50", "$0.0034")


def test_a_budget_stops_before_the_action_that_would_pass_it(tmp_path: Path) -> None:
    """Of ten lines at ten cents each a budget of 35 cents pays three; the next run with more goes on where
    it was, and pays for no line twice."""
    store = Store(tmp_path / "store")
    steps = [spoken(n, 100) for n in range(10)]
    for limit, paid in ((350_000, 3), (750_000, 7)):
        history = store.spending("s")
        budget = Budget(limit, history, PRICES, Rates(history, 1))
        with pytest.raises(BudgetReached, match=r"\$0\."):
            Build(steps, store, scope="s").run(InlineExecutor(store), listen=budget.hear, admit=budget.admit)
        assert sum(PRICES.of(row) for row in store.spending("s")) == paid * 100_000
    Build(steps, store, scope="s").run(InlineExecutor(store))
    assert len(store.spending("s")) == 10


def test_an_estimate_learns_from_the_books(tmp_path: Path) -> None:
    """Cost follows the work that is left, at what a unit of it took before."""
    store = Store(tmp_path / "store")
    steps = [spoken(1, 100), spoken(2, 300)]
    build = Build(steps, store, scope="s")
    build.only(["1/voice/l1"]).run(InlineExecutor(store))
    expected = estimate(build, store.spending("s"), PRICES, pixels=1, jobs=2)
    assert (expected.action_count, expected.cost_micro_usd) == (1, 300_000)
    build.run(InlineExecutor(store))
    assert estimate(build, store.spending("s"), PRICES, pixels=1, jobs=2).action_count == 0


def test_what_was_spent_in_vain_stands_apart() -> None:
    """A failed go, and a version that the series no longer uses, are in the sum and named."""
    row = Spent(
        key="now",
        kind="voice",
        address="2/voice/k3f9",
        stage="voices",
        engine="cloud",
        billed_characters=1000,
    )
    rows = [
        row,
        msgspec.structs.replace(row, key="before"),
        msgspec.structs.replace(row, key="now", outcome="failed"),
        msgspec.structs.replace(row, key="shot", address="2/shot/k3f9.line", stage="pictures"),
        msgspec.structs.replace(row, key="mix", address="2/mix", stage="mix"),
    ]
    needed = {"now", "shot", "mix"}
    (episode,) = costs_by(rows, "episode", PRICES, needed)
    assert (episode.name, episode.go_count, episode.cost_micro_usd) == ("2", 5, 5_000_000)
    assert (episode.wasted_micro_usd, episode.replaced_micro_usd) == (1_000_000, 1_000_000)
    shots = {row.name: row.go_count for row in costs_by(rows, "shot", PRICES, needed)}
    assert shots == {"2/k3f9": 4, "2/whole": 1}
    assert [row.name for row in costs_by(rows, "stage", PRICES, needed)] == ["mix", "pictures", "voices"]


def test_the_program_tells_what_it_cost_and_keeps_to_a_budget(series: Path, run: Run) -> None:
    """The sums by whatever agree; an estimate comes before, its error after; a budget ends with exit 1 and
    the next step, and what was finished is kept."""
    sums = {}
    for by in ("stage", "episode", "shot", "engine"):
        events = run("cost", series, "--by", by, "--json").events
        sums[by] = sum(event["cost_micro_usd"] for event in events if event["event"] == "cost")
        assert events[-1]["cost_micro_usd"] == sums[by] > 0 and events[-1]["minute_micro_usd"] > 0
    assert len(set(sums.values())) == 1
    assert run("cost", series, "--estimate", "--json").events[-1]["action_count"] == 0
    edit(series, "Then who is in the grave?", "Then who?")
    expected = run("cost", series, "--estimate", "--json").events[-1]
    assert 0 < expected["cost_micro_usd"] < sums["stage"]
    ran = run("make", series, "--budget", f"{sums['stage'] / 1e6:.6f}", "--json")
    assert ran.code == 1 and "budget" in ran.events[-1]["message"]
    # What costs less than a millionth of a dollar is made for nothing; no shot does.
    assert not any("/shot/" in address or "/mix" in address for address in ran.addresses())
    ran = run("make", series, "--budget", "1", "--json")
    assert ran.code == 0 and ran.events[-1]["foreseen"]["spent_micro_usd"] > 0
    assert "no costs by" in run("cost", series, "--by", "weather").err


def test_a_meter_tells_what_is_left_by_work_and_at_the_pace_of_the_run() -> None:
    """What was kept is not waited for; a slow machine is seen from what it has made so far; money adds up."""
    steps = [spoken(1, 100), spoken(2, 300), spoken(3, 600)]
    meter = Meter(steps, [], PRICES, pixels=1, jobs=2, limit_micro_usd=900_000)
    at_first = meter.left_s
    expected = [Rates([], 1).of(step).wall_s for step in steps]
    assert at_first == pytest.approx(sum(expected) / 2) and meter.done_percent == 0

    def made(kind: str, step: Step, wall_s: float) -> None:
        record = Made(key="k", kind="voice", outputs={}, engine="cloud", wall_s=wall_s, billed_characters=300)
        meter.hear(BuildEvent(kind, step, 0, 3, record))

    made("reused", steps[0], 0)
    assert meter.left_s == pytest.approx(sum(expected[1:]) / 2) and meter.spent_micro_usd == 0
    made("made", steps[1], 3 * expected[1])
    assert meter.left_s == pytest.approx(3 * expected[2] / 2), "three times as slow as expected"
    assert meter.spent_micro_usd == 300_000
    assert meter.done_percent == pytest.approx(100 * expected[1] / sum(expected[1:]))
