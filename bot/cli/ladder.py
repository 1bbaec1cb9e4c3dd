"""The ladder from the command line: written to a file, and read back with its difference shown; all or nothing."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.database import Database
from locales import _
from models import Audit, Schools
from models.ladder.versions import in_force, keep_ladder
from models.people.askers import schools
from models.people.positions import staff_names
from models.shapes.asker import School
from papers.ladder.file import Reading, read_ladders, write_ladders
from papers.ladder.words import differences
from rules.ladder.steps import ABSENCE, RETURN


class NoSchoolError(Exception):
    """There is no school with this code."""


async def export_ladders(database: Database, code: str, file: Path) -> None:
    """Write both ladders in force. Raises NoSchoolError and OSError."""
    async with database.read() as session:
        school = await _school(session, code)
        known = [(await in_force(session, school.id, name)).ladder for name in (ABSENCE, RETURN)]
    await asyncio.to_thread(file.write_text, write_ladders(known), encoding="utf-8")


async def import_ladders(database: Database, code: str, file: Path, console: Console, *, dry_run: bool) -> int:
    """The exit code: 0 done or nothing to do, 1 refused with every fault named. Raises NoSchoolError and OSError."""
    text = await asyncio.to_thread(file.read_text, encoding="utf-8-sig", errors="replace")
    now = datetime.now(UTC)
    async with database.write() as session:
        school = await _school(session, code)
        today = school.day(now)
        reading = read_ladders(text, await staff_names(session, school.id, today))
        if reading.troubles:
            _refuse(reading, console)
            return 1
        lines = await _keep(session, school, reading, now, dry_run=dry_run)
    for line in lines:
        console.print("  " + line, markup=False)
    console.print(_ending(lines, dry_run=dry_run), markup=False)
    return 0


def _refuse(reading: Reading, console: Console) -> None:
    for trouble in reading.troubles:
        console.print(trouble, style="red", markup=False)
    console.print(_("Nothing was changed. Please correct the file and read it in again."), markup=False)


def _ending(lines: Sequence[str], *, dry_run: bool) -> str:
    if not lines:
        return _("The ladder says so already. Nothing was changed.")
    if dry_run:
        return _("Nothing was changed.")
    return _("**The ladder has been changed.** Cases that are open keep the ladder they began with.").replace("**", "")


async def _keep(session: AsyncSession, school: School, reading: Reading, now: datetime, *, dry_run: bool) -> list[str]:
    """What changes; unless only asked, it is written down."""
    lines: list[str] = []
    for ladder in reading.ladders:
        found = differences((await in_force(session, school.id, ladder.name)).ladder, ladder)
        lines += found
        if found and not dry_run:
            number = await keep_ladder(session, school.id, ladder, now, people=reading.people)
            note = {"at": now, "school_id": school.id, "kind": "ladder.changed", "about": number}
            await session.execute(insert(Audit), [note])
    return lines


async def _school(session: AsyncSession, code: str) -> School:
    wanted = await session.scalar(select(Schools.id).where(Schools.code == code))
    if wanted is None:
        raise NoSchoolError(code)
    return (await schools(session, [wanted]))[wanted]
