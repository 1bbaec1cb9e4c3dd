"""What the whole of a message is called, and what is recorded, asked and left."""

import pytest

from rules.reading.outcome import Outcome, verdict
from rules.reading.report import read_report
from rules.reading.said.reported import Reading
from tests.rules.reading.classroom import CLASSES, NOW, index, name_of

LISTED = index("Hồ Thị Lan", "Hồ Văn Hùng", "Nguyễn Văn Minh", "Nguyễn Thị Mai A", "Nguyễn Thị Mai B", "Lê Thị Sáng")


def read(text: str, own: int | None = None) -> Reading:
    return read_report(text, NOW, CLASSES, own, {6: LISTED})


def outcome(text: str) -> str:
    return verdict(read(text)).outcome.value


def sure(text: str) -> list[str]:
    return [name_of(item.candidates[0], LISTED) for item in verdict(read(text)).sure]


@pytest.mark.parametrize(
    "text",
    [
        "6A Lan nghỉ, nghe Hùng nói là ốm",
        "6A Lan nghỉ theo lời Minh kể",
        "6A Hùng ✅ Lan ❌ Minh ✅",
        "6A văng Lan, có phẹp",
    ],
)
def test_of_all_who_are_named_only_lan_is_absent(text: str) -> None:
    assert sure(text) == ["Hồ Thị Lan"]


def test_the_word_for_a_reason_typed_with_its_marks_is_nobodys_name() -> None:
    listed = index("Hồ Thị Lan", "Lý A Dơ")
    found = verdict(read_report("6A vắng Lan, lí do: ốm", NOW, CLASSES, None, {6: listed})).sure
    assert [name_of(item.candidates[0], listed) for item in found] == ["Hồ Thị Lan"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6A vắng Lan", Outcome.RECORD),
        ("6A vắng 2: Lan, Hùng", Outcome.RECORD),
        ("6A vắng Lan, Minh đi muộn", Outcome.RECORD),
        ("6A vắng Mai", Outcome.AMBIGUOUS),
        ("6A vắng 3 em", Outcome.AMBIGUOUS),
        ("6A vắng Lan thứ 6", Outcome.AMBIGUOUS),
        ("6A vắng Lan 31/11", Outcome.AMBIGUOUS),
        ("6A vắng Lan 25/5", Outcome.AMBIGUOUS),
        ("6A vắng", Outcome.AMBIGUOUS),
        ("6A vắng Tèo", Outcome.UNKNOWN_STUDENT),
        ("6A vắng Hồ Văn Tèo, Lan", Outcome.UNKNOWN_STUDENT),
        ("9Z vắng Lan", Outcome.UNKNOWN_CLASS),
        ("vắng Hùng", Outcome.UNKNOWN_CLASS),
        ("6A đủ", Outcome.NONE_ABSENT),
        ("6A vắng 0", Outcome.NONE_ABSENT),
        ("6A 6/6", Outcome.NONE_ABSENT),
        ("6A không vắng em nào", Outcome.NONE_ABSENT),
        ("6A Lan đi muộn", Outcome.NOT_A_REPORT),
        ("6A Lan về sớm", Outcome.NOT_A_REPORT),
        ("6A Lan đi thi học sinh giỏi", Outcome.NOT_A_REPORT),
        ("6A Lan không vắng", Outcome.NOT_A_REPORT),
        ("huỷ vắng Lan 6A", Outcome.NOT_A_REPORT),
        ("Chào thầy cô ạ", Outcome.NOT_A_REPORT),
        ("Cảm ơn thầy", Outcome.NOT_A_REPORT),
        ("6A hôm nay vắng ai?", Outcome.NOT_A_REPORT),
        ("", Outcome.NOT_A_REPORT),
        ("👍", Outcome.NOT_A_REPORT),
    ],
)
def test_every_message_has_its_outcome(text: str, expected: Outcome) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6A vắng Mai; 9Z vắng Hùng", Outcome.UNKNOWN_CLASS),
        ("6A vắng Lan; 9Z vắng Hùng", Outcome.UNKNOWN_CLASS),
        ("6A vắng Mai, Tèo", Outcome.AMBIGUOUS),
        ("6A vắng Mai, Lan", Outcome.AMBIGUOUS),
        ("6A vắng Tèo, Lan", Outcome.UNKNOWN_STUDENT),
        ("6A vắng Lan; 6B đủ", Outcome.RECORD),
        ("6A đủ, Lan đi muộn", Outcome.NONE_ABSENT),
    ],
)
def test_of_several_the_first_in_the_order_names_the_message(text: str, expected: Outcome) -> None:
    assert outcome(text) == expected


def test_the_order_is_the_one_of_the_rules() -> None:
    assert [each.value for each in Outcome] == [
        "unknown_class",
        "ambiguous",
        "unknown_student",
        "record",
        "none_absent",
        "not_a_report",
    ]


def test_what_is_sure_is_recorded_beside_what_is_asked() -> None:
    assert sure("6A vắng Lan, Mai, Tèo") == ["Hồ Thị Lan"]
    assert len(verdict(read("6A vắng Lan, Mai, Tèo")).open_) == 2
    assert sure("6A vắng Lan; 9Z vắng Hùng") == ["Hồ Thị Lan"]


def test_with_more_announced_than_named_those_named_are_recorded_and_the_rest_asked() -> None:
    assert (outcome("6A vắng 3: Lan, Hùng"), sure("6A vắng 3: Lan, Hùng")) == (
        "ambiguous",
        ["Hồ Thị Lan", "Hồ Văn Hùng"],
    )
    assert outcome("6A 36/40: Lan") == "ambiguous"


def test_with_fewer_announced_than_named_nobody_is_recorded_and_all_are_asked() -> None:
    found = verdict(read("6A vắng 1: Lan, Hùng"))
    assert (found.outcome, found.sure) == (Outcome.AMBIGUOUS, ())
    assert [item.candidates for item in found.open_] == [(101,), (102,)]


def test_a_number_that_agrees_is_only_a_check() -> None:
    for text in (
        "6A vắng 2: Lan, Hùng",
        "6A V02 Lan, Hùng",
        "6A 38/40 Lan, Hùng",
        "6A vắng 2/40: Lan, Hùng",
        "6A 2 em: Lan, Hùng",
    ):
        assert (outcome(text), len(sure(text))) == ("record", 2), text


def test_a_day_that_is_wrong_records_nobody() -> None:
    for day in ("31/11", "thứ 6", "30/2"):
        assert sure(f"6A vắng Lan {day}") == []


def test_a_report_taken_back_says_so() -> None:
    for text in ("huỷ vắng Lan 6A", "báo nhầm, Lan 6A có đi học"):
        assert read(text).retracted or read(text).reports, text
        assert sure(text) == []
