"""The one counting module: sessions held × reported × marks. Alerts, replies, summaries and exports all count here.

A day is absent when every held and reported session of it was missed; it is an unexcused day if any of those marks is
K. A run walks back over the class's held and reported days: an unexcused day adds one, a present or a wholly excused
day ends it, a day off is no day, an unreported day neither adds nor ends (it is counted apart, as unknown). Whom an
open question could mean is unknown in its session in the same way.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.figures.doubts import doubted
from models.people.homes import FormerHomes, home_then, place_then
from models.people.tables import Enrolments, Pupils
from models.register.tables import ClassParts, Marks
from models.school.tables import Classes, Schools
from models.shapes.asker import School
from rules.marks import ABSENT, Mark

# literals, so that SQLite can prove the partial index fits
K: ColumnElement[str] = literal_column("'K'")
P: ColumnElement[str] = literal_column("'P'")


def counted(parts: Any = ClassParts) -> ColumnElement[bool]:
    """A session that counts: the calendar held it and its class reported."""
    return and_(parts.held, parts.reported_at.is_not(None))


def live(marks: Any = Marks) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = marks.struck_at.is_(None)
    return condition


def in_counted(mark: Any = Marks) -> ColumnElement[bool]:
    """The mark's own session counts: a day declared off after its report is no day."""
    own = aliased(ClassParts)
    found = select(own.day).where(
        own.class_id == mark.class_id, own.day == mark.day, own.part == mark.part, counted(own)
    )
    return found.correlate_except(own).exists()


def enrolled_on(enrolment: Any, day: Any) -> ColumnElement[bool]:
    return and_(enrolment.starts <= day, or_(enrolment.ends.is_(None), enrolment.ends >= day))


def in_the_class(mark: Any = Marks) -> ColumnElement[bool]:
    """The pupil was on the list of the mark's class on its day: who left during the day is counted on neither side."""
    place = aliased(Enrolments)
    there = select(place.id).where(place.pupil_id == mark.pupil_id, place.class_id == mark.class_id)
    return there.where(enrolled_on(place, mark.day)).correlate_except(place).exists()


