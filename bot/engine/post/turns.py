"""Whose turn it is to send: on PostgreSQL one process a channel, so that several together keep to one rate limit."""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.engine.database import Database


class Turns:
    """Advisory locks held by a connection of their own: they end with the process, and another one takes over."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
        self._mine: set[str] = set()

    async def mine(self, channels: Iterable[str]) -> set[str]:
        """Those of the channels this process may send for now."""
        if self._database.is_sqlite:
            return set(channels)
        try:
            return await self._locked(channels)
        except DBAPIError:
            await self.close()
            return set()

    async def _locked(self, channels: Iterable[str]) -> set[str]:
        if self._connection is None or self._connection.closed:
            self._mine.clear()
            connection = await self._database.engine.connect()
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for name in set(channels) - self._mine:
            lock = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=_key(name))
            if await self._connection.scalar(lock):
                self._mine.add(name)
        return set(self._mine)

    async def close(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError):  # it may be what has broken
                await self._connection.execute(text("SELECT pg_advisory_unlock_all()"))  # the pool keeps the session
                await self._connection.close()
            self._connection = None
        self._mine.clear()


def _key(name: str) -> int:
    return int.from_bytes(sha256(f"siso sends {name}".encode()).digest()[:8], "big", signed=True)
