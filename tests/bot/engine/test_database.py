"""The database: no update is lost, readers do not wait, and somebody else's lock is waited out."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bot.engine.database import Database
from tests import databases
from tests.patience import PATIENCE
from tests.processes import spawn

pytestmark = pytest.mark.anyio

WORKERS, TIMES = 8, 50
HOLD_THE_LOCK = """
import sqlite3, sys, time
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
other.execute("COMMIT")
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    async with database.write() as session:
        await session.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER)"))
        await session.execute(text("INSERT INTO counter VALUES (1, 0)"))
    yield database
    await database.close()


async def increment(session: AsyncSession, *, lock: str = "") -> None:
    """Read, think, write: what a handler does."""
    value = await session.scalar(text(f"SELECT value FROM counter WHERE id = 1{lock}")) or 0
    await asyncio.sleep(0)
    await session.execute(text("UPDATE counter SET value = :value WHERE id = 1"), {"value": value + 1})


async def at_once(worker: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(WORKERS):
            group.create_task(worker())  # type: ignore[arg-type]  # an async function's awaitable is a coroutine


async def test_with_the_drivers_defaults_updates_vanish_without_an_error(tmp_path: Path) -> None:
    url = databases.sqlite(tmp_path)
    engine = create_async_engine(url, connect_args={"timeout": 30})
    async with engine.begin() as connection:
        await connection.execute(text("PRAGMA journal_mode=WAL"))
        await connection.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER)"))
        await connection.execute(text("INSERT INTO counter VALUES (1, 0)"))

    async def worker() -> None:
        for _ in range(TIMES):
            async with AsyncSession(engine) as session, session.begin():
                await increment(session)

    await at_once(worker)
    async with engine.connect() as connection:
        counted = await connection.scalar(text("SELECT value FROM counter"))
    await engine.dispose()
    assert counted < WORKERS * TIMES


async def test_ours_loses_none(database: Database) -> None:
    lock = "" if database.is_sqlite else " FOR UPDATE"

    async def worker() -> None:
        for _ in range(TIMES):
            async with database.write() as session:
                await increment(session, lock=lock)

    await at_once(worker)
    async with database.read() as session:
        assert await session.scalar(text("SELECT value FROM counter")) == WORKERS * TIMES


async def test_what_a_block_wrote_is_gone_when_it_raises(database: Database) -> None:
    async def breaks() -> None:
        async with database.write() as session:
            await increment(session)
            raise KeyError

    with pytest.raises(KeyError):
        await breaks()
    async with database.read() as session:
        assert await session.scalar(text("SELECT value FROM counter")) == 0


async def test_a_reader_does_not_wait_for_a_writer_and_sees_only_what_is_committed(database: Database) -> None:
    async with database.write() as session:
        await increment(session)
        async with asyncio.timeout(PATIENCE), database.read() as other:
            assert await other.scalar(text("SELECT value FROM counter")) == 0
    async with database.read() as other:
        assert await other.scalar(text("SELECT value FROM counter")) == 1


async def test_another_process_holding_the_file_delays_a_write_and_does_not_break_it(tmp_path: Path) -> None:
    database = Database(databases.sqlite(tmp_path))
    async with database.write() as session:
        await session.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER)"))
        await session.execute(text("INSERT INTO counter VALUES (1, 0)"))
    command = [sys.executable, "-c", HOLD_THE_LOCK, str(database.url.database)]
    holder = spawn(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == b"locked\n"

    async def write() -> None:
        async with database.write() as session:
            await increment(session)

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.3)
    assert not writing.done()
    holder.stdin.write(b"enough\n")
    holder.stdin.flush()
    await writing
    async with database.read() as session:
        assert await session.scalar(text("SELECT value FROM counter")) == 1
    assert holder.wait(PATIENCE) == 0
    await database.close()


def be_impatient(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=100")
    cursor.close()


async def test_a_file_that_stays_locked_is_an_error_and_never_a_false_success(tmp_path: Path) -> None:
    database = Database(databases.sqlite(tmp_path))
    event.listen(database.engine.sync_engine, "connect", be_impatient)
    async with database.write() as session:
        await session.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER)"))
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OperationalError, match="locked"):
        async with database.write() as session:
            await session.execute(text("INSERT INTO counter VALUES (1, 0)"))
    other.execute("ROLLBACK")
    other.close()
    async with database.write() as session:
        await session.execute(text("INSERT INTO counter VALUES (1, 0)"))
    await database.close()


async def test_every_commit_on_sqlite_reaches_the_disk_and_foreign_keys_hold(tmp_path: Path) -> None:
    database = Database(databases.sqlite(tmp_path))
    async with database.read() as session:
        found = {name: await session.scalar(text(f"PRAGMA {name}")) for name in PRAGMAS}
    await database.close()
    assert found == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
