"""A family calls its child by name."""

import pytest

from rules.asking.own_child import as_a_child


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Lan hôm nay có đi học ko cô", "cháu hôm nay có đi học ko cô"),
        ("cháu Lan hnay tới lớp chưa", "cháu hnay tới lớp chưa"),
        ("con lan nay co di hoc khong", "cháu nay co di hoc khong"),
        ("Hồ Thị Lan nghỉ mấy buổi rồi", "cháu nghỉ mấy buổi rồi"),
        ("cô Lan có dạy không", "cô Lan có dạy không"),
        ("em Lân có đi học không", "em Lân có đi học không"),
    ],
)
def test_it_is_meant_wherever_the_name_stands(text: str, meant: str) -> None:
    assert as_a_child(text, ["Hồ Thị Lan"]) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mai cháu nghỉ nhé cô", "mai cháu nghỉ nhé cô"),
        ("Mai có đi học không cô", "cháu có đi học không cô"),
        ("ngày mai con mai có học không", "ngày mai cháu có học không"),
    ],
)
def test_a_name_that_is_a_word_is_one_where_it_looks_like_one(text: str, meant: str) -> None:
    assert as_a_child(text, ["Lê Thị Mai"]) == meant
