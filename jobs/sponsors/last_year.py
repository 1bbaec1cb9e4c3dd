"""When a school year has begun the leadership is offered last year's sponsors: nobody goes on without a word."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from models import Years
from models.people.holders import holders
from models.shapes.among import among
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import HEADS

ASKED = timedelta(days=14)  # from the first day on, so that a computer that was off asks as well


@job(times=lambda school: [after(school.morning_due, 40)], late=timedelta(hours=8))
async def last_years_sponsors(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Once a year and person, as the key says."""
    begun = select(Years.id, Years.school_id).where(
        among(Years.school_id, round_.schools), Years.starts.between(round_.day - ASKED, round_.day)
    )
    return [
        Notices(
            kind=Kind.SPONSOR_LAST_YEAR,
            select=holders(HEADS, [school], round_.day, about=year, key=f"{Kind.SPONSOR_LAST_YEAR}:{year}"),
            valid_until=round_.now + ASKED,
        )
        for year, school in await session.execute(begun)
    ]
