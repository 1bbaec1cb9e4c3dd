"""An open case goes along with its pupil: to the class of the day with its teacher, to the hamlet with its pair."""

from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import enrolled_on
from models.people.tables import Enrolments, Pupils
from models.register.tables import Cases


async def cases_follow(session: AsyncSession, day: date, *which: Any) -> None:
    """The open cases of these conditions are of the class and place of their pupils on that day: of a class that is
    still to begin before it does, if the pupil is in none; who is on no list leaves the case where it is.
    """
    place = select(Pupils.place_id).where(Pupils.id == Cases.pupil_id).correlate(Cases).scalar_subquery()
    mine = select(Enrolments.class_id).where(Enrolments.pupil_id == Cases.pupil_id).correlate(Cases)
    here = mine.where(enrolled_on(Enrolments, day)).limit(1).scalar_subquery()
    ahead = mine.where(Enrolments.ends.is_(None)).limit(1).scalar_subquery()
    follows = update(Cases).where(Cases.closed_on.is_(None), *which)
    await session.execute(follows.values(class_id=func.coalesce(here, ahead, Cases.class_id), place_id=place))
