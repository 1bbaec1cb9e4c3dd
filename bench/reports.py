"""What leaders of a school of 2,000 ask for after a term: the report, its picture, the registers; and how long others
wait meanwhile. All but the waits is time of the processor, so that other programs disturb it less.
"""

import asyncio
import shutil
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
from msgspec import structs
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bench import district
from bench.check import SIZES, _built
from bench.figure import Figure
from bot.engine.app import App
from bot.engine.config import Config, DatabaseConfig
from bot.engine.database import Database
from bot.engine.timekeeping import Time
from channels import Raw
from handlers.aside import Aside
from handlers.figures.report import report
from handlers.figures.report_asked import asked_of
from handlers.figures.report_period import period_lines
from handlers.figures.report_scope import scope_of
from models import Inbox, Terms
from models.figures.counted_marks import CLASS, counted_marks, summed
from models.figures.totals import by_class
from models.people.askers import recognise
from models.people.class_lists import classes
from models.shapes.asker import School
from models.shapes.message import Incoming
from papers.figures.files import Months, boarder_file, class_file, months_of
from rules.people.classes import ClassRef
from tests.on_paper import PaperChannel, Words

TEXT, PICTURE, REGISTER, YEAR, OTHERS = 50, 100, 1, 30, 100  # ms, ms, s, s, ms
ASKED, MADE = "học kỳ 1", "/tep tháng 11"
SCHOOL_DAYS = 210  # of a year: 35 weeks of six


def measure(*, small: bool = False) -> list[Figure]:
    pupils = SIZES[0] if small else district.SCHOOL
    path = district.FOLDER / "reports.db"
    for old in path.parent.glob("reports*"):
        old.unlink()
    shutil.copy(_built(pupils), path)
    return asyncio.run(_measure(pupils, path, turns=1 if small else 9))


async def _measure(pupils: int, path: Path, turns: int) -> list[Figure]:
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        await _a_term(database)
        found = [*await _reports(database, pupils, turns), *await _registers(database, turns)]
    finally:
        await database.close()
    return [*found, *await _waits(path, pupils)]


async def _a_term(database: Database) -> None:
    days = district.school_days()
    async with database.write() as session:
        term = {"year_id": 1, "name": "hk1", "starts": days[0], "ends": days[-1]}
        await session.execute(insert(Terms).values(term))


async def _reports(database: Database, pupils: int, turns: int) -> list[Figure]:
    async with database.write() as session:
        incoming = await _principal(session, pupils)
        text = await _best(lambda: _text(incoming, session), turns)
        whole = await _best(lambda: _whole(incoming, session), turns)
    what = f"/baocao {ASKED}, {pupils:,} pupils"
    return [
        Figure(part="reports", what=f"{what}: text", value=1000 * text, unit="ms", bar=TEXT, most=True),
        Figure(part="reports", what=f"{what}, and its picture", value=1000 * whole, unit="ms", bar=PICTURE, most=True),
    ]


async def _whole(incoming: Incoming, session: AsyncSession) -> None:
    try:
        await report(incoming, session)
    except Aside as aside:
        await aside.make(session)


async def _text(incoming: Incoming, session: AsyncSession) -> None:
    asked = await asked_of(incoming, session)
    scope = await scope_of(incoming, session, asked)
    days = (asked.period.first, asked.period.last)
    marks = await counted_marks(session, 1, *days)
    counts = await by_class(session, list(scope.classes), *days, summed(marks, CLASS))
    await period_lines(incoming, session, asked.period, scope, counts, marks)


async def _registers(database: Database, turns: int) -> list[Figure]:
    days = district.school_days()
    months, last = months_of(days[0], days[-1]), days[-1]
    async with database.read() as session:
        school = (await district.known_schools(database))[1]
        listed = await classes(session, school, last)
        one = await _best(lambda: class_file(session, school, listed[0], months[2:3], last), turns)
        some = await _best(lambda: _all(session, school, listed[:5], months), 0)
        away = await _best(lambda: boarder_file(session, school, listed, months[2:3], last), 0)
    year = some / len(listed[:5]) * len(listed) * SCHOOL_DAYS / len(days)
    of = f"{len(listed)} classes"
    return [
        Figure(part="reports", what="a class's register of a month", value=one, unit="s", bar=REGISTER, most=True),
        Figure(part="reports", what=f"registers of a year, {of} (from 5)", value=year, unit="s", bar=YEAR, most=True),
        Figure(part="reports", what=f"the boarders' days of a month, {of}", value=away, unit="s"),
    ]


async def _all(session: AsyncSession, school: School, listed: tuple[ClassRef, ...], months: Months) -> None:
    for klass in listed:
        await class_file(session, school, klass, months, district.school_days()[-1])


async def _principal(session: AsyncSession, pupils: int) -> Incoming:
    """Of the only school: the first of its office (see `district`)."""
    address, now = str(_office(pupils)), district.morning(district.school_days()[-1])
    asker = (await recognise(session, {("paper", address)}, now))["paper", address]
    asked = Incoming(channel="paper", address=address, text=f"/baocao {ASKED}", when=now, message_id="", rest=ASKED)
    return structs.replace(asked, asker=asker)


def _office(pupils: int) -> int:
    return pupils + -(-pupils // district.CLASS) + 1


async def _best(run: Callable[[], Awaitable[Any]], turns: int) -> float:
    """Seconds of the processor, all threads. Of several runs the first builds the statements and does not count."""
    took: list[float] = []
    for _turn in range(turns + 1):
        begin = time.process_time()
        await run()
        took.append(time.process_time() - begin)
    return min(took[1:] or took)


async def _waits(path: Path, pupils: int) -> list[Figure]:
    """Homeroom teachers look at their classes while the principal's file is made."""
    moment = Time()
    moment.move_to(district.morning(district.school_days()[-1]))
    app = App(Config(database=DatabaseConfig(url=f"sqlite+aiosqlite:///{path}")), moment, {"paper": PaperChannel()})
    running = asyncio.create_task(app.worker.run())
    try:
        for address, text in ((pupils + 1, "/lop"), (_office(pupils), MADE)):
            await _answered(app, address, text)
        making = asyncio.create_task(_answered(app, _office(pupils), MADE))
        await asyncio.sleep(0.02)
        waits = [await _answered(app, pupils + 2, "/lop")]
        while not making.done():
            waits.append(await _answered(app, pupils + 1 + len(waits) % (pupils // district.CLASS), "/lop"))
        took = await making
    finally:
        app.worker.stop()
        await running
        await app.database.close()
    what = f"others' replies while {MADE} is made ({took:.1f} s)"
    median = 1000 * statistics.median(waits)
    return [
        Figure(part="reports", what=f"{what}: median", value=median, unit="ms", bar=OTHERS, most=True),
        Figure(part="reports", what=f"{what}: longest", value=1000 * max(waits), unit="ms"),
    ]  # fmt: skip


async def _answered(app: App, address: int, text: str) -> float:
    """Seconds until the answer is committed."""
    words = Words(str(address), text, app.now(), uuid4().hex)
    begin = time.perf_counter()
    await app.take("paper", Raw(external_id=words.message_id, address=words.address, body=msgspec.json.encode(words)))
    state = select(Inbox.state).where(Inbox.external_id == words.message_id)
    while True:
        async with app.database.read() as session:
            if await session.scalar(state) == "done":
                return time.perf_counter() - begin
        await asyncio.sleep(0.002)
