"""A list that says less, or says it slipped: what is known stays, what looks like a slip is said before the tap."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from models import Enrolments
from papers.roster import PupilRow, Roster
from papers.roster.applying.changes import summary
from papers.roster.lists.file_named import with_class_of_file
from papers.roster.reader import read_roster
from rules.people.names import fold
from tests.conversation import playing
from tests.papers.roster.lists_written import BAN, SUA, TY, H
from tests.papers.roster.put_right import imported
from tests.papers.roster.test_stays import everything
from tests.papers.roster.workbooks import TODAY, Rows, write
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


def each(change: Callable[[PupilRow], PupilRow]) -> Callable[[Roster], Roster]:
    return lambda roster: replace(roster, pupils=[change(one) for one in roster.pupils])


def bare_names(roster: Roster) -> Roster:
    staff = [replace(one, full_name=fold(one.full_name).title()) for one in roster.staff]
    pupils = [replace(one, full_name=fold(one.full_name).title()) for one in roster.pupils]
    return replace(roster, pupils=pupils, staff=staff, hamlets=[])


def the_year(one: PupilRow) -> PupilRow:
    return replace(one, code=None, birth_date=date(2015, 1, 1), year_alone=True)


LESS: dict[str, tuple[Callable[[Roster], Roster], str]] = {
    "names without marks": (bare_names, "no marks"),
    "the year of birth alone": (each(the_year), ""),
    "a few of a class": (lambda roster: replace(roster, pupils=roster.pupils[:2], staff=[], hamlets=[]), "names 2"),
}


@pytest.mark.parametrize("what", LESS)
async def test_what_a_list_says_less_surely_changes_nothing(tmp_path: Path, what: str) -> None:
    less, said = LESS[what]
    async with playing(tmp_path) as play:
        before = await everything(play)
        changes = await imported(play, less(small_roster()), let_go=True)
        assert (list(changes), await everything(play)) == ([], before)
        assert said in " ".join(one.message.format(**one.params) for one in changes.remarks)


def slipped(roster: Roster) -> Roster:
    families = [one.guardians for one in roster.pupils]
    moved = [replace(one[0], phone=other[0].phone) for one, other in pairwise(families[:6])]
    pupils = [replace(row, guardians=[guardian]) for row, guardian in zip(roster.pupils, moved, strict=False)]
    return replace(roster, pupils=[*pupils, *roster.pupils[len(pupils) :]])


def swapped(one: PupilRow) -> PupilRow:
    birth = one.birth_date or TODAY
    return replace(one, birth_date=date(birth.year, birth.day, birth.month))


def born_a_row_further_down(roster: Roster) -> Roster:
    births = [one.birth_date for one in roster.pupils]
    moved = zip(roster.pupils, [*births[1:], births[0]], strict=True)
    return replace(roster, pupils=[replace(one, code=None, birth_date=birth) for one, birth in moved])


def strangers(one: PupilRow) -> PupilRow:
    return replace(one, full_name=f"Lường {one.full_name[-3:]} {one.row}", code=None, birth_date=None, list_no=None)


ODD: dict[str, tuple[Callable[[Roster], Roster], str]] = {
    "phones a row further down": (slipped, "are those of other families"),
    "day and month swapped": (each(swapped), "are swapped"),
    "birth dates a row further down": (born_a_row_further_down, "are those of other pupils"),
    "nobody known": (each(strangers), "another school"),
}


@pytest.mark.parametrize("what", ODD)
async def test_changes_that_together_look_like_a_slip_are_said_first(tmp_path: Path, what: str) -> None:
    slip, said = ODD[what]
    async with playing(tmp_path) as play:
        assert said in summary((await imported(play, slip(small_roster()))).odd)[0]


YEARS = {"7": "next school year", "5": "last school year"}


@pytest.mark.parametrize("grade", YEARS)
async def test_a_list_in_which_all_change_their_grade_is_asked_about(tmp_path: Path, grade: str) -> None:
    async with playing(tmp_path) as play:
        other = each(lambda one: replace(one, class_name=one.class_name.replace("6", grade)))
        assert YEARS[grade] in summary((await imported(play, other(small_roster()))).odd)[0]


async def test_the_numbers_of_a_few_are_not_those_of_their_class(tmp_path: Path) -> None:
    roster = small_roster()
    new = replace(roster.pupils[0], full_name="Kiều Văn Đến", code=None, birth_date=None, guardians=[])
    async with playing(tmp_path) as play:
        await imported(play, replace(roster, pupils=[new], staff=[], hamlets=[]))
        async with play.app.database.read() as session:
            came = select(Enrolments.list_no).where(Enrolments.pupil_id == await play.pupil("Kiều Văn Đến"))
            assert await session.scalar(came) is None


OFFICERS: dict[str, Rows] = {
    "under a title": [("LỚP 6A",), (*H, "Chức vụ"), (1, *BAN, "Lớp trưởng"), (2, *SUA, "")],
    "beside a class": [(*H, "Lớp", "Chức vụ"), (1, *BAN, "6A", ""), (2, *SUA, "6A", "Lớp phó học tập")],
}


@pytest.mark.parametrize("what", OFFICERS)
def test_who_leads_a_class_is_a_pupil_of_it_and_no_teacher(tmp_path: Path, what: str) -> None:
    read = read_roster(write(tmp_path / "a.xlsx", {"HS": OFFICERS[what]}), TODAY)
    assert ([(one.full_name, one.class_name) for one in read.pupils], read.staff) == (
        [(BAN[0], "6A"), (SUA[0], "6A")], [],
    )  # fmt: skip


NUMBERS: dict[str, tuple[Rows, list[int | None]]] = {
    "counted through two classes": ([(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A"), (3, *TY, "6B")], [None] * 3),
    "groups of a class": ([(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A"), (1, *TY, "6A")], [None] * 3),
    "boys and girls of a class": (
        [("LỚP 6A",), H, (1, *BAN), (2, *SUA), (), ("NAM",), H, (1, *TY), (2, "A Ba", ""), (3, "A Bốn", "")],
        [None] * 5,
    ),
    "by class": ([(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A"), (1, *TY, "6B")], [1, 2, 1]),
}


@pytest.mark.parametrize("what", NUMBERS)
def test_only_the_numbers_of_a_class_are_its_list_numbers(tmp_path: Path, what: str) -> None:
    rows, numbers = NUMBERS[what]
    assert [one.list_no for one in read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY).pupils] == numbers


FILES = {
    "Danh sach 6A.xlsx": "6A", "ds_lop_6a (1).csv": "6A", "6A+6B.xlsx": "", "hoc sinh.xlsx": "", "Khối 6.xlsx": "",
    "12A1 2026-2027.xls": "12A1",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_name_of_the_file_may_name_the_class_and_that_is_said(tmp_path: Path, name: str) -> None:
    read = with_class_of_file(read_roster(write(tmp_path / "a.xlsx", {"Sheet1": [H, (1, *BAN)]}), TODAY), name)
    assert [one.class_name for one in read.pupils] == [FILES[name]]
    assert (bool(read.errors()), "name of the file" in str(read.warnings())) == (not FILES[name], bool(FILES[name]))


CELLS: dict[str, tuple[Rows, list[object]]] = {
    "a comma behind a name": ([(*H, "Lớp"), (1, BAN[0] + ",", BAN[1], "6A")], [BAN[0]]),
    "a class in Cyrillic": ([(*H, "Lớp"), (1, *BAN, "6А")], ["6A"]),
    "the page beside the title": (
        [("DANH SÁCH HỌC SINH LỚP 6A", "", "", "Trang 1"), H, (1, *BAN), ("Cộng trang", "1 HS"), (),
         ("DANH SÁCH HỌC SINH LỚP 6A", "", "", "Trang 2"), H, (2, *SUA)], ["6A", "6A"],
    ),
    "years of two digits": (
        [("STT", "Họ và tên", "Ngày", "Tháng", "Năm", "Lớp"), (1, BAN[0], 14, 3, 15, "6A")], [date(2015, 3, 14)]),
    "a noughth too many": ([(*H, "Lớp", "SĐT mẹ"), (1, *BAN, "6A", "00912345678")], ["+84912345678"]),
    "a serial as text": ([("STT", "Họ và tên", "Ngày sinh", "Lớp"), (1, BAN[0], "42077", "6A")], [date(2015, 3, 14)]),
    "father and mother": (
        [(*H, "Lớp", "Họ tên cha mẹ, số điện thoại"), (1, *BAN, "6A", "Cha: Kiều Xa - Mẹ: Y Xê (0912345678)")],
        [("Kiều Xa", None), ("Y Xê", "+84912345678")]),
    "one and the other": (
        [(*H, "Lớp", "Cha, mẹ"), (1, *BAN, "6A", "Kiều Xa và Y Xê")], [("Kiều Xa", None), ("Y Xê", None)]),
}  # fmt: skip


@pytest.mark.parametrize("what", CELLS)
def test_what_a_hand_types_is_read_for_what_it_is(tmp_path: Path, what: str) -> None:
    rows, wanted = CELLS[what]
    read = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
    found: set[object] = {said for one in read.pupils for said in (one.class_name, one.full_name, one.birth_date)}
    for one in read.pupils:
        found |= {guardian.phone for guardian in one.guardians}
        found |= {(guardian.full_name, guardian.phone) for guardian in one.guardians}
    assert set(wanted) <= found
    assert read.errors() == []
