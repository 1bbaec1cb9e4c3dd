"""Leave and the clock: what is undecided is asked again on its first morning, and the reminder to report names it."""

from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from models import Leaves, Roles
from models.figures.presence import has_school
from models.leave import undecided
from models.people.holders import is_family, leads_on
from models.people.roles import held_on
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import Role


@job(times=lambda school: [after(school.morning_starts, -15)], late=timedelta(hours=3))
async def leave_again(round_: Round, session: AsyncSession) -> list[Said]:
    """Once more before the roll is called, and then once a day while the days last."""
    given = {"schools": list(round_.schools), "day": round_.day, "written": str(round_.day)}
    until = round_.now + timedelta(hours=4)
    return [Notices(kind=Kind.LEAVE_ASKED, select=_asked_again(), values=given, valid_until=until)]


@cache
def _asked_again() -> Select[*tuple[Any, ...]]:
    day = bindparam("day", type_=Date)
    key: Any = literal("leave_again:") + cast(Leaves.id, String) + literal(":") + bindparam("written", type_=String)
    about = (Leaves.school_id, Roles.person_id, Leaves.id.label("about"), day.label("day"), key.label("key"))
    chosen = select(*about).join(Roles, _decides(day)).where(undecided(day), *held_on(day))
    return chosen.where(has_school(Leaves.class_id, day)).distinct()


def _decides(day: Any) -> Any:
    """The homeroom teacher, but of no own child: that is for the leadership, as where a class has none."""
    teacher = aliased(Roles)
    own = and_(teacher.class_id == Leaves.class_id, teacher.name == Role.HOMEROOM, *held_on(day, teacher))
    found = select(teacher.id).where(own, ~is_family(teacher.person_id, Leaves.pupil_id))
    nobody = ~found.correlate(Leaves).exists()
    theirs = and_(Roles.class_id == Leaves.class_id, Roles.name == Role.HOMEROOM)
    leaders = and_(Roles.school_id == Leaves.school_id, leads_on(day), nobody)
    return and_(or_(theirs, leaders), ~is_family(Roles.person_id, Leaves.pupil_id))
