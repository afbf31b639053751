"""``reelwright localise``: the same series in another language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.speak import Speaker

languages = typer.Typer()


@languages.command()
def localise(
    path: Annotated[Path, typer.Argument(help="A series folder.", show_default="here")] = Path(),
    to: Annotated[
        str, typer.Option(help="The language: zh, en, pt-BR; a translated series knows its own.")
    ] = "",
    take: Annotated[
        Path | None,
        typer.Option(help="A .po file that a translator sends back: its texts are taken in."),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Only say what is missing, stale or extra; write nothing.")
    ] = False,
    by_model: Annotated[
        bool,
        typer.Option("--by-model", help="The model of [writer] in series.toml translates what is missing."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")] = False,
) -> None:
    """Translate a series: a catalogue of everything said and shown, beside it, ready to make."""
    from reelwright.studio import localise as work
    from reelwright.studio.series import open_series

    series = open_series(path)
    if report:
        state = work.report(series, to)
    elif by_model:
        from reelwright.studio.model_translation import localise_by_model

        state = localise_by_model(series, to, take=take)
    else:
        state = work.localise(series, to, take=take)
    Speaker(as_json=as_json).localised(state, is_written=not report)
