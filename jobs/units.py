"""At night the figures of the days that are over are kept for the bodies above the schools."""

from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import job
from models.people.askers import schools
from models.school.units import UnitSchools
from models.shapes.among import among
from models.shapes.message import Round, Said
from models.units.days import keep_days

NIGHT = [time(1, minute) for minute in range(0, 60, 9)]  # a few days each: nobody else writes meanwhile on SQLite
WEEKS = 3  # in which corrections are likely


@job(times=lambda _school: NIGHT, late=timedelta(hours=20))
async def count_school_days(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Of schools that belong to a unit. Days that were never counted are counted when somebody asks for them."""
    mine = select(UnitSchools.school_id).where(among(UnitSchools.school_id, round_.schools)).distinct()
    if ids := list(await session.scalars(mine)):
        found = await schools(session, ids)
        local = next(iter(found.values())).local(round_.now).time()
        number = max((n for n, moment in enumerate(NIGHT) if moment <= local), default=0)
        days = [round_.day - timedelta(days=1 + number + 7 * week) for week in range(WEEKS)]
        await keep_days(session, list(found.values()), days, round_.now)
    return []
