"""A reply that an outage held up is for whoever may still read it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from channels import NotSent
from models import Chats, Guardians, People, Roles
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio

CHANGED = "Câu trả lời này đến muộn, và trong lúc đó quyền của tài khoản này đã thay đổi. Xin hỏi lại."


async def held_up(play: Play, phone: str, words: str) -> None:
    play.channel.down = NotSent("down")
    assert await play.say(phone, words) == []


async def released(play: Play, phone: str) -> list[str]:
    await play.clock_to("08:10")
    play.channel.down = None
    await play.clock_to("08:20")
    return play.new(phone)


async def test_what_changed_nothing_is_answered_late(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await held_up(play, "gvcn", "/lop 6A")
        (text,) = [one for one in await released(play, "gvcn") if "Lớp 6A, thứ" in one]
        assert "Tin đến muộn" in text


async def test_a_class_list_is_not_read_by_who_has_no_class_any_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await held_up(play, "gvcn", "/lop 6A")
        mine = update(Roles).where(Roles.person_id == await play.person("Phạm Thu Hà"))
        async with play.app.database.write() as session:
            await session.execute(mine.values(ends=play.now.date() - timedelta(days=1)))
        assert await released(play, "gvcn") == [CHANGED]
        assert play.labels("gvcn") == []


async def test_nor_a_child_by_a_former_guardian(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await held_up(play, "mẹ A", "/con")
        other = select(People.id).where(People.full_name == "Cao Thị Yên").scalar_subquery()
        async with play.app.database.write() as session:
            await session.execute(update(Guardians).values(person_id=other))
        assert await released(play, "mẹ A") == [CHANGED]


async def test_nor_by_somebody_else_who_has_the_chat_now(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await held_up(play, "mẹ A", "/con")
        other = select(People.id).where(People.full_name == "Mẹ Hồ Văn Bình").scalar_subquery()
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "mẹ A").values(person_id=other))
        assert await released(play, "mẹ A") == [CHANGED]


async def test_more_rights_than_before_withhold_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await held_up(play, "bộ môn", "/lop 6A")
        more = {"school_id": play.school_id, "person_id": await play.person("Cao Thị Yên"), "name": "registrar"}
        async with play.app.database.write() as session:
            await session.execute(Roles.__table__.insert().values(more | {"starts": play.now.date()}))
        assert CHANGED not in await released(play, "bộ môn")
