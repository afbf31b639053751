"""``reelwright retake`` and ``takes``: more than one way to film a shot."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli.speak import Speaker
from reelwright.errors import BadInput

if TYPE_CHECKING:
    from reelwright.studio.make import Prepared

direction = typer.Typer()

SeriesPath = Annotated[
    Path, typer.Option("--series", "-s", help="A series folder or a script file.", show_default="here")
]
OutFolder = Annotated[Path | None, typer.Option("--out", "-o", help="Where it is built.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0, max=256, help="Processes at work; 0: one a core.")]
AsJson = Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")]


@direction.command()
def retake(
    shot: Annotated[str, typer.Argument(help="The line that the shot begins on: 2/k3f9.")],
    series: SeriesPath = Path(),
    seed: Annotated[int, typer.Option(min=0, help="Where chance begins; 0: a new one.")] = 0,
    engine: Annotated[str, typer.Option(help="Another camera than the series'.")] = "",
    note: Annotated[str, typer.Option(help="What you want to remember of it.")] = "",
    out: OutFolder = None,
    jobs: Jobs = 0,
    as_json: AsJson = False,
) -> None:
    """Film a shot once more, and choose the new take. The others stay, and can be chosen again."""
    from reelwright.studio import retakes

    speaker = Speaker(as_json=as_json)
    prepared = _prepared(series, shot, out)
    asked = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    for one in retakes.shots_meant(prepared, shot):
        with speaker.progress(prepared.build) as listen:
            done = retakes.retake(
                prepared,
                one,
                seed=seed,
                engine=engine,
                note=note,
                asked=asked,
                jobs=jobs or os.cpu_count() or 1,
                listen=listen,
            )
        speaker.takes([done])


@direction.command()
def takes(
    shot: Annotated[str, typer.Argument(help="The line that the shot begins on; without it, all.")] = "",
    series: SeriesPath = Path(),
    choose: Annotated[int, typer.Option(min=0, help="The take that the film is to show.")] = 0,
    page: Annotated[bool, typer.Option("--page", help="Lay the takes out side by side.")] = False,
    out: OutFolder = None,
    jobs: Jobs = 0,
    as_json: AsJson = False,
) -> None:
    """List the takes of a shot, choose one, or lay them out side by side on a page."""
    from reelwright.production.takes import read_takes
    from reelwright.studio import retakes

    speaker = Speaker(as_json=as_json)
    if (choose or page) and not shot:
        raise BadInput("Of which shot?", where="takes", next_step="Write EPISODE/LINE, e.g. 2/k3f9.")
    prepared = _prepared(series, shot, out)
    if shot:
        meant = retakes.shots_meant(prepared, shot)
    else:
        there = {f"{plan.number}/{s.id}" for plan in prepared.plans for s in plan.storyboard.shots}
        meant = [one for one in read_takes(retakes.takes_path(prepared)) if one in there]
    if choose and len(meant) > 1:
        raise BadInput(
            f"Several shots begin on {shot}", where="takes", next_step=f"Name one: {', '.join(meant)}."
        )
    if choose:
        retakes.choose(prepared, meant[0], choose)
    if page:
        for one in meant:
            with speaker.progress(prepared.build) as listen:
                speaker.written(retakes.show(prepared, one, jobs=jobs or os.cpu_count() or 1, listen=listen))
        return
    speaker.takes(retakes.listed(prepared, meant))


def _prepared(series: Path, shot: str, out: Path | None) -> Prepared:
    from reelwright.studio.make import prepare
    from reelwright.studio.series import open_series

    number = shot.partition("/")[0]
    return prepare(open_series(series, out=out), [int(number)] if number.isdecimal() else None)
