"""Who works at the school and is a pupil's family reads of the own child as family, once, and decides nothing of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from models import Guardians
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio

TEACHER, CARER = "Phạm Thu Hà", "Bùi Văn Tám"  # of 6A; of Tu Ro and Takta
LETTER = "Cháu **"


@asynccontextmanager
async def family(folder: Path, name: str, child: str, **school: Any) -> AsyncIterator[Play]:
    async with playing(folder, **school) as play:
        values = {
            "pupil_id": await play.pupil(child),
            "person_id": await play.person(name),
            "relation": "bố",
            "slot": 2,
        }
        async with play.app.database.write() as session:
            await session.execute(insert(Guardians).values(values))
        yield play


async def test_who_looks_after_the_hamlet_is_told_of_the_own_child_as_family_and_once(tmp_path: Path) -> None:
    async with family(tmp_path, CARER, "Hồ Văn Bình") as play:
        await play.say("gvcn", "6A vắng A k, Bình k")
        await play.clock_to("07:50")
        letters = play.new("nóc2")
        assert [text for text in letters if "Bình" in text] == [text for text in letters if LETTER in text]
        (hamlet,) = [text for text in letters if LETTER not in text]
        assert "Nguyễn Văn A" in hamlet, "of other pupils as ever"


async def days_away(play: Play) -> None:
    for day in ("2026-11-16", "2026-11-17", "2026-11-18"):
        await play.clock_to(f"{day} 07:06")
        await play.say("bộ môn", "/vang 6A Nguyễn Văn A K")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A K")


async def test_nobody_is_sent_to_the_own_home_and_the_leadership_hears_whom_to_ask(tmp_path: Path) -> None:
    async with family(tmp_path, TEACHER, "Nguyễn Văn A") as play:
        await days_away(play)
        play.new("gvcn")
        await play.clock_to("2026-11-20 17:05")
        letters = play.new("gvcn")
        assert not any("đến nhà" in text for text in letters), "neither asked nor reminded to visit herself"
        assert any(LETTER in text for text in letters)
        heard = "".join(play.new("pht"))
        assert "GVCN là người nhà của em Nguyễn Văn A: nhờ thầy/cô cử người khác đến nhà" in heard
        assert "GVCN đến thăm nhà" not in heard
        assert "lớp 6A chưa có GVCN" not in heard
        assert "GVCN lớp 6A là người nhà của em, cần cử người khác" in heard


async def test_of_another_child_the_teacher_visits_as_ever(tmp_path: Path) -> None:
    async with family(tmp_path, TEACHER, "Hồ Văn Bình") as play:
        await days_away(play)
        await play.clock_to("2026-11-18 07:55")
        assert "Cần đến nhà vận động" in "".join(play.new("gvcn"))
        assert "người nhà" not in "".join(play.new("pht"))


async def test_leave_for_the_own_child_is_asked_again_of_who_decides_it(tmp_path: Path) -> None:
    async with family(tmp_path, TEACHER, "Nguyễn Văn A") as play:
        await play.say("gvcn", "xin phép cho con nghỉ mai vì đi khám")
        for phone in ("gvcn", "pht"):
            play.new(phone)
        await play.clock_to("2026-11-17 07:00")
        assert not any("xin phép" in text for text in play.new("gvcn"))
        assert any("Gia đình xin phép" in text for text in play.new("pht"))


@pytest.mark.parametrize(("name", "phone", "case"), [("Ngô Thị Bảy", "pht", True), ("Mai Văn Chín", "ht", False)])
async def test_a_case_that_opens_on_the_first_day_is_one_letter_too(
    tmp_path: Path, name: str, phone: str, *, case: bool
) -> None:
    async with family(tmp_path, name, "Nguyễn Văn A", days_to_case=1) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A K")
        await play.clock_to("07:52")
        (mine,) = [text for text in play.new(phone) if LETTER in text or "Nguyễn Văn A, lớp 6A" in text]
        assert ("Thầy/cô là người nhà" in mine) is case, "who hears of the case is asked there; else as family"
        assert LETTER in "".join(play.new("mẹ A")), "the mother as ever"


@pytest.mark.parametrize(("name", "phone"), [("Ngô Thị Bảy", "pht"), ("Mai Văn Chín", "ht")])
async def test_a_leader_reads_of_the_own_child_in_one_letter_a_day(tmp_path: Path, name: str, phone: str) -> None:
    """As staff where the case is told, which asks what the family is asked; else as family."""
    async with family(tmp_path, name, "Nguyễn Văn A") as play:
        for day in (*range(16, 22), 23):
            await play.clock_to(f"2026-11-{day} 07:06")
            play.new(phone)
            await play.say("gvcn", "/vang 6A Nguyễn Văn A K")
            await play.clock_to(f"2026-11-{day} 12:00")
            mine = [text for text in play.new(phone) if "Cháu **A**" in text or "Nguyễn Văn A, lớp 6A" in text]
            assert len(mine) <= 1, mine
            asked = [text for text in mine if "hồ sơ" in text.lower() or "chưa trở lại" in text]
            assert all(
                "Thầy/cô là người nhà của em Nguyễn Văn A: nhờ thầy/cô cho GVCN biết lý do" in one for one in asked
            )
        await play.clock_to("2026-11-24 07:06")
        await play.say("gvcn", "/du 6A")
        play.new(phone)
        await play.clock_to("2026-11-24 21:00")
        assert ["trở lại" in one or "đi học lại" in one for one in play.new(phone)].count(True) == 1
