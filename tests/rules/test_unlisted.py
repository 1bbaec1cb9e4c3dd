"""A child on no list, as people tell of one."""

from datetime import date

import pytest

from rules.unlisted import Origin, read_child

TODAY = date(2026, 11, 16)
PLACES = {"takta": 1, "turo": 2, "3": 3}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Nguyễn Văn B 2016 nóc Takta", ("Nguyễn Văn B", 2016, 1, None, "")),
        ("em Nguyễn Văn B sinh năm 2016 ở Tu Ro, con ông Ba", ("Nguyễn Văn B", 2016, 2, None, "con ông Ba")),
        ("Hồ Thị C, 10 tuổi, nữ, thôn 3: bỏ học từ lớp 3", ("Hồ Thị C", 2016, 3, Origin.DROPPED, "bỏ học từ lớp 3")),
        ("A Thút, 5/9/2019, Takta, chưa đi học", ("A Thút", 2019, 1, Origin.NEVER, "chưa đi học")),
        ("Cao Văn Năm, 2015, Tu Ro", ("Cao Văn Năm", 2015, 2, None, "")),
        ("Cao Văn B năm 2015, ở Tu Ro - Thôn 3: bỏ học", ("Cao Văn B", 2015, 2, Origin.DROPPED, "bỏ học")),
        ("Hồ Văn Tài nóc Takta", ("Hồ Văn Tài", None, 1, None, "")),
        ("Đinh Văn Ba, nóc Takta - Thôn 3, em của Lan 6A", ("Đinh Văn Ba", None, 1, Origin.SIBLING, "em của Lan 6A")),
    ],
)
def test_who_when_where_and_why(said: str, expected: tuple[object, ...]) -> None:
    child = read_child(said, PLACES, TODAY)
    assert (child.name, child.born, child.place, child.origin, child.note) == expected
    assert not child.wrong


def test_what_cannot_be_is_said_and_not_taken() -> None:
    assert read_child("Nguyễn Văn B 1980 nóc Takta", PLACES, TODAY).wrong == "1980"
    assert read_child("Nguyễn Văn B, 31/2/2016", PLACES, TODAY).wrong == "31/2/2016"
    assert read_child("Nguyễn Văn B 2016 nóc Xa Lắm", PLACES, TODAY).unknown == "nóc Xa Lắm"
