"""The figures of classes and places over some days."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.contested import contested_marks, contested_of
from models.figures.counting import counted, enrolled_on, in_the_class, live
from models.people.homes import FormerHomes, home_then, place_then
from models.people.tables import Enrolments, Pupils
from models.register.tables import ClassParts, Marks
from models.school.tables import Classes
from rules.marks import ABSENT, UNCLEAR, Mark

# what figures count of each sign, by the names of their fields
COUNTED_APART: dict[str, str] = {
    "unexcused": Mark.UNEXCUSED,
    "excused": Mark.EXCUSED,
    "unclear": UNCLEAR,
    "late": Mark.LATE,
    "skipped": Mark.SKIPPED,
    "left_early": Mark.LEFT_EARLY,
}


UNSURE = "unsure"
NUMBERS = (*COUNTED_APART, UNSURE)


def by_kind(contested: Sequence[int] = ()) -> tuple[Any, ...]:
    """How many marks there are of each sign, and of whom it is not settled whether they are there, as columns of a
    SELECT over them; `contested` are those, by id.
    """
    return _by_kind(None) if not contested else _by_kind(Marks.id.in_(contested))


@cache
def _by_kind_of_all() -> tuple[Any, ...]:
    return (*(_many(_has_sign(sign), name) for name, sign in COUNTED_APART.items()), literal(0).label(UNSURE))


def _by_kind(unsure: ColumnElement[bool] | None) -> tuple[Any, ...]:
    if unsure is None:
        return _by_kind_of_all()
    settled = (_many(and_(_has_sign(sign), ~unsure), name) for name, sign in COUNTED_APART.items())
    return (*settled, _many(unsure, UNSURE))


def _many(which: ColumnElement[bool], name: str) -> Any:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0).label(name)


def _has_sign(sign: str) -> ColumnElement[bool]:
    if sign == UNCLEAR:
        return and_(Marks.kind.in_(ABSENT), Marks.unsettled)
    return and_(Marks.kind == sign, ~Marks.unsettled) if sign in ABSENT else Marks.kind == sign


class Count(Struct, frozen=True, kw_only=True):
    """Figures of one class or place over some days, in pupil half days: `possible` = enrolled × held and reported;
    `unsure` are those of them in whose half day it is not settled whether they are there (`models.figures.contested`).
    """

    possible: int = 0
    unexcused: int = 0
    excused: int = 0
    unclear: int = 0
    late: int = 0
    skipped: int = 0
    left_early: int = 0
    held: int = 0
    reported: int = 0
    unsure: int = 0

    @property
    def absent(self) -> int:
        return self.unexcused + self.excused + self.unclear

    @property
    def present(self) -> int:
        return self.known - self.absent

    @property
    def known(self) -> int:
        return self.possible - self.unsure


Summed: TypeAlias = Mapping[Any, Mapping[str, int]]  # marks by what they are of, a number for each of `NUMBERS`


async def by_class(
    session: AsyncSession, classes: Collection[int], first: date, last: date, marks: Summed | None = None
) -> dict[int, Count]:
    """The count of each class over the days from `first` to `last`; `marks` are theirs, if they are counted already."""
    parts = select(
        ClassParts.class_id,
        func.count().label("held"),
        func.sum(case((ClassParts.reported_at.is_not(None), 1), else_=0)).label("reported"),
        func.sum(case((ClassParts.reported_at.is_not(None), ClassParts.enrolled), else_=0)).label("possible"),
    ).where(ClassParts.class_id.in_(classes), ClassParts.day.between(first, last), ClassParts.held)
    figures: dict[int, dict[str, int]] = {class_id: {} for class_id in classes}
    for row in (await session.execute(parts.group_by(ClassParts.class_id))).mappings():
        figures[row["class_id"]] |= {name: row[name] for name in ("held", "reported", "possible")}
    if marks is None:
        theirs = and_(Marks.class_id.in_(classes), in_the_class())
        unsure = await contested_of(session, first, last, classes)
        marks = await _summed(session, _marks_by(Marks.class_id, theirs, first, last, unsure))
    for class_id in figures.keys() & marks.keys():
        figures[class_id] |= marks[class_id]
    return {class_id: Count(**found) for class_id, found in figures.items()}


async def _summed(session: AsyncSession, marks: Select[*tuple[Any, ...]]) -> Summed:
    rows = (await session.execute(marks)).mappings()
    return {row["key"]: {name: row[name] for name in NUMBERS} for row in rows}


def _marks_by(
    key: Any, which: ColumnElement[bool], first: date, last: date, unsure: Sequence[int]
) -> Select[*tuple[Any, ...]]:
    """Live marks in counted half days, by kind."""
    return (
        select(
            key.label("key"),
            *by_kind(unsure),
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


async def by_place(
    session: AsyncSession, school_id: int, first: date, last: date, marks: Summed | None = None
) -> dict[int, Count]:
    """The count of each place (hamlet or village) that pupils of a school live in: each day counts where the pupil
    lived and was on a class list on that day, above and below the line alike.
    """
    found = await by_pupil(session, school_id, place_then(), first, last, marks=marks)
    return {place: count for place, count in found.items() if place is not None}


def _settled(school_id: int, key: Any, first: date, last: date, classes: Collection[int] | None) -> Select[Any, int]:
    """What was possible for those who have lived in one place in these days. Pupils with the same days on a list have
    the same half days: those are counted once, and not for each of the pupils.
    """
    ends = func.coalesce(Enrolments.ends, date.max)
    stays = select(Enrolments.class_id, Enrolments.starts, ends.label("ends")).distinct()
    stays = stays.join(Classes, Classes.id == Enrolments.class_id)
    stays = stays.where(Classes.school_id == school_id, Enrolments.starts <= last, ends >= first)
    if classes is not None:
        stays = stays.where(Enrolments.class_id.in_(classes))
    stay = stays.subquery()
    within = and_(ClassParts.day.between(first, last), ClassParts.day.between(stay.c.starts, stay.c.ends), counted())
    held = (
        select(stay.c.class_id, stay.c.starts, stay.c.ends, func.count().label("parts"))
        .join(ClassParts, and_(ClassParts.class_id == stay.c.class_id, within))
        .group_by(stay.c.class_id, stay.c.starts, stay.c.ends)
        .subquery()
    )
    same = and_(
        held.c.class_id == Enrolments.class_id, held.c.starts == Enrolments.starts, held.c.ends == ends,
    )  # fmt: skip
    return (
        select(key, func.sum(held.c.parts))
        .select_from(Enrolments)
        .join(held, same)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .outerjoin(FormerHomes, false())
        .where(~_has_moved(first))
        .group_by(key)
    )


def _moved(school_id: int, key: Any, first: date, last: date, classes: Collection[int] | None) -> Select[Any, int]:
    """The same of those who have moved house since the first day: of each half day where they lived on it."""
    possible = (
        select(key, func.count())
        .select_from(Pupils)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(ClassParts, ClassParts.class_id == Enrolments.class_id)
        .outerjoin(FormerHomes, home_then(Pupils.id, ClassParts.day))
        .where(
            Pupils.school_id == school_id,
            _has_moved(first),
            ClassParts.day.between(first, last),
            enrolled_on(Enrolments, ClassParts.day),
            counted(),
        )
        .group_by(key)
    )
    return possible if classes is None else possible.where(ClassParts.class_id.in_(classes))


def _has_moved(first: date) -> ColumnElement[bool]:
    home = twin(FormerHomes, "has_moved")
    return select(home.id).where(home.pupil_id == Pupils.id, home.last >= first).correlate(Pupils).exists()


async def by_pupil(
    session: AsyncSession,
    school_id: int,
    key: Any,
    first: date,
    last: date,
    classes: Collection[int] | None = None,
    marks: Summed | None = None,
) -> dict[Any, Count]:
    """The count of the school's pupils by what `key` says of each on a day (a column of theirs, or `place_then`); in
    some `classes` only, if these are given. `marks` are theirs by `key`, if they are counted already.
    """
    figures: dict[Any, dict[str, int]] = {}
    for possible in (_settled(school_id, key, first, last, classes), _moved(school_id, key, first, last, classes)):
        for value, count in await session.execute(possible):
            mine = figures.setdefault(value, {})
            mine["possible"] = mine.get("possible", 0) + int(count)  # a sum of PostgreSQL is a Decimal
    if marks is None:
        unsure = await contested_marks(session, first, last, school_id)
        theirs = _marks_by(key, _of_school(school_id, classes), first, last, unsure)
        theirs = theirs.join(Pupils, Pupils.id == Marks.pupil_id).where(in_the_class())
        marks = await _summed(session, theirs.outerjoin(FormerHomes, home_then(Marks.pupil_id, Marks.day)))
    for value, numbers in marks.items():
        figures.setdefault(value, {}).update(numbers)
    return {value: Count(**found) for value, found in figures.items()}
