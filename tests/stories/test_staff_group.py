"""A group of six: reports, chatter, a stranger, an anonymous administrator, and a leader who binds it to the school."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from models import Chats, Groups, Marks, Outbox, Pupils
from tests.conversation import playing
from tests.fakes.telegram_chats import Seen
from tests.stories.phones import AtTelegram, told_through

pytestmark = pytest.mark.anyio

GROUP, STRANGER, ANONYMOUS = -1001234567890, 990_001, 1087968824
IN_TOPIC = {"message_thread_id": 7, "is_topic_message": True}
ITSELF = {"id": GROUP, "type": "supergroup", "title": "GV"}


class Room:
    """The group, and the private chats beside it."""

    def __init__(self, story: AtTelegram) -> None:
        self.story, self._looked = story, 0

    def number(self, phone: str) -> int:
        return self.story._numbers[phone]

    async def write(self, sender: int, text: str, **more: Any) -> list[Seen]:
        """Write in the group; what is answered there."""
        date = int(self.story.app.now().timestamp())
        self.asked = self.story._fake.say(GROUP, text, date=date, chat_type="supergroup", sender_id=sender, **more)
        return await self.answered()

    async def add(self, sender: int, *, removed: bool = False) -> list[Seen]:
        date = int(self.story.app.now().timestamp())
        self.story._fake.add_to_group(GROUP, sender, "GV Trường **Thử**", date=date, removed=removed)
        return await self.answered()

    async def answered(self) -> list[Seen]:
        await self.story._fetched()
        await self.story.settle()
        seen = self.story._fake.seen[GROUP]
        fresh, self._looked = seen[self._looked :], len(seen)
        return fresh

    async def marks(self) -> list[str]:
        async with self.story.app.database.read() as session:
            names = select(Pupils.full_name).join(Marks, Marks.pupil_id == Pupils.id).where(Marks.struck_at.is_(None))
            return sorted(await session.scalars(names))

    async def bound(self) -> bool:
        async with self.story.app.database.read() as session:
            return await session.scalar(select(Groups.school_id).where(Groups.chat_id != 0)) is not None


@asynccontextmanager
async def room(folder: Path) -> AsyncIterator[Room]:
    async with told_through("telegram", playing(folder)) as story:
        assert isinstance(story, AtTelegram)
        yield Room(story)


async def bound_by_the_principal(room: Room) -> None:
    assert await room.add(room.number("ht")) == []
    (question,) = room.story.new("ht")
    assert "“GV Trường Thử”" in question, "what others named is quoted plain"
    assert "Đã gắn" in "\n".join(await room.story.press("ht", "Nhóm thầy cô"))
    (notice,) = await room.answered()
    assert "Trường Thử" in notice.text


async def names_of_pupils(room: Room) -> list[str]:
    async with room.story.app.database.read() as session:
        return list(await session.scalars(select(Pupils.full_name)))


async def test_in_a_bound_group_the_sender_counts_and_the_answer_shows_numbers_only(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        (receipt,) = await here.write(here.number("gvcn"), "6A vắng Hồ Văn Bình P, A Thút K", **IN_TOPIC)
        assert "2/8" in receipt.text
        assert (receipt.answers_to, receipt.thread) == (here.asked, 7), "beside the message, in its topic"
        assert not [name for name in await names_of_pupils(here) if name.split()[-1] in receipt.text.split()]
        assert await here.marks() == ["A Thút", "Hồ Văn Bình"]


async def test_chatter_strangers_and_anonymous_administrators_are_not_heard(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        assert await here.write(here.number("gvcn"), "chiều nay họp tổ lúc 14h nhé các thầy cô") == []
        assert await here.write(here.number("gvcn6b"), "Bình hôm nay ngoan lắm") == []
        (unknown,) = await here.write(ANONYMOUS, "6A vắng Hồ Văn Bình", sender_chat=ITSELF)
        assert "Chưa ghi" in unknown.text, "a report that counts for nothing is not passed over in silence"
        assert "ẩn danh" in unknown.text
        assert len(await here.write(STRANGER, "6A vắng Hồ Văn Bình")) == 1, "who was not told yet"
        assert await here.write(STRANGER, "6A vắng Hồ Văn Bình") == [], "once an hour"
        assert await here.write(STRANGER, "trưa nay ăn gì") == []
        assert await here.write(here.number("mẹ Lan"), "6A vắng Hồ Văn Bình") == []
        assert await here.write(STRANGER, "@SiSoTestBot 6A vắng ai") == []
        (refusal,) = await here.write(STRANGER, "/vang 6A Hồ Văn Bình")
        assert "lienket" not in refusal.text, "a code typed in a group would be everybody's"
        (answer,) = await here.write(here.number("gvcn"), "@SiSoTestBot ai vắng hôm nay")
        assert "riêng" in answer.text, "who calls us by name is not left without a word"
        assert await here.marks() == []


async def test_what_is_unclear_is_asked_by_name_in_private_and_the_group_reads_that_it_was_heard(
    tmp_path: Path,
) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        (heard,) = await here.write(here.number("gvcn"), "6A vắng 2: Lan, Hồ Văn Bình", **IN_TOPIC)
        assert (heard.answers_to, heard.thread) == (here.asked, 7)
        assert "riêng" in heard.text
        assert not [name for name in await names_of_pupils(here) if name.split()[-1] in heard.text.split()]
        assert await here.marks() == ["Hồ Văn Bình"], "what is clear is recorded"
        assert "“Lan”" in here.story.new("gvcn")[-1]
        await here.story.press("gvcn", "Đinh Văn Lan")
        assert await here.marks() == ["Hồ Văn Bình", "Đinh Văn Lan"]
        assert await here.answered() == []


async def test_words_below_a_picture_are_heard_and_those_of_others_and_bare_numbers_are_not(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        teacher, photo = here.number("gvcn"), [{"file_id": "f", "file_unique_id": "f", "width": 9, "height": 9}]
        (receipt,) = await here.write(teacher, "", photo=photo, caption="6A vắng A Thút")
        assert "1/8" in receipt.text
        assert await here.write(teacher, "", photo=photo, caption="cả tổ đi dự giờ") == []
        assert await here.write(teacher, "2") == [], "no button of the receipt"
        whose = {"type": "hidden_user", "date": 1_795_000_000, "sender_user_name": "Ai đó"}
        assert await here.write(teacher, "6A vắng Hồ Văn Bình", forward_origin=whose) == []
        assert await here.marks() == ["A Thút"]


async def test_before_anybody_has_bound_it_no_stranger_is_heard_and_after_a_day_we_leave(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        assert await here.add(STRANGER) == []
        assert await here.write(STRANGER, "6A vắng Hồ Văn Bình") == []
        await here.story.clock_to("2026-11-17 07:30")
        (goodbye,) = await here.answered()
        assert "rời nhóm" in goodbye.text
        assert here.story._fake.left == [GROUP]
        assert await here.marks() == []


async def test_a_teacher_who_adds_us_makes_the_leaders_be_asked_and_thrown_out_we_are_bound_no_more(
    tmp_path: Path,
) -> None:
    async with room(tmp_path) as here:
        await here.add(here.number("gvcn"))
        (waits,) = here.story.new("gvcn")
        assert "là do lãnh đạo trường chọn" in waits, "nobody wonders why nothing happens"
        assert "Nhóm thầy cô" in here.story.labels("ht")
        await here.story.press("ht", "Nhóm thầy cô")
        assert await here.bound()
        await here.add(here.number("gvcn"), removed=True)
        assert not await here.bound()


async def test_leaders_who_are_on_another_channel_only_are_asked_there(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        leaders = [str(here.number(phone)) for phone in ("ht", "pht", "tpt", "admin")]
        async with here.story.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address.in_(leaders)).values(channel="zalo"))
        await here.add(here.number("gvcn"))
        assert "là do lãnh đạo trường chọn" in here.story.new("gvcn")[0]
        async with here.story.app.database.read() as session:
            asked = select(Outbox.text).join(Chats, Chats.id == Outbox.chat_id).where(Chats.channel == "zalo")
            texts = (await session.scalars(asked)).all()
        assert texts
        assert all("GV Trường" in (text or "") for text in texts)


async def test_a_leader_lets_it_go_and_an_ended_role_binds_nothing(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        assert "GV Trường Thử" in "\n".join(await here.story.say("ht", "/nhom"))
        await here.story.press("ht", "Rời")
        assert here.story._fake.left == [GROUP]
        assert not await here.bound()
        assert "quyền" in "\n".join(await here.story.say("gvcn", "/nhom gan 1"))


async def test_a_group_that_somebody_else_added_us_to_is_no_leaders_by_its_number(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.add(STRANGER)
        async with here.story.app.database.read() as session:
            chat_id = await session.scalar(select(Groups.chat_id))
        await here.story.say("ht", f"/nhom gan {chat_id}")
        assert not await here.bound()
        await here.story.say("ht", f"/nhom roi {chat_id}")
        assert here.story._fake.left == []


async def test_what_is_for_private_chats_stays_there(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        (refusal,) = await here.write(here.number("gvcn"), "/hocsinh Hồ Văn Bình")
        assert "riêng" in refusal.text


async def test_what_is_announced_to_all_staff_stands_in_their_group_and_what_is_for_families_does_not(
    tmp_path: Path,
) -> None:
    async with room(tmp_path) as there:
        await bound_by_the_principal(there)
        await there.story.say("ht", "/thongbao phụ huynh: mai các em mang áo ấm")
        await there.story.press("ht", "Gửi")
        await there.story.say("ht", "/thongbao gvcn: nộp sổ")
        await there.story.press("ht", "Gửi")
        assert await there.answered() == []
        (shown,) = await there.story.say("ht", "/thongbao giáo viên: chiều nay họp")
        assert "Cả trong nhóm: GV Trường Thử" in shown
        assert await there.answered() == []
        await there.story.press("ht", "Gửi")
        (announced,) = await there.answered()
        assert "Chiều nay họp" in announced.text
        await there.story.clock_to("22:00")
        there.story.new("ht")
        (shown,) = await there.story.say("ht", "/thongbao giáo viên: mai họp")
        assert "trong nhóm" not in shown
        await there.story.press("ht", "Gửi")
        assert await there.answered() == [], "not in the school's rest"


async def test_a_group_that_becomes_a_supergroup_is_still_the_schools(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        fake, now = here.story._fake, int(here.story.app.now().timestamp())
        fake.upgrade_group(GROUP, GROUP - 7, date=now)
        await here.answered()
        fake.add_to_group(GROUP - 7, here.number("gvcn"), "GV", date=now)
        await here.answered()
        assert here.story.new("ht") == [], "nobody is asked again"
        fake.say(GROUP - 7, "6A vắng Hồ Văn Bình K", date=now, chat_type="supergroup", sender_id=here.number("gvcn"))
        await here.answered()
        assert "1/8" in fake.seen[GROUP - 7][-1].text
        assert await here.marks() == ["Hồ Văn Bình"]
