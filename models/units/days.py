"""The figures of a school on a day that is over, kept so that a province need not read a million marks.

They are counted at night by the same conditions as the school's own (`models.figures.counting`), and again each night
while corrections are likely.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ForeignKey, and_, case, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment
from models.cases.tables import Visits
from models.figures.contested import settled
from models.figures.counting import counted, enrolled_on, in_the_class, live
from models.ladder.reopening import RETURNED
from models.people.movements import Movements
from models.people.tables import Enrolments
from models.register.tables import Cases, ClassParts, Marks
from models.school.tables import Classes
from models.shapes.asker import School
from rules.calendar.parts import Part
from rules.calendar.stretches import month_of
from rules.marks import ABSENT, Mark
from rules.people.movements import Movement


class SchoolDays(Base):
    """`pupils` are those on a list, counted for the last day of a week or month and for the newest day only; `possible`
    is enrolled × held and reported, in pupil half days, without those of whom it is not settled whether they were
    there. `in_time` were reported before they were due.
    """

    __tablename__ = "school_days"
    __table_args__ = ({"sqlite_with_rowid": False},)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    held: Mapped[int]
    reported: Mapped[int]
    in_time: Mapped[int]
    possible: Mapped[int]
    excused: Mapped[int]
    unexcused: Mapped[int]
    opened: Mapped[int]
    returned: Mapped[int]
    visits: Mapped[int]
    dropped: Mapped[int]
    pupils: Mapped[int | None]
    counted_at: Mapped[datetime] = mapped_column(Moment)


NAMES = ("held", "reported", "in_time", "possible", "excused", "unexcused", "opened", "returned", "visits", "dropped")
Counts = dict[int, dict[str, int]]


async def keep_days(session: AsyncSession, schools: Sequence[School], days: Collection[date], now: datetime) -> None:
    """Count these days (anew) and keep what was found; each must be over."""
    ids = [school.id for school in schools]
    for day in sorted(days):
        found = await count_day(session, schools, day)
        pupils = await pupils_on(session, ids, day) if _asked_for(day, max(days)) else {}
        await session.execute(delete(SchoolDays).where(SchoolDays.day == day, SchoolDays.school_id.in_(ids)))
        same = {"day": day, "counted_at": now}
        rows = [{"school_id": id_, **same, **found[id_], "pupils": pupils.get(id_)} for id_ in ids]
        if rows:
            await session.execute(insert(SchoolDays), rows)


def _asked_for(day: date, newest: date) -> bool:
    return day in {newest, month_of(day)[1]} or day.weekday() == 6


async def missing_days(session: AsyncSession, schools: Collection[int], first: date, last: date) -> list[date]:
    """Those of the days that are not kept for each of the schools."""
    kept = select(SchoolDays.day).where(SchoolDays.school_id.in_(schools), SchoolDays.day.between(first, last))
    whole = kept.group_by(SchoolDays.day).having(func.count() == len(schools))
    there = set(await session.scalars(whole))
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in every if day not in there]


async def count_day(session: AsyncSession, schools: Sequence[School], day: date) -> Counts:
    """The figures of one day by school, as they are now."""
    found: Counts = {school.id: dict.fromkeys(NAMES, 0) for school in schools}
    for due, ids in _by_due(schools, day).items():
        for row in (await session.execute(_parts(ids, day, dict(due)))).mappings():
            found[row["school_id"]] |= {name: row[name] or 0 for name in ("held", "reported", "in_time", "possible")}
    ids = list(found)
    for statement in (_marks(ids, day), _movements(ids, day), _visits(ids, day), *_cases(ids, day)):
        for row in (await session.execute(statement)).mappings():
            found[row["school_id"]] |= {name: row[name] or 0 for name in row if name not in {"school_id", "unsure"}}
            found[row["school_id"]]["possible"] -= row.get("unsure") or 0
    return found


def _by_due(schools: Sequence[School], day: date) -> Mapping[tuple[tuple[str, datetime], ...], list[int]]:
    """Schools with the same hours are counted together."""
    found: dict[tuple[tuple[str, datetime], ...], list[int]] = defaultdict(list)
    for school in schools:
        zone = ZoneInfo(school.timezone)
        due = ((Part.MORNING, school.morning_due), (Part.AFTERNOON, school.afternoon_due))
        found[tuple((part.value, datetime.combine(day, at, zone)) for part, at in due)].append(school.id)
    return found


def _parts(ids: list[int], day: date, due: Mapping[str, datetime]) -> Any:
    in_time = or_(*(and_(ClassParts.part == part, ClassParts.reported_at <= at) for part, at in due.items()))
    return (
        select(
            ClassParts.school_id,
            func.count().label("held"),
            func.sum(case((counted(), 1), else_=0)).label("reported"),
            func.sum(case((in_time, 1), else_=0)).label("in_time"),
            func.sum(case((counted(), ClassParts.enrolled), else_=0)).label("possible"),
        )
        .where(ClassParts.school_id.in_(ids), ClassParts.day == day, ClassParts.held)
        .group_by(ClassParts.school_id)
    )


def _marks(ids: list[int], day: date) -> Any:
    half_day = and_(
        ClassParts.class_id == Marks.class_id, ClassParts.day == Marks.day, ClassParts.part == Marks.part, counted()
    )
    kinds = {"excused": Mark.EXCUSED, "unexcused": Mark.UNEXCUSED}
    sums = [_many(and_(Marks.kind == kind, settled()), name) for name, kind in kinds.items()]
    sums.append(_many(and_(Marks.kind.in_(ABSENT), ~settled()), "unsure"))
    return (
        select(Marks.school_id, *sums)
        .join(ClassParts, half_day)
        .where(Marks.school_id.in_(ids), Marks.day == day, live(), in_the_class())
        .group_by(Marks.school_id)
    )


def _many(which: ColumnElement[bool], name: str) -> Any:
    return func.sum(case((which, 1), else_=0)).label(name)


def _movements(ids: list[int], day: date) -> Any:
    dropped = select(Movements.school_id, func.count().label("dropped"))
    dropped = dropped.where(Movements.school_id.in_(ids), Movements.day == day, Movements.kind == Movement.DROPPED)
    return dropped.group_by(Movements.school_id)


def _visits(ids: list[int], day: date) -> Any:
    made = select(Visits.school_id, func.count().label("visits"))
    made = made.where(Visits.school_id.in_(ids), Visits.made_on == day, Visits.reported_at.is_not(None))
    return made.group_by(Visits.school_id)


def _cases(ids: list[int], day: date) -> list[Any]:
    real = or_(Cases.closed_why.is_(None), Cases.closed_why.not_in(("corrected", "mistake")))
    opened = select(Cases.school_id, func.count().label("opened")).where(Cases.opened_on == day, real)
    back = select(Cases.school_id, func.count().label("returned"))
    back = back.where(Cases.closed_on == day, Cases.closed_why == RETURNED)
    return [one.where(Cases.school_id.in_(ids)).group_by(Cases.school_id) for one in (opened, back)]


async def pupils_on(session: AsyncSession, ids: Collection[int], day: date) -> dict[int, int]:
    """How many pupils are on a list of each school that day."""
    there = select(Classes.school_id, func.count()).join(Enrolments, Enrolments.class_id == Classes.id)
    there = there.where(Classes.school_id.in_(ids), enrolled_on(Enrolments, day)).group_by(Classes.school_id)
    return dict((await session.execute(there)).all())
