"""Groups as they come: nobody told us that we were added, nobody binds us, several leaders tap; and words in the group
of the staff which only a tap in private can settle.
"""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Groups
from tests.stories.test_staff_group import ANONYMOUS, GROUP, ITSELF, STRANGER, Room, bound_by_the_principal, room

pytestmark = pytest.mark.anyio


async def bound_to_a_school(here: Room) -> list[int | None]:
    async with here.story.app.database.read() as session:
        return list(await session.scalars(select(Groups.school_id)))


async def test_who_reports_in_a_group_we_were_never_told_of_reads_that_it_counts_for_nothing_and_leaders_are_asked(
    tmp_path: Path,
) -> None:
    async with room(tmp_path) as here:
        (told,) = await here.write(here.number("gvcn"), "6A vắng Hồ Văn Bình")
        assert "Chưa ghi" in told.text
        assert "gắn" in told.text
        assert "Nhóm thầy cô" in here.story.labels("ht")
        await here.story.press("ht", "Nhóm thầy cô")
        assert await bound_to_a_school(here) == [1]
        assert "1/8" in (await here.write(here.number("gvcn"), "6A vắng Hồ Văn Bình"))[-1].text


async def test_a_group_that_an_unknown_phone_added_us_to_is_offered_when_one_of_the_staff_reports_in_it(
    tmp_path: Path,
) -> None:
    async with room(tmp_path) as here:
        await here.add(ANONYMOUS)
        assert await here.write(here.number("gvcn"), "chiều họp nhé") == []
        assert await here.write(STRANGER, "6A vắng Hồ Văn Bình") == [], "nobody of a school is there as far as we know"
        assert here.story.new("ht") == []
        (told,) = await here.write(here.number("gvcn"), "6A vắng Hồ Văn Bình")
        assert "Chưa ghi" in told.text
        assert len(here.story.new("ht")) == 1
        assert await here.write(here.number("gvcn"), "6A vắng Hồ Văn Bình") == [], "once an hour"
        assert here.story.new("ht") == []


async def test_each_who_is_not_known_reads_that_nothing_was_recorded(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        for sender, more in ((STRANGER, {}), (STRANGER + 1, {}), (ANONYMOUS, {"sender_chat": ITSELF})):
            (told,) = await here.write(sender, "6A vắng Hồ Văn Bình", **more)
            assert "Chưa ghi" in told.text
            assert await here.write(sender, "6A vắng A Thút", **more) == []


async def test_where_nobody_binds_it_and_nobody_talks_we_leave_by_ourselves(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.add(here.number("gvcn"))
        await here.story.clock_to("2026-11-16 19:30")
        assert here.story._fake.left == []
        await here.story.clock_to("2026-11-17 10:30")
        (goodbye,) = await here.answered()
        assert "rời nhóm" in goodbye.text
        assert here.story._fake.left == [GROUP]
        await here.add(here.number("gvcn"), removed=True)
        await here.story.clock_to("2026-11-19 10:30")
        assert here.story._fake.left == [GROUP], "once"
        assert await bound_to_a_school(here) == []


async def test_an_older_button_of_another_leader_does_not_leave_what_has_been_bound_meanwhile(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.add(here.number("gvcn"))
        await here.story.press("ht", "Nhóm thầy cô")
        here.story.new("pht")
        (asked,) = await here.story.press("pht", "Rời nhóm")
        assert "Mai Văn Chín" in asked
        assert here.story._fake.left == []
        await here.story.press("pht", "Rời")
        assert here.story._fake.left == [GROUP]


@pytest.mark.parametrize("words", ["Bình đến rồi", "6A Bình có mặt ạ", "Bình có mặt mà", "nãy em báo nhầm"])
async def test_who_is_said_to_be_in_class_is_asked_about_in_private_and_the_family_is_not_told_before(
    tmp_path: Path, words: str
) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        await here.write(here.number("gvcn"), "6A vắng Hồ Thị Lan, Hồ Văn Bình K")
        await here.story.clock_to("07:44")
        assert await here.write(here.number("gvcn"), "em gửi nhầm nhóm ạ") == []
        (heard,) = await here.write(here.number("gvcn"), words.replace("Bình", "Hồ Thị Lan"))
        assert "riêng" in heard.text
        assert "Lan" not in heard.text
        assert "6A sáng 16/11" in here.story.new("gvcn")[-1]
        await here.story.clock_to("07:55")
        assert here.story.new("mẹ Lan") == []
        await here.story.press("gvcn", "Huỷ" if "nhầm" in words else "Hồ Thị Lan: có mặt")
        await here.story.clock_to("09:00")
        assert here.story.new("mẹ Lan") == []
        assert "Hồ Thị Lan" not in await here.marks()


async def test_what_is_to_be_changed_is_chosen_by_name_in_private(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_by_the_principal(here)
        await here.write(here.number("gvcn"), "6A vắng Hồ Văn Bình K")
        (heard,) = await here.write(here.number("gvcn"), "/sua")
        assert "riêng" in heard.text
        assert "Hồ Văn Bình: có phép" in here.story.labels("gvcn")
        (heard,) = await here.write(here.number("gvcn"), "6A Hồ Văn Bình trốn tiết 3")
        assert "riêng" in heard.text
        assert "Hồ Văn Bình" in here.story.new("gvcn")[-1]
