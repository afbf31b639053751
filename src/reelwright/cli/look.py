"""``reelwright look``: a character, a place, a shot, a moment of it, a whole cast, as pictures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli.speak import Speaker
from reelwright.errors import BadInput

if TYPE_CHECKING:
    from reelwright.delivery.stills import Rgb
    from reelwright.production.pictures import OwnPictures
    from reelwright.studio.look.shots import FilmedShot
    from reelwright.studio.series import Series

look = typer.Typer(
    name="look",
    help="Draw sheets, frames and previews: see a character, a place or a shot before the film is made.",
    no_args_is_help=True,
)

SeriesPath = Annotated[
    Path, typer.Option("--series", "-s", help="A series folder or a script file.", show_default="here")
]
OutFile = Annotated[Path | None, typer.Option("--out", "-o", help="Where to write it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")]
ShotAddress = Annotated[str, typer.Argument(help="A shot as `reelwright shots` lists it: 1/k3f9.line.")]


@look.command()
def character(
    name: Annotated[str, typer.Argument(help="A name of the cast, or a character's TOML file.")],
    series: SeriesPath = Path(),
    out: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Draw a character: figure, angles, every expression and mouth, the whole wardrobe."""
    from reelwright.studio.look.layout import drawn
    from reelwright.studio.look.naming import character_in_file, character_named, everybody
    from reelwright.studio.look.people import character_rows

    speaker = Speaker(as_json=as_json)
    if name.lower().endswith(".toml"):
        who, notices = character_in_file(Path(name))
        folder = Path(name).parent
    else:
        opened = _opened(series)
        people, notices = everybody(opened)
        who = character_named(name, people)
        folder = opened.build_folder / "look"
    speaker.notices(notices)
    with speaker.drawing() as listen:
        sheet = drawn(who.name, character_rows(who), listen)
    _save(speaker, sheet, out or folder / f"character-{who.key}.png", "character sheet")


