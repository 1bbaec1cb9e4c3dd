"""The school's calendar as decided, read into values; and the class half days it makes."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import insert_new
from models.kept import kept
from models.people.tables import Enrolments
from models.register.tables import ClassParts
from models.school.tables import Classes, DayRules, Terms, WeekSlots, Years
from models.shapes.asker import School
from rules.calendar.held import DayRule, Klass, SchoolYear, Slot, nth_school_day_after, parts_held, school_days


class Calendar(Struct, frozen=True, kw_only=True):
    """Everything needed to say which half days a class of this school holds on a day: those of its own school year."""

    years: tuple[SchoolYear, ...]
    own_years: dict[int, SchoolYear]
    week: tuple[Slot, ...]
    own_weeks: dict[int, tuple[Slot, ...]]
    rules: tuple[DayRule, ...]
    classes: dict[int, Klass]

    def held(self, class_id: int, day: date) -> tuple[str, ...]:
        """The half days this class holds on this day."""
        own = (self.own_years[class_id],)
        return parts_held(day, self.classes[class_id], own, self._week(class_id), self.rules)

    def days(self, class_id: int, first: date, last: date) -> list[date]:
        """The class's school days from `first` to `last`."""
        own = (self.own_years[class_id],)
        return list(school_days(first, last, self.classes[class_id], own, self._week(class_id), self.rules))

    def after(self, class_id: int, day: date, count: int) -> date | None:
        """The class's `count`-th school day after `day`, if the calendar reaches that far and there is such."""
        if class_id not in self.classes:
            return None
        own = (self.own_years[class_id],)
        return nth_school_day_after(day, count, self.classes[class_id], own, self._week(class_id), self.rules)

    def year_start(self, day: date) -> date:
        """The first day of the school year a day falls in; outside any, the start of the last one before it."""
        return max((year.starts for year in self.years if year.starts <= day), default=day)

    def _week(self, class_id: int) -> tuple[Slot, ...]:
        return self.own_weeks.get(class_id, self.week)


async def calendars(session: AsyncSession, school_ids: Collection[int], first: date, last: date) -> dict[int, Calendar]:
    """The calendars of some schools, with the day rules from `first` to `last`."""
    years = await _grouped(session, select(Years.school_id, Years.starts, Years.ends), Years.school_id, school_ids)
    slots = await _grouped(
        session,
        select(WeekSlots.school_id, WeekSlots.class_id, WeekSlots.weekday, WeekSlots.part),
        WeekSlots.school_id,
        school_ids,
    )
    rules = await _grouped(
        session,
        select(DayRules.__table__).where(DayRules.day.between(first, last), DayRules.struck_at.is_(None)),
        DayRules.school_id,
        school_ids,
    )
    classes = await _grouped(
        session,
        select(Classes.school_id, Classes.id, Classes.grade, Classes.campus_id, Years.starts, Years.ends).join(
            Years, Years.id == Classes.year_id
        ),
        Classes.school_id,
        school_ids,
    )
    return {id_: _calendar(years[id_], slots[id_], rules[id_], classes[id_]) for id_ in school_ids}


async def last_held(session: AsyncSession, school_ids: Collection[int], day: date, until: date) -> list[int]:
    """The schools that have lessons on this day, and none any more up to `until`."""
    coming = [day + timedelta(days=after) for after in range((until - day).days + 1)]
    found = []
    for school_id, calendar in (await calendars(session, school_ids, day, until)).items():
        held = [one for one in coming if any(calendar.held(class_id, one) for class_id in calendar.classes)]
        found += [school_id] if held == [day] else []
    return found


