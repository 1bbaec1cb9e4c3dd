"""Opens the school day: which half days of the classes the calendar holds, who lives elsewhere from this day on, and
whose the open cases are.
"""

from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jobs import job
from models import Cases
from models.calendar.held import open_day
from models.cases.following import cases_follow
from models.people.boards import boarding_comes
from models.people.homes import homes_come
from models.shapes.among import among
from models.shapes.message import Round, Said


@job(times=lambda _school: [time(0, 5)], late=timedelta(days=2))
async def open_days(round_: Round, session: AsyncSession) -> Sequence[Said]:
    await open_day(session, list(round_.schools), round_.day)
    await homes_come(session, list(round_.schools), round_.day)
    await boarding_comes(session, list(round_.schools), round_.day)
    await cases_follow(session, round_.day, among(Cases.school_id, round_.schools))
    return []
