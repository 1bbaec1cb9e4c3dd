"""A complete /vang: stored, handled, its mark, answer and audit committed; 64 chats at once."""

import asyncio
import re
import shutil
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import TextClause, event, func, select, text

from bench import district
from bench.figure import Figure
from bench.naive import report as naive_report
from bench.postgres import postgres
from bot.engine.app import App
from bot.engine.config import Config, DatabaseConfig
from bot.engine.database import Database
from bot.engine.incoming.inbox import Worker
from bot.engine.incoming.intake import Intake
from bot.engine.timekeeping import Time
from channels import Raw
from models import Audit, Inbox, Marks, Outbox
from models.shapes.message import Incoming
from tests.on_paper import PaperChannel, Words

CHATS = 64
PUPILS = CHATS * district.CLASS
AGAINST_NAIVE, AGAINST_BY_HAND, P99, RATE = 3.0, 0.5, 0.1, 100


class Listening(PaperChannel):
    """Knows which messages have been read, so that the bench sees when they are committed."""

    def __init__(self) -> None:
        super().__init__()
        self.reading: list[str] = []

    def read(self, body: bytes) -> Incoming | None:
        incoming = super().read(body)
        self.reading += [incoming.message_id] if incoming else []
        return incoming


def measure(*, small: bool = False) -> list[Figure]:
    return asyncio.run(_measure(rounds=2 if small else 12, seconds=0.3 if small else 6, with_postgres=not small))


