"""Away for many school days in a row, with leave or without: what no step of a ladder counts."""

from collections.abc import Collection
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import Date, Select, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import twin
from models.figures.counting import K, P, in_counted, live, runs, seed_of
from models.people.tables import Pupils
from models.register.tables import Cases, Marks
from models.school.tables import Classes
from models.shapes.among import SCHOOLS, among

LONG = 5  # school days in a row
_day = bindparam("day", type_=Date)


class LongAway(Struct, frozen=True, kw_only=True):
    """`excused` of the `days` since `run_start` were with leave, the whole day."""

    pupil_id: int
    name: str
    class_name: str
    run_start: Any
    days: int
    excused: int


@cache
def long_away() -> Select[*tuple[Any, ...]]:
    """(school_id, pupil_id, class_id, days, run_start) of who was away on `day` and for so many days by then, in the
    `schools`. Whoever has an open case is followed already.
    """
    mark, case = aliased(Marks), aliased(Cases)
    run = runs(seed_of(mark, (K, P)).where(mark.day == _day, among(mark.school_id, SCHOOLS)), (K, P))
    followed = select(case.id).where(case.pupil_id == run.c.pupil_id, case.closed_on.is_(None))
    own = aliased(Marks)
    return (
        select(own.school_id, own.pupil_id, func.max(own.class_id).label("class_id"), run.c.days, run.c.run_start)
        .join(run, and_(run.c.pupil_id == own.pupil_id, run.c.last_day == own.day))
        .where(run.c.days >= LONG, live(own), in_counted(own), ~followed.correlate_except(case).exists())
        .group_by(own.school_id, own.pupil_id, run.c.days, run.c.run_start)
    )


async def who_is_long_away(session: AsyncSession, school_id: int, day: Any, pupils: Collection[int]) -> list[LongAway]:
    """Those of the pupils of whom it is so, by class and name."""
    found = long_away().subquery("found")
    without = twin(Marks, "who_is_long_away")
    unexcused = select(func.count(without.day.distinct())).where(
        without.pupil_id == found.c.pupil_id,
        without.day.between(found.c.run_start, _day),
        without.kind == K,
        live(without),
    )
    columns = (found.c.pupil_id, Pupils.full_name, Classes.name, found.c.run_start, found.c.days)
    rows = await session.execute(
        select(*columns, unexcused.correlate(found).scalar_subquery().label("unexcused"))
        .join(Pupils, Pupils.id == found.c.pupil_id)
        .join(Classes, Classes.id == found.c.class_id)
        .where(found.c.pupil_id.in_(pupils))
        .order_by(Classes.name, Pupils.full_name),
        {"schools": [school_id], "day": day},
    )
    return [
        LongAway(
            pupil_id=row.pupil_id,
            name=row.full_name,
            class_name=row.name,
            run_start=row.run_start,
            days=row.days,
            excused=row.days - row.unexcused,
        )
        for row in rows
    ]
