"""The turn of the school year from the command line: shown first, then done, all or nothing."""

import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.shared import confirmed
from bot.engine.config import SchoolConfig
from bot.engine.database import Database
from bot.year.seats import Refused
from bot.year.turn import Turned, turn_year
from locales import _, speaking
from models import Schools
from papers.roster import Unreadable
from papers.year.held_back import HeldBack, read_held_back
from papers.year.leavers import write_leavers
from rules.calendar.held import YearPlan, default_year

STEPS = 4  # what `turn_year` names, for the bar
DONE, REFUSED, NOT_CONFIRMED = 0, 1, 2  # exit codes


class Preview(Exception):  # noqa: N818, it is no error: it takes the transaction back
    pass


class Wish(Struct, frozen=True, kw_only=True):
    """What was typed: the first day of the new year, the list of those who repeat, where the leavers' list goes."""

    starts: date
    held_back: Path | None = None
    out: Path | None = None
    dry_run: bool = False
    yes: bool = False


async def roll_over(
    database: Database, config: SchoolConfig, wish: Wish, console: Console, now: datetime | None = None
) -> int:
    """Do it and take it back, to show what it changes; then, if that is wanted, do it. The exit code."""
    with speaking(config.language):
        try:
            held_back = await asyncio.to_thread(read_held_back, wish.held_back) if wish.held_back else []
            return await _roll_over(database, config, wish, held_back, console, now or datetime.now(UTC))
        except Unreadable as unreadable:
            console.print(unreadable.sentence(), style="red", markup=False)
        except Refused as refused:
            console.print(str(refused), style="red", markup=False)
        return REFUSED


async def _roll_over(
    database: Database, config: SchoolConfig, wish: Wish, held_back: list[HeldBack], console: Console, now: datetime
) -> int:
    plan = _plan(config, wish.starts)
    with suppress(Preview):
        async with database.write() as session:
            turned = await _turn(session, config, plan, held_back, now, console)
            raise Preview
    if not turned.done:
        console.print(_("Year {name} has been turned already: nothing changed.").format(name=plan.name), markup=False)
        return DONE
    _show(turned, plan, config, console)
    if wish.dry_run or not (wish.yes or confirmed(_("Make these changes?"), console)):
        console.print(_("Nothing was changed."), markup=False)
        return DONE if wish.dry_run else NOT_CONFIRMED
    async with database.write() as session:
        turned = await _turn(session, config, plan, held_back, now, console)
        if (
            turned.leavers
        ):  # before it is final: the list is written once, and a list that cannot be takes the turn back
            path = wish.out or Path(f"ra-truong-{plan.name}.xlsx")
            await asyncio.to_thread(write_leavers, path, turned.leavers)
            console.print(_("The list of those who left their class: {file}").format(file=path), markup=False)
    console.print(_("Done."), markup=False)
    return DONE


def _plan(config: SchoolConfig, starts: date) -> YearPlan:
    """The year as the configuration has it, if it speaks of this one; else by the national frame."""
    usual = default_year(starts)
    if config.year_starts != starts:
        return usual._replace(starts=starts)
    return YearPlan(usual.name, starts, config.hk1_ends or usual.hk1_ends, config.year_ends or usual.ends)


async def _turn(
    session: AsyncSession,
    config: SchoolConfig,
    plan: YearPlan,
    held_back: list[HeldBack],
    now: datetime,
    console: Console,
) -> Turned:
    """Raises Refused."""
    school_id = await session.scalar(select(Schools.id).where(Schools.code == config.code))
    if school_id is None:
        raise Refused(_("There is no school yet: run “python -m bot import FILE.xlsx”."))
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=STEPS)

        def step(words: str) -> None:
            bar.update(task, description=words, advance=1)

        return await turn_year(session, school_id, plan, held_back, now, step)


def _show(turned: Turned, plan: YearPlan, config: SchoolConfig, console: Console) -> None:
    head = _("School year {name}, from {day}:").format(name=plan.name, day=f"{plan.starts:%d/%m/%Y}")
    console.print(head, markup=False)
    for old, new, count in turned.classes:
        text = _("{old} becomes {new}: {count} pupils") if new else _("{old} leaves: {count} pupils")
        console.print("  " + text.format(old=old, new=new, count=count), markup=False)
    for line in _more(turned):
        console.print("  " + line, markup=False)
    console.print(_("Please check afterwards:"), markup=False)
    for line in _to_check(turned, plan, config):
        console.print("  • " + line, markup=False)


def _more(turned: Turned) -> list[str]:
    lines = [(turned.teachers, _("Homeroom teachers who go up with their class: {count}"))]
    lines += [(turned.cases, _("Open cases that go to the new class: {count}"))]
    lines += [(turned.handed, _("Pupils handed over to the new homeroom teachers with what must be known: {count}"))]
    lines += [(turned.stay_open, _("Open cases of pupils who leave; they stay until somebody closes them: {count}"))]
    said = [text.format(count=count) for count, text in lines if count]
    if turned.held_back:
        text = _("Repeat the year ({count}): {names}")
        said.insert(0, text.format(count=len(turned.held_back), names=", ".join(turned.held_back)))
    if turned.dropped:
        text = _("Dropped out, and in no new class: {names}")
        said.append(text.format(names=", ".join(turned.dropped)))
    return said


def _to_check(turned: Turned, plan: YearPlan, config: SchoolConfig) -> list[str]:
    lines = [
        _("Homeroom teachers of the new year: import the staff list, or see “doctor”."),
        _("New pupils of the lowest classes come with the roster of the new year."),
        _("Holidays of the new year wait for confirmation: the administrator types /lich."),
    ]
    if turned.other_level:
        text = _(
            "Into another level ({names}) the former homeroom teachers go along for now: assign those of the level."
        )
        lines.append(text.format(names=", ".join(turned.other_level)))
    if any(one.grade == 5 for one in turned.leavers):
        lines.append(
            _("Who ended grade 5 is in the list that is written: the school of grade 6 fills in the new class.")
        )
    if config.year_starts is not None and config.year_starts != plan.starts:
        text = _("Write year_starts = {day} into the configuration, with hk1_ends and year_ends.")
        lines.append(text.format(day=plan.starts.isoformat()))
    if turned.ungraded:
        text = _("Classes without a grade keep their name and pupils: {names}.")
        lines.append(text.format(names=", ".join(turned.ungraded)))
    return lines
