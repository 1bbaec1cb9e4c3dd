"""Accounts that wait for somebody's yes stand in /viec until it is said: who waits reads nothing before."""

from pathlib import Path

import pytest

from locales import _
from tests.conversation import playing
from tests.handlers.people.linking import name_behind
from tests.handlers.people.test_by_phone import NUMBER, YES, has_number

pytestmark = pytest.mark.anyio


async def test_a_parent_who_waits_stands_in_the_teachers_tasks_and_is_let_in_from_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await has_number(play, "Mẹ Hồ Văn Bình")
        await play.say("mẹ Bình", "", number=NUMBER)
        await play.clock_to("2026-11-18 07:05")
        for phone in ("pht", "gvcn6b"):
            assert "Hồ Văn Bình" not in "\n".join(await play.say(phone, "/viec"))
        assert "Hồ Văn Bình" in (await play.say("gvcn", "/viec"))[-1]
        await play.press("gvcn", f"Hồ Văn Bình: {YES}")
        assert await name_behind(play, "mẹ Bình") == "Mẹ Hồ Văn Bình"
        assert "Hồ Văn Bình" not in (await play.say("gvcn", "/viec"))[-1]


async def test_a_colleague_who_waits_stands_in_the_leaders_tasks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("bộ môn", "/ngung đồng ý")
        await has_number(play, "Cao Thị Yên")
        await play.say("máy của Yên", "", number=NUMBER)
        assert "Cao Thị Yên" not in "\n".join(await play.say("gvcn", "/viec"))
        assert _("Accounts that wait for your yes:") in (await play.say("pht", "/viec"))[-1]
        await play.press("pht", f"Cao Thị Yên: {YES}")
        assert await name_behind(play, "máy của Yên") == "Cao Thị Yên"
