"""SQLite in one trip a statement: what SQLAlchemy needs of a cursor still holds."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.engine.database import Database

pytestmark = pytest.mark.anyio


async def test_rows_counts_and_given_keys_come_back(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/one.db")
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"))
        made = await connection.execute(text("INSERT INTO t (name) VALUES (:n) RETURNING id"), {"n": "a"})
        assert made.scalar() == 1
        await connection.execute(text("INSERT INTO t (name) VALUES (:n)"), [{"n": "b"}, {"n": "c"}])
        changed = await connection.execute(text("UPDATE t SET name = name || '!' WHERE id > 1"))
        assert changed.rowcount == 2
        chosen = text("WITH c AS (SELECT name FROM t) INSERT INTO t (name) SELECT name || '?' FROM c WHERE name > 'a'")
        more = await connection.execute(chosen, execution_options={"preserve_rowcount": True})
        assert more.rowcount == 2
        await connection.execute(text("DELETE FROM t WHERE id > 3"))
        found = await connection.execute(text("SELECT id, name FROM t ORDER BY id"))
        assert found.all() == [(1, "a"), (2, "b!"), (3, "c!")]
    await database.close()


async def test_a_fault_keeps_its_kind_and_the_transaction_goes_back(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/one.db")
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (id INTEGER PRIMARY KEY)"))
    async with database.engine.connect() as connection:
        await connection.execute(text("INSERT INTO t VALUES (1)"))
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO t VALUES (1)"))
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM t"))).scalar() == 0
        with pytest.raises(OperationalError, match="no such table"):
            await connection.execute(text("SELECT * FROM missing"))
    await database.close()


@pytest.mark.parametrize("cuts", [1, 2, 3, 5])
async def test_whoever_is_cut_off_while_a_connection_closes_is_not_left_waiting(tmp_path: Path, cuts: int) -> None:
    """A stop cuts off what runs, and once more what has not ended: the program must end all the same."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/one.db")
    long = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT max(i) FROM n")

    async def read() -> None:
        async with database.read() as session:
            await session.execute(long)

    others, threads = asyncio.all_tasks(), set(threading.enumerate())
    reading = asyncio.create_task(read())
    await asyncio.sleep(0.02)
    for _cut in range(cuts):
        for task in asyncio.all_tasks() - others:
            task.cancel()
        await asyncio.sleep(0.01)
    hanging = asyncio.all_tasks() - others
    while hanging and not (await asyncio.wait(hanging, timeout=5))[1]:
        hanging = asyncio.all_tasks() - others
    assert reading.cancelled()
    assert not hanging
    await database.close()
    for thread in set(threading.enumerate()) - threads:
        await asyncio.to_thread(thread.join)
