"""Which class is meant."""

import pytest

from rules.people.classes import ClassRef, find_classes

NAMES = (
    "6A",
    "6B",
    "6A điểm trường Tắk Pổ",
    "1A điểm trường Măng Lùng",
    "1A điểm trường Tu Hon",
    "12A1",
    "12A11",
    "Lá 1",
)
SCHOOL = tuple(ClassRef(number, name) for number, name in enumerate(NAMES))
SLASHED = tuple(ClassRef(number, name) for number, name in enumerate(("6/1", "6/10", "9/2", "5B")))


def named(text: str, own: str = "", school: tuple[ClassRef, ...] = SCHOOL) -> list[list[str]]:
    """The classes each mention may mean; none: a class the school does not have."""
    mine = next((each.id for each in school if each.name == own), None)
    return [[each.name for each in found.classes] for found in find_classes(school, text, mine)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6A vắng Lan", ["6A"]),
        ("Lớp 6a: Lan", ["6A"]),
        ("lop 6 a vang Lan", ["6A"]),
        ("6.A Lan", ["6A"]),
        ("6-A Lan", ["6A"]),
        ("12 A1 Lan", ["12A1"]),
        ("12a11 vắng Lan", ["12A11"]),
        ("lá 1: Lan", ["Lá 1"]),
        ("la 1 vang lan", ["Lá 1"]),
        ("lớp mười hai a một vắng Lan", ["12A1"]),
        ("sáng nay lớp 6B vắng Lan", ["6B"]),
        ("vắng Lan 6B", ["6B"]),
        ("6A điểm trường Tắk Pổ vắng Lan", ["6A điểm trường Tắk Pổ"]),
        ("6A (Tắk Pổ) Lan", ["6A điểm trường Tắk Pổ"]),
        ("6a tak po: lan", ["6A điểm trường Tắk Pổ"]),
        ("6A điểm Tắk Pổ: Lan", ["6A điểm trường Tắk Pổ"]),
        ("điểm trường Tu Hon 1A vắng Lan", ["1A điểm trường Tu Hon"]),
        ("1A măng lùng vắng Lan", ["1A điểm trường Măng Lùng"]),
    ],
)
def test_a_class_is_found_as_people_write_it(text: str, expected: list[str]) -> None:
    assert named(text) == [expected]


def test_a_bare_name_that_is_one_classs_whole_name_is_that_class() -> None:
    assert named("6A vắng Lan") == [["6A"]]
    assert named("6A vắng Lan", own="6B") == [["6A"]]


def test_a_bare_name_two_sites_share_is_both_unless_the_writer_is_of_one() -> None:
    sites = ["1A điểm trường Măng Lùng", "1A điểm trường Tu Hon"]
    assert named("1A vắng Lan") == [sites]
    assert named("1A vắng Lan", own="6A") == [sites]
    assert named("1A vắng Lan", own=sites[1]) == [[sites[1]]]
    assert named("6A vắng Lan", own="6A điểm trường Tắk Pổ") == [["6A điểm trường Tắk Pổ"]]


@pytest.mark.parametrize(
    "text", ["7C vắng Lan", "lớp 9 vắng Lan", "lớp 6H: Lan", "6H: Lan", "12A25 vắng Lan", "8b Lan"]
)
def test_what_looks_like_a_class_and_is_none_here_is_an_unknown_class(text: str) -> None:
    assert named(text) == [[]]


@pytest.mark.parametrize(
    "text",
    ["vắng 3 em", "Lan 12 tuổi", "có mặt 33/35", "hôm nay 6/11", "số 5, 12", "Lan, Hùng", "2P 1K"],
)
def test_numbers_and_dates_are_no_classes(text: str) -> None:
    assert named(text) == []


def test_where_classes_are_written_with_a_slash_a_date_is_still_a_date() -> None:
    assert named("6/1 vắng Lan 5/11", school=SLASHED) == [["6/1"]]
    assert named("lớp 6/10: Lan", school=SLASHED) == [["6/10"]]
    assert named("6/25: Lan", school=SLASHED) == [[]]
    assert named("5B vắng Lan từ 6/11", school=SLASHED) == [["5B"]]


def test_a_count_behind_a_class_is_no_part_of_it() -> None:
    assert named("6A 1 em: Lan") == [["6A"]]
    assert named("6A 1. Lan 2. Hùng") == [["6A"]]
    assert named("12A1 1 phép: Lan") == [["12A1"]]


def test_every_class_of_a_message_is_found_from_left_to_right() -> None:
    assert named("6A: Lan; 6B: Hùng; 7C: Nam; 12A11 đủ") == [["6A"], ["6B"], [], ["12A11"]]
    assert named("6A vắng Lan, 6A vắng Hùng") == [["6A"], ["6A"]]


def test_a_class_stands_where_it_was_typed() -> None:
    text = "Lớp 12 A1: Lan; lá 1 đủ"
    assert [text[found.start : found.end] for found in find_classes(SCHOOL, text)] == ["12 A1", "lá 1"]
