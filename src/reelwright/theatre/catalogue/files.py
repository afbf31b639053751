"""A version and a path within it → the object that holds the file; remembered, as no version changes."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection, select

from reelwright.theatre.catalogue.objects import media_type_of
from reelwright.theatre.catalogue.reading import Terms, current_or_old_version, terms_of_version
from reelwright.theatre.catalogue.tables import release_file
from reelwright.theatre.store import Store

VERSION = re.compile(r"[0-9a-hjkmnp-tv-z]{16}")
"""A public id as ``new_id`` makes it."""
_TERMS_US = 5_000_000
_VERSIONS_MAX = 512


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a version; one that is only played as a whole is made of ``parts``, end to end, and its
    ``sha256`` names them together."""

    sha256: str
    byte_count: int
    media_type: str
    parts: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionFiles:
    """The files of a version. ``pictures`` are the poster and the covers: they are shown before anybody pays.
    ``terms`` were right at ``read_us``."""

    version: str
    terms: Terms
    files: Mapping[str, StoredFile]
    pictures: frozenset[str]
    read_us: int


class FileIndex:
    """The files of the versions that were asked for last; terms at most five seconds old."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[str, VersionFiles] = OrderedDict()

    def known(self, version: str) -> VersionFiles | None:
        """What is remembered of a version; its terms may be older than they should."""
        return self._known.get(version)

    async def current(self, version: str) -> VersionFiles | None:
        """A version with terms that are fresh; None when there is none of this id."""
        if not VERSION.fullmatch(version):
            return None
        known = self._known.get(version)
        now_us = self._store.clock.now_us()
        if known is not None and 0 <= now_us - known.read_us < _TERMS_US:
            return known
        found = await self._store.reading(partial(_read, version, known, now_us))
        if found is None:
            self._known.pop(version, None)
            return None
        self._known[version] = found
        self._known.move_to_end(version)
        while len(self._known) > _VERSIONS_MAX:
            self._known.popitem(last=False)
        return found


def _read(
    version: str, known: VersionFiles | None, now_us: int, connection: Connection
) -> VersionFiles | None:
    terms = terms_of_version(connection, version)
    if terms is None:
        return None
    if known is not None:
        return replace(known, terms=terms, read_us=now_us)
    about = current_or_old_version(connection, version)
    if about is None:
        return None
    rows = connection.execute(
        select(release_file.c.path, release_file.c.sha256, release_file.c.byte_count).where(
            release_file.c.version_id == about.version_id
        )
    )
    return VersionFiles(
        version=version,
        terms=terms,
        files={path: StoredFile(sha256, size, media_type_of(path)) for path, sha256, size in rows},
        pictures=frozenset({about.poster, *(cover["path"] for cover in about.covers)}),
        read_us=now_us,
    )
