"""The duties of a school as they are now, the deadlines that are near, and who is in charge of each."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import insert_new, twin
from models.calendar.held import Calendar, calendars
from models.duties.tables import Duties, DutyTimes, HandedInDuties
from models.people.holders import leads_on
from models.people.roles import held_on
from models.people.tables import People, Roles
from models.school.tables import Terms, Years
from rules.duties.deadlines import LOOKED_BACK, YEAR, Duty, When, Year, due_days, runs
from rules.duties.standing import STANDING
from rules.people.roles import Role

OWN = "#"  # begins the key of a school's own


class Time(Struct, frozen=True, kw_only=True):
    """A deadline of a duty; `id` is None as long as nothing was prepared for it."""

    duty: Duty
    due: date
    id: int | None = None


class HandedIn(Struct, frozen=True, kw_only=True):
    time_id: int
    person_id: int
    name: str
    at: datetime


async def duties(session: AsyncSession, school_id: int) -> list[Duty]:
    """Those owed now: the standing ones as the school has changed them, then its own."""
    mine = select(Duties.__table__).where(Duties.school_id == school_id).order_by(Duties.id)
    rows = (await session.execute(mine)).all()
    changed = {row.code: row for row in rows if row.code}
    found = [_changed(duty, changed.get(duty.key)) for duty in STANDING]
    own = [_own(row) for row in rows if not row.code and row.struck_at is None]
    return [*(duty for duty in found if duty is not None), *own]


async def struck(session: AsyncSession, school_id: int) -> list[Duty]:
    """Those that the school has taken away: the standing ones as they stood, its own as they were."""
    found = select(Duties.__table__).where(Duties.school_id == school_id, Duties.struck_at.is_not(None))
    rows = (await session.execute(found.order_by(Duties.id))).all()
    codes = {row.code for row in rows}
    own = [_own(row) for row in rows if not row.code]
    return [*(duty for duty in STANDING if duty.key in codes), *own]


def _changed(duty: Duty, row: Any) -> Duty | None:
    if row is None:
        return duty
    if row.struck_at is not None:
        return None
    when = _when(row) if row.day or row.term_end or row.on_day else duty.when
    return replace(duty, when=when, role=Role(row.role), position=row.position)


def _own(row: Any) -> Duty:
    key = f"{OWN}{row.id}"
    return Duty(key=key, title=row.title, when=_when(row), role=Role(row.role), position=row.position)


def _when(row: Any) -> When:
    return When(day=row.day, month=row.month, ends=row.term_end, on=row.on_day)


async def keep_duty(session: AsyncSession, school_id: int, duty: Duty, person_id: int, now: datetime) -> None:
    """The school's own of a new title is written; of a standing one what is changed. Deadlines that are near follow."""
    when = duty.when
    values = {"role": duty.role, "position": duty.position, "day": when.day, "month": when.month}
    values |= {"term_end": when.ends, "on_day": when.on, "struck_at": None, "person_id": person_id, "made_at": now}
    if not duty.key:
        await session.execute(insert(Duties).values(school_id=school_id, title=duty.title, **values))
        return
    await _of_duty(session, school_id, duty.key, values)
    near = update(DutyTimes).where(DutyTimes.school_id == school_id, DutyTimes.duty == duty.key)
    await session.execute(near.values(role=duty.role, position=duty.position))


async def strike_duty(session: AsyncSession, school_id: int, duty: Duty, person_id: int, now: datetime) -> None:
    """It is owed no more. What was handed in of it stays."""
    await _of_duty(session, school_id, duty.key, {"struck_at": now, "person_id": person_id, "role": duty.role})


async def _of_duty(session: AsyncSession, school_id: int, key: str, values: Mapping[str, Any]) -> None:
    own = key.startswith(OWN)
    which = Duties.id == own_number(key) if own else Duties.code == key
    changed = await session.execute(update(Duties).where(Duties.school_id == school_id, which).values(**values))
    if not changed.rowcount and not own:  # type: ignore[attr-defined]  # an UPDATE's result has it
        new = {"made_at": values.get("struck_at"), **values}
        await session.execute(insert(Duties).values(school_id=school_id, code=key, **new))


def own_number(key: str) -> int:
    """The row of a duty of the school's own."""
    return int(key.removeprefix(OWN))


async def years_of(session: AsyncSession, school_id: int) -> list[Year]:
    found = select(Years.id, Years.starts, Years.ends).where(Years.school_id == school_id)
    years = (await session.execute(found.order_by(Years.starts))).all()
    ends: dict[int, dict[str, date]] = {year.id: {YEAR: year.ends} for year in years}
    named = select(Terms.year_id, Terms.name, Terms.ends).where(Terms.year_id.in_(list(ends)))
    for term in await session.execute(named):
        ends[term.year_id][term.name] = term.ends
    return [Year(first=year.starts, last=year.ends, ends=ends[year.id]) for year in years]


