"""``reelwright gc``, ``pin`` and ``unpin``: room on the disk, and what stays whatever happens."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.speak import Speaker
from reelwright.errors import BadInput

keep = typer.Typer()

SeriesPath = Annotated[
    Path, typer.Argument(help="A series folder or a script file: its store.", show_default="here")
]
AsJson = Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")]


@keep.command()
def gc(
    path: SeriesPath = Path(),
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where it was built.")] = None,
    budget: Annotated[str, typer.Option(help="What the store may take, e.g. 20GB.")] = "0",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove what no series needs any more, the longest unused first; the stage's drawings after it."""
    from reelwright.studio.keeping import bytes_named, forget_previews, store_of, tidy
    from reelwright.studio.series import open_series

    wanted = bytes_named(budget)
    series = open_series(path, out=out)
    store = store_of(series)
    if not dry_run:
        forget_previews(series, store)
    Speaker(as_json=as_json).tidied(
        store.folder, tidy(store, budget_bytes=wanted, is_dry=dry_run), store.pins(), wanted, is_dry=dry_run
    )


@keep.command()
def pin(
    path: SeriesPath = Path(),
    name: Annotated[str, typer.Option(help="What to call it.")] = "kept",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where it was built.")] = None,
    as_json: AsJson = False,
) -> None:
    """Keep all that the series has now under a name, whatever is edited and collected afterwards."""
    from reelwright.studio.keeping import pin as keep_all
    from reelwright.studio.series import open_series

    Speaker(as_json=as_json).kept(name, keep_all(open_series(path, out=out), name))


@keep.command()
def unpin(
    path: SeriesPath = Path(),
    name: Annotated[str, typer.Option(help="What it was called.")] = "kept",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where it was built.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take a pin back; what only it kept goes with the next gc."""
    from reelwright.studio.keeping import store_of
    from reelwright.studio.series import open_series

    store = store_of(open_series(path, out=out))
    if name not in store.pins():
        known = ", ".join(store.pins()) or "none"
        raise BadInput(f"Nothing is pinned as {name!r}", where=str(store.folder), next_step=f"Pins: {known}.")
    Speaker(as_json=as_json).let_go(name, store.unpin(name))
