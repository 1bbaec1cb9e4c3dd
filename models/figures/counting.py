"""What counts: half days held × reported × marks. Alerts, replies, summaries and exports all count by this.

A day is absent when every held and reported half day of it was missed; it is an unexcused day if any of those marks is
K. A run walks back over the class's held and reported days: an unexcused day adds one, a present or a wholly excused
day ends it, a day off is no day, an unreported day neither adds nor ends (it is counted apart, as unknown). Whom an
open question could mean is unknown in its half day in the same way.
"""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import twin
from models.figures.doubts import doubted
from models.people.tables import Enrolments
from models.register.tables import ClassParts, Marks
from models.school.tables import Classes
from models.shapes.among import one_of, ours
from rules.marks import ABSENT, Mark

K, P = ours(Mark.UNEXCUSED), ours(Mark.EXCUSED)


def counted(parts: Any = ClassParts) -> ColumnElement[bool]:
    """A half day that counts: the calendar held it and its class reported."""
    return and_(parts.held, parts.reported_at.is_not(None))


def live(marks: Any = Marks) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = marks.struck_at.is_(None)
    return condition


@lru_cache(maxsize=8)  # to build it costs more than to run it
def in_counted(mark: Any = Marks) -> ColumnElement[bool]:
    """The mark's own half day counts: a day declared off after its report is no day."""
    own = aliased(ClassParts)
    found = select(own.day).where(
        own.class_id == mark.class_id, own.day == mark.day, own.part == mark.part, counted(own)
    )
    return found.correlate_except(own).exists()


def enrolled_on(enrolment: Any, day: Any) -> ColumnElement[bool]:
    return and_(enrolment.starts <= day, or_(enrolment.ends.is_(None), enrolment.ends >= day))


def on_a_list(pupil_id: Any, day: Any) -> ColumnElement[bool]:
    """Who has left is asked after no more."""
    place = twin(Enrolments, "on_a_list")
    found = select(place.id).where(place.pupil_id == pupil_id, enrolled_on(place, day))
    return found.correlate_except(place).exists()


@lru_cache(maxsize=8)
def in_the_class(mark: Any = Marks) -> ColumnElement[bool]:
    """The pupil was on the list of the mark's class on its day: who left during the day is counted on neither side."""
    place = aliased(Enrolments)
    there = select(place.id).where(place.pupil_id == mark.pupil_id, place.class_id == mark.class_id)
    return there.where(enrolled_on(place, mark.day)).correlate_except(place).exists()


def last_counted_day(pupil_id: Any, class_id: Any, before: Any) -> Any:
    """The pupil's last held and reported day before a day, in any class of the same school year: a run follows the
    pupil through a change of class, and does not bridge the summer.
    """
    earlier, place = twin(ClassParts, "last_counted_day"), twin(Enrolments, "last_counted_day")
    same_year, known = twin(Classes, "last_counted_day, same_year"), twin(Classes, "last_counted_day, known")
    in_class = (
        select(earlier.day)
        .where(earlier.class_id == place.class_id, earlier.day < before, counted(earlier))
        .where(enrolled_on(place, earlier.day), ~doubted(place.pupil_id, earlier))
        .order_by(earlier.day.desc())  # not max(…): PostgreSQL would read all days of the year for it
        .limit(1)
        .correlate_except(earlier)
        .scalar_subquery()
    )
    return (
        select(func.max(in_class))
        .select_from(place)
        .join(same_year, same_year.id == place.class_id)
        .join(known, known.year_id == same_year.year_id)
        .where(place.pupil_id == pupil_id, known.id == class_id)
        .correlate_except(place, same_year, known)
        .scalar_subquery()
    )


def away_from(pupil_id: Any, part: Any) -> ColumnElement[bool]:
    """The pupil was away, with leave or without, from a class half day."""
    absence = twin(Marks, "away_from")
    found = select(absence.id).where(
        absence.pupil_id == pupil_id,
        absence.day == part.day,
        absence.part == part.part,
        one_of(absence.kind, ABSENT),
        live(absence),
    )
    return found.correlate_except(absence).exists()


