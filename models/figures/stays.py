"""Since when, and until when, pupils are in a class: what the figures of a class and of its pupils are of."""

from collections.abc import Collection
from datetime import date

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import enrolled_on
from models.people.tables import Enrolments
from models.school.tables import Classes


class Stay(Struct, frozen=True, kw_only=True):
    """`since` is the first day in the class, if it came within the days that are looked at; `gone` the last one, if it
    is over; `now_in` the class the pupil is in since.
    """

    since: date | None = None
    gone: date | None = None
    now_in: str = ""


async def stays_in(
    session: AsyncSession, class_id: int, pupils: Collection[int], first: date, today: date
) -> dict[int, Stay]:
    """Of these pupils those who were not in the class all the time from `first` to `today`."""
    here = (
        select(Enrolments.pupil_id, func.min(Enrolments.starts), func.max(func.coalesce(Enrolments.ends, date.max)))
        .where(Enrolments.class_id == class_id, Enrolments.pupil_id.in_(pupils))
        .group_by(Enrolments.pupil_id)
    )
    now = select(Enrolments.pupil_id, Classes.name).join(Classes, Classes.id == Enrolments.class_id)
    now_in = dict(
        (await session.execute(now.where(Enrolments.pupil_id.in_(pupils), enrolled_on(Enrolments, today)))).all()
    )
    found = {}
    for pupil_id, starts, ends in await session.execute(here):
        if ends < today:
            found[pupil_id] = Stay(gone=ends, now_in=now_in.get(pupil_id, ""))
        elif starts > first:
            found[pupil_id] = Stay(since=starts)
    return found
