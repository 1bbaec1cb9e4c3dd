"""Sites of a school (điểm trường) as its lists say them: reports, days off and papers go by them afterwards."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models import Campuses, Classes
from papers.roster.reader import read_roster
from rules.people.sites import apart, site_of_title
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.papers.roster.test_stays import imported
from tests.papers.roster.workbooks import PUPIL_HEADINGS, TODAY, write

pytestmark = pytest.mark.anyio

BAN, SUA, TY, MO = (
    (number, name, f"0{number}/09/2015")
    for number, name in enumerate(("Kiều Văn Ban", "Lò Thị Sua", "Pơ Loong Tý", "Y Mơ"), 1)
)
MAIN = {"6A": None, "6B": None}  # of the school before
LISTS: dict[str, tuple[dict[str, Any], dict[str, str | None]]] = {
    "a column": (
        {"HS": [(*PUPIL_HEADINGS, "Điểm trường"), (*BAN, "1A", "Khe Lọng"), (*SUA, "1B", "Điểm trường chính")]},
        {"1A": "Khe Lọng", "1B": None},
    ),
    "the class says it": (
        {"HS": [PUPIL_HEADINGS, (*BAN, "1A (điểm Khe Lọng)"), (*SUA, "Lớp 1b điểm chính"), (*TY, "2A điểm Tu Ro")]},
        {"1A": "Khe Lọng", "1B": None, "2A": "Tu Ro"},
    ),
    "one name at two sites": (
        {"HS": [(*PUPIL_HEADINGS, "Cơ sở"), (*BAN, "1A", "Cơ sở 2"), (*SUA, "1A", "Khe Lọng"), (*TY, "1A", "chính")]},
        {"1A": None, "1A cơ sở 2": "Cơ sở 2", "1A điểm trường Khe Lọng": "Khe Lọng"},
    ),
    "titles of lists": (
        {
            "A": [("DANH SÁCH LỚP 1A – ĐIỂM TRƯỜNG KHE LỌNG NĂM HỌC 2026-2027",), PUPIL_HEADINGS[:3], BAN],
            "B": [("TRƯỜNG TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ TRÀ NAM",), ("LỚP 1A",), PUPIL_HEADINGS[:3], SUA],
        },
        {"1A": None, "1A điểm trường Khe Lọng": "Khe Lọng"},
    ),
}


async def sites(play: Play) -> dict[str, str | None]:
    async with play.app.database.read() as session:
        rows = select(Classes.name, Campuses.name).outerjoin(Campuses, Campuses.id == Classes.campus_id)
        return dict((await session.execute(rows)).all())


@pytest.mark.parametrize("told", LISTS)
async def test_a_list_says_at_which_site_a_class_is(told: str, tmp_path: Path) -> None:
    sheets, expected = LISTS[told]
    roster = read_roster(write(tmp_path / "a.xlsx", sheets), TODAY)
    assert roster.errors() == []
    async with playing(tmp_path) as play:
        await imported(play, roster)
        assert await sites(play) == MAIN | expected
        assert not await imported(play, roster), "the same file again changes nothing"
        if told == "a column":
            assert "Báo cáo Khe Lọng" in await ask(play, "ht", "/baocao điểm trường Khe Lọng")
            (said,) = await play.say("ht", "/lich nghỉ 18/11 điểm trường Khe Lọng: sạt lở")
            assert "thứ Tư 18/11, Khe Lọng: sạt lở" in said


async def test_a_school_tells_its_sites_later_and_one_may_change(tmp_path: Path) -> None:
    """6B was of no site; 6A is not moved by a list of a 6A elsewhere, once there are sites."""
    lan, hoc = (1, "Nguyễn Thị Phép", "01/01/2015"), (9, "Cao Văn Xa", "05/09/2015")
    heads = (*PUPIL_HEADINGS, "Điểm trường")
    async with playing(tmp_path) as play:
        for row, expected in (
            ((*lan, "6B", "Tắk Pổ"), {"6A": None, "6B": "Tắk Pổ"}),
            ((*lan, "6B", ""), {"6A": None, "6B": "Tắk Pổ"}),
            ((*hoc, "6A", "Tắk Pổ"), {"6A": None, "6B": "Tắk Pổ", "6A điểm trường Tắk Pổ": "Tắk Pổ"}),
            ((*lan, "6B", "chính"), {"6A": None, "6B": None, "6A điểm trường Tắk Pổ": "Tắk Pổ"}),
        ):
            await imported(play, read_roster(write(tmp_path / "a.xlsx", {"HS": [heads, row]}), TODAY))
            assert await sites(play) == expected


def test_a_class_of_which_some_have_a_site_and_some_have_none_is_asked_about(tmp_path: Path) -> None:
    rows = [(*PUPIL_HEADINGS, "Điểm trường"), (*BAN, "1A", "Khe Lọng"), (*SUA, "1A", ""), (*MO, "1B", "x" * 26)]
    faults = [one.sentence() for one in read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY).errors()]
    assert len(faults) == 2
    assert any("1A: some of its pupils have a site" in one for one in faults)
    assert any("too long" in one for one in faults)


@pytest.mark.parametrize("text", ["BẢNG ĐIỂM LỚP 6A", "TRUNG HỌC CƠ SỞ 19/8", "điểm trường A, điểm trường B", ""])
def test_what_is_no_site_is_none(text: str) -> None:
    assert site_of_title(text) == ""
    assert apart("6A")[1] == ""
