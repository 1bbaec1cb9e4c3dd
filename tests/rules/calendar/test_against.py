"""The same days of the week, month or year before, and what is to be held against them."""

from datetime import date

import pytest

from rules.calendar.against import OTHER, read_against, same_days
from rules.calendar.periods import DAY, Period
from rules.calendar.stretches import MONTH, RANGE, WEEK, YEAR

D = date.fromisoformat
BEFORE = {"hk1": (D("2025-09-05"), D("2026-01-16")), YEAR: (D("2025-09-05"), D("2026-05-29"))}


@pytest.mark.parametrize(
    ("said", "against", "left"),
    [
        ("tháng 11 so với tháng 10", OTHER, "tháng 11 ; tháng 10"),  # and not the eleventh of October
        ("so sánh 6A với 6B tháng này", OTHER, "6A, 6B tháng này"),
        ("so sánh tháng 10 và tháng 11", OTHER, "tháng 10; tháng 11"),
        ("học kỳ 1 so với năm ngoái", YEAR, "học kỳ 1"),
        ("năm ngoái cùng kỳ", YEAR, ""),
        ("tháng này so với cùng kỳ tháng trước", MONTH, "tháng này"),
        ("cùng kỳ tuần trước", WEEK, ""),
        ("số liệu 6A tuần này", "", "số liệu 6A tuần này"),
    ],
)
def test_what_is_held_against_what_is_read(said: str, against: str, left: str) -> None:
    assert read_against(said) == (against, left)


@pytest.mark.parametrize(
    ("days", "against", "same"),
    [
        ((DAY, "2026-11-18", "2026-11-18"), YEAR, (DAY, "2025-11-19", "2025-11-19")),  # a Wednesday too
        ((WEEK, "2026-11-16", "2026-11-18"), YEAR, (WEEK, "2025-11-17", "2025-11-19")),
        ((MONTH, "2026-10-01", "2026-10-31"), YEAR, (MONTH, "2025-10-01", "2025-10-31")),
        ((MONTH, "2026-11-01", "2026-11-18"), YEAR, (RANGE, "2025-11-01", "2025-11-18")),
        (("hk1", "2026-09-05", "2026-11-18"), YEAR, (RANGE, "2025-09-05", "2025-11-18")),
        (("hk1", "2026-09-05", "2027-01-16"), YEAR, ("hk1", "2025-09-05", "2026-01-16")),
        ((DAY, "2028-02-29", "2028-02-29"), YEAR, (DAY, "2027-03-02", "2027-03-02")),
        ((MONTH, "2028-02-01", "2028-02-29"), YEAR, (MONTH, "2027-02-01", "2027-02-28")),
        ((MONTH, "2026-12-01", "2026-12-31"), MONTH, (MONTH, "2026-11-01", "2026-11-30")),
        ((WEEK, "2026-11-16", "2026-11-18"), WEEK, (WEEK, "2026-11-09", "2026-11-11")),
    ],
)
def test_the_same_days_before(days: tuple[str, str, str], against: str, same: tuple[str, str, str]) -> None:
    kind, first, last = days
    found = same_days(Period(kind=kind, first=D(first), last=D(last)), against, BEFORE, "2025-2026")
    assert (found.kind, f"{found.first}", f"{found.last}") == same


def test_a_week_of_two_months_is_held_against_the_days_of_the_months_before() -> None:
    week = Period(kind="week", first=date(2026, 11, 30), last=date(2026, 12, 1))
    before = same_days(week, "month", {}, "")
    assert (before.first, before.last) == (date(2026, 10, 30), date(2026, 11, 1))
