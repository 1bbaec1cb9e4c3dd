"""A group of a class's parents: announcements stand there, nothing about a child does, and nobody is heard in it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Groups
from tests.stories.test_staff_group import STRANGER, Room, names_of_pupils, room

pytestmark = pytest.mark.anyio


async def bound_to_6a(here: Room) -> None:
    """The homeroom teacher adds us, the principal binds it."""
    await here.add(here.number("gvcn"))
    assert "Phụ huynh lớp 6A" in here.story.labels("ht"), "who added us has one class"
    assert "Đã gắn" in "\n".join(await here.story.press("ht", "Phụ huynh lớp 6A"))
    (greeting,) = await here.answered()
    assert "lớp 6A" in greeting.text


async def test_announcements_to_the_class_or_all_families_stand_there_and_no_other_does(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_to_6a(here)
        for words, stands in (
            ("phụ huynh 6A: sáng mai các em mang áo ấm", True),
            ("phụ huynh: thứ Hai nghỉ lễ", True),
            ("phụ huynh 6B: mai họp lớp", False),
            ("giáo viên: chiều nay họp", False),
            ("phụ huynh thôn 3: đường ngập, đi cẩn thận", False),
        ):
            shown = "\n".join(await here.story.say("ht", f"/thongbao {words}"))
            assert ("Cả trong nhóm" in shown) is stands, words
            await here.story.press("ht", "Gửi")
            assert [words.partition(": ")[2][1:] in one.text for one in await here.answered()] == [True] * stands


async def test_nobody_is_heard_there_whoever_writes_whatever(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_to_6a(here)
        for sender in (here.number("gvcn"), here.number("mẹ A"), here.number("ht"), STRANGER):
            for said in (
                "6A vắng Hồ Văn Bình",
                "cháu A hôm nay ốm cô ạ",
                "thông báo phụ huynh: mai nghỉ",
                "con tôi đâu?",
            ):
                assert await here.write(sender, said) == []
            (answer,) = await here.write(sender, "/hocsinh Hồ Văn Bình")
            assert "riêng" in answer.text
        assert await here.marks() == []
        assert here.story.new("mẹ A") == []
        await here.story.say("gvcn", "6A vắng Nguyễn Văn A K")
        await here.story.clock_to("08:30")
        assert await here.answered() == [], "nothing about a child, whatever is told in private"


async def test_a_code_typed_there_is_void_and_the_list_of_groups_says_whose_each_is(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await bound_to_6a(here)
        slip = "\n".join(await here.story.say("gvcn", "/moi Hồ Thị Lan"))
        code = next(word for word in slip.replace(".", " ").split() if len(word) == 11 and word[5] == "-")
        (void,) = await here.write(STRANGER, f"/lienket {code}")
        assert code not in void.text
        assert "không còn dùng được" in void.text
        assert "lớp 6A" in "\n".join(await here.story.say("ht", "/nhom"))


async def test_the_class_is_read_from_the_groups_name_or_asked(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        here.story._fake.add_to_group(-100777, here.number("ht"), "Phụ huynh lớp 6B", date=1_795_000_000)
        await here.answered()
        assert "Phụ huynh lớp 6B" in here.story.labels("ht")
        await here.story.press("ht", "Phụ huynh lớp khác")
        await here.story.press("ht", "6A")
        async with here.story.app.database.read() as session:
            assert await session.scalar(select(Groups.class_id)) is not None
        assert await names_of_pupils(here)
