"""What a teacher reports, on the invented class 6A, on Wednesday morning, 25 November 2026."""

from datetime import date

import pytest

from rules.calendar.days_said import DayProblem
from rules.reading.said.reported import ClassProblem, ClassReport
from rules.reading.words.lexicon import Kind
from tests.rules.reading.classroom import (
    NAMES,
    index,
    names,
    read,
    read_all,
    told,
)
from tests.rules.reading.reports_read import BINH, DUNG, MINH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6A Nguyen Van A", [("Nguyễn Văn A", None)]),
        ("6A Nguyen Van A P", [("Nguyễn Văn A", True)]),
        ("6A A Thút", [("A Thút", None)]),
        ("6a a thut k, minh p", [("A Thút", False), (MINH, True)]),
        ("Minh kp", [(MINH, False)]),
        ("6A Minh không có phép; Dũng có phép", [(MINH, False), (DUNG, True)]),
        ("6A Minh không xin phép\nDũng xin phép", [(MINH, False), (DUNG, True)]),
        ("6A Minh(P),Dũng(K)", [(MINH, True), (DUNG, False)]),
        ("6A Minh - P - Dũng - K", [(MINH, True), (DUNG, False)]),
        ("6A Minh/Dũng/Bình", [(MINH, None), (DUNG, None), (BINH, None)]),
        ("6A\n1. Minh P\n2. Dũng K\n3) Bình", [(MINH, True), (DUNG, False), (BINH, None)]),
        ("6A 1. Minh P 2. Dũng K", [(MINH, True), (DUNG, False)]),
        ("6A #27, số 28 P", [(MINH, None), (DUNG, True)]),
        ("6A N.V.Minh, H.T Điệp k", [(MINH, None), ("Hồ Thị Điệp", False)]),
        ("6A lan a p, lan b k", [("Nguyễn Thị Lan A", True), ("Nguyễn Thị Lan B", False)]),
        ("6A H' Liên k", [("Ksor H' Liên", False)]),
        ("dạ em báo cáo cô, lớp 6A hôm nay có 2 em vắng là Minh và Dũng ạ", [(MINH, None), (DUNG, None)]),
    ],
)
def test_a_report_is_read(text: str, expected: list[tuple[str, bool | None]]) -> None:
    reading = read(text)
    assert told(reading) == expected
    assert len(reading.items) == len(expected)
    assert (reading.class_id, reading.unread, reading.count_said) == (6, (), None)


def test_a_code_belongs_to_the_name_before_it() -> None:
    assert told(read("6A Minh, Dũng kp")) == [(MINH, None), (DUNG, False)]
    assert told(read("6A Minh P Dũng K Bình")) == [(MINH, True), (DUNG, False), (BINH, None)]


@pytest.mark.parametrize("scope", ["cả 2 có phép", "cả hai đều có phép", "đều có phép", ", tất cả có phép"])
def test_a_code_for_everybody_reaches_everybody(scope: str) -> None:
    assert told(read(f"6A Minh, Dũng {scope}")) == [(MINH, True), (DUNG, True)]
    assert told(read(f"6A Minh kp, Dũng {scope}")) == [(MINH, False), (DUNG, True)]


def test_a_code_in_front_is_a_heading_up_to_the_lines_end() -> None:
    assert told(read("6A có phép: Minh, Dũng; không phép: Bình")) == [(MINH, True), (DUNG, True), (BINH, False)]
    assert told(read("6A P: Minh, Dũng\nBình")) == [(MINH, True), (DUNG, True), (BINH, None)]
    assert told(read("6A kp Minh, Dũng")) == [(MINH, False), (DUNG, False)]


def test_a_code_between_two_names_of_which_neither_owns_it_is_shown_and_not_guessed() -> None:
    reading = read("6A Minh, kp Dũng")
    assert told(reading) == [(MINH, None), (DUNG, None)]
    assert reading.unread == ("kp",)
    assert told(read("6A Minh K P")) == [(MINH, False)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ốm", "om"),
        ("sot", "om"),
        ("bị đau bụng", "om"),
        ("việc nhà", "viec_nha"),
        ("đi đám cưới", "viec_nha"),
        ("đi rẫy", "di_ray"),
        ("theo bố mẹ đi làm", "theo_cha_me"),
        ("đi làm công ty", "di_lam"),
        ("lấy chồng", "lay_vo_chong"),
        ("cưới", "lay_vo_chong"),
        ("đường xa", "duong_xa"),
        ("vì mưa to", "thoi_tiet"),
        ("lũ", "thoi_tiet"),
        ("bỏ học", "khac"),
        ("vì hết gạo", "khac"),
        ("(chưa có dép)", "khac"),
    ],
)
def test_a_reason_is_coded_its_words_kept_and_the_excuse_left_open(words: str, code: str) -> None:
    (item,) = read(f"6A Minh {words}").items
    assert (item.pupil, item.reason_code, item.excused) == (127, code, None)
    assert item.reason_text is not None
    assert item.reason_text in words