async def _measure(rounds: int, seconds: float, *, with_postgres: bool) -> list[Figure]:
    folder = district.FOLDER
    base = folder / "vang.db"
    await _fresh(base)
    recorded = await _record(_copy(base, "recorded"), rounds)
    ours, by_hand = [], []
    for turn in ("first", "second"):
        ours.append(await _ours(_copy(base, f"ours-{turn}"), rounds))
        by_hand.append(await _replay(_copy(base, f"hand-{turn}"), recorded, rounds))
    naive = await _naive(_url(_copy(base, "naive")), max(1, rounds // 4))
    late = await _latencies(_copy(base, "late"), seconds)
    figures = _figures("SQLite", max(ours), naive, max(by_hand))
    figures += _waits(late)
    for path in folder.glob("vang*"):
        path.unlink()
    return figures + (await _on_postgres(rounds) if with_postgres else [])


def _figures(engine: str, ours: float, naive: float, by_hand: float | None = None) -> list[Figure]:
    what = f"/vang whole, {CHATS} chats, {engine}"
    found = [
        Figure(
            part="vang", what=what, value=ours, unit="/s", against=f"naive ORM ({naive:.0f}/s)", ratio=ours / naive,
            bar=AGAINST_NAIVE,
        )
    ]  # fmt: skip
    if by_hand is not None:
        against = f"same statements by hand ({by_hand:.0f}/s)"
        ratio = ours / by_hand
        found.append(
            Figure(part="vang", what=what, value=ours, unit="/s", against=against, ratio=ratio, bar=AGAINST_BY_HAND)
        )
    return found


def _waits(late: Sequence[float]) -> list[Figure]:
    p99 = statistics.quantiles(late, n=100)[98]
    what = f"/vang at {RATE}/s, taken → answer committed"
    return [
        Figure(part="vang", what=f"{what}, median", value=1000 * statistics.median(late), unit="ms"),
        Figure(part="vang", what=f"{what}, p99", value=1000 * p99, unit="ms", bar=1000 * P99, most=True),
    ]


def _url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def _fresh(base: Path) -> None:
    for path in base.parent.glob("vang*"):
        path.unlink()
    database = Database(_url(base))
    await district.build(database, PUPILS)
    await database.close()


def _copy(base: Path, name: str) -> Path:
    path = base.with_stem(f"vang-{name}")
    shutil.copy(base, path)
    return path


@asynccontextmanager
async def _running(url: str) -> AsyncIterator[App]:
    moment = Time()
    moment.move_to(district.morning(district.school_days()[-1]))
    app = App(Config(database=DatabaseConfig(url=url)), moment, {"paper": Listening()})
    try:
        yield app
    finally:
        await app.database.close()


def raw(app: App, number: int) -> Raw:
    """The `number`-th message: the homeroom teachers in turn, each naming the next pupil of the class."""
    address = str(PUPILS + 1 + number % CHATS)
    name = district.NAMES[number // CHATS % district.CLASS]
    words = Words(address, f"/vang {name}", app.now(), uuid4().hex)
    return Raw(external_id=words.message_id, address=address, body=msgspec.json.encode(words))


async def _round(app: App, number: int) -> None:
    """64 chats say something at the same time, and all are answered."""
    messages = (raw(app, number * CHATS + chat) for chat in range(CHATS))
    await asyncio.gather(*(app.take("paper", message) for message in messages))
    while await app.worker.step():
        pass


async def _ours(path: Path | str, rounds: int) -> float:
    async with _running(path if isinstance(path, str) else _url(path)) as app:
        await _round(app, 0)
        begin = time.perf_counter()
        for number in range(1, rounds + 1):
            await _round(app, number)
        took = time.perf_counter() - begin
        await _all_done(app.database, (rounds + 1) * CHATS)
    return rounds * CHATS / took


async def _all_done(database: Database, count: int) -> None:
    """A figure counts only if the work was done: as many marks, answers and audit rows as messages."""
    async with database.read() as session:
        done = await session.scalar(select(func.count()).where(Inbox.state == "done"))
        answers = await session.scalar(select(func.count()).where(Outbox.text.like("%/40%")))
        marks = await session.scalar(select(func.count()).where(Marks.inbox_id.is_not(None), Marks.struck_at.is_(None)))
        audit = await session.scalar(select(func.count()).where(Audit.kind == "report.made"))
    if not done == answers == audit == count or not marks or marks < 0.9 * count:
        raise RuntimeError(f"{count} messages, {done} done, {answers} answers, {audit} audit rows, {marks} marks")


Step = tuple[str, Any]  # a statement and its values, or "COMMIT"


async def _record(path: Path, rounds: int) -> list[Step]:
    """The statements of the timed rounds, as the database driver gets them."""
    steps: list[Step] = []

    def write(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:  # noqa: FBT001, SQLAlchemy's way
        steps.append((statement, values))

    async with _running(_url(path)) as app:
        await _round(app, 0)
        engine = app.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", write)
        event.listen(engine, "commit", lambda _connection: steps.append(("COMMIT", None)))
        for number in range(1, rounds + 1):
            await _round(app, number)
    return [step for step in steps if not _only_reading(step)]


def _only_reading(step: Step) -> bool:
    """Beginnings are SQLAlchemy's own business in the replay too."""
    return step[0].startswith("BEGIN")


async def _replay(path: Path, steps: Sequence[Step], rounds: int) -> float:
    """The same statements with the same values in the same transactions, through SQLAlchemy Core and nothing else."""
    async with _running(_url(path)) as app:
        await _round(app, 0)
        prepared = [_prepared(*step) for step in steps]
        begin = time.perf_counter()
        async with app.database.engine.connect() as connection:
            for statement, values in prepared:
                if statement is None:
                    await connection.commit()
                    continue
                result = await connection.execute(statement, values)
                if result.returns_rows:
                    result.all()
        took = time.perf_counter() - begin
    return rounds * CHATS / took


def _prepared(statement: str, values: Any) -> tuple[TextClause | None, Any]:
    if statement == "COMMIT":
        return None, None
    names = iter(range(10_000))
    named = re.sub(r"\?", lambda _mark: f":p{next(names)}", statement)
    rows = [
        {f"p{at}": value for at, value in enumerate(row)} for row in (values if isinstance(values, list) else [values])
    ]
    return text(named), rows if isinstance(values, list) else rows[0]


async def _naive(url: str, rounds: int) -> float:
    async with _running(url) as app:
        await naive_report(app.database.engine, app.now(), raw(app, 0))
        begin = time.perf_counter()
        for number in range(CHATS, CHATS + rounds * CHATS):
            await naive_report(app.database.engine, app.now(), raw(app, number))
        return rounds * CHATS / (time.perf_counter() - begin)


async def _latencies(path: Path, seconds: float) -> list[float]:
    """Messages come at their own times, whether or not the earlier ones have been answered."""
    async with _running(_url(path)) as app:
        await _round(app, 0)
        channel: Any = app.channels["paper"]
        begun: dict[str, float] = {}
        waits: list[float] = []
        count, done = int(seconds * RATE), asyncio.Event()

        def answered() -> None:
            moment = time.perf_counter()
            waits.extend(moment - begun.pop(message) for message in channel.reading if message in begun)
            channel.reading.clear()
            if len(waits) == count:
                done.set()

        app.worker = Worker(app.database, app.channels, app.book, app.now, answered)
        app.intake = Intake(app.database, app.now, app.worker.wake)
        channel.reading.clear()
        working = asyncio.create_task(app.worker.run())
        begin = time.perf_counter()
        takes = set()
        for number in range(count):
            await asyncio.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
            message = raw(app, CHATS + number)
            begun[message.external_id] = begin + number / RATE
            takes.add(asyncio.create_task(app.take("paper", message)))
        await asyncio.gather(*takes)
        async with asyncio.timeout(60):
            await done.wait()
        app.worker.stop()
        await working
        await _all_done(app.database, CHATS + count)
    return waits


async def _on_postgres(rounds: int) -> list[Figure]:
    with postgres() as url:
        database = Database(url)
        await district.build(database, PUPILS)
        await database.close()
        ours = await _ours(url, rounds)
        naive = await _naive(url, max(1, rounds // 4))
    return _figures("PostgreSQL", ours, naive)
