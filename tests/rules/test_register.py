"""What a tap means, how a class is cut into pages, how names fit on buttons, how list numbers are read."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.who.roster import Pupil
from rules.register import fitted_name, next_mark, numbered, pages, read_numbers


def test_taps_go_round_and_late_stands_for_present_where_that_was_recorded() -> None:
    assert [next_mark(shown, "") for shown in ("", "K", "P")] == ["K", "P", ""]
    assert [next_mark(shown, "M") for shown in ("M", "K", "P")] == ["K", "P", "M"]
    assert next_mark("K", "K") == "P"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5, 12P", ((5, "K"), (12, "P"))),
        ("5 12p", ((5, "K"), (12, "P"))),
        ("  5 ;12 P. ", ((5, "K"), (12, "P"))),
        ("số 5 K, stt 12 cp", ((5, "K"), (12, "P"))),
        ("7", ((7, "K"),)),
        ("7 có mặt, số 8 đến rồi, 5P", ((7, ""), (8, ""), (5, "P"))),
        ("0", ()),
        ("Đủ", ()),
        ("đủ.", ()),
        ("0, 5", ((0, "K"), (5, "K"))),
        ("", None),
        ("16/11", None),
        ("6A", None),
        ("6A đủ", None),
        ("0912345678", None),
        ("5, Lan", None),
        ("/vang 5", None),
        ("1, " * 400, None),
    ],
)
def test_numbers_are_read_only_from_a_text_that_is_nothing_else(text: str, read: object) -> None:
    assert read_numbers(text) == read


@given(st.text("0123456789 ,;kpKP", max_size=500))
@settings(deadline=timedelta(milliseconds=200))
def test_no_text_of_numbers_takes_long_to_read(text: str) -> None:
    read_numbers(text)


@given(st.integers(0, 200), st.integers(1, 30))
def test_pages_hold_everybody_once_and_differ_by_little(count: int, most: int) -> None:
    found = pages(list(range(count)), most)
    assert [one for page in found for one in page] == list(range(count))
    assert all(1 <= len(page) <= most for page in found)
    assert len(found) == -(-count // most)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Hồ Thị Lan", "Hồ Thị Lan"),
        ("Trần Minh Hưng", "Trần Minh Hưng"),
        ("Nguyễn Thị Thu Hà", "N. Thị Thu Hà"),
        ("Nguyễn Thị Hoàng Yến", "N. T. H. Yến"),
        ("Nguyễn Văn Hoàng A", "N. Văn Hoàng A"),
        ("H'Hen Niê Kdăm Ayun", "H'Hen N. K. A."),
        ("Aconghoangthanhtruyen", "Aconghoangtha…"),
    ],
)
def test_a_name_is_shortened_from_the_front_until_it_fits(name: str, shown: str) -> None:
    assert fitted_name(name, 14) == shown


def test_pupils_are_counted_by_place_where_the_list_does_not_number_them_apart() -> None:
    twice = [Pupil(1, 4, "A"), Pupil(2, 4, "B")]
    assert list(numbered(twice)) == [1, 2]
    assert list(numbered([Pupil(1, 4, "A"), Pupil(2, 7, "B")])) == [4, 7]
