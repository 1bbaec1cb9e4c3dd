"""A database of an earlier version comes up to date with what is in it."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.engine.database import Database
from bot.engine.migrate import _alembic, current, newest, upgrade

pytestmark = pytest.mark.anyio

FIRST_TABLES = "3c1a90be52d7"
SCHOOL = """
INSERT INTO schools (id, code, name, timezone, language, demo, version, morning_starts, morning_due, afternoon_starts,
    afternoon_due, quiet_from, quiet_until, hold_seconds, days_to_case, days_to_visit)
VALUES (7, 'truong', 'Trường thử', 'Asia/Ho_Chi_Minh', 'vi', 0, 1, '07:00:00', '07:30:00', '13:00:00', '13:30:00',
    '21:30:00', '06:00:00', 180, 4, 5)
"""
FOLLOWED = (
    "INSERT INTO years (id, school_id, name, starts, ends) VALUES (1, 7, '2026-2027', '2026-09-05', '2027-05-31')",
    "INSERT INTO classes (id, school_id, year_id, name, key) VALUES (1, 7, 1, '6A', '6a')",
    "INSERT INTO pupils (id, school_id, key, full_name, boarding) VALUES (1, 7, 'k1', 'Hồ Thị Lan', 0)",
    (
        "INSERT INTO cases (id, school_id, pupil_id, class_id, opened_on, run_start, days, threshold, step)"
        " VALUES (1, 7, 1, 1, '2026-11-19', '2026-11-16', 4, 4, 2)"
    ),
    (
        "INSERT INTO firings (id, school_id, pupil_id, class_id, step, day, run_start, days, case_id)"
        " VALUES (1, 7, 1, 1, 2, '2026-11-19', '2026-11-16', 4, 1)"
    ),
    "INSERT INTO class_sessions (class_id, day, session, school_id, held) VALUES (1, '2026-11-19', 'C', 7, 1)",
    (
        "INSERT INTO marks (id, school_id, class_id, pupil_id, day, session, kind, made_at)"
        " VALUES (1, 7, 1, 1, '2026-11-19', 'C', 'K', '2026-11-19 07:00:00')"
    ),
)


def _first_version(connection: Connection) -> None:
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, FIRST_TABLES)
    for statement in (SCHOOL, *FOLLOWED):
        connection.execute(text(statement))


async def test_a_school_its_open_case_and_its_numbers_are_kept(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")
    async with database.engine.connect() as connection:
        await connection.run_sync(_first_version)
        await connection.commit()
    assert await upgrade(database)
    assert await current(database) == newest()
    async with database.read() as session:
        steps = "SELECT s.after, s.due FROM cases c JOIN ladder_steps s ON s.ladder_id = c.ladder_id AND s.step = 2"
        assert (await session.execute(text(steps))).all() == [(4, 5)]
        assert (await session.execute(text("SELECT ladder_id FROM firings"))).scalar() is not None
        assert (await session.execute(text("SELECT name, meter_per_day FROM schools"))).all() == [("Trường thử", 1)]
        assert (await session.execute(text("SELECT part, kind FROM marks"))).all() == [("C", "K")]
        assert (await session.execute(text("SELECT part, held FROM class_parts"))).all() == [("C", 1)]
        assert (await session.execute(text("PRAGMA foreign_key_check"))).all() == []
    await database.close()
