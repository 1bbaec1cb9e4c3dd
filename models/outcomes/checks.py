"""Whether the daily check was made: at all, for each half day that the school held."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.outcomes import Gap, Lack
from models.post.tables import DONE, MISSED, ClockSlots
from models.register.tables import ClassParts
from models.shapes.asker import School
from rules.calendar.parts import Part

AFTER_DUE = timedelta(minutes=15)  # when the first check of a half day is due
PATIENCE = timedelta(minutes=25)
CHECK = "daily_check"


def at(school: School, day: date, local: time) -> datetime:
    """A moment of the school's clock, in UTC."""
    return datetime.combine(day, local, ZoneInfo(school.timezone)).astimezone(UTC)


async def unchecked(session: AsyncSession, school: School, days: Sequence[date], now: datetime) -> list[Gap]:
    """The half days whose check is over its time and was not made. (Of a run that came too late a letter tells.)"""
    found = []
    for day in days:
        for part, begins, ends in _spans(school, day):
            if is_told_of(school, day, part, now):
                continue
            if now >= begins + AFTER_DUE + PATIENCE and await _held(session, school, day, part):
                made = await checks(session, school, begins + AFTER_DUE, ends, (DONE, MISSED))
                found += [] if made else [Gap(lack=Lack.NO_CHECK, day=day, part=part)]
    return found


def is_told_of(school: School, day: date, part: str, now: datetime) -> bool:
    """The look at the day itself had the morning before it."""
    return part == Part.MORNING and day < school.day(now)


def _spans(school: School, day: date) -> list[tuple[Part, datetime, datetime]]:
    """Each half day, from when its reports are due until the checks are another's."""
    morning, afternoon = at(school, day, school.morning_due), at(school, day, school.afternoon_due)
    night = at(school, day + timedelta(days=1), time(0))
    return [(Part.MORNING, morning, afternoon), (Part.AFTERNOON, afternoon, night)]


async def _held(session: AsyncSession, school: School, day: date, part: str) -> bool:
    held = select(ClassParts.class_id).where(
        ClassParts.school_id == school.id, ClassParts.day == day, ClassParts.part == part, ClassParts.held
    )
    return await session.scalar(held.limit(1)) is not None


async def checks(
    session: AsyncSession, school: School, begins: datetime, ends: datetime, outcomes: Sequence[str] = (DONE,)
) -> int:
    """How many checks due from `begins` and before `ends` came to one of these outcomes."""
    made = select(func.count()).where(ClockSlots.school_id == school.id, ClockSlots.job == CHECK)
    made = made.where(ClockSlots.due_at >= begins, ClockSlots.due_at < ends, ClockSlots.outcome.in_(outcomes))
    return await session.scalar(made) or 0


async def last_check(session: AsyncSession, school: School, day: date) -> datetime | None:
    """When the last check of a day was made: what was known before it has been looked at."""
    begins, ends = at(school, day, time(0)), at(school, day + timedelta(days=1), time(0))
    made = select(func.max(ClockSlots.done_at)).where(ClockSlots.school_id == school.id, ClockSlots.job == CHECK)
    made = made.where(ClockSlots.due_at >= begins, ClockSlots.due_at < ends, ClockSlots.outcome == DONE)
    found: datetime | None = await session.scalar(made)
    return found
