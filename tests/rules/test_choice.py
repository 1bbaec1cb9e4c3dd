"""A choice is typed in many ways, and none of them is what a report says."""

import pytest

from rules.choice import read_choice


@pytest.mark.parametrize("said", ["{}", "{}.", "({})", "số {}", "Số {} ạ", "dạ chọn {} nhé", "em chọn câu {}", " {} !"])
@pytest.mark.parametrize(("digit", "number"), [("2", 2), ("16", 16), ("2\ufe0f\u20e3", 2), ("②", 2), ("２", 2)])
def test_a_number_is_a_choice_however_politely_it_is_typed(said: str, digit: str, number: int) -> None:
    assert read_choice(said.format(digit)) == number


@pytest.mark.parametrize(
    "said", ["", "2 em", "vắng 2", "2, 3", "2 3", "6/1", "2P", "không", "2 em ạ", "1234", "2" * 99]
)
def test_what_says_more_than_a_number_is_none(said: str) -> None:
    assert read_choice(said) is None
