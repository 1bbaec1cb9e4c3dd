"""What is said of a pupil a second time, of lessons, of what the family asks, and of what has nothing to do with it."""

import pytest

from rules.reading.outcome import Outcome
from rules.reading.words.lexicon import Kind
from tests.rules.reading.weighing.meant_or_not import asked, outcome, reports, written


@pytest.mark.parametrize(
    "turn",
    ["vừa chạy vào lớp", "xuống đến nơi rồi", "mới được bố chở tới cổng", "lên lớp sau 10 phút nữa ạ"],
)
@pytest.mark.parametrize("between", [". ", "... à ", ". Ơ ", ", à mà "])
def test_somebody_reported_of_whom_something_is_said_anew_is_asked_about(between: str, turn: str) -> None:
    text = f"6A vắng Diệp, Sen{between}Sen {turn}"
    assert (written(text), asked(text)) == (["Diệp"], ["Sen"])


@pytest.mark.parametrize("why", ["sổ mũi", "ho", "đau bụng", "bị sốt"])
@pytest.mark.parametrize(
    "asks", ["nên mẹ xin cho con ở nhà", "mẹ Sen có điện xin", "ba của Sen lên tận lớp xin phép", "má em xin rồi"]
)
def test_who_is_ill_and_for_whom_the_family_asks_leave_is_away(why: str, asks: str) -> None:
    comma = "" if asks.startswith("nên") else ","
    assert written(f"Em Sen {why}{comma} {asks} ạ") == ["Sen"]


@pytest.mark.parametrize("verb", ["bỏ", "trốn", "cúp", "nghỉ", "không học", "không vào"])
@pytest.mark.parametrize("lessons", ["tiết 4", "2 tiết cuối", "hai tiết đầu", "mấy tiết chiều", "tiết Toán", "tiết Lý"])
def test_lessons_missed_are_marks_of_their_own_and_no_absence(verb: str, lessons: str) -> None:
    items = [item for report in reports(f"6A Hoàng {verb} {lessons}") for item in report.items]
    assert [(item.kind, item.pupil is not None) for item in items] == [(Kind.SKIPPED, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Chiều nay họp hội đồng, thầy cô đi đầy đủ",
        "Các em đem đầy đủ dụng cụ học tập nhé",
        "nhất 6A, nhì 6B ạ",
        "Xin xác nhận hộ nghèo cho em Sen với em Nhi",
        "Cho em xin bản sao khai sinh của em Sen",
        "Toàn trường nghỉ từ thứ 5",
    ],
)
def test_what_is_said_of_other_things_records_and_asks_nothing(text: str) -> None:
    assert outcome(text) is Outcome.NOT_A_REPORT


@pytest.mark.parametrize("no", ["không", "thì không", "ko ạ"])
def test_a_bare_no_behind_one_with_leave_is_without_leave(no: str) -> None:
    (report,) = reports(f"6A Diệp có phép, Sen {no}")
    assert [item.excused for item in report.items] == [True, False]


@pytest.mark.parametrize("purpose", ["đi dự đám cưới", "đi nhổ mì phụ ngoại", "để làm thẻ ngân hàng"])
def test_what_an_absence_is_for_is_explained(purpose: str) -> None:
    assert written(f"Sen xin nghỉ hôm nay {purpose}") == ["Sen"]


@pytest.mark.parametrize("opening", ["Toán 6A", "Hôm nay 6A các em xuống", "6A đi học", "Thể dục lớp 6A"])
def test_a_class_is_complete_whoever_says_it_and_however(opening: str) -> None:
    assert outcome(f"{opening} đủ ạ") is Outcome.NONE_ABSENT


@pytest.mark.parametrize("aside", ["em đang hỏi gia đình", "em đang gọi mà chưa được", "em mới liên hệ với mẹ em ấy"])
def test_whom_the_writer_asks_meanwhile_takes_nothing_back(aside: str) -> None:
    assert written(f"Hôm nay vắng em Sen với em Nhi ạ, {aside}") == ["Nhi", "Sen"]


@pytest.mark.parametrize(
    "text", ["Sen, Nhi lại trốn đâu cả rồi không thấy mặt", "Sen, Nhi chưa thấy mặt mà vừa thấy xe"]
)
def test_of_two_named_together_neither_is_surer_than_the_other(text: str) -> None:
    assert written(text) == []


@pytest.mark.parametrize(
    "text", ["6A ngoài Sen ra thì đủ", "6A trừ Sen ra các bạn khác đi đủ", "6A trừ Sen còn lại đủ"]
)
def test_who_is_taken_out_of_those_who_are_there_is_absent(text: str) -> None:
    assert written(text) == ["Sen"]


@pytest.mark.parametrize(
    "why", ["bị bố bắt ở nhà trông trâu", "dứt khoát không chịu đi học", "nhất định đòi ở nhà phụ bán hàng"]
)
def test_a_pupil_who_stays_at_home_in_strange_words_is_asked_about_and_not_passed_over(why: str) -> None:
    assert (written(f"Em Sen {why}"), asked(f"Em Sen {why}")) == ([], ["Sen"])


@pytest.mark.parametrize("full", ["đi đủ", "đi học đầy đủ", "có mặt đủ"])
@pytest.mark.parametrize("wish", ["mai thi nên các em {}", "mai cả lớp {} nhé", "yêu cầu lớp 6A {}", "các em phải {}"])
def test_a_full_class_that_is_wished_for_or_of_tomorrow_is_none(wish: str, full: str) -> None:
    assert not any(report.nobody and not report.days for report in reports(wish.format(full)))


@pytest.mark.parametrize("beside", ["6A đủ. Nhắc cô mai họp", "nhờ cô ghi 6A đủ", "cần báo: 6A đủ"])
def test_wishes_beside_it_leave_a_full_class_full(beside: str) -> None:
    assert [report.nobody for report in reports(beside)] == [True]
