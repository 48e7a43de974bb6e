"""Read the tables of a SQLite database that somebody else made, without trusting its schema."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from deckgen.apkg.packed import UnreadablePackage

Value = str | int | float | bytes | None


class Rows(Protocol):
    """The tables of a collection, or of those of its notes that somebody asked for."""

    def __contains__(self, table: str) -> bool:
        """Whether there is such a table."""

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Value, ...]]:
        """Yield these columns of every row, in an unspecified order."""


class Tables:
    """The real tables of a database; views, virtual tables and computed columns are not read."""

    def __init__(self, connection: sqlite3.Connection, size: int) -> None:
        self._connection = connection
        self._left = size
        # A virtual table has no page of its own.
        schema = self._select("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
        self._names = frozenset(name for (name,) in schema)

    def __contains__(self, table: str) -> bool:
        return table in self._names

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Value, ...]]:
        """Yield these columns of every row, in an unspecified order."""
        if table not in self._names:
            raise UnreadablePackage(f"its collection has no table {table}")
        return self._select(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  # our constants

    def _select(self, query: str) -> Iterator[tuple[Value, ...]]:
        try:
            for row in self._connection.execute(query):
                # A schema could yield more than is in the file, by defaults or computed columns.
                self._left -= sum(len(value) if isinstance(value, str | bytes) else 1 for value in row)
                if self._left < 0:
                    raise UnreadablePackage("its collection is damaged: it yields more than it holds")
                yield row
        except (sqlite3.Error, UnicodeError, OverflowError, MemoryError) as error:
            raise UnreadablePackage(f"its collection is damaged: {error}") from error


@contextmanager
def open_tables(database: bytes) -> Iterator[Tables]:
    """Open a database read-only in a temporary folder, which is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="deckgen-") as folder:
        path = Path(folder, "collection.anki2")
        path.write_bytes(database)
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            _restrict(connection, len(database))
            yield Tables(connection, len(database))


_SMALLEST_DATABASE = 4096
_STEPS_BETWEEN_CALLS = 100_000
_MOST_CALLS = 10_000


def _restrict(connection: sqlite3.Connection, size: int) -> None:
    """Allow only reading columns, with no value longer than the file, for a limited number of steps."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(size, _SMALLEST_DATABASE))
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    # Indexes by name use a collation that only Anki has.
    connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    calls = iter(range(_MOST_CALLS))
    connection.set_progress_handler(lambda: next(calls, None) is None, _STEPS_BETWEEN_CALLS)
    connection.set_authorizer(_authorize)


def _authorize(
    action: int, _table: str | None, _column: str | None, _schema: str | None, view: str | None
) -> int:
    reads = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    return sqlite3.SQLITE_OK if reads and view is None else sqlite3.SQLITE_DENY
