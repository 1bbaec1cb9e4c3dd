"""The ladder as a value: what it begins with, what can be wrong with it, how people name its recipients and changes."""

import pytest
from msgspec import structs

from rules.ladder.faults import Wrong, faults
from rules.ladder.recipients import Who, read_who
from rules.ladder.steps import CASE, FIRST, NOT_BACK, OUT, RETURN, UP, Ask, Counting, Ladder, default_ladder
from rules.ladder.wish import changed


def told(ladder: Ladder, number: int) -> dict[str, Ask]:
    step = ladder.step(number)
    assert step is not None
    return {who.words(): ask for who, ask in step.tell}


def test_a_school_begins_with_the_steps_of_the_plans_and_they_have_no_faults() -> None:
    absence, back = default_ladder(), default_ladder(RETURN)
    assert told(absence, FIRST) == {"phụ trách nóc": "ask_family", "đỡ đầu": "ask_family", "phụ huynh": "reason"}
    assert told(absence, CASE)["GVCN"] is Ask.VISIT
    assert told(absence, UP) == {"PHT": "know", "HT": "decide"}
    assert told(absence, OUT)["trưởng thôn"] is Ask.HELP
    assert told(back, NOT_BACK) == {"PHT2": "know", "HT": "decide", "GVCN": "visit"}
    assert [(step.after, step.due) for step in absence.steps] == [(1, 0), (3, 2), (1, 0), (1, 0)]
    assert faults(absence) == faults(back) == []


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("PHT2", Who(position="PHT2")),
        ("pht 2", Who(position="PHT2")),
        ("Phó hiệu trưởng 2", Who(position="PHT2")),
        ("Phó Hiệu trưởng (PHT2)", Who(position="PHT2")),
        ("TTCM", Who(position="TTCM")),
        ("PHT", Who(role="vice_principal")),
        ("Phó hiệu trưởng", Who(role="vice_principal")),
        ("hiệu trưởng", Who(role="principal")),
        ("gvcn", Who(role="homeroom")),
        ("Le Hoa", Who(person="Le Hoa")),
        ("Lê Đình Khôi", Who(person="Lê Đình Khôi")),
    ],
)
def test_a_recipient_is_a_role_a_position_or_a_name(words: str, who: Who) -> None:
    assert read_who(words) == who


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("2 sau 0 ngày", Wrong.AFTER),
        ("2 sau 61 ngày", Wrong.AFTER),
        ("1 sau 2 ngày", Wrong.FIRST_AFTER),
        ("2 hạn 0 ngày", Wrong.DUE),
        ("2 thôi báo GVCN", Wrong.NO_VISIT),
        ("3 thôi báo HT", Wrong.NO_HEAD),
        ("3 báo phụ huynh", Wrong.ASK),
        ("cách đếm cộng dồn 5 trong 3 ngày", Wrong.WITHIN_LESS),
        ("cách đếm cộng dồn 3 trong 90 ngày", Wrong.WITHIN),
    ],
)
def test_a_change_that_makes_no_sense_is_a_fault_that_names_its_step(words: str, wrong: Wrong) -> None:
    new = changed(default_ladder(), words)
    assert new is not None
    assert wrong in {fault.wrong for fault in faults(new)}


def test_leave_ends_no_row_where_absences_are_added_up() -> None:
    new = structs.replace(default_ladder(), counting=Counting(within=10, leave_breaks=False))
    assert [fault.wrong for fault in faults(new)] == [Wrong.WITHIN_LEAVE]


@pytest.mark.parametrize(
    ("words", "after", "counting"),
    [
        ("2 sau 4 ngày", 4, Counting()),
        ("bước 2 sau 4 ngay", 4, Counting()),
        ("cách đếm cộng dồn 3 trong 10 ngày", 3, Counting(within=10)),
        ("cach dem cong don 4 buoi trong 10 ngay", 4, Counting(within=10, unit="sessions")),
        ("cách đếm theo buổi", 3, Counting(unit="sessions")),
        ("cách đếm có phép không ngắt", 3, Counting(leave_breaks=False)),
        ("cách đếm liên tiếp 5 ngày", 5, Counting()),
    ],
)
def test_what_the_administrator_types_is_read_as_a_change(words: str, after: int, counting: Counting) -> None:
    new = changed(default_ladder(), words)
    assert new is not None
    case = new.step(CASE)
    assert case is not None
    assert (case.after, new.counting) == (after, counting)
    assert faults(new) == []


def test_naming_one_of_several_vice_principals_takes_the_place_of_all() -> None:
    new = changed(default_ladder(), "3 báo PHT2")
    assert new is not None
    assert told(new, UP) == {"HT": "decide", "PHT2": "know"}
    assert changed(new, "mặc định") == default_ladder()


@pytest.mark.parametrize("words", ["", "5 sau 3 ngày", "2 sau hai ngày", "2", "3 thôi báo GVCN", "xin chào"])
def test_other_words_are_no_change(words: str) -> None:
    assert changed(default_ladder(), words) is None
