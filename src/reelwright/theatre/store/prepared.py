"""A statement that is asked all day → its words for each database, found once and run by the bare driver.

SQLAlchemy takes five to ten times as long over a small statement as SQLite takes to answer it. What every
unlock and every request say is therefore compiled once; all other statements go the usual way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError

Row = Any
"""A named tuple of what the driver gives: SQLite knows no booleans, and says 0 and 1."""
T = TypeVar("T")
Answer = Callable[[], T]
"""What was asked for already: the call waits for it, and says the same when it is called again."""


@contextmanager
def in_one_trip(connection: Connection) -> Iterator[None]:
    """Statements put within travel to PostgreSQL together, up to the first whose answer is waited for, and
    the rest together when the block ends. For SQLite, which is no way off, nothing changes.

    Within, rows are asked for by ``Prepared`` alone; what comes back from elsewhere is not seen. Raises
    ``DBAPIError`` of the first statement that failed, at the latest when the block ends.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    if not connection.in_transaction():
        connection.begin()
    driver: Any = connection.connection.driver_connection
    if driver.pgconn.pipeline_status:  # within another such block, which ends later
        yield
        return
    dbapi: Any = connection.dialect.loaded_dbapi
    try:
        with driver.pipeline():
            yield
    except dbapi.Error as problem:
        raise _explained(connection, problem) from problem


def execute(connection: Connection, text: str, parameters: Any, *, is_many: bool = False) -> Any:
    """The cursor of the driver that was told to run a statement."""
    if not connection.in_transaction():
        connection.begin()
    dbapi: Any = connection.dialect.loaded_dbapi
    cursor = connection.connection.cursor()
    try:
        return (cursor.executemany if is_many else cursor.execute)(text, parameters) or cursor
    except dbapi.Error as problem:
        raise _explained(connection, problem, text) from problem


def _explained(connection: Connection, problem: Any, text: str = "") -> BaseException:
    dbapi: Any = connection.dialect.loaded_dbapi
    found: BaseException = DBAPIError.instance(text, None, problem, dbapi.Error, hide_parameters=True)
    return found


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

    def ask(self, connection: Connection, **values: Any) -> Answer[list[Row]]:
        """All rows, when they are waited for. Raises ``DBAPIError`` as SQLAlchemy does, then or now."""
        words = self._of(connection)
        cursor = execute(connection, words.text, words.parameters(values))
        answer = cache(lambda: self._fetched(connection, cursor, words))
        if connection.dialect.name == "sqlite":
            answer()  # an open cursor would go on reading
        return answer

    def rows(self, connection: Connection, **values: Any) -> list[Row]:
        """All rows. Raises ``DBAPIError`` as SQLAlchemy does."""
        return self.ask(connection, **values)()

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

    @staticmethod
    def _fetched(connection: Connection, cursor: Any, words: _Words) -> list[Row]:
        dbapi: Any = connection.dialect.loaded_dbapi
        try:
            rows = cursor.fetchall()
        except dbapi.Error as problem:
            raise _explained(connection, problem, words.text) from problem
        if words.row is None:
            words.row = _rows_of([column[0] for column in cursor.description])
        return list(map(words.row, rows))

    def _of(self, connection: Connection) -> _Words:
        name = connection.dialect.name
        if name not in self._words:
            self._words[name] = _Words(self._statement, connection)
        return self._words[name]


def _rows_of(names: Sequence[str]) -> Callable[[Any], Row]:
    make: Any = namedtuple
    return make("row", names)._make  # type: ignore[no-any-return]
