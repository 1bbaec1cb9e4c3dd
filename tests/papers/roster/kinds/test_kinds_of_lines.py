"""Lines that are no pupils, tabs that name a class in their own way, and one warning for many lines."""

from pathlib import Path

import pytest

from papers.roster import Roster
from papers.roster.applying.everything import apply_roster
from papers.roster.lists.file_named import with_class_of_file
from papers.roster.reader import read_roster
from papers.roster.said import fault_lines
from tests.conversation import playing
from tests.papers.roster.workbooks import TODAY, write

pytestmark = pytest.mark.anyio
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


OTHER = [("", name, "05/03/2015", "6A") for name in ("Bling Thị Nhớ", "Bling Thị Quên")]


@pytest.mark.parametrize(
    ("above", "said"), [("TRƯỜNG THCS TRÀ LINH", True), ("Trường THCS Trà Nam", False), ("LỚP 6A", False)]
)
def test_a_list_of_another_school_below_the_own_one_is_said(tmp_path: Path, above: str, *, said: bool) -> None:
    head, own = (*H, "Lớp"), [(*row, "6A") for row in PUPILS]
    rows = [("TRƯỜNG PTDTBT THCS TRÀ NAM",), head, *own, (), (above,), head, *OTHER]
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
    assert (len(roster.pupils), roster.errors()) == (4, [])
    assert any("TRÀ LINH" in fault.sentence() for fault in roster.warnings()) == said


async def test_a_new_pupil_called_as_one_of_the_staff_is_asked_to_be_looked_at(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for birth, odd in (("", True), ("05/09/2015", False)):
            rows = [(20, "Cao Thị Yên", birth, "6A"), (21, "Cao Thị Mới", "", "6A")]
            roster = read_roster(write(tmp_path / "a.xlsx", {"HS": [(*H, "Lớp"), *rows]}), TODAY)
            async with play.app.database.write() as session:
                changes = await apply_roster(session, play.school_id, roster, play.now.date())
                await session.rollback()
            assert any("Cao Thị Yên" in one.sentence() for one in changes.odd) == odd
            assert not any("Cao Thị Mới" in one.sentence() for one in changes.odd)


TITLES = {
    "DANH SÁCH PHÂN CÔNG CHỦ NHIỆM": 0,
    "PHÂN CÔNG GIÁO VIÊN CHỦ NHIỆM NĂM HỌC 2026-2027": 0,
    "DANH SÁCH HỌC SINH LỚP 6A – GVCN: Phạm Thu Hà": 2,
    "Lớp 6A, chủ nhiệm: Phạm Thu Hà": 2,
}


@pytest.mark.parametrize("title", TITLES)
def test_who_has_which_class_is_a_list_of_teachers(tmp_path: Path, title: str) -> None:
    rows = [(title,), ("STT", "Họ và tên", "Lớp"), (1, "Phạm Thu Hà", "6B"), (2, "Vũ Đức Long", "6A")]
    roster = read_roster(write(tmp_path / "a.xlsx", {"Sheet1": rows}), TODAY)
    assert (len(roster.pupils), len(roster.staff)) == (TITLES[title], 2 - TITLES[title])
    assert [one.homeroom_class for one in roster.staff] == ["6B", "6A"][: len(roster.staff)]
