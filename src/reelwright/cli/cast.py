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


SeriesPath = Annotated[
    Path, typer.Option("--series", "-s", help="A series folder or a script file.", show_default="here")
]
AsJson = Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")]


@cast.command("import")
def import_(
    card: Annotated[Path, typer.Argument(help="A character card, V2 or V3: .png, .json or .charx.")],
    series: SeriesPath = Path(),
    plays: Annotated[str, typer.Option(help="The name in the script, where it is not the card's.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the character's file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Cast somebody from a character card: looks, voice and persona from its words."""
    from reelwright.studio.cards import import_card
    from reelwright.studio.series import open_series

    Speaker(as_json=as_json).card_in(import_card(open_series(series), card, plays=plays, replace=replace))


@cast.command()
def export(
    name: Annotated[str, typer.Argument(help="A name of the cast.")],
    series: SeriesPath = Path(),
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file: .png, .json or .charx says the form.")
    ] = None,
    after_episode: Annotated[int, typer.Option(min=0, help="The card knows what they know by then.")] = 0,
    drawn: Annotated[
        bool, typer.Option("--drawn", help="Draw them, also where a card has a picture.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make somebody of the cast a character card, V2 and V3, with what they know as its lorebook."""
    from reelwright.studio.cards import export_card
    from reelwright.studio.series import open_series

    speaker = Speaker(as_json=as_json)
    path, notices = export_card(open_series(series), name, out, after_episode=after_episode, drawn=drawn)
    speaker.notices(notices)
    speaker.written(path)


@cast.command()
def voice(
    name: Annotated[str, typer.Argument(help="A name of the cast.")],
    series: SeriesPath = Path(),
    voices: Annotated[str, typer.Option(help="Only these, split by commas.")] = "",
    pin: Annotated[
        str, typer.Option(help="Write this voice into the character's file; audition nobody.")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where to write the WAV files.")] = None,
    as_json: AsJson = False,
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
