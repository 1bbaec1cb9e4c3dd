"""Who came, moved and left is read by name, and adds up to the roll."""

from pathlib import Path

import pytest
from sqlalchemy import update

from models import Enrolments
from tests.conversation import playing
from tests.handlers.roll.test_changes import made
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio
BINH, LAN, A = "Hồ Văn Bình", "Hồ Thị Lan", "Nguyễn Văn A"


async def test_the_office_reads_by_name_who_came_moved_and_left(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Không có em nào" in await ask(play, "tpt", "/biendong")
        await made(play, "tpt", f"/chuyenlop 6A {BINH} sang 6B")
        await made(play, "tpt", f"/chuyentruong 6A {LAN}: Trường THCS Trà Mai")
        await on(play, "2026-11-18 07:10")
        await made(play, "tpt", "/hocsinhmoi 6B Đinh Văn Mới, 5/9/2015")
        play.new("gvcn"), play.new("gvcn6b")
        said = await ask(play, "tpt", "/biendong")
        assert "đầu năm 11 em" in said
        assert "chuyển đến 1" in said
        assert "chuyển trường 1" in said
        for words in (
            f"16/11: Em {BINH}: 6A sang 6B",
            f"16/11: Em {LAN} (6A) chuyển trường",
            "Trà Mai",
            "Tạ Quang Minh",
            "18/11: Em Đinh Văn Mới: vào lớp 6B",
        ):
            assert words in said
        said = await ask(play, "tpt", "/biendong 6B tháng 11")
        assert BINH in said
        assert LAN not in said
        assert "6A, 2 em" not in said
        assert "Chưa hiểu" in await ask(play, "tpt", "/biendong 6B abc")


async def test_a_homeroom_teacher_reads_of_the_own_class_and_where_it_does_not_add_up_is_said(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await made(play, "tpt", f"/chuyentruong 6A {LAN}")
        play.new("gvcn")
        said = await ask(play, "gvcn", "/biendong")
        assert LAN in said
        assert "lớp mình" in await ask(play, "gvcn", "/biendong 6B")
        assert LAN not in await ask(play, "gvcn6b", "/biendong")
        assert LAN not in (await play.say("mẹ A", "/biendong"))[0]
        await on(play, "2026-11-20 07:10")
        async with play.app.database.write() as session:
            pupil = await play.pupil(A)
            day = play.now.date().replace(day=18)
            await session.execute(update(Enrolments).where(Enrolments.pupil_id == pupil).values(ends=day))
        said = await ask(play, "tpt", "/biendong")
        assert "chưa khớp" in said
        assert A in said
