"""Periods as people say them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar.days_said import DayProblem
from rules.calendar.periods import DAY, Period, read_period, read_school_year
from rules.calendar.stretches import MONTH, RANGE, WEEK, YEAR

TODAY = date(2026, 11, 18)  # a Wednesday
SPANS = {
    "hk1": (date(2026, 9, 5), date(2027, 1, 15)),
    "hk2": (date(2027, 1, 16), date(2027, 5, 31)),
    YEAR: (date(2026, 9, 5), date(2027, 5, 31)),
}


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("hôm nay", DAY, date(2026, 11, 18), date(2026, 11, 18)),
        ("17/11", DAY, date(2026, 11, 17), date(2026, 11, 17)),
        ("10/9", DAY, date(2026, 9, 10), date(2026, 9, 10)),
        ("ngày", DAY, TODAY, TODAY),
        ("Tuần", WEEK, date(2026, 11, 16), TODAY),
        ("tuan truoc", WEEK, date(2026, 11, 9), date(2026, 11, 15)),
        ("thứ 2 tuần trước", DAY, date(2026, 11, 9), date(2026, 11, 9)),
        ("tháng", MONTH, date(2026, 11, 1), TODAY),
        ("tháng trước", MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        ("tháng 12/2025", MONTH, date(2025, 12, 1), date(2025, 12, 31)),
        ("tháng 09/2026", MONTH, date(2026, 9, 1), date(2026, 9, 30)),  # as buttons write it
        ("tháng 8", MONTH, date(2026, 8, 1), date(2026, 8, 31)),
        ("tháng mười", MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        ("tháng mười một", MONTH, date(2026, 11, 1), TODAY),
        ("tuần trước nữa", WEEK, date(2026, 11, 2), date(2026, 11, 8)),
        ("tháng trước nữa", MONTH, date(2026, 9, 1), date(2026, 9, 30)),
        ("2 tuần qua", RANGE, TODAY - timedelta(days=13), TODAY),
        ("hai tuần gần đây", RANGE, TODAY - timedelta(days=13), TODAY),
        ("nửa đầu tháng 11", RANGE, date(2026, 11, 1), date(2026, 11, 15)),
        ("nửa đầu tháng này", RANGE, date(2026, 11, 1), date(2026, 11, 15)),
        ("nửa cuối tháng 10", RANGE, date(2026, 10, 16), date(2026, 10, 31)),
        ("nửa sau của tháng trước", RANGE, date(2026, 10, 16), date(2026, 10, 31)),
        ("nửa tháng nay", RANGE, TODAY - timedelta(days=14), TODAY),
        ("2 tháng qua", RANGE, date(2026, 9, TODAY.day + 1), TODAY),
        ("tháng 9 và tháng 10", RANGE, date(2026, 9, 1), date(2026, 10, 31)),
        ("tháng 9, 10", RANGE, date(2026, 9, 1), date(2026, 10, 31)),
        ("từ tháng 12 đến tháng 2/2026", RANGE, date(2025, 12, 1), date(2026, 2, 28)),
        ("từ tháng 10 đến nay", RANGE, date(2026, 10, 1), TODAY),
        ("quý này", RANGE, date(2026, 10, 1), TODAY),
        ("quý trước", RANGE, date(2026, 7, 1), date(2026, 9, 30)),
        ("quý I", RANGE, date(2026, 1, 1), date(2026, 3, 31)),
        ("giữa học kỳ 1", RANGE, date(2026, 9, 5), date(2026, 11, 10)),
        ("nửa kỳ này", RANGE, date(2026, 9, 5), date(2026, 11, 10)),
        ("tuần 1", WEEK, date(2026, 9, 7), date(2026, 9, 13)),
        ("tuần thứ 8", WEEK, date(2026, 10, 26), date(2026, 11, 1)),
        ("đầu tuần đến giờ", WEEK, date(2026, 11, 16), TODAY),
        ("học kỳ I", "hk1", date(2026, 9, 5), TODAY),
        ("HK1", "hk1", date(2026, 9, 5), TODAY),
        ("tuần này", WEEK, date(2026, 11, 16), TODAY),
        ("cả tuần này", WEEK, date(2026, 11, 16), TODAY),
        ("từ 9/11 đến 15/11", WEEK, date(2026, 11, 9), date(2026, 11, 15)),
        ("tháng này", MONTH, date(2026, 11, 1), TODAY),
        ("từ đầu tháng đến nay", MONTH, date(2026, 11, 1), TODAY),
        ("tháng 10/2026", MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        ("tháng 9 năm 2025", MONTH, date(2025, 9, 1), date(2025, 9, 30)),
        ("học kỳ", "hk1", date(2026, 9, 5), TODAY),
        ("kỳ này", "hk1", date(2026, 9, 5), TODAY),
        ("từ đầu năm", YEAR, date(2026, 9, 5), TODAY),
        ("từ đầu năm học đến nay", YEAR, date(2026, 9, 5), TODAY),
        ("năm học này", YEAR, date(2026, 9, 5), TODAY),
        ("thứ hai tuần này", DAY, date(2026, 11, 16), date(2026, 11, 16)),
        ("cả năm học", YEAR, date(2026, 9, 5), TODAY),
        ("từ 3/11 đến 14/11", RANGE, date(2026, 11, 3), date(2026, 11, 14)),
    ],
)
def test_a_period_is_read_as_it_is_said(text: str, kind: str, first: date, last: date) -> None:
    reading = read_period(f"6A {text} nhé", TODAY, SPANS)
    assert reading is not None
    assert reading.period == Period(kind=kind, first=first, last=last)


def test_the_words_of_a_period_are_found_where_they_stand() -> None:
    text = "nóc Takta tuần trước"
    reading = read_period(text, TODAY, SPANS)
    assert reading is not None
    assert text[reading.start : reading.end] == "tuần trước"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hk2", DayProblem.AHEAD),
        ("thứ sáu", DayProblem.AHEAD),
        ("20/11", DayProblem.AHEAD),
        ("31/11", DayProblem.IMPOSSIBLE),
        ("tháng 12", DayProblem.AHEAD),  # not the one of the school year before
        ("tuần 30", DayProblem.AHEAD),
        ("tháng 13", DayProblem.IMPOSSIBLE),
        ("tháng 10/0000", DayProblem.IMPOSSIBLE),
        ("tháng 10/9999", DayProblem.IMPOSSIBLE),
        ("học kỳ trước", DayProblem.IMPOSSIBLE),
    ],
)
def test_what_has_not_come_or_never_comes_is_no_period(text: str, problem: DayProblem) -> None:
    reading = read_period(text, TODAY, SPANS)
    assert reading is not None
    assert (reading.period, reading.problem) == (None, problem)


def test_where_no_terms_are_known_there_is_no_term_to_report_on() -> None:
    reading = read_period("hk1", TODAY, {})
    assert reading is not None
    assert reading.problem is DayProblem.IMPOSSIBLE


def test_other_words_name_no_period() -> None:
    assert read_period("6A Takta", TODAY, SPANS) is None


@given(st.text(max_size=40), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_no_text_breaks_it_and_no_period_is_backwards_or_ahead(text: str, today: date) -> None:
    reading = read_period(text, today, SPANS)
    if reading is not None and reading.period is not None:
        assert reading.period.first <= reading.period.last <= today


@pytest.mark.parametrize(
    ("text", "begins", "left"),
    [
        ("6A năm học trước", None, "6A "),
        ("năm ngoái", None, ""),
        ("năm học 2025-2026", 2025, ""),
        ("tháng 3 2025–26", 2025, "tháng 3 "),
        ("2025/2026 lớp", 2025, " lớp"),
    ],
)
def test_another_school_year_is_read_as_it_is_said(text: str, begins: int | None, left: str) -> None:
    said = read_school_year(text)
    assert said is not None
    assert said.begins == begins
    assert text[: said.start] + text[said.end :] == left


@pytest.mark.parametrize(
    "text", ["2026-11-16", "từ 2026-11-16 đến 2026-12-05", "2011-12-05", "năm", "5/9/2026", "2025-2027", "Ông Năm"]
)
def test_days_and_the_present_year_are_no_other_year(text: str) -> None:
    assert read_school_year(text) is None
