"""The daily check: the ladder, for all schools with that due time together, in a few SQL statements."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from msgspec.structs import replace
from sqlalchemy import (
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from jobs.daily import all_that_fire, all_that_tell
from jobs.ladder.firing import fire, fire_otherwise
from jobs.ladder.following import close, fire_up, open_cases, reopen, step_up, tie_cases
from jobs.ladder.given import TODAY, in_force
from jobs.ladder.told import notices
from jobs.ladder.too_many import hold_back
from jobs.missed import schools_holding
from locales import N_
from models import Cases, ClassParts, Firings, Ladders, Marks
from models.figures.counting import K, live
from models.ladder.away import usual
from models.ladder.look_again import one_at_a_time
from models.ladder.recipients import tellings
from models.shapes.among import SCHOOLS, among, ours
from models.shapes.asker import School
from models.shapes.kept import run_kept
from models.shapes.message import Round, Said
from rules.calendar.parts import Part
from rules.ladder.steps import CASE, TOLD

UNTIL_NEXT_DAY = timedelta(hours=20)  # a program off since noon still checks yesterday when it is on again for school


def check_times(school: School) -> Sequence[time]:
    """A quarter of an hour after each half day's reports are due, once more an hour on, and at the day's end."""
    dues = (school.morning_due, school.afternoon_due)
    return [after(due, minutes) for due in dues for minutes in (15, 75)] + [after(school.afternoon_due, 210)]


async def checked_in_vain(round_: Round, session: AsyncSession) -> Collection[int]:
    """A check is missed where the half day whose reports it follows was held."""
    found: set[int] = set()
    for part in (Part.MORNING, Part.AFTERNOON):
        follows = {id_: school for id_, school in round_.schools.items() if _follows(round_.now, school) == part}
        if follows:
            found.update(await schools_holding(session, replace(round_, schools=follows), part))
    return found


def _follows(moment: datetime, school: School) -> str:
    return Part.MORNING if school.local(moment).time() < school.afternoon_due else Part.AFTERNOON


def is_over(school: School, round_: Round) -> bool:
    """Nobody comes to school any more on the round's day."""
    return school.day(round_.now) > round_.day or school.local(round_.now).time() >= check_times(school)[-1]


@job(times=check_times, late=UNTIL_NEXT_DAY, missed=N_("the daily check of absences"), needed=checked_in_vain)
async def daily_check(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return await check(session, round_)


async def check(session: AsyncSession, round_: Round) -> Sequence[Said]:
    """Fire what is due for the round's schools and day by the ladder in force, and for an open case by its own; running
    it again changes nothing.

    A fixed number of statements whatever the number of schools and pupils: the work grows with the pupils marked K on
    the day (and in classes that have not reported yet), not with the roll.
    """
    connection = await session.connection()
    given: dict[str, Any] = {"schools": list(round_.schools)}
    given |= {"today": round_.day, "tomorrow": round_.day + timedelta(days=1)}
    if connection.dialect.name != "sqlite":  # which has one writer anyway
        await connection.execute(one_at_a_time(), given)
    known = (await run_kept(connection, _known(), given)).one()
    given |= {"newest": known.newest}
    given |= {"over": [id_ for id_, school in round_.schools.items() if is_over(school, round_)]}
    followed, missed = known.followed is not None, known.missed is not None
    if followed:
        await run_kept(connection, close(), given)
    if missed:
        await run_kept(connection, reopen(), given)
    for too in all_that_fire():
        if getattr(known, too.name) is not None:
            for statement in too.statements():
                await run_kept(connection, statement(), given)
    firing = [fire()] if missed or known.silent is not None else []
    firing += [fire_otherwise(CASE), fire_otherwise(TOLD)] if known.otherwise is not None else []
    held: Sequence[Said] = []
    if sum([(await run_kept(connection, statement, given)).rowcount for statement in firing]):
        await run_kept(connection, open_cases(), given)
        await run_kept(connection, tie_cases(), given)
        held = await hold_back(connection, round_, given)
    if (followed or missed) and (await run_kept(connection, fire_up(), given)).rowcount:
        await run_kept(connection, step_up(), given)
    told = [(row.step, row.asked, row.role) for row in await run_kept(connection, tellings(), given)]
    steps = {step for step, *_ in told}
    others = [notice for tells in all_that_tell() for notice in tells(round_, known.newest, steps)]
    return [*held, *notices(round_, known.newest, told), *others]


@cache
def _known() -> Any:
    """The last firing from before the round, and whether one of the schools has an open case, somebody away today, a
    class that has not reported, adds absences up in another way than whole days in a row, or has something today that
    joins the check: without that it does nothing of it.
    """
    newest = func.coalesce(select(func.max(Firings.id)).scalar_subquery(), 0)
    mine = select(Ladders.id).where(among(Ladders.school_id, SCHOOLS), in_force(Ladders.school_id), ~usual())
    otherwise = mine.limit(1).scalar_subquery()
    followed = select(Cases.id).where(among(Cases.school_id, SCHOOLS), Cases.closed_on.is_(None))
    missed = select(Marks.id).where(Marks.day == TODAY, among(Marks.school_id, SCHOOLS), Marks.kind == K, live())
    silent = select(ClassParts.class_id).where(ClassParts.day == TODAY, among(ClassParts.school_id, SCHOOLS))
    silent = silent.where(ClassParts.held, ClassParts.reported_at.is_(None))
    there = {"followed": followed, "missed": missed, "silent": silent}
    asked = [found.limit(ours(1)).scalar_subquery().label(name) for name, found in there.items()]
    joined = [too.needed().scalar_subquery().label(too.name) for too in all_that_fire()]
    return select(newest.label("newest"), otherwise.label("otherwise"), *asked, *joined)
