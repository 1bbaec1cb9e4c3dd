"""A half day that is complete beside one that is not: `đủ` is a word, and Dũ somebody's name."""

from datetime import datetime

import pytest

from rules.people.classes import ClassRef
from rules.reading.report import read_report
from rules.reading.who.roster import ClassRoster, Pupil, build_index

CLASS = ClassRef(1, "6A")
NAMES = ("Lò Văn Dũ", "Lò Thị Bình", "Lò Văn Pâng", "Lò Thị Nga")
LIST = build_index(ClassRoster(1, "6A", 4, tuple(Pupil(at, at, name) for at, name in enumerate(NAMES, 1))))


@pytest.mark.parametrize(
    ("text", "complete"),
    [("sáng đủ, chiều vắng Pâng", ["S"]), ("sáng: 4/4, chiều: 3/4 (Nga)", ["S"]), ("sáng Dũ, chiều Bình nghỉ", [])],
)
def test_only_what_is_said_to_be_complete_is(text: str, complete: list[str]) -> None:
    reading = read_report(text, datetime(2026, 11, 16, 13, 20), [CLASS], 1, {1: LIST})  # noqa: DTZ001, a local moment
    assert [part for one in reading.reports if one.nobody for part in one.parts or ()] == complete