@look.command()
def cast(
    series: SeriesPath = Path(),
    out: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Draw everybody of a series on one sheet."""
    from reelwright.studio.look.layout import drawn
    from reelwright.studio.look.naming import everybody
    from reelwright.studio.look.people import cast_rows

    speaker = Speaker(as_json=as_json)
    opened = _opened(series)
    people, notices = everybody(opened)
    speaker.notices(notices)
    if not people:
        raise BadInput("Nobody speaks in this series, and cast/ is empty", where=str(opened.folder))
    with speaker.drawing() as listen:
        sheet = drawn(opened.facts.title or opened.slug, cast_rows(people), listen)
    _save(speaker, sheet, out or opened.build_folder / "look" / "cast.png", "cast")


@look.command()
def place(
    words: Annotated[str, typer.Argument(help='A place as a heading names it: "penthouse", "医院走廊".')],
    time: Annotated[str, typer.Option(help="Only this hour: day, dusk, night or dawn.")] = "",
    weather: Annotated[str, typer.Option(help="rain, storm, snow, petals or fog.")] = "",
    series: Annotated[
        Path | None, typer.Option("--series", "-s", help="A series whose own pictures may replace it.")
    ] = None,
    out: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Draw a place: its hours, empty and with people in its light, from wide to close."""
    from reelwright.stage.places import weather_named
    from reelwright.stage.places.hours import HOURS as KNOWN_HOURS
    from reelwright.studio.look.layout import drawn
    from reelwright.studio.look.naming import one_of, place_meant
    from reelwright.studio.look.places import HOURS, place_rows
    from reelwright.studio.series import slug_of

    speaker = Speaker(as_json=as_json)
    pictures = None if series is None else _own_pictures(speaker, series)
    own = pictures is not None and pictures.place(words, "interior", time) is not None
    key = slug_of(words) if own else place_meant(words)
    hours = (one_of("hour", time, KNOWN_HOURS),) if time else HOURS
    if weather and not weather_named(weather):
        one_of("weather", weather, ("rain", "storm", "snow", "petals", "fog"))
    with speaker.drawing() as listen:
        sheet = drawn(words, place_rows(words, hours=hours, weather=weather, pictures=pictures), listen)
    _save(speaker, sheet, out or Path(f"place-{key}.png"), "place sheet")


@look.command()
def shot(
    address: ShotAddress,
    series: SeriesPath = Path(),
    at: Annotated[
        float | None, typer.Option(help="Seconds into the shot.", show_default="its still's")
    ] = None,
    clean: Annotated[bool, typer.Option("--clean", help="Without captions.")] = False,
    out: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Draw one frame of a shot at full size. Lines that are heard in it are spoken first."""
    speaker = Speaker(as_json=as_json)
    filmed, folder = _filmed(speaker, series, address)
    frame = filmed.frame_at(at)
    speaker.notices(filmed.take.notices)
    picture = filmed.picture(frame, is_clean=clean)
    _save(speaker, picture, out or folder / f"{_file_name(address)}-{frame:04d}.png", "frame")


@look.command()
def motion(
    address: ShotAddress,
    series: SeriesPath = Path(),
    width: Annotated[int, typer.Option(min=64, max=1080, help="Pixels across.")] = 360,
    out: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Draw a whole shot as a preview that moves: .webp (by default) or .mp4, without sound."""
    from reelwright.studio.look.shots import write_preview

    speaker = Speaker(as_json=as_json)
    filmed, folder = _filmed(speaker, series, address)
    path = out or folder / f"{_file_name(address)}.webp"
    speaker.notices(filmed.take.notices)
    with speaker.drawing() as listen:
        write_preview(filmed, path, width=width, listen=listen)
    speaker.looked("preview", [path])


@look.command()
def guides(
    address: ShotAddress,
    series: SeriesPath = Path(),
    every_depth: Annotated[bool, typer.Option("--every-depth", help="The depth of every frame.")] = False,
    out: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Hand a shot over to another engine: key frames, depth, joints and points of the faces."""
    from reelwright.studio.look.handover import write_guides

    speaker = Speaker(as_json=as_json)
    filmed, folder = _filmed(speaker, series, address)
    speaker.notices(filmed.take.notices)
    with speaker.drawing() as listen:
        paths = write_guides(
            filmed, out or folder / f"{_file_name(address)}-guides", every_depth=every_depth, listen=listen
        )
    speaker.looked("guides", paths)


def _opened(path: Path) -> Series:
    from reelwright.studio.series import open_series

    return open_series(path)


def _own_pictures(speaker: Speaker, path: Path) -> OwnPictures:
    from reelwright.production.pictures import read_pictures

    pictures, notices = read_pictures(_opened(path).lines_path.parent)
    speaker.notices(notices)
    return pictures


def _filmed(speaker: Speaker, path: Path, address: str) -> tuple[FilmedShot, Path]:
    """The shot before the camera, and the folder for its pictures."""
    from reelwright.studio.look.naming import shot_meant
    from reelwright.studio.look.shots import FilmedShot, shot_settings, sprites_of
    from reelwright.studio.make import prepare

    opened = _opened(path)
    prepared = prepare(opened)
    step = shot_meant(address, prepared.plans)
    with speaker.progress(prepared.build.only(prepared.build.steps[step].needs)) as listen:
        settings = shot_settings(prepared, step, jobs=os.cpu_count() or 1, listen=listen)
    return FilmedShot(settings, sprites_of(prepared)), opened.build_folder / "look"


def _file_name(address: str) -> str:
    return address.replace("/", "-")


def _save(speaker: Speaker, picture: Rgb, path: Path, kind: str) -> None:
    from reelwright.delivery.stills import png_bytes
    from reelwright.studio.outputs import write_if_changed

    write_if_changed(path, png_bytes(picture))
    speaker.looked(kind, [path], width=picture.shape[1], height=picture.shape[0])
