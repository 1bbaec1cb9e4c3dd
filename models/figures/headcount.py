"""How many pupils are on the lists of some classes, girls and boarders among them."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import enrolled_on
from models.people.tables import Enrolments, Pupils

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


async def names_of(session: AsyncSession, class_id: int, day: date, group: Group) -> list[str]:
    """Of one class, in the order of its list."""
    are = {
        Group.GIRLS: Pupils.gender == _GIRL,
        Group.BOYS: Pupils.gender == _BOY,
        Group.BOARDERS: Pupils.boarding.is_(True),
    }
    found = select(Pupils.full_name).join(Enrolments, Enrolments.pupil_id == Pupils.id)
    found = found.where(Enrolments.class_id == class_id, enrolled_on(Enrolments, day), are[group])
    return list(await session.scalars(found.order_by(Enrolments.list_no, Pupils.id)))


async def heads(session: AsyncSession, classes: Collection[int], day: date) -> Heads:
    found = (
        select(
            func.count(Pupils.id),
            _counted(Pupils.gender == _GIRL),
            _counted(Pupils.boarding),
            _counted(Pupils.gender.is_(None)),
        )
        .select_from(Enrolments)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(Enrolments.class_id.in_(classes), enrolled_on(Enrolments, day))
    )
    return Heads(*map(int, (await session.execute(found)).one()))


def _counted(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
