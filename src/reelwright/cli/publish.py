"""``reelwright publish``, ``published``, ``unpublish``, ``sweep``: what the theatre of this machine shows."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from reelwright.cli.speak import Speaker
from reelwright.errors import BadInput

if TYPE_CHECKING:
    from reelwright.theatre.catalogue.objects import ObjectStore
    from reelwright.theatre.catalogue.publishing import Published
    from reelwright.theatre.store import Store

shelf = typer.Typer()

DataFolder = Annotated[Path, typer.Option("--data", envvar="REELWRIGHT_DATA", help="The theatre's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")]
DATA = Path("theatre")
PASSWORD_VARIABLE = "REELWRIGHT_PASSWORD"


@shelf.command()
def publish(
    path: Annotated[
        Path, typer.Argument(help="A series folder that was made, or a release folder.", show_default="here")
    ] = Path(),
    data: DataFolder = DATA,
    price: Annotated[int | None, typer.Option(min=0, help="Coins an episode.")] = None,
    free: Annotated[int | None, typer.Option(min=0, help="How many episodes are free.")] = None,
    release: Annotated[
        str, typer.Option(help="When the first one comes out, e.g. 2026-12-01T18:00+08:00; else now.")
    ] = "",
    every: Annotated[str, typer.Option(help="How long after it the next: day, week, 12h, 3d.")] = "",
    tags: Annotated[str, typer.Option(help="What it is like, e.g. revenge,family,night.")] = "",
    creator: Annotated[str, typer.Option(help="The e-mail of the creator who earns from it.")] = "",
    to: Annotated[str, typer.Option(help="A theatre elsewhere, e.g. https://films.example.org.")] = "",
    mail: Annotated[
        str, typer.Option(envvar="REELWRIGHT_MAIL", help="Who you are there: a creator's e-mail.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Publish a series in the theatre, or a new version of it. Again, it does nothing."""
    from reelwright.theatre.catalogue.schedule import pace, release_time

    asked: dict[str, Any] = {
        "price_coins": price,
        "free_count": free,
        "release_us": release_time(release) if release else None,
        "every_us": pace(every) if every else 0,
        "tags": tuple(word.strip() for word in tags.split(",") if word.strip()) if tags else None,
    }
    speaker = Speaker(as_json=as_json)
    folder = _release_of(path)
    if to:
        _publish_elsewhere(speaker, folder, to, mail, asked)
        return
    from reelwright.theatre.catalogue.offers import Offer
    from reelwright.theatre.catalogue.publishing import publish as publish_release

    offer = Offer(**asked)
    with _theatre(data) as (store, objects), speaker.drawing("upload") as listen:
        if creator:
            offer = dataclasses.replace(offer, creator_id=_earned_by(store, creator))
        done = publish_release(store, objects, folder, offer, listen=lambda now, all_: listen(now, all_, ""))
    _say(speaker, done)


def _publish_elsewhere(speaker: Speaker, folder: Path, to: str, mail: str, asked: dict[str, Any]) -> None:
    from reelwright.studio.sending import send_release

    if not mail:
        raise BadInput(
            "Nobody is named who publishes", where="--mail", next_step="Add the e-mail of your account there."
        )
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password and sys.stdin.isatty() and not speaker.as_json:
        password = typer.prompt(f"Password of {mail}", hide_input=True, err=True)
    if not password:
        raise BadInput(
            "There is no password", where=mail, next_step=f"Set the environment variable {PASSWORD_VARIABLE}."
        )
    with speaker.drawing("upload") as listen:
        sent = send_release(
            folder,
            to,
            mail=mail,
            password=password,
            offer=asked,
            listen=lambda now, all_: listen(now, all_, ""),
        )
    said = sent.said
    _tell(
        speaker,
        said["slug"],
        {kind: tuple(said[kind]) for kind in ("new", "replaced", "returned", "unchanged")},
        {int(number): at for number, at in said["releases_us"].items()},
        (int(said["files"]), sent.sent_count, sent.sent_bytes),
    )


@shelf.command()
def published(data: DataFolder = DATA, as_json: AsJson = False) -> None:
    """List what the theatre has: episodes, prices, when they come out."""
    from reelwright.theatre.catalogue.listing import listed
    from reelwright.theatre.catalogue.schedule import as_text

    speaker = Speaker(as_json=as_json)
    with _theatre(data) as (store, _):
        now_us = store.clock.now_us()
        rows = store.read(listed)
    for one in rows:
        waiting = [e for e in one.episodes if e.release_us > now_us and e.is_published]
        shown = [e.number for e in one.episodes if e.is_published]
        if as_json:
            speaker.fact(
                "published", slug=one.slug, title=one.title, episodes=shown, price_coins=one.price_coins,
                free_count=one.free_count, next_release=as_text(waiting[0].release_us) if waiting else None,
            )  # fmt: skip
            continue
        state = f"episodes {spans(shown)}" if shown else "unpublished"
        later = f", next out {as_text(waiting[0].release_us)}" if waiting else ""
        price = f"{one.price_coins} coins after {one.free_count} free" if one.price_coins else "free"
        speaker.out.print(f"[bold]{escape(one.slug)}[/]  {escape(one.title)}: {state}, {price}{later}")
    if not rows and not as_json:
        speaker.out.print("Nothing is published. Run: reelwright publish SERIES")


