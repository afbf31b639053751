"""A statement that is asked all day → its words for each database, found once and run by the bare driver.

SQLAlchemy takes five to ten times as long over a small statement as SQLite takes to answer it. What every
unlock and every request say is therefore compiled once; all other statements go the usual way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError

Row = Any
"""A named tuple of what the driver gives: SQLite knows no booleans, and says 0 and 1."""


def execute(
    connection: Connection, text: str, parameters: Any, *, is_many: bool = False
) -> tuple[tuple[str, ...], list[Any]]:
    """What the driver answers: the names of the columns and the rows."""
    if not connection.in_transaction():
        connection.begin()
    dbapi: Any = connection.dialect.loaded_dbapi
    cursor = connection.connection.cursor()
    try:
        if is_many:
            cursor.executemany(text, parameters)
            return (), []
        cursor.execute(text, parameters)
        if cursor.description is None:
            return (), []
        return tuple(column[0] for column in cursor.description), list(cursor.fetchall())
    except dbapi.Error as problem:
        raise DBAPIError.instance(text, None, problem, dbapi.Error, hide_parameters=True) from problem
    finally:
        cursor.close()


class _Words:
    """A statement as one driver takes it."""

    def __init__(self, statement: Any, connection: Connection) -> None:
        compiled = statement.compile(dialect=connection.dialect)
        self.text = str(compiled)
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        self._order: Sequence[str] | None = compiled.positiontup
        self.row: Callable[[Any], Row] | None = None

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """As the driver wants them: in their order, or by their names."""
        if self._constants:
            values = {**self._constants, **values}
        return [values[name] for name in self._order] if self._order is not None else values


class Prepared:
    """A statement of SQLAlchemy's whose every changing value is a ``bindparam`` by name; none of its lists
    may change its length. Types that SQLAlchemy would convert are not. It takes part in the transaction of
    the connection like any other."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._words: dict[str, _Words] = {}

    def rows(self, connection: Connection, **values: Any) -> list[Row]:
        """All rows. Raises ``DBAPIError`` as SQLAlchemy does."""
        words = self._of(connection)
        names, rows = execute(connection, words.text, words.parameters(values))
        if words.row is None:
            words.row = _rows_of(names)
        return [words.row(row) for row in rows]

    def one(self, connection: Connection, **values: Any) -> Row | None:
        """The first row, or None."""
        rows = self.rows(connection, **values)
        return rows[0] if rows else None

    def run(self, connection: Connection, *several: Mapping[str, Any]) -> None:
        """For each of these values in turn, with nothing to come back."""
        words = self._of(connection)
        if len(several) == 1:
            execute(connection, words.text, words.parameters(several[0]))
        elif several:
            execute(connection, words.text, [words.parameters(one) for one in several], is_many=True)

    def _of(self, connection: Connection) -> _Words:
        name = connection.dialect.name
        if name not in self._words:
            self._words[name] = _Words(self._statement, connection)
        return self._words[name]


def _rows_of(names: Sequence[str]) -> Callable[[Any], Row]:
    make: Any = namedtuple
    return make("row", names)._make  # type: ignore[no-any-return]
