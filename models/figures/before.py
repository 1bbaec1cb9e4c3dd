"""What of the years before shows in this one: who had dropped out and is back, who repeats, who went on to grade 6."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.counting import enrolled_on
from models.figures.roll import rolls, together, year_of
from models.people.movements import Movements
from models.people.tables import Enrolments
from models.school.tables import Classes
from rules.figures.indicators import Indicator, Share
from rules.people.movements import Movement

LAST_OF_PRIMARY = 5


async def before_this_year(session: AsyncSession, school_id: int, year: Any, last: date) -> dict[Indicator, Share]:
    """Of a year (see `year_of`) until a day; without what no year before is known for."""
    found = {Indicator.REGAINED: await _regained(session, school_id, year, last)}
    before = await year_of(session, school_id, year.starts - timedelta(days=1))
    if before is None:
        return found
    found[Indicator.REPEATING] = await _repeating(session, school_id, before, year, last)
    sixth = await _entered_sixth(session, before, year, last)
    return found | ({Indicator.ENTERED_SIXTH: sixth} if sixth.whole else {})


async def _regained(session: AsyncSession, school_id: int, year: Any, last: date) -> Share:
    """Who had dropped out when the year began; and who of them is on a list since."""
    later = twin(Movements, "regained")
    after = or_(later.day > Movements.day, and_(later.day == Movements.day, later.id > Movements.id))
    since = select(later.id).where(later.pupil_id == Movements.pupil_id, later.day < year.starts, after)
    dropped = select(Movements.pupil_id).where(
        Movements.school_id == school_id,
        Movements.kind == Movement.DROPPED,
        Movements.day < year.starts,
        ~since.correlate(Movements).exists(),
    )
    whole = await session.scalar(select(func.count()).select_from(dropped.subquery()))
    here = _listed(year, last).where(Enrolments.pupil_id.in_(dropped))
    return Share(await _many(session, here), whole or 0)


def _listed(year: Any, last: date) -> Any:
    """The pupils who have been on a list of the year until the day."""
    listed = select(Enrolments.pupil_id).join(Classes, Classes.id == Enrolments.class_id)
    return listed.where(Classes.year_id == year.id, Enrolments.starts <= last).distinct()


async def _many(session: AsyncSession, pupils: Any) -> int:
    return await session.scalar(select(func.count()).select_from(pupils.subquery())) or 0


def _ended(before: Any) -> Any:
    """Those on a list on the last day of the year before, with the class's grade to be asked for."""
    old, klass = twin(Enrolments, "before.ended"), twin(Classes, "ended")
    ended = select(old.pupil_id, klass.grade).join(klass, klass.id == old.class_id)
    return ended.where(klass.year_id == before.id, enrolled_on(old, before.ends)).subquery()


async def _repeating(session: AsyncSession, school_id: int, before: Any, year: Any, last: date) -> Share:
    """Who is in the grade of the year before again, of those whom that year began with."""
    ended = _ended(before)
    again = _listed(year, last).join(ended, ended.c.pupil_id == Enrolments.pupil_id)
    opening = together((await rolls(session, school_id, before.ends)).values()).opening
    return Share(await _many(session, again.where(Classes.grade == ended.c.grade)), opening)


async def _entered_sixth(session: AsyncSession, before: Any, year: Any, last: date) -> Share:
    """Of those who ended the year in grade 5 and do not repeat it, who has been on a list of grade 6."""
    ended = _ended(before)
    fifth = select(ended.c.pupil_id).where(ended.c.grade == LAST_OF_PRIMARY)
    now = _listed(year, last).where(Enrolments.pupil_id.in_(fifth))
    again = await _many(session, now.where(Classes.grade == LAST_OF_PRIMARY))
    went = await _many(session, now.where(Classes.grade == LAST_OF_PRIMARY + 1))
    return Share(went, await _many(session, fifth) - again)
