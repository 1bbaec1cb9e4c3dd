"""The figures of classes and places over some days."""

from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import counted, enrolled_on, in_the_class, live
from models.people.homes import FormerHomes, home_then, place_then
from models.people.tables import Enrolments, Pupils
from models.register.tables import ClassParts, Marks
from rules.marks import Mark

# what figures count of each kind, by the names of their fields
COUNTED_APART: dict[str, str] = {
    "unexcused": Mark.UNEXCUSED,
    "excused": Mark.EXCUSED,
    "late": Mark.LATE,
    "skipped": Mark.SKIPPED,
    "left_early": Mark.LEFT_EARLY,
}


def by_kind() -> list[Any]:
    """How many marks there are of each kind, as columns of a SELECT over them."""
    return [
        func.coalesce(func.sum(case((Marks.kind == kind, 1), else_=0)), 0).label(name)
        for name, kind in COUNTED_APART.items()
    ]


class Count(Struct, frozen=True, kw_only=True):
    """Figures of one class or place over some days, in pupil half days: `possible` = enrolled × held and reported."""

    possible: int = 0
    unexcused: int = 0
    excused: int = 0
    late: int = 0
    skipped: int = 0
    left_early: int = 0
    held: int = 0
    reported: int = 0

    @property
    def absent(self) -> int:
        return self.unexcused + self.excused

    @property
    def present(self) -> int:
        return self.possible - self.absent


async def by_class(session: AsyncSession, classes: Collection[int], first: date, last: date) -> dict[int, Count]:
    """The count of each class over the days from `first` to `last`."""
    parts = select(
        ClassParts.class_id,
        func.count().label("held"),
        func.sum(case((ClassParts.reported_at.is_not(None), 1), else_=0)).label("reported"),
        func.sum(case((ClassParts.reported_at.is_not(None), ClassParts.enrolled), else_=0)).label("possible"),
    ).where(ClassParts.class_id.in_(classes), ClassParts.day.between(first, last), ClassParts.held)
    figures: dict[int, dict[str, int]] = {class_id: {} for class_id in classes}
    for row in (await session.execute(parts.group_by(ClassParts.class_id))).mappings():
        figures[row["class_id"]] |= {name: row[name] for name in ("held", "reported", "possible")}
    theirs = and_(Marks.class_id.in_(classes), in_the_class())
    for row in (await session.execute(_marks_by(Marks.class_id, theirs, first, last))).mappings():
        figures[row["key"]] |= {name: row[name] for name in COUNTED_APART}
    return {class_id: Count(**found) for class_id, found in figures.items()}


def _marks_by(key: Any, which: ColumnElement[bool], first: date, last: date) -> Select[*tuple[Any, ...]]:
    """Live marks in counted half days, by kind."""
    return (
        select(
            key.label("key"),
            *by_kind(),
        )
        .select_from(Marks)
        .join(
            ClassParts,
            and_(
                ClassParts.class_id == Marks.class_id,
                ClassParts.day == Marks.day,
                ClassParts.part == Marks.part,
                counted(),
            ),
        )
        .where(which, Marks.day.between(first, last), live())
        .group_by(key)
    )


def _of_school(school_id: int, classes: Collection[int] | None) -> ColumnElement[bool]:
    if classes is None:
        return Marks.school_id == school_id
    return and_(Marks.school_id == school_id, Marks.class_id.in_(classes))


async def by_place(session: AsyncSession, school_id: int, first: date, last: date) -> dict[int, Count]:
    """The count of each place (hamlet or village) that pupils of a school live in: each day counts where the pupil
    lived and was on a class list on that day, above and below the line alike.
    """
    found = await by_pupil(session, school_id, place_then(), first, last)
    return {place: count for place, count in found.items() if place is not None}


async def by_pupil(
    session: AsyncSession,
    school_id: int,
    key: Any,
    first: date,
    last: date,
    classes: Collection[int] | None = None,
) -> dict[Any, Count]:
    """The count of the school's pupils by what `key` says of each on a day (a column of theirs, or `place_then`); in
    some `classes` only, if these are given.
    """
    possible = (
        select(key.label("key"), func.count().label("possible"))
        .select_from(Pupils)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(ClassParts, ClassParts.class_id == Enrolments.class_id)
        .outerjoin(FormerHomes, home_then(Pupils.id, ClassParts.day))
        .where(
            ClassParts.school_id == school_id,
            ClassParts.day.between(first, last),
            ClassParts.day >= Enrolments.starts,
            or_(Enrolments.ends.is_(None), ClassParts.day <= Enrolments.ends),
            counted(),
        )
        .group_by(key)
    )
    if classes is not None:
        possible = possible.where(ClassParts.class_id.in_(classes))
    figures = {row.key: {"possible": row.possible} for row in await session.execute(possible)}
    marks = (
        _marks_by(key, _of_school(school_id, classes), first, last)
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .join(Enrolments, and_(Enrolments.pupil_id == Marks.pupil_id, enrolled_on(Enrolments, Marks.day)))
        .outerjoin(FormerHomes, home_then(Marks.pupil_id, Marks.day))
    )
    for row in (await session.execute(marks)).mappings():
        figures.setdefault(row["key"], {}).update({name: row[name] for name in COUNTED_APART})
    return {value: Count(**found) for value, found in figures.items()}
