"""A new database gets the tables as they are now: the same that all migrations make one after the other."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from bot.engine.database import Database
from bot.engine.migrate import current, migrate, newest, upgrade

pytestmark = pytest.mark.anyio


def tables(connection: Connection) -> dict[str, Any]:
    """Everything a later migration could name or rely on."""
    seen = inspect(connection)
    return {name: _table(seen, name) for name in seen.get_table_names()}


def _table(seen: Any, name: str) -> dict[str, Any]:
    parts = {
        "columns": {(one["name"], str(one["type"]), one["nullable"], _plain(one)) for one in seen.get_columns(name)},
        "key": (seen.get_pk_constraint(name)["name"], *seen.get_pk_constraint(name)["constrained_columns"]),
        "others": {_pointing(one, named=seen.dialect.name != "sqlite") for one in seen.get_foreign_keys(name)},
        "unique": {(one["name"], *one["column_names"]) for one in seen.get_unique_constraints(name)},
        "checks": {(one["name"], one["sqltext"]) for one in seen.get_check_constraints(name)},
        "indexes": {(one["name"], one["unique"], *one["column_names"], _where(one)) for one in seen.get_indexes(name)},
    }
    return parts | {"numbered": {one["name"] for one in seen.get_columns(name) if one.get("autoincrement") is True}}


def _pointing(key: Any, *, named: bool) -> tuple[str, ...]:
    """SQLAlchemy does not read the name of one that SQLite keeps beside its column; SQLite drops none by its name."""
    return (key["name"] if named else "", *key["constrained_columns"], key["referred_table"])


def _plain(column: Any) -> str:
    """A default without the brackets and casts that the engines write around it."""
    return re.sub(r"[()]|::[\w ]+", "", str(column["default"]))


def _where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return "".join(str(condition) for name, condition in sorted(options.items()) if name.endswith("_where"))


async def emptied(database: Database) -> None:
    async with database.engine.begin() as connection:
        if database.is_sqlite:
            for (name,) in (
                await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
            ).all():
                await connection.execute(text(f'DROP TABLE "{name}"'))
        else:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))


async def test_it_is_what_all_migrations_make(database_url: str) -> None:
    database = Database(database_url)
    await emptied(database)
    assert await upgrade(database)
    assert await current(database) == newest()
    async with database.engine.connect() as connection:
        at_once = await connection.run_sync(tables)
    await emptied(database)
    async with database.engine.begin() as connection:
        await connection.run_sync(migrate)
        by_steps = await connection.run_sync(tables)
    await database.close()
    assert at_once.keys() == by_steps.keys()
    assert [
        (name, part) for name in by_steps for part in by_steps[name] if by_steps[name][part] != at_once[name][part]
    ] == []


async def test_tables_that_are_there_are_not_taken_for_a_new_database(database_url: str) -> None:
    database = Database(database_url)
    await emptied(database)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE schools (id INTEGER)"))
    with pytest.raises(Exception, match="schools"):
        await upgrade(database)
    await database.close()
