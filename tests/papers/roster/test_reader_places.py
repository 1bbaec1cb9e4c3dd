"""Who looks after which place, positions, village heads; large workbooks."""

import time
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter.worksheet import Worksheet

from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import (
    GOOD_HAMLETS,
    GOOD_PUPILS,
    HAMLET_HEADINGS,
    STAFF_HEADINGS,
    TODAY,
    school,
    write,
)


def test_the_assignment_sheet_is_read_in_its_own_shape(tmp_path: Path) -> None:
    rows = (
        ("BẢNG PHÂN CÔNG",),
        (),
        HAMLET_HEADINGS,
        (1, "Võ Thị Tâm", "Takta- Thôn 3", "Khi HS vắng không lý do", ""),
        ("", "Hồ Văn Rin", "", "", ""),
        (2, "Võ Thị Tâm", "Mang Lanh – Thôn 4", "Khi HS vắng", "xa"),
        ("", "Lê Thị Vi", "", "", ""),
        (3, "Lê Thị Vi, Hồ Văn Rin", "Ngọc Lê 1,3-Thôn 4", "", ""),
        (4, "Hồ  VănRin", "Long Túc — Thôn 4", "", ""),
    )
    staff = (STAFF_HEADINGS, *((0, name, "GV", "", "") for name in ("Võ Thị Tâm", "Hồ Văn Rin", "Lê Thị Vi")))
    roster = read_roster(write(tmp_path / "a.xlsx", school(staff=staff, hamlets=rows)), TODAY)
    assert roster.errors() == []
    assert [(row.hamlet, row.village, row.staff, row.when_text, row.note) for row in roster.hamlets] == [
        ("Takta", "Thôn 3", ["Võ Thị Tâm", "Hồ Văn Rin"], "Khi HS vắng không lý do", ""),
        ("Mang Lanh", "Thôn 4", ["Võ Thị Tâm", "Lê Thị Vi"], "Khi HS vắng", "xa"),
        ("Ngọc Lê 1", "Thôn 4", ["Lê Thị Vi", "Hồ Văn Rin"], "", ""),
        ("Ngọc Lê 3", "Thôn 4", ["Lê Thị Vi", "Hồ Văn Rin"], "", ""),
        ("Long Túc", "Thôn 4", ["Hồ Văn Rin"], "", ""),
    ]


