"""Lines that are no pupils, tabs that name a class in their own way, and one warning for many lines."""

from pathlib import Path

import pytest

from papers.roster import Roster
from papers.roster.lists.file_named import with_class_of_file
from papers.roster.reader import read_roster
from papers.roster.said import fault_lines
from tests.papers.roster.workbooks import TODAY, write

H = ("STT", "Họ và tên", "Ngày sinh")
PUPILS = [(1, "Hồ Văn Bình", "05/09/2015"), (2, "Đinh Thị Lan", "06/09/2015")]
TABS = {  # what the tab is called, and the class of its list
    "Lơp 6A": "6A", "lop6a ": "6A", "DS 6A": "6A", "HS lóp 6A (cô Hà)": "6A", "6A": "6A", "Lớp 6A": "6A",
    "6A năm ngoái, 7A": "", "Khối 6": "", "Sheet1": "", "Danh sách": "",
}  # fmt: skip
TEACHERS = ("Phạm Thu Hà (GVCN)", "Phạm Thu Hà - GV", "Phạm Thu Hà (giáo viên chủ nhiệm 6A)")


def sent(folder: Path, tab: str, *rows: tuple[object, ...], head: tuple[str, ...] = H) -> Roster:
    return with_class_of_file(read_roster(write(folder / "a.xlsx", {tab: [head, *rows]}), TODAY), "danh-sach.xlsx")


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_names_the_class_as_people_type_it(tmp_path: Path, tab: str) -> None:
    roster = sent(tmp_path, tab, *PUPILS)
    assert {one.class_name for one in roster.pupils} == {TABS[tab]}
    assert bool(roster.errors()) == (not TABS[tab])


@pytest.mark.parametrize("name", TEACHERS)
def test_who_is_said_to_be_a_teacher_is_no_pupil(tmp_path: Path, name: str) -> None:
    roster = sent(tmp_path, "6A", *PUPILS, (3, name, ""))
    assert [one.full_name for one in roster.pupils] == ["Hồ Văn Bình", "Đinh Thị Lan"]
    (said,) = [fault for fault in roster.warnings() if "teacher" in fault.message]
    assert (said.row, roster.errors()) == (4, [])


def test_a_warning_of_many_lines_names_what_each_of_them_says(tmp_path: Path) -> None:
    phones = [(*row, "6A", phone) for row, phone in zip(PUPILS, ("đổi số", "chưa hỏi"), strict=True)]
    roster = sent(tmp_path, "HS", *phones, head=(*H, "Lớp", "SĐT mẹ"))
    (line,) = [line for line in fault_lines(roster.faults, 9) if "đổi số" in line]
    assert "chưa hỏi" in line
