"""What every export shares: a database that is ready, the school in its language, a bar, and a file for nobody else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct
from rich.progress import BarColumn, Progress, TextColumn
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.shared import Fault, console, ready
from bot.engine.config import Config, NoSchool
from bot.engine.database import Database
from bot.engine.private import write_private
from bot.engine.school import keep_head
from locales import _, speaking
from models import Schools
from models.people.askers import schools
from models.shapes.asker import School


class Export(Struct, frozen=True, kw_only=True):
    """`step` says on the bar what is being done now."""

    session: AsyncSession
    school: School
    today: date
    step: Callable[[str], None]


@asynccontextmanager
async def exporting(config: Config, steps: int) -> AsyncIterator[Export]:
    """The configured school, to be read only but for its letterhead, with a bar of so many steps. Raises Fault."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    database = Database(config.database.url, {"templates": config.papers.templates})
    try:
        await ready(database)
        await head_of_now(database, config)
        with speaking(config.school.language), Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=steps)
            async with database.read() as session:
                school = await _school(session, config.school.code)
                yield Export(
                    session=session,
                    school=school,
                    today=school.day(datetime.now(UTC)),
                    step=lambda words: bar.update(task, description=words, advance=1),
                )
    finally:
        await database.close()


async def head_of_now(database: Database, config: Config) -> None:
    """Papers have the head and foot of the configuration as it is now, not as the bot was last started with it."""
    if isinstance(config.school, NoSchool):
        return
    async with database.write() as session:
        school_id = await session.scalar(select(Schools.id).where(Schools.code == config.school.code))
        if school_id is not None:
            await keep_head(session, school_id, config.school)


async def _school(session: AsyncSession, code: str) -> School:
    wanted = await session.scalar(select(Schools.id).where(Schools.code == code))
    if wanted is None:
        raise Fault(_("There is no school yet: run “python -m bot import FILE.xlsx”."))
    return (await schools(session, [wanted]))[wanted]


async def write_out(file: Path, content: bytes) -> int:
    """Names may be in it: only the account that runs the program may read it. The exit code."""
    await asyncio.to_thread(write_private, file, content)
    console.print(_("Written: {file}").format(file=file), markup=False)
    return 0
