"""Rows that are over → gone, so many a transaction, so that nobody waits long for the writer."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from reelwright.theatre.store.database import Store

ROWS = 1000


def forget(store: Store, table: Table, is_over: ColumnElement[bool]) -> int:
    """Delete the rows of which ``is_over`` holds; how many. It may be killed at any point, and run again."""
    (number,) = table.primary_key.columns
    some = select(number).where(is_over).limit(ROWS)

    def write(connection: Connection) -> int:
        return connection.execute(delete(table).where(number.in_(some))).rowcount

    count = 0
    while gone := store.write(write):
        count += gone
    return count
