"""What is asked of the reports there are: whether a class has reported, who is absent now, whose classes they were."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.register.tables import ClassParts, Marks
from rules.marks import ABSENT, Mark

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
MOST_CLASSES = 6  # of one person that are looked at


async def reported(session: AsyncSession, class_id: int, day: date, parts: Sequence[str]) -> bool:
    """Whether one of these half days of a class has been reported."""
    statement = select(ClassParts.part).where(
        ClassParts.class_id == class_id,
        ClassParts.day == day,
        ClassParts.part.in_(parts),
        ClassParts.reported_at.is_not(None),
    )
    return await session.scalar(statement.limit(1)) is not None


async def absent_now(
    session: AsyncSession, class_id: int, day: date, parts: Sequence[str], pupils: Collection[int] = ()
) -> Sequence[Any]:
    """Live absences (pupil, half day, kind, whether leave is not settled, reason) of a class in some half days, and of
    these `pupils` wherever they were marked.
    """
    statement = select(Marks.pupil_id, Marks.part, Marks.kind, Marks.unsettled, Marks.reason, Marks.id).where(
        or_(Marks.class_id == class_id, Marks.pupil_id.in_(pupils)),
        Marks.day == day,
        Marks.part.in_(parts),
        Marks.kind.in_(ABSENT),
        Marks.struck_at.is_(None),
    )
    return (await session.execute(statement)).all()


async def absent_before(session: AsyncSession, class_id: int, day: date) -> dict[int, str]:
    """Who was absent (pupil, kind) on the last day before this one on which the class was reported, if it is no older
    than a week; without leave if it was so in one of its half days.
    """
    then = select(func.max(ClassParts.day)).where(
        ClassParts.class_id == class_id,
        ClassParts.day.between(day - A_WEEK, day - A_DAY),
        ClassParts.reported_at.is_not(None),
    )
    found = select(Marks.pupil_id, Marks.kind).where(
        Marks.class_id == class_id,
        Marks.day == then.scalar_subquery(),
        Marks.kind.in_(ABSENT),
        Marks.struck_at.is_(None),
    )
    kinds: dict[int, str] = {}
    for pupil_id, kind in (await session.execute(found.order_by(Marks.id))).all():
        kinds[pupil_id] = Mark.UNEXCUSED if Mark.UNEXCUSED in (kind, kinds.get(pupil_id)) else kind
    return kinds


async def classes_reported(session: AsyncSession, person_id: int) -> list[int]:
    """The classes this person reported, the newest first."""
    newest = func.max(ClassParts.reported_at)
    mine = select(ClassParts.class_id).where(ClassParts.reported_by == person_id)
    return list(await session.scalars(mine.group_by(ClassParts.class_id).order_by(newest.desc()).limit(MOST_CLASSES)))