def there(pupil_id: Any, part: Any) -> ColumnElement[bool]:
    """The pupil was in a class half day of its class that counts."""
    return and_(counted(part), ~away_from(pupil_id, part), ~doubted(pupil_id, part))


def whole_day(mark: Any) -> ColumnElement[bool]:
    """Every held and reported half day of the mark's day was missed."""
    part = twin(ClassParts, "whole_day")
    attended = select(part.part).where(part.class_id == mark.class_id, part.day == mark.day, there(mark.pupil_id, part))
    return ~attended.correlate_except(part).exists()


def attended(
    pupil_id: Any, first: Any, last: Any, not_on_first: Any = None, *, not_on_last: bool = False
) -> ColumnElement[bool]:
    """The pupil was present in a counted half day of its class on some day from `first` to `last`; where `not_on_first`
    is true the first day does not count, with `not_on_last` the last one.
    """
    part, enrolment = twin(ClassParts, "attended"), twin(Enrolments, "attended")
    found = (
        select(part.part)
        .join(enrolment, enrolment.class_id == part.class_id)
        .where(
            enrolment.pupil_id == pupil_id,
            enrolled_on(enrolment, part.day),
            part.day.between(first, last),
            *([] if not_on_first is None else [or_(~not_on_first, part.day > first)]),
            *([part.day < last] if not_on_last else []),
            there(enrolment.pupil_id, part),
        )
    )
    return found.correlate_except(part, enrolment).exists()


def runs(seed: Select[*tuple[Any, ...]], kinds: Collection[ColumnElement[str]] = (K,)) -> Any:
    """A subquery (pupil_id, days, run_start, last_day) of unexcused runs, or of absences of these `kinds`, walked back
    from `seed`, a SELECT of such marks as (pupil_id, class_id, day, length) with length 1 for a wholly missed day and 0
    for a part of one.
    """
    walk = seed.cte("walk", recursive=True)
    mark = twin(Marks, "runs")
    before = last_counted_day(walk.c.pupil_id, walk.c.class_id, walk.c.day)
    step = (
        select(walk.c.pupil_id, mark.class_id, mark.day, (walk.c.length + 1).label("length"))
        .join(mark, and_(mark.pupil_id == walk.c.pupil_id, mark.day == before))
        .where(walk.c.length > 0, _of_kinds(mark, kinds), live(mark), in_counted(mark), whole_day(mark))
    )
    walk = walk.union(step)
    return (
        select(
            walk.c.pupil_id,
            func.max(walk.c.length).label("days"),
            func.min(walk.c.day).label("run_start"),
            func.max(walk.c.day).label("last_day"),
        )
        .group_by(walk.c.pupil_id)
        .subquery("runs")
    )


def _of_kinds(mark: Any, kinds: Collection[ColumnElement[str]]) -> ColumnElement[bool]:
    """Each on its own: only so does SQLite know that the partial index of K fits."""
    return or_(*(mark.kind == kind for kind in kinds))


def seed_of(mark: Any, kinds: Collection[ColumnElement[str]] = (K,)) -> Select[*tuple[Any, ...]]:
    """The columns `runs` starts from, for marks of these kinds that the caller restricts further."""
    length = case((whole_day(mark), 1), else_=0).label("length")
    chosen = select(mark.pupil_id, mark.class_id, mark.day, length)
    return chosen.where(_of_kinds(mark, kinds), live(mark), in_counted(mark)).distinct()


async def was_reported(session: AsyncSession, pupil_id: int, day: date) -> bool:
    """Whether the pupil's class reported any half day of a day: without that, no mark is no presence."""
    mine = select(ClassParts.day).join(Enrolments, Enrolments.class_id == ClassParts.class_id)
    mine = mine.where(Enrolments.pupil_id == pupil_id, enrolled_on(Enrolments, day), ClassParts.day == day, counted())
    return await session.scalar(mine.limit(1)) is not None
