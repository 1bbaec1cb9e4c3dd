"""The database: one engine, and transactions that cannot lose an update."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from bot.engine.config import ConfigError
from bot.engine.one_trip import connect
from bot.engine.private import make_private_folder
from locales import _

BUSY_SECONDS = 10
CONNECT_SECONDS = 20  # a server that says nothing for so long is not there
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "cache_size=-32000",  # 32 MB at most; with the default of 2 MB a large district is read again and again
)


class Database:
    """Read and write transactions on SQLite or PostgreSQL.

    On SQLite writers begin with BEGIN IMMEDIATE: with the driver's default two of them can read the same row and one
    update vanishes without an error. They also queue inside this process, so that waiting costs no busy-loop.

    `at_hand` is what handlers find in `session.info`, whoever they answer.
    """

    def __init__(self, url: str, at_hand: Mapping[str, Any] | None = None) -> None:
        self.url = _usable(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            make_private_folder(Path(self.url.database).parent)
        self.engine = _engine(url, sqlite=self.is_sqlite)
        self._writer = asyncio.Lock() if self.is_sqlite else None
        self._info = {**(at_hand or {}), "cache": OrderedDict[Any, Any]()}  # cache: kept between messages, by version

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits on leaving, or rolls back if the block raises."""
        if self._writer is None:
            async with self._part(self.engine) as session, session.begin():
                yield session
            return
        async with self._writer, self._part(self.engine) as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads; on SQLite it never waits for a writer."""
        async with self.engine.connect() as connection:
            reading = await connection.execution_options(siso_read=True)
            async with self._part(reading) as session:
                yield session

    def where(self) -> str:
        """The server's place, without the name and password that open it."""
        return f"{self.url.host or self.url.query.get('host', '')}:{self.url.port or 5432}/{self.url.database}"

    def file(self) -> Path:
        """SQLite's, by whatever name it is reached."""
        return Path(self.url.database or "").resolve()

    async def close(self) -> None:
        await self.engine.dispose()

    def _part(self, bind: AsyncEngine | AsyncConnection) -> AsyncSession:
        return AsyncSession(bind, expire_on_commit=False, autoflush=False, info=dict(self._info))


@contextmanager
def only_one(database: Database) -> Iterator[None]:
    """On SQLite one process at a time: a second one would send and poll beside the first. Raises ConfigError."""
    if not database.is_sqlite:
        yield
        return
    lock = FileLock(f"{database.file()}.lock", timeout=0, mode=0o600)  # falls with the process, however it ends
    try:
        lock.acquire()
    except Timeout as error:
        raise ConfigError(_("Sĩ Số is already running with this database.")) from error
    try:
        yield
    finally:
        lock.release()


def _usable(url: str) -> URL:
    """Raises ConfigError; what it says quotes no password."""
    try:
        made = make_url(url)
    except ArgumentError:
        made = None
    if made is None or made.drivername not in DRIVERS:
        text = _("[database] url must begin with sqlite+aiosqlite:/// (a file) or postgresql+asyncpg:// (a server).")
        raise ConfigError(text)
    return made


def _engine(url: str, *, sqlite: bool) -> AsyncEngine:
    if not sqlite:
        patience = {"timeout": CONNECT_SECONDS}
        return create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, connect_args=patience)
    options = {"isolation_level": None, "timeout": BUSY_SECONDS, "async_creator_fn": connect}
    engine = create_async_engine(url, connect_args=options)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    try:
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
    except Exception:  # it is no database: SQLAlchemy would let go of the connection without waiting for its thread
        connection.close()
        raise
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    reading = connection.get_execution_options().get("siso_read", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
