"""Whose turn it is to send: on PostgreSQL one process a channel, so that several together keep to one rate limit."""

import asyncio
import time
from collections.abc import Iterable
from hashlib import sha256

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.engine.database import Database

log = structlog.get_logger()
LOOK_AGAIN = 1.0  # seconds between two looks whether the connection that holds our locks still lives
PATIENCE = 5.0  # seconds for its answer
# A host that vanished holds its locks until the server gives its connection up: after a minute, not after two hours.
GIVE_UP = """SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
    set_config('tcp_keepalives_count', '3', false)"""


class Turns:
    """Advisory locks held by a connection of their own: they end with it, and another process takes over."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
        self._mine: set[str] = set()
        self._looked = float("-inf")

    async def mine(self, channels: Iterable[str]) -> set[str]:
        """Those of the channels this process may send for now: none while the database cannot be asked."""
        if self._database.is_sqlite:
            return set(channels)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._locked(set(channels))
        except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError, and so is a refused connection
            log.warning("turns.lost", channels=sorted(self._mine), why=type(error).__name__)
            await self._drop()
            return set()

    async def _locked(self, channels: set[str]) -> set[str]:
        connection = self._connection or await self._connect()
        if time.monotonic() - self._looked > LOOK_AGAIN:
            await connection.execute(text("SELECT 1"))
            self._looked = time.monotonic()
        for name in channels - self._mine:
            lock = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=_key(name))
            if await connection.scalar(lock):
                self._mine.add(name)
        return set(self._mine)

    async def _connect(self) -> AsyncConnection:
        connection = await self._database.engine.connect()
        self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(GIVE_UP))
        self._looked = time.monotonic()
        return self._connection

    async def close(self) -> None:
        """Let others send."""
        if self._connection is None:
            return
        try:
            await self._connection.execute(text("SELECT pg_advisory_unlock_all()"))  # the pool keeps the session
            await self._connection.close()
        except (SQLAlchemyError, OSError):
            await self._drop()
        self._connection = None
        self._mine.clear()

    async def _drop(self) -> None:
        """What broke is not given back to the pool: with its session its locks end."""
        connection, self._connection = self._connection, None
        self._mine.clear()
        if connection is not None:
            try:
                await connection.invalidate()
                await connection.close()
            except (SQLAlchemyError, OSError) as error:
                log.warning("turns.not_closed", why=type(error).__name__)


def _key(name: str) -> int:
    return int.from_bytes(sha256(f"siso sends {name}".encode()).digest()[:8], "big", signed=True)
