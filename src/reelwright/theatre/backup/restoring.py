"""A backup file → an empty theatre is what the old one was."""

from __future__ import annotations

import os
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, LargeBinary, MetaData, Table, func, inspect, select, text

from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.backup.documents import (
    ABOUT,
    BESIDE,
    FORMAT,
    About,
    beside_path,
    object_path,
    table_path,
)
from reelwright.theatre.backup.saving import REVISIONS, Listen
from reelwright.theatre.catalogue.claims import batches
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.store import Store
from reelwright.theatre.store.migrating import upgrade_to

_ROWS = 500
_MEDIA = object_path("0" * 64).partition("/")[0]


@dataclass(frozen=True)
class Restored:
    """What came back."""

    row_count: int
    object_count: int
    created_us: int


def restore_settings(file: Path, folder: Path) -> None:
    """Put the settings, the secret and what test payments remember into the theatre's folder, where it has
    none of its own. Killed on the way, it leaves nothing half."""
    with _opened(file) as (archive, _):
        names = set(archive.namelist())
        folder.mkdir(parents=True, exist_ok=True)
        for name in BESIDE:
            path = folder / name
            if beside_path(name) in names and not path.exists():
                half = folder / f"{name}.part"
                with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                    out.write(archive.read(beside_path(name)))
                    os.fsync(out.fileno())
                half.replace(path)


def restore(
    store: Store,
    objects: ObjectStore,
    file: Path,
    *,
    listen: Listen = lambda done, total: None,
) -> Restored:
    """Bring back what ``file`` holds: first the media, then the database in one transaction. Killed on the
    way, it can be run again.

    Raises ``BadInput`` for a damaged file, one of a newer program, or a database that is not empty.
    """
    with _opened(file) as (archive, about):
        store.read(partial(_refuse_tables, store.where))
        count = _objects(archive, objects, about, listen)
        rows = store.write(partial(_tables, archive, about, store.where))
    return Restored(rows, count, about.created_us)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, About]]:
    try:
        with zipfile.ZipFile(file) as archive:
            about = msgspec.json.decode(archive.read(ABOUT), type=About)
            if about.format != FORMAT:
                raise BadInput(
                    f"The backup is of format {about.format}; this program reads {FORMAT}", where=str(file)
                )
            yield archive, about
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, msgspec.DecodeError) as problem:
        raise BadInput(
            f"The backup is damaged or none: {problem}",
            where=str(file),
            next_step="Take another one; nothing was changed in the database.",
        ) from None
    except OSError as problem:
        raise CannotWrite(f"It cannot be restored: {problem.strerror}", where=str(file)) from None


def _refuse_tables(where: str, connection: Connection) -> None:
    if inspect(connection).get_table_names():
        raise BadInput(
            "The database is not empty",
            where=where,
            next_step="Restore into a new --data folder, or set DATABASE_URL to an empty database.",
        )


def _objects(archive: zipfile.ZipFile, objects: ObjectStore, about: About, listen: Listen) -> int:
    names = [name for name in archive.namelist() if name.startswith(f"{_MEDIA}/")]
    if len(names) != about.object_count:
        raise zipfile.BadZipFile(f"{len(names)} files of media instead of {about.object_count}")
    for done, name in enumerate(names):
        listen(done, len(names))
        sha256 = name.removeprefix(_MEDIA).replace("/", "")
        objects.put(sha256, archive.read(name), media_type="application/octet-stream")
    listen(len(names), len(names))
    return len(names)


def _tables(archive: zipfile.ZipFile, about: About, where: str, connection: Connection) -> int:
    _refuse_tables(where, connection)
    upgrade_to(connection, about.revision)
    there = MetaData()
    there.reflect(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    counts = {table.name: table.row_count for table in about.tables}
    ours = [table for table in there.sorted_tables if table.name != REVISIONS]
    if {table.name for table in ours} != counts.keys():
        raise zipfile.BadZipFile("its tables are not those of its revision")
    for table in ours:
        count = 0
        with archive.open(table_path(table.name)) as lines:
            for batch in batches(_rows(lines, table), _ROWS):
                connection.execute(table.insert(), batch)
                count += len(batch)
        if count != counts[table.name]:
            raise zipfile.BadZipFile(f"{count} rows of {table.name} instead of {counts[table.name]}")
        if not is_sqlite:
            _count_on(connection, table)
    upgrade_to(connection, "head")
    return sum(counts.values())


def _rows(lines: Any, table: Table) -> Iterator[Mapping[str, Any]]:
    names: list[str] = msgspec.json.decode(next(iter(lines)))
    readers = [_reader(table, name) for name in names]
    for line in lines:
        values = msgspec.json.decode(line)
        yield {
            name: None if value is None else read(value)
            for name, read, value in zip(names, readers, values, strict=True)
        }


def _reader(table: Table, name: str) -> Callable[[Any], Any]:
    return b64decode if isinstance(table.c[name].type, LargeBinary) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL counts new rows from where the old theatre was."""
    for column in table.primary_key.columns:
        if not column.autoincrement or column.type.python_type is not int:
            continue
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": table.name, "column": column.name},
        )
        last = connection.scalar(select(func.max(column)))
        if sequence and last:
            connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
