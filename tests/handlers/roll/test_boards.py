"""Who boards, by chat: from the day that is said, the office told of what a homeroom teacher notes, and taken back."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Pupils
from tests.conversation import Play, playing
from tests.handlers.roll.changed import MAKE
from tests.handlers.school_days import on

pytestmark = pytest.mark.anyio
YES, NO = "nội trú, bán trú không → có", "nội trú, bán trú có → không"
OF_BINH = {  # what is said of somebody who does not board
    "em Bình 6A ở bán trú từ thứ 2": ("tpt", YES),
    "Bình ở nội trú từ 1/12 nhé": ("gvcn", YES),
    "cho em Bình 6A vào nội trú": ("tpt", YES),
    "Bình với Sáng đăng ký ở bán trú từ hôm nay": ("gvcn", YES),
    "/onoitru 6A Bình từ 30/11": ("tpt", "Từ thứ Hai 30/11"),
    "Bình thôi ở nội trú": ("gvcn", "không có gì thay đổi"),
    "em Bình không ở nội trú nữa": ("gvcn", "không có gì thay đổi"),
    "em Bình 6A thôi bán trú rồi nhé thầy": ("tpt", "không có gì thay đổi"),
}
NOTHING = (
    "em Bình ở nội trú phải không ạ?",
    "Bình có ở nội trú không",
    "em Bình ở nội trú bị ốm",
    "Bình nội trú chưa lên",
)


async def boards(play: Play) -> bool | None:
    async with play.app.database.read() as session:
        return await session.scalar(select(Pupils.boarding).where(Pupils.full_name == "Hồ Văn Bình"))


async def test_who_boards_is_shown_as_it_is_meant(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 07:10")
        for line, (who, words) in OF_BINH.items():
            assert words in "".join(await play.say(who, line)), line
        for line in NOTHING:
            await play.say("gvcn", line)
            assert MAKE not in play.labels("gvcn"), line
        assert not await boards(play)


async def test_from_today_on_and_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 07:10")
        await play.say("gvcn", "em Bình ở nội trú từ hôm nay")
        await play.press("gvcn", MAKE)
        assert await boards(play)
        assert "Hồ Văn Bình" in "".join(play.new("tpt"))  # the office is told
        await play.say("gvcn", "em Bình thôi ở nội trú")
        assert NO in play.shown("gvcn")
        await play.press("gvcn", MAKE)
        assert not await boards(play)
        await play.press("gvcn", "Huỷ thay đổi này")
        assert await boards(play)


@pytest.mark.parametrize("back", ["before the day", "after it"])
async def test_from_a_day_to_come(tmp_path: Path, back: str) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 07:10")
        await play.say("gvcn", "em Bình ở bán trú từ mai")
        await play.press("gvcn", MAKE)
        assert not await boards(play)
        assert "Hồ Văn Bình" in "".join(play.new("tpt"))
        assert "đã ghi" in "".join(await play.say("tpt", "em Bình 6A vào nội trú từ 30/11")).lower()
        if back == "after it":
            await on(play, "2026-11-17 07:10")
            await play.clock_to("07:20")
            assert await boards(play)
        await play.press("gvcn", "Huỷ thay đổi này")
        await on(play, "2026-11-18 07:10")
        await play.clock_to("07:20")
        assert not await boards(play)
