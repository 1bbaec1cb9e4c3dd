"""A pupil of whom nothing is understood is asked about and never passed over; what is plainly something else is not."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.outcome import Outcome, verdict
from rules.reading.report import read_report
from tests.rules.reading.classroom import CLASSES, NOW, index
from tests.rules.reading.weighing.meant_or_not import asked, given_names_in, outcome, reports, written

# Syllables nobody has in a name, and no word of a report or of talk: whatever a dialect or the slang of next year says.
_STRANGE = ("bưởng", "chụp", "kháo", "lủng", "nhoẻn", "phắc", "rụi", "sượt", "trẩy", "vẹo", "xẹp", "ngoắc")


@given(words=st.lists(st.sampled_from(_STRANGE), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize(
    "said", ["Sen {}", "Em Sen {} rồi cô ạ", "6A hôm nay Sen {}", "Sen 6A {}", "6A vắng Nhi. Sen {}"]
)
def test_whatever_is_said_of_a_pupil_in_words_nobody_has_met_is_asked_about(said: str, words: list[str]) -> None:
    text = said.format(" ".join(words))
    assert "Sen" in asked(text)
    assert "Sen" not in written(text)


@pytest.mark.parametrize(
    "said", ["biến đâu mất", "bặt tăm", "chưa thấy mặt mũi", "lặn mất tăm", "bùng rồi", "mất hút", "đứt liên lạc"]
)
@pytest.mark.parametrize("who", ["Sen", "Sen với Nhi", "bạn Sen 6A"])
def test_who_is_gone_in_slang_is_written_down_or_asked_about_all_of_them(who: str, said: str) -> None:
    text = f"{who} {said}"
    assert {*written(text), *asked(text)} == ({"Nhi", "Sen"} if "Nhi" in who else {"Sen"})


@pytest.mark.parametrize("not_", ["nỏ", "hông", "hổng", "hem", "chẳng", "chả", "đếch", "chưa", "không"])
@pytest.mark.parametrize("come", ["đi học", "tới", "vô lớp", "qua lớp", "lên"])
def test_who_does_not_come_in_any_dialect_is_never_passed_over(not_: str, come: str) -> None:
    text = f"Sen {not_} {come}"
    assert [*written(text), *asked(text)] == ["Sen"]


@pytest.mark.parametrize(
    "said",
    [
        "làm vỡ cốc, đền 20k rồi", "vẽ tranh đẹp lắm", "học rất tốt", "thi chạy chiều nay", "khóc nhớ mẹ",
        "mượn bút của Nhi",
        "được bầu làm lớp phó", "đổi chỗ cho Nhi", "đang học bài", "mang vở cho cô nhé", "hát hay quá", "nhặt được ví",
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["Sen", "Em Sen", "6A: em Sen", "Hôm nay Sen"])
def test_what_is_plainly_something_else_gets_no_question(who: str, said: str) -> None:
    assert outcome(f"{who} {said}") is Outcome.NOT_A_REPORT


@pytest.mark.parametrize("word", ["Học sinh", "Học bạ", "Mai sau", "Hoàng hôn"])
def test_a_word_that_begins_like_a_name_is_nobody_and_a_pupil_so_called_is(word: str) -> None:
    name = word.split(maxsplit=1)[0]
    assert name in asked(f"Em {name} lủng rồi")
    assert name not in asked(f"{word} 6A lủng rồi")


@pytest.mark.parametrize("doubt", ["hình như", "chắc", "có lẽ"])
def test_what_is_only_thought_is_asked_about_and_what_is_supposed_is_not(doubt: str) -> None:
    assert asked(f"Sen {doubt} lủng rồi") == ["Sen"]
    assert asked("nếu Sen lủng thì em báo") == []


@pytest.mark.parametrize("text", ["6A đủ hết trơn kaka", "6A có mặt 15/10", "6A có mặt sạch bách"])
def test_a_class_that_may_be_complete_is_asked_about_and_not_passed_over(text: str) -> None:
    assert outcome(text) is Outcome.AMBIGUOUS


@pytest.mark.parametrize("text", ["6A mai có mặt lúc 7h", "6A mang đủ tiền", "6A học bù nhé, có mặt đầy đủ sách vở"])
def test_a_class_that_is_told_to_come_is_no_report(text: str) -> None:
    assert outcome(text) is Outcome.NOT_A_REPORT


@pytest.mark.parametrize(
    "asked_for", ["có xin phép hôm qua", "đã xin phép hôm kia", "có xin phép hôm qua rồi cô, hôm nay nghỉ"]
)
def test_the_day_on_which_leave_was_asked_is_no_day_of_absence(asked_for: str) -> None:
    (item,) = reports(f"6A vắng Sen {asked_for}" if "nghỉ" not in asked_for else f"Sen {asked_for}")[0].items
    assert (item.pupil is not None, {*item.days} <= {NOW.date()}) == (True, True)


@pytest.mark.parametrize("until", ["đến", "tới", "hết"])
def test_until_tomorrow_is_nobody_called_tomorrow(until: str) -> None:
    assert "Mai" not in written(f"Sen nghỉ từ hôm qua {until} mai do tang bà")
    assert written("6A vắng Sen, Mai") == ["Mai", "Sen"]


_WORDS = ("Học", "Mới", "Được", "Tới", "Đến", "Ngoan", "Còn", "Trường", "Thi", "Theo", "Năm", "Tâm", "Bảy")
_TOLD = (
    "{} xin vắng", "hôm nay {} vắng", "{} bị sởi nghỉ", "{} còn ở nhà trông em", "{} đưa em đi viện", "Nga với {} nghỉ",
    "{} không đi học", "{} ko thấy tới", "vắng Nga còn {} thì chưa thấy đâu", "Nga nghỉ, {} cũng nghỉ", "{} mất tăm",
    "6A vắng Nga, {}", "6A vắng {}, Nga", "6A vắng 2 Nga {}", "{} với Nga chưa thấy vô lớp", "{} k phép còn Nga có đơn",
)  # fmt: skip


@pytest.mark.parametrize("told", _TOLD)
@pytest.mark.parametrize("typed", [str, str.lower])
def test_whoever_is_called_by_a_word_is_written_down_or_asked_about(told: str, typed: Callable[[str], str]) -> None:
    """In small letters too, but where it makes another phrase: `Nga ngoan`."""
    left_out: list[str] = []
    for name in _WORDS:
        listed = index("Lê Thị Nga", f"Trần Thị {name}", "Bùi Quang Huy", "Lò Văn Quý")
        found = verdict(read_report(typed(told.format(name)), NOW, CLASSES, 6, {6: listed}))
        left_out += [] if name in given_names_in((*found.sure, *found.open_), listed) else [name]
    phrase = {"6A vắng 2 Nga {}": ["Ngoan"]} if typed is str.lower else {}
    assert left_out == phrase.get(told, [])


@pytest.mark.parametrize(
    "text",
    ["Học còn 2 tiết nữa", "Còn Nga vắng", "Mới có điểm", "Được nghỉ 2 tiết cuối", "Trường cho nghỉ thứ 6",
     "Bảy giờ tập trung", "Tới giờ mà chưa mở cửa", "Trường mình vắng nhiều quá", "Nga mới nghỉ", "Nga học có phép"],
)  # fmt: skip
def test_a_word_is_nobody_where_another_is_told_of_or_nobody_is(text: str) -> None:
    names = ("Học", "Còn", "Mới", "Được", "Trường", "Bảy", "Tới")
    listed = index("Lê Thị Nga", *(f"Trần Thị {name}" for name in names))
    found = verdict(read_report(text, NOW, CLASSES, 6, {6: listed}))
    assert set(given_names_in((*found.sure, *found.open_), listed)) <= {"Nga"}


@pytest.mark.parametrize("said", ["cũng vậy", "cũng thế", "nữa", "cũng rứa", "nữa nha cô", "rồi"])
@pytest.mark.parametrize("report", ["Nhi nghỉ, Sen {}", "6A vắng Nhi, Sen {}", "nhi nghỉ, sen {}"])
def test_who_is_told_of_as_the_one_before_is_not_passed_over(report: str, said: str) -> None:
    text = report.format(said)
    assert {*written(text), *asked(text)} == {"Nhi", "Sen"}
    assert asked("Nhi nghỉ, Sen thì không") == []


@pytest.mark.parametrize("again", ["nay lại nghỉ", "giờ vẫn chưa thấy", "nay thì chưa thấy", "hôm nay chưa đến lớp"])
@pytest.mark.parametrize("here", ["hôm qua có mặt", "hay đi muộn", "nói đi trễ", "hôm qua đi học"])
def test_of_being_here_and_then_not_the_last_word_counts(here: str, again: str) -> None:
    text = f"Sen {here}, {again}"
    assert [*written(text), *asked(text)] == ["Sen"]
    assert outcome(f"Sen {again}, giờ vào lớp rồi") is Outcome.NOT_A_REPORT
    assert outcome("Sen đi muộn, có phép") is outcome("Sen đi học rồi, không nghỉ") is Outcome.NOT_A_REPORT


def test_mai_in_small_letters_who_does_not_come_may_be_tomorrow() -> None:
    assert (written("mai không đi học"), asked("mai không đi học")) == ([], ["Mai"])
    assert written("Mai không đi học") == ["Mai"]
