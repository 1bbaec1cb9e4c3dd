"""Grades as people say them."""

import pytest

from rules.people.grades import read_grades


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("khối 6 tuần này", (6,)),
        ("khoi 6 va 7", (6, 7)),
        ("khối 6, khối 7 và 8", (6, 7, 8)),
        ("K12", (12,)),
        ("các lớp 6", (6,)),
        ("khoi 6 khoi 7 thang 10", (6, 7)),
        ("khối 6-9", (6, 7, 8, 9)),
        ("khối 1 đến khối 3", (1, 2, 3)),
        ("khối tiểu học", (1, 2, 3, 4, 5)),
        ("cấp 2 tuần này", (6, 7, 8, 9)),
        ("khối 6 - 16/11", (6,)),
        ("khối 7 8 tháng này", (7, 8)),
        ("khối 7 8 tháng nay", (7,)),
        ("khối 7 2 tuần này", (7,)),
        ("khối 6 16/11", (6,)),
        ("khối 6, 16/11", (6,)),
        ("lớp 6A", None),
        ("tháng 6", None),
        ("khối 6/11", None),
    ],
)
def test_grades_are_read_and_a_class_or_a_day_is_none(text: str, numbers: tuple[int, ...] | None) -> None:
    said = read_grades(text)
    assert (said and said.numbers) == numbers