def last_counted_day(pupil_id: Any, class_id: Any, before: Any) -> Any:
    """The pupil's last held and reported day before a day, in any class of the same school year: a run follows the
    pupil through a change of class, and does not bridge the summer.
    """
    earlier, place = aliased(ClassParts), aliased(Enrolments)
    same_year, known = aliased(Classes), aliased(Classes)
    in_class = (
        select(func.max(earlier.day))
        .where(earlier.class_id == place.class_id, earlier.day < before, counted(earlier))
        .where(enrolled_on(place, earlier.day), ~doubted(place.pupil_id, earlier))
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


def away_from(pupil_id: Any, session: Any) -> ColumnElement[bool]:
    """The pupil was away, with leave or without, from a class-session."""
    absence = aliased(Marks)
    found = select(absence.id).where(
        absence.pupil_id == pupil_id,
        absence.day == session.day,
        absence.part == session.part,
        absence.kind.in_(ABSENT),
        live(absence),
    )
    return found.correlate_except(absence).exists()


def there(pupil_id: Any, session: Any) -> ColumnElement[bool]:
    """The pupil was in a class-session of its class that counts."""
    return and_(counted(session), ~away_from(pupil_id, session), ~doubted(pupil_id, session))


def whole_day(mark: Any) -> ColumnElement[bool]:
    """Every held and reported session of the mark's day was missed."""
    session = aliased(ClassParts)
    attended = select(session.part).where(
        session.class_id == mark.class_id, session.day == mark.day, there(mark.pupil_id, session)
    )
    return ~attended.correlate_except(session).exists()


def attended(
    pupil_id: Any, first: Any, last: Any, not_on_first: Any = None, *, not_on_last: bool = False
) -> ColumnElement[bool]:
    """The pupil was present in a counted session of its class on some day from `first` to `last`; where `not_on_first`
    is true the first day does not count, with `not_on_last` the last one.
    """
    session, enrolment = aliased(ClassParts), aliased(Enrolments)
    found = (
        select(session.part)
        .join(enrolment, enrolment.class_id == session.class_id)
        .where(
            enrolment.pupil_id == pupil_id,
            enrolled_on(enrolment, session.day),
            session.day.between(first, last),
            *([] if not_on_first is None else [or_(~not_on_first, session.day > first)]),
            *([session.day < last] if not_on_last else []),
            there(enrolment.pupil_id, session),
        )
    )
    return found.correlate_except(session, enrolment).exists()


def runs(seed: Select[*tuple[Any, ...]]) -> Any:
    """A subquery (pupil_id, days, run_start, last_day) of unexcused runs, walked back from `seed`, a SELECT of K marks
    as (pupil_id, class_id, day, length) with length 1 for a wholly missed day and 0 for a part of one.
    """
    walk = seed.cte("walk", recursive=True)
    mark = aliased(Marks)
    before = last_counted_day(walk.c.pupil_id, walk.c.class_id, walk.c.day)
    step = (
        select(walk.c.pupil_id, mark.class_id, mark.day, (walk.c.length + 1).label("length"))
        .join(mark, and_(mark.pupil_id == walk.c.pupil_id, mark.day == before))
        .where(walk.c.length > 0, mark.kind == K, live(mark), in_counted(mark), whole_day(mark))
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


def seed_of(mark: Any) -> Select[*tuple[Any, ...]]:
    """The columns `runs` starts from, for K marks that the caller restricts further."""
    length = case((whole_day(mark), 1), else_=0).label("length")
    chosen = select(mark.pupil_id, mark.class_id, mark.day, length)
    return chosen.where(mark.kind == K, live(mark), in_counted(mark)).distinct()


async def was_reported(session: AsyncSession, pupil_id: int, day: date) -> bool:
    """Whether the pupil's class reported any session of a day: without that, no mark is no presence."""
    mine = select(ClassParts.day).join(Enrolments, Enrolments.class_id == ClassParts.class_id)
    mine = mine.where(Enrolments.pupil_id == pupil_id, enrolled_on(Enrolments, day), ClassParts.day == day, counted())
    return await session.scalar(mine.limit(1)) is not None


class Tally(Struct, frozen=True, kw_only=True):
    """A pupil's figures: days of the present unexcused run, days in it nobody reported, and sessions since a date.
    `days_touched` are the days since then with a session missed, whole or half.
    """

    days: int = 0
    unknown: int = 0
    run_start: date | None = None
    unexcused: int = 0
    excused: int = 0
    days_touched: int = 0

    @property
    def total(self) -> int:
        return self.unexcused + self.excused

    def meter(self, school: School) -> int:
        """The sessions that count for promotion: with leave and without, one a day unless the school counts both."""
        return self.days_touched if school.meter_per_day == 1 else self.total


async def tallies(session: AsyncSession, pupils: Collection[int], day: date, since: date) -> dict[int, Tally]:
    """The figures of some pupils as of a day (included), sessions counted from `since`."""
    if not pupils:
        return {}
    found: dict[int, dict[str, Any]] = {pupil: {} for pupil in pupils}
    one = timedelta(days=1)
    days = {"since": since, "day": day, "before": since - one, "after": day + one}
    for row in await session.execute(_sums(), {"pupils": list(pupils), **days}):
        found[row.pupil_id] = {name: getattr(row, name) for name in ("unexcused", "excused", "days_touched")}
    with_marks = [pupil for pupil, figures in found.items() if figures.get("unexcused")]
    if with_marks:
        runs_of = [row for row in await session.execute(_runs_of(), {"pupils": with_marks, **days}) if row.days]
        for row in runs_of:
            found[row.pupil_id] |= {"days": row.days, "run_start": row.run_start, "unknown": row.unknown}
    return {pupil: Tally(**figures) for pupil, figures in found.items()}


# Building such a statement costs far more than running it, so each is built once.
_pupils: BindParameter[Any] = bindparam("pupils", expanding=True)
_since, _day = bindparam("since", type_=Date), bindparam("day", type_=Date)


@cache
def _sums() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Marks.pupil_id,
            func.sum(case((Marks.kind == K, 1), else_=0)).label("unexcused"),
            func.sum(case((Marks.kind == P, 1), else_=0)).label("excused"),
            func.count(case((Marks.kind.in_([K, P]), Marks.day)).distinct()).label("days_touched"),
        )
        .where(Marks.pupil_id.in_(_pupils), Marks.day.between(_since, _day), live(), in_counted())
        .group_by(Marks.pupil_id)
    )


