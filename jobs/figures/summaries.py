"""The figures of the week and of the month, each on its last school day, to principal and vice principals unasked."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jobs import job
from letters.summaries import month_to, week_of
from models.calendar.held import last_held
from models.people.holders import holders
from models.shapes.message import Notices, Round, Said
from rules.calendar.periods import Period
from rules.calendar.stretches import month_of
from rules.letters import Kind
from rules.people.roles import HEADS

AFTERNOON, FRIDAY = time(17, 0), 4
WORTH = timedelta(days=2)


@job(times=lambda _school: [AFTERNOON], late=timedelta(hours=20))
async def summaries(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """A week ends with Friday; where that is a day off its figures leave on the day before."""
    friday = round_.day + timedelta(days=(FRIDAY - round_.day.weekday()) % 7)
    ends = {
        Kind.WEEK_FIGURES: (friday, week_of(round_.day)),
        Kind.MONTH_FIGURES: (month_of(round_.day)[1], month_to(round_.day)),
    }
    return [one for kind, (until, period) in ends.items() for one in await _owed(round_, session, kind, until, period)]


async def _owed(round_: Round, session: AsyncSession, kind: Kind, until: date, period: Period) -> list[Notices]:
    """In schools that hold their last lessons of these days today."""
    schools = await last_held(session, list(round_.schools), round_.day, until)
    if not schools:
        return []
    chosen = holders(HEADS, schools, round_.day, about=0, key=f"{kind}:{period.last}")
    return [Notices(kind=kind, select=chosen, valid_until=round_.now + WORTH)]
