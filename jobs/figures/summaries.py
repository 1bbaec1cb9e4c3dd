"""The week's figures on Friday, and the month's on its last day, to the principal and the vice principals unasked."""

from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import job
from letters.summaries import month_to, week_of
from models import ClassParts
from models.people.holders import holders
from models.shapes.message import Notices, Round, Said
from rules.calendar.periods import Period, month_of
from rules.letters import Kind
from rules.people.roles import HEADS

AFTERNOON, FRIDAY = time(17, 0), 4
WORTH = timedelta(days=2)


@job(times=lambda _school: [AFTERNOON], late=timedelta(hours=20))
async def summaries(round_: Round, session: AsyncSession) -> Sequence[Said]:
    said: list[Said] = []
    if round_.day.weekday() == FRIDAY:
        said += await _owed(round_, session, Kind.WEEK_FIGURES, week_of(round_.day))
    if round_.day == month_of(round_.day)[1]:
        said += await _owed(round_, session, Kind.MONTH_FIGURES, month_to(round_.day))
    return said


async def _owed(round_: Round, session: AsyncSession, kind: Kind, period: Period) -> list[Notices]:
    """In schools where anything was held in these days."""
    held = select(ClassParts.school_id).where(
        ClassParts.school_id.in_(list(round_.schools)),
        ClassParts.day.between(period.first, period.last),
        ClassParts.held,
    )
    schools = (await session.scalars(held.distinct())).all()
    if not schools:
        return []
    chosen = holders(HEADS, schools, round_.day, about=0, key=f"{kind}:{round_.day}")
    return [Notices(kind=kind, select=chosen, valid_until=round_.now + WORTH)]
