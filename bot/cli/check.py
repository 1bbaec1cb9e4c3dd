"""The daily check by hand, for a date."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.database import Database
from bot.engine.post.notices import allowed
from bot.engine.post.outbox import Origin, store
from jobs.ladder.daily_check import check
from locales import _
from locales.words import full_day
from models import Cases, Firings, Outbox, Schools
from models.calendar.held import open_day
from models.people.askers import schools
from models.shapes.asker import School
from models.shapes.message import Round


async def check_day(database: Database, day: date, code: str, now: datetime) -> str | None:
    """Run the check for one school or all, in one transaction; None if the code is unknown. What it tells leaves with
    the running bot.
    """
    async with database.write() as session:
        chosen = await _chosen(session, code)
        if code and not chosen:
            return None
        if not chosen:
            return _("There is no school yet: run “python -m bot import FILE.xlsx”.")
        before = await _count(session, Outbox.id > 0)
        await open_day(session, list(chosen), day)
        said = await check(session, Round(now=now, day=day, schools=chosen))
        await store(session, [(Origin(now), said)], chosen, now)
        new = await _count(session, Outbox.id > 0) - before
        fired = await _count(session, Firings.day == day, Firings.struck_at.is_(None))
        cases = await _count(session, Cases.closed_on.is_(None))
    text = _("{day}: {fired} steps fired, {cases} open cases, {new} new messages to send.")
    return text.format(day=full_day(day), fired=fired, cases=cases, new=new) + _wait(chosen, now)


async def _chosen(session: AsyncSession, code: str) -> dict[int, School]:
    known = await schools(session)
    if not code:
        return known
    wanted = await session.scalar(select(Schools.id).where(Schools.code == code))
    return {id_: school for id_, school in known.items() if id_ == wanted}


async def _count(session: AsyncSession, *conditions: Any) -> int:
    return await session.scalar(select(func.count()).where(*conditions)) or 0


def _wait(chosen: dict[int, School], now: datetime) -> str:
    """At night nothing leaves: whoever runs the check then should not look for messages in vain."""
    school = next(iter(chosen.values()))
    first = allowed(school, now)
    if first == now:
        return ""
    local = school.local(first)
    return " " + _("These are quiet hours: they leave from {time} on.").format(time=f"{local:%H:%M}")
