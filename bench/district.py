"""Invented districts of any size, filled by plain SQL: schools of 2,000, classes of 40, 120 school days behind them."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.engine.clock import TOGETHER
from bot.engine.database import Database
from bot.engine.migrate import upgrade
from bot.engine.post.outbox import Origin, store
from jobs.ladder.daily_check import check
from models import Schools, WeekSlots, Years
from models.ladder.versions import begin_ladders
from models.people.askers import schools
from models.shapes.asker import School
from models.shapes.message import Round

FOLDER = Path("var/bench")
CLASS, SCHOOL, HAMLETS = 40, 2000, 10
BEGIN, DAYS = date(2026, 9, 7), 120
CHECKED = 4  # days before the last one that the check itself has gone through
NAMES = [
    f"{family} {middle} {given}"
    for family, middle in (("Nguyễn", "Văn"), ("Hồ", "Thị"), ("Đinh", "Minh"), ("Trần", "Thu"))
    for given in ("An", "Bình", "Cúc", "Dũng", "Giang", "Hạnh", "Khoa", "Linh", "Nga", "Phúc")
]


def school_days() -> list[date]:
    """The 120 school days, Mondays to Saturdays."""
    weeks = (BEGIN + timedelta(days=ahead) for ahead in range(2 * DAYS))
    return [day for day in weeks if day.weekday() < 6][:DAYS]


def fingerprint() -> str:
    """Changes with the tables and with this file."""
    tables = sorted(Path("migrations/versions").rglob("*.py"))
    content = [path.read_bytes() for path in (*tables, Path(__file__))]
    return hashlib.sha256(b"".join(content)).hexdigest()[:8]


def morning(day: date) -> datetime:
    """A quarter to eight at the school: every class has reported."""
    return datetime(day.year, day.month, day.day, 0, 45, tzinfo=UTC)


async def build(database: Database, pupils: int, channel: str = "paper", *, marks: bool = True) -> None:
    """Fill an empty database. Staff and every third guardian have a chat whose address is the person's number; homeroom
    teachers of the classes are the people from `pupils + 1` on. With `marks`, ~3 % are absent from every session, one
    in three of them without leave, and the check has been made of the last days but one.
    """
    await upgrade(database)
    async with database.engine.connect() as connection:
        indexes: list[str] = []
        if database.is_sqlite:
            await _careless(connection)
            indexes = await _drop_indexes(connection)
        await _few_rows(connection, -(-pupils // SCHOOL))
        for statement in _many_rows(pupils, channel, sqlite=database.is_sqlite, marks=marks):
            await connection.exec_driver_sql(statement)
        for statement in indexes:
            await connection.exec_driver_sql(statement)
        await connection.commit()
    await database.engine.dispose()  # the next connection is careful again
    async with database.write() as session:
        for school in range(1, -(-pupils // SCHOOL) + 1):
            await begin_ladders(session, school, morning(BEGIN))
    if marks:
        known = await known_schools(database)
        for day in school_days()[-CHECKED - 1 : -1]:
            await run_check(database, known, day)
            async with database.write() as session:
                await (await session.connection()).exec_driver_sql(
                    "UPDATE outbox SET state = 'sent' WHERE state <> 'sent'"
                )
    if not database.is_sqlite:
        async with database.write() as session:  # which the server does by itself within a minute
            await (await session.connection()).exec_driver_sql("ANALYZE")


async def known_schools(database: Database) -> dict[int, School]:
    async with database.read() as session:
        return await schools(session)


async def run_check(database: Database, known: dict[int, School], day: date) -> None:
    """What the clock does with the schools it has read, when the check is due."""
    now = morning(day)
    for first in range(0, len(known), TOGETHER):
        chosen = {id_: known[id_] for id_ in list(known)[first : first + TOGETHER]}
        async with database.write() as session:
            said = await check(session, Round(now=now, day=day, schools=chosen))
            await store(session, [(Origin(now), said)], chosen, now)


async def _careless(connection: AsyncConnection) -> None:
    await connection.commit()
    raw: Any = (await connection.get_raw_connection()).driver_connection
    for pragma in (
        "journal_mode=OFF",
        "synchronous=OFF",
        "foreign_keys=OFF",
        "cache_size=-400000",
        "temp_store=MEMORY",
    ):
        await raw.execute(f"PRAGMA {pragma}")


async def _drop_indexes(connection: AsyncConnection) -> list[str]:
    """Take the marks' indexes away, for they are built faster at the end; return how to make them again."""
    found = await connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'marks' AND sql IS NOT NULL"
    )
    rows = found.all()
    for row in rows:
        await connection.exec_driver_sql(f"DROP INDEX {row.name}")
    return [row.sql for row in rows]


