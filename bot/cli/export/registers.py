"""The registers from the command line: what is asked for looked up, each file written for this account alone."""

import asyncio
import re
from calendar import monthrange
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.shared import Fault
from bot.engine.database import Database
from bot.engine.private import FOLDER, write_private
from locales import _
from locales.words import listed
from models import Schools, Terms, Years
from models.boarders import boarder_ids
from models.people.askers import schools
from models.people.class_lists import classes
from models.people.invitees import classes_named
from models.people.places import named, places
from models.shapes.asker import School
from papers.figures.files import (
    Made,
    boarder_file,
    class_file,
    day_file,
    months_of,
    place_files,
    summary_file,
    villages,
)
from rules.people.classes import ClassRef


class Export:
    """One reading of the database: everything exported in it is of the same moment."""

    def __init__(self, session: AsyncSession, school: School, console: Console) -> None:
        self.session, self.school, self.console = session, school, console
        self.today = school.day(datetime.now(UTC))

    async def register(self, klass: str, month: str, out: Path) -> None:
        days = month_days(month)
        found = await self._class(klass, days)
        with self._bar(out.name, 1) as step:
            made = await class_file(self.session, self.school, found, [days], self.today)
            step()
        if made is None:
            text = _("Class {klass} held no lessons in {month} by the calendar.")
            raise Fault(text.format(klass=found.name, month=f"{days[0]:%m/%Y}"))
        await self._write(out, made)

    async def day(self, words: str, out: Path) -> None:
        day = one_day(words)
        with self._bar(out.name, 1) as step:
            made = await day_file(self.session, self.school, day, day, self.today)
            step()
        if made is None:
            raise Fault(_("No class held lessons on {day} by the calendar.").format(day=f"{day:%d/%m/%Y}"))
        await self._write(out, made)

    async def boarders(self, month: str, out: Path) -> None:
        days = month_days(month)
        listed_ = await self._classes(days)
        with self._bar(out.name, 1) as step:
            made = await boarder_file(self.session, self.school, listed_, [days], self.today)
            step()
        if made is None:
            raise Fault(_("No class held lessons in {month} by the calendar.").format(month=f"{days[0]:%m/%Y}"))
        await self._write(out, made)

    async def village(self, words: str, month: str, out: Path) -> None:
        days, known = month_days(month), await places(self.session, self.school.id)
        found = named(known, words)
        if not found:
            raise Fault(_("No village or hamlet here is called “{words}”.").format(words=words))
        if len(found) > 1:
            text = _("Several places fit “{words}”: {places}. Please type all of the name.")
            raise Fault(text.format(words=words, places=listed(place.said for place in found)))
        with self._bar(out.name, 1) as step:
            (made,) = await place_files(self.session, self.school, known, found, days, self.today)
            step()
        await self._write(out, made)

    async def term(self, name: str, out: Path) -> None:
        """A file for each class, month and village, one of the boarders if there are any, and one that puts all side by
        side.
        """
        await asyncio.to_thread(_make_folder, out)
        days = await self._term(name)
        known = await places(self.session, self.school.id)
        listed_ = await classes(self.session, self.school, days[0])
        months, homes = months_of(*days), villages(known)
        with self._bar(out.name, len(listed_) + len(months) + len(homes) + 2) as step:
            for klass in listed_:
                await self._into(out, await class_file(self.session, self.school, klass, months, self.today))
                step()
            for first, last in months:
                await self._into(out, await day_file(self.session, self.school, first, last, self.today))
                step()
            for made in await place_files(self.session, self.school, known, homes, days, self.today):
                await self._into(out, made)
                step()
            if await boarder_ids(self.session, self.school.id):
                await self._into(out, await boarder_file(self.session, self.school, listed_, months, self.today))
            step()
            whole = await summary_file(self.session, self.school, listed_, known, days, self.today)
            await self._into(out, whole)
            step()
        self.console.print(_("Written: {file}").format(file=out), markup=False)

    async def _classes(self, days: tuple[date, date]) -> tuple[ClassRef, ...]:
        """The first month of a year may begin before it, the last end after it."""
        found = [await classes(self.session, self.school, day) for day in days]
        return found[0] or found[1]

    async def _class(self, words: str, days: tuple[date, date]) -> ClassRef:
        for day in days:  # as for all classes
            found = await classes_named(self.session, self.school, words, day)
            if len(found) > 1:
                text = _("Several classes are called {name}. Please ask the administrator to name them apart.")
                raise Fault(text.format(name=words))
            if found:
                return found[0]
        raise Fault(_("No class is called “{words}” in the school year of that month.").format(words=words))

    async def _term(self, name: str) -> tuple[date, date]:
        """The last one of that name that has begun, up to today."""
        known = select(Terms.name, Terms.starts, Terms.ends).join(Years, Years.id == Terms.year_id)
        known = known.where(Years.school_id == self.school.id).order_by(Terms.starts.desc())
        rows = (await self.session.execute(known)).all()
        if name not in {row.name for row in rows}:
            names = listed(sorted({row.name for row in rows}))
            raise Fault(_("There is no term “{name}”. There are: {names}.").format(name=name, names=names))
        begun = [row for row in rows if row.name == name and row.starts <= self.today]
        if not begun:
            raise Fault(_("Term {name} has not begun yet.").format(name=name))
        return begun[0].starts, min(begun[0].ends, self.today)

    async def _into(self, folder: Path, made: Made | None) -> None:
        if made is not None:
            await asyncio.to_thread(write_private, folder / made.name, made.content)

    async def _write(self, out: Path, made: Made) -> None:
        await asyncio.to_thread(write_private, out, made.content)
        self.console.print(_("Written: {file}").format(file=out), markup=False)

    @contextmanager
    def _bar(self, name: str, steps: int) -> Iterator[Any]:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
        with Progress(*columns, console=self.console, transient=True) as bar:
            task: TaskID = bar.add_task(_("Writing {file}").format(file=name), total=steps)
            yield lambda: bar.advance(task)


def _make_folder(out: Path) -> None:
    """A new folder may be made in one that is there; a path with a slip in it makes none. Raises OSError."""
    if not out.is_dir():
        out.mkdir(FOLDER)


def month_days(words: str) -> tuple[date, date]:
    """`2026-11`, also `11/2026`. Raises Fault."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})", words.strip())
    year, month = (found[1] or found[4], found[2] or found[3]) if found else ("0", "0")
    if not (1 <= int(month) <= 12 and int(year)):
        raise Fault(_("“{words}” is no month. Please write it like 2026-11.").format(words=words))
    first = date(int(year), int(month), 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def one_day(words: str) -> date:
    """`2026-11-16`, also `16/11/2026`. Raises Fault."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(words.strip(), form).date()  # noqa: DTZ007, a day is no moment
        except ValueError:
            continue
    raise Fault(_("“{words}” is no day. Please write it like 2026-11-16.").format(words=words))


@asynccontextmanager
async def exporting(database: Database, code: str, console: Console) -> AsyncIterator[Export]:
    """Raises Fault for a school that is not there."""
    async with database.read() as session:
        id_ = await session.scalar(select(Schools.id).where(Schools.code == code))
        if id_ is None:
            raise Fault(_("There is no school with the code {code}.").format(code=code))
        yield Export(session, (await schools(session, [id_]))[id_], console)
