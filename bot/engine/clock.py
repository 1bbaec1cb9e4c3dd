"""The clock: what time it is, and each job once for each school and due time, whichever process or restart."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from msgspec import Struct
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.crashpoint import crashpoint
from bot.engine.database import Database
from bot.engine.metrics import JOBS
from bot.engine.post.outbox import Origin, store
from bot.engine.put_right import PutRight
from bot.engine.timekeeping import Time
from bot.engine.trouble import missed
from jobs import Schedule
from models import ClockSlots
from models.base import Moment, insert_new, new_rows
from models.people.askers import schools
from models.post.tables import AHEAD, DONE, MISSED, SPARED
from models.shapes.asker import School
from models.shapes.message import Round

log = structlog.get_logger()
FAILED = "failed"  # kept open and tried again
OPEN = (None, FAILED, AHEAD)

SLOTS = ClockSlots.__table__
LOOK_BACK = timedelta(days=2)  # a run missed longer ago than this is nobody's news any more
CUT_OFF = 0.5  # seconds for a run that was cut off to let go of the database
TOGETHER = 200  # schools in one transaction


class DueRun(Struct, frozen=True, order=True):
    """One run of one job, for every school whose local clock shows that due time."""

    due_at: datetime
    job: str
    day: date
    school_ids: tuple[int, ...]


class Clock:
    def __init__(self, database: Database, schedules: Sequence[Schedule], now: Time, told: Callable[[], None]) -> None:
        self._database, self._now, self._told = database, now, told
        self._schedules = {schedule.name: schedule for schedule in schedules}
        self._times: dict[int, tuple[School, Sequence[tuple[str, time]]]] = {}
        self._ticking = asyncio.Lock()
        self._loop: asyncio.Task[None] | None = None
        self.put_right = PutRight(database, now)
        self.ticked = 0.0  # when it last came to the end of a round, by the monotonic clock; 0 before it is started

    def start(self, every: float = 20) -> None:
        """Tick now and then for ever, by a clock that nobody sets. What is due is decided by our own rows."""
        self.ticked = monotonic()
        self._loop = asyncio.create_task(self._for_ever(every))

    async def _for_ever(self, every: float) -> None:
        while True:
            try:
                await self.tick()
            except Exception:  # the clock must outlive any fault of the database
                log.exception("clock.tick_failed")
            await asyncio.sleep(every)

    async def stop(self, grace: float) -> None:
        """Begin nothing new; a run in hand has so many seconds to end, and is cut off then, whole."""
        if self._loop is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(grace), self._ticking:
                self._loop.cancel()
        self._loop.cancel()
        await asyncio.wait([self._loop], timeout=CUT_OFF)

    async def tick(self) -> int:
        """Run everything that has come due, oldest first. Return how many runs this process did."""
        async with self._ticking:
            now, done = self._now(), 0
            if not await self.put_right.can_work(now):
                self.ticked = monotonic() if self.ticked else 0.0
                return 0
            async with self._database.read() as session:
                known = await schools(session)
                since = await self._last_seen(session, now)
                runs = self.due(known, since or now - timedelta(hours=12), now)
                known_slots = await _slots_since(session, since) if runs else {}
            for run in runs:
                if since is None and now - run.due_at > self._schedules[run.job].late:
                    continue  # nothing was missed before the program was there
                for start in range(0, len(run.school_ids), TOGETHER):
                    some = run.school_ids[start : start + TOGETHER]
                    there = {id_: known_slots.get((id_, run.job, run.due_at)) for id_ in some}
                    open_ = {id_: known[id_] for id_, outcome in there.items() if outcome in OPEN}
                    again = not {FAILED, AHEAD}.isdisjoint(there.values())
                    done += await self._run(run, open_, now, again=again) if open_ else 0
            if done:
                self._told()
            self.ticked = monotonic() if self.ticked else 0.0
            return done

    def due(self, known: Mapping[int, School], since: datetime, until: datetime) -> list[DueRun]:
        """The runs with a due time after `since` and up to `until`, in order."""
        groups: dict[tuple[datetime, str, date], list[int]] = defaultdict(list)
        for school in known.values():
            zone = ZoneInfo(school.timezone)
            day, last = since.astimezone(zone).date(), until.astimezone(zone).date()
            while day <= last:
                for job, moment in self._times_of(school):
                    due_at = datetime.combine(day, moment, zone).astimezone(UTC)
                    if since < due_at <= until:
                        groups[due_at, job, day].append(school.id)
                day += timedelta(days=1)
        order = {name: number for number, name in enumerate(self._schedules)}
        runs = [DueRun(due_at, job, day, tuple(ids)) for (due_at, job, day), ids in groups.items()]
        return sorted(runs, key=lambda run: (run.due_at, order[run.job]))

    def _times_of(self, school: School) -> Sequence[tuple[str, time]]:
        """Each job with a local time of it; worked out again when the school has changed."""
        known, times = self._times.get(school.id, (None, ()))
        if known != school:
            times = [(name, at) for name, schedule in self._schedules.items() for at in schedule.times(school)]
            self._times[school.id] = school, times
        return times

    def next_due(self, known: Mapping[int, School], now: datetime) -> datetime | None:
        """The next moment something is due, within ten days; nearly always it is within one."""
        runs = self.due(known, now, now + timedelta(days=1)) or self.due(known, now, now + timedelta(days=10))
        return runs[0].due_at if runs else None

    async def _last_seen(self, session: AsyncSession, now: datetime) -> datetime | None:
        """Where to begin looking: an hour before the newest slot, or before the oldest one that failed; never further
        back than two days. None: the clock has never run.
        """
        newest: datetime | None
        failed: datetime | None
        connection, given = await session.connection(), {"back": now - LOOK_BACK, "failed": FAILED}
        newest, failed = (await connection.execute(_ends_of_slots(), given)).one()
        if newest is None:
            return None
        return max(now - LOOK_BACK, min(failed or newest, newest, now) - timedelta(hours=1))

    async def _run(self, run: DueRun, known: Mapping[int, School], now: datetime, *, again: bool) -> int:
        """`again`: for some of these schools it has failed before."""
        schedule = self._schedules[run.job]
        if now - run.due_at > schedule.late:
            await self._record_missed(run, known, now, again=again)
            return 0
        try:
            async with self._database.write() as session:
                mine = await _claim(session, run, known, now, DONE, again=again)
                if not mine:
                    return 0
                chosen = {id_: known[id_] for id_ in mine}
                round_ = Round(now=max(run.due_at, now), day=run.day, schools=chosen)
                said = await schedule.run(round_, session)
                await store(session, [(Origin(now), said)], chosen, now)
        except Exception:  # one job's fault must not stop the clock; the slot is kept open and tried again
            log.exception("clock.job_failed", job=run.job)
            JOBS.labels(run.job, FAILED).inc()
            await self._record_failed(run, known, now)
            return 0
        crashpoint("sched.commit")
        JOBS.labels(run.job, DONE).inc()
        return 1

    async def _record_failed(self, run: DueRun, known: Mapping[int, School], now: datetime) -> None:
        """So that it is tried again for as long as it is useful, and missed after that, whatever runs meanwhile."""
        rows = [_slot(run, id_, now, FAILED) for id_ in known]
        async with self._database.write() as session:
            await session.execute(insert_new(session, SLOTS), rows)

    async def _record_missed(self, run: DueRun, known: Mapping[int, School], now: datetime, *, again: bool) -> None:
        """Where there was nothing to do, nothing was missed, and nobody is told."""
        async with self._database.write() as session:
            lost = await self._lost(run, known, session)
            spared = {id_: school for id_, school in known.items() if id_ not in lost}
            if spared:
                await _claim(session, run, spared, now, SPARED, again=again)
            mine = await _claim(session, run, lost, now, MISSED, again=again) if lost else []
            if mine:
                if self._schedules[run.job].missed:
                    chosen = {id_: known[id_] for id_ in mine}
                    told = missed(run.job, run.due_at, run.day, list(chosen.values()), now)
                    await store(session, [(Origin(now), told)], chosen, now)
                log.warning("clock.missed", job=run.job, due=run.due_at.isoformat(), schools=len(mine))
                JOBS.labels(run.job, MISSED).inc()

    async def _lost(self, run: DueRun, known: Mapping[int, School], session: AsyncSession) -> dict[int, School]:
        """The schools for which the run would have had something to do; of jobs that nobody hears of, all."""
        needed = self._schedules[run.job].needed
        if needed is None:
            return dict(known)
        found = await needed(Round(now=run.due_at, day=run.day, schools=known), session)
        return {id_: school for id_, school in known.items() if id_ in found}


async def _claim(
    session: AsyncSession, run: DueRun, known: Mapping[int, School], now: datetime, outcome: str, *, again: bool
) -> list[int]:
    """Insert the slot rows, with the outcome they will have; those that were new, or had failed, are ours. This and the
    work commit together, so a crash in between leaves no row and the next process does the work.
    """
    connection = await session.connection()
    rows = [_slot(run, id_, now, outcome) for id_ in known]
    mine = list((await connection.execute(_new(connection.dialect.name), rows)).scalars())
    if again:
        given = {"schools": list(known), "of_job": run.job, "due": run.due_at, "now": now, "ends": outcome}
        mine += (await connection.execute(_retried(), given)).scalars()
    crashpoint("sched.slot")
    return mine


@cache
def _new(dialect: str) -> Any:
    return new_rows(dialect, SLOTS).returning(SLOTS.c.school_id)


@cache
def _retried() -> Any:
    slot = SLOTS.c
    failed = update(SLOTS).where(
        slot.school_id.in_(bindparam("schools", expanding=True)),
        slot.job == bindparam("of_job"),
        slot.due_at == bindparam("due"),
        slot.outcome.in_((FAILED, AHEAD)),
    )
    now = bindparam("now", type_=Moment)
    values = {"outcome": bindparam("ends"), "claimed_at": now, "done_at": now, "tries": slot.tries + 1}
    return failed.values(values).returning(slot.school_id)


async def _slots_since(session: AsyncSession, since: datetime | None) -> dict[tuple[int, str, datetime], str]:
    """The outcome of each slot since then: asking once spares a transaction for each that needs no second look."""
    if since is None:
        return {}
    found = await (await session.connection()).execute(_since(), {"since": since})
    return {(school_id, job, due_at): outcome for school_id, job, due_at, outcome in found}


@cache
def _ends_of_slots() -> Any:
    """The newest due time there is, and the oldest not too long ago of a run that failed."""
    slot = SLOTS.c
    failed = select(func.min(slot.due_at)).where(slot.outcome == bindparam("failed"), slot.due_at > bindparam("back"))
    return select(select(func.max(slot.due_at)).scalar_subquery(), failed.scalar_subquery())


@cache
def _since() -> Any:
    slot = SLOTS.c
    return select(slot.school_id, slot.job, slot.due_at, slot.outcome).where(slot.due_at >= bindparam("since"))


def _slot(run: DueRun, school_id: int, now: datetime, outcome: str) -> dict[str, object]:
    of = {"school_id": school_id, "job": run.job, "due_at": run.due_at}
    return {**of, "claimed_at": now, "done_at": None if outcome == FAILED else now, "outcome": outcome, "tries": 1}
