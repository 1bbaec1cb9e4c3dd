"""How many pupils are on the lists of some classes, girls and boarders among them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import enrolled_on
from models.people.tables import Enrolments, Pupils

_GIRL = "nữ"  # as rosters have it


class Heads(Struct, frozen=True):
    pupils: int
    girls: int
    boarders: int
    unsaid: int  # of whom the list does not say whether it is a girl


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
