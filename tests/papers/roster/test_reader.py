"""Rosters as schools really keep them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.worksheet import Worksheet

from papers.roster import GuardianRow, Roster
from papers.roster.lists.headers import field_of
from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import (
    GOOD_PUPILS,
    TODAY,
    school,
    write,
)


def read_pupils(path: Path, *rows: Sequence[Any]) -> Roster:
    roster = read_roster(write(path / "roster.xlsx", {"Học sinh": rows}), TODAY)
    assert roster.errors() == []
    return roster


def test_a_good_workbook_is_read_whole_and_without_a_fault(tmp_path: Path) -> None:
    roster = read_roster(write(tmp_path / "a.xlsx", school()), TODAY)
    assert roster.faults == []
    assert [(pupil.list_no, pupil.full_name, pupil.birth_date, pupil.class_name) for pupil in roster.pupils] == [
        (1, "Hồ Văn Bình", date(2015, 9, 5), "6A"),
        (2, "Đinh Thị Lan", date(2015, 9, 6), "6A"),
    ]
    assert [(person.full_name, person.role, person.homeroom_class, person.phone) for person in roster.staff] == [
        ("Võ Thị Tâm", "homeroom", "6A", "+84900001001"),
        ("Hồ Văn Rin", "teacher", None, None),
    ]
    assert [(row.hamlet, row.village, row.staff) for row in roster.hamlets] == [
        ("Takta", "Thôn 3", ["Võ Thị Tâm", "Hồ Văn Rin"])
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ tên", "name"),
        ("HỌ VÀ TÊN HỌC SINH", "name"),
        ("Họ, tên", "name"),
        ("ho va ten", "name"),
        ("Họ và tên CB, GV, NV", "name"),
        ("Họ và tên đệm", "surname"),
        ("Họ và chữ lót", "surname"),
        ("Tên", "given"),
        ("Ngày tháng năm sinh", "birth"),
        ("Ngày, tháng, năm sinh", "birth"),
        ("Năm sinh", "birth"),
        ("Giới tính", "gender"),
        ("Nữ", "female"),
        ("LỚP", "class"),
        ("Tên lớp", "class"),
        ("Vào lớp", "class"),
        ("Mã HS", "code"),
        ("Mã định danh Bộ GD&ĐT", "code"),
        ("Thôn", "village"),
        ("Nóc", "hamlet"),
        ("Thôn / Nóc", "place"),
        ("Thôn, nóc", "place"),
        ("Chỗ ở hiện nay", "address"),
        ("Nơi ở hiện nay", "address"),
        ("Phụ trách thôn, nóc", "charge"),
        ("Thời gian vân động", "when"),
        ("Bán trú", "day_boarding"),
        ("Nội trú", "boarding"),
        ("Chức vụ", "role"),
        ("Lớp chủ nhiệm", "homeroom"),
        ("Chủ nhiệm lớp", "homeroom"),
        ("Họ tên cha", "father.name"),
        ("Cha", "father.name"),
        ("Bố", "father.name"),
        ("Mẹ", "mother.name"),
        ("SĐT mẹ", "mother.phone"),
        ("Cha/Mẹ", "guardian1.name"),
        ("Người giám hộ 2", "guardian2.name"),
        ("Họ và tên người giám hộ 1", "guardian1.name"),
        ("Quan hệ với người giám hộ 1", "guardian1.relation"),
        ("SĐT PH", "guardian1.phone"),
        ("Số điện thoại phụ huynh", "guardian1.phone"),
        ("Điện thoại", "phone1"),
        ("Nghề nghiệp cha", None),
        ("Năm sinh mẹ", None),
        ("SĐT HS", None),
        ("Dân tộc", None),
        ("Khối lớp", None),
    ],
)
def test_headings_are_known_as_schools_write_them(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


def test_columns_may_stand_in_any_order_below_title_rows(tmp_path: Path) -> None:
    roster = read_pupils(
        tmp_path,
        ("UBND XÃ",),
        ("DANH SÁCH HỌC SINH",),
        (),
        ("LỚP", "NĂM SINH", "HỌ TÊN"),
        ("7 a", 2014, "HỒ VĂN BÌNH"),
    )
    pupil = roster.pupils[0]
    assert (pupil.class_name, pupil.birth_date, pupil.full_name) == ("7A", date(2014, 1, 1), "Hồ Văn Bình")


def test_the_family_name_and_the_given_name_may_have_a_column_each(tmp_path: Path) -> None:
    roster = read_pupils(tmp_path, ("STT", "Họ và tên đệm", "Tên", "Lớp"), (1, "Hồ Văn", "Bình", "6A"))
    assert roster.pupils[0].full_name == "Hồ Văn Bình"


def test_one_heading_may_be_merged_over_both_parts_of_the_name(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_range(0, 1, 0, 2, "Họ và tên")

    rows = (("STT", "", "", "Lớp"), (1, "Hồ Văn", "Bình", "6A"))
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}, merge), TODAY)
    assert roster.pupils[0].full_name == "Hồ Văn Bình"


def test_a_given_name_under_no_heading_is_not_lost(tmp_path: Path) -> None:
    roster = read_pupils(tmp_path, ("STT", "Họ và tên", "", "Lớp"), (1, "Hồ Văn", "Bình", "6A"))
    assert roster.pupils[0].full_name == "Hồ Văn Bình"


def test_headings_of_two_rows_are_read_together(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for column, heading in enumerate(("STT", "Họ và tên", "Lớp")):
            sheet.merge_range(3, column, 4, column, heading)
        sheet.merge_range(3, 3, 3, 5, "Người giám hộ 1")

    rows = (
        *[()] * 4,
        ("", "", "", "Họ tên", "Quan hệ", "SĐT"),
        (1, "Hồ Văn Bình", "6A", "Hồ Thị Bền", "bà", "0900000001"),
    )
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}, merge), TODAY)
    assert roster.pupils[0].row == 6
    assert roster.pupils[0].guardians == [GuardianRow(full_name="Hồ Thị Bền", relation="bà", phone="+84900000001")]


def test_father_and_mother_columns_say_the_relation(tmp_path: Path) -> None:
    roster = read_pupils(
        tmp_path,
        ("Họ và tên", "Lớp", "Họ tên cha", "SĐT cha", "Họ tên mẹ", "SĐT mẹ"),
        ("Hồ Văn Bình", "6A", "Hồ Văn Sáng", 900000001.0, "Đinh Thị Đủ", "0162 000 0001"),
    )
    assert roster.pupils[0].guardians == [
        GuardianRow(full_name="Hồ Văn Sáng", relation="cha", phone="+84900000001"),
        GuardianRow(full_name="Đinh Thị Đủ", relation="mẹ", phone="+84320000001"),
    ]


def test_the_one_phone_of_a_family_goes_to_the_first_guardian(tmp_path: Path) -> None:
    roster = read_pupils(
        tmp_path,
        ("Họ và tên", "Lớp", "Cha", "Mẹ", "SĐT PH"),
        ("Hồ Văn Bình", "6A", "Hồ Văn Sáng", "Đinh Thị Đủ", "0900000001"),
    )
    assert [(guardian.full_name, guardian.phone) for guardian in roster.pupils[0].guardians] == [
        ("Hồ Văn Sáng", "+84900000001"),
        ("Đinh Thị Đủ", None),
    ]


def test_a_phone_without_a_name_is_still_a_guardian(tmp_path: Path) -> None:
    roster = read_pupils(tmp_path, ("Họ và tên", "Lớp", "SĐT"), ("Hồ Văn Bình", "6A", "0900000001"))
    assert roster.pupils[0].guardians == [GuardianRow(full_name="", phone="+84900000001")]


def test_a_sheet_for_each_class_needs_no_class_column(tmp_path: Path) -> None:
    rows = (("STT", "Họ và tên", "Ngày sinh"), (1, "Hồ Văn Bình", date(2015, 9, 5)))
    titled = (("DANH SÁCH LỚP 7B NĂM HỌC 2026-2027",), *(("STT", "Họ và tên", "Năm sinh"), (1, "Hồ Văn Chung", 2014)))
    roster = read_roster(write(tmp_path / "a.xlsx", {"Lớp 6A": rows, "Sheet2": titled}), TODAY)
    assert [(pupil.sheet, pupil.class_name) for pupil in roster.pupils] == [("Lớp 6A", "6A"), ("Sheet2", "7B")]


@pytest.mark.parametrize(
    ("headings", "cells", "village", "hamlet"),
    [
        (("Thôn, nóc",), ("Takta- Thôn 3",), "Thôn 3", "Takta"),
        (("Thôn", "Nóc"), ("3", "Takta"), "Thôn 3", "Takta"),
        (("Nóc", "Thôn"), ("Takta", "thôn 3"), "Thôn 3", "Takta"),
        (("Chỗ ở hiện nay",), ("Takta, thôn 3, xã Trà Nam, huyện Nam Trà My",), "Thôn 3", "Takta"),
        (("Thôn, nóc", "Địa chỉ"), ("Takta - Thôn 3", "ở đâu đó"), "Thôn 3", "Takta"),
        (("Thôn, nóc",), ("",), None, None),
        (("Thôn", "Nóc"), ("-", "..."), None, None),
    ],
)
def test_where_a_pupil_lives_is_understood(
    tmp_path: Path, headings: tuple[str, ...], cells: tuple[str, ...], village: str | None, hamlet: str | None
) -> None:
    pupil = read_pupils(tmp_path, ("Họ và tên", "Lớp", *headings), ("Hồ Văn Bình", "6A", *cells)).pupils[0]
    assert (pupil.village, pupil.hamlet) == (village, hamlet)


def test_gender_may_be_a_cross_for_girls_and_boarding_is_any_yes(tmp_path: Path) -> None:
    roster = read_pupils(
        tmp_path,
        ("Họ và tên", "Lớp", "Nữ", "Bán trú", "Nội trú"),
        ("Hồ Thị Lan", "6A", "x", "X", ""),
        ("Hồ Văn Bình", "6A", "", "", "có"),
        ("Hồ Văn Chung", "6A", "", "không", ""),
    )
    assert [(pupil.gender, pupil.boarding) for pupil in roster.pupils] == [("nữ", True), ("nam", True), ("nam", False)]


def test_totals_and_signatures_are_no_pupils(tmp_path: Path) -> None:
    rows = (
        ("STT", "Họ và tên", "Lớp"),
        (1, "Tống Văn Bình", "6A"),
        ("STT", "Họ và tên", "Lớp"),
        (2, "Công Văn Chung", "6A"),
        ("", "Tổng cộng: 2 học sinh"),
        ("", "", "Trà Tập, ngày 5 tháng 9 năm 2026"),
        ("", "", "HIỆU TRƯỞNG"),
        ("", "Phạm Quang Huy"),
    )
    assert [pupil.full_name for pupil in read_pupils(tmp_path, *rows).pupils] == ["Tống Văn Bình", "Công Văn Chung"]


def test_names_of_mixed_case_are_shown_as_in_the_file_but_for_blanks_nfc_and_look_alikes(tmp_path: Path) -> None:
    typed = "\u00d0INH\u00a0 Thi\u0323\u200b  H' Lan"
    assert read_pupils(tmp_path, ("Họ và tên", "Lớp"), (typed, "6A")).pupils[0].full_name == "ĐINH Thị H' Lan"


def test_hidden_sheets_are_last_years_and_not_read(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        if sheet.name == "Cũ":
            sheet.hide()

    sheets = {"Học sinh": GOOD_PUPILS, "Cũ": (("Họ và tên", "Lớp"), ("Hồ Văn Cũ", "5A"))}
    assert len(read_roster(write(tmp_path / "a.xlsx", sheets, hide), TODAY).pupils) == 2
