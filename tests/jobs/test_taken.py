"""Who takes a class over in the middle of the year reads on the first morning what waits there."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from models import Roles
from tests.conversation import playing

pytestmark = pytest.mark.anyio

HIM = "Nguyễn Văn A"


async def test_who_stands_in_and_who_comes_back_reads_what_waits(database_url: str) -> None:
    async with playing(url=database_url) as play:
        for day in (16, 17, 18):
            await play.clock_to(f"2026-11-{day} 07:05")
            await play.say("gvcn", f"/vang 6A {HIM}")
            await play.clock_to("12:00")
        await play.say("pht", "/daythay 6A Cao Thị Yên 19/11 đến 20/11")
        await play.press("pht", "Thực hiện")
        await play.settle()
        play.new("bộ môn")
        await play.clock_to("2026-11-19 07:00")
        (told,) = play.new("bộ môn")
        assert "Nay thầy/cô phụ trách lớp 6A" in told
        assert "Hồ sơ đang mở: 1" in told
        assert HIM not in told
        assert HIM in (await play.press("bộ môn", "việc"))[0]
        await play.clock_to("2026-11-20 08:00")
        await play.press("mẹ A", "Cháu ốm")
        play.new("gvcn")
        await play.clock_to("2026-11-21 07:00")
        back = play.new("gvcn")[-1]
        assert "Hồ sơ đang mở: 1" in back
        assert "Gia đình đã trả lời, chờ quyết định: 1" in back
        await play.clock_to("2026-11-23 20:00")
        assert not any("phụ trách lớp 6A" in text for text in play.new("gvcn")), "once"


async def test_where_nothing_waits_nothing_is_said(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("pht", "/daythay 6A Cao Thị Yên 17/11 đến 18/11")
        await play.press("pht", "Thực hiện")
        await play.settle()
        play.new("bộ môn")
        await play.clock_to("2026-11-17 07:00")
        assert play.new("bộ môn") == []


async def test_with_the_schools_first_list_nobody_takes_a_class_over(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for day in (16, 17, 18):
            await play.clock_to(f"2026-11-{day} 07:05")
            await play.say("gvcn", f"/vang 6A {HIM}")
        async with play.app.database.write() as session:
            await session.execute(update(Roles).values(starts=date(2026, 11, 19)))  # the day it was imported
        await play.clock_to("2026-11-19 07:00")
        said = [one.text for one in play.seen("gvcn")]
        assert not any("phụ trách lớp 6A" in text for text in said)
