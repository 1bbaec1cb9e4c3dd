"""Leave of a class's pupils on a day, for the class's page."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.leave import leave_words
from models.leave import APPROVED, leave_of_class


async def leave_lines(session: AsyncSession, class_id: int, day: date) -> list[str]:
    """Nothing without any."""
    found = await leave_of_class(session, class_id, day)
    lines = [f"• {leave_words(one.name, one.last, one.part, agreed=one.state == APPROVED)}" for one in found]
    return [_("Leave asked by families:"), *lines] if lines else []
