"""A message cut into what it says of each class, and cleaned of what says nothing."""

import pytest

from rules.people.classes import ClassRef
from rules.reading.outcome import Outcome, verdict
from rules.reading.report import read_report
from rules.reading.said.reported import ClassProblem, Reading
from rules.reading.sections import classes_named, cleaned
from rules.reading.who.roster import ClassRoster, Pupil, build_index
from rules.reading.words.length import first_piece
from rules.reading.words.lexicon import standard
from tests.rules.reading.classroom import CLASSES, NOW, index

SIXTH = index("Hồ Thị Lan", "Hồ Văn Hùng", "Nguyễn Văn Minh", "Lê Thị Mai")
SEVENTH = build_index(
    ClassRoster(7, "6B", 1, tuple(Pupil(200 + n, n, name) for n, name in enumerate(("Trần Văn Nam", "Lê Văn Bình"), 1)))
)
NAMES = {**SIXTH.by_id, **SEVENTH.by_id}


def read(text: str, own: int | None = None) -> Reading:
    return read_report(text, NOW, CLASSES, own, {6: SIXTH, 7: SEVENTH})


def by_class(text: str, own: int | None = None) -> dict[str, list[str]]:
    """Who is surely reported, by the words of the class."""
    return {
        report.class_words: [NAMES[item.pupil].name for item in report.items if item.pupil]
        for report in read(text, own).reports
    }


BOTH = {"6A": ["Hồ Thị Lan", "Hồ Văn Hùng"], "6B": ["Trần Văn Nam"]}


@pytest.mark.parametrize(
    "text",
    [
        "6A: Lan, Hùng; 6B: Nam",
        "6A vắng Lan, Hùng\n6B vắng Nam",
        "6A: Lan, Hùng. 6B: Nam.",
        "Vắng 6A: Lan, Hùng, 6B: Nam",
        "báo cáo thầy 6A vắng Lan, Hùng, 6B vắng Nam ạ",
        "Lan 6A, Hùng 6A, Nam 6B vắng",
        "vắng: Lan 6A, Hùng 6A và Nam 6B",
        "6A vắng Lan; 6B vắng Nam; 6A vắng Hùng",
    ],
)
def test_each_class_gets_its_own_pupils(text: str) -> None:
    assert by_class(text) == BOTH


@pytest.mark.parametrize(
    "text", ["Lan, Hùng 6A vắng", "vắng Lan và Hùng lớp 6A", "Lan, Hùng vắng 6A", "vắng Lan, Hùng 6A ạ"]
)
def test_a_class_behind_the_names_is_theirs(text: str) -> None:
    assert by_class(text) == {"6A": ["Hồ Thị Lan", "Hồ Văn Hùng"]}


def test_what_is_said_in_front_of_all_classes_is_said_of_each() -> None:
    for report in read("Hôm qua vắng: 6A: Lan; 6B: Nam").reports:
        assert [day.day for day in report.days] == [24]


def test_what_is_said_of_one_class_is_not_said_of_the_other() -> None:
    first, second = read("6A: Lan, Hùng đều có phép; 6B: Nam").reports
    assert [item.excused for item in first.items] == [True, True]
    assert [item.excused for item in second.items] == [None]


def test_a_complete_class_beside_one_that_is_not() -> None:
    first, second = read("6A đủ, 6B vắng Nam").reports
    assert (first.nobody, first.items) == (True, ())
    assert [item.pupil for item in second.items] == [201]
    assert verdict(read("6A đủ, 6B vắng Nam")).outcome is Outcome.RECORD
    assert verdict(read("6A đủ, 6B đủ")).outcome is Outcome.NONE_ABSENT


def test_a_class_nobody_has_beside_one_that_is_known_is_told_apart() -> None:
    first, second = read("6A: Lan; 7C: Tèo").reports
    assert [item.pupil for item in first.items] == [101]
    assert (second.class_problem, second.class_words) == (ClassProblem.UNKNOWN, "7C")


def test_a_pupil_is_looked_for_in_the_class_said_only() -> None:
    (report,) = read("6B vắng Hùng").reports
    assert [item.candidates for item in report.items] == [()]


