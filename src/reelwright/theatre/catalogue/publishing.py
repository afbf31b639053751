"""A release folder → objects in the store, and then, in one transaction, the catalogue that names them.

Whoever is killed on the way leaves objects that the next try finds, and a catalogue as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from reelwright.errors import BadInput
from reelwright.release import FileEntry, LineIndex, read_manifest
from reelwright.theatre.catalogue.claims import batches, claim
from reelwright.theatre.catalogue.inspecting import inspect
from reelwright.theatre.catalogue.objects import ObjectStore, media_type_of
from reelwright.theatre.catalogue.offers import Offer, check_offer, is_sold
from reelwright.theatre.catalogue.switching import Switched, switch
from reelwright.theatre.store import Store

_UPLOADS = 4


@dataclass(frozen=True)
class Published:
    """What publishing did: in the catalogue, and to the objects."""

    switched: Switched
    object_count: int
    uploaded_count: int
    uploaded_bytes: int


Listen = Callable[[int, int], None]
"""Told the bytes that are in the store and the bytes in all."""


def publish(
    store: Store,
    objects: ObjectStore,
    folder: Path,
    offer: Offer | None = None,
    *,
    kept: Collection[str] = (),
    listen: Listen = lambda done, total: None,
) -> Published:
    """Publish the release in ``folder``. Publishing it again does nothing; a changed episode gets a new
    version, and its old one plays on for who has begun it. Episodes that the release does not have stay.
    Files whose hash is in ``kept`` are objects already, and need not lie in the folder.

    Raises ``BadInput`` for a release that may not be shown or an offer that makes no sense, ``CannotWrite``
    where objects cannot be written. The catalogue then is as it was.
    """
    offer = offer or Offer()
    check_offer(offer)
    slug = read_manifest(folder).series.slug
    manifest = inspect(folder, is_sold=store.read(partial(is_sold, slug, offer)), kept=kept)
    indexes = {
        one.number: msgspec.json.decode((folder / one.line_index).read_bytes(), type=LineIndex)
        for one in manifest.episodes
    }
    wanted = {file.sha256: file for one in manifest.episodes for file in one.files}
    claim(store, {sha256: file.byte_count for sha256, file in wanted.items()})
    uploaded = list(_upload(objects, folder, list(wanted.values()), listen))
    switched = store.write(partial(switch, manifest, indexes, offer, store.clock.now_us()))
    return Published(switched, len(wanted), len(uploaded), sum(uploaded))


def _upload(objects: ObjectStore, folder: Path, files: Sequence[FileEntry], listen: Listen) -> Iterator[int]:
    """The sizes of the objects that were not there yet, as they come to be."""
    total = sum(file.byte_count for file in files)
    done = 0
    listen(done, total)
    with ThreadPoolExecutor(_UPLOADS, thread_name_prefix="upload") as threads:
        for batch in batches(files, 4 * _UPLOADS):
            for file, is_new in zip(batch, threads.map(partial(_put, objects, folder), batch), strict=True):
                done += file.byte_count
                if is_new:
                    yield file.byte_count
            listen(done, total)


def _put(objects: ObjectStore, folder: Path, file: FileEntry) -> bool:
    if objects.has(file.sha256, file.byte_count):
        return False
    try:
        data = (folder / file.path).read_bytes()
    except OSError as problem:
        raise BadInput(
            f"A file of the release cannot be read: {problem.strerror}",
            where=str(folder / file.path),
            next_step="Publish again.",
        ) from None
    return objects.put(file.sha256, data, media_type=media_type_of(file.path))
