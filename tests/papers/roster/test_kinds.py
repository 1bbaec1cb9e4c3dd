"""The kinds of lists schools have, each in every format: read right, or with a warning where it is doubtful."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from openpyxl import Workbook
from openpyxl.styles import Font

from papers.roster import Roster, Unreadable
from papers.roster.bounds import read_roster_safely
from papers.roster.faults import write_faults
from papers.roster.lists.classes import class_alone, class_of_tab, class_of_title, read_class
from papers.roster.lists.dates import order_of, read_birth_date
from papers.roster.lists.places import Places, read_address
from papers.roster.lists.values import Cell, Wrong, as_name, read_yes
from papers.roster.reader import read_roster
from papers.roster.said import fault_lines
from tests.papers.roster.formats import FORMATS, SHOWS_HIDDEN
from tests.papers.roster.workbooks import TODAY, Rows, write

H = ("STT", "Họ và tên", "Ngày sinh")
BAN = ("Kiều Văn Ban", "14/03/2015")
SUA = ("Siu H'Sua", "22/08/2015")
TY = ("Rơ Châm Tý", "05/11/2015")


class Kind(Struct, frozen=True):
    """Rows of a sheet, the pupils (name, class) that must come out, and what is said of it ("" for nothing)."""

    rows: Sequence[Sequence[Any]]
    pupils: Sequence[tuple[str, str]]
    said: str = ""
    error: bool = False


BOTH = ((BAN[0], "6A"), (SUA[0], "6B"))
KINDS: dict[str, Kind] = {
    "two tables beside each other": Kind(
        [("LỚP 6A", "", "", "", "LỚP 6B", "", ""), (*H, "", *H), (1, *BAN, "", 1, *SUA)], BOTH
    ),
    "two tables beside each other without a gap": Kind(
        [("6A", "", "", "6B", "", ""), (*H, *H), (1, *BAN, 1, *SUA)], BOTH
    ),
    "two tables of other lengths": Kind(
        [("Lớp 6A", "", "", "", "Lớp 6B"), (*H, "", *H), (1, *BAN, "", 1, *SUA), (2, *TY)],
        (BOTH[0], (TY[0], "6A"), BOTH[1]),
    ),
    "two tables below each other": Kind(
        [("DANH SÁCH LỚP 6A",), H, (1, *BAN), (), ("DANH SÁCH LỚP 6B",), H, (1, *SUA)], BOTH
    ),
    "two tables below each other, signed": Kind(
        [
            ("LỚP 6A",),
            H,
            (1, *BAN),
            ("", "Tổng số: 1"),
            ("", "", "GVCN"),
            ("", "", "Lê Thị Vi"),
            (),
            ("LỚP 6B",),
            H,
            (1, *SUA),
        ],
        BOTH,
    ),
    "two tables with other columns": Kind(
        [
            ("LỚP 6A",),
            H,
            (1, *BAN),
            ("LỚP 6B",),
            ("STT", "Họ và tên", "Giới tính", "Ngày sinh"),
            (1, SUA[0], "Nữ", SUA[1]),
        ],
        BOTH,
    ),
    "a row with the class between the pupils": Kind([H, ("Lớp 6A",), (1, *BAN), ("LỚP 6B: 1 em",), (1, *SUA)], BOTH),
    "headings again at the top of a page": Kind(
        [("LỚP 6A",), H, (1, *BAN), H, (2, *SUA)], ((BAN[0], "6A"), (SUA[0], "6A"))
    ),
    "a grade above the classes": Kind(
        [("KHỐI 6",), (*H, "Lớp"), ("KHỐI 6",), (1, *BAN, "6A"), ("KHỐI LỚP 6",), (1, *SUA, "6B")], BOTH
    ),
    "a grade is no class": Kind(
        [("HỌC SINH KHỐI LỚP 6",), H, (1, *BAN)], ((BAN[0], ""),), "names none for sure", error=True
    ),
    "a number for a class": Kind([(*H, "Lớp"), (1, *BAN, 10.1)], ((BAN[0], ""),), "may be 10.1 or 10.10", error=True),
    "the homeroom teacher in the title": Kind([("LỚP 6A",), ("GVCN: Lê Thị Vi",), H, (1, *BAN)], (BOTH[0],)),
    "numbers prepared for more": Kind([(*H, "Lớp"), (1, *BAN, "6A"), (2, "", "", "6A"), (3,), (4,)], (BOTH[0],)),
    "totals in the first column": Kind(
        [(*H, "Lớp"), (1, *BAN, "6A"), ("Tổng số: 1 học sinh",), ("Trong đó nữ: 0",), ("", "Lê Thị Vi", "", "")],
        (BOTH[0],),
    ),
    "a column to sign in": Kind(
        [
            ("TT", "Họ đệm", "Tên", "Lớp", "Người nhận ký, ghi rõ họ tên"),
            (1, "Kiều Văn", "Ban", "6A", "Ban"),
            (2, "", "", "6A", "Xa"),
        ],
        (BOTH[0],),
    ),
    "a head of household": Kind(
        [("TT", "Họ và tên", "Lớp", "Họ và tên chủ hộ", "Họ tên người đón"), (1, BAN[0], "6A", "Kiều Xa", "Kiều Xe")],
        (BOTH[0],),
    ),
    "capitals": Kind([(*H, "Lớp"), (1, "KIỀU VĂN BAN", BAN[1], "6a"), (2, "SIU H'SUA", SUA[1], "6 B")], BOTH),
    "headings of a system": Kind([("Stt", "MaHS", "HoTen", "NgaySinh", "MaLop"), (1, "a1", *BAN, "6A")], (BOTH[0],)),
    "states": Kind(
        [
            (*H, "Lớp", "Trạng thái HS"),
            (1, *BAN, "6A", "Đang học"),
            (2, *SUA, "6A", "Chuyển đi"),
            (3, *TY, "6A", "Bảo lưu"),
        ],
        (BOTH[0],),
        "2 pupils were left out",
    ),
    "who came is here": Kind(
        [(*H, "Lớp", "Tình trạng"), (1, *BAN, "6A", "Chuyển đến kỳ 1"), (2, *SUA, "6B", "Mới tuyển")], BOTH
    ),
    "a state nobody knows": Kind([(*H, "Lớp", "Trạng thái"), (1, *BAN, "6A", "#N/A")], (BOTH[0],), "not clear whether"),
    "a note": Kind(
        [
            (*H, "Lớp", "Ghi chú"),
            (1, *BAN, "6A", "nguy cơ bỏ học"),
            (2, *SUA, "6B", "lớp trưởng"),
            (3, *TY, "6B", "thôi học từ 5/10"),
        ],
        BOTH,
        "1 pupils were left out",
    ),
    "a remark behind a name": Kind(
        [(*H, "Lớp"), (1, f"{BAN[0]} (LT)", BAN[1], "6A")], (BOTH[0],), "left out of the name"
    ),
    "one wrong phone on many lines": Kind(
        [("Họ và tên", "Lớp", "SĐT"), *((f"Kiều Văn {name}", "6A", "12") for name in ("Ban", "Bắc", "Bằng"))],
        [(f"Kiều Văn {name}", "6A") for name in ("Ban", "Bắc", "Bằng")],
        "2 more rows",
    ),
    "seventy columns": Kind([(*H, "Lớp", *(f"Điểm {n}" for n in range(70))), (1, *BAN, "6A", *["8"] * 70)], (BOTH[0],)),
    "nursery groups": Kind(
        [(*H, "Nhóm lớp"), (1, BAN[0], "14/03/2021", "lá 1"), (2, SUA[0], "22/08/2021", "Mẫu giáo 5 tuổi")],
        ((BAN[0], "Lá 1"), (SUA[0], "Mẫu giáo 5 tuổi")),
    ),
    "a title of two classes of two years": Kind([("lớp 5A năm ngoái, nay lên lớp 6A",), H, (1, *BAN)], (BOTH[0],)),
    "a title with a subject": Kind([("LỚP 10 SINH",), H, (1, *BAN)], ((BAN[0], "10SINH"),)),
    "two rows of headings that nothing is merged over": Kind(
        [
            ("DANH SÁCH HỌC SINH LỚP 6A NĂM HỌC 2026 - 2027",),
            ("STT", "Họ và tên", "", "Ngày, tháng, năm sinh", "Giới tính", "", "Nơi ở hiện nay", ""),
            ("", "Họ đệm", "Tên", "", "Nam", "Nữ", "Thôn", "Nóc"),
            (1, "Kiều Văn", "Ban", BAN[1], "x", "", "Thôn 3", "Takta"),
        ],
        (BOTH[0],),
    ),
    "remarks around a name": Kind(
        [
            (*H, "Lớp"),
            (1, f"{BAN[0]} - con mồ côi", BAN[1], "6A"),
            (2, f"2. {SUA[0]}", SUA[1], "6B"),
            (3, f"* {TY[0]}", TY[1], "6B"),
        ],
        (*BOTH, (TY[0], "6B")),
        "left out of the name",
    ),
    "who has left, behind the name": Kind(
        [
            (*H, "Lớp"),
            (1, *BAN, "6A"),
            (2, f"{SUA[0]} (đã chuyển đi)", SUA[1], "6B"),
            (3, f"{TY[0]} - bỏ học", TY[1], "6B"),
        ],
        (BOTH[0],),
        "2 pupils were left out",
    ),
    "a grade beside its classes": Kind(
        [(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, 6)], (BOTH[0], (SUA[0], "6")), "is a grade", error=True
    ),
    "who has dropped out": Kind(
        [("DANH SÁCH HỌC SINH BỎ HỌC",), (*H, "Lớp"), (1, *BAN, "6A")], (), "some pupils only", error=True
    ),
    "who was absent on a day": Kind(
        [("DANH SÁCH HỌC SINH VẮNG HỌC NGÀY 16/11",), (*H, "Lớp", "Lý do"), (1, *BAN, "6A", "ốm")],
        (),
        "some pupils only",
        error=True,
    ),
    "a hamlet that sounds like an absence": Kind(
        [("DANH SÁCH HỌC SINH THÔN SUỐI VÀNG",), (*H, "Lớp"), (1, *BAN, "6A")], (BOTH[0],)
    ),
    "who is poor": Kind(
        [("DANH SÁCH HỌC SINH HỘ NGHÈO, CẬN NGHÈO",), (*H, "Lớp"), (1, *BAN, "6A")], (), "some pupils only", error=True
    ),
    "who has left, in a section of their own": Kind(
        [("LỚP 6A",), H, (1, *BAN), ("Học sinh chuyển đi:",), (1, *SUA), ("LỚP 6B",), (1, *TY)],
        (BOTH[0], (TY[0], "6B")),
        "1 pupils were left out",
    ),
    "who has come, in a section of their own": Kind(
        [("LỚP 6A",), H, (1, *BAN), ("Học sinh chuyển đến:",), (2, *SUA)], (BOTH[0], (SUA[0], "6A"))
    ),
    "numbers of the columns, and a remark above": Kind(
        [("Lưu ý: cột Lớp ghi đúng tên lớp",), (*H, "Lớp"), ("(1)", "(2)", "(3)", "(4)"), (1, *BAN, "6A")], (BOTH[0],)
    ),
    "totals of a class": Kind(
        [(*H, "Lớp"), (1, *BAN, "6A"), ("", "Cộng lớp 6A: 1 em"), (1, *SUA, "6B"), ("", "Tổng số: 2")], BOTH
    ),
    "names without capitals": Kind([(*H, "Lớp"), (1, "kiều văn Ban", BAN[1], "6A")], (BOTH[0],)),
    "a chosen team": Kind([("ĐỘI TUYỂN HỌC SINH GIỎI",), (*H, "Lớp"), (1, *BAN, "6A")], (), "left out", error=True),
}


def read(path: Path, kind: Kind, form: str) -> Roster:
    return read_roster(FORMATS[form](path / "list", kind.rows), TODAY)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", KINDS)
def test_every_kind_of_list_is_read_in_every_format(tmp_path: Path, what: str, form: str) -> None:
    kind = KINDS[what]
    if what == "a number for a class" and form not in SHOWS_HIDDEN:
        pytest.skip("text keeps a class as it was typed")
    roster = read(tmp_path, kind, form)
    assert [(one.full_name, one.class_name) for one in roster.pupils] == list(kind.pupils)
    lines = fault_lines([fault for fault in roster.faults if fault.sheet], 9)
    assert bool(roster.errors()) is kind.error
    assert (kind.said in "\n".join(lines)) if kind.said else lines == []
    assert len(lines) <= 2


BIRTHS: dict[str, tuple[Rows, list[date | None], str]] = {
    "with times": (
        [(*H, "Lớp"), (1, BAN[0], "2015-03-14 00:00:00", "6A"), (2, SUA[0], "22/08/2015 0:00", "6A")],
        [],
        "",
    ),
    "in three columns": (
        [("Họ và tên", "Lớp", "Ngày", "Tháng", "Năm"), (BAN[0], "6A", 14, 3, 2015), (SUA[0], "6A", "22", "08", "2015")],
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


def test_five_thousand_lines_of_any_format_stay_within_what_the_child_may_use(tmp_path: Path) -> None:
    names = [f"Kiều Văn {first}{second}" for first in "BCDGH" for second in ("an", "inh", "ung")]
    rows = [(*H, "Lớp", "SĐT mẹ"), *((n % 40 + 1, names[n % 15], f"{n % 28 + 1}/{n % 12 + 1}/{2008 + n % 9}",
            f"{n // 600 + 1}{chr(65 + n // 40 % 15)}", "0912345678") for n in range(5000))]  # fmt: skip
    for form in (".xlsx", ".xls", ".ods", ".csv with commas"):
        assert len(read_roster_safely(FORMATS[form](tmp_path / "list", rows), TODAY).pupils) == 5000


def sheets(path: Path, **pages: Rows) -> Roster:
    return read_roster(write(path / "a.xlsx", {name.replace("_", " "): rows for name, rows in pages.items()}), TODAY)


MAIN = [(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A")]
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


TEACHERS: dict[str, Rows] = {
    "GVCN": [("STT", "Họ và tên", "Lớp", "Điện thoại"), (1, "Lê Thị Vi", "6A", "0912345678")],
    "Trang 2": [("DANH SÁCH GIÁO VIÊN CHỦ NHIỆM",), ("STT", "Họ và tên", "Lớp"), (1, "Lê Thị Vi", "6A")],
    "Trang 3": [("STT", "Họ và tên GVCN", "Lớp"), (1, "Lê Thị Vi", "6A")],
    "Đội ngũ": [
        ("STT", "Họ và tên", "Ngày sinh", "Trình độ", "Chuyên môn"),
        (1, "Lê Thị Vi", "01/02/1980", "ĐH", "Văn"),
    ],
}


@pytest.mark.parametrize("tab", TEACHERS)
def test_teachers_without_a_title_are_no_pupils(tmp_path: Path, tab: str) -> None:
    roster = read_roster(write(tmp_path / "a.xlsx", {"Danh sách": MAIN, tab: TEACHERS[tab]}), TODAY)
    assert [one.full_name for one in roster.pupils] == [BAN[0], SUA[0]]
    assert [(one.full_name, one.said) for one in roster.staff] == [("Lê Thị Vi", False)]
    assert not roster.whole_staff
    assert roster.errors() == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("DANH SÁCH LỚP 12A1 NĂM HỌC 2026-2027", "12A1"),
        ("Lớp: 7C  Năm học: 2026 – 2027", "7C"),
        ("LỚP 11 CHUYÊN LÝ", "11CHUYÊNLÝ"),
        ("LỚP 6 / 2", "6/2"),
        ("Lớp 6A (điểm trường Tu Ro)", "6A"),
        ("LỚP LÁ 2", "Lá 2"),
        ("6A", "6A"),
        ("lớp 4B cũ, nay học lớp 5A", "5A"),
        ("HỌC SINH KHỐI LỚP 6", None),
        ("CÁC LỚP KHỐI 7", None),
        ("Lớp 6A, 6B", None),
        ("lớp 6A và lớp 6B", None),
        ("Lớp 10 Tin học ứng dụng", None),
        ("Danh sách học sinh", None),
    ],
)
def test_a_title_is_a_class_only_for_sure(title: str, name: str | None) -> None:
    assert class_of_title([title]) == name


@pytest.mark.parametrize(("tab", "name"), [("Lớp 6A", "6A"), ("6A (2)", "6A"), ("Trang 1", None), ("Sheet1", None)])
def test_a_tab_may_be_a_class(tab: str, name: str | None) -> None:
    assert class_of_tab(tab) == name


def test_a_name_of_a_pupil_is_no_class_line() -> None:
    assert [class_alone(text) for text in ("Kiều Văn Ban", "Lá Văn Lớp", "Tổng số")] == [None, None, None]


@pytest.mark.parametrize("cell", [10.1, 10.2, 6.1])
def test_a_number_that_lost_its_nought_is_no_class(cell: float) -> None:
    with pytest.raises(Wrong):
        read_class(cell)


@pytest.mark.parametrize("sign", "√●*■☒✓✔☑+xXvü✗×◉▪►")
def test_any_sign_is_a_tick(sign: str) -> None:
    assert read_yes(sign)


@pytest.mark.parametrize("sign", ["", "-", "□", "☐", "○", "0", "không", "…"])
def test_an_empty_box_is_no_tick(sign: str) -> None:
    assert not read_yes(sign)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Thôn 3, Trà Leng, Nam Trà My, Quảng Nam", Places((), "Thôn 3")),
        ("Thôn 3 - Trà Leng - Đà Nẵng", Places((), "Thôn 3")),
        ("Số 12, đường Hùng Vương, thôn 2, xã Trà Mai", Places((), "Thôn 2")),
        ("Takta, thôn 3, xã Trà Nam", Places(("Takta",), "Thôn 3")),
        ("Thôn 3 xã Trà Leng", Places((), "Thôn 3")),
        ("Ấp 3 - xã Tân Hoà", Places((), "Ấp 3")),
        ("thôn 1, thôn 2", Places()),
        ("12/5 Trần Phú", Places()),
        ("45 Nguyễn Huệ, TP. Huế", Places()),
        ("Trà Leng", Places()),
        ("P.302 chung cư A1", Places()),
    ],
)
def test_of_a_free_address_the_village_is_taken_if_it_is_sure(address: str, place: Places) -> None:
    assert read_address(address) == place


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("KIỀU VĂN BAN", "Kiều Văn Ban"), ("H'HEN NIÊ", "H'Hen Niê"), ("y mơ", "Y Mơ"), ("ĐINH Thị Lan", "ĐINH Thị Lan")],
)
def test_a_name_in_capitals_is_shown_as_a_name(typed: str, shown: str) -> None:
    assert as_name(typed) == shown


def test_dates_that_excel_swapped_are_swapped_back() -> None:
    cells: list[Cell] = [date(2015, 10, 1), "18/10/2015", date(2015, 2, 11), "26/06/2015"]
    order = order_of(cells)
    assert order == "swapped"
    assert [read_birth_date(cell, order) for cell in cells] == [
        date(2015, 1, 10),
        date(2015, 10, 18),
        date(2015, 11, 2),
        date(2015, 6, 26),
    ]


def test_dates_with_a_late_day_among_them_are_as_they_stand() -> None:
    assert order_of([date(2015, 10, 1), "18/10/2015", date(2015, 2, 25), "26/06/2015"]) == "day first"


def test_a_column_of_early_days_only_is_looked_at(tmp_path: Path) -> None:
    rows = [(*H, "Lớp"), *((n, f"Kiều Văn {chr(65 + n)}n", date(2015, n, 12 - n % 3), "6A") for n in range(1, 13))]
    faults = sheets(tmp_path, HS=rows).faults
    assert [fault.column for fault in faults if fault.sheet] == ["C"]


def test_a_file_that_is_not_there_is_no_roster(tmp_path: Path) -> None:
    with pytest.raises((OSError, Unreadable)):
        read_roster_safely(tmp_path / "nope.xlsx", TODAY)
