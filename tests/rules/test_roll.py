"""A change of the roll is read in any order, with or without marks; names are no days, and no words of another's."""

from datetime import date

import pytest

from rules.people.classes import ClassRef
from rules.reading.who.roster import ClassRoster, Pupil, build_index
from rules.roll import named, read_line

CLASSES = (ClassRef(1, "6A"), ClassRef(2, "6B"), ClassRef(3, "Lá 1"))
SUNDAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "of", "to", "day", "why", "words"),
    [
        ("6A Hồ Văn Bình sang 6B từ thứ Hai", "6A", "6B", "30/11", "", "Hồ Văn Bình"),
        ("sang 6b tu 6a binh", "6A", "6B", "", "", "binh"),
        ("6A Bình 6B", "6A", "6B", "", "", "Bình"),
        ("chuyen em Binh 6A qua lop 6B tu tuan sau", "6A", "6B", "30/11", "", "chuyen em Binh"),
        ("6A Đinh Thị Mai từ mai", "6A", "", "30/11", "", "Đinh Thị Mai"),
        ("Đỗ Thị Tư 6A", "6A", "", "", "", "Đỗ Thị Tư"),
        ("6A Bình từ 20/11: theo bố mẹ, có 2 em", "6A", "", "20/11", "theo bố mẹ, có 2 em", "Bình"),
        ("6A Bình vì ốm, kể từ ngày 5/10", "6A", "", "05/10", "ốm", "Bình"),
        ("6A Bình sang Lá 1 từ 30-11", "6A", "Lá 1", "30/11", "", "Bình"),
    ],
)
def test_a_line_says_whose_where_from_where_to_and_since_when(
    text: str, of: str, to: str, day: str, why: str, words: str
) -> None:
    line = read_line(text, CLASSES, SUNDAY)
    names = [klass.name if klass else "" for klass in (line.of, line.to)]
    said = f"{line.day:%d/%m}" if line.day else ""
    assert (*names, said, line.why, line.words) == (of, to, day, why, words)


def test_a_stretch_may_reach_into_the_next_year_and_a_bare_weekday_has_two_meanings() -> None:
    line = read_line("6A Cao Thị Yên từ 1/12 đến 31/5", CLASSES, SUNDAY)
    assert (line.day, line.last) == (date(2026, 12, 1), date(2027, 5, 31))
    line = read_line("6A Bình từ thứ 2", CLASSES, SUNDAY)
    assert (line.day, line.other) == (date(2026, 11, 30), date(2026, 11, 23))


@pytest.mark.parametrize("text", ["6A Bình sang 6C", "bình sang 7d1", "6A Bình ngày 31/11"])
def test_a_class_or_a_day_that_there_is_not_is_said(text: str) -> None:
    line = read_line(text, CLASSES, SUNDAY)
    assert line.unknown or line.problem


def test_a_whole_name_is_no_other_pupil_of_that_given_name() -> None:
    lan, binh = Pupil(1, 3, "Đinh Văn Lan"), Pupil(2, 4, "Hồ Văn Bình")
    index = build_index(ClassRoster(1, "6A", 0, (lan, binh)))
    assert named(index, "Hồ Thị Lan") == ((), "Hồ Thị Lan")
    assert named(index, "em Lan")[0] == (lan,)
    assert named(index, "4")[0] == (binh,)
    assert named(index, "Bình Takta", more=True) == ((binh,), "Takta")
    assert named(index, "Bình chuyển sang Tu Ro", more=True) == ((binh,), "Tu Ro"), "a hamlet, not the word từ"
    assert named(index, "Bình Takta")[0] == ()
