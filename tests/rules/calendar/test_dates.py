"""Days as teachers write them, read on Wednesday 25 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar.dates import read_day
from rules.calendar.days_said import DayProblem, Expected

TODAY = date(2026, 11, 25)


def days(text: str, expected: Expected = Expected.EITHER) -> list[str]:
    reading = read_day(text, TODAY, expected)
    return [day.strftime("%d/%m/%y") for day in reading.days] if reading else []


@pytest.mark.parametrize(
    ("text", "day", "part"),
    [
        ("hôm nay", "25/11/26", None),
        ("hnay", "25/11/26", None),
        ("sáng nay", "25/11/26", "S"),
        ("hom qua", "24/11/26", None),
        ("chiều qua", "24/11/26", "C"),
        ("chiều hôm qua", "24/11/26", "C"),
        ("hôm kia", "23/11/26", None),
        ("ngày mai", "26/11/26", None),
        ("thứ 2", "23/11/26", None),
        ("T3", "24/11/26", None),
        ("thứ tư", "25/11/26", None),
        ("sáng thứ hai", "23/11/26", "S"),
        ("thứ 6 tuần trước", "20/11/26", None),
        ("CN tuần rồi", "22/11/26", None),
        ("thứ 6 tuần này", "27/11/26", None),
        ("3/11", "03/11/26", None),
        ("3-11", "03/11/26", None),
        ("3.11", "03/11/26", None),
        ("03/11/26", "03/11/26", None),
        ("2026-11-21", "21/11/26", None),
        ("ngày 5", "05/11/26", None),
        ("ngày 5 tháng 11", "05/11/26", None),
        ("chiều ngày 24/11", "24/11/26", "C"),
        ("thứ hai, ngày 23 tháng 11", "23/11/26", None),
    ],
)
def test_one_day_is_read(text: str, day: str, part: str | None) -> None:
    reading = read_day(f"Nam ốm {text} ạ", TODAY)
    assert reading is not None
    assert reading.problem is None
    assert [each.strftime("%d/%m/%y") for each in reading.days] == [day]
    assert reading.part == part
    assert reading.day == reading.days[0]


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("từ 3/11 đến 5/11", "03/11/26", "05/11/26", 3),
        ("từ ngày 3 đến ngày 5/11", "03/11/26", "05/11/26", 3),
        ("3-5/11", "03/11/26", "05/11/26", 3),
        ("3/11 - 5/11", "03/11/26", "05/11/26", 3),
        ("từ 28 đến 3/11", "28/10/26", "03/11/26", 7),
        ("từ thứ 2 đến thứ 6", "23/11/26", "27/11/26", 5),
        ("từ hôm qua đến nay", "24/11/26", "25/11/26", 2),
        ("từ thứ 2", "23/11/26", "25/11/26", 3),
        ("3 ngày nay", "23/11/26", "25/11/26", 3),
        ("20, 23 và 24/11", "20/11/26", "24/11/26", 3),
    ],
)
def test_a_range_or_list_is_each_of_its_days(text: str, first: str, last: str, count: int) -> None:
    read = days(text)
    assert (read[0], read[-1], len(read)) == (first, last, count)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31/11", DayProblem.IMPOSSIBLE),
        ("2026-02-30", DayProblem.IMPOSSIBLE),
        ("thứ 2 ngày 24/11", DayProblem.IMPOSSIBLE),
        ("5/6", DayProblem.FAR),
        ("3/11/2025", DayProblem.FAR),
        ("từ 1/10 đến 20/12", DayProblem.FAR),
        ("thứ 6", DayProblem.AHEAD),
        ("CN", DayProblem.AHEAD),
        ("ngày 28", DayProblem.AHEAD),
        ("từ 5/11 đến 3/11", DayProblem.BACKWARDS),
    ],
)
def test_a_day_that_cannot_be_meant_is_a_problem_and_no_day(text: str, problem: DayProblem) -> None:
    reading = read_day(text, TODAY)
    assert reading is not None
    assert reading.problem is problem
    assert reading.day is None


def test_a_weekday_to_come_is_what_a_request_for_leave_means() -> None:
    assert days("thứ 6", Expected.AHEAD) == ["27/11/26"]
    reading = read_day("thứ 6", TODAY, Expected.AHEAD)
    assert reading is not None
    assert reading.problem is None


def test_on_5_january_the_30th_of_december_is_last_years() -> None:
    reading = read_day("30/12", date(2027, 1, 5))
    assert reading is not None
    assert reading.day == date(2026, 12, 30)


@pytest.mark.parametrize(
    "text", ["", "Nguyễn Văn An", "6A1", "12h30", "Thu Hà", "0912345678", "thứ", "ngày", "từ", "a/b", "1/2/3/4"]
)
def test_what_is_no_day_is_not_read_as_one(text: str) -> None:
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Thầy Nam hôm nay báo lúc nào", 1),
        ("cô Ba hôm nay dạy tiết mấy", 1),
        ("6A vắng Bảy hôm nay", 1),
        ("thay nam hom nay bao chua", 1),
        ("Bình nghỉ hai hôm nay", 2),
        ("NGHI NAM HOM NAY", 5),
    ],
)
def test_who_is_called_like_a_number_is_no_number_of_days(text: str, days: int) -> None:
    reading = read_day(text, TODAY)
    assert reading is not None
    assert len(reading.days) == days


def test_the_span_lets_the_rest_be_read() -> None:
    text = "Y Blơ̆k ốm hôm qua, Nam"
    reading = read_day(text, TODAY)
    assert reading is not None
    assert text[reading.start : reading.end] == "hôm qua"


@given(st.dates(TODAY - timedelta(days=59), TODAY + timedelta(days=59)), st.sampled_from("/.-"))
def test_every_near_date_is_read_back_without_its_year(day: date, dash: str) -> None:
    reading = read_day(f"{day.day}{dash}{day.month}", TODAY)
    assert reading is not None
    assert reading.day == day


@given(st.text(alphabet="từ đến ngày thứ háng năm ,/-.0123456789", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    reading = read_day(text, TODAY)
    assert reading is None or 0 <= reading.start < reading.end <= len(text)
