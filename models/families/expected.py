"""What families will be told about a day when the clock next checks it: by which channel, and how many."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.counting import K, in_counted, live
from models.people.askers import chat_to
from models.people.tables import Chats, Guardians
from models.post.optouts import ALARMS
from models.post.tables import Outbox
from models.register.tables import Marks


async def expected(session: AsyncSession, day: date) -> Mapping[str, int]:
    """Guardians of pupils who stand without leave on the day and to whom nothing about it is written yet, by channel:
    as many as there may be, for an absence already accounted for is not told once more.
    """
    mark, letter = twin(Marks, "expected"), twin(Outbox, "expected")
    told = select(letter.id).where(letter.person_id == Guardians.person_id, letter.day == day)
    away = (
        select(Guardians.person_id)
        .join(mark, mark.pupil_id == Guardians.pupil_id)
        .where(mark.day == day, mark.kind == K, live(mark), in_counted(mark))
        .where(~told.where(letter.kind.in_(ALARMS)).exists())
        .distinct()
        .subquery("away")
    )
    there = twin(Chats, "expected")
    counted = select(there.channel, func.count()).join(away, there.id == chat_to(away.c.person_id))
    rows = await session.execute(counted.group_by(there.channel))
    return {row.channel: int(row[1]) for row in rows}
