"""What a stand-in made serves, and is asked for again by the next build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from reelwright.build import Build, BuildEvent, Inputs, Made, Outputs, State, Step, Store
from reelwright.build.action import Action, action
from reelwright.build.executor import InlineExecutor
from reelwright.production.prices import Prices
from reelwright.studio.report import line_costs, stage_costs

IS_DOWN = [True]


class Said(msgspec.Struct, frozen=True):
    text: str


def speak(settings: Said, inputs: Inputs, outputs: Outputs) -> None:
    outputs.billed_characters, outputs.is_stand_in = 2000, IS_DOWN[0]
    outputs.write("speech", b"robot" if IS_DOWN[0] else b"person")


def step(address: str) -> Step:
    def plan(made: Mapping[str, Made], store: Store) -> Action:
        return action("voice", 1, f"{__name__}:speak", Said("hi"))

    return Step(address, "voices", (), plan)


def test_a_stand_in_is_made_again_until_the_engine_answers(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")

    def made() -> list[str]:
        events: list[BuildEvent] = []
        # Two lines of the same words are one action: it is asked for once a build.
        build = Build([step("1/voice/a"), step("1/voice/b")], store, scope="s")
        build.run(InlineExecutor(store), listen=events.append)
        return [event.step.address for event in events if event.kind == "made"]

    IS_DOWN[0] = True
    assert len(made()) == 1
    (first, _) = Build([step("1/voice/a"), step("1/voice/b")], store, scope="s").status()
    assert first.state is State.STALE and "asked again" in first.why
    IS_DOWN[0] = False
    assert len(made()) == 1 and made() == []
    assert Build([step("1/voice/a")], store, scope="s").status()[0].state is State.CURRENT


def test_what_a_line_was_billed_is_in_the_report(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    IS_DOWN[0] = False
    steps = [step("1/voice/a")]
    records = Build(steps, store, scope="s").run(InlineExecutor(store))
    prices = Prices(cpu_hour=0, thousand_characters=0.015)
    (line,) = line_costs(records, prices)
    assert (line.line_id, line.episode, line.billed_characters, line.cost_micro_usd) == ("a", 1, 2000, 30_000)
    (stage,) = stage_costs(steps, records, frozenset(), prices)
    assert stage.cost_micro_usd == 30_000 and stage.billed_characters == 2000
