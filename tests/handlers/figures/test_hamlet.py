"""Looking at a hamlet, as conversations."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from models import Cases, Classes, PlaceAliases, Places, Pupils
from rules.people.places import place_key
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def test_a_hamlet_shows_who_is_away_since_when_who_looks_after_it_and_who_must_be_called(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-17 07:10")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan P ốm")
        await _open_case(play, "Nguyễn Văn A")
        assert (await ask(play, "nóc", "/noc takta")).splitlines() == [
            "**Takta - Thôn 3**: 5 em, hôm nay vắng 2 trong 4 em đã có báo cáo",
            "• Nguyễn Văn A, 6A: sáng K; 2 ngày liền, từ 16/11",
            "• Hồ Thị Lan, 6A: sáng P, ốm",
            "Hôm nay chưa báo: 6B",
            "Hồ sơ đang mở: 1",
            "• Nguyễn Văn A, 6A: từ 17/11, chờ đến nhà",
            "Phụ trách: Đỗ Thị Nga 0900 000 004 và Bùi Văn Tám 0900 000 005",
            "Số em có gia đình đã liên kết: 2/5",
            "6A: Nguyễn Văn A, Hồ Thị Lan, Trần Minh Hùng, Trần Minh Hưng",
            "6B: Nguyễn Thị Phép",
        ]


async def _open_case(play: Play, name: str) -> None:
    async with play.app.database.write() as session:
        pupil = (await session.execute(select(Pupils).where(Pupils.full_name == name))).scalar_one()
        class_id = await session.scalar(select(Classes.id).where(Classes.name == "6A"))
        day = play.now.date()
        values = {"class_id": class_id, "opened_on": day, "run_start": day, "days": 3, "step": 2}
        ids = {"school_id": play.school_id, "pupil_id": pupil.id, "place_id": pupil.place_id}
        await session.execute(insert(Cases).values(values | ids))


async def test_a_village_counts_its_hamlets_and_names_those_nobody_looks_after(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "pht", "/thon 3")
        assert "**Thôn 3**: 8 em" in answer
        assert "Chưa có người phụ trách: Long Tro - Thôn 3" in answer
        assert "chưa có người phụ trách" in await ask(play, "pht", "/noc long tro")


async def test_staff_of_a_hamlet_see_their_own_hamlets_and_are_told_so_of_others(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "nóc", "/noc Tu Ro")
        assert answer == "Chưa có phân công phụ trách Tu Ro - Thôn 4. Nơi đang phụ trách: Takta - Thôn 3."
        assert "Chưa có phân công" in await ask(play, "nóc", "/thon 3")
        assert "không có quyền" in await ask(play, "gvcn", "/noc Takta")


async def test_without_a_name_the_places_are_listed_with_their_counts(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        lines = (await ask(play, "ht", "/noc")).splitlines()
        assert "• Takta - Thôn 3: 5 em, hôm nay vắng 1 trong 4 em đã có báo cáo" in lines
        assert "• Long Tro - Thôn 3: 3 em, hôm nay vắng 0 trong 2 em đã có báo cáo; chưa có người phụ trách" in lines
        assert lines[-1].startswith("Hôm nay chưa báo: "), "0 away of classes that have said nothing is no 0"
        assert [line.split(":")[0] for line in (await ask(play, "nóc2", "/noc")).splitlines()[1:3]] == [
            "• Takta - Thôn 3",
            "• Tu Ro - Thôn 4",
        ]
        (answer,) = await play.press("nóc2", "Tu Ro")
        assert "**Tu Ro - Thôn 4**: 3 em" in answer


async def test_a_name_that_several_hamlets_bear_is_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for old, new in (("Takta", "Ngọc Lê 1"), ("Long Tro", "Ngọc Lê 2")):
            await _rename(play, old, new)
        assert "là nơi nào" in await ask(play, "ht", "/noc ngoc le")
        assert play.labels("ht") == ["Ngọc Lê 1 - Thôn 3", "Ngọc Lê 2 - Thôn 3"]
        (answer,) = await play.press("ht", "Ngọc Lê 2")
        assert "**Ngọc Lê 2 - Thôn 3**: 3 em" in answer


async def _rename(play: Play, old: str, new: str) -> None:
    async with play.app.database.write() as session:
        place_id = await session.scalar(select(Places.id).where(Places.name == old))
        await session.execute(update(Places).where(Places.id == place_id).values(name=new, key=place_key(new)))
        alias = {"place_id": place_id, "name": old, "key": place_key(old)}
        await session.execute(insert(PlaceAliases).values(alias))


async def test_a_place_is_found_by_its_old_name_and_a_slip_is_offered_not_taken(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _rename(play, "Takta", "Mang Lanh")
        assert "**Mang Lanh - Thôn 3**" in await ask(play, "ht", "/noc Takta")
        assert "không có thôn nào" in await ask(play, "ht", "/noc mang lan h3")
        assert play.labels("ht") == ["Mang Lanh - Thôn 3"]


async def test_a_group_hears_how_many_are_away_and_not_who(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await _open_case(play, "Nguyễn Văn A")
        answer = await ask(play, "ht", "/noc Takta", private=False)
        assert "5 em, hôm nay vắng 1" in answer
        assert "Nguyễn" not in answer


async def test_who_looks_after_one_hamlet_sees_it_at_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng A, Bình")
        (shown,) = await play.say("nóc", "/noc")
        assert "• Nguyễn Văn A, 6A: sáng K" in shown
        assert "Hồ Văn Bình" not in shown
