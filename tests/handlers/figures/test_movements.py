"""Who came, moved and left is read by name, and adds up to the roll."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from models import Enrolments
from tests.conversation import playing
from tests.handlers.roll.changed import made
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
        assert "không xem theo" in await ask(play, "tpt", "/biendong bán trú")


async def test_a_village_is_read_where_pupils_lived_on_the_day_and_all_of_it_is_a_file(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await made(play, "tpt", f"/chuyenlop 6A {BINH} sang 6B")  # of Tu Ro
        await made(play, "tpt", f"/chuyentruong 6A {LAN}: Trường THCS Trà Mai")  # of Takta
        await on(play, "2026-11-18 07:10")
        await made(play, "tpt", f"/choo 6B {BINH} Takta")
        said = await ask(play, "tpt", "/biendong nóc Tu Ro")
        assert BINH in said
        assert LAN not in said
        assert LAN in await ask(play, "admin", "/biendong Thôn 3 tháng 11")
        await play.press("admin", "Tệp")
        (file,) = play.seen("admin")[-1].files
        assert file.name == "bien-dong-Thôn-3-2026-11-01-2026-11-18.xlsx"
        rows = list(load_workbook(BytesIO(file.content)).worksheets[0].iter_rows(values_only=True))
        (line,) = [row for row in rows if row[2] == LAN]
        assert line == (
            1,
            "16/11/2026",
            LAN,
            "Chuyển trường",
            "6A",
            None,
            "Trường THCS Trà Mai",
            "Tạ Quang Minh",
        )
        play.new("gvcn")
        assert "lớp mình" in await ask(play, "gvcn", "/biendong nóc Tu Ro")


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
