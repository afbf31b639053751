"""A theatre, running or not → a backup file: one state of the database, and every object that it names."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, MetaData, Table, select, text

from reelwright import __version__
from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.backup.documents import (
    ABOUT,
    FORMAT,
    SETTINGS,
    About,
    TableAbout,
    beside_path,
    object_path,
    table_path,
)
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.tables import release_file
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.rehearsal_memory import FILE as MEMORY
from reelwright.theatre.wallet.rehearsal_memory import as_it_stands

REVISIONS = "alembic_version"
_ROWS = 500

Listen = Callable[[int, int], None]
"""Told how many objects are saved, and how many there are."""


@dataclass(frozen=True)
class Saved:
    """What a backup holds."""

    row_count: int
    object_count: int
    byte_count: int


def save(
    store: Store,
    objects: ObjectStore,
    folder: Path,
    file: Path,
    *,
    listen: Listen = lambda done, total: None,
) -> Saved:
    """Write the theatre with its settings in ``folder`` to ``file``, which must not be there yet. The theatre
    goes on meanwhile: what is written after the start is not in it, what was written before is, whole.

    Raises ``BadInput`` when the file is there or an object is missing, ``CannotWrite``. A backup that did not
    come to its end leaves no file of that name.
    """
    if file.exists():
        raise BadInput(
            "There is a file of this name already", where=str(file), next_step="Take another name."
        )
    partial = file.with_name(f"{file.name}.part")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            about, names = store.read(lambda connection: _tables(archive, connection, store))
            # After the tables: a provider that knows more is asked for it, one that knows less is at a loss.
            _memory(archive, folder)
            _objects(archive, objects, names, listen)
            _settings(archive, folder)
            archive.writestr(ABOUT, msgspec.json.format(msgspec.json.encode(about)))
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.chmod(0o600)  # it holds a secret, addresses and the hashes of passwords
        partial.replace(file)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise CannotWrite(f"The backup cannot be written: {problem.strerror}", where=str(file)) from None
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    rows = sum(table.row_count for table in about.tables)
    return Saved(rows, len(names), file.stat().st_size)


def _tables(archive: zipfile.ZipFile, connection: Connection, store: Store) -> tuple[About, list[str]]:
    """All rows, as they stand at one moment; and the objects that they name."""
    there = MetaData()
    there.reflect(connection)
    tables = []
    for table in there.sorted_tables:
        if table.name != REVISIONS:
            with archive.open(table_path(table.name), "w", force_zip64=True) as out:
                count = 0
                for line in _lines(connection, table):
                    out.write(line)
                    count += 1
            tables.append(TableAbout(str(table.name), count - 1))  # the first line names the columns
    revision = connection.scalar(text(f"SELECT version_num FROM {REVISIONS}"))
    names = sorted(set(connection.scalars(select(release_file.c.sha256))))
    about = About(
        format=FORMAT,
        program=f"reelwright {__version__}",
        created_us=store.clock.now_us(),
        revision=str(revision),
        tables=tuple(tables),
        object_count=len(names),
    )
    return about, names


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Rows as JSON arrays in the order of the columns' names; bytes as base64."""
    columns = [table.c[name] for name in sorted(table.c.keys())]
    yield msgspec.json.encode([str(column.name) for column in columns]) + b"\n"
    order = list(table.primary_key.columns)
    for part in connection.execute(select(*columns).order_by(*order)).partitions(_ROWS):
        for row in part:
            yield msgspec.json.encode([_plain(value) for value in row]) + b"\n"


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _objects(archive: zipfile.ZipFile, objects: ObjectStore, names: list[str], listen: Listen) -> None:
    for done, sha256 in enumerate(names):
        listen(done, len(names))
        try:
            data = objects.read(sha256)
        except FileNotFoundError:
            raise BadInput(
                f"A file that the catalogue names is missing from the media: {sha256[:12]}…",
                where=objects.where,
                next_step="Publish its series again, then back up.",
            ) from None
        archive.writestr(object_path(sha256), data, zipfile.ZIP_STORED)
    listen(len(names), len(names))


def _memory(archive: zipfile.ZipFile, folder: Path) -> None:
    if (folder / MEMORY).is_file():
        archive.writestr(beside_path(MEMORY), as_it_stands(folder / MEMORY))


def _settings(archive: zipfile.ZipFile, folder: Path) -> None:
    for name in SETTINGS:
        path = folder / name
        if path.is_file():
            archive.write(path, beside_path(name))
