"""A manifest whose objects are all there → the catalogue as it says, in one transaction."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update
from sqlalchemy.exc import IntegrityError

from reelwright.build.digest import digest_of_document
from reelwright.errors import BadInput
from reelwright.release import EpisodeManifest, LineIndex, Manifest
from reelwright.theatre.catalogue.offers import FREE_COUNT, PRICE_COINS, Offer
from reelwright.theatre.catalogue.tables import episode, episode_version, line, release_file, series
from reelwright.theatre.store import new_id

_DIGEST_VERSION = 1


@dataclass(frozen=True)
class Switched:
    """What changed in the catalogue, by the numbers of the episodes. ``returned`` had been unpublished."""

    series: str
    slug: str
    new: tuple[int, ...]
    replaced: tuple[int, ...]
    returned: tuple[int, ...]
    unchanged: tuple[int, ...]
    releases_us: Mapping[int, int]


def switch(
    manifest: Manifest, indexes: Mapping[int, LineIndex], offer: Offer, now_us: int, connection: Connection
) -> Switched:
    """Make the catalogue say what the manifest says. Raises ``BadInput`` for another's series."""
    owner = _series_row(manifest, offer, now_us, connection)
    did: dict[str, list[int]] = {"new": [], "replaced": [], "returned": [], "unchanged": []}
    releases_us: dict[int, int] = {}
    ordered = sorted(manifest.episodes, key=lambda one: one.number)
    for position, one in enumerate(ordered):
        release_us = None if offer.release_us is None else offer.release_us + position * offer.every_us
        row, was_there = _episode_row(owner.id, one, release_us, now_us, connection)
        releases_us[one.number] = row.release_us if release_us is None else release_us
        is_changed = _put_version(row.id, one, indexes[one.number], now_us, connection)
        kind = "new" if not was_there else "replaced" if is_changed else "unchanged"
        did["returned" if row.unpublished_us is not None else kind].append(one.number)
    return Switched(
        series=owner.public_id,
        slug=owner.slug,
        releases_us=releases_us,
        **{kind: tuple(numbers) for kind, numbers in did.items()},
    )


def refuse_strangers(row: Row[Any], creator_id: int | None) -> None:
    """Raises ``BadInput`` when another creator asks to change a series. An operator (None) may."""
    if creator_id is not None and row.creator_id != creator_id:
        raise BadInput(
            f"The series {row.slug} belongs to somebody else",
            where=row.slug,
            next_step="Give yours another name in its folder, and make it again.",
        )


def _series_row(manifest: Manifest, offer: Offer, now_us: int, connection: Connection) -> Row[Any]:
    entry = manifest.series
    found = select(series).where(series.c.slug == entry.slug).with_for_update()
    said: dict[str, Any] = {
        "title": entry.title,
        "language": entry.language,
        "logline": entry.logline,
        "rights": msgspec.json.encode(manifest.rights).decode(),
        "unpublished_us": None,
    }
    asked = {"price_coins": offer.price_coins, "free_count": offer.free_count}
    said |= {name: value for name, value in asked.items() if value is not None}
    if offer.tags is not None:
        said["tags"] = json.dumps([tag.strip() for tag in offer.tags], ensure_ascii=False)
    row = connection.execute(found).one_or_none()
    if row is None:
        first: dict[str, Any] = {
            "public_id": new_id(now_us),
            "slug": entry.slug,
            "tags": "[]",
            "price_coins": PRICE_COINS,
            "free_count": FREE_COUNT,
            "creator_id": offer.creator_id,
            "created_us": now_us,
            "changed_us": now_us,
        }
        try:
            with connection.begin_nested():
                connection.execute(series.insert().values(first | said))
            return connection.execute(found).one()
        except IntegrityError:  # somebody publishes the same series just now, and was quicker
            row = connection.execute(found).one()
    refuse_strangers(row, offer.creator_id)
    if any(getattr(row, name) != value for name, value in said.items()):
        connection.execute(update(series).where(series.c.id == row.id).values(said | {"changed_us": now_us}))
    return row