def test_without_a_class_it_is_the_writers_own_or_missing() -> None:
    assert by_class("vắng Lan", own=6) == {"": ["Hồ Thị Lan"]}
    (report,) = read("vắng Hùng").reports
    assert report.class_problem is ClassProblem.MISSING


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/vang 6A Lan", "vang 6A Lan"),
        ("@siso_bot 6A vắng Lan", "6A vắng Lan"),
        ("/vang@siso_bot 6A Lan", "vang 6A Lan"),
        ("Dạ, 6A vắng Lan", "6A vắng Lan"),
        ("dạ, dạ, 6A vắng Lan", "6A vắng Lan"),
        ("7h15 6A vắng Lan", "6A vắng Lan"),
        ("6A vắng Lan lúc 07:15", "6A vắng Lan lúc"),
        ("6A_vắng_Lan", "6A vắng Lan"),
        ("6A\u00a0vắng\u200b Lan", "6A vắng Lan"),
        ("6A  vắng\r\n\r\n  Lan", "6A vắng\nLan"),
        ("6A vắng H' Lan", "6A vắng H'Lan"),
        ("Chào cô. 6A vắng Lan. Cô nhận được chưa ạ?", "Chào cô. 6A vắng Lan."),
        ("6A vắng ai?", "6A vắng ai?"),
    ],
)
def test_what_says_nothing_is_cleaned_away(text: str, left: str) -> None:
    found = [" ".join(line.split()) for line in cleaned(text, CLASSES, standard()).splitlines()]
    assert found == left.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "/vang 6A Lan",
        "@siso_bot 6A vắng Lan",
        "Dạ, 6A vắng Lan ạ",
        "Alo, em báo cáo thầy, 6A vắng Lan",
        "7h15: 6A vắng Lan",
        "6A vắng Lan (7h30)",
        "6A vắng Lan. Thầy nhận được chưa ạ?",
        "Cô ơi cho em báo: 6A vắng Lan",
        "😢 6A vắng Lan 👍",
    ],
)
def test_a_report_is_the_same_with_and_without_it(text: str) -> None:
    found = verdict(read(text))
    assert (found.outcome, [item.pupil for item in found.sure]) == (Outcome.RECORD, [101])


@pytest.mark.parametrize("text", ["6A hôm nay vắng ai?", "6A có ai vắng không?", "Lan 6A hôm nay có đi học không ạ?"])
def test_a_question_is_no_report(text: str) -> None:
    assert verdict(read(text)).outcome is Outcome.NOT_A_REPORT


def test_the_lists_that_are_needed_are_those_of_the_classes_named() -> None:
    assert classes_named("6A: Lan; 6B: Nam", CLASSES, None) == (ClassRef(6, "6A"), ClassRef(7, "6B"))
    assert classes_named("vắng Lan", CLASSES, 6) == (ClassRef(6, "6A"),)
    assert classes_named("vắng Lan", CLASSES, None) == ()
    assert classes_named("9Z vắng Lan", CLASSES, None) == ()


def test_a_message_too_long_is_read_as_far_as_a_class_is_long() -> None:
    assert first_piece("6A vắng Lan") == ("6A vắng Lan", "")
    assert len(first_piece("x" * 5000)[0]) == 2500


@pytest.mark.parametrize(
    ("text", "words", "lines"),
    [
        ("6A vắng " + "Lan, " * 1000 + "Hùng", 102, 1),  # one word a hundred times
        ("6A vắng " + "".join(f"Lan{at}, " for at in range(1000)) + "Hùng", 600, 1),
        ("6A vắng\n" + "".join(f"L{at}\n" for at in range(1000)) + "Hùng", 202, 200),
    ],
)
def test_what_no_class_is_long_enough_for_is_said_to_be_unread(text: str, words: int, lines: int) -> None:
    read_, rest = first_piece(text)
    assert len(read_.split()) <= words
    assert len(read_.splitlines()) <= lines
    assert rest.endswith("Hùng")
    assert f"{read_} {rest}".split() == text.split()
