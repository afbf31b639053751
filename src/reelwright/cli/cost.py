"""``reelwright cost``: what a series has cost, and what the rest of it will."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.speak import Speaker
from reelwright.errors import BadInput

bill = typer.Typer()


@bill.command()
def cost(
    path: Annotated[
        Path, typer.Argument(help="A series folder or a script file.", show_default="here")
    ] = Path(),
    by: Annotated[str, typer.Option(help="stage, episode, shot or engine.")] = "stage",
    estimate: Annotated[
        bool, typer.Option("--estimate", help="What is left to make, and will cost.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, max=256, help="0: one a core.")] = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where it was built.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")] = False,
) -> None:
    """Say what a series has cost, failed work and earlier versions included, or what the rest will cost."""
    from reelwright.studio.costs import GROUPS, WRITE, costs_by
    from reelwright.studio.costs import estimate as estimated
    from reelwright.studio.keeping import store_of
    from reelwright.studio.make import finished_minutes, prepare
    from reelwright.studio.series import open_series

    if by not in GROUPS:
        raise BadInput(f"There are no costs by {by!r}", where="--by", next_step=f"Take {', '.join(GROUPS)}.")
    speaker, series = Speaker(as_json=as_json), open_series(path, out=out)
    prices, form = series.facts.prices, series.facts.format
    if estimate:
        build = prepare(series).build
        history = build.store.spending(build.scope)
        width = jobs or os.cpu_count() or 1
        speaker.estimate(estimated(build, history, prices, pixels=form.width * form.height, jobs=width))
        return
    store = store_of(series)
    rows = store.spending(series.scope)
    # A model's answers stand in the scripts, which the build does not know.
    needed = {*store.remembered(series.scope).values(), *(row.key for row in rows if row.kind == WRITE)}
    sums = costs_by(rows, by, prices, needed)
    speaker.costs(by, sums, finished_minutes(series))
