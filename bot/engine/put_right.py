"""The machine's clock was ahead and was put right: what was claimed under it is open again, what waits may leave."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.database import Database
from bot.engine.post.notices import allowed
from bot.engine.post.outbox import Origin, store
from bot.engine.timekeeping import BELIEVED, SET, Settings, Time
from bot.engine.trouble import clock_set
from models import ClockSlots, Inbox, Outbox
from models.people.askers import schools
from models.post.tables import AHEAD, CANCELLED, DONE, EXPIRED, HELD, LEASED, PENDING
from models.shapes.asker import School
from models.shapes.letter import OF_THEIR_HOUR
from rules.letters import Kind

log = structlog.get_logger()

BEGUN_AHEAD = timedelta(days=3)  # by so much a clock may have been ahead when the program began; more is of long ago
LONGEST_LEASE = timedelta(minutes=2)
OF_THE_FUTURE = "clock"  # why a letter was cancelled
SLOT = ClockSlots.__table__.c


class PutRight:
    """Looks at the clock before each round of jobs."""

    def __init__(self, database: Database, now: Time) -> None:
        self._database, self._now = database, now
        self._settings = Settings(now)
        self._looked = self.behind = False  # `behind`: it shows a time from before anything we have done
        self._back = timedelta(0)
        self._doubted_until: timedelta | None = None

    async def can_work(self, now: datetime) -> bool:
        """Whether the clock can be gone by. What was done by one that was ahead is put right first."""
        by, first, self._looked = self._settings.since_last_look(), not self._looked, True
        if by > SET:
            await self._set_forward(by, now)
        elif first or by < -SET:
            await self._set_back(by, now)
        elif self.behind:
            async with self._database.read() as session:
                self.behind = await _is_of_long_ago(session, now)
        return not self.behind and (self._doubted_until is None or self._now.passed() >= self._doubted_until)

    async def _set_forward(self, by: timedelta, now: datetime) -> None:
        """It was behind until now, or is ahead from now on: seldom for longer than a moment."""
        self._doubted_until, self.behind = self._now.passed() + BELIEVED, False
        log.warning("clock.set_forward", by=str(by))
        async with self._database.write() as session:
            if abs(by + self._back) <= SET:  # it had been right before it was put back
                mistaken = update(ClockSlots).where(SLOT.outcome == AHEAD, SLOT.claimed_at <= now + SET)
                await session.execute(mistaken.values(outcome=DONE))
            await _tell(session, by, now)

    async def _set_back(self, by: timedelta, now: datetime) -> None:
        """By so much while we ran; at the start our own rows say by how much."""
        self._doubted_until, self._back = None, by
        async with self._database.read() as session:
            ahead = max(-by, await _ahead_by(session, now))
        if ahead <= SET:
            return
        log.warning("clock.set_back", by=str(ahead))
        async with self._database.write() as session:
            self.behind = await _is_of_long_ago(session, now)
            if not self.behind:
                await _open_again(session, now)
            await _tell(session, timedelta(0) if self.behind else -ahead, now)


async def _tell(session: AsyncSession, by: timedelta, now: datetime) -> None:
    known = await schools(session)
    await store(session, [(Origin(now), clock_set(by, list(known.values()), now))], known, now)


async def _is_of_long_ago(session: AsyncSession, now: datetime) -> bool:
    oldest: datetime | None = await session.scalar(select(func.min(SLOT.claimed_at)))
    return oldest is not None and oldest > now + BEGUN_AHEAD


async def _ahead_by(session: AsyncSession, now: datetime) -> timedelta:
    """How far beyond now the newest of what we have done is."""
    waiting = select(func.max(Outbox.created_at)).where(Outbox.state.in_((PENDING, LEASED, HELD)))
    newest = [await session.scalar(one) for one in (select(func.max(SLOT.claimed_at)), waiting)]
    return max((moment - now for moment in newest if moment), default=timedelta(0))


async def _open_again(session: AsyncSession, now: datetime) -> None:
    """A run of the future was not made. Of what it owes, letters of their hour, and of days to come, are owed again at
    their time, whether they have left or not; the others tell what is so, and leave now.
    """
    ahead = now + SET
    ran = select(SLOT.claimed_at).where(SLOT.school_id == Outbox.school_id, SLOT.claimed_at > ahead)
    by_the_clock = and_(
        Outbox.created_at > ahead,
        or_(Outbox.created_at.in_(ran.correlate(Outbox)), Outbox.kind == Kind.OUTCOMES),
    )
    for school in (await schools(session)).values():
        of_then = or_(Outbox.kind.in_(OF_THEIR_HOUR), Outbox.day > school.day(now))
        forget = update(Outbox).where(Outbox.school_id == school.id, by_the_clock, of_then)
        unsent = Outbox.state.in_((PENDING, HELD))
        gone = {
            "state": case((unsent, CANCELLED), else_=Outbox.state),
            "why": case((unsent, OF_THE_FUTURE), else_=Outbox.why),
        }
        await session.execute(forget.values(key=None, **gone))
    slots = update(ClockSlots).where(SLOT.claimed_at > ahead)
    await session.execute(slots.values(outcome=AHEAD))
    await _hurry(session, now)


async def _hurry(session: AsyncSession, now: datetime) -> None:
    """What was put off, or thought to be too late, by the clock that was ahead."""
    ahead = now + SET
    late = update(Outbox).where(Outbox.state == EXPIRED, Outbox.valid_until > now)
    await session.execute(late.values(state=PENDING))
    untapped = update(Outbox).where(Outbox.state == CANCELLED, Outbox.why == "no tap", Outbox.valid_until > now)
    await session.execute(untapped.values(state=HELD, why=None))
    made = update(Outbox).where(Outbox.state.in_((PENDING, HELD)), Outbox.created_at > ahead)
    await session.execute(made.values(created_at=now))
    leased = update(Outbox).where(Outbox.state == LEASED, Outbox.lease_until > now + LONGEST_LEASE)
    await session.execute(leased.values(lease_until=now + LONGEST_LEASE))
    for school in [None, *(await schools(session)).values()]:
        await session.execute(_leave_soon(school, now))
    tried = update(Inbox).where(Inbox.state == "new", Inbox.try_at > ahead)
    await session.execute(tried.values(try_at=now))


def _leave_soon(school: School | None, now: datetime) -> Any:
    """Nothing waits for longer than a hold, and the school's rest after it."""
    soon = allowed(school, now + (school.hold if school else timedelta(0)))
    mine = Outbox.school_id.is_(None) if school is None else Outbox.school_id == school.id
    waits = update(Outbox).where(mine, Outbox.state.in_((PENDING, HELD)), Outbox.not_before > soon)
    return waits.values(not_before=soon)
