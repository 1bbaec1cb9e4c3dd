"""Families were told that an absence went on; what a change of marks makes of that."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.families.answers import Answers
from models.figures.counting import in_counted
from models.post.corrections import CORRECTED, corrections
from models.post.optouts import ALARMS
from models.post.tables import SENT, Outbox
from models.register.tables import Firings, Marks
from models.shapes.asker import School
from models.shapes.marks_changed import follows_marks
from models.shapes.message import Notice
from rules.letters import Kind
from rules.marks import Mark


@follows_marks
async def further_days_again(
    session: AsyncSession, school: School, pupils: Collection[int], day: date, _now: datetime
) -> list[Notice]:
    """Families told that an absence went on on this day, of pupils who are without leave that day no longer."""
    unexcused = select(Marks.pupil_id).where(
        Marks.pupil_id.in_(pupils),
        Marks.day == day,
        Marks.kind == Mark.UNEXCUSED,
        Marks.struck_at.is_(None),
        in_counted(),
    )
    right = set(pupils) - set(await session.scalars(unexcused))
    began = await session.scalars(select(Firings.id).where(Firings.pupil_id.in_(right), Firings.day < day))
    told = [Kind.ABSENT_AGAIN]
    return await corrections(session, school.id, began.all(), told, kind=CORRECTED, day=day, of_day=day)


async def texts_of(session: AsyncSession, firings: Collection[int]) -> dict[int, int]:
    """How many messages about the absences that began with these firings have left for one guardian, at most."""
    later = twin(Firings, "texts_of")
    sent = (
        select(Firings.id, Outbox.person_id, func.count(Outbox.id).label("count"))
        .join(later, (later.pupil_id == Firings.pupil_id) & (later.day >= Firings.day))
        .join(Outbox, Outbox.about == later.id)
        .where(Firings.id.in_(firings), Outbox.kind.in_(ALARMS), Outbox.state == SENT)
        .group_by(Firings.id, Outbox.person_id)
        .subquery()
    )
    rows = await session.execute(select(sent.c.id, func.max(sent.c.count)).group_by(sent.c.id))
    return {row[0]: row[1] for row in rows}


async def said_since(session: AsyncSession, firings: Collection[int]) -> dict[int, str]:
    """The last thing a family has answered since the absences began that these firings stand for, as its code."""
    rows = await session.execute(
        select(Firings.id, Answers.code)
        .join(Answers, (Answers.pupil_id == Firings.pupil_id) & (Answers.day >= Firings.day))
        .where(Firings.id.in_(firings))
        .order_by(Answers.id)
    )
    return {row.id: row.code for row in rows}
