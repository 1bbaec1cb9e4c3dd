"""SQLite in one trip a statement: what SQLAlchemy needs of a cursor still holds."""

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