def test_an_excuse_and_a_reason_may_stand_together() -> None:
    (item,) = read("6A Minh không phép vì trời mưa to đường trơn").items
    assert (item.excused, item.reason_code, item.reason_text) == (False, "thoi_tiet", "trời mưa to đường trơn")
    (item,) = read("6A Minh, ốm, có phép").items
    assert (item.pupil, item.excused, item.reason_code) == (127, True, "om")


def test_duty_late_and_present_are_not_absences() -> None:
    reading = read("6A Minh đi thi, Dũng đi muộn, Bình có mặt, Khánh ốm")
    assert [item.kind for item in reading.items] == [Kind.DUTY, Kind.LATE, Kind.PRESENT, Kind.ABSENT]
    assert [item.kind for item in read("6A đi muộn: Minh, Dũng").items] == [Kind.LATE, Kind.LATE]


def test_with_who_is_late_and_the_rest_here_the_class_is_complete() -> None:
    reading = read("6A: Minh muộn, còn lại đủ")
    assert reading.nobody
    assert [item.kind for item in reading.items] == [Kind.LATE]
    assert not read("6A Minh P, Dũng muộn, còn lại đủ").nobody
    assert not read("6A: Minh muộn").nobody


@pytest.mark.parametrize(
    "text", ["6A đủ", "6A không vắng", "6A vắng 0", f"6A {len(NAMES)}/{len(NAMES)}", "6A không ai vắng", "6a du"]
)
def test_nobody_absent_is_a_report_too(text: str) -> None:
    reading = read(text)
    assert reading.nobody
    assert reading.items == ()


def test_an_empty_report_says_nothing_not_nobody() -> None:
    assert read("6A") == ClassReport(class_id=6, class_words="6A", nameless=True)


def test_a_number_announced_that_is_not_the_number_named_is_kept() -> None:
    assert read("6A vắng 3: Minh, Dũng").count_said == 3
    assert read("6A 3 em: Minh, Dũng").count_said == 3
    assert read("6A vắng 2/35: Minh, Dũng").count_said is None
    assert read("6A 32/35 Minh, Dũng").count_said == 3
    assert read("6A có phép 1: Minh; không phép 2: Dũng").count_said == 3
    assert read("6A vắng 2: Minh, Dũng, Minh").count_said is None


def test_day_and_session_are_read_and_none_said_is_none() -> None:
    reading = read("6A chiều qua: Minh, Dũng kp")
    assert (reading.days, reading.parts) == ((date(2026, 11, 24),), ("C",))
    assert read("6A Minh cả ngày P").parts == ("S", "C")
    assert read("6A Minh S P").parts == ("S",)
    reading = read("6A Minh")
    assert (reading.days, reading.day_problem, reading.parts) == ((), None, None)


def test_two_sessions_belong_to_those_they_stand_with() -> None:
    reading = read("6A sáng: Minh, Dũng; chiều: Bình")
    assert reading.parts is None
    assert [item.parts for item in reading.items] == [("S",), ("S",), ("C",)]
    assert [item.parts for item in read("6A Minh sáng, Dũng chiều").items] == [("S",), ("C",)]


def test_a_range_of_days_has_every_day_but_the_sunday() -> None:
    reading = read("6A Minh xin nghỉ từ 26/11 đến 30/11")
    assert [day.day for day in reading.items[0].days] == [26, 27, 28, 30]
    assert told(reading) == [(MINH, True)]


def test_a_day_that_is_wrong_or_unclear_is_a_problem() -> None:
    assert read("6A Minh 31/11").day_problem is DayProblem.IMPOSSIBLE
    assert read("6A Minh thứ 6").day_problem is DayProblem.AHEAD
    assert read("6A Minh xin nghỉ thứ 6").days == (date(2026, 11, 27),)


def test_the_class_is_the_one_said_or_the_writers_own() -> None:
    assert read("Minh").class_id == 6
    assert read("6b Minh").class_id == 7
    assert read("6/1 Minh 5/11").class_id == 8
    assert read("6/1 Minh 5/11").days == (date(2026, 11, 5),)
    assert read("Minh", default_class=None).class_problem is ClassProblem.MISSING


