"""A list of classes and their teachers, with nobody's name in a column of its own, is a list of staff."""

from pathlib import Path

import pytest

from papers.roster import Roster
from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import GOOD_PUPILS, GOOD_STAFF, TODAY, Rows, write

TEACHERS: Rows = (("TT", "Lớp", "GVCN", "SĐT"), (1, "6A", "Võ Thị Tâm", ""), (2, "6B", "Lê Thị Vi", "0900 001 002"))


def homerooms(roster: Roster) -> dict[str, list[str]]:
    return {one.full_name: one.classes for one in roster.staff if one.classes}


@pytest.mark.parametrize("heading", ["GVCN", "Giáo viên chủ nhiệm", "Họ tên GVCN"])
def test_it_is_read_alone(tmp_path: Path, heading: str) -> None:
    rows = [("TT", "Lớp", heading, "SĐT"), *TEACHERS[1:]]
    roster = read_roster(write(tmp_path / "a.xlsx", {"PC": rows}), TODAY)
    assert homerooms(roster) == {"Võ Thị Tâm": ["6A"], "Lê Thị Vi": ["6B"]}
    assert roster.pupils == []
    assert not roster.whole_staff


def test_beside_the_list_of_all_staff_each_is_one_person(tmp_path: Path) -> None:
    sheets = {"HS": GOOD_PUPILS, "CB": GOOD_STAFF, "PC": TEACHERS}
    roster = read_roster(write(tmp_path / "a.xlsx", sheets), TODAY)
    assert sorted(one.full_name for one in roster.staff) == ["Hồ Văn Rin", "Lê Thị Vi", "Võ Thị Tâm"]
    assert homerooms(roster) == {"Võ Thị Tâm": ["6A"], "Lê Thị Vi": ["6B"]}
    assert roster.errors() == []


NOTES = {
    "đã chuyển trường": True, "nghỉ hưu 1/11": True, "Nghỉ thai sản đến 5/2027": True, "chuyển công tác": True,
    "hợp đồng": False, "nghỉ thứ Bảy": False, "tổ trưởng": False,
}  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("heading", ["Ghi chú", "Trạng thái"])
def test_who_leaves_by_a_note_is_said_and_stays(tmp_path: Path, note: str, heading: str) -> None:
    rows = [("TT", "Họ và tên", "Chức vụ", heading), (1, "Võ Thị Tâm", "GV", note)]
    roster = read_roster(write(tmp_path / "a.xlsx", {"GV": rows}), TODAY)
    assert [one.full_name for one in roster.staff] == ["Võ Thị Tâm"]
    assert [fault.row for fault in roster.faults if fault.row] == [2] * NOTES[note]
