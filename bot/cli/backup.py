"""Whole copies of a SQLite database: made while others use it, and put back in its place."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from bot.cli.shared import Fault
from bot.engine.database import Database
from bot.engine.migrate import current, is_known
from bot.engine.private import keep_private
from locales import N_, _

PAGES = 2_000  # copied at a time, between two looks at the bar: 8 MB
_ON_A_SERVER = N_("The database is on a server: {where}. Please use PostgreSQL's own pg_dump and pg_restore.")


async def backup(database: Database, file: Path, console: Console) -> None:
    """Copy it whole to a new file, which is complete as soon as it is there. Raises Fault."""
    if not database.is_sqlite:
        await _refuse(database)
    await asyncio.to_thread(_backup, database.file(), file, console)


async def check_copy(database: Database, copy: Path) -> None:
    """Whether it can be put back. Raises Fault."""
    if not database.is_sqlite:
        await _refuse(database)
    version = await asyncio.to_thread(_version, copy)
    if version is None or not is_known(version):
        raise Fault(_("{file} is no copy of a Sĩ Số database that this version can read.").format(file=copy))


async def restore(database: Database, copy: Path, kept: Path, console: Console) -> Path | None:
    """Put a checked copy in the database's place; what it was before is kept in the file returned, if it was one."""
    return await asyncio.to_thread(_restore, database.file(), copy, kept, console)


def beside(database: Database) -> Path:
    """A name beside the database that says when, as this machine's clock does."""
    here = database.file()
    return here.with_name(f"{here.stem}-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.db")


async def _refuse(database: Database) -> None:
    await current(database)  # a server that is not there is named first
    raise Fault(_(_ON_A_SERVER).format(where=database.where()))


def _backup(source: Path, file: Path, console: Console) -> None:
    if not source.is_file():
        raise Fault(_("There is no database yet: {file}").format(file=source))
    if file.exists():
        raise Fault(_("{file} is there already, and was left as it is.").format(file=file))
    _copy(source, file, console)


def _restore(target: Path, copy: Path, kept: Path, console: Console) -> Path | None:
    """It may be damaged: it is moved aside as it is, with what SQLite has beside it."""
    fresh = target.with_name(f"{target.name}.new")
    fresh.unlink(missing_ok=True)
    _copy(copy, fresh, console)
    there = [part for part in ("", "-wal", "-shm") if target.with_name(target.name + part).is_file()]
    for part in there:
        target.with_name(target.name + part).rename(kept.with_name(kept.name + part))
    fresh.rename(target)
    return kept if there else None


def _version(file: Path) -> str | None:
    """The revision of its tables; None if it is damaged, or no database of ours."""
    file.open("rb").close()  # what cannot be opened is named
    try:
        with closing(_opened(file, "ro")) as found:
            if found.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return None
            return str(found.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return None


def _copy(source: Path, target: Path, console: Console) -> None:
    """As it is at this moment: what is written meanwhile is not in it, and waits for nothing. The target is complete as
    soon as it is there.
    """
    target.parent.stat()  # a folder that is not there is named
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    keep_private(part)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with (
        closing(_opened(source, "rw")) as there,
        closing(_opened(part, "rw")) as here,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown,
    ):
        task = shown.add_task(_("Copying …"), total=None)

        def show(_status: int, left: int, total: int) -> None:
            shown.update(task, total=total, completed=total - left)

        there.execute("BEGIN")
        there.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it is read as it is now
        there.backup(here, pages=PAGES, progress=show)
        there.rollback()
        here.execute("PRAGMA journal_mode=DELETE")  # one file, that can be read where nothing may be written beside it
    part.rename(target)


def _opened(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)
