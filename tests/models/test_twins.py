"""A table that stands in a statement once more is made once for each use."""

import re
from collections import Counter

from sqlalchemy import select

from models import Marks
from models.base import twin
from tests.program import ROOT

MADE = re.compile(r"\btwin\(\s*(\w+),\s*\"([^\"]+)\"")


def test_each_use_has_a_name_of_its_own() -> None:
    """Two places with one name would be one table where one stands inside the other."""
    made = [
        use
        for storey in ("models", "letters", "handlers", "jobs", "papers", "bot")
        for file in (ROOT / storey).rglob("*.py")
        for use in MADE.findall(file.read_text("utf-8"))
    ]
    assert len(made) > 100
    assert [use for use, times in Counter(made).items() if times > 1] == []


def test_it_is_kept_and_is_neither_the_table_nor_that_of_another_use() -> None:
    one, other = twin(Marks, "one of this test"), twin(Marks, "another of this test")
    assert twin(Marks, "one of this test") is one
    said = str(select(one.id).where(one.day == other.day, ~select(Marks.id).where(Marks.day == one.day).exists()))
    assert said.count("marks AS") == 2
