"""Reading a pupil's card, as conversations."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Audit
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def _reads(play: Play) -> list[int]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(Audit.about).where(Audit.kind == "pupil.read")))


async def test_the_card_says_family_teacher_and_absences_and_the_reading_is_kept(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-17 07:10")
        await on(play, "2026-11-18 07:10")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A đi rẫy")
        assert (await ask(play, "ht", "/hocsinh nguyen van a")).splitlines() == [
            "**Nguyễn Văn A**, 6A số 1",
            "Takta - Thôn 3",
            "GVCN: Phạm Thu Hà 0900 000 002",
            "Gia đình: mẹ Mẹ Nguyễn Văn A, 091•••0001, đã liên kết",
            "Từ đầu năm học: **nghỉ 2 buổi** (0P, 2K)",
            "Theo mức của năm học: đã nghỉ 2/45 buổi",
            "Đang nghỉ không phép: 2–3 ngày liên tiếp (1 ngày chưa báo), từ 16/11",
            "• sáng thứ Tư 18/11: K, đi rẫy",
            "• sáng thứ Hai 16/11: K",
        ]
        assert await _reads(play) == [await play.pupil("Nguyễn Văn A")]


async def test_two_pupils_of_one_name_are_asked_about_with_what_tells_them_apart(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert await ask(play, "gvcn", "/hocsinh Lan") == "Là em nào ạ?"
        assert await _reads(play) == []
        (answer,) = await play.press("gvcn", "Đinh Văn Lan, 6A, 03/01/2015, Tu Ro - Thôn 4")
        assert answer.startswith("**Đinh Văn Lan**")


async def test_a_guardian_reads_about_the_own_child_and_of_others_not_even_that_they_exist(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert (await ask(play, "mẹ A", "/hocsinh")).startswith("**Nguyễn Văn A**")
        other = await ask(play, "mẹ A", "/hocsinh Hồ Thị Lan")
        nobody = await ask(play, "mẹ A", "/hocsinh Hồ Thị Xyz")
        assert other.replace("Lan", "Xyz") == nobody
        by_number = await ask(play, "mẹ A", f"/hocsinh #p{await play.pupil('Hồ Thị Lan')}")
        assert "Không tìm thấy em nào" in by_number
        assert await _reads(play) == [await play.pupil("Nguyễn Văn A")]


async def test_staff_read_about_their_own_class_or_hamlet_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Không tìm thấy em nào" in await ask(play, "gvcn", "/hocsinh Mai")
        assert "**Đinh Thị Mai**" in await ask(play, "gvcn6b", "/hocsinh Mai")
        assert "**Hồ Văn Học**" in await ask(play, "nóc2", "/hocsinh Học")
        assert "Không tìm thấy em nào" in await ask(play, "nóc", "/hocsinh Học")
        assert "không có quyền" in await ask(play, "bộ môn", "/hocsinh Mai")


async def test_without_a_name_there_is_an_example_of_this_school_and_in_a_group_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "/hocsinh Phép 6B" in await ask(play, "gvcn6b", "/hocsinh")
        assert "trò chuyện riêng" in await ask(play, "ht", "/hocsinh Mai", private=False)