def test_a_merged_hamlet_belongs_to_every_line_it_covers(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        if sheet.name == "Phân công":
            sheet.merge_range(1, 2, 2, 2, "Takta- Thôn 3")

    hamlets = (HAMLET_HEADINGS, (1, "Võ Thị Tâm", "", "", ""), (2, "Hồ Văn Rin", "", "", ""))
    roster = read_roster(write(tmp_path / "a.xlsx", school(hamlets=hamlets), merge), TODAY)
    assert [row.staff for row in roster.hamlets] == [["Võ Thị Tâm", "Hồ Văn Rin"]]
    assert roster.errors() == []


def test_a_staff_sheet_may_say_itself_who_goes_where(tmp_path: Path) -> None:
    staff = (
        ("Họ và tên", "Chức vụ", "Phụ trách thôn, nóc"),
        ("Võ Thị Tâm", "GV", "Takta - Thôn 3"),
        ("Hồ Văn Rin", "NV", ""),
    )
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": GOOD_PUPILS, "GV": staff}), TODAY)
    assert [(row.hamlet, row.staff) for row in roster.hamlets] == [("Takta", ["Võ Thị Tâm"])]


@pytest.mark.parametrize(
    ("title", "roles", "homeroom"),
    [
        ("Hiệu trưởng", ["principal"], None),
        ("HT", ["principal"], None),
        ("P. Hiệu trưởng", ["vice_principal"], None),
        ("Phó Hiệu trưởng (PHT1)", ["vice_principal"], None),
        ("PHT", ["vice_principal"], None),
        ("TPT Đội", ["registrar"], None),
        ("Giáo viên kiêm Tổng phụ trách", ["registrar", "teacher"], None),
        ("GVCN 6A", ["homeroom"], "6A"),
        ("Giáo viên chủ nhiệm lớp 12 A1 / Tổ trưởng", ["homeroom", "group_head", "teacher"], "12A1"),
        ("Nhân viên", ["teacher"], None),
        ("Kế toán, Quản trị", ["admin", "teacher"], None),
        ("Trưởng thôn", ["village_head"], None),
        ("Trưởng thôn 3", ["village_head"], None),
        ("Cán bộ UBND xã", ["commune_officer"], None),
        ("Phó Chủ tịch UBND xã", ["commune_officer"], None),
        ("Phụ trách thôn", ["hamlet_staff"], None),
        ("", ["teacher"], None),
    ],
)
def test_positions_are_understood_as_schools_write_them(
    tmp_path: Path, title: str, roles: list[str], homeroom: str | None
) -> None:
    staff = (("Họ và tên", "Chức vụ"), ("Võ Thị Tâm", title))
    person = read_roster(write(tmp_path / "a.xlsx", {"GV": staff}), TODAY).staff[0]
    assert (person.roles, person.role, person.homeroom_class) == (roles, roles[0], homeroom)


@pytest.mark.parametrize(
    ("title", "village"),
    [("Trưởng thôn 3", "thôn 3"), ("Phó bản Nà Lọ", "bản Nà Lọ"), ("Già làng Takta", "Takta"), ("Trưởng thôn", None)],
)
def test_the_title_names_the_village_a_head_is_of(tmp_path: Path, title: str, village: str | None) -> None:
    staff = (("Họ và tên", "Chức vụ"), ("Võ Thị Tâm", title))
    assert read_roster(write(tmp_path / "a.xlsx", {"GV": staff}), TODAY).staff[0].heads == village


def test_a_village_is_completed_from_the_assignment_sheet(tmp_path: Path) -> None:
    pupils = (("Họ và tên", "Lớp", "Nóc"), ("Hồ Văn Bình", "6A", "TAKTA"))
    pupil = read_roster(write(tmp_path / "a.xlsx", school(pupils=pupils, hamlets=GOOD_HAMLETS)), TODAY).pupils[0]
    assert (pupil.village, pupil.hamlet) == ("Thôn 3", "TAKTA")


@pytest.mark.campaign
def test_five_thousand_pupils_are_read_within_twenty_seconds(tmp_path: Path) -> None:
    headings = ("STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Lớp", "Thôn, nóc", "Cha", "SĐT cha")
    day = date(2015, 1, 5)
    pupils = [
        (
            n % 40 + 1,
            f"HS{n}",
            f"Hồ Văn {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}",
            day,
            f"{n // 200 % 9 + 1}{chr(65 + n // 40 % 5)}{n // 1800 + 1}",
            "Takta - Thôn 3",
            "Hồ Văn Sáng",
            "0900000001",
        )
        for n in range(5000)
    ]
    path = write(tmp_path / "a.xlsx", {"HS": (headings, *pupils)})
    started = time.perf_counter()
    roster = read_roster(path, TODAY)
    assert time.perf_counter() - started < 20
    assert len(roster.pupils) == 5000
    assert roster.errors() == []


def test_two_thousand_pupils_are_read_within_three_seconds(tmp_path: Path) -> None:
    headings = ("STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Lớp", "Thôn, nóc", "Cha", "SĐT cha")
    day = date(2015, 1, 5)
    pupils = [
        (
            n % 40 + 1,
            f"HS{n}",
            f"Hồ Văn {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}",
            day,
            f"6A{n // 40}",
            "Takta - Thôn 3",
            "Hồ Văn Sáng",
            "0900000001",
        )
        for n in range(2000)
    ]
    path = write(tmp_path / "a.xlsx", {"HS": (headings, *pupils)})
    started = time.process_time()
    roster = read_roster(path, TODAY)
    assert time.process_time() - started < 3, "of this process, whatever else the machine does"
    assert len(roster.pupils) == 2000
    assert roster.errors() == []
