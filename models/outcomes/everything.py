"""All that is looked at each morning."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.outcomes import Gap, Lack, days_to_look_at
from models.outcomes.checks import unchecked
from models.outcomes.heard import lost, unheard
from models.outcomes.silence import forgotten
from models.outcomes.steps import not_fired
from models.shapes.asker import School


async def gaps(session: AsyncSession, school: School, now: datetime) -> list[Gap]:
    """What is missing as things stand, the gravest first; nothing while all is well."""
    days = await days_to_look_at(session, school, now)
    if not days:
        return []
    found = [
        *await unchecked(session, school, days, now),
        *await unheard(session, school, days),
        *await not_fired(session, school, days, now),
        *await forgotten(session, school, days, now),
        *await lost(session, school, days, now),
    ]
    return sorted(found, key=lambda gap: (list(Lack).index(gap.lack), gap.day))
