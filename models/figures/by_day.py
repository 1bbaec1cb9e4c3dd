"""The figures of each day, for pictures: of some classes, or of some pupils in them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.contested import contested_of
from models.figures.counting import counted, enrolled_on, in_the_class, live
from models.figures.totals import UNSURE, Count
from models.people.homes import lived_in
from models.people.tables import Enrolments, Pupils
from models.register.tables import ClassParts, Marks
from rules.marks import Mark


async def by_day(
    session: AsyncSession,
    classes: Collection[int],
    first: date,
    last: date,
    *pupils: Any,
    living: Collection[int] = (),
) -> dict[date, Count]:
    """The days on which one of the classes held a half day, in their order; of the pupils of these conditions (on
    `Pupils`), who were `living` in these places on the day, or, without any, of all. A day that nobody reported has
    nothing possible.
    """
    then = [lived_in(Pupils.id, ClassParts.day, living)] if living else []
    possible = _some([*pupils, *then]) if pupils or living else func.coalesce(ClassParts.enrolled, 0)
    held = select(
        ClassParts.day,
        func.count().label("held"),
        func.sum(case((counted(), 1), else_=0)).label("reported"),
        func.sum(case((counted(), possible), else_=0)).label("possible"),
    ).where(ClassParts.class_id.in_(classes), ClassParts.day.between(first, last), ClassParts.held)
    figures = {
        row.pop("day"): {name: int(count) for name, count in row.items()}  # a sum of PostgreSQL may be a Decimal
        for row in map(dict, (await session.execute(held.group_by(ClassParts.day).order_by(ClassParts.day))).mappings())
    }
    absent: dict[date, dict[str, int]] = defaultdict(dict)
    unsure = await contested_of(session, first, last, classes)
    found = await session.execute(_absent(classes, first, last, pupils, living, unsure))
    for day, kind, unsettled, open_, count in found:
        name = UNSURE if open_ else "unclear" if unsettled else "unexcused" if kind == Mark.UNEXCUSED else "excused"
        absent[day][name] = absent[day].get(name, 0) + count
    return {day: Count(**row, **absent[day]) for day, row in figures.items()}


def _some(pupils: Collection[Any]) -> Any:
    """How many of these pupils were on the class's list that day."""
    there = select(func.count()).select_from(Enrolments).join(Pupils, Pupils.id == Enrolments.pupil_id)
    there = there.where(Enrolments.class_id == ClassParts.class_id, enrolled_on(Enrolments, ClassParts.day), *pupils)
    return there.correlate(ClassParts).scalar_subquery()


def _absent(
    classes: Collection[int],
    first: date,
    last: date,
    pupils: Collection[Any],
    living: Collection[int],
    unsure: Sequence[int],
) -> Any:
    open_: Any = Marks.id.in_(unsure) if unsure else false()
    same = and_(
        ClassParts.class_id == Marks.class_id, ClassParts.day == Marks.day, ClassParts.part == Marks.part, counted()
    )
    statement = (
        select(Marks.day, Marks.kind, Marks.unsettled, open_.label("contested"), func.count())
        .join(ClassParts, same)
        .where(Marks.class_id.in_(classes), Marks.day.between(first, last), live(), in_the_class())
        .where(Marks.kind.in_([Mark.EXCUSED, Mark.UNEXCUSED]))
    )
    if pupils or living:
        then = [lived_in(Marks.pupil_id, Marks.day, living)] if living else []
        statement = statement.join(Pupils, Pupils.id == Marks.pupil_id).where(*pupils, *then)
    return statement.group_by(Marks.day, Marks.kind, Marks.unsettled, "contested")
