"""The sponsor list as schools send it: read as it stands, or every fault named where it is."""

from pathlib import Path
from typing import Any

from papers.roster import Roster
from papers.roster.reader import read_roster
from rules.sponsors import Named
from tests.papers.roster.workbooks import TODAY, Rows, school, write

TITLE = ("", "PHÂN CÔNG NHIỆM VỤ HỖ TRỢ HỌC SINH", "", "", "", "")
HEADINGS = ("TT", "Họ và tên", "Lớp", "Hoàn cảnh gia đình, bản thân", "Sự rèn luyện của bản thân", "GV nhận đỡ đầu")
A = (1, "Nguyễn Văn A", "12 A1", "ở với bà", "chăm ngoan", "1. Cao Thị Yên; 2. Vũ Đức Long (hỗ trợ)")
B = (2, "Hồ Văn Bình", "12A1", "", "", "1. Cao Thị Yên")


def read(path: Path, *rows: tuple[Any, ...], **more: Rows) -> Roster:
    sheets = dict(more) | {"Đỡ đầu": (TITLE, HEADINGS, *rows)}
    return read_roster(write(path / "a.xlsx", sheets), TODAY)


def test_the_documents_own_table_is_read_with_classes_as_one_and_blanks_left_blank(tmp_path: Path) -> None:
    roster = read(tmp_path, A, B, (3, "", "", "", "", ""), ("", "NGƯỜI LẬP DANH SÁCH", "", "", "", ""))
    assert roster.faults == []
    assert roster.only_sponsors
    assert [(row.full_name, row.class_name) for row in roster.sponsors] == [
        ("Nguyễn Văn A", "12A1"),
        ("Hồ Văn Bình", "12A1"),
    ]
    assert roster.sponsors[0].sponsors == [Named("Cao Thị Yên"), Named("Vũ Đức Long", supporting=True)]
    assert (roster.sponsors[0].circumstances, roster.sponsors[0].conduct) == ("ở với bà", "chăm ngoan")
    assert roster.sponsors[1].circumstances == ""


def test_the_second_sponsor_may_stand_on_a_line_of_its_own(tmp_path: Path) -> None:
    roster = read(tmp_path, (1, "Nguyễn Văn A", "12A1", "", "", "Cao Thị Yên"), ("", "", "", "", "", "Vũ Đức Long"))
    assert [one.name for one in roster.sponsors[0].sponsors] == ["Cao Thị Yên", "Vũ Đức Long"]


def test_as_a_sheet_of_the_roster_workbook_it_takes_nothing_from_the_other_lists(tmp_path: Path) -> None:
    alone = read_roster(write(tmp_path / "alone.xlsx", school()), TODAY)
    roster = read(tmp_path, A, B, **school())
    assert roster.errors() == []
    assert (roster.pupils, roster.staff, roster.hamlets) == (alone.pupils, alone.staff, alone.hamlets)
    assert len(roster.sponsors) == 2
    assert not roster.only_sponsors


def test_faults_are_named_with_sheet_row_and_column(tmp_path: Path) -> None:
    three = "Cao Thị Yên, Vũ Đức Long, Bùi Văn Tám"
    wrong = [
        (1, "", "12A1", "x", "", "Cao Thị Yên"),
        (2, "Hồ Văn Bình", "lớp mười", "", "", "Cao Thị Yên"),
        (3, "Nguyễn Văn A", "12A1", "", "", three),
        (4, "A Thút", "12A1", "x" * 1001, "", "Cao Thị Yên 9"),
    ]
    faults = [(fault.sheet, fault.row, fault.column) for fault in read(tmp_path, *wrong).errors()]
    assert faults == [
        ("Đỡ đầu", 3, "B"),
        ("Đỡ đầu", 4, "C"),
        ("Đỡ đầu", 5, "F"),
        ("Đỡ đầu", 6, "F"),
        ("Đỡ đầu", 6, "D"),
    ]


def test_an_empty_list_is_refused_rather_than_taken_for_a_list_of_nobody(tmp_path: Path) -> None:
    roster = read(tmp_path)
    assert [fault.severity for fault in roster.faults] == ["error"]


def test_the_staff_list_knows_groups_and_their_heads(tmp_path: Path) -> None:
    staff = (
        ("TT", "Họ và tên", "Chức vụ", "Tổ"),
        (1, "Cao Thị Yên", "Tổ trưởng chuyên môn", "Tự nhiên"),
        (2, "Vũ Đức Long", "Giáo viên", "Tự nhiên"),
        (3, "Bùi Văn Tám", "Tổ phó", ""),
    )
    read_ = read_roster(write(tmp_path / "a.xlsx", school(staff=staff, hamlets=())), TODAY).staff
    assert [(one.roles, one.group) for one in read_] == [
        (["group_head", "teacher"], "Tự nhiên"),
        (["teacher"], "Tự nhiên"),
        (["teacher"], None),
    ]
