"""What a colleague or a village head tells of a pupil reaches the homeroom teacher by one tap, and records nothing."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from letters.says.families import ReplyAct, note_reply, passed_on
from models import Classes, Enrolments, Schools
from tests.conversation import playing
from tests.handlers.said_in_class import marked
from tests.rights.of_roles import cast

pytestmark = pytest.mark.anyio

TOLD = {
    "bộ môn": "báo giùm gvcn 6A: em Bình mấy bữa nay buồn lắm, ngồi khóc",
    "nóc": "nhắn cô chủ nhiệm giùm là em Bình nợ bài kiểm tra",
}


@pytest.mark.parametrize("phone", TOLD)
async def test_words_about_a_pupil_of_others_reach_the_teacher_by_a_tap(tmp_path: Path, phone: str) -> None:
    async with playing(tmp_path) as play:
        await play.say(phone, TOLD[phone])
        assert play.new("gvcn") == []
        said = "".join(await play.press(phone, "Chuyển lời: Hồ Văn Bình"))
        assert "Đang gửi tin cho Phạm Thu Hà" in said
        (letter,) = play.new("gvcn")
        assert "**Lời nhắn về học sinh**" in letter
        assert TOLD[phone] in letter
        assert not any("Trả lời" in label for label in play.labels("gvcn")), "it is no family that would be answered"
        assert await marked(play) == {}
        assert "không còn" in "".join(await play.say("gvcn", note_reply(ReplyAct.WRITE, 1, "cảm ơn")))


async def test_a_village_head_writes_of_the_own_village_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        head = (await cast(play))["village_head", "now"]  # of Takta
        own, other = await play.pupil("Hồ Thị Lan"), await play.pupil("Hồ Văn Bình")
        for name, offered in (("Lan", True), ("Bình", False)):
            await play.say(head, f"em {name} đi bắn chim suốt, không phải ốm đâu")
            assert any("Chuyển lời" in label for label in play.labels(head)) == offered, name
        await play.say(head, passed_on(other, "đi bắn chim suốt"))
        assert play.new("gvcn") == []
        await play.say(head, passed_on(own, "đi bắn chim suốt"))
        assert "bắn chim" in "".join(play.new("gvcn"))


async def test_a_village_head_who_names_nobody_may_mean_the_child_that_is_followed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        head, words = (await cast(play))["village_head", "now"], "nhà đang có tang, để khi khác hãy lên"
        for why, offered in (("", False), ("hay nghỉ", True)):
            if why:
                await play.say("gvcn", f"/ca mở 6A Hồ Thị Lan: {why}")
            await play.say(head, words)
            assert ("Chuyển lời: Hồ Thị Lan" in play.labels(head)) == offered
        await play.say(head, "hôm nay trường có học không")
        assert "Chuyển lời: Hồ Thị Lan" not in play.labels(head), "what is asked is answered"


async def test_what_is_heard_at_a_home_that_is_no_case_goes_to_the_teacher(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng A, Bình")
        play.new("gvcn")
        said = "tôi đã đến nhà A, mẹ bảo em ốm"
        (asked,) = await play.say("nóc", said)
        assert "Chưa ghi gì, chưa gửi gì" in asked
        assert play.new("gvcn") == []
        await play.press("nóc", "Chuyển lời: Nguyễn Văn A")
        assert f"Đỗ Thị Nga viết: “{said}”" in "".join(play.new("gvcn"))


async def test_of_a_pupil_whom_the_school_does_not_have_nothing_is_passed_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        pupil = await play.pupil("Hồ Văn Bình")
        async with play.app.database.write() as session:
            other = {"code": "khac", "name": "Trường Khác"}
            school = await session.scalar(insert(Schools).values(other).returning(Schools.id))
            theirs = select(Enrolments.class_id).where(Enrolments.pupil_id == pupil).scalar_subquery()
            await session.execute(update(Classes).where(Classes.id == theirs).values(school_id=school))
        assert "chưa chuyển" in "".join(await play.say("nóc", passed_on(pupil, "em ấy ốm"))).lower()
        assert play.new("gvcn") == []


async def test_in_one_letter_words_of_a_family_and_of_a_colleague_stand_apart(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 21:30") as play:  # both rest for the night
        await play.say("mẹ A", "/nhanco cháu quên vở ở lớp")
        await play.say("nóc", passed_on(await play.pupil("Nguyễn Văn A"), "em ấy ở nhà bà nội"))
        await play.clock_to("2026-11-17 07:00")
        told = "\n".join(play.new("gvcn"))
        families, colleagues = told.split("**Lời nhắn về học sinh**")
        assert "**Tin của gia đình**" in families
        assert "quên vở" in families
        assert "bà nội" not in families
        assert "bà nội" in colleagues


async def test_a_leader_who_has_called_writes_the_call_down(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình")
        await play.clock_to("08:30")
        await play.say("pht", "tôi gọi cho nhà em Bình rồi, không nghe máy")
        assert play.labels("pht") == ["Ghi: không nghe máy"]
