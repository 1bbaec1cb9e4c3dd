"""Importing the roster workbook from the command line, with a bar, a preview of changes, and faults named in place."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.prompt import Confirm
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.config import SchoolConfig
from bot.engine.database import Database
from bot.engine.school import keep_school
from locales import _, speaking
from models import Audit, Pupils, Schools
from models.calendar.held import open_day
from papers.roster import Fault, Roster, Unreadable
from papers.roster.apply import Change, apply_roster, summary
from papers.roster.bounds import read_roster_safely
from papers.roster.faults import write_faults
from papers.roster.sponsors_apply import Unmatched

MOST_LINES = 40


class Preview(Exception):  # noqa: N818, it is no error: it takes the transaction back
    pass


async def import_workbook(
    database: Database, config: SchoolConfig, file: Path, console: Console, *, dry_run: bool, yes: bool
) -> int:
    """Read, check, show, apply: all or nothing. The exit code: 0 done or nothing to do, 1 refused, 2 not confirmed."""
    with speaking(config.language):
        try:
            roster = await _read(file, console)
        except Unreadable as unreadable:
            console.print(unreadable.sentence(), style="red", markup=False)
            return 1
        _show_faults(roster, file, console)
        if roster.errors():
            return 1
        try:
            return await _apply(database, config, roster, console, dry_run=dry_run, yes=yes)
        except Unmatched as unmatched:
            _show_unmatched(unmatched, console)
            return 1


async def _read(file: Path, console: Console) -> Roster:
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(_("Reading {file}").format(file=file.name), total=None)
        roster = await asyncio.to_thread(read_roster_safely, file)
        bar.update(task, total=1, completed=1)
    text = _("Read: {pupils} pupils, {staff} staff, {hamlets} hamlet assignments.")
    console.print(
        text.format(pupils=len(roster.pupils), staff=len(roster.staff), hamlets=len(roster.hamlets)), markup=False
    )
    return roster


def _show_faults(roster: Roster, file: Path, console: Console) -> None:
    if not roster.faults:
        return
    for fault in roster.faults[:MOST_LINES]:
        console.print(fault.sentence(), style="red" if fault.severity == "error" else "yellow", markup=False)
    if len(roster.faults) > MOST_LINES:
        console.print(_("… and {count} more.").format(count=len(roster.faults) - MOST_LINES), markup=False)
    target = _write_copy(file, roster.faults)
    console.print(_("Every fault is coloured in the copy {file}.").format(file=target), markup=False)
    if roster.errors():
        console.print(_("Nothing was imported. Please correct the red rows and import again."), markup=False)


def _show_unmatched(unmatched: Unmatched, console: Console) -> None:
    for fault in unmatched.faults[:MOST_LINES]:
        console.print(fault.sentence(), style="red", markup=False)
    console.print(_("Nothing was imported. Please correct these lines and send the file again."), markup=False)


def _write_copy(file: Path, faults: Sequence[Fault]) -> Path:
    target = file.with_name(f"{file.stem}-loi.xlsx")
    write_faults(file, faults, target)
    return target


async def _apply(
    database: Database, config: SchoolConfig, roster: Roster, console: Console, *, dry_run: bool, yes: bool
) -> int:
    """First do it and take it back, to show what it changes: nobody waits for a lock while a person reads."""
    now = datetime.now(UTC)
    with suppress(Preview):
        async with database.write() as session:
            first = await _is_first(session, config)
            changes = await _write(session, config, roster, now, console)
            raise Preview
    _show_changes(changes, console)
    wanted = first or yes or not changes or dry_run or _confirmed(console)
    if dry_run or not wanted:
        console.print(_("Nothing was changed."), markup=False)
        return 0 if dry_run else 2
    if changes:
        async with database.write() as session:
            await _write(session, config, roster, now, console)
    console.print(_("Done.") if changes else _("The roster is up to date: nothing changed."), markup=False)
    return 0


async def _is_first(session: AsyncSession, config: SchoolConfig) -> bool:
    known = (
        select(func.count(Pupils.id)).join(Schools, Schools.id == Pupils.school_id).where(Schools.code == config.code)
    )
    return not await session.scalar(known)


async def _write(
    session: AsyncSession, config: SchoolConfig, roster: Roster, now: datetime, console: Console
) -> list[Change]:
    today = now.astimezone(ZoneInfo(config.timezone)).date()
    school_id = await keep_school(session, config, today)
    changes = await _apply_with_bar(session, school_id, roster, today, console)
    if changes:
        await session.execute(insert(Audit), [_note(school_id, now)])
        await open_day(session, [school_id], today)
    return changes


async def _apply_with_bar(
    session: AsyncSession, school_id: int, roster: Roster, today: date, console: Console
) -> list[Change]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(_("Writing the roster"), total=len(roster.pupils))
        changes = await apply_roster(session, school_id, roster, today)
        bar.update(task, completed=len(roster.pupils))
    return changes


def _show_changes(changes: Sequence[Change], console: Console) -> None:
    for line in summary(changes):
        console.print("  " + line, markup=False)
    if changes:
        console.print(_("{count} changes in all.").format(count=len(changes)), markup=False)


def _confirmed(console: Console) -> bool:
    if not sys.stdin.isatty():
        console.print(_("Run again with --yes to make these changes."), markup=False)
        return False
    return Confirm.ask(_("Make these changes?"), console=console)


def _note(school_id: int, now: datetime) -> dict[str, Any]:
    return {"at": now, "school_id": school_id, "kind": "roster.imported", "about": school_id}