async def _few_rows(connection: AsyncConnection, count: int) -> None:
    ids = range(1, count + 1)
    await connection.execute(insert(Schools), [{"id": n, "code": f"s{n}", "name": f"Trường {n}"} for n in ids])
    year = {"name": "2026-2027", "starts": BEGIN, "ends": date(2027, 5, 31)}
    await connection.execute(insert(Years), [{"id": n, "school_id": n, **year} for n in ids])
    week = [{"school_id": n, "weekday": day, "part": "S"} for n in ids for day in range(6)]
    await connection.execute(insert(WeekSlots), week)


def _many_rows(pupils: int, channel: str, *, sqlite: bool, marks: bool) -> Iterator[str]:
    day, moment = ("", "") if sqlite else ("DATE ", "TIMESTAMPTZ ")
    starts, at = (
        f"{day}'{BEGIN}'",
        f"{moment}'{BEGIN} 00:00:00.000000+00:00'" if not sqlite else f"'{BEGIN} 00:00:00.000000'",
    )
    classes, count = -(-pupils // CLASS), -(-pupils // SCHOOL)
    per = SCHOOL // CLASS
    office = 4 + 2 * HAMLETS
    first_class, first_office = pupils, pupils + classes
    everybody = first_office + count * office
    series = f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {everybody}) SELECT n FROM s"
    yield f"CREATE TEMP TABLE n AS {series}"
    yield "CREATE TEMP TABLE d (i integer PRIMARY KEY, day date)"
    yield "INSERT INTO d VALUES " + ", ".join(f"({i}, '{each}')" for i, each in enumerate(school_days()))
    yield "CREATE TEMP TABLE called (i integer PRIMARY KEY, name text)"
    yield "INSERT INTO called VALUES " + ", ".join(f"({i}, '{name}')" for i, name in enumerate(NAMES))
    places = 1 + HAMLETS
    yield f"""INSERT INTO places (id, school_id, parent_id, name, key)
        SELECT n, (n - 1) / {places} + 1, CASE WHEN n % {places} = 1 THEN NULL ELSE n - (n - 1) % {places} END,
        'Thôn ' || n, 'thon ' || n FROM n WHERE n <= {count * places} ORDER BY n"""
    yield f"""INSERT INTO classes (id, school_id, year_id, grade, name, key)
        SELECT n, (n - 1) / {per} + 1, (n - 1) / {per} + 1, (n - 1) % {per} / 10 + 1,
        ((n - 1) % {per} / 10 + 1) || 'A' || ((n - 1) % 10), ((n - 1) % {per} / 10 + 1) || 'A' || ((n - 1) % 10)
        FROM n WHERE n <= {classes}"""
    yield f"""INSERT INTO people (id, school_id, key, full_name, language)
        SELECT n, CASE WHEN n <= {pupils} THEN (n - 1) / {SCHOOL} + 1
            WHEN n <= {first_office} THEN (n - {first_class} - 1) / {per} + 1
            ELSE (n - {first_office} - 1) / {office} + 1 END, 'p' || n, 'Người ' || n, 'vi' FROM n"""
    yield f"""INSERT INTO pupils (id, school_id, key, full_name, place_id, boarding)
        SELECT n, (n - 1) / {SCHOOL} + 1, 'p' || n, name,
        (n - 1) / {SCHOOL} * {places} + 2 + n % {HAMLETS}, false
        FROM n JOIN called ON i = (n - 1) % {CLASS} WHERE n <= {pupils} ORDER BY n"""
    yield f"""INSERT INTO enrolments (id, pupil_id, class_id, list_no, starts)
        SELECT n, n, (n - 1) / {CLASS} + 1, (n - 1) % {CLASS} + 1, {starts} FROM n WHERE n <= {pupils}"""
    yield f"""INSERT INTO guardians (id, pupil_id, slot, person_id, relation)
        SELECT n, n, 1, n, 'mẹ' FROM n WHERE n <= {pupils}"""
    yield f"""INSERT INTO roles (school_id, person_id, name, class_id, starts)
        SELECT (n - {first_class} - 1) / {per} + 1, n, 'homeroom', n - {first_class}, {starts}
        FROM n WHERE n > {first_class} AND n <= {first_office}"""
    yield f"""INSERT INTO roles (school_id, person_id, name, place_id, starts)
        SELECT (n - {first_office} - 1) / {office} + 1, n,
        CASE (n - {first_office} - 1) % {office} WHEN 0 THEN 'principal' WHEN 1 THEN 'vice_principal'
            WHEN 2 THEN 'registrar' WHEN 3 THEN 'admin' ELSE 'hamlet_staff' END,
        CASE WHEN (n - {first_office} - 1) % {office} < 4 THEN NULL ELSE
            (n - {first_office} - 1) / {office} * {places} + 2 + ((n - {first_office} - 1) % {office} - 4) / 2 END,
        {starts} FROM n WHERE n > {first_office}"""
    yield f"""INSERT INTO chats (channel, address, person_id, language, created_at, linked_at)
        SELECT '{channel}', CAST(n AS text), n, 'vi', {at}, {at} FROM n WHERE n > {pupils} OR n % 3 = 0"""
    if marks:
        yield from _history(pupils, classes, at)
    if not sqlite:
        tables = ("people", "pupils", "enrolments", "guardians", "roles", "chats", "places", "classes")
        yield from (f"SELECT setval(pg_get_serial_sequence('{t}', 'id'), (SELECT max(id) FROM {t}))" for t in tables)
        yield "ANALYZE"