def test_an_unknown_class_is_a_problem_and_two_classes_are_two_reports() -> None:
    assert (read("9Z Minh").class_problem, read("9Z Minh").class_words) == (ClassProblem.UNKNOWN, "9Z")
    assert read("lớp 8C Minh").class_problem is ClassProblem.UNKNOWN
    assert [report.class_id for report in read_all("6A vắng Minh 6B Dũng").reports] == [6, 7]
    assert told(read("6A Minh, 6A Dũng")) == [(MINH, None), (DUNG, None)]


def test_a_name_that_is_also_a_word_of_messages_is_a_name() -> None:
    assert told(read("6A Sáng P")) == [("Hồ Thị Sáng", True)]
    assert told(read("6A Hồ Thị Sáng, Minh")) == [("Hồ Thị Sáng", None), (MINH, None)]
    assert told(read("6A Học có phép")) == [("Hồ Văn Học", True)]
    assert told(read("6A Năm không phép")) == [("Hồ Văn Năm", False)]
    assert told(read("6A phạm thị phép phép")) == [("Phạm Thị Phép", True)]
    assert told(read("6A hôm nay Mai ốm")) == [("Lê Thị Mai", None)]
    assert told(read("6A nghỉ: Thu, Sáng")) == [("Nguyễn Thị Thu", None), ("Hồ Thị Sáng", None)]


def test_a_session_is_a_session_though_a_pupil_is_called_so() -> None:
    assert (told(read("6A sáng Minh ốm")), read("6A sáng Minh ốm").parts) == ([(MINH, None)], ("S",))
    assert told(read("6A sáng nay minh om")) == [(MINH, None)]


def test_what_nothing_decides_between_name_and_word_is_asked() -> None:
    first, second = read("6a sang minh om").items
    assert (names(first), first.doubt, first.pupil) == (["Hồ Thị Sáng"], True, None)
    assert second.pupil == 127


def test_full_names_in_a_row_are_told_apart_and_given_names_in_a_row_asked() -> None:
    assert told(read("6A Nguyễn Văn Minh Trần Văn Hùng Lê Thị Mai")) == [
        (MINH, None),
        ("Trần Văn Hùng", None),
        ("Lê Thị Mai", None),
    ]
    assert all(item.doubt for item in read("6A Mai Anh").items)
    assert told(read("6A Nguyễn Văn Minh Anh")) == []


def test_twins_in_letters_are_asked() -> None:
    assert names(read("6A hung").items[0]) == ["Trần Văn Hùng", "Trần Văn Hưng"]
    assert names(read("6A Lan kp").items[0]) == ["Nguyễn Thị Lan A", "Nguyễn Thị Lan B"]


@pytest.mark.parametrize(
    "text",
    [
        "6A Hồ Văn Tèo",
        "6A Hồ Văn Minh",
        "6A La Văn Minh",
        "6a la van minh",
        "6a do van minh",
        "6A Đỗ Văn Minh P",
        "6A Minh Hương",
        "6A Lê Minh",
        "6A Minh Mua",
        "6A Minh Du",
        "6A Minh Bao",
    ],
)
def test_part_of_a_name_nobody_has_is_never_taken_for_a_pupil(text: str) -> None:
    (item,) = read(text).items
    assert item.pupil is None
    assert item.words in text


def test_a_name_without_a_mark_where_others_have_them_is_asked() -> None:
    (item,) = read("6A Hồ Văn Nam").items
    assert (names(item), item.pupil) == (["Hồ Văn Năm"], None)


def test_a_pupil_whose_last_letter_may_be_a_code_is_asked() -> None:
    listed = index("Nguyễn Văn", "Nguyễn Văn K")
    (item,) = read("6A Nguyễn Văn K", listed).items
    assert item.candidates == (101, 102)


def test_names_inside_a_free_reason_are_asked_about_and_not_recorded() -> None:
    reading = read("6A Minh nghỉ vì nhà sập gần suối Bình")
    assert told(reading) == [(MINH, None)]
    assert [item.words for item in reading.items if item.pupil is None] == ["Bình"]


def test_a_pupil_named_twice_is_reported_once() -> None:
    assert told(read("6A Minh P, Dũng, Minh")) == [(MINH, True), (DUNG, None)]
    assert read("6A Minh P, Dũng, Minh K").unread == ("Minh",)


def test_in_a_class_whose_list_is_not_given_nobody_is_known() -> None:
    assert read("6B Minh").items[0].candidates == ()
