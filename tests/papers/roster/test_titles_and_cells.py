"""What titles, tabs and single cells of a list say."""

from datetime import date
from pathlib import Path

import pytest

from papers.roster import Roster, Unreadable
from papers.roster.bounds import read_roster_safely
from papers.roster.lists.classes import class_alone, class_of_tab, class_of_title
from papers.roster.lists.dates import order_of, read_birth_date
from papers.roster.lists.places import Places, read_address
from papers.roster.lists.values import Cell, as_name, read_yes
from papers.roster.reader import read_roster
from tests.papers.roster.lists_written import BAN, MAIN, SUA, H
from tests.papers.roster.workbooks import TODAY, Rows, write


def sheets(path: Path, **pages: Rows) -> Roster:
    return read_roster(write(path / "a.xlsx", {name.replace("_", " "): rows for name, rows in pages.items()}), TODAY)


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
        ("Khu tập thể trường", Places()),
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
