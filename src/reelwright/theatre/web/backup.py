"""A running theatre → one file, and back: rows of every table as of one moment, media, settings.

Rows are written as JSON lines, not as pages of one database: a theatre that began on SQLite is restored on
PostgreSQL, and the other way round.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, LargeBinary, Table, func, insert, select, text

from reelwright import __version__
from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.catalogue.objects import ObjectStore, media_type_of
from reelwright.theatre.store import Store, metadata, migrate
from reelwright.theatre.web.settings import SECRET_FILE, SETTINGS_FILE

_FORMAT = 1
_ROWS_AT_ONCE = 1000
_ABOUT = "backup.json"
_MOST_OF_A_SETTING = 1 << 16


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup says of itself: its format, who wrote it, at which revision of the tables, and how many
    rows and objects follow."""

    format: int
    written_by: str
    revision: str
    rows: dict[str, int]
    objects: int


def back_up(store: Store, objects: ObjectStore, folder: Path, target: Path) -> About:
    """Write ``target``; the theatre may go on meanwhile. A bucket's media stay in the bucket. The file is
    whole or not there, and for its owner alone: it holds the secret. Raises ``CannotWrite``."""
    partial = target.with_name(target.name + ".partial")
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            about = store.read(lambda connection: _write(connection, objects, folder, file))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise CannotWrite(
            f"The backup cannot be written: {problem.strerror}",
            where=str(target),
            next_step="Nothing was changed. Make room, or take another place.",
        ) from problem
    return about


def _write(connection: Connection, objects: ObjectStore, folder: Path, file: BinaryIO) -> About:
    names = [name for name, _ in objects.listed()] if objects.folder else []
    about = About(
        format=_FORMAT,
        written_by=f"reelwright {__version__}",
        revision=str(MigrationContext.configure(connection).get_current_revision()),
        rows={
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in _tables()
        },
        objects=len(names),
    )
    with tarfile.open(fileobj=file, mode="w") as archive:
        _add(archive, _ABOUT, msgspec.json.encode(about))
        for name in (SETTINGS_FILE, SECRET_FILE):
            if (folder / name).is_file():
                _add(archive, name, (folder / name).read_bytes())
        for table in _tables():
            for number, lines in enumerate(_lines(connection, table)):
                _add(archive, f"rows/{table.name}/{number:08d}.jsonl", lines)
        for name in names:
            try:
                _add(archive, f"objects/{name}", objects.read(name))
            except FileNotFoundError:
                continue  # swept meanwhile: nothing named it any more
    return about


def restore(source: Path, store: Store, objects: ObjectStore, folder: Path) -> About:
    """A backup → a theatre in an empty database. Raises ``BadInput`` for a file that is none, is damaged, or
    of other tables, and for a database that holds anything already; then nothing has changed in it."""
    migrate(store)
    try:
        with tarfile.open(source, mode="r:") as archive:
            about = _about_of(archive, source)
            store.write(lambda connection: _fill(connection, source, about))
            for member in archive:
                if member.name.startswith("objects/"):
                    _take_object(objects, member.name.partition("/")[2], _bytes_of(archive, member), source)
                elif member.name in (SETTINGS_FILE, SECRET_FILE):
                    _take_setting(folder / member.name, _bytes_of(archive, member))
    except (tarfile.TarError, EOFError) as problem:
        raise _damaged(source) from problem
    except OSError as problem:
        raise BadInput(f"The backup cannot be read: {problem.strerror}", where=str(source)) from problem
    return about


def _about_of(archive: tarfile.TarFile, source: Path) -> About:
    first = archive.next()
    if first is None or first.name != _ABOUT or first.size > _MOST_OF_A_SETTING:
        raise BadInput("This is no backup of a theatre", where=str(source))
    try:
        about = msgspec.json.decode(_bytes_of(archive, first), type=About)
    except (msgspec.DecodeError, msgspec.ValidationError) as problem:
        raise BadInput("This is no backup that this version knows", where=str(source)) from problem
    if about.format != _FORMAT:
        raise BadInput(f"The backup has format {about.format}, not {_FORMAT}", where=str(source))
    return about


def _fill(connection: Connection, source: Path, about: About) -> None:
    now = MigrationContext.configure(connection).get_current_revision()
    if about.revision != now:
        raise BadInput(
            f"The backup has tables of revision {about.revision} ({about.written_by}), not {now}",
            where=str(source),
            next_step="Restore it with that version; the next start of a newer one brings it up to date.",
        )
    by_name = {table.name: table for table in _tables()}
    if any(connection.execute(select(table).limit(1)).first() for table in by_name.values()):
        raise BadInput(
            "The database is not empty", next_step="Restore into a new folder, or into a new database."
        )
    counted = dict.fromkeys(by_name, 0)
    with tarfile.open(source, mode="r:") as archive:
        for member in archive:
            kind, _, rest = member.name.partition("/")
            if kind != "rows":
                continue
            name = rest.partition("/")[0]
            rows = [_row(by_name[name], line) for line in _bytes_of(archive, member).splitlines()]
            connection.execute(insert(by_name[name]), rows)
            counted[name] += len(rows)
    if counted != {name: about.rows.get(name, 0) for name in counted}:
        raise _damaged(source)
    if connection.dialect.name == "postgresql":
        _count_on(connection)


def _count_on(connection: Connection) -> None:
    """PostgreSQL counts its keys beside the tables."""
    for table in _tables():
        key = table.autoincrement_column
        if key is not None:
            where = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
            last = f'(SELECT COALESCE(MAX({key.name}), 0) + 1 FROM "{table.name}")'
            connection.execute(text(f"SELECT setval({where}, {last}, false) WHERE {where} IS NOT NULL"))


def _tables() -> list[Table]:
    return list(metadata.sorted_tables)


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table, a thousand at a time, in the order of its key."""
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query)
    for rows in result.partitions():
        yield b"\n".join(msgspec.json.encode([_plain(value) for value in row]) for row in rows)


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, (bytes, memoryview)) else value


def _row(table: Table, line: bytes) -> dict[str, Any]:
    row = dict(zip((column.name for column in table.columns), msgspec.json.decode(line), strict=True))
    for column in table.columns:
        if isinstance(column.type, LargeBinary) and row[column.name] is not None:
            row[column.name] = base64.b64decode(row[column.name])
    return row


def _take_object(objects: ObjectStore, name: str, data: bytes, source: Path) -> None:
    if hashlib.sha256(data).hexdigest() != name:
        raise _damaged(source)
    objects.put(name, data, media_type=media_type_of(name))


def _take_setting(path: Path, data: bytes) -> None:
    """What the new folder says for itself stays."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    archive.addfile(member, io.BytesIO(data))


def _bytes_of(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    opened = archive.extractfile(member)
    if opened is None:
        raise tarfile.TarError(f"{member.name} is no file")
    return opened.read()


def _damaged(source: Path) -> BadInput:
    return BadInput(
        "The backup is damaged", where=str(source), next_step="Take another one; this theatre is as it was."
    )
