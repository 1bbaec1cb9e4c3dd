"""The half days of one pupil: what was held in the pupil's class, and what is known of it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.contested import contested_parts
from models.figures.counting import enrolled_on, live
from models.figures.doubts import doubted
from models.people.tables import Enrolments
from models.register.tables import ClassParts, Marks
from rules.marks import sign_of

CAME, UNSURE = "", "?"


async def pupil_days(
    session: AsyncSession, pupil_id: int, first: date, last: date, hidden: Collection[str] = ()
) -> dict[date, list[tuple[str, str | None]]]:
    """By day with anything held: (half day, sign), morning first; no sign: the class has not reported. The
    `hidden` signs are shown as presence; UNSURE stands where it is not settled whether the pupil was there.
    """
    contested = await contested_parts(session, pupil_id, first, last)
    mark = and_(
        Marks.pupil_id == Enrolments.pupil_id, Marks.day == ClassParts.day, Marks.part == ClassParts.part, live()
    )
    statement = (
        select(ClassParts.day, ClassParts.part, ClassParts.reported_at, Marks.kind, Marks.unsettled)
        .add_columns(doubted(Enrolments.pupil_id, ClassParts))
        .join(Enrolments, Enrolments.class_id == ClassParts.class_id)
        .outerjoin(Marks, mark)
        .where(Enrolments.pupil_id == pupil_id, enrolled_on(Enrolments, ClassParts.day))
        .where(ClassParts.day.between(first, last), ClassParts.held)
        .order_by(ClassParts.day, ClassParts.part.desc())
    )
    found: dict[date, list[tuple[str, str | None]]] = {}
    for day, part, reported_at, kind, unsettled, asked in await session.execute(statement):
        sign = sign_of(kind or CAME, unsettled=bool(unsettled))
        sign = UNSURE if asked or (day, part) in contested else CAME if kind in hidden else sign
        found.setdefault(day, []).append((part, None if reported_at is None else sign))
    return found
