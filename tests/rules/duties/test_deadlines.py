"""When something is due, by the calendar alone; and how people type it."""

from datetime import date, timedelta

import pytest

from rules.duties.deadlines import When, Year, due_days, reminded_on, told_from, working_day
from rules.duties.standing import STANDING
from rules.duties.wish import InCharge, read_in_charge, read_when
from rules.people.roles import Role

TODAY = date(2026, 11, 20)
YEAR = Year(
    first=date(2026, 9, 7),
    last=date(2027, 5, 28),
    ends={"hk1": date(2027, 1, 15), "hk2": date(2027, 5, 28), "year": date(2027, 5, 28)},
)


def dues(when: When, first: date = date(2026, 6, 1), last: date = date(2027, 7, 31)) -> list[str]:
    return [f"{day:%d/%m/%y}" for day in due_days(when, first, last, [YEAR])]


def test_a_monthly_deadline_falls_while_the_year_runs_and_on_the_last_day_of_short_months() -> None:
    assert dues(When(day=31)) == [
        *("30/09/26", "31/10/26", "30/11/26", "31/12/26", "31/01/27", "28/02/27", "31/03/27", "30/04/27"),
    ]
    assert len(dues(When(day=24))) == 9


def test_yearly_ones_terms_and_single_days() -> None:
    assert dues(When(day=15, month=7)) == ["15/07/26", "15/07/27"], "in the summer as well"
    assert dues(When(ends="hk1")) == ["15/01/27"]
    assert dues(When(on=date(2026, 12, 15))) == ["15/12/26"]
    assert dues(When(on=date(2025, 12, 15))) == []


def test_a_deadline_on_a_day_off_comes_before_it_and_so_does_its_reminder() -> None:
    days = [date(2026, 11, 16) + timedelta(days=step) for step in range(14)]
    working = [day for day in days if day.weekday() < 6 and day != date(2026, 11, 28)]
    assert working_day(date(2026, 11, 29), working) == date(2026, 11, 27), "Sunday, and Saturday off"
    assert reminded_on(date(2026, 11, 29), working) == date(2026, 11, 26)
    assert working_day(date(2027, 8, 1), working) == date(2027, 8, 1), "far from any school day it stays"


def test_the_plans_dates_stand() -> None:
    known = {duty.key: duty for duty in STANDING}
    assert len(known) == len(STANDING)
    assert told_from(known["survey"], date(2026, 12, 30)) == date(2026, 12, 1)
    found = {key: dues(duty.when)[0] for key, duty in known.items()}
    assert (found["plan"], found["sponsors_hk1"], found["sponsors_year"]) == ("19/11/26", "29/12/26", "24/05/27")
    assert found["month"] == "24/09/26"
    assert all(duty.paper for duty in STANDING)


@pytest.mark.parametrize(
    ("said", "when", "rest"),
    [
        ("báo cáo thư viện hạn 15/12", When(on=date(2026, 12, 15)), "báo cáo thư viện"),
        ("báo cáo y tế, hạn nộp trước ngày 5/1", When(on=date(2027, 1, 5)), "báo cáo y tế"),
        ("báo cáo thư viện, hằng tháng ngày 25", When(day=25), "báo cáo thư viện"),
        ("hằng tháng vào ngày 25 báo cáo bán trú", When(day=25), "báo cáo bán trú"),
        ("hàng tháng mùng 5 sổ chi", When(day=5), "sổ chi"),
        ("báo cáo phổ cập 15/12 hằng năm", When(day=15, month=12), "báo cáo phổ cập"),
        ("tổng kết Đội cuối học kỳ 1", When(ends="hk1"), "tổng kết Đội"),
        ("tổng kết Đội cuối năm học", When(ends="year"), "tổng kết Đội"),
        ("báo cáo hạn 31/2", None, "báo cáo"),
        ("báo cáo hạn 15/12/2020", None, "báo cáo"),
        ("báo cáo hằng tháng ngày 45", None, "báo cáo"),
    ],
)
def test_a_deadline_is_read_as_it_is_typed(said: str, when: When | None, rest: str) -> None:
    read = read_when(said, TODAY)
    assert read is not None
    assert (read.when, read.rest) == (when, rest)


def test_without_a_deadline_there_is_none() -> None:
    assert read_when("báo cáo thư viện", TODAY) is None
    assert read_when("báo cáo lớp 6/1", TODAY) is None


@pytest.mark.parametrize(
    ("said", "who", "rest"),
    [
        ("báo cáo thư viện, TPT", InCharge(Role.REGISTRAR), "báo cáo thư viện"),
        ("báo cáo thư viện giao cho PHT2", InCharge(Role.VICE_PRINCIPAL, "PHT2"), "báo cáo thư viện"),
        ("báo cáo cho hiệu trưởng, giao phó hiệu trưởng", InCharge(Role.VICE_PRINCIPAL), "báo cáo cho hiệu trưởng"),
        ("nhận xét tổ do tổ trưởng chuyên môn", InCharge(Role.GROUP_HEAD), "nhận xét tổ"),
        ("sổ chủ nhiệm, do GVCN", InCharge(Role.HOMEROOM), "sổ chủ nhiệm"),
        ("TPT: tổng kết Đội", InCharge(Role.REGISTRAR), "tổng kết Đội"),
    ],
)
def test_who_is_in_charge_is_read_from_the_words(said: str, who: InCharge, rest: str) -> None:
    assert read_in_charge(said) == (who, rest)


def test_nobody_named_leaves_the_words_alone() -> None:
    for words in ("báo cáo thư viện", "sổ chủ nhiệm", "báo cáo cho hiệu trưởng"):
        assert read_in_charge(words) == (None, words)
