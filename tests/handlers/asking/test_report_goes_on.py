"""A report asked for in a few words behind another: nothing of what is said now is lost."""

from pathlib import Path

import pytest
from sqlalchemy import update

from models import Classes
from tests.conversation import playing

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("said", ["hk1 năm ngoái", "năm ngoái", "báo cáo tháng 12 năm ngoái", "khối 6 năm học trước"])
@pytest.mark.parametrize("before", ["", "khối 6 tháng 10"])
async def test_a_year_that_is_not_known_is_no_other_year(tmp_path: Path, said: str, before: str) -> None:
    async with playing(tmp_path) as play:
        if before:
            await play.say("ht", before)
        assert await play.say("ht", said) == ["Chưa có số liệu của năm học ấy. Hiện có: 2026-2027"]


async def test_a_village_with_a_number_is_no_number_of_weeks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình k")
        for before in ("khối 6 tháng 10", "khối 6", "6A tuần trước"):
            await play.say("ht", before)
            assert "Báo cáo Thôn 3, từ 16/11" in (await play.say("ht", "thôn 3 tuần này"))[0], before


async def test_held_against_other_days_is_what_was_looked_at(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-18 07:05") as play:
        await play.say("gvcn", "6A vắng Bình k")
        for looked in ("/baocao khối 6 tuần này", "khối 6 tuần này"):
            await play.say("ht", looked)
            assert "**Khối 6: từ 16/11 đến 18/11 so với từ 09/11" in (await play.say("ht", "so với tuần trước"))[0]
        await play.say("ht", "/baocao 6A hôm nay")
        assert "**6A: thứ Tư 18/11 so với thứ Ba 17/11" in (await play.say("ht", "so với hôm qua"))[0]


async def test_which_grade_is_no_question_of_classes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Classes).where(Classes.name == "6B").values(grade=7))
        await play.say("gvcn", "6A vắng Bình k")
        await play.say("gvcn6b", "6B đủ")
        (most, *_picture) = await play.say("ht", "khối nào nghỉ nhiều nhất tuần này")
        assert most.splitlines()[0] == "Vắng nhiều nhất, thứ Hai 16/11: **khối 6: 1/8 (1K)**."
        assert "• khối 7: 0/3" in most
        (least, *_picture) = await play.say("ht", "khối nào tốt nhất tuần này")
        assert "**khối 7: 0/3**" in least


async def test_a_village_that_is_not_there_is_no_number_of_weeks_either(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for said in ("/baocao thôn 9 tuần này", "thôn 9 tuần này"):
            (answer, *_more) = await play.say("ht", said)
            assert answer.startswith("Trường không có thôn nào tên"), said
        assert "từ 03/11" in (await play.say("ht", "/baocao theo thôn 2 tuần qua"))[0]


async def test_the_own_class_is_held_against_other_days_too(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-18 07:05") as play:
        await play.say("gvcn", "6A vắng Bình k")
        assert "**6A: từ 16/11 đến 18/11 so với" in (await play.say("gvcn", "lớp mình so với tuần trước"))[0]
