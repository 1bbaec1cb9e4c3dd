"""Where those went who ended the school (grade 5, 9 or 12) with the year that is over."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ForeignKey, Index, String, and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, twin
from models.figures.counting import enrolled_on
from models.people.tables import Enrolments, Pupils, Roles
from models.school.tables import Classes, Years
from rules.people.roles import Role
from rules.year import END_OF_SCHOOL


class NextSchools(Row):
    """What is known of a pupil who ended the school: `goes` to another one, called `school` if that was said."""

    __tablename__ = "next_schools"
    __table_args__ = (Index("ix_next_schools_pupil", "pupil_id", unique=True),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    goes: Mapped[bool]
    school: Mapped[str] = mapped_column(String(120), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Ended(Struct, frozen=True, kw_only=True):
    """A pupil who ended the school; `goes` is None while nobody knows."""

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    goes: bool | None
    school: str


async def ended_school(session: AsyncSession, school_id: int, day: date, *which: Any) -> list[Ended]:
    """Who was in a last class when the newest year that is over ended, and is on no list of this school since; by
    class and list.
    """
    over = select(func.max(Years.ends)).where(Years.school_id == school_id, Years.ends < day).scalar_subquery()
    later = twin(Enrolments, "ended_school")
    here = select(later.id).where(later.pupil_id == Pupils.id, enrolled_on(later, day)).correlate(Pupils)
    statement = (
        select(
            Pupils.id.label("pupil_id"),
            Pupils.full_name.label("name"),
            Classes.id.label("class_id"),
            Classes.name.label("class_name"),
            NextSchools.goes,
            func.coalesce(NextSchools.school, "").label("school"),
        )
        .join(Enrolments, and_(Enrolments.pupil_id == Pupils.id, Enrolments.ended_id.is_(None)))
        .join(Classes, and_(Classes.id == Enrolments.class_id, Classes.grade.in_(END_OF_SCHOOL)))
        .join(Years, Years.id == Classes.year_id)
        .outerjoin(NextSchools, NextSchools.pupil_id == Pupils.id)
        .where(Pupils.school_id == school_id, Years.ends == over, Enrolments.ends >= Years.ends, ~here.exists(), *which)
        .order_by(Classes.name, Enrolments.list_no, Pupils.id)
    )
    return [Ended(**row) for row in (await session.execute(statement)).mappings()]


async def last_teachers(session: AsyncSession, classes: Collection[int]) -> dict[int, tuple[int, int]]:
    """By class the (role, person) of the homeroom teacher at the end of its year."""
    found = (
        select(Roles.class_id, Roles.id, Roles.person_id)
        .join(Classes, Classes.id == Roles.class_id)
        .join(Years, Years.id == Classes.year_id)
        .where(Roles.class_id.in_(classes), Roles.name == Role.HOMEROOM, Roles.starts <= Years.ends)
        .where(Roles.ends.is_(None) | (Roles.ends >= Years.ends))
        .order_by(Roles.starts, Roles.id)
    )
    return {row.class_id: (row.id, row.person_id) for row in await session.execute(found) if row.class_id is not None}


async def keep_next_school(session: AsyncSession, values: dict[str, Any]) -> None:
    """What was said last counts; `values` are the columns."""
    await session.execute(delete(NextSchools).where(NextSchools.pupil_id == values["pupil_id"]))
    await session.execute(insert(NextSchools).values(values))
