"""What came of a school's days, looked for in what is stored, apart from the jobs that should have brought it about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.post.tables import Outbox
from models.register.tables import ClassParts
from models.shapes.asker import School
from rules.letters import Kind

FURTHEST = timedelta(days=4)  # a school day longer ago is nobody's news any more


class Lack(StrEnum):
    """What should have come of a day and did not, the gravest first."""

    NO_CHECK = "no check"
    NOTHING_ARRIVED = "nothing arrived"
    NOT_FIRED = "not fired"
    NOBODY_HEARD = "nobody heard"
    FORGOTTEN = "forgotten"
    LOST = "lost"


class Gap(Struct, frozen=True, kw_only=True):
    """One thing that is missing: of which day and half day, of which classes, how many; `kinds` of letters."""

    lack: Lack
    day: date
    part: str = ""
    classes: tuple[str, ...] = ()
    count: int = 0
    kinds: tuple[str, ...] = ()


async def days_to_look_at(session: AsyncSession, school: School, now: datetime) -> list[date]:
    """Today, and the last school day before it unless a morning without school has told of that one already."""
    today = school.day(now)
    days = select(ClassParts.day).where(ClassParts.school_id == school.id, ClassParts.held)
    has_school = await session.scalar(days.where(ClassParts.day == today).limit(1)) is not None
    before: date | None = await session.scalar(
        select(func.max(ClassParts.day)).where(
            ClassParts.school_id == school.id,
            ClassParts.held,
            ClassParts.day < today,
            ClassParts.day >= today - FURTHEST,
        )
    )
    if before and has_school and before < today - timedelta(days=1) and await _told_already(session, school, before):
        before = None
    return [day for day in (before, today if has_school else None) if day]


async def _told_already(session: AsyncSession, school: School, day: date) -> bool:
    told = select(Outbox.id).where(
        Outbox.kind == Kind.OUTCOMES, Outbox.about == school.id, Outbox.key == letter_key([day])
    )
    return await session.scalar(told.limit(1)) is not None


def letter_key(days: Sequence[date]) -> str:
    """One letter a person for what is found out about these days."""
    return f"outcomes:{days[-1]}:{len(days)}"
