"""A class that somebody else teaches from now on, in the middle of the year: what waits there is told."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from models import Classes, Roles, Years
from models.people.roles import held_on
from models.shapes.among import SCHOOLS, among
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import Role

EARLY = -10  # minutes from the start of school
ONE_DAY = timedelta(days=1)


@job(times=lambda school: [after(school.morning_starts, EARLY), school.afternoon_due], late=timedelta(hours=6))
async def class_taken(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Once a teacher who takes a class over: for days in place of somebody, back from them, or for good."""
    given = {"schools": list(round_.schools), "day": round_.day, "since": round_.day - ONE_DAY}
    until = round_.now + timedelta(days=3)
    return [Notices(kind=Kind.CLASS_TAKEN, select=_taking(), values=given, valid_until=until)]


@cache
def _taking() -> Select[*tuple[Any, ...]]:
    """From somebody else: not with the school's first list. Nor with the year itself: then the class is handed over
    pupil by pupil.
    """
    day, since, other = bindparam("day", type_=Date), bindparam("since", type_=Date), aliased(Roles)
    before = select(other.id).where(other.class_id == Roles.class_id, other.name == Role.HOMEROOM)
    before = before.where(other.person_id != Roles.person_id, other.starts < Roles.starts)
    key = (literal("class_taken:") + cast(Roles.id, String)).label("key")
    return (
        select(Roles.school_id, Roles.person_id, Roles.class_id.label("about"), day.label("day"), key)
        .join(Classes, Classes.id == Roles.class_id)
        .join(Years, and_(Years.id == Classes.year_id, Years.starts < Roles.starts))
        .where(among(Roles.school_id, SCHOOLS), Roles.name == Role.HOMEROOM, Roles.starts >= since, *held_on(day))
        .where(before.correlate_except(other).exists())
    )
