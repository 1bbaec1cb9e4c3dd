"""Who was asked and has neither read nor answered is named to the vice principal; who has is on the case."""

from datetime import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conversation import Play, playing
from tests.jobs.checks import after_three_days
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

UNREAD = "**Chưa thấy đọc"
DEPUTY = "Ngô Thị Bảy"


async def told_of_unread(play: Play, phone: str = "pht") -> str:
    return "\n".join(text for text in play.new(phone) if UNREAD in text)


@pytest.mark.parametrize("does", ["nothing", "taps", "writes", "reads"])
async def test_the_pair_is_named_unless_one_of_them_has_read_or_answered(tmp_path: Path, does: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Nguyễn Văn A không phép")
        await play.clock_to("08:00")
        if does == "taps":
            assert "Cảm ơn" in "".join(await play.press("nóc", "Đã biết"))
        elif does == "writes":
            await play.say("nóc", "chiều tôi qua nhà em")
        elif does == "reads":
            await play.press("nóc", "Đã biết")
            await play.press("nóc2", "Đã biết")
        await play.clock_to("15:59")
        assert not await told_of_unread(play)
        await play.clock_to("16:05")
        named = await told_of_unread(play)
        assert ("Bùi Văn Tám" in named) is (does != "reads")
        assert ("Đỗ Thị Nga" in named) is (does == "nothing")
        if does == "nothing":
            await play.clock_to("2026-11-17 16:05")
            assert not await told_of_unread(play), "once"


async def test_of_a_case_that_is_closed_nobody_need_have_read(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.say("ht", "/ca")
        for label in ("Nguyễn Văn A", "Đóng hồ sơ", "Thôi học"):
            await play.press("ht", label)
        await play.clock_to("16:05")
        assert "Phạm Thu Hà" not in await told_of_unread(play)


async def test_a_leader_does_not_read_of_what_she_has_not_read_herself(tmp_path: Path) -> None:
    roster = small_roster()
    staff = [
        replace(one, roles=[*one.roles, "hamlet_staff"]) if one.full_name == DEPUTY else one for one in roster.staff
    ]
    hamlets = [replace(one, staff=[DEPUTY]) for one in roster.hamlets]
    async with playing(tmp_path, roster=replace(roster, staff=staff, hamlets=hamlets)) as play:
        await play.say("gvcn", "6A vắng Nguyễn Văn A không phép")
        await play.clock_to("08:00")
        assert "Vắng không phép" in "\n".join(play.new("pht")), "she looks after the hamlet"
        await play.clock_to("16:05")
        assert not await told_of_unread(play)


async def test_a_school_chooses_the_hour(tmp_path: Path) -> None:
    async with playing(tmp_path, read_by=time(10, 0)) as play:
        await play.say("gvcn", "6A vắng Nguyễn Văn A không phép")
        await play.clock_to("10:05")
        assert "Đỗ Thị Nga" in await told_of_unread(play)


async def test_of_what_was_corrected_nothing_is_said(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Nguyễn Văn A không phép")
        await play.clock_to("08:00")
        await play.say("gvcn", "/comat 6A Nguyễn Văn A")
        await play.clock_to("16:05")
        assert not await told_of_unread(play), "there is nothing to do any more"


async def test_the_case_shows_who_knows(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.press("nóc", "Đã biết")
        (card,) = await play.say("ht", "/ca 1")
        first = next(line for line in card.splitlines() if line.startswith("• 16/11"))
        assert "Đỗ Thị Nga đã xem tin" in first
        assert "đã gửi tin cho Bùi Văn Tám" in first
