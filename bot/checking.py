"""The daily check by hand, for a date."""

from datetime import date, datetime

from sqlalchemy import func, select

from bot.database import Database
from bot.outbox import Origin, store
from jobs.daily_check import check
from locales import _
from locales.words import full_day
from models import Cases, Firings, Outbox, Schools
from models.calendar import open_day
from models.message import Round
from models.who import schools


async def check_day(database: Database, day: date, code: str, now: datetime) -> str | None:
    """Run the check for one school or all, in one transaction; None if the code is unknown. What it tells leaves with
    the running bot.
    """
    async with database.write() as session:
        chosen = await schools(session)
        if code:
            wanted = await session.scalar(select(Schools.id).where(Schools.code == code))
            chosen = {id_: school for id_, school in chosen.items() if id_ == wanted}
            if not chosen:
                return None
        if not chosen:
            return _("There is no school yet: run “python -m bot import FILE.xlsx”.")
        before = await session.scalar(select(func.count()).select_from(Outbox))
        await open_day(session, list(chosen), day)
        said = await check(session, Round(now=now, day=day, schools=chosen))
        await store(session, [(Origin(now), said)], chosen, now)
        after = await session.scalar(select(func.count()).select_from(Outbox))
        fired = await session.scalar(select(func.count()).where(Firings.day == day, Firings.struck_at.is_(None)))
        cases = await session.scalar(select(func.count()).where(Cases.closed_on.is_(None)))
    text = _("{day}: {fired} steps fired, {cases} open cases, {new} new messages to send.")
    return text.format(day=full_day(day), fired=fired, cases=cases, new=(after or 0) - (before or 0))
