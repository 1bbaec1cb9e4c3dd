"""What is said to those whose help or promise has brought a pupil back."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from models import Cases, VisitCases, Visits


async def for_visit(cases: Collection[int], person_id: int, session: AsyncSession) -> Sequence[str]:
    """Who went to the home is thanked for having gone."""
    went = (
        select(Visits.id)
        .join(VisitCases, VisitCases.visit_id == Visits.id)
        .where(VisitCases.case_id.in_(cases), Visits.person_id == person_id, Visits.reported_at.is_not(None))
    )
    return [_("Thank you for having gone to the home.")] if await session.scalar(went.limit(1)) else []


async def for_promise(pupils: Collection[int], back: date, session: AsyncSession) -> Sequence[str]:
    """A family whose child is back by the day it had promised is thanked for that."""
    kept = select(Cases.id).where(
        Cases.pupil_id.in_(pupils), Cases.closed_on == back, Cases.closed_why == "returned", back <= Cases.promised_on
    )
    return [_("Thank you for keeping your promise.")] if await session.scalar(kept.limit(1)) else []
