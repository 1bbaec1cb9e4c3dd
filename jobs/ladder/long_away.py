"""Away for days with leave, or with leave and without by turns: no step counts it, and somebody is to know."""

from collections.abc import Sequence
from datetime import time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from models import Roles
from models.figures.long_away import long_away
from models.people.holders import leads_on
from models.people.roles import held_on
from models.shapes.asker import School
from models.shapes.message import DIGEST, Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import Role

STILL_NEWS = timedelta(days=3)
_day = bindparam("day", type_=Date)


def _times(school: School) -> Sequence[time]:
    return [after(school.afternoon_due, 215)]  # after the day's last check, which opens the cases


@job(times=_times, late=timedelta(hours=14))
async def note_long_absences(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """A quiet note to homeroom teacher and vice principal, once an absence."""
    given = {"schools": list(round_.schools), "day": round_.day}
    until = round_.now + STILL_NEWS
    return [Notices(kind=Kind.LONG_AWAY, select=_noted(), values=given, valid_until=until, priority=DIGEST)]


@cache
def _noted() -> Select[*tuple[Any, ...]]:
    found = long_away().subquery("found")
    key = literal("long:") + cast(found.c.pupil_id, String) + ":" + cast(found.c.run_start, String)
    teacher = and_(Roles.name == Role.HOMEROOM, Roles.class_id == found.c.class_id)
    reads = and_(Roles.school_id == found.c.school_id, or_(teacher, leads_on(_day)))
    columns = (found.c.school_id, Roles.person_id, found.c.pupil_id.label("about"), _day.label("day"), key.label("key"))
    return select(*columns).join(Roles, reads).where(*held_on(_day)).distinct()
