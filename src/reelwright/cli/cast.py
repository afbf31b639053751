"""``reelwright cast``: who plays whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.speak import Speaker

cast = typer.Typer(name="cast", help="Choose who plays whom.", no_args_is_help=True)


@cast.callback()
def _root() -> None:
    """Choose who plays whom."""


@cast.command()
def voice(
    name: Annotated[str, typer.Argument(help="A name of the cast.")],
    series: Annotated[
        Path, typer.Option("--series", "-s", help="A series folder or a script file.", show_default="here")
    ] = Path(),
    voices: Annotated[str, typer.Option(help="Only these, split by commas.")] = "",
    pin: Annotated[
        str, typer.Option(help="Write this voice into the character's file; audition nobody.")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where to write the WAV files.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")] = False,
) -> None:
    """Audition voices for a character on their own lines, compare them, and pin one. Plays nothing."""
    from reelwright.studio import audition
    from reelwright.studio.series import open_series

    speaker = Speaker(as_json=as_json)
    part = audition.part_of(open_series(series), name)
    if pin:
        speaker.pinned(part.character.name, pin, audition.pin(part, pin))
        return
    wanted = audition.candidates(part, [word.strip() for word in voices.split(",") if word.strip()])
    folder = out or part.series.build_folder / "auditions" / part.character.key
    with speaker.drawing("speaking") as listen:
        heard = audition.auditions(part, wanted, folder, listen)
    speaker.auditions(part.character.name, heard)
