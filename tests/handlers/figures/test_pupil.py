"""Reading a pupil's card, as conversations."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select

from models import Audit, Chats, Guardians, Places, Pupils, Roles
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
            "Từ đầu năm học: **nghỉ 2 buổi** (0P, 1K, 1 chưa rõ phép)",
            "Tính theo mức 45 buổi: đã nghỉ 2/45 buổi",
            "Đang nghỉ không phép: 2–3 ngày liền (1 ngày chưa báo), từ 16/11",
            "• sáng thứ Tư 18/11: chưa rõ phép, đi rẫy",
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
        assert "nhắn riêng" in await ask(play, "ht", "/hocsinh Mai", private=False)


async def _becomes(play: Play, phone: str, *, role: str = "", place: str = "", child: str = "") -> None:
    """The person with this phone holds a role of a place too, or is a guardian too."""
    async with play.app.database.write() as session:
        person = await session.scalar(select(Chats.person_id).where(Chats.address == phone))
        if role:
            where = await session.scalar(select(Places.id).where(Places.name == place))
            values = {"school_id": play.school_id, "person_id": person, "name": role, "place_id": where}
            await session.execute(insert(Roles).values(**values, starts=play.now.date()))
        if child:
            pupil = await session.scalar(select(Pupils.id).where(Pupils.full_name == child))
            await session.execute(insert(Guardians).values(pupil_id=pupil, slot=2, person_id=person))


async def test_a_village_head_who_is_a_parent_reads_the_own_child_and_no_other_of_the_village(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _becomes(play, "mẹ A", role="village_head", place="Thôn 3")
        assert "**Nguyễn Văn A**" in await ask(play, "mẹ A", "/hocsinh")
        for other in ("Hồ Thị Lan", "Trần Minh Hùng", "Nguyễn Thị Phép"):
            assert "Không tìm thấy em nào" in await ask(play, "mẹ A", f"/hocsinh {other}")
            assert other not in await ask(play, "mẹ A", "/hocsinh Lan 6A")
        assert await _reads(play) == [await play.pupil("Nguyễn Văn A")]


async def test_staff_of_one_hamlet_who_head_another_village_read_names_of_the_hamlet_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _becomes(play, "nóc", role="village_head", place="Thôn 4")
        assert "**Hồ Thị Lan**" in await ask(play, "nóc", "/hocsinh Hồ Thị Lan")
        assert "Không tìm thấy em nào" in await ask(play, "nóc", "/hocsinh Học")
        await play.say("gvcn6b", "/vang 6B Học")
        assert "Học" not in await ask(play, "nóc", "/noc tu ro")


async def test_a_teacher_reads_of_the_own_child_in_another_class_what_a_family_reads(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _becomes(play, "gvcn", child="Hồ Văn Học")
        await play.say("pht", "/ca mở 6B Học: nhà neo người")
        play.new("gvcn6b")
        assert "hồ sơ" in (await ask(play, "gvcn6b", "/hocsinh Học")).lower()
        assert "hồ sơ" not in (await ask(play, "gvcn", "/hocsinh Học")).lower()