async def times(session: AsyncSession, school_id: int, first: date, last: date) -> list[Time]:
    """The deadlines from day to day of what is owed now, the earliest first."""
    years = await years_of(session, school_id)
    known = select(DutyTimes.duty, DutyTimes.due, DutyTimes.id).where(
        DutyTimes.school_id == school_id, DutyTimes.due.between(first, last)
    )
    ids = {(row.duty, row.due): row.id for row in await session.execute(known)}
    found = [
        Time(duty=duty, due=due, id=ids.get((duty.key, due)))
        for duty in await duties(session, school_id)
        for due in due_days(duty.when, first, last, years)
    ]
    return sorted(found, key=lambda one: one.due)


async def prepared(session: AsyncSession, school_id: int, time: Time) -> Time:
    """The same deadline with a number: it is prepared for from now on."""
    if time.id is not None:
        return time
    duty = time.duty
    key = {"school_id": school_id, "duty": duty.key, "due": time.due}
    row = {**key, "role": duty.role, "position": duty.position}
    await session.execute(insert_new(session, DutyTimes.__table__), [row])
    found = select(DutyTimes.id).where(*(getattr(DutyTimes, name) == value for name, value in key.items()))
    return replace(time, id=await session.scalar(found))


async def working_days(session: AsyncSession, school_id: int, first: date, last: date) -> frozenset[date]:
    """Days with lessons while a school year runs, and ordinary weekdays of the summer; also some before `first`, for
    deadlines that move forward.
    """
    first -= timedelta(days=LOOKED_BACK)
    calendar = (await calendars(session, [school_id], first, last))[school_id]
    years = [Year(first=year.starts, last=year.ends, ends={}) for year in calendar.years]
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return frozenset(day for day in days if _works(calendar, years, day))


def _works(calendar: Calendar, years: Collection[Year], day: date) -> bool:
    if not runs(day, years):
        return day.weekday() < 5
    return any(calendar.held(class_id, day) for class_id in calendar.classes)


def in_charge(day: Any) -> ColumnElement[bool]:
    """The condition on `Roles` and `DutyTimes`: who holds the post that the deadline is of, or, where nobody does,
    leads.
    """
    other = twin(Roles, "in_charge")
    anybody = select(other.id).where(other.school_id == DutyTimes.school_id, _post(other), *held_on(day, other))
    return or_(_post(Roles), and_(~anybody.correlate_except(other).exists(), leads_on(day)))


def _post(role: Any) -> ColumnElement[bool]:
    narrowed = or_(DutyTimes.position == "", role.position == DutyTimes.position)
    return and_(role.name == DutyTimes.role, narrowed)


async def people_in_charge(session: AsyncSession, school_id: int, time_id: int, day: date) -> dict[int, str]:
    """Who has to hand it in, by name."""
    found = select(People.id, People.full_name).join(Roles, Roles.person_id == People.id)
    found = found.join(DutyTimes, DutyTimes.school_id == Roles.school_id)
    found = found.where(DutyTimes.id == time_id, DutyTimes.school_id == school_id, in_charge(day), *held_on(day))
    return dict((await session.execute(found.distinct().order_by(People.full_name, People.id))).all())


async def handed_in(session: AsyncSession, ids: Collection[int]) -> list[HandedIn]:
    found = (
        select(HandedInDuties.time_id, HandedInDuties.person_id, HandedInDuties.at, People.full_name.label("name"))
        .join(People, People.id == HandedInDuties.person_id)
        .where(HandedInDuties.time_id.in_(ids))
        .order_by(HandedInDuties.at)
    )
    return [HandedIn(**row) for row in (await session.execute(found)).mappings()]


async def keep_handed_in(session: AsyncSession, time_id: int, person_id: int, now: datetime) -> None:
    """The first tap counts."""
    row = {"time_id": time_id, "person_id": person_id, "at": now}
    await session.execute(insert_new(session, HandedInDuties.__table__), [row])


async def take_back(session: AsyncSession, time_id: int, person_id: int) -> None:
    mine = (HandedInDuties.time_id == time_id, HandedInDuties.person_id == person_id)
    await session.execute(delete(HandedInDuties).where(*mine))


async def still_owed(session: AsyncSession, school_id: int, time: Time, day: date) -> dict[int, str]:
    """Who has not handed it in, by name; nobody, where one of those in charge did it for all."""
    if time.id is None:
        return {}
    done = {one.person_id for one in await handed_in(session, [time.id])}
    if done and not time.duty.each:
        return {}
    people = await people_in_charge(session, school_id, time.id, day)
    return {id_: name for id_, name in people.items() if id_ not in done}


async def time_of(session: AsyncSession, school_id: int, id_: int) -> Time | None:
    """The deadline of this number, if its duty is still owed."""
    found = select(DutyTimes.duty, DutyTimes.due).where(DutyTimes.id == id_, DutyTimes.school_id == school_id)
    row = (await session.execute(found)).one_or_none()
    if row is None:
        return None
    near = await times(session, school_id, row.due, row.due)
    return next((time for time in near if time.id == id_), None)
