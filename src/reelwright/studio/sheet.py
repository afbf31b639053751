"""Planned episodes → one contact sheet each, one frame a shot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reelwright.build import BuildEvent, LocalExecutor
from reelwright.studio.make import Prepared, run
from reelwright.studio.outputs import write_if_changed

SHEET_NAME = "contact-sheet.png"


def contact_sheets(
    prepared: Prepared, *, jobs: int, listen: Callable[[BuildEvent], None] = lambda event: None
) -> dict[int, Path]:
    """Make only what the sheets need, and return where they lie, by episode."""
    steps = {plan.number: f"{plan.number}/contact-sheet" for plan in prepared.plans}
    store = prepared.build.store
    records = run(prepared.build.only(steps.values()), LocalExecutor(store.folder, width=jobs), listen)
    sheets: dict[int, Path] = {}
    for number, address in steps.items():
        sheets[number] = prepared.series.build_folder / f"{number:02d}" / SHEET_NAME
        write_if_changed(sheets[number], store.read(records[address].outputs[SHEET_NAME]))
    return sheets
