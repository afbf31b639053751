"""``reelwright watch``: a preview in the browser that follows every save."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.speak import Speaker

preview = typer.Typer()


@preview.command()
def watch(
    path: Annotated[
        Path, typer.Argument(help="A series folder or a script file.", show_default="here")
    ] = Path(),
    episode: Annotated[
        int, typer.Option("--episode", "-e", min=0, help="Which; 0: the first, then the one you edit.")
    ] = 0,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the page; 0: a free one.")] = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where it is built.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, max=256, help="Processes; 0: one a core.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")] = False,
) -> None:
    """Follow what you write: after every save the edited shot first, in a small preview in your browser."""
    from reelwright.studio.series import open_series
    from reelwright.studio.watch_server import serve
    from reelwright.studio.watching import Board, Watch

    series = open_series(path, out=out)
    board = Board()
    watching = Watch(
        path,
        board,
        episode=episode or series.episodes[0].number,
        jobs=jobs or os.cpu_count() or 1,
        out=out,
    )
    server, end = serve(board, watching.store_folder, port=port)
    try:
        Speaker(as_json=as_json).watching(f"http://127.0.0.1:{server.server_address[1]}/")
        watching.run()
    finally:
        board.close()
        end()
