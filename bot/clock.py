"""The clock: what time it is, and each job once for each school and due time, whichever process or restart."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from msgspec import Struct
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.crashpoint import crashpoint
from bot.database import Database
from bot.metrics import JOBS
from bot.outbox import Origin, store
from bot.trouble import missed
from jobs import Schedule
from models import ClockSlots
from models.asker import School
from models.base import insert_new
from models.message import Round
from models.who import schools

log = structlog.get_logger()

FAILED = "failed"
LOOK_BACK = timedelta(days=2)  # a run missed longer ago than this is nobody's news any more
TOGETHER = 200  # schools in one transaction


class Time:
    """What time it is. The local chat moves it; nothing else may."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def move_to(self, moment: datetime) -> None:
        self.offset = moment - datetime.now(UTC)


class DueRun(Struct, frozen=True, order=True):
    """One run of one job, for every school whose local clock shows that due time."""

    due_at: datetime
    job: str
    day: date
    school_ids: tuple[int, ...]


class Clock:
    def __init__(
        self, database: Database, schedules: Sequence[Schedule], now: Callable[[], datetime], told: Callable[[], None]
    ) -> None:
        self._database, self._now, self._told = database, now, told
        self._schedules = {schedule.name: schedule for schedule in schedules}
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._ticking = asyncio.Lock()

    def start(self, every: float = 20) -> None:
        """Tick now and then for ever. The scheduler only wakes us: what is due is decided by our own rows."""
        self._scheduler.add_job(self.tick, "interval", seconds=every, max_instances=1, coalesce=True)
        self._scheduler.add_job(self.tick)
        self._scheduler.start()

    async def stop(self, grace: float) -> None:
        """Begin nothing new; a run in hand has so many seconds to end."""
        if self._scheduler.running:
            self._scheduler.pause()
            with suppress(TimeoutError):
                async with asyncio.timeout(grace), self._ticking:
                    pass
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> int:
        """Run everything that has come due, oldest first. Return how many runs this process did."""
        async with self._ticking:
            now, done = self._now(), 0
            async with self._database.read() as session:
                known = await schools(session)
                since = await self._last_seen(session, now)
                settled = await _settled(session, since)
            for run in self.due(known, since or now - timedelta(hours=12), now):
                if since is None and now - run.due_at > self._schedules[run.job].late:
                    continue  # nothing was missed before the program was there
                for start in range(0, len(run.school_ids), TOGETHER):
                    some = run.school_ids[start : start + TOGETHER]
                    open_ = {id_: known[id_] for id_ in some if (id_, run.job, run.due_at) not in settled}
                    done += await self._run(run, open_, now) if open_ else 0
            if done:
                self._told()
            return done

    def due(self, known: Mapping[int, School], since: datetime, until: datetime) -> list[DueRun]:
        """The runs with a due time after `since` and up to `until`, in order."""
        groups: dict[tuple[datetime, str, date], list[int]] = defaultdict(list)
        for school in known.values():
            zone = ZoneInfo(school.timezone)
            day, last = since.astimezone(zone).date(), until.astimezone(zone).date()
            while day <= last:
                for schedule in self._schedules.values():
                    for moment in schedule.times(school):
                        due_at = datetime.combine(day, moment, zone).astimezone(UTC)
                        if since < due_at <= until:
                            groups[due_at, schedule.name, day].append(school.id)
                day += timedelta(days=1)
        order = {name: number for number, name in enumerate(self._schedules)}
        runs = [DueRun(due_at, job, day, tuple(ids)) for (due_at, job, day), ids in groups.items()]
        return sorted(runs, key=lambda run: (run.due_at, order[run.job]))

    def next_due(self, known: Mapping[int, School], now: datetime) -> datetime | None:
        """The next moment something is due, within ten days; nearly always it is within one."""
        runs = self.due(known, now, now + timedelta(days=1)) or self.due(known, now, now + timedelta(days=10))
        return runs[0].due_at if runs else None

    async def _last_seen(self, session: AsyncSession, now: datetime) -> datetime | None:
        """Where to begin looking: an hour before the newest slot, or before the oldest one that failed; never further
        back than two days. None: the clock has never run.
        """
        newest: datetime | None = await session.scalar(select(func.max(ClockSlots.due_at)))
        if newest is None:
            return None
        failed: datetime | None = await session.scalar(
            select(func.min(ClockSlots.due_at)).where(ClockSlots.outcome == FAILED, ClockSlots.due_at > now - LOOK_BACK)
        )
        return max(now - LOOK_BACK, min(failed or newest, newest, now) - timedelta(hours=1))

    async def _run(self, run: DueRun, known: Mapping[int, School], now: datetime) -> int:
        schedule = self._schedules[run.job]
        if now - run.due_at > schedule.late:
            await self._record_missed(run, known, now)
            return 0
        try:
            async with self._database.write() as session:
                mine = await self._claim(session, run, known, now)
                if not mine:
                    return 0
                chosen = {id_: known[id_] for id_ in mine}
                round_ = Round(now=max(run.due_at, now), day=run.day, schools=chosen)
                said = await schedule.run(round_, session)
                await store(session, [(Origin(now), said)], chosen, now)
                await self._end(session, run, mine, now, "done")
        except Exception:  # one job's fault must not stop the clock; the slot is kept open and tried again
            log.exception("clock.job_failed", job=run.job)
            JOBS.labels(run.job, FAILED).inc()
            await self._record_failed(run, known, now)
            return 0
        crashpoint("sched.commit")
        JOBS.labels(run.job, "done").inc()
        return 1

    async def _claim(self, session: AsyncSession, run: DueRun, known: Mapping[int, School], now: datetime) -> list[int]:
        """Insert the slot rows; those that were new, or had failed, are ours. This and the work commit together, so a
        crash in between leaves no row and the next process does the work.
        """
        rows = [_slot(run, id_, now) for id_ in known]
        statement = insert_new(session, ClockSlots).returning(ClockSlots.school_id)
        new = (await session.scalars(statement, rows)).all()
        again = update(ClockSlots).where(*_slots(run, known), ClockSlots.outcome == FAILED)
        again = again.values(outcome=None, claimed_at=now, tries=ClockSlots.tries + 1).returning(ClockSlots.school_id)
        mine = [*new, *(await session.scalars(again)).all()]
        crashpoint("sched.slot")
        return mine

    async def _end(self, session: AsyncSession, run: DueRun, mine: Sequence[int], now: datetime, outcome: str) -> None:
        await session.execute(update(ClockSlots).where(*_slots(run, mine)).values(done_at=now, outcome=outcome))

    async def _record_failed(self, run: DueRun, known: Mapping[int, School], now: datetime) -> None:
        """So that it is tried again for as long as it is useful, and missed after that, whatever runs meanwhile."""
        rows = [_slot(run, id_, now) | {"outcome": FAILED} for id_ in known]
        async with self._database.write() as session:
            await session.execute(insert_new(session, ClockSlots), rows)

    async def _record_missed(self, run: DueRun, known: Mapping[int, School], now: datetime) -> None:
        async with self._database.write() as session:
            mine = await self._claim(session, run, known, now)
            if mine:
                await self._end(session, run, mine, now, "missed")
                if self._schedules[run.job].tell:
                    chosen = {id_: known[id_] for id_ in mine}
                    told = missed(run.job, run.due_at, run.day, list(chosen.values()), now)
                    await store(session, [(Origin(now), told)], chosen, now)
                log.warning("clock.missed", job=run.job, due=run.due_at.isoformat(), schools=len(mine))
                JOBS.labels(run.job, "missed").inc()


async def _settled(session: AsyncSession, since: datetime | None) -> set[tuple[int, str, datetime]]:
    """The slots since then that need no second look: asking once spares a transaction for each."""
    if since is None:
        return set()
    statement = select(ClockSlots.school_id, ClockSlots.job, ClockSlots.due_at).where(
        ClockSlots.due_at >= since, ClockSlots.outcome.is_not(None), ClockSlots.outcome != FAILED
    )
    return {(school_id, job, due_at) for school_id, job, due_at in await session.execute(statement)}


def _slot(run: DueRun, school_id: int, now: datetime) -> dict[str, object]:
    return {"school_id": school_id, "job": run.job, "due_at": run.due_at, "claimed_at": now, "tries": 1}


def _slots(run: DueRun, school_ids: Iterable[int]) -> Sequence[ColumnElement[bool]]:
    return (ClockSlots.school_id.in_(list(school_ids)), ClockSlots.job == run.job, ClockSlots.due_at == run.due_at)