def metered(since: Any, day: Any, least: Any, *which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """A SELECT (pupil_id, missed) of the pupils whose meter (see models/meter.py) stands at `least` or more, as
    `Tally.meter` counts it; the caller restricts the marks further.
    """
    missed = case((Schools.meter_per_day == 1, func.count(Marks.day.distinct())), else_=func.count())
    return (
        select(Marks.pupil_id, missed.label("missed"))
        .join(Schools, Schools.id == Marks.school_id)
        .where(Marks.kind.in_([K, P]), Marks.day.between(since, day), live(), in_counted(), *which)
        .group_by(Marks.pupil_id, Schools.meter_per_day)
        .having(missed >= least)
    )


@cache
def _runs_of() -> Select[*tuple[Any, ...]]:
    """Runs that last until the pupil's last counted day, with the held days since the last return nobody reported."""
    mark = aliased(Marks)
    latest = last_counted_day(mark.pupil_id, mark.class_id, bindparam("after", type_=Date))
    seed = seed_of(mark).where(mark.pupil_id.in_(_pupils), mark.day.between(_since, _day), mark.day == latest)
    found = runs(seed)
    enrolment, silent = aliased(Enrolments), aliased(ClassParts)
    reported = aliased(ClassParts)
    present = last_counted_day(found.c.pupil_id, enrolment.class_id, found.c.run_start)
    unknown = (
        select(func.count(silent.day.distinct()))
        .join(enrolment, enrolment.class_id == silent.class_id)
        .where(
            enrolment.pupil_id == found.c.pupil_id,
            enrolled_on(enrolment, silent.day),
            silent.day.between(_since, _day),
            silent.day > func.coalesce(present, bindparam("before", type_=Date)),
            silent.held,
            silent.reported_at.is_(None),  # follows from the next line, and spares most days the looking up
            ~select(reported.day)
            .where(reported.class_id == silent.class_id, reported.day == silent.day, counted(reported))
            .correlate_except(reported)
            .exists(),
        )
        .correlate_except(silent, enrolment)
        .scalar_subquery()
    )
    return select(found.c.pupil_id, found.c.days, found.c.run_start, unknown.label("unknown"))


class Count(Struct, frozen=True, kw_only=True):
    """Figures of one class or place over some days, in pupil-sessions: `possible` = enrolled × held and reported."""

    possible: int = 0
    unexcused: int = 0
    excused: int = 0
    late: int = 0
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
        figures[row["key"]] |= {name: row[name] for name in ("unexcused", "excused", "late")}
    return {class_id: Count(**found) for class_id, found in figures.items()}


def _marks_by(key: Any, which: ColumnElement[bool], first: date, last: date) -> Select[*tuple[Any, ...]]:
    """Live marks in counted sessions, by kind."""
    return (
        select(
            key.label("key"),
            func.sum(case((Marks.kind == Mark.UNEXCUSED, 1), else_=0)).label("unexcused"),
            func.sum(case((Marks.kind == Mark.EXCUSED, 1), else_=0)).label("excused"),
            func.sum(case((Marks.kind == Mark.LATE, 1), else_=0)).label("late"),
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


async def by_place(session: AsyncSession, school_id: int, first: date, last: date) -> dict[int, Count]:
    """The count of each place (hamlet or village) that pupils of a school live in: each day counts where the pupil
    lived and was on a class list on that day, above and below the line alike.
    """
    place = place_then()
    possible = (
        select(place.label("key"), func.count().label("possible"))
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
            place.is_not(None),
        )
        .group_by(place)
    )
    figures = {row.key: {"possible": row.possible} for row in await session.execute(possible)}
    marks = (
        _marks_by(place, and_(Marks.school_id == school_id, place.is_not(None)), first, last)
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .join(Enrolments, and_(Enrolments.pupil_id == Marks.pupil_id, enrolled_on(Enrolments, Marks.day)))
        .outerjoin(FormerHomes, home_then(Marks.pupil_id, Marks.day))
    )
    for row in (await session.execute(marks)).mappings():
        names = ("unexcused", "excused", "late")
        figures.setdefault(row["key"], {}).update({name: row[name] for name in names})
    return {place: Count(**found) for place, found in figures.items()}
