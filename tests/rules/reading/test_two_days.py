"""Two days told in one message: each pupil has the own one, and today's class is complete beside a day to come."""

from datetime import date

import pytest

from rules.reading.outcome import verdict
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport
from tests.rules.reading.classroom import CLASSES, NOW, index, name_of

LISTED = index("Quàng Thị Sen", "Tòng Thị Nhi", "Lê Thị Mai", "Hồ Văn Năm")
TODAY, TOMORROW = date(2026, 11, 25), date(2026, 11, 26)


def reports(text: str) -> tuple[ClassReport, ...]:
    return read_report(text, NOW, CLASSES, 6, {6: LISTED}).reports


def days(text: str) -> dict[str, tuple[date, ...]]:
    return {item.words: item.days or one.days for one in reports(text) for item in one.items}


@pytest.mark.parametrize(
    "text",
    [
        "6A vắng Sen, sáng mai Nhi xin nghỉ",
        "6A vắng Sen P, ngày mai vắng Nhi P",
        "6A nghỉ: Sen. Ngày mai Nhi xin nghỉ ạ",
    ],
)
def test_who_is_named_before_another_day_is_absent_today(text: str) -> None:
    assert days(text)["Sen"] in ((), (TODAY,))
    assert days(text)["Nhi"] == (TOMORROW,)


@pytest.mark.parametrize(
    "text",
    [
        "6A hôm nay đủ, ngày mai Sen xin nghỉ",
        "6A đủ ạ. Ngày mai em Sen xin nghỉ phép đi khám",
        "ngày mai Sen xin nghỉ, hôm nay 6A đủ",
        "6A hôm nay đủ nhưng ngày mai em Sen xin phép nghỉ",
        "hôm nay 6A đi học đầy đủ. Ngày mai em Sen xin nghỉ đi đám cưới",
    ],
)
def test_the_class_that_is_complete_today_is_one_report_and_the_leave_another(text: str) -> None:
    assert [one.nobody for one in reports(text)] == [True, False]
    assert days(text) == {"Sen": (TOMORROW,)}


def test_what_is_done_on_another_day_is_no_leave() -> None:
    assert [one.nobody for one in reports("6A đủ, ngày mai họp phụ huynh, xin phép vắng thì báo")] != [True, False]


@pytest.mark.parametrize("text", ["thầy Long nghỉ mai, ai trông lớp 6A", "6A Sen xin nghỉ mai"])
def test_who_is_away_tomorrow_is_no_pupil_called_so(text: str) -> None:
    found = verdict(read_report(text, NOW, CLASSES, 6, {6: LISTED}))
    named = {name_of(pupil, LISTED) for item in (*found.sure, *found.open_) for pupil in item.candidates}
    assert "Lê Thị Mai" not in named


def test_a_pupil_called_a_number_has_no_days() -> None:
    assert [one.nobody for one in reports("Em Năm 6A hôm nay đều có mặt")] == [False]


def test_the_third_of_them_is_no_tuesday() -> None:
    assert days("6A vắng Sen, bạn thứ ba là Nhi")["Nhi"] in ((), (TODAY,))
