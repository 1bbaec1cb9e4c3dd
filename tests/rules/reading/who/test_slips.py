"""Names that are on no list as typed, but nearly."""

import pytest

from rules.reading.who.slips import nearly
from rules.reading.words.lexicon import standard
from tests.rules.reading.classroom import index, read, told

CLASS = index(
    "Nguyễn Hoàng Phương",
    "Hồ Thị Lan",
    "Đinh Văn Rường",
    "Vũ Thị Thắm",
    "Trần Quốc Khánh",
    "Rơ Châm Hyưng",
    "Lê Đức Hiệp",
)


def near(*words: str) -> tuple[list[str], bool]:
    found = nearly(CLASS, standard(), [word.lower() for word in words])
    return [pupil.name for pupil in found.pupils], found.sure


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nguyễn Hoàgn Phương", "Nguyễn Hoàng Phương"),
        ("Nguyễn Hoàng Phươơng", "Nguyễn Hoàng Phương"),
        ("Nguyễn Hoàng Phưng", "Nguyễn Hoàng Phương"),
        ("Ngyễn Hoàng Phương", "Nguyễn Hoàng Phương"),
        ("Đinh Văn Rườngg", "Đinh Văn Rường"),
        ("Rơ Châm Hyuưng", "Rơ Châm Hyưng"),
        ("Trần Quôc Khánh", "Trần Quốc Khánh"),
        ("Vũ Thị Thẵm", "Vũ Thị Thắm"),
        ("Nguyễn HoàngPhương", "Nguyễn Hoàng Phương"),
    ],
)
def test_one_slip_in_a_name_nobody_else_comes_near_is_that_pupil(typed: str, meant: str) -> None:
    assert near(*typed.split()) == ([meant], True)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Hồ Thị Lang", "Hồ Thị Lan"),
        ("Hồ Thị Loan", "Hồ Thị Lan"),
        ("Lê Đức Hiệu", "Lê Đức Hiệp"),
        ("Hà Thị Lan", "Hồ Thị Lan"),
        ("Vũ Thị Thẩm", "Vũ Thị Thắm"),
    ],
)
def test_a_slip_that_makes_another_name_is_asked(typed: str, asked: str) -> None:
    assert near(*typed.split()) == ([asked], False)


@pytest.mark.parametrize(
    "typed", ["Hồ Văn Tèo", "Nguyễn Phương Hoàng", "Đinh Rơm", "Lan Anh", "Phạm Quang Vinh", "Xyz"]
)
def test_what_is_two_slips_away_is_nobody(typed: str) -> None:
    assert near(*typed.split()) == ([], True)


def test_between_two_pupils_equally_near_one_is_asked() -> None:
    listed = index("Hồ Thị Lan", "Hồ Thị Lam", "Hồ Thị Lanh")
    found = nearly(listed, standard(), ["hồ", "thị", "lax"])
    assert not found.sure
    assert {pupil.name for pupil in found.pupils} >= {"Hồ Thị Lan", "Hồ Thị Lam"}


def test_a_next_pupil_who_is_near_as_well_makes_it_a_question() -> None:
    listed = index("Nguyễn Hoàng Phương", "Nguyễn Hoàng Phượng")
    (item,) = read("6A Nguyễn Hoàng Phươơng", listed).items
    assert item.pupil is None
    assert set(item.candidates) == {101, 102}


def test_the_tones_hoi_and_nga_are_one_in_the_south() -> None:
    listed = index("Lê Thị Mỹ Thẩm", "Hồ Văn Nghĩa")
    assert told(read("6A vắng Lê Thị Mỹ Thẫm", listed), listed) == [("Lê Thị Mỹ Thẩm", None)]
    assert told(read("6A vắng Hồ Văn Nghỉa", listed), listed) == [("Hồ Văn Nghĩa", None)]


def test_one_marked_syllable_with_other_marks_is_asked_and_never_taken() -> None:
    listed = index("Hồ Văn Hùng", "Lê Thị Mai")
    (item,) = read("6A vắng Hưng", listed).items
    assert item.pupil is None


def test_a_blank_too_many_or_too_few_is_no_other_name() -> None:
    assert near("Nguyễn", "Hoàng", "Ph", "ương") == ([], True) or near("Nguyễn", "Hoàng", "Ph", "ương")[0]
    assert near("HồThị", "Lan") == (["Hồ Thị Lan"], True)
