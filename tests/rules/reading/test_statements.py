"""Whose a code, a reason, a day, a session is; headings, everybody, counts."""

from datetime import date

import pytest

from rules.reading.words.lexicon import Kind
from tests.rules.reading.classroom import index, name_of, read, read_all

LISTED = index("Hồ Thị Lan", "Hồ Văn Hùng", "Nguyễn Văn Minh", "Lê Thị Mai", "Hồ Văn Bình")
SHORT = {
    "Hồ Thị Lan": "Lan",
    "Hồ Văn Hùng": "Hùng",
    "Nguyễn Văn Minh": "Minh",
    "Lê Thị Mai": "Mai",
    "Hồ Văn Bình": "Bình",
}


def of(text: str, what: str) -> dict[str, object]:
    """One thing said of each pupil that is sure."""
    return {
        SHORT[name_of(item.pupil, LISTED)]: getattr(item, what)
        for item in read(text, LISTED).items
        if item.pupil is not None
    }


@pytest.mark.parametrize(
    ("text", "excused"),
    [
        ("6A Lan P, Hùng K, Minh", {"Lan": True, "Hùng": False, "Minh": None}),
        ("6A Lan, Hùng kp", {"Lan": None, "Hùng": False}),
        ("6A Lan (P), Hùng (K)", {"Lan": True, "Hùng": False}),
        ("6A Lan: P; Hùng: K", {"Lan": True, "Hùng": False}),
        ("6A Lan có đơn, Hùng không lý do", {"Lan": True, "Hùng": False}),
        ("6A Lan xin phép, Hùng ko xin phép", {"Lan": True, "Hùng": False}),
        ("6A vắng Lan PH xin, Hùng không báo", {"Lan": True, "Hùng": False}),
        ("6A có phép: Lan, Hùng; không phép: Minh", {"Lan": True, "Hùng": True, "Minh": False}),
        ("6A\nCP: Lan\nKP: Hùng, Minh", {"Lan": True, "Hùng": False, "Minh": False}),
        ("6A vắng 1 phép: Lan; 2 không phép: Hùng, Minh", {"Lan": True, "Hùng": False, "Minh": False}),
        ("6A vắng không phép Lan, Hùng", {"Lan": False, "Hùng": False}),
        ("6A Lan, Hùng đều có phép", {"Lan": True, "Hùng": True}),
        ("6A Lan, Hùng cả 2 đều kp", {"Lan": False, "Hùng": False}),
        ("6A Lan ốm", {"Lan": None}),
        ("6A Lan, Hùng xin nghỉ", {"Lan": None, "Hùng": True}),
    ],
)
def test_an_excuse_belongs_to_whom_it_was_said_of(text: str, excused: dict[str, bool | None]) -> None:
    assert of(text, "excused") == excused


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("6A Lan ốm, Hùng đi rẫy", {"Lan": "ốm", "Hùng": "đi rẫy"}),
        ("6A Lan vì ốm, Hùng", {"Lan": "ốm", "Hùng": None}),
        ("6A Lan (lý do: nhà có đám cưới), Hùng", {"Lan": "nhà có đám cưới", "Hùng": None}),
        ("6A Lan và Hùng ốm", {"Lan": None, "Hùng": "ốm"}),
        ("6A Lan, Hùng cả 2 em đều bị sốt", {"Lan": "bị sốt", "Hùng": "bị sốt"}),
        ("6A Lan ốm có phép, Hùng kp", {"Lan": "ốm", "Hùng": None}),
        ("6A Lan - đau bụng", {"Lan": "đau bụng"}),
        ("6A Lan nghỉ do đi đám cưới với mẹ", {"Lan": "đi đám cưới với mẹ"}),
    ],
)
def test_a_reason_belongs_to_the_name_before_it_and_keeps_its_words(text: str, reasons: dict[str, str | None]) -> None:
    assert of(text, "reason_text") == reasons


@pytest.mark.parametrize("text", ["nghỉ luôn", "bỏ học", "lấy chồng", "đi làm xa", "theo chồng"])
def test_what_says_that_a_pupil_may_not_come_back_is_flagged(text: str) -> None:
    assert of(f"6A Lan {text}", "signal") == {"Lan": True}
    assert of(f"6A Lan {text}", "kind") == {"Lan": Kind.ABSENT}


def test_an_ordinary_reason_is_no_signal() -> None:
    assert of("6A Lan ốm, Hùng đi rẫy", "signal") == {"Lan": False, "Hùng": False}


TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (24, 25, 26, 27))


@pytest.mark.parametrize(
    "text", ["6A hôm qua vắng Lan, Hùng", "Hôm qua 6A vắng Lan, Hùng", "6A vắng Lan, Hùng, hôm qua"]
)
def test_a_day_in_front_or_at_the_end_is_everybodys(text: str) -> None:
    assert read(text, LISTED).days == (TUESDAY,)
    assert len(of(text, "pupil")) == 2


