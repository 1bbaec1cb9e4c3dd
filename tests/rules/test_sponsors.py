"""Sponsors as schools write them, and a month's progress in a sponsor's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.sponsors import Named, begins, read_progress, read_sponsors

NAMES = st.lists(st.sampled_from(["Phạm Thu Hà", "Vũ Đức Long", "H'Lan Niê", "Y Ngọc Êban"]), min_size=1, max_size=2)
SIGNS = st.sampled_from(["; ", ", ", "\n", " và "])


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("1. Cao Thị Yên", [("Cao Thị Yên", False)]),
        ("1. Cao Thị Yên; 2. Vũ Đức Long (hỗ trợ)", [("Cao Thị Yên", False), ("Vũ Đức Long", True)]),
        ("1. Cao Thị Yên 2. Vũ Đức Long", [("Cao Thị Yên", False), ("Vũ Đức Long", False)]),
        ("1) Cao Thị Yên\n2) Vũ Đức Long(Hỗ trợ)", [("Cao Thị Yên", False), ("Vũ Đức Long", True)]),
        ("cô Thu, thầy Nam (ho tro)", [("Thu", False), ("Nam", True)]),
        ("Cao Thị Yên - hỗ trợ", [("Cao Thị Yên", True)]),
        ("Cô Long", [("Long", False)]),
        ("", []),
        (" ; ", []),
    ],
)
def test_one_or_two_names_however_they_are_numbered_parted_and_titled(
    written: str, people: list[tuple[str, bool]]
) -> None:
    assert [(one.name, one.supporting) for one in read_sponsors(written)] == people


@given(names=NAMES, sign=SIGNS, supporting=st.booleans())
def test_what_is_written_down_in_any_usual_way_is_read_back(*, names: list[str], sign: str, supporting: bool) -> None:
    marks = ["", " (hỗ trợ)" if supporting else ""]
    text = sign.join(f"{number}. {name}{marks[number - 1]}" for number, name in enumerate(names, 1))
    expected = [Named(name, supporting=bool(marks[number])) for number, name in enumerate(names)]
    assert list(read_sponsors(text)) == expected


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_and_no_name_is_empty(text: str) -> None:
    assert all(one.name for one in read_sponsors(text))
    progress, _words = read_progress(text)
    assert progress in {None, "better", "same", "worry"}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("tiến bộ", ("better", "")),
        ("Có tiến bộ, đi học đều", ("better", "đi học đều")),
        ("chua thay doi", ("same", "")),
        ("Chưa tiến bộ: còn nghỉ thứ Hai", ("same", "còn nghỉ thứ Hai")),
        ("đáng lo – hay ngủ gật", ("worry", "hay ngủ gật")),
        ("em hay giúp bạn", (None, "em hay giúp bạn")),
    ],
)
def test_progress_is_what_the_note_begins_with(said: str, read: tuple[str | None, str]) -> None:
    assert read_progress(said) == read


def test_a_word_of_the_command_counts_with_its_own_marks_or_none() -> None:
    assert begins("bỏ 6A An", "bỏ") == "6A An"
    assert begins("BO 6A An", "bỏ") == "6A An"
    assert begins("Bồ Văn An", "bỏ") is None
    assert begins("ghi chú", "ghi chú") == ""
