"""Pupils who are on no list of the school any more, with the class and the day they left."""

from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Enrolments, Pupils
from models.school.tables import Classes


class Former(Struct, frozen=True, kw_only=True):
    """`since` is the first day on no list."""

    id: int
    name: str
    birth_date: date | None
    class_id: int
    class_name: str
    since: date


async def former_pupils(session: AsyncSession, school_id: int, day: date) -> list[Former]:
    """Who had left by that day and is on no list of a later one, newest first."""
    statement = (
        select(Pupils.id, Pupils.full_name, Pupils.birth_date, Enrolments.class_id, Classes.name, Enrolments.ends)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Pupils.school_id == school_id)
        .order_by(Enrolments.starts, Enrolments.id)
    )
    last = {row.id: row for row in await session.execute(statement)}
    gone = [row for row in last.values() if row.ends is not None and row.ends < day]
    return [
        Former(
            id=row.id,
            name=row.full_name,
            birth_date=row.birth_date,
            class_id=row.class_id,
            class_name=row.name,
            since=row.ends + timedelta(days=1),
        )
        for row in sorted(gone, key=lambda row: row.ends, reverse=True)
    ]