def test_a_day_behind_a_name_in_a_list_is_that_pupils() -> None:
    assert of("6A Lan hôm qua, Hùng hôm nay", "days") == {"Lan": (TUESDAY,), "Hùng": (WEDNESDAY,)}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("6A Lan xin nghỉ 2 ngày", (WEDNESDAY, THURSDAY)),
        ("6A Lan xin nghỉ ngày mai", (THURSDAY,)),
        ("6A Lan xin nghỉ thứ 6", (FRIDAY,)),
        ("6A Lan nghỉ 2 ngày nay", (TUESDAY, WEDNESDAY)),
        ("6A Lan nghỉ từ hôm qua đến nay", (TUESDAY, WEDNESDAY)),
        ("6A Lan nghỉ ngày 24,25/11", (TUESDAY, WEDNESDAY)),
        ("6A Lan nghỉ 24/11 và 25/11", (TUESDAY, WEDNESDAY)),
        ("6A hôm qua và hôm nay Lan nghỉ", (TUESDAY, WEDNESDAY)),
        ("6A hôm qua, hôm nay vắng Lan", (TUESDAY, WEDNESDAY)),
        ("6A Lan nghỉ hôm qua, hôm nay đã đi học", (TUESDAY,)),
        ("6A Lan nghỉ hôm qua, hôm nay đi học lại rồi", (TUESDAY,)),
        ("6A Lan xin nghỉ ngày mai và ngày kia", (THURSDAY, FRIDAY)),
    ],
)
def test_days_of_leave_are_school_days(text: str, days: tuple[date, ...]) -> None:
    reading = read(text, LISTED)
    assert (reading.items[0].days or reading.days) == days


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("6A sáng: Lan; chiều: Hùng", {"Lan": ("S",), "Hùng": ("C",)}),
        ("6A Lan sáng, Hùng cả ngày", {"Lan": ("S",), "Hùng": ("S", "C")}),
        ("6A Lan (chiều), Hùng (sáng)", {"Lan": ("C",), "Hùng": ("S",)}),
    ],
)
def test_a_session_behind_a_name_in_a_list_is_that_pupils(text: str, parts: dict[str, tuple[str, ...]]) -> None:
    assert of(text, "parts") == parts


@pytest.mark.parametrize(
    "text", ["6A chiều nay vắng Lan, Hùng", "Chiều 6A vắng Lan, Hùng", "6A vắng buổi chiều: Lan, Hùng"]
)
def test_a_session_in_front_is_everybodys(text: str) -> None:
    reading = read(text, LISTED)
    assert reading.parts == ("C",)
    assert len(of(text, "pupil")) == 2


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("6A vắng Lan, Hùng đi muộn", {"Lan": Kind.ABSENT, "Hùng": Kind.LATE}),
        ("6A vắng Lan, Hùng về sớm", {"Lan": Kind.ABSENT, "Hùng": Kind.LEFT_EARLY}),
        ("6A bỏ tiết: Lan, Hùng", {"Lan": Kind.SKIPPED, "Hùng": Kind.SKIPPED}),
        ("6A vắng Lan; đi trễ: Hùng, Minh", {"Lan": Kind.ABSENT, "Hùng": Kind.LATE, "Minh": Kind.LATE}),
        ("6A Lan không vắng", {"Lan": Kind.PRESENT}),
        ("6A Lan ôn đội tuyển", {"Lan": Kind.DUTY}),
        ("6A đủ, trừ Lan", {"Lan": Kind.ABSENT}),
    ],
)
def test_what_is_no_absence_belongs_to_its_pupil_only(text: str, kinds: dict[str, Kind]) -> None:
    assert of(text, "kind") == kinds


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("6A vắng 2: Lan, Hùng", None),
        ("6A vắng 3: Lan, Hùng", 3),
        ("6A V02: Lan, Hùng", None),
        ("6A 38/40: Lan, Hùng", None),
        ("6A 37/40: Lan, Hùng", 3),
        ("6A vắng 2/40: Lan, Hùng", None),
        ("6A sĩ số 40, vắng 2: Lan, Hùng", None),
        ("6A vắng hai em: Lan, Hùng", None),
        ("6A vắng 1P: Lan, 1K: Hùng", None),
        ("6A Lan, Hùng", None),
    ],
)
def test_a_number_announced_is_compared_with_the_names(text: str, count: int | None) -> None:
    assert read(text, LISTED).count_said == count


@pytest.mark.parametrize("text", ["6A vắng 3", "6A 3 em vắng", "6A 37/40", "6A vắng 3/40"])
def test_a_number_without_names_names_nobody(text: str) -> None:
    reading = read(text, LISTED)
    assert reading.count_said == 3 or all(item.doubt for item in reading.items)
    assert not any(item.pupil for item in reading.items)
    assert not reading.nobody


@pytest.mark.parametrize(
    "text",
    [
        "Bình nay đi học lại, lớp đủ",
        "hôm nay Bình đi học lại nên lớp đủ",
        "Bình đi học lại, nay lớp mình đủ 30 em",
        "nay Bình vào lại, cả lớp đủ",
    ],
)
def test_who_is_here_again_takes_nothing_from_a_class_that_is_complete(text: str) -> None:
    (report,) = read_all(text).reports
    assert report.nobody
