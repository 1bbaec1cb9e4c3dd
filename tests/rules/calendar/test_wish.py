"""Wishes about the calendar."""

from datetime import date

import pytest

from rules.calendar.days_said import DayProblem
from rules.calendar.held import SchoolYear
from rules.calendar.wish import Wish, read_wish
from rules.people.classes import ClassRef

TODAY = date(2026, 11, 18)
YEARS = [SchoolYear(date(2026, 9, 5), date(2027, 5, 31))]
CLASSES = [ClassRef(1, "6A"), ClassRef(2, "6B"), ClassRef(3, "6/1")]
CAMPUSES = {7: "Long Tro", 8: "Long"}
DAY = (date(2026, 11, 24),)


def _read(text: str) -> Wish:
    return read_wish(text, TODAY, CLASSES, CAMPUSES, YEARS)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("24/11", Wish(days=DAY)),
        ("24/11 6A sáng mưa bão", Wish(days=DAY, class_id=1, part="S", reason="mưa bão")),
        ("chiều 24/11 6 a", Wish(days=DAY, class_id=1, part="C")),
        ("24/11 khối 6 chiều vì rét đậm", Wish(days=DAY, grade=6, part="C", reason="rét đậm")),
        ("24/11 điểm trường Long Tro", Wish(days=DAY, campus_id=7)),
        ("6/1", Wish(days=(date(2027, 1, 6),))),
        ("24/11 6/1", Wish(days=DAY, class_id=3)),
        ("", Wish(days=())),
    ],
)
def test_a_wish_says_which_days_for_whom_and_why(text: str, wish: Wish) -> None:
    assert _read(text) == wish


def test_a_range_holds_every_day_and_may_be_months_ahead() -> None:
    wish = _read("từ 15/2 đến 27/2 nghỉ Tết")
    assert (wish.days[0], wish.days[-1], len(wish.days)) == (date(2027, 2, 15), date(2027, 2, 27), 13)
    assert (wish.problem, wish.reason) == (None, "nghỉ Tết")


def test_a_day_without_a_year_is_the_one_of_this_school_year_though_another_is_nearer() -> None:
    assert read_wish("30/4", date(2026, 10, 20), CLASSES, CAMPUSES, YEARS).days == (date(2027, 4, 30),)


def test_more_than_two_months_are_asked_about() -> None:
    assert _read("từ 1/12 đến 30/3").problem is DayProblem.FAR


@pytest.mark.parametrize("text", ["24/11 6C", "24/11 6A, 6B", "24/11 lớp khác", "24/11, 26/11", "24/11 điểm trường Xa"])
def test_a_scope_or_day_that_was_not_understood_never_becomes_the_whole_school(text: str) -> None:
    assert _read(text).unread
