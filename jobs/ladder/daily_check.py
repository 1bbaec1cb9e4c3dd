"""The daily check: the ladder, for all schools with that due time together, in a few SQL statements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from msgspec.structs import replace
from sqlalchemy import (
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from jobs import after, job
from jobs.daily import all_that_fire, all_that_tell
from jobs.ladder.firing import fire, fire_otherwise
from jobs.ladder.following import close, fire_up, open_cases, reopen, step_up, tie_cases
from jobs.ladder.given import in_force
from jobs.ladder.told import notices
from jobs.ladder.too_many import hold_back
from jobs.missed import schools_holding
from locales import N_
from models import Firings, Ladders
from models.ladder.away import usual
from models.ladder.look_again import one_at_a_time
from models.ladder.recipients import tellings
from models.shapes.among import SCHOOLS, among
from models.shapes.asker import School
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
    if connection.dialect.name != "sqlite":  # which has one writer anyway
        await connection.execute(one_at_a_time(), {"schools": list(round_.schools)})
    given = {"schools": list(round_.schools), "today": round_.day, "tomorrow": round_.day + timedelta(days=1)}
    known = (await connection.execute(_known(), given)).one()
    given["newest"] = known.newest
    given["over"] = [id_ for id_, school in round_.schools.items() if is_over(school, round_)]
    await connection.execute(close(), given)
    await connection.execute(reopen(), given)
    for too in all_that_fire():
        if getattr(known, too.name) is not None:
            for statement in too.statements():
                await connection.execute(statement(), given)
    fired = await _insert(connection, fire(), given)
    if known.otherwise is not None:
        fired += await _insert(connection, fire_otherwise(CASE), given)
        fired += await _insert(connection, fire_otherwise(TOLD), given)
    held: Sequence[Said] = []
    if fired:
        await connection.execute(open_cases(), given)
        await connection.execute(tie_cases(), given)
        held = await hold_back(connection, round_, given)
    if await _insert(connection, fire_up(), given):
        await connection.execute(step_up(), given)
    told = [(row.step, row.asked, row.role) for row in await connection.execute(tellings(), given)]
    steps = {step for step, *_ in told}
    others = [notice for tells in all_that_tell() for notice in tells(round_, known.newest, steps)]
    return [*held, *notices(round_, known.newest, told), *others]


async def _insert(connection: AsyncConnection, statement: Any, given: Mapping[str, Any]) -> int:
    """The number of rows inserted."""
    inserted = await connection.execute(statement, given, execution_options={"preserve_rowcount": True})
    return inserted.rowcount


@cache
def _known() -> Any:
    """The last firing from before the round, and whether one of the schools adds absences up in another way than whole
    days in a row, or has something today that joins the check: without that it does nothing of it.
    """
    newest = func.coalesce(select(func.max(Firings.id)).scalar_subquery(), 0)
    mine = select(Ladders.id).where(among(Ladders.school_id, SCHOOLS), in_force(Ladders.school_id), ~usual())
    otherwise = mine.limit(1).scalar_subquery()
    joined = [too.needed().scalar_subquery().label(too.name) for too in all_that_fire()]
    return select(newest.label("newest"), otherwise.label("otherwise"), *joined)
