"""A place that began today was wrong from the start: what was reported since is of the class the pupil is in."""

from pathlib import Path

import pytest

from tests.conversation import playing

pytestmark = pytest.mark.anyio


async def test_a_new_pupil_put_into_another_class_on_the_same_day_counts_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("admin", "nhận em mới Cao Văn Tèo vào 6A")
        await play.press("admin", "Thực hiện")
        await play.say("gvcn", "6A vắng Tèo k")
        await play.say("gvcn6b", "6B đủ")
        await play.say("admin", "Tèo 6A chuyển sang 6B")
        await play.press("admin", "Thực hiện")
        said = "".join(await play.say("ht", "/baocao hôm nay"))
        assert "vắng 1/12 (1K)" in said
        assert "• 6B: sáng 1/4 (1K)" in said
        week = "".join(await play.say("ht", "/baocao tuần"))
        assert "• 6B: 1/4 (1K), 75,0%" in week
        assert "1/12 (1K)" in week