def _history(pupils: int, classes: int, at: str) -> Iterator[str]:
    """Absences in runs of 1 to 8 days, at most one in any ten days of a pupil; every class reported every day."""
    yield f"""INSERT INTO class_parts (class_id, day, part, school_id, held, enrolled, reported_at)
        SELECT n, day, 'S', (n - 1) / {SCHOOL // CLASS} + 1, true, {CLASS}, {at}
        FROM n CROSS JOIN d WHERE n <= {classes} ORDER BY n, day"""
    blocks = " UNION ALL ".join(f"SELECT {number} AS b" for number in range(DAYS // 10 + 1))
    rough = "(CAST(n AS bigint) * 2654435761 + b * 2246822519) % 4294967296"
    yield f"""CREATE TEMP TABLE runs AS SELECT n, b, h,
            CASE WHEN h / 1000 % 100 < 75 THEN 1 WHEN h / 1000 % 100 < 90 THEN 2
            WHEN h / 1000 % 100 < 96 THEN 3 WHEN h / 1000 % 100 < 99 THEN 4 ELSE 8 END AS length
        FROM (SELECT n, b, (r / 65536 * 40503 + r) % 1000003 AS h
            FROM (SELECT n, b, {rough} AS r FROM n CROSS JOIN ({blocks}) AS bs WHERE n <= {pupils}) AS a) AS c
        WHERE h % 1000 < 220"""
    yield f"""INSERT INTO marks (school_id, class_id, pupil_id, place_id, day, part, kind, made_at)
        SELECT (n - 1) / {SCHOOL} + 1, (n - 1) / {CLASS} + 1, n,
        (n - 1) / {SCHOOL} * {1 + HAMLETS} + 2 + n % {HAMLETS}, day, 'S',
        CASE WHEN h / 11 % 3 = 0 THEN 'K' ELSE 'P' END, {at}
        FROM runs JOIN d ON i BETWEEN b * 10 - 5 + h / 7 % (11 - length) AND b * 10 - 6 + h / 7 % (11 - length) + length
        ORDER BY i, n"""
