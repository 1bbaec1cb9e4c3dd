"""A family that has said why reads no “chưa rõ lý do” on a later day of the same absence."""

from pathlib import Path

import pytest

from tests.conversation import playing

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("tap", "said"), [("Cháu ốm", "Gia đình đã trả lời: cháu ốm."), ("Không biết cháu nghỉ", "chưa rõ lý do")]
)
async def test_the_letter_of_the_third_day_says_what_the_family_has_said(tap: str, said: str, tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:05") as play:
        for day in (16, 17, 18):
            await play.clock_to(f"2026-11-{day} 07:05")
            await play.say("gvcn", "/vang 6A Nguyễn Văn A")
            await play.clock_to("12:00")
            if day == 16:
                await play.press("mẹ A", tap)
                play.new("mẹ A")
        letter = play.new("mẹ A")[-1]
        assert "nghỉ 3 ngày học liền" in letter
        assert said in letter
        assert ("chưa rõ lý do" in letter) is (tap != "Cháu ốm")


async def test_a_reason_of_an_earlier_absence_is_none_of_this_one(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:05") as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.clock_to("12:00")
        await play.press("mẹ A", "Cháu ốm")
        await play.clock_to("2026-11-17 07:05")
        await play.say("gvcn", "/du 6A")
        await play.clock_to("2026-11-18 07:05")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        play.new("mẹ A")
        await play.clock_to("12:00")
        assert "chưa rõ lý do" in play.new("mẹ A")[-1]
