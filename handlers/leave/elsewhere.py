"""Children of the same family at other schools of this bot: what names one of them reaches that school."""

from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import pupil_names
from models.shapes.message import Incoming
from rules.people.names import given_name


async def children_elsewhere(incoming: Incoming, session: AsyncSession) -> dict[int, str]:
    """Each as a family tells them apart: the child and its school."""
    schools = {pupil: one.school.name for one in incoming.asker.elsewhere for pupil in one.children}
    names = await pupil_names(session, schools) if schools else {}
    return {pupil: f"{given_name(names[pupil])}, {school}" for pupil, school in schools.items()}
