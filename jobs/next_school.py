"""Some days into the new year last year's homeroom teachers of the last classes are asked where their pupils went."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Date, String, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from models import Roles, Years
from models.next_school import ended_school, last_teachers
from models.shapes.among import among
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind

FIRST, LAST = timedelta(days=10), timedelta(days=45)  # the other school has begun, and has sent for papers


@job(times=lambda school: [after(school.morning_due, 50)], late=timedelta(hours=8))
async def next_schools(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Once a class, as the key says."""
    begun = select(Years.school_id).where(
        among(Years.school_id, round_.schools), Years.starts.between(round_.day - LAST, round_.day - FIRST)
    )
    said: list[Said] = []
    for school in await session.scalars(begun):
        unknown = {one.class_id for one in await ended_school(session, school, round_.day) if one.goes is None}
        roles = [role for role, _person in (await last_teachers(session, unknown)).values()]
        if roles:
            day = literal(round_.day, Date).label("day")
            key = (literal(f"{Kind.NEXT_SCHOOL}:") + cast(Roles.id, String)).label("key")
            chosen = select(Roles.school_id, Roles.person_id, Roles.id.label("about"), day, key)
            chosen = chosen.where(Roles.id.in_(roles))
            said.append(Notices(kind=Kind.NEXT_SCHOOL, select=chosen, valid_until=round_.now + FIRST))
    return said
