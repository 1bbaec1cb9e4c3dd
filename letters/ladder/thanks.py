"""What is said to those whose help or promise has brought a pupil back."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import listed
from models import Cases, Pupils, VisitCases, Visits


async def for_visit(cases: Collection[int], person_id: int, session: AsyncSession) -> Sequence[str]:
    """Who went to the home is thanked for having gone; to which, where only some of these were gone to."""
    went = (
        select(Cases.pupil_id, Pupils.full_name)
        .join(VisitCases, VisitCases.case_id == Cases.id)
        .join(Visits, Visits.id == VisitCases.visit_id)
        .join(Pupils, Pupils.id == Cases.pupil_id)
        .where(Cases.id.in_(cases), Visits.person_id == person_id, Visits.reported_at.is_not(None))
        .order_by(Cases.id)
    )
    names = {row.pupil_id: row.full_name for row in await session.execute(went)}
    if 0 < len(names) < len(set(cases)):
        return [_("Thank you for having gone to the home of {names}.").format(names=listed(names.values()))]
    return [_("Thank you for having gone to the home.")] if names else []


async def for_promise(pupils: Collection[int], back: date, session: AsyncSession) -> Sequence[str]:
    """A family whose child is back by the day it had promised is thanked for that."""
    kept = select(Cases.id).where(
        Cases.pupil_id.in_(pupils), Cases.closed_on == back, Cases.closed_why == "returned", back <= Cases.promised_on
    )
    return [_("Thank you for keeping your promise.")] if await session.scalar(kept.limit(1)) else []
