"""Around the first day of a school year its public holidays are asked about: a proposal is no day off."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from models import Years
from models.people.holders import holders
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import CHANGERS

AROUND = timedelta(days=14)


@job(times=lambda school: [after(school.morning_due, 45)], late=timedelta(hours=8))
async def holidays_asked(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Once a year and person, as the key says; the letter is none where nothing waits."""
    begins = select(Years.id, Years.school_id).where(
        Years.school_id.in_(list(round_.schools)), Years.starts.between(round_.day - AROUND, round_.day + AROUND)
    )
    return [
        Notices(
            kind=Kind.HOLIDAYS,
            select=holders(CHANGERS, [school], round_.day, about=year, key=f"{Kind.HOLIDAYS}:{year}"),
            valid_until=round_.now + AROUND,
        )
        for year, school in await session.execute(begins)
    ]