@shelf.command()
def unpublish(
    slug: Annotated[str, typer.Argument(help="The series by its name in the theatre.")],
    episodes: Annotated[str, typer.Option("--episodes", "-e", help="Which: 1, 1,3 or all.")] = "all",
    data: DataFolder = DATA,
    as_json: AsJson = False,
) -> None:
    """Take a series, or some of its episodes, out of the theatre; publishing brings them back."""
    from reelwright.theatre.catalogue.unpublishing import unpublish as take_back

    speaker = Speaker(as_json=as_json)
    with _theatre(data) as (store, _):
        taken = take_back(store, slug, _numbers(episodes))
    if as_json:
        speaker.fact("unpublished", slug=slug, episodes=list(taken))
    else:
        speaker.out.print(f"{escape(slug)}: {_some(len(taken))} taken back{_these(taken)}")


@shelf.command()
def sweep(
    data: DataFolder = DATA,
    grace: Annotated[
        int, typer.Option(min=0, help="Hours that a replaced version stays for who is watching it.")
    ] = 24,
    as_json: AsJson = False,
) -> None:
    """Remove media of versions that were replaced, what unfinished uploads left, and rows that are over."""
    from reelwright.theatre.web.sweeping import sweep as sweep_all

    speaker = Speaker(as_json=as_json)
    with _theatre(data) as (store, objects):
        done = sweep_all(store, objects, grace_s=grace * 3600)
    media = done.media
    if as_json:
        speaker.fact(
            "swept", versions=media.versions, objects=media.objects, bytes=media.byte_count,
            sessions=done.sessions, letter_tokens=done.letter_tokens, jobs=done.jobs,
        )  # fmt: skip
    else:
        speaker.out.print(
            f"Removed {media.objects} files ({_size(media.byte_count)}) of {media.versions} replaced "
            f"versions; rows that were over: {done.sessions} of sessions, "
            f"{done.letter_tokens} of letters' links, {done.jobs} of the outbox"
        )


@contextmanager
def _theatre(data: Path) -> Iterator[tuple[Store, ObjectStore]]:
    """The database and the media of a theatre, opened as its server would."""
    from reelwright.theatre.catalogue.objects import ObjectStore
    from reelwright.theatre.store import Store, migrate
    from reelwright.theatre.web.settings import read_settings

    settings = read_settings(data)
    store = Store(settings.database_url)
    try:
        migrate(store)
        yield store, ObjectStore(settings.media)
    finally:
        store.close()


def _earned_by(store: Store, mail: str) -> int:
    """The number of the viewer who publishes. Raises ``BadInput`` for somebody without an account."""
    from sqlalchemy import select

    from reelwright.theatre.accounts.tables import viewer

    wanted = select(viewer.c.id).where(viewer.c.mail == mail.strip().lower())
    found = store.read(lambda connection: connection.scalar(wanted))
    if found is None:
        raise BadInput(
            f"Nobody has an account as {mail[:80]}",
            where="--creator",
            next_step="They sign up in the theatre first.",
        )
    return int(found)


def _release_of(path: Path) -> Path:
    for folder in (path, path / "build" / "release", path / "release"):
        if (folder / "manifest.json").is_file():
            return folder
    raise BadInput(
        "There is no release here",
        where=str(path),
        next_step=f"Run: reelwright make {path}; or name its folder.",
    )


def _say(speaker: Speaker, done: Published) -> None:
    did = done.switched
    changed = {"new": did.new, "replaced": did.replaced, "returned": did.returned, "unchanged": did.unchanged}
    files = done.object_count, done.uploaded_count, done.uploaded_bytes
    _tell(speaker, did.slug, changed, did.releases_us, files)


def _tell(
    speaker: Speaker,
    slug: str,
    changed: Mapping[str, tuple[int, ...]],
    releases_us: Mapping[int, int],
    files: tuple[int, int, int],
) -> None:
    """``files``: how many there are, how many were sent, and their bytes."""
    from reelwright.theatre.catalogue.schedule import as_text

    count, sent, sent_bytes = files
    if speaker.as_json:
        releases = {str(number): as_text(at) for number, at in releases_us.items()}
        speaker.fact(
            "published", slug=slug, **changed, files=count, uploaded=sent, uploaded_bytes=sent_bytes,
            releases=releases,
        )  # fmt: skip
        return
    kinds = (("new", changed["new"]), ("replaced", changed["replaced"]), ("back", changed["returned"]))
    said = [f"{_some(len(numbers))} {kind}{_these(numbers)}" for kind, numbers in kinds if numbers]
    if not said:
        said = [f"nothing changed ({_some(len(changed['unchanged']))})"]
    speaker.out.print(f"[green]✓[/] {escape(slug)}: {', '.join(said)}")
    speaker.out.print(f"  {sent} of {count} files sent ({_size(sent_bytes)})")
    first, last = min(releases_us.values()), max(releases_us.values())
    if last > first:
        speaker.out.print(f"  out from {as_text(first)} to {as_text(last)}")


def _numbers(text: str) -> list[int] | None:
    if text.strip().lower() == "all":
        return None
    words = [word.strip() for word in text.split(",")]
    if not all(word.isascii() and word.isdecimal() and len(word) < 6 for word in words):
        raise BadInput(
            f"{text[:40]!r} names no episodes", where="--episodes", next_step="Write 1 or 1,3 or all."
        )
    return [int(word) for word in words]


def spans(numbers: Iterable[int]) -> str:
    """``1-3, 5``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _these(numbers: Iterable[int]) -> str:
    said = spans(numbers)
    return f" ({said})" if said else ""


def _some(count: int) -> str:
    return f"{count} episode{'' if count == 1 else 's'}"


def _size(byte_count: int) -> str:
    return f"{byte_count / 1e6:.1f} MB" if byte_count < 1e9 else f"{byte_count / 1e9:.2f} GB"
