"""Figures of a term ask of every mark whether its pupil was in the class: that must not go through the whole class."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from bot.engine.database import Database
from bot.engine.migrate import upgrade
from models import Marks
from models.figures.counting import in_the_class

pytestmark = pytest.mark.anyio


async def test_sqlite_looks_a_pupil_up_in_the_class_and_not_the_class_through(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    await upgrade(database)
    asked = select(Marks.id).where(in_the_class())
    statement = str(asked.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    async with database.engine.connect() as connection:
        plan = [row.detail for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    await database.close()
    assert any("ix_enrolments_pupil (pupil_id=? AND class_id=?)" in line for line in plan), plan
