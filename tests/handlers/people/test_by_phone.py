"""Sharing the own phone number: staff after a leader's tap, families after the homeroom teacher's, strangers a slip."""

from pathlib import Path

import pytest
from sqlalchemy import update

from locales import _
from models import People
from tests.conversation import Play, playing
from tests.handlers.people.linking import WAITING, name_behind

pytestmark = pytest.mark.anyio

NUMBER = "+84987000111"
NOT_LISTED = _(
    "The school's lists do not have this number, or it is several people's. Please ask the homeroom teacher or the "
    "school for a slip, and type the code on it here."
)
YES = _("Yes, that is right")


async def has_number(play: Play, *names: str) -> None:
    async with play.app.database.write() as session:
        await session.execute(update(People).where(People.full_name.in_(names)).values(phone=NUMBER))


async def test_a_guardian_is_linked_by_the_number_after_the_teachers_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await has_number(play, "Mẹ Hồ Văn Bình")
        assert await play.say("mẹ Bình", "/start") != []
        assert await play.say("mẹ Bình", "", number=NUMBER) == [_(WAITING)]
        assert "Phạm Thu Hà" in (await play.say("mẹ Bình", "alo"))[0]
        await play.press("gvcn", YES)
        assert await name_behind(play, "mẹ Bình") == "Mẹ Hồ Văn Bình"


async def test_a_family_that_is_linked_by_this_phone_asks_nobody_again_but_for_another_child(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await has_number(play, "Mẹ Hồ Thị Lan")
        assert await play.say("mẹ Lan", "", number=NUMBER) == [_("This phone is linked already.")]
        assert not play.new("gvcn")
        await has_number(play, "Mẹ Nguyễn Thị Phép")
        assert await play.say("mẹ Lan", "", number=NUMBER) == [_(WAITING)]
        assert "Phép" in "".join(play.new("gvcn6b"))
        assert not play.new("gvcn")


async def test_of_two_children_each_teacher_decides(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await has_number(play, "Mẹ Hồ Văn Bình", "Mẹ Nguyễn Thị Phép")
        await play.say("mẹ", "", number=NUMBER)
        assert ("Bình" in "".join(play.new("gvcn")), "Phép" in "".join(play.new("gvcn6b"))) == (True, True)
        await play.press("gvcn6b", YES)
        assert await name_behind(play, "mẹ") == "Mẹ Nguyễn Thị Phép"
        assert "Bình" not in "".join(await play.say("mẹ", "/con"))


async def test_a_teacher_is_linked_by_the_number_after_a_leaders_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("bộ môn", "/ngung đồng ý")
        await has_number(play, "Cao Thị Yên")
        await play.say("máy của Yên", "", number=NUMBER)
        assert await name_behind(play, "máy của Yên") is None
        await play.press("pht", YES)
        assert await name_behind(play, "máy của Yên") == "Cao Thị Yên"


async def test_one_who_has_a_phone_is_asked_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await has_number(play, "Cao Thị Yên")
        await play.say("máy mới", "", number=NUMBER)
        assert await name_behind(play, "máy mới") is None
        await play.press("bộ môn", _("Yes, it is mine"))
        assert await name_behind(play, "máy mới") == "Cao Thị Yên"


async def test_a_number_nobody_or_several_of_the_staff_have_opens_nothing_and_is_throttled(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for number in range(2):
            for _time in range(5):
                assert await play.say(f"lạ {number}", "", number=NUMBER) == [NOT_LISTED]
            assert await play.say(f"lạ {number}", "", number=NUMBER) != [NOT_LISTED]
            await has_number(play, "Cao Thị Yên", "Bùi Văn Tám")
        assert play.new("pht") == play.new("gvcn") == []
