"""The daily check on 400, 40,000 and 1,000,000 pupils: the day's first run and the rerun, against the best bare SQL."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import district
from bench.bare_check import bare_check
from bench.figure import Figure
from bench.postgres import postgres
from bot.engine.database import PRAGMAS, Database
from models.shapes.asker import School

SIZES = (400, 40_000, 1_000_000)
TURNS = {400: 12, 40_000: 9, 1_000_000: 3}  # the shorter, the more often: on a busy machine the best one counts
BAR = 1.5
FLAT = 64.0  # MiB that the memory may grow by, whatever the roll
TODAY = district.school_days()[-1]

# Takes today's check back, so that it can be made again.
UNDO = [
    "DELETE FROM outbox WHERE created_at >= '{now}' AND kind <> ''",
    "UPDATE firings SET case_id = NULL WHERE day = '{day}'",
    "DELETE FROM cases WHERE opened_on = '{day}'",
    "UPDATE cases SET closed_on = NULL, closed_why = NULL WHERE closed_on = '{day}'",
    "UPDATE cases SET step = 2 WHERE pupil_id IN (SELECT pupil_id FROM firings WHERE day = '{day}' AND step = 3)",
    "DELETE FROM firings WHERE day = '{day}'",
]
ANSWER = {
    "firings": "SELECT pupil_id, step, run_start, days FROM firings WHERE day = '{day}' ORDER BY 1, 2",
    "cases": "SELECT pupil_id, opened_on, closed_on, closed_why, step, days FROM cases ORDER BY 1, 2",
    "outbox": "SELECT kind, person_id, state, not_before, valid_until, count(*) FROM outbox "
    "WHERE created_at >= '{now}' GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3",
}


def measure(*, small: bool = False) -> list[Figure]:
    figures = []
    for pupils in (400,) if small else SIZES:
        figures += asyncio.run(_measure(pupils, _built(pupils), turns=1 if small else TURNS[pupils]))
    if not small:
        figures += asyncio.run(_on_postgres(SIZES[1]))
    return figures


def _filled(statement: str, zone: str = "") -> str:
    now = district.morning(TODAY).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return statement.format(day=TODAY, now=now + zone)


def _built(pupils: int) -> Path:
    """Built once; a change of the tables or of how districts are filled builds it again."""
    path = district.FOLDER / f"check-{pupils}-{district.fingerprint()}.db"
    if not path.exists():
        for old in path.parent.glob(f"check-{pupils}-*"):
            old.unlink()
        part = path.with_suffix(".part")
        asyncio.run(_build(part, pupils))
        part.rename(path)
    return path


async def _build(path: Path, pupils: int) -> None:
    database = Database(f"sqlite+aiosqlite:///{path}")
    await district.build(database, pupils)
    await database.close()


async def _measure(pupils: int, path: Path, turns: int) -> list[Figure]:
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        with closing(_connected(path)) as bare, closing(_connected(path)) as third:
            return await _compare(f"{pupils:,} pupils", database, bare, third, turns)
    finally:
        await database.close()


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


async def _compare(
    what: str, database: Database, bare: sqlite3.Connection, third: sqlite3.Connection, turns: int
) -> list[Figure]:
    """What either did is taken back on the third connection: both begin with nothing of the file in memory."""
    known = await district.known_schools(database)
    await district.run_check(database, known, TODAY)  # the first run in a process builds its statements
    _undo(third)
    before = _resident()
    ours, best = list[Twice](), list[Twice]()
    for _turn in range(turns):
        ours.append(await _twice(lambda: district.run_check(database, known, TODAY), third))
        best.append(await _twice(lambda: _bare(bare), third))
    grown = _resident() - before
    answer = await _answer(third, lambda: district.run_check(database, known, TODAY))
    if answer != await _answer(third, lambda: _bare(bare)):
        raise RuntimeError("the bare SQL and the check do not give the same answer")
    return _figures(what, ours, best, sum(row[-1] for row in answer["outbox"]), grown)


Run = Callable[[], Awaitable[None]]
Twice = tuple[float, float]  # seconds: the day's first run, and the same again; of the processor but on PostgreSQL


async def _bare(connection: sqlite3.Connection) -> None:
    bare_check(connection, TODAY)


async def _twice(run: Run, connection: sqlite3.Connection) -> Twice:
    begin = time.process_time()
    await run()
    middle = time.process_time()
    await run()
    end = time.process_time()
    _undo(connection)
    return middle - begin, end - middle


def _undo(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.executescript("BEGIN; " + "; ".join(map(_filled, UNDO)) + "; COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA foreign_keys=ON")


async def _answer(connection: sqlite3.Connection, run: Run) -> dict[str, list[Any]]:
    await run()
    found = {name: connection.execute(_filled(statement)).fetchall() for name, statement in ANSWER.items()}
    _undo(connection)
    return found


def _resident() -> float:
    """MiB of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def _figures(what: str, ours: list[Twice], best: list[Twice], told: int, grown: float) -> list[Figure]:
    found = []
    for number, name in enumerate(("first run", "rerun")):
        mine, theirs = min(times[number] for times in ours), min(times[number] for times in best)
        found.append(
            Figure(
                part="check", what=f"check, {what}, {name} ({told:,} messages)", value=1000 * mine, unit="ms",
                against=f"bare SQL ({1000 * theirs:.1f} ms)", ratio=mine / theirs, bar=BAR, most=True,
            )
        )  # fmt: skip
    memory = Figure(part="check", what=f"check, {what}, memory grown by", value=grown, unit="MiB", bar=FLAT, most=True)
    return [*found, memory]


async def _on_postgres(pupils: int) -> list[Figure]:
    """Without a ceiling: shown to be compared with SQLite's own, and as there the best of three turns."""
    with postgres() as url:
        database = Database(url)
        await district.build(database, pupils)
        known = await district.known_schools(database)
        turns = [await _turn_on_postgres(database, known) for _turn in range(3)]
        await database.close()
    return [
        Figure(part="check", what=f"check, {pupils:,} pupils, PostgreSQL, {name}", value=1000 * min(times), unit="ms")
        for name, times in zip(("first run", "rerun"), zip(*turns, strict=True), strict=True)
    ]


async def _turn_on_postgres(database: Database, known: dict[int, School]) -> Twice:
    times = list[float]()
    for _run in ("first run", "rerun"):
        begin = time.perf_counter()
        await district.run_check(database, known, TODAY)
        times.append(time.perf_counter() - begin)
    async with database.write() as session:
        connection = await session.connection()
        for statement in UNDO:
            await connection.exec_driver_sql(_filled(statement, "+00:00"))
    return times[0], times[1]
