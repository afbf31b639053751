"""``reelwright backup`` and ``restore``: the whole theatre in one file, while it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from reelwright.cli.speak import Speaker

safe = typer.Typer()

DataFolder = Annotated[Path, typer.Option("--data", envvar="REELWRIGHT_DATA", help="The theatre's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")]
DATA = Path("theatre")


@safe.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The new file, e.g. theatre.backup.")],
    data: DataFolder = DATA,
    as_json: AsJson = False,
) -> None:
    """Save the whole theatre to a file, also while it is open: database, media, settings, secret."""
    from reelwright.theatre.backup import save
    from reelwright.theatre.catalogue.objects import ObjectStore
    from reelwright.theatre.store import Store, migrate
    from reelwright.theatre.web.settings import read_settings

    speaker = Speaker(as_json=as_json)
    settings = read_settings(data)
    store = Store(settings.database_url)
    try:
        migrate(store)
        with speaker.drawing("backup") as listen:
            done = save(
                store, ObjectStore(settings.media), data, file, listen=lambda now, all_: listen(now, all_, "")
            )
    finally:
        store.close()
    if as_json:
        speaker.fact(
            "saved", path=str(file), rows=done.row_count, objects=done.object_count, bytes=done.byte_count
        )
    else:
        speaker.out.print(
            f"[green]✓[/] {escape(str(file))}: {done.row_count} rows, {done.object_count} files of media, "
            f"{done.byte_count / 1e6:.1f} MB. It holds addresses and secrets: keep it safe."
        )


@safe.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup made.")],
    data: DataFolder = DATA,
    as_json: AsJson = False,
) -> None:
    """Bring a theatre back from a backup, into an empty folder and database, SQLite or PostgreSQL."""
    from reelwright.theatre.backup import restore as bring_back
    from reelwright.theatre.backup.restoring import restore_settings
    from reelwright.theatre.catalogue.objects import ObjectStore
    from reelwright.theatre.catalogue.schedule import as_text
    from reelwright.theatre.store import Store
    from reelwright.theatre.web.settings import read_settings

    speaker = Speaker(as_json=as_json)
    restore_settings(file, data)
    settings = read_settings(data)
    store = Store(settings.database_url)
    try:
        with speaker.drawing("restore") as listen:
            done = bring_back(
                store, ObjectStore(settings.media), file, listen=lambda now, all_: listen(now, all_, "")
            )
    finally:
        store.close()
    if as_json:
        speaker.fact("restored", path=str(file), rows=done.row_count, objects=done.object_count)
    else:
        speaker.out.print(
            f"[green]✓[/] {escape(str(data))} is what the theatre was at {as_text(done.created_us)}: "
            f"{done.row_count} rows, {done.object_count} files of media"
        )
