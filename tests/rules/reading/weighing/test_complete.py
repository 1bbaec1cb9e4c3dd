"""A class that is complete, and whoever is named beside that: told to be here needs no question."""

import pytest

from rules.reading.outcome import Outcome
from tests.rules.reading.classroom import index, read_all
from tests.rules.reading.weighing.meant_or_not import asked, outcome, written


@pytest.mark.parametrize(
    "text",
    [
        "6A: Mai có, Học có, Sen có. Đi đủ.",
        "6A - Sen, Nhi đều có - 0 vắng",
        "6A: Sen, Mai, Học đủ cả",
        "Lớp 6A vắng 0 (Sen, Nhi, Học ok hết)",
        "6A đủ nhé, Sen với Nhi hôm kia nghỉ nay đến rồi ạ",
        "6A hôm nay không thiếu em nào, Khương thứ hai nghỉ nay đi lại",
        "6A 10/10, Nhi cũng đi",
        "Lớp 6A đủ, Sen hôm qua ốm nay đi học rồi",
        "Có ai vắng đâu, 6A đủ hết nha chị",
        "Mô có ai vắng, 6A đi đủ cả",
        "10/10, Sen vô trễ. Rứa thôi.",
    ],
)
def test_whoever_is_told_to_be_here_is_not_asked_about(text: str) -> None:
    assert (outcome(text), written(text), asked(text)) == (Outcome.NONE_ABSENT, [], [])


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("6A đủ, trừ Sen", ["Sen"]),
        ("6A đủ, chỉ thiếu Sen", ["Sen"]),
        ("6A đủ, Sen", ["Sen"]),
        ("6A đủ, Sen chưa tới", ["Sen"]),
        ("6A đủ, còn Sen ốm", ["Sen"]),
        ("6A đủ, Sen không có đến", ["Sen"]),
        ("6A hôm qua đủ, nay Sen nghỉ", ["Sen"]),
    ],
)
def test_and_whoever_is_not_is_never_passed_over(text: str, absent: list[str]) -> None:
    assert sorted({*written(text), *asked(text)}) == absent


@pytest.mark.parametrize("beside", ["6A đủ, mai em nộp sổ", "6A đi đủ. Mai em gửi danh sách", "6A đủ, mai em họp tổ"])
def test_a_day_on_which_something_else_is_done_is_not_that_of_the_report(beside: str) -> None:
    (report,) = read_all(beside, index("Quàng Thị Sen", "Tòng Thị Nhi")).reports
    assert (report.nobody, report.days) == (True, ())


def test_of_a_roll_called_aloud_only_who_is_missing_is_absent() -> None:
    assert written("6A: Sen có, Nhi có, Khương vắng") == ["Khương"]