async def _grouped(
    session: AsyncSession, statement: Any, key: Any, school_ids: Collection[int]
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in await session.execute(statement.where(key.in_(school_ids))):
        found[row.school_id].append(row)
    return found


def _calendar(years: list[Any], slots: list[Any], rules: list[Any], classes: list[Any]) -> Calendar:
    own: dict[int, list[Slot]] = defaultdict(list)
    for row in slots:
        own[row.class_id or 0].append(Slot(row.weekday, row.part, row.class_id))
    return Calendar(
        years=tuple(SchoolYear(row.starts, row.ends) for row in years),
        week=tuple(own.pop(0, ())),
        own_weeks={class_id: tuple(week) for class_id, week in own.items()},
        rules=tuple(
            DayRule(
                date=row.day,
                kind=row.kind,
                part=row.part,
                class_id=row.class_id,
                grade=row.grade,
                campus_id=row.campus_id,
                confirmed=row.confirmed_at is not None,
                made_at=row.made_at,
            )
            for row in rules
        ),
        classes={row.id: Klass(row.id, row.grade, row.campus_id) for row in classes},
        own_years={row.id: SchoolYear(row.starts, row.ends) for row in classes},
    )


async def open_day(session: AsyncSession, school_ids: Collection[int], day: date) -> None:
    """Make the class half days of a day as the calendar now has it; half days no longer held stop counting, and a class
    without pupils has none: nobody could report it.

    What was reported is kept. Running it again changes nothing.
    """
    found = await calendars(session, school_ids, day, day)
    peopled = await _with_pupils(session, school_ids, day)
    wanted = [
        {"class_id": class_id, "day": day, "part": part, "school_id": school_id, "held": True}
        for school_id, calendar in found.items()
        for class_id in peopled & calendar.classes.keys()
        for part in calendar.held(class_id, day)
    ]
    there = await session.execute(
        select(ClassParts.class_id, ClassParts.part, ClassParts.held).where(
            ClassParts.school_id.in_(school_ids), ClassParts.day == day
        )
    )
    known = {(class_id, part): held for class_id, part, held in there}
    keys = {(row["class_id"], row["part"]) for row in wanted}
    new = [row for row in wanted if (row["class_id"], row["part"]) not in known]
    if new:
        await session.execute(insert_new(session, ClassParts), new)
    turned = [key for key, held in known.items() if held != (key in keys)]
    for class_id, part in turned:
        where = (ClassParts.class_id == class_id, ClassParts.day == day, ClassParts.part == part)
        await session.execute(update(ClassParts).where(*where).values(held=(class_id, part) in keys))


async def _with_pupils(session: AsyncSession, school_ids: Collection[int], day: date) -> set[int]:
    pupils = select(Enrolments.id).where(
        Enrolments.class_id == Classes.id,
        Enrolments.starts <= day,
        Enrolments.ends.is_(None) | (Enrolments.ends >= day),
    )
    found = select(Classes.id).where(Classes.school_id.in_(school_ids), pupils.correlate(Classes).exists())
    return set(await session.scalars(found))


async def year_start(session: AsyncSession, school_id: int, day: date) -> date:
    """The first day of the school year a day falls in; outside any, the start of the last one before it."""
    found = select(func.max(Years.starts)).where(Years.school_id == school_id, Years.starts <= day)
    return await session.scalar(found) or day


async def school_years(session: AsyncSession, school_id: int) -> Sequence[Any]:
    """The school years (name, starts, ends) of a school, the earliest first."""
    found = select(Years.name, Years.starts, Years.ends).where(Years.school_id == school_id)
    return (await session.execute(found.order_by(Years.starts))).all()


async def terms(session: AsyncSession, school_id: int, day: date) -> Sequence[Any]:
    """The terms (name, starts, ends) of the school year a day falls in."""
    statement = (
        select(Terms.name, Terms.starts, Terms.ends)
        .join(Years, Years.id == Terms.year_id)
        .where(Years.school_id == school_id, Years.starts <= day, Years.ends >= day)
        .order_by(Terms.starts)
    )
    return (await session.execute(statement)).all()


async def enrolled(session: AsyncSession, class_id: int, day: date) -> int:
    """How many pupils a class has on a day (sĩ số)."""
    statement = select(func.count()).where(
        Enrolments.class_id == class_id,
        Enrolments.starts <= day,
        Enrolments.ends.is_(None) | (Enrolments.ends >= day),
    )
    return await session.scalar(statement) or 0


async def school_calendar(session: AsyncSession, school: School, day: date) -> Calendar:
    """The school's calendar, with the day rules of the months around a day."""
    first, last = day.replace(day=1) - timedelta(days=60), day.replace(day=1) + timedelta(days=120)

    async def make() -> Calendar:
        return (await calendars(session, [school.id], first, last))[school.id]

    return await kept(session, ("calendar", school.id, school.version, first), make)


async def held_before(session: AsyncSession, school_id: int, day: date) -> date | None:
    """The newest day before on which any class held a half day."""
    held = select(func.max(ClassParts.day)).where(
        ClassParts.school_id == school_id, ClassParts.day < day, ClassParts.held
    )
    return await session.scalar(held)
