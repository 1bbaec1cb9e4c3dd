"""The register of absences by half day: every class, who was absent and why, and who reported it when."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.summary import Marked, PartCount, absent, marked, parts
from models.people.tables import People
from models.register.tables import ClassParts


class ClassHalfDay(Struct, frozen=True):
    """A held half day of a class; not reported, nobody is known to be absent or present in it. `at` is UTC."""

    part: PartCount
    absent: Sequence[Marked]
    by: str = ""
    at: datetime | None = None
    unsure: Collection[int] = ()  # pupils of whom it is not settled whether they are there


async def day_registers(
    session: AsyncSession, school_id: int, first: date, last: date
) -> dict[date, list[ClassHalfDay]]:
    """Each day on which a half day was held: its mornings by class, then its afternoons."""
    away: dict[tuple[int, date, str], list[Marked]] = defaultdict(list)
    for mark in await marked(session, school_id, first, last, absent()):
        away[mark.class_id, mark.day, mark.part].append(mark)
    told = select(
        ClassParts.class_id, ClassParts.day, ClassParts.part, ClassParts.reported_at, People.full_name
    ).outerjoin(People, People.id == ClassParts.reported_by)
    told = told.where(ClassParts.school_id == school_id, ClassParts.day.between(first, last), ClassParts.held)
    reports = {(class_id, day, part): (by or "", at) for class_id, day, part, at, by in await session.execute(told)}
    found: dict[date, list[ClassHalfDay]] = defaultdict(list)
    for one in await parts(session, school_id, first, last):
        key = (one.class_id, one.day, one.part)
        found[one.day].append(ClassHalfDay(one, away[key], *reports[key]))
    return dict(found)
