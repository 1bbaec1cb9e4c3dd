"""Days of a small school, checked."""

from datetime import date

from sqlalchemy import select

from models import Cases, Firings
from tests.conversation import Play

MON, TUE, WED, THU, FRI, SAT = (f"2026-11-{day} 07:45" for day in range(16, 22))


async def cases(play: Play) -> list[tuple[str | None, date | None]]:
    """Why and when each case was closed, in their order."""
    async with play.app.database.read() as session:
        found = await session.execute(select(Cases.closed_why, Cases.closed_on).order_by(Cases.id))
        return [(why, on_) for why, on_ in found]


async def fired(play: Play) -> list[tuple[int, date, int]]:
    """The steps that stand: (step, day, days of the run)."""
    async with play.app.database.read() as session:
        standing = select(Firings.step, Firings.day, Firings.days).where(Firings.struck_at.is_(None))
        return [(step, day, days) for step, day, days in await session.execute(standing.order_by(Firings.id))]
