"""A pupil who is on no list: whoever keeps the lists hears of it, and nothing is recorded before."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard
from models.people.holders import holders
from models.register.questions import Question
from models.shapes.message import Notice
from rules.letters import Kind
from rules.people.roles import Role

KEEPERS = (Role.REGISTRAR, Role.ADMIN)


async def tell_registrar(session: AsyncSession, heard: Heard, asked: Question) -> list[Notice]:
    chosen = holders(KEEPERS, [heard.school.id], heard.school.day(heard.at), about=0, key="")
    people = sorted({row.person_id for row in await session.execute(chosen)})
    return [
        Notice(
            kind=Kind.NEW_PUPIL,
            key=f"new_pupil:{asked.id}",
            school_id=heard.school.id,
            person_id=person,
            about=asked.id,
            day=asked.day,
        )
        for person in people
        if person != heard.person_id
    ]
