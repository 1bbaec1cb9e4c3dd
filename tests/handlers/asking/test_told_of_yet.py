"""What is said of letters before they have left, and of letters that may be another's."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio


async def test_of_what_was_just_reported_the_letters_are_still_to_leave(tmp_path: Path) -> None:
    """It was said that none was due, and they left an hour later."""
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        question = "đã báo cho gia đình em A chưa"
        assert "tin cần gửi sẽ đi sau lần rà soát tới" in await ask(play, "gvcn", question)
        await play.clock_to("08:00")
        assert "đã gửi tin cho gia đình" in await ask(play, "gvcn", question)
        assert "không có tin nào cần gửi" in await ask(play, "gvcn", "đã báo cho gia đình em Sáng chưa")


async def test_who_doubts_a_message_finds_which_are_ours_with_a_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.clock_to("08:00")
        await play.say("mẹ A", "lừa đảo hả")
        assert "Các tin Sĩ Số gửi tới đây mấy ngày qua" in (await play.press("mẹ A", "Tin nào của nhà trường"))[0]
