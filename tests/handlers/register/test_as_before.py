"""`6A như hôm qua`: those who were away are offered by name, and only a tap writes them down."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import on

pytestmark = pytest.mark.anyio


async def test_those_of_the_day_before_are_offered_with_and_without_leave(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình có phép, Sáng không phép")
        await on(play, "2026-11-17 07:10")
        (asked,) = await play.say("gvcn", "6A như hôm qua ạ")
        assert "Hồ Văn Bình (có phép) và Lê Thị Sáng (không phép) vắng, đúng không ạ?" in asked
        (written,) = await play.press("gvcn", "Đúng, cả 2 em")
        assert written.startswith("**Đã ghi 6A sáng 17/11**: vắng 2/8 (1P, 1K)")


@pytest.mark.parametrize("bare", ["như hôm qua nha cô", "vẫn 2 em đó", "Như cũ ạ"])
async def test_a_homeroom_teacher_of_one_class_need_not_name_it(tmp_path: Path, bare: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình có phép, Sáng không phép")
        await on(play, "2026-11-17 07:10")
        assert "Hồ Văn Bình (có phép) và Lê Thị Sáng (không phép)" in (await play.say("gvcn", bare))[0]
        for other in ("bộ môn", "pht"):
            assert "Bình" not in "\n".join(await play.say(other, bare))


async def test_who_is_named_beside_them_is_written_and_of_a_single_one_the_kind_is_asked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, Sáng")
        await on(play, "2026-11-17 07:10")
        written, asked = await play.say("gvcn", "6A như hôm qua, thêm Hưng")
        assert "vắng 1/8" in written
        assert "Hồ Văn Bình" in asked
        await play.press("gvcn", "Không, bỏ qua")
        await on(play, "2026-11-18 07:10")
        (asked,) = await play.say("gvcn", "6A vẫn như hôm qua")
        assert "Em Trần Minh Hưng có nghỉ hôm nay không ạ?" in asked
        assert play.labels("gvcn") == ["Nghỉ có phép", "Nghỉ không phép", "Có đi học"]


async def test_where_nobody_was_away_or_nothing_is_known_the_names_are_asked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Em nào vắng ạ (lớp 6A)?" in (await play.say("gvcn", "6A như hôm qua"))[0]
        await play.say("gvcn", "6A đủ")
        await on(play, "2026-11-17 07:10")
        assert "Em nào vắng ạ (lớp 6A)?" in (await play.say("gvcn", "6A như hôm qua"))[0]


async def test_who_is_recorded_today_already_is_not_asked_about_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, Sáng")
        await on(play, "2026-11-17 07:10")
        await play.say("pht", "6A vắng Bình không phép")
        (asked,) = [text for text in await play.say("gvcn", "6A như hôm qua") if "ạ?" in text]
        assert "Em Lê Thị Sáng có nghỉ hôm nay không ạ?" in asked
        assert "Bình" not in asked