def _episode_row(
    series_id: int, one: EpisodeManifest, release_us: int | None, now_us: int, connection: Connection
) -> tuple[Row[Any], bool]:
    """The row as it was before, or the new one; and whether it was there."""
    found = select(episode).where(episode.c.series_id == series_id, episode.c.number == one.number)
    row = connection.execute(found).one_or_none()
    if row is None:
        connection.execute(
            episode.insert().values(
                public_id=new_id(now_us),
                series_id=series_id,
                number=one.number,
                title=one.title,
                release_us=now_us if release_us is None else release_us,
                created_us=now_us,
            )
        )
        return connection.execute(found).one(), False
    said: dict[str, Any] = {"title": one.title, "unpublished_us": None}
    if release_us is not None:
        said["release_us"] = release_us
    connection.execute(update(episode).where(episode.c.id == row.id).values(said))
    return row, True


def _put_version(
    episode_id: int, one: EpisodeManifest, index: LineIndex, now_us: int, connection: Connection
) -> bool:
    """Make this the version that plays; whether another one played before."""
    digest = digest_of_document("published-episode", _DIGEST_VERSION, one)
    of_episode = episode_version.c.episode_id == episode_id
    current = connection.execute(
        select(episode_version).where(of_episode, episode_version.c.replaced_us.is_(None))
    ).one_or_none()
    if current is not None and current.digest == digest:
        return False
    connection.execute(
        update(episode_version)
        .where(of_episode, episode_version.c.replaced_us.is_(None))
        .values(replaced_us=now_us)
    )
    back = update(episode_version).where(of_episode, episode_version.c.digest == digest)
    if not connection.execute(back.values(replaced_us=None)).rowcount:
        _insert_version(episode_id, digest, one, index, now_us, connection)
    return True


def _insert_version(
    episode_id: int,
    digest: str,
    one: EpisodeManifest,
    index: LineIndex,
    now_us: int,
    connection: Connection,
) -> None:
    folder = _folder_of(one)
    public_id = new_id(now_us)
    rate = one.frames_per_second
    connection.execute(
        episode_version.insert().values(
            public_id=public_id,
            episode_id=episode_id,
            digest=digest,
            language=one.language,
            frame_count=one.frame_count,
            rate_numerator=rate[0],
            rate_denominator=rate[1],
            master_playlist=_within(folder, one.master_playlist),
            poster=_within(folder, one.poster),
            renditions=_paths_as_json(folder, one.renditions, "playlist"),
            captions=_paths_as_json(folder, one.captions, "path"),
            covers=_paths_as_json(folder, one.covers, "path"),
            ai_label=one.ai_label.visible_text,
            created_us=now_us,
        )
    )
    version_id = connection.scalar(
        select(episode_version.c.id).where(episode_version.c.public_id == public_id)
    )
    files = [
        {
            "version_id": version_id,
            "path": _within(folder, file.path),
            "sha256": file.sha256,
            "byte_count": file.byte_count,
        }
        for file in one.files
    ]
    connection.execute(release_file.insert(), files)
    lines = [
        {
            "version_id": version_id,
            "line_id": said.id,
            "position": position,
            "speaker": said.speaker,
            "character": said.character,
            "text": said.text,
            "start_ms": said.start_frame * 1000 * rate[1] // rate[0],
            "end_ms": said.end_frame * 1000 * rate[1] // rate[0],
        }
        for position, said in enumerate(index.lines)
    ]
    if lines:
        connection.execute(line.insert(), lines)


def _folder_of(one: EpisodeManifest) -> str:
    """The folder that holds all files of the episode, with its slash; may be empty."""
    common = posixpath.commonpath([posixpath.dirname(file.path) for file in one.files])
    return f"{common}/" if common else ""


def _within(folder: str, path: str) -> str:
    return path.removeprefix(folder)


def _paths_as_json(folder: str, documents: Sequence[msgspec.Struct], field: str) -> str:
    rows = [msgspec.to_builtins(document) for document in documents]
    return json.dumps(
        [row | {field: _within(folder, row[field])} for row in rows], ensure_ascii=False, sort_keys=True
    )
