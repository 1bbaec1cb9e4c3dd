"""Many schools as one parameter, and the program's own words without any."""

import ast
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.dialects import postgresql, sqlite

import jobs
from models import Marks
from models.base import Base
from models.figures.counting import live
from models.shapes.among import SCHOOLS, among, one_of
from rules.marks import ABSENT


def test_what_is_asked_of_many_schools_is_found_by_the_index() -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    asked = select(Marks.id).where(among(Marks.school_id, SCHOOLS), Marks.day == "2026-11-16", live())
    with engine.connect() as connection:
        statement = str(asked.compile(dialect=sqlite.dialect()))
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("[1]", "x"))]
    engine.dispose()
    assert any("ix_marks_school (school_id=? AND day=?)" in line for line in plan), plan


def test_the_programs_own_words_are_no_parameters() -> None:
    for dialect in (sqlite.dialect(), postgresql.dialect()):  # type: ignore[no-untyped-call]
        compiled = select(Marks.id).where(one_of(Marks.kind, ABSENT)).compile(dialect=dialect)
        assert "marks.kind IN ('K', 'P')" in str(compiled)
        assert compiled.params == {}


def test_jobs_ask_for_the_schools_of_a_round_in_one_way() -> None:
    others = [
        f"{path}:{node.lineno}"
        for path in Path(jobs.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("school_id.in_")
        if not ast.unparse(node.args[0]).startswith("select(")
    ]
    assert not others
