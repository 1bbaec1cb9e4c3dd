"""What is said to those whose help or promise has brought a pupil back."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from models import Cases, VisitCases, Visits
from models.ladder import Fact


async def thanks(facts: Sequence[Fact], own: Collection[int], person_id: int, session: AsyncSession) -> list[str]:
    """A family that kept its promise is thanked for that; who went to the home, for having gone."""
    cases = [fact.id for fact in facts]
    kept = select(Cases.pupil_id).where(Cases.id.in_(cases), Cases.closed_on <= Cases.promised_on)
    went = (
        select(Visits.id)
        .join(VisitCases, VisitCases.visit_id == Visits.id)
        .where(VisitCases.case_id.in_(cases), Visits.person_id == person_id, Visits.reported_at.is_not(None))
    )
    if set(await session.scalars(kept)) & set(own):
        return [_("Thank you for keeping your promise.")]
    if await session.scalar(went.limit(1)) is not None:
        return [_("Thank you for having gone to the home.")]
    return []
