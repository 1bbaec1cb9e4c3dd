"""What a line says beside its words: dates, struck lines, hidden sheets, duties, phones; and large lists."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from papers.roster.bounds import read_roster_safely
from papers.roster.faults import write_faults
from papers.roster.reader import read_roster
from papers.roster.said import fault_lines
from tests.campaign import CAMPAIGN
from tests.papers.roster.formats import FORMATS, SHOWS_HIDDEN
from tests.papers.roster.lists_written import BAN, MAIN, SUA, TY, H
from tests.papers.roster.workbooks import TODAY, Rows, write

BIRTHS: dict[str, tuple[Rows, list[date | None], str]] = {
    "with times": (
        [(*H, "Lớp"), (1, BAN[0], "2015-03-14 00:00:00", "6A"), (2, SUA[0], "22/08/2015 0:00", "6A")],
        [],
        "",
    ),
    "in three columns": (
        [
            ("Họ và tên", "Lớp", "Sinh ngày", "Tháng", "Năm"),
            (BAN[0], "6A", 14, 3, 2015),
            (SUA[0], "6A", 22, "08", "2015"),
        ],
        [],
        "",
    ),
    "in three columns under one heading": (
        [
            ("Họ và tên", "Lớp", "Ngày sinh", "", ""),
            ("", "", "Ngày", "Tháng", "Năm"),
            (BAN[0], "6A", 14, 3, 2015),
            (SUA[0], "6A", 22, 8, 2015),
        ],
        [],
        "",
    ),
    "in columns of boys and girls": (
        [("STT", "Họ và tên", "Lớp", "Nam", "Nữ"), (1, BAN[0], "6A", BAN[1], ""), (2, SUA[0], "6A", "", SUA[1])],
        [],
        "",
    ),
    "month first": (
        [(*H, "Lớp"), (1, BAN[0], "03/14/2015", "6A"), (2, SUA[0], "08/22/2015", "6A")],
        [],
        "month before the day",
    ),
    "impossible": (
        [(*H, "Lớp"), (1, *BAN, "6A"), (2, SUA[0], "31/02/2015", "6A")],
        [date(2015, 3, 14), None],
        "is no date",
    ),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", BIRTHS)
def test_birth_dates_are_read_as_schools_write_them(tmp_path: Path, what: str, form: str) -> None:
    rows, expected, said = BIRTHS[what]
    roster = read_roster(FORMATS[form](tmp_path / "list", rows), TODAY)
    assert [one.birth_date for one in roster.pupils] == (expected or [date(2015, 3, 14), date(2015, 8, 22)])
    assert roster.errors() == []
    lines = fault_lines([fault for fault in roster.faults if fault.sheet], 9)
    assert [said in line for line in lines] == [True] * bool(said)


def test_a_line_struck_through_and_a_hidden_sheet_are_said(tmp_path: Path) -> None:
    book = Workbook()
    del book[book.sheetnames[0]]
    for tab, (name, born) in (("6A", BAN), ("6B", SUA)):
        sheet = book.create_sheet(tab)
        for row in (H, (1, name, born), (2, *TY)):
            sheet.append(row)
    book["6B"].sheet_state = "hidden"
    for cell in book["6A"][3]:
        cell.font = Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    read = read_roster(tmp_path / "a.xlsx", TODAY)
    assert [one.full_name for one in read.pupils] == [BAN[0], TY[0]]
    said = [(one.sheet, one.row) for one in read.warnings() if "struck" in one.message or "is hidden" in one.message]
    assert sorted(said) == [("6A", 3), ("6B", 0)]


def test_duties_beside_the_titles_make_homeroom_teachers(tmp_path: Path) -> None:
    rows = [
        ("TT", "Họ và tên", "Chức vụ", "Nhiệm vụ được giao", "ĐT"),
        (1, "Lê Thị Vi", "Giáo viên", "Chủ nhiệm 6A, dạy Toán", "0900000001"),
        (2, "Vũ Đức Long", "GV", "CN lớp 6B", "0900000002"),
        (3, "Tạ Quang Minh", "GV", "TPTĐ", "0900000003"),
        (4, "Cao Thị Yên", "GV", "Dạy Văn 6A", "0900000004"),
    ]
    read = read_roster(write(tmp_path / "a.xlsx", {"GV": rows}), TODAY)
    assert [(one.homeroom_class, one.role) for one in read.staff] == [
        ("6A", "homeroom"), ("6B", "homeroom"), (None, "registrar"), (None, "teacher"),
    ]  # fmt: skip


def test_each_phone_is_of_the_parent_it_stands_behind_and_the_dead_have_none(tmp_path: Path) -> None:
    head = ("Họ và tên", "Lớp", "Họ và tên cha", "Năm sinh", "SĐT", "Họ và tên mẹ", "Năm sinh", "SĐT")
    rows = [
        head,
        (BAN[0], "6A", "Kiều Cha", 1985, "0912345678", "Kiều Mẹ", 1987, "0912345679"),
        (SUA[0], "6A", "đã mất", "", "", "Siu Mẹ", 1990, "0912345670"),
        (TY[0], "6A", "không", "", "", "Rơ Mẹ", 1990, ""),
    ]
    read = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
    assert [[(one.full_name, one.phone) for one in pupil.guardians] for pupil in read.pupils] == [
        [("Kiều Cha", "+84912345678"), ("Kiều Mẹ", "+84912345679")],
        [("Siu Mẹ", "+84912345670")],
        [("Rơ Mẹ", None)],
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_hidden_line_is_left_out_and_said_where_the_format_keeps_it(tmp_path: Path, form: str) -> None:
    rows = [(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A"), (3, *TY, "6A")]
    roster = read_roster(FORMATS[form](tmp_path / "list", rows, [3]), TODAY)
    assert [one.full_name for one in roster.pupils] == [BAN[0], TY[0]]
    assert [one.row.full_name for one in roster.aside] == ([SUA[0]] if form in SHOWS_HIDDEN else [])
    assert any("(3)" in fault.sentence() for fault in roster.faults) is (form in SHOWS_HIDDEN)


@pytest.mark.parametrize("form", FORMATS)
def test_whatever_the_format_it_is_read_in_the_child_and_given_back_coloured(tmp_path: Path, form: str) -> None:
    path = FORMATS[form](tmp_path / "list", [(*H, "Lớp"), (1, *BAN, "6A"), (2, "", SUA[1], "6A")])
    roster = read_roster_safely(path, TODAY)
    write_faults(path, roster.faults, tmp_path / "copy.xlsx")
    again = read_roster(tmp_path / "copy.xlsx", TODAY)
    assert len(again.errors()) == len(roster.errors()) == 1


@pytest.mark.slow
def test_five_thousand_lines_of_any_format_stay_within_what_the_child_may_use(tmp_path: Path) -> None:
    names = [f"Kiều Văn {first}{second}" for first in "BCDGH" for second in ("an", "inh", "ung")]
    rows = [(*H, "Lớp", "SĐT mẹ"), *((n % 40 + 1, names[n % 15], f"{n % 28 + 1}/{n % 12 + 1}/{2008 + n % 9}",
            f"{n // 600 + 1}{chr(65 + n // 40 % 15)}", "0912345678") for n in range(5000))]  # fmt: skip
    for form in (".xlsx", ".xls", ".ods", ".csv with commas") if CAMPAIGN else (".xls", ".ods"):
        assert len(read_roster_safely(FORMATS[form](tmp_path / "list", rows), TODAY).pupils) == 5000


OTHERS: dict[str, Rows] = {
    "Đội tuyển HSG": [("STT", "Họ và tên", "Lớp", "Môn"), (1, BAN[0], "6A", "Văn")],
    "Bơi": [("DANH SÁCH HỌC SINH HỌC BƠI",), ("STT", "Họ và tên", "Lớp"), (1, BAN[0], "6A")],
    "CMHS": [
        ("BAN ĐẠI DIỆN CHA MẸ HỌC SINH",),
        ("STT", "Họ và tên", "Lớp", "Chức vụ"),
        (1, "Kiều Xa", "6A", "Trưởng ban"),
    ],
    "6A": [H, (1, *BAN), (2, *SUA)],
    "6A (2)": [H, (1, *BAN), (2, *SUA)],
    "Khen thưởng": [("DANH SÁCH KHEN THƯỞNG",), (*H, "Lớp"), (1, *BAN, "6A")],
}


@pytest.mark.parametrize("tab", OTHERS)
@pytest.mark.parametrize("first", [True, False])
def test_nobody_comes_twice_from_a_second_list(tmp_path: Path, tab: str, *, first: bool) -> None:
    pages = {"Danh sách": MAIN, tab: OTHERS[tab]}
    ordered = dict(reversed(pages.items())) if first else pages
    roster = read_roster(write(tmp_path / "a.xlsx", ordered), TODAY)
    assert sorted((one.full_name, one.birth_date) for one in roster.pupils) == [
        (BAN[0], date(2015, 3, 14)),
        (SUA[0], date(2015, 8, 22)),
    ]
    assert roster.errors() == []
    assert roster.staff == []
    assert any(fault.sheet in ordered for fault in roster.faults)
