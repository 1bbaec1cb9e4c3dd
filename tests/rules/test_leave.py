"""Leave as families ask for it, read into days and a reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.leave import read_leave, reason_code, which_child

MONDAY = date(2026, 11, 16)


def days(*numbers: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, number) for number in numbers)


@pytest.mark.parametrize(
    ("text", "meant", "reason"),
    [
        ("mai con ốm", days(17), "con ốm"),
        ("Cô ơi mai cháu xin nghỉ vì đám cưới chị", days(17), "đám cưới chị"),
        ("Co oi mai chau xin nghi vi dam cuoi chi", days(17), "dam cuoi chi"),
        ("thứ 5", days(19), ""),
        ("từ 17/11 đến 19/11 về quê", days(17, 18, 19), "về quê"),
        ("2 ngày từ mai đi khám bệnh", days(17, 18), "đi khám bệnh"),
        ("từ thứ 6 nghỉ 2 ngày nhà có việc", days(20, 21), "nghỉ nhà có việc"),
        ("mai đi khám bệnh", days(17), "đi khám bệnh"),
        ("Xin phép cô cho cháu nghỉ ngày mai", days(17), ""),
        ("20/11 nhà có việc", days(20), "nhà có việc"),
        ("con tôi mai nghỉ học", days(17), ""),
        ("con toi mai nghi hoc", days(17), ""),
        ("con nghỉ học tới thứ 4", days(16, 17, 18), ""),
        ("cháu nghỉ thứ 5 với thứ 6", days(19, 20), ""),
        ("xin nghỉ 18/11, 19/11 và 20/11 ạ", days(18, 19, 20), ""),
        ("cháu nghỉ chiều thứ 4 và thứ 5", days(18), "cháu nghỉ và thứ 5"),
        ("con bị sốt cô ạ", (), "con bị sốt cô ạ"),
        ("2 ngày", (), ""),
    ],
)
def test_the_days_and_the_reason(text: str, meant: tuple[date, ...], reason: str) -> None:
    wish = read_leave(text, MONDAY)
    assert (wish.days, wish.reason) == (meant, reason)


@pytest.mark.parametrize(
    ("text", "part"), [("sáng mai con đi khám", "S"), ("chiều thứ 5 khám răng", "C"), ("mai con ốm", None)]
)
def test_half_a_day(text: str, part: str | None) -> None:
    assert read_leave(text, MONDAY).part == part


def test_a_number_of_days_without_a_beginning_is_asked_about_and_a_gap_too() -> None:
    assert read_leave("2 ngày con ốm", MONDAY).length == 2
    assert read_leave("thứ 3 và thứ 5 có việc", MONDAY).more
    assert not read_leave("từ thứ 3 đến thứ 5 có việc", MONDAY).more


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Cô ơi mai cháu xin nghỉ vì đám cưới chị", True),
        ("cho cháu nghỉ ngày mai nhé cô", True),
        ("mai em nghỉ học cô ạ", True),
        ("cháu đi học rồi cô ạ", False),
        ("cảm ơn cô", False),
        ("mai có họp phụ huynh không cô", False),
    ],
)
def test_what_sounds_like_asking_leave(text: str, asks: bool) -> None:  # noqa: FBT001, a table of texts
    assert read_leave(text, MONDAY).asks is asks


@pytest.mark.parametrize(("text", "code"), [("bị sốt cao", "om"), ("đám cưới chị", "viec_nha"), ("họp họ", "khac")])
def test_the_reason_is_coded_coarsely(text: str, code: str) -> None:
    assert reason_code(text) == code


def test_which_child_is_meant() -> None:
    names = {1: "Hồ Thị Lan", 2: "Hồ Văn Bình", 3: "Đinh Văn Lan"}
    assert which_child("Bình mai ốm", names) == ([2], "mai ốm")
    assert which_child("ho thi lan mai om", names) == ([1], "mai om")
    assert which_child("Lan mai ốm", names)[0] == [1, 3], "two are called so: it has to be asked"
    assert which_child("mai ốm", names) == ([], "mai ốm")
    assert which_child("a mai ốm", {4: "Nguyễn Văn A"})[0] == [], "one letter is no name in a sentence"


@given(st.text(max_size=200))
def test_nothing_that_is_typed_makes_it_fail(text: str) -> None:
    wish = read_leave(text, MONDAY)
    assert len(wish.reason) <= 300
