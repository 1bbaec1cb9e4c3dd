"""Counts across schools: a month of a province of 1,000,000 pupils, against bare SQL over the same kept days; and the
night's count of a day against the best bare SQL over the marks themselves.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bench.check import SIZES, _built
from bench.figure import Figure
from bot.engine.database import Database
from models import Schools, Units, UnitSchools
from models.units.days import keep_days
from models.units.figures import of_period, unit_schools
from rules.calendar.periods import Period
from rules.calendar.stretches import MONTH

MOST_SECONDS = 2.0
AGAINST_BARE = 15.0  # times: what hides cells and adds them up, by school and step, is Python
NIGHT_AGAINST_BARE = 6.0
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
TODAY = date(2026, 12, 2)
NOW = datetime(2026, 12, 2, 1, tzinfo=UTC)

BARE_MONTH = "SELECT * FROM school_days WHERE day BETWEEN ? AND ? ORDER BY day"
BARE_DAY = """SELECT m.school_id, sum(m.kind = 'P'), sum(m.kind = 'K') FROM marks m JOIN class_parts c
    ON c.class_id = m.class_id AND c.day = m.day AND c.part = m.part AND c.held AND c.reported_at IS NOT NULL
    WHERE m.day = ? AND m.struck_at IS NULL GROUP BY m.school_id"""


def measure(*, small: bool = False) -> list[Figure]:
    pupils = SIZES[0] if small else SIZES[-1]
    return asyncio.run(_measure(pupils, _built(pupils)))


async def _measure(pupils: int, path: Path) -> list[Figure]:
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        unit_id = await _unit(database)
        kept, one_day = await _keep(database, unit_id)
        month = await _best(lambda: _asked(database, unit_id))
    finally:
        await database.close()
    with closing(sqlite3.connect(path)) as bare:
        bare_month = _bare(bare, BARE_MONTH, (FIRST, LAST), time.perf_counter)
        bare_day = _bare(bare, BARE_DAY, (LAST,), time.process_time)
    of = f"{pupils:,} pupils"
    return [
        Figure(part="units", what=f"a month, {of}", value=month, unit="s", bar=MOST_SECONDS, most=True),
        Figure(
            part="units", what=f"a month, {of}", value=month, unit="s", against="sqlite3 reading these days",
            ratio=month / bare_month, bar=AGAINST_BARE, most=True,
        ),
        Figure(
            part="units", what=f"a day counted at night, {of}", value=one_day, unit="s",
            against="bare SQL, its marks alone", ratio=one_day / bare_day, bar=NIGHT_AGAINST_BARE, most=True,
        ),
        Figure(part="units", what=f"30 days counted at night, {of}", value=kept, unit="s"),
    ]  # fmt: skip


async def _unit(database: Database) -> int:
    async with database.write() as session:
        known = await session.scalar(select(Units.id))
        if known is None:
            made = insert(Units).values(code="tinh", name="Sở GDĐT").returning(Units.id)
            known = (await session.execute(made)).scalar_one()
            ids = await session.scalars(select(Schools.id))
            await session.execute(insert(UnitSchools), [{"unit_id": known, "school_id": id_} for id_ in ids])
    return known


async def _keep(database: Database, unit_id: int) -> tuple[float, float]:
    """Each day in a transaction of its own, as long as nobody else may write: all of them, and the longest. Time of the
    processor, all threads: in thirty days one is always disturbed by other programs.
    """
    took: list[float] = []
    for number in range((LAST - FIRST).days + 1):
        begin = time.process_time()
        async with database.write() as session:
            await keep_days(session, await unit_schools(session, unit_id), [FIRST + timedelta(days=number)], NOW)
        took.append(time.process_time() - begin)
    return sum(took), max(took)


async def _asked(database: Database, unit_id: int) -> None:
    async with database.write() as session:
        found = await of_period(session, unit_id, Period(kind=MONTH, first=FIRST, last=LAST), TODAY, NOW)
    if not found.lines:
        raise RuntimeError("no school was counted")


async def _best(run: Callable[[], Awaitable[None]], turns: int = 3) -> float:
    took: list[float] = []
    for _turn in range(turns):
        begin = time.perf_counter()
        await run()
        took.append(time.perf_counter() - begin)
    return min(took)


def _bare(
    bare: sqlite3.Connection, statement: str, values: tuple[Any, ...], clock: Callable[[], float], turns: int = 3
) -> float:
    took: list[float] = []
    for _turn in range(turns):
        begin = clock()
        bare.execute(statement, [str(one) for one in values]).fetchall()
        took.append(clock() - begin)
    return min(took)
