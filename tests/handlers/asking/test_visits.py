"""A home visit told of or planned in plain words: nothing is written down before a tap, which keeps the words."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import Visits
from tests.conversation import Play, playing
from tests.jobs.checks import after_three_days

pytestmark = pytest.mark.anyio

TOLD = {
    ("gvcn", "em vừa đi nhà Nguyễn Văn A về, khóa cửa, hàng xóm bảo cả nhà lên rẫy"): "Ghi lần đến nhà này",
    ("nóc", "ko gặp, khoá cửa"): "Ghi lần đến nhà này",
    ("gvcn", "chiều nay em xuống nhà Nguyễn Văn A, về em báo"): "Đã đến nhà em Nguyễn Văn A",
    ("nóc", "bữa ni sạt đường không đi được, để mai em đi"): "Đã đến nhà em Nguyễn Văn A",
}


async def begun(play: Play) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Visits)) or 0


async def test_a_visit_is_written_down_by_the_tap(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        for (phone, words), tap in TOLD.items():
            await play.say(phone, words)
            assert tap in play.labels(phone), (words, play.labels(phone))
        assert await begun(play) == 0
        await play.say("gvcn", "đi nhà A rồi, gặp mẹ, thứ 6 cho đi học lại")
        (asked,) = await play.press("gvcn", "Ghi lần đến nhà này")
        assert "Vì sao em A (6A) nghỉ?" in asked, "whom was met is known from the words"
        assert await begun(play) == 1


async def test_what_is_told_of_a_home_without_a_case_is_kept_in_the_case_that_it_opens(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "giữ trong hồ sơ: “hôm qua em đến nhà Bình" in "".join(
            await play.say("gvcn", "hôm qua em đến nhà Bình, mẹ nói em ốm")
        )
        await play.press("gvcn", "Mở hồ sơ em Hồ Văn Bình")
        (case,) = await play.press("gvcn", "Xem hồ sơ")
        assert "mẹ nói em ốm" in case
