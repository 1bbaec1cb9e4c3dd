"""Two people report one class: no mark is lost, and each is told of the other and of what differs."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard
from handlers.register.scope import Roll
from models.register.reports import Recorded
from models.shapes.message import Notice


async def also_reported(session: AsyncSession, heard: Heard, roll: Roll, recorded: Recorded) -> list[Notice]:
    """Notices for those who had reported the class before, or made a mark that is another now."""
    first = {one.person_id for one in recorded.replaced} | ({recorded.before_by} if roll.reports else set())
    return [
        Notice(
            kind="also_reported",
            key=f"also:{heard.inbox_id}:{roll.klass.id}:{roll.day}",
            school_id=roll.school.id,
            person_id=person,
            about=heard.inbox_id,
            day=roll.day,
        )
        for person in sorted(one for one in first if one is not None)
        if person != heard.person_id
    ]
