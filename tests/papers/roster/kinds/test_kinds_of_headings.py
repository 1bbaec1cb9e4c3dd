"""Headings and lines as other systems and other hands write them; each read right, or named in a sentence."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from papers.roster import Roster
from papers.roster.reader import read_roster
from papers.roster.said import fault_lines
from tests.papers.roster.formats import write_ods, write_xlsx
from tests.papers.roster.lists_written import BAN, SUA, H
from tests.papers.roster.workbooks import TODAY, Rows, write

BOTH = [(BAN[0], "6A"), (SUA[0], "6A")]
LISTS: dict[str, Sequence[Sequence[Any]]] = {
    "English": [
        ("No.", "Full name", "Date of birth", "Gender", "Class", "Student ID"),
        (1, *BAN, "Male", "6A", "HS1"),
        (2, *SUA, "Female", "6A", "HS2"),
    ],
    "English, another system's": [
        ("#", "Student Name", "DOB", "Sex", "Current class", "Student code", "Parent/Guardian", "Phone number"),
        (1, *BAN, "M", "6A", "HS1", "Kiều Văn Cha", "0912345678"),
        (2, *SUA, "F", "6A", "HS2", "", ""),
    ],
    "both languages in a cell": [
        ("STT\nNo.", "Họ và tên\nFull name", "Ngày sinh\nDate of birth", "Lớp\nClass"),
        (1, *BAN, "6A"),
        (2, *SUA, "6A"),
    ],
    "“Học sinh”": [("STT", "Học sinh", "Ngày sinh", "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A")],
    "“Tên” over whole names": [("STT", "Tên", "Ngày sinh", "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A")],
    "the old class beside the new one": [(*H, "Lớp cũ", "Lớp mới"), (1, *BAN, "5A", "6A"), (2, *SUA, "5B", "6A")],
    "names alone under their class": [
        ("DANH SÁCH HỌC SINH LỚP 6A",),
        ("STT", "Họ và tên"),
        (1, BAN[0]),
        (2, SUA[0]),
    ],
    "signs for “the same”": [(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, '"')],
    "classes in other signs": [(*H, "Lớp"), (1, *BAN, "L6A"), (2, *SUA, "6 - A")],
    "a people under “DT”": [("STT", "Họ và tên", "DT", "Lớp"), (1, BAN[0], "Jrai", "6A"), (2, SUA[0], "Jrai", "6A")],
    "prepared lines of dots": [(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A"), (3, "………………", "…", "")],
}


@pytest.mark.parametrize("what", LISTS)
def test_it_is_read(tmp_path: Path, what: str) -> None:
    roster = read(tmp_path, LISTS[what])
    assert [(pupil.full_name, pupil.class_name) for pupil in roster.pupils] == BOTH
    assert not [fault for fault in roster.faults if fault.sheet]


SAID: dict[str, tuple[Sequence[Sequence[Any]], str]] = {
    "a list on its side": (
        [("Họ và tên", BAN[0], SUA[0]), ("Ngày sinh", BAN[1], SUA[1]), ("Lớp", "6A", "6A")],
        "this list stands on its side",
    ),
    "a combined class": ([(*H, "Lớp"), (1, *BAN, "1+2")], "“1+2” is a combined class"),
    "two classes in one cell": ([(*H, "Lớp"), (1, *BAN, "6A/6B")], "“6A/6B” is a combined class"),
    "a combined class in the title": ([("LỚP GHÉP 1+2",), H, (1, *BAN)], "is a combined class"),
}


@pytest.mark.parametrize("what", SAID)
def test_it_is_named_in_a_sentence(tmp_path: Path, what: str) -> None:
    rows, said = SAID[what]
    assert said in "\n".join(fault_lines(read(tmp_path, rows).faults, 9))


def test_three_rows_of_headings(tmp_path: Path) -> None:
    rows: Rows = [
        ("STT", "Họ và tên", "Thông tin gia đình", "", "", ""),
        ("", "", "Cha", "", "Mẹ", ""),
        ("", "", "Họ tên", "SĐT", "Họ tên", "SĐT"),
        (1, BAN[0], "Kiều Văn Cha", "0912345678", "Rơ Châm Mẹ", "0987654321"),
    ]
    areas = ("A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2")

    path = write(tmp_path / "a.xlsx", {"6A": rows}, lambda sheet: _merge(sheet, rows, areas))
    (pupil,) = read_roster(path, TODAY).pupils
    assert [(one.full_name, one.phone) for one in pupil.guardians] == [
        ("Kiều Văn Cha", "+84912345678"),
        ("Rơ Châm Mẹ", "+84987654321"),
    ]


def test_what_is_merged_in_an_ods_counts_too(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", [(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, "")], spans={(2, 4): (2, 1)})
    assert [(pupil.full_name, pupil.class_name) for pupil in read_roster(path, TODAY).pupils] == BOTH


DATES = {
    "'14/03/2015": date(2015, 3, 14),
    "14/03/2015 (KS lại)": date(2015, 3, 14),
    "14-Mar-2015": date(2015, 3, 14),
    "14 March 2015": date(2015, 3, 14),
    "20150314": date(2015, 3, 14),
    "14/3/2015.": date(2015, 3, 14),
}


@pytest.mark.parametrize("said", DATES)
def test_what_is_certain_of_a_date(tmp_path: Path, said: str) -> None:
    roster = read(tmp_path, [(*H, "Lớp"), (1, BAN[0], said, "6A")])
    assert roster.pupils[0].birth_date == DATES[said]


FAMILIES: dict[str, tuple[Sequence[Sequence[Any]], list[tuple[str, str | None]]]] = {
    "two in a cell": (
        [
            (*H, "Lớp", "Họ tên cha, mẹ", "SĐT cha, mẹ"),
            (1, *BAN, "6A", "Cha: Kiều Văn Cha\nMẹ: Rơ Châm Mẹ", "0912345678\n0987654321"),
        ],
        [("Kiều Văn Cha", "+84912345678"), ("Rơ Châm Mẹ", "+84987654321")],
    ),
    "the mother in a line below": (
        [
            (*H, "Lớp", "Phụ huynh", "SĐT"),
            (1, *BAN, "6A", "Kiều Văn Cha", "0912345678"),
            ("", "", "", "", "Rơ Châm Mẹ", "0987654321"),
        ],
        [("Kiều Văn Cha", "+84912345678"), ("Rơ Châm Mẹ", "+84987654321")],
    ),
    "one whom only the pupil names": (
        [(*H, "Lớp", "Họ tên mẹ"), (1, *BAN, "6A", "Mẹ Kiều Văn Ban")],
        [("Mẹ Kiều Văn Ban", None)],
    ),
}


@pytest.mark.parametrize("what", FAMILIES)
def test_a_family_in_whatever_cells(tmp_path: Path, what: str) -> None:
    rows, family = FAMILIES[what]
    (pupil,) = read(tmp_path, rows).pupils
    assert [(one.full_name, one.phone) for one in pupil.guardians] == family


def test_a_phone_too_many_is_nobodys_for_sure(tmp_path: Path) -> None:
    rows = [(*H, "Lớp", "Cha mẹ", "SĐT"), (1, *BAN, "6A", "Cha: Kiều Văn Cha; Mẹ: Rơ Châm Mẹ", "0912345678")]
    roster = read(tmp_path, rows)
    assert [one.phone for one in roster.pupils[0].guardians] == ["+84912345678", None]
    assert "whose of these phone numbers is whose" in "\n".join(fault_lines(roster.faults, 9))


def test_a_number_without_a_name_is_no_line_of_the_family_above(tmp_path: Path) -> None:
    rows = [(*H, "Lớp", "Phụ huynh"), (1, *BAN, "6A", "Kiều Văn Cha"), (2, "", "", "6A", "Siu H'Bia")]
    roster = read(tmp_path, rows)
    assert [one.full_name for one in roster.pupils[0].guardians] == ["Kiều Văn Cha"]
    assert roster.errors()


def test_letters_that_tell_two_of_one_name_stay(tmp_path: Path) -> None:
    rows = [(*H, "Lớp"), (1, f"{BAN[0]} (A)", BAN[1], "6A"), (2, f"{BAN[0]} (B)", SUA[1], "6A")]
    assert [pupil.full_name for pupil in read(tmp_path, rows).pupils] == [f"{BAN[0]} A", f"{BAN[0]} B"]


def test_a_formula_without_a_value_is_said(tmp_path: Path) -> None:
    def formulas(sheet: Any) -> None:
        sheet.write_formula("C2", "=VLOOKUP(1,A1,2)", None, "#N/A")
        sheet.write_formula("D2", '=IF(A2="","","6A")', None, "6A")

    path = write(tmp_path / "a.xlsx", {"HS": [(*H, "Lớp"), (1, BAN[0], "", "")]}, formulas)
    roster = read_roster(path, TODAY)
    assert [(pupil.full_name, pupil.class_name) for pupil in roster.pupils] == BOTH[:1]
    assert "this cell shows “#N/A”" in "\n".join(fault_lines(roster.faults, 9))


def read(path: Path, rows: Sequence[Sequence[Any]]) -> Roster:
    return read_roster(write_xlsx(path / "a.xlsx", rows), TODAY)


def _merge(sheet: Any, rows: Rows, areas: Sequence[str]) -> None:
    for area in areas:
        row, column = int(area[1]) - 1, ord(area[0]) - 65
        sheet.merge_range(area, rows[row][column])


TEACHERS: dict[str, Sequence[Sequence[Any]]] = {
    "in one cell": [("TT", "Họ và tên", "Chức vụ", "Lớp CN", "SĐT"), (1, "Lê Thị Vi", "GVCN", "1A + 2A", "0912000111")],
    "a line for each": [
        ("TT", "Họ và tên", "Chức vụ", "Lớp CN", "SĐT"),
        (1, "Lê Thị Vi", "GVCN", "1A", "0912000111"),
        (2, "Lê Thị Vi", "GVCN", "2A", "0912000111"),
    ],
}


@pytest.mark.parametrize("what", TEACHERS)
def test_a_teacher_of_a_combined_class_has_both(tmp_path: Path, what: str) -> None:
    roster = read(tmp_path, TEACHERS[what])
    (teacher,) = roster.staff
    assert teacher.classes == ["1A", "2A"]
    assert not roster.errors()
