"""How many pupils are on the lists of some classes, girls and boarders among them."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import enrolled_on, live
from models.people.tables import Enrolments, Pupils
from models.register.tables import Marks
from rules.marks import ABSENT

_GIRL, _BOY = "nữ", "nam"  # as rosters have it


class Heads(Struct, frozen=True):
    pupils: int
    girls: int
    boarders: int
    unsaid: int  # of whom the list does not say whether it is a girl


class Group(StrEnum):
    GIRLS = "girls"
    BOYS = "boys"
    BOARDERS = "boarders"


class Named(Struct, frozen=True):
    class_id: int
    name: str


def _of(groups: Collection[Group]) -> list[ColumnElement[bool]]:
    are = {
        Group.GIRLS: Pupils.gender == _GIRL,
        Group.BOYS: Pupils.gender == _BOY,
        Group.BOARDERS: Pupils.boarding.is_(True),
    }
    return [are[one] for one in groups]


async def names_of(
    session: AsyncSession, classes: Collection[int], day: date, groups: Collection[Group], *which: ColumnElement[bool]
) -> list[Named]:
    """Who is of all these groups, in the order of the lists; `which` narrows it further."""
    found = select(Enrolments.class_id, Pupils.full_name).join(Enrolments, Enrolments.pupil_id == Pupils.id)
    found = found.where(Enrolments.class_id.in_(classes), enrolled_on(Enrolments, day), *_of(groups), *which)
    found = found.order_by(Enrolments.class_id, Enrolments.list_no, Pupils.id)
    return [Named(*row) for row in await session.execute(found)]


async def heads(session: AsyncSession, classes: Collection[int], day: date, groups: Collection[Group] = ()) -> Heads:
    found = (
        select(
            func.count(Pupils.id),
            _counted(Pupils.gender == _GIRL),
            _counted(Pupils.boarding),
            _counted(Pupils.gender.is_(None)),
        )
        .select_from(Enrolments)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(Enrolments.class_id.in_(classes), enrolled_on(Enrolments, day), *_of(groups))
    )
    return Heads(*map(int, (await session.execute(found)).one()))


def _counted(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


async def boarders_away(session: AsyncSession, school_id: int, day: date) -> list[str]:
    """Boarders who are recorded as absent on a day."""
    found = select(Pupils.full_name).join(Marks, Marks.pupil_id == Pupils.id).distinct()
    mine = (Marks.school_id == school_id, Marks.day == day, Marks.kind.in_(ABSENT), live(), Pupils.boarding.is_(True))
    return list(await session.scalars(found.where(*mine).order_by(Pupils.full_name)))
