"""Families no message reaches: a list to call for the homeroom teacher."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from channels import Gone
from papers.roster import GuardianRow
from tests.conversation import ZONE, Play, playing
from tests.jobs.checks import checked, heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


async def five_minutes_after_the_check(play: Play) -> None:
    await checked(play)
    play.app.now.move_to(datetime(2026, 11, 16, 7, 50, tzinfo=ZONE).astimezone(UTC))
    await play.app.clock.tick()
    await play.app.settle()


async def test_a_family_without_a_chat_is_on_the_teachers_call_list_once(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:45") as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        heard(play)
        await five_minutes_after_the_check(play)
        (letter,) = [text for text in play.new("gvcn") if "gọi điện" in text]
        assert "Hồ Văn Bình (vắng sáng thứ Hai 16/11): mẹ Mẹ Hồ Văn Bình, 091•••0004" in letter
        assert "Nguyễn Văn A" not in letter, "his mother was reached"
        await play.app.clock.tick()
        await play.app.settle()
        assert "gọi điện" not in heard(play).get("gvcn", "")


async def test_a_chat_that_is_gone_puts_the_family_on_the_list(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:45") as play:
        play.channel.refuse["mẹ A"] = Gone("the chat was deleted")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        heard(play)
        await five_minutes_after_the_check(play)
        assert any("Nguyễn Văn A" in text and "gọi điện" in text for text in play.new("gvcn"))


async def test_leave_granted_meanwhile_takes_the_family_off_the_list(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:45") as play:
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        await checked(play)
        await play.say("gvcn", "/phep 6A Hồ Văn Bình")
        heard(play)
        await five_minutes_after_the_check(play)
        assert "gọi điện" not in heard(play).get("gvcn", "")


async def test_a_family_of_which_one_guardian_was_reached_need_not_be_called(tmp_path: Path) -> None:
    roster = small_roster()
    father = GuardianRow(full_name="Bố Nguyễn Văn A", relation="bố", phone="+84920000001")
    pupils = [replace(p, guardians=[*p.guardians, father]) for p in roster.pupils]
    async with playing(tmp_path, at="2026-11-16 07:45", roster=replace(roster, pupils=pupils)) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await five_minutes_after_the_check(play)
        assert "gọi điện" not in heard(play).get("gvcn", "")


async def test_who_was_away_while_the_program_was_off_is_on_the_list_next_morning(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 11:40") as play:
        await play.arrive("gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        play.app.now.move_to(datetime(2026, 11, 16, 22, 0, tzinfo=ZONE).astimezone(UTC))
        await play.app.clock.tick()
        await play.app.settle()
        await play.clock_to("2026-11-17 07:05")
        await play.clock_to("09:00")
        (letter,) = [text for text in play.new("gvcn") if "gọi điện" in text]
        assert "Hồ Văn Bình (vắng sáng thứ Hai 16/11)" in letter
        assert "Nguyễn Văn A" not in letter, "his mother has a phone"
        (card,) = await play.press("gvcn", "ghi kết quả: Hồ Văn Bình")
        assert "vắng chưa có phép sáng thứ Hai 16/11" in card
        await play.press("gvcn", "Gặp được")
        await play.clock_to("2026-11-18 09:00")
        assert not any("gọi điện" in text for text in play.new("gvcn")), "once a pupil and day"
