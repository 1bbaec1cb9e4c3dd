"""A list of nobody but who has left: who goes is shown by name, with day and reason, and goes with one tap."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models import Enrolments, Movements, Pupils
from papers.roster import Roster
from papers.roster.reader import read_roster
from rules.people.movements import leaving_of
from tests.conversation import Play, playing
from tests.papers.roster.formats import FORMATS
from tests.papers.roster.workbooks import TODAY, Rows, write

pytestmark = pytest.mark.anyio

HEAD = ("STT", "Họ và tên", "Ngày sinh", "Lớp")
BINH, PHEP = ("Hồ Văn Bình", "04/01/2015", "6A"), ("Nguyễn Thị Phép", "01/01/2015", "6B")
LISTS: dict[str, tuple[Rows, list[tuple[str, date | None]]]] = {
    "both kinds, told by their reasons": (
        [
            ("UBND HUYỆN X",),
            ("DANH SÁCH HỌC SINH CHUYỂN ĐI, THÔI HỌC",),
            (*HEAD, "Ngày chuyển", "Lý do"),
            (1, *BINH, "10/11/2026", "Chuyển trường THCS Trà Mai"),
            (2, *PHEP, "12/11/2026", "Bỏ học theo bố mẹ đi làm"),
        ],
        [("transferred", date(2026, 11, 10)), ("dropped", date(2026, 11, 12))],
    ),
    "one kind, by the title": (
        [("Danh sách học sinh thôi học học kỳ 1",), (*HEAD, "Lý do"), (1, *BINH, "lấy vợ"), (2, *PHEP, "đi làm")],
        [("dropped", None), ("dropped", None)],
    ),
    "a school to go to": (
        [("DS HS CHUYỂN TRƯỜNG",), (*HEAD, "Chuyển đến trường", "Từ ngày"), (1, *BINH, "Trà Mai", date(2026, 11, 9))],
        [("transferred", date(2026, 11, 9))],
    ),
    "a day that is none": (
        [("DANH SÁCH HỌC SINH BỎ HỌC",), (*HEAD, "Thời điểm bỏ học"), (1, *BINH, "sau Tết")],
        [("dropped", None)],
    ),
    "a month's losses, without the word list": (
        [("HỌC SINH GIẢM THÁNG 11",), (*HEAD, "Lý do giảm"), (1, *BINH, "Chuyển trường"), (2, *PHEP, "Bỏ học")],
        [("transferred", None), ("dropped", None)],
    ),
    "the heading of the day": (
        [(*HEAD, "Ngày thôi học", "Lý do"), (1, *BINH, "10/11/2026", "đi làm")],
        [("dropped", date(2026, 11, 10))],
    ),
    "since when, in a note": (
        [(*HEAD, "Ghi chú"), (1, *BINH, "Nghỉ học từ 10/11 đến nay, xin thôi học")],
        [("dropped", date(2026, 11, 10))],
    ),
    "nothing tells which": (
        [("DANH SÁCH HỌC SINH CHUYỂN ĐI, BỎ HỌC",), HEAD, (1, *BINH)],
        [("left", None)],
    ),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", LISTS)
def test_a_list_of_leavers_is_read_in_any_format(tmp_path: Path, what: str, form: str) -> None:
    rows, expected = LISTS[what]
    roster = read_roster(FORMATS[form](tmp_path / "list", rows), TODAY)
    assert roster.errors() == []
    assert roster.pupils == []
    assert [(leaving_of(one.state).value, one.day) for one in roster.aside] == expected


OTHERS = ("HỌC SINH CHUYỂN ĐẾN", "HỌC SINH CHUYỂN ĐI, CHUYỂN ĐẾN", "HỌC SINH CÓ NGUY CƠ BỎ HỌC", "HỌC SINH VẮNG HỌC")


@pytest.mark.parametrize("title", OTHERS)
def test_of_any_other_list_nobody_has_left(tmp_path: Path, title: str) -> None:
    assert _read(tmp_path, [(f"DANH SÁCH {title}",), HEAD, (1, *BINH)]).aside == []


def test_a_tab_says_it_too_and_days_away_alone_say_nothing(tmp_path: Path) -> None:
    tab = read_roster(write(tmp_path / "tab.xlsx", {"Bỏ học": [HEAD, (1, *BINH)]}), TODAY)
    assert [(one.listed, one.state) for one in tab.aside] == [(True, "thôi học")]
    away = _read(
        tmp_path, [(*HEAD, "Ngày nghỉ", "Lý do"), (1, *BINH, "10/11/2026", "ốm"), (2, *PHEP, "10/11/2026", "Bỏ học")]
    )
    assert ([one.full_name for one in away.pupils], [one.state for one in away.aside]) == ([BINH[0]], ["Bỏ học"])
    assert any("absent or have left school" in fault.message for fault in away.warnings())


def test_a_list_of_an_earlier_years_leavers_takes_nobody_off_todays_lists(tmp_path: Path) -> None:
    roster = _read(tmp_path, [("DANH SÁCH HỌC SINH BỎ HỌC NĂM HỌC 2025-2026",), HEAD, (1, *BINH)])
    assert (roster.aside, roster.pupils) == ([], [])
    assert any("who has left is of the school year" in fault.message for fault in roster.warnings())


def _read(folder: Path, rows: Sequence[Any]) -> Roster:
    return read_roster(write(folder / "list.xlsx", {"DS": rows}), TODAY)


async def send(play: Play, folder: Path, rows: Sequence[Any]) -> str:
    play.channel.files["ds.xlsx"] = write(folder / "ds.xlsx", {"DS": rows}).read_bytes()
    return (await play.say("admin", "", file="ds.xlsx"))[-1]


async def test_who_goes_is_shown_goes_with_one_tap_and_is_back_with_another(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await send(play, tmp_path, LISTS["both kinds, told by their reasons"][0])
        assert "Đã đọc: 2 em chuyển đi hoặc thôi học." in said
        assert "em Hồ Văn Bình ra khỏi lớp 6A từ ngày 10/11/2026: “Chuyển trường THCS Trà Mai”" in said
        assert await gone(play) == {}
        await play.press("admin", "Thực hiện thay đổi")
        assert await gone(play) == {
            "Hồ Văn Bình": ("transferred", date(2026, 11, 10), date(2026, 11, 9)),
            "Nguyễn Thị Phép": ("dropped", date(2026, 11, 12), date(2026, 11, 11)),
        }
        await play.press("admin", "Huỷ lần nhập này")
        assert await gone(play) == {}


async def test_whom_the_school_does_not_know_for_sure_stays_and_is_named(tmp_path: Path) -> None:
    rows = [("DANH SÁCH HỌC SINH THÔI HỌC",), HEAD, (1, "Lan", "", "6A"), (2, "Kiều Văn Lạ", "", "6A"), (3, *BINH)]
    async with playing(tmp_path) as play:
        said = await send(play, tmp_path, rows)
        assert "Kiều Văn Lạ (6A): trong tệp ghi đã rời trường, nhưng chưa tìm được" in said
        assert "Lan (6A): trong tệp ghi đã rời trường, nhưng chưa tìm được" in said
        await play.press("admin", "Thực hiện thay đổi")
        assert list(await gone(play)) == ["Hồ Văn Bình"]
        assert "đã ra khỏi danh sách từ trước" in await send(play, tmp_path, rows)


async def gone(play: Play) -> dict[str, tuple[str, date, date | None]]:
    """By name: what happened, from which day, and the last day in class."""
    found = select(Pupils.full_name, Movements.kind, Movements.day, Enrolments.ends)
    joined = found.join(Pupils, Pupils.id == Movements.pupil_id).join(Enrolments, Enrolments.ended_id == Movements.id)
    async with play.app.database.read() as session:
        rows = await session.execute(joined.where(Movements.kind.in_(["transferred", "dropped", "left"])))
        return {row[0]: (row[1], row[2], row[3]) for row in rows}
