"""Public holidays are asked about around the first day of a school year, and once more in the week before each that
nobody has answered: a proposal is no day off.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from models import ClassParts, DayRules, Years
from models.people.holders import holders
from models.register.silence import in_doubt, proposed_off
from models.shapes.among import among
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import CHANGERS

AROUND, BEFORE = timedelta(days=14), timedelta(days=7)


@job(times=lambda school: [after(school.morning_due, 45)], late=timedelta(hours=8))
async def holidays_asked(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Once a year and person, and once a week before a day that still waits; the letter is none where nothing does."""
    begins = Years.starts.between(round_.day - AROUND, round_.day + AROUND)
    years = select(Years.id, Years.school_id).where(among(Years.school_id, round_.schools))
    asked = [(f"{Kind.HOLIDAYS}:{year}", year, school) for year, school in await session.execute(years.where(begins))]
    week = round_.day - timedelta(days=round_.day.weekday())
    near = await session.execute(years.where(_near(round_.day)))
    asked += [(f"{Kind.HOLIDAYS}:{year}:{week}", year, school) for year, school in near]
    return [
        Notices(
            kind=Kind.HOLIDAYS,
            select=holders(CHANGERS, [school], round_.day, about=year, key=key),
            valid_until=round_.now + AROUND,
        )
        for key, year, school in asked
    ]


def _near(day: date) -> Any:
    """On a school day about which there is no doubt: one of the year's proposals is for the days to come."""
    waits = select(DayRules.id).where(*proposed_off(), DayRules.school_id == Years.school_id)
    waits = waits.where(
        DayRules.day > day, DayRules.day <= day + BEFORE, DayRules.day.between(Years.starts, Years.ends)
    )
    held = select(ClassParts.class_id).where(ClassParts.school_id == Years.school_id, ClassParts.day == day)
    return and_(waits.correlate(Years).exists(), held.where(ClassParts.held, ~in_doubt()).correlate(Years).exists())
