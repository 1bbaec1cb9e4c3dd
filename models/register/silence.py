"""Classes whose report is still missing."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.register.tables import ClassParts
from models.school.tables import Classes, DayRules
from rules.calendar.held import OFF


def silent(of_schools: ColumnElement[bool], day: date | Any, part: str) -> Sequence[Any]:
    """Conditions: a half day that was held and that nobody has reported."""
    return [
        of_schools,
        ClassParts.day == day,
        ClassParts.part == part,
        ClassParts.held,
        ClassParts.reported_at.is_(None),
    ]


async def left_open(
    session: AsyncSession, school_id: int, classes: Collection[int], day: date, parts: Collection[str]
) -> dict[str, list[str]]:
    """By class name, those of these half days that were held and of which there is no report."""
    found: dict[str, list[str]] = {}
    for part in parts:
        open_ = select(Classes.name).join(ClassParts, ClassParts.class_id == Classes.id)
        open_ = open_.where(*silent(ClassParts.school_id == school_id, day, part), Classes.id.in_(classes))
        open_ = open_.order_by(Classes.name)
        for name in await session.scalars(open_):
            found.setdefault(name, []).append(part)
    return found


def overdue(of_schools: ColumnElement[bool], day: date | Any, part: str) -> Sequence[Any]:
    """Of these the ones somebody is to be reminded of: not those of a day that may be none of school."""
    return [*silent(of_schools, day, part), ~in_doubt()]


def in_doubt() -> Any:
    """A day off is proposed for this half day, nobody has said yes or no, and no class has reported it either."""
    other, klass = twin(ClassParts, "in_doubt"), twin(Classes, "in_doubt")
    same = (other.school_id == ClassParts.school_id, other.day == ClassParts.day, other.part == ClassParts.part)
    reported = select(other.class_id).where(*same, other.reported_at.is_not(None)).correlate_except(other)
    meant = (
        or_(DayRules.part.is_(None), DayRules.part == ClassParts.part),
        or_(DayRules.class_id.is_(None), DayRules.class_id == ClassParts.class_id),
        or_(DayRules.grade.is_(None), DayRules.grade == klass.grade),
        or_(DayRules.campus_id.is_(None), DayRules.campus_id == klass.campus_id),
    )
    proposed = select(DayRules.id).join(klass, klass.id == ClassParts.class_id)
    proposed = proposed.where(*proposed_off(), DayRules.school_id == ClassParts.school_id, *meant)
    proposed = proposed.where(DayRules.day == ClassParts.day)
    return proposed.correlate(ClassParts).exists() & ~reported.exists()


def proposed_off() -> Sequence[Any]:
    """Days off that wait for a word."""
    return (DayRules.kind == OFF, DayRules.confirmed_at.is_(None), DayRules.struck_at.is_(None))
