"""SQLite in one trip a statement: aiosqlite's own cursor goes to its thread and back four times."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import aiosqlite

from bot.engine.private import keep_private


class Cursor:
    """Runs a statement, fetches its rows and closes it in one go; what SQLAlchemy asks for afterwards is here."""

    arraysize = 1

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._there: Callable[..., Awaitable[None]] = connection._execute  # noqa: SLF001, its way into its thread
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> None:
        await self._there(self._run, sql, parameters)

    async def executemany(self, sql: str, parameters: Any) -> None:
        await self._there(self._run_many, sql, parameters)

    def _run(self, sql: str, parameters: Any) -> None:
        connection = self._connection._conn  # noqa: SLF001, the connection in its thread
        before = connection.total_changes
        self._keep(connection.execute(sql, parameters))
        if self.rowcount < 0 and not self.description:  # sqlite3 counts nothing for an INSERT that begins with WITH
            self.rowcount = connection.total_changes - before

    def _run_many(self, sql: str, parameters: Any) -> None:
        self._keep(self._connection._conn.executemany(sql, parameters))  # noqa: SLF001, the connection in its thread

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else ()
        self.rowcount = cursor.rowcount
        cursor.close()

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        """It is closed already."""


class Connection(aiosqlite.Connection):
    def cursor(self) -> Cursor:  # type: ignore[override]  # only SQLAlchemy asks for it, and gets what it needs
        return Cursor(self)

    def stop(self) -> asyncio.Future[Any] | None:
        """Ask the thread to end, once: a second asking, by whoever was cut off while it closed, nobody would answer."""
        ends = self._running
        return super().stop() if ends else None

    async def _connect(self) -> aiosqlite.Connection:
        """Wait for the thread of a file that cannot be opened: it would speak to a loop that is gone by then."""
        try:
            return await super()._connect()
        except Exception:  # its thread has been asked to end
            await asyncio.to_thread(self._thread.join)
            raise


def _open(path: str, options: Mapping[str, Any]) -> sqlite3.Connection:
    """SQLite gives the files beside the database (`-wal`, `-shm`) the rights of the database itself."""
    if path and path != ":memory:":
        keep_private(Path(path))
    opened: sqlite3.Connection = sqlite3.connect(path, **options)
    return opened


def connect(path: str, **options: Any) -> Connection:
    """A connection for SQLAlchemy's `async_creator_fn`."""
    connection = Connection(lambda: _open(path, options), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001, as SQLAlchemy does with those it makes itself
    return connection
