"""Which class a class becomes, and who leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.year import leaves, next_name


@pytest.mark.parametrize(
    ("name", "grade", "following"),
    [
        ("6A", 6, "7A"),
        ("10C2", 10, "11C2"),
        ("1 TU RO", 1, "2 TU RO"),
        ("LÁ 1", None, "LÁ 1"),
        ("GHÉP 1+2", None, "GHÉP 1+2"),
    ],
)
def test_a_class_goes_up_and_keeps_the_rest_of_its_name(name: str, grade: int | None, following: str) -> None:
    assert next_name(name, grade) == following


def test_only_the_last_grade_of_a_level_leaves() -> None:
    assert [grade for grade in range(1, 13) if leaves(grade, {grade})] == [5, 9, 12]
    assert [grade for grade in range(1, 13) if leaves(grade, set(range(1, 10)))] == [9, 12], "grade 6 is in the house"
    assert not leaves(None, {None})


@given(st.integers(1, 12), st.text(alphabet="ABCD12 /", max_size=4).filter(lambda rest: not rest[:1].isdigit()))
def test_two_classes_never_become_one(grade: int, rest: str) -> None:
    assert next_name(f"{grade}{rest}", grade) == f"{grade + 1}{rest}"
