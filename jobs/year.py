"""The hand-over of a class to its homeroom teacher: one letter a teacher and class, in the week before the first day or
when the teacher is known.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from models import Classes, Handovers, Roles, Years
from models.people.roles import held_on
from models.shapes.among import SCHOOLS, among
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import Role

BEFORE = timedelta(days=7)


@job(times=lambda school: [after(school.morning_due, 30)], late=timedelta(hours=8))
async def handover(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Every day, so that a teacher who is assigned later gets it too; the key tells nobody twice."""
    given = {"schools": list(round_.schools), "day": round_.day, "soon": round_.day + BEFORE}
    until = round_.now + timedelta(days=14)
    return [Notices(kind=Kind.HANDOVER, select=_receiving(), values=given, valid_until=until)]


@cache
def _receiving() -> Select[*tuple[Any, ...]]:
    day, soon = bindparam("day", type_=Date), bindparam("soon", type_=Date)
    key = (literal("handover:") + cast(Handovers.to_class_id, String)).label("key")
    return (
        select(Handovers.school_id, Roles.person_id, Handovers.to_class_id.label("about"), day.label("day"), key)
        .join(Roles, and_(Roles.class_id == Handovers.to_class_id, Roles.name == Role.HOMEROOM))
        .join(Classes, Classes.id == Handovers.to_class_id)
        .join(Years, and_(Years.id == Classes.year_id, Years.starts <= soon))
        .where(among(Handovers.school_id, SCHOOLS), Handovers.acknowledged_at.is_(None), *held_on(day))
        .distinct()
    )
