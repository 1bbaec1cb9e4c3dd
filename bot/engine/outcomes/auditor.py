"""Looks each morning at what became of the school's days: a loop of its own, apart from the jobs it looks after."""

import asyncio
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.database import Database
from bot.engine.post.outbox import Origin, store
from bot.engine.timekeeping import BELIEVED, Settings, Time
from models import Outbox
from models.outcomes import days_to_look_at, letter_key
from models.outcomes.checks import at
from models.outcomes.everything import gaps
from models.people.askers import schools
from models.people.holders import holders
from models.post.tables import CANCELLED, SENT
from models.shapes.asker import School
from models.shapes.message import Notices
from rules.letters import Kind
from rules.people.roles import Role

log = structlog.get_logger()

EVERY = 60.0
AFTER_DUE = timedelta(minutes=95)  # the second check of the morning is made, and what did not arrive is told
TIME_TO_ARRIVE = timedelta(minutes=15)
STILL_NEWS = timedelta(days=2)
FIRST, THEN = (Role.ADMIN, Role.PRINCIPAL), (Role.VICE_PRINCIPAL, Role.REGISTRAR)


class Auditor:
    """Administrator and principal hear what is missing; where that reaches neither, the other leaders; and of what has
    reached nobody `unheard` names the schools, for whoever watches from outside.
    """

    def __init__(self, database: Database, now: Time, told: Callable[[], None]) -> None:
        self._database, self._now, self._told = database, now, told
        self._looked: dict[int, date] = {}
        self._well: dict[int, date] = {}  # nothing was missing, nothing is to be followed: it is left alone that day
        self.unheard: set[int] = set()
        self._settings, self._believed = Settings(now), now.passed() + BELIEVED

    async def run(self) -> None:
        while True:
            try:
                if self._clock_stands():
                    await self.look()
            except Exception:  # it must outlive what it is there to notice
                log.exception("auditor.failed")
            await asyncio.sleep(EVERY)

    def _clock_stands(self) -> bool:
        """A clock that was just set, or has just begun, may say that it is noon when the classes have not begun. Of a
        day that one put back has shown nothing is known.
        """
        by = self._settings.since_last_look()
        if by:
            self._believed = self._now.passed() + BELIEVED
        if by < timedelta(0):
            self._looked.clear()
            self._well.clear()
        return self._now.passed() >= self._believed

    async def look(self) -> None:
        now = self._now()
        async with self._database.read() as session:
            known = await schools(session)
        for school in known.values():
            due = now >= at(school, school.day(now), school.morning_due) + AFTER_DUE
            if due and self._well.get(school.id) != school.day(now):
                await self._school(school, now)

    async def _school(self, school: School, now: datetime) -> None:
        async with self._database.read() as session:
            days = await days_to_look_at(session, school, now)
            missing = [] if not days or self._has_looked(school, now) else await gaps(session, school, now)
            sent = await _letters(session, school, letter_key(days)) if days else []
        self._looked[school.id] = school.day(now)
        if not missing and not sent:
            self._well[school.id] = school.day(now)
        if missing:
            log.warning("auditor.found", school=school.id, lacks=[gap.lack for gap in missing])
            await self._tell(school, FIRST, letter_key(days), now)
        overdue = [row for row in sent if row.not_before + TIME_TO_ARRIVE < now]
        heard = any(row.state in (SENT, CANCELLED) for row in sent)
        if (overdue and not heard) or (missing and not await self._owes(school, letter_key(days))):
            await self._tell(school, THEN, letter_key(days), now)
        waits_long = any(row.not_before + 2 * TIME_TO_ARRIVE < now for row in sent)
        alone = waits_long and not heard
        (self.unheard.add if alone else self.unheard.discard)(school.id)

    def _has_looked(self, school: School, now: datetime) -> bool:
        return self._looked.get(school.id) == school.day(now)

    async def _owes(self, school: School, key: str) -> bool:
        async with self._database.read() as session:
            return any(row.chat_id for row in await _letters(session, school, key))

    async def _tell(self, school: School, roles: Collection[Role], key: str, now: datetime) -> None:
        chosen = holders(roles, [school.id], school.day(now), about=school.id, key=key)
        notice = Notices(kind=Kind.OUTCOMES, select=chosen, valid_until=now + STILL_NEWS)
        async with self._database.write() as session:
            await store(session, [(Origin(now), [notice])], {school.id: school}, now)
        self._told()


async def _letters(session: AsyncSession, school: School, key: str) -> list[Outbox]:
    found = select(Outbox).where(Outbox.kind == Kind.OUTCOMES, Outbox.about == school.id, Outbox.key == key)
    return list(await session.scalars(found))
