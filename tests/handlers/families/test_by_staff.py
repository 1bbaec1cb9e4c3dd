"""What the pair of a hamlet hears at a home reaches the homeroom teacher by one tap."""

from pathlib import Path

import pytest
from sqlalchemy import update

from models import Roles
from rules.people.roles import Role
from tests.conversation import Play, playing
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio
SAID = "tôi đã đến nhà A, mẹ bảo em ốm"


async def alarmed(play: Play) -> None:
    await play.say("gvcn", "6A vắng A, Bình")
    await play.clock_to("08:30")
    heard(play)


async def test_words_from_a_home_go_to_the_teacher_who_reads_whose_they_are(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await alarmed(play)
        (asked,) = await play.say("nóc", SAID)
        assert "Chưa ghi gì, chưa gửi gì" in asked
        assert "gvcn" not in heard(play)
        (answer,) = await play.press("nóc", "Chuyển lời: A")
        assert "Đang gửi tin cho Phạm Thu Hà" in answer
        told = heard(play)["gvcn"]
        assert "Tin của thầy/cô phụ trách nóc" in told
        assert f"Đỗ Thị Nga viết: “{SAID}”" in told
        assert not [label for label in play.labels("gvcn") if label.startswith("Trả lời")], "it is no family's"


async def test_only_of_the_own_hamlets_and_only_while_one_looks_after_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await alarmed(play)
        await play.say("nóc", SAID.replace("nhà A", "nhà Bình"))
        assert not [label for label in play.labels("nóc") if label.startswith("Chuyển lời")], "not her hamlet"
        await play.say("nóc", SAID)
        mine = await play.person("Đỗ Thị Nga")
        async with play.app.database.write() as session:
            pair = update(Roles).where(Roles.person_id == mine, Roles.name == Role.HAMLET_STAFF)
            await session.execute(pair.values(ends=play.now.date().replace(day=15)))
        await play.press("nóc", "Chuyển lời: A")
        assert "gvcn" not in heard(play)


async def test_who_looks_after_one_hamlet_sees_it_at_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng A, Bình")
        (shown,) = await play.say("nóc", "/noc")
        assert "• Nguyễn Văn A, 6A: sáng K" in shown
        assert "Hồ Văn Bình" not in shown
