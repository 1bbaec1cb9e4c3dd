"""At the turn of the year: open cases go to the new class, and what its teacher must know is written down."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Cases, Classes, Enrolments, Handovers, Marks
from models.base import Moment
from models.figures.contested import settled
from models.figures.tally import metered
from models.meter import THRESHOLDS

WORTH_SAYING = THRESHOLDS[1]  # half days missed in the old year that the next teacher should know of


async def hand_over(session: AsyncSession, school_id: int, old: Any, year_id: int, now: datetime) -> int:
    """Open cases go to the new class, and every pupil is written down with what the next teacher must know. Returns of
    how many there is something to know.
    """
    before, after, own = aliased(Enrolments), aliased(Enrolments), aliased(Classes)
    missed = metered(old.starts, old.ends, WORTH_SAYING, Marks.school_id == school_id, settled()).subquery("missed")
    last_year = select(Classes.id).where(Classes.year_id == old.id)
    cases = select(func.count(Cases.id)).where(
        Cases.pupil_id == after.pupil_id, or_(Cases.closed_on.is_(None), Cases.opened_on.between(old.starts, old.ends))
    )
    count = cases.correlate(after).scalar_subquery()
    chosen = (
        select(
            literal(school_id), after.pupil_id, func.max(before.class_id), after.class_id,
            func.coalesce(func.max(missed.c.missed), 0), count, literal(now, Moment),
        )
        .join(own, and_(own.id == after.class_id, own.year_id == year_id))
        .join(before, and_(before.pupil_id == after.pupil_id, before.class_id.in_(last_year), before.ends >= old.ends))
        .outerjoin(missed, missed.c.pupil_id == after.pupil_id)
        .group_by(after.pupil_id, after.class_id)
    )  # fmt: skip
    columns = ["school_id", "pupil_id", "from_class_id", "to_class_id", "missed", "cases", "made_at"]
    await session.execute(insert(Handovers).from_select(columns, chosen))
    now_in = select(Enrolments.class_id).join(Classes, Classes.id == Enrolments.class_id)
    now_in = now_in.where(Enrolments.pupil_id == Cases.pupil_id, Classes.year_id == year_id).correlate(Cases)
    carried = and_(Cases.school_id == school_id, Cases.closed_on.is_(None), now_in.exists())
    await session.execute(update(Cases).where(carried).values(class_id=now_in.scalar_subquery()))
    made = select(func.count(Handovers.id)).join(Classes, Classes.id == Handovers.to_class_id)
    made = made.where(Classes.year_id == year_id, or_(Handovers.missed > 0, Handovers.cases > 0))
    return await session.scalar(made) or 0
