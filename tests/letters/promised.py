"""Which letters would be said to be on their way, had they not been stored yet."""

from collections.abc import Collection

from sqlalchemy import select

from models import Outbox
from models.people.askers import schools
from models.shapes.message import Notice
from models.telling import readable
from rules.letters import Kind
from tests.conversation import Play


async def would_be_read(play: Play, rows: Collection[int]) -> set[int]:
    """Of these rows of the outbox."""
    async with play.app.database.read() as session:
        school = (await schools(session))[play.school_id]
        found = await session.execute(select(Outbox.__table__).where(Outbox.id.in_(rows)))
        owed = {
            row.id: Notice(
                kind=Kind(row.kind),
                key=row.key,
                school_id=row.school_id,
                person_id=row.person_id,
                about=row.about,
                day=row.day,
            )
            for row in found
        }
        told = await readable(session, school, play.app.now(), owed.values())
    return {id_ for id_, notice in owed.items() if notice in told}
