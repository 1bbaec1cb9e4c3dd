"""A child nobody has on a list: told of, gone to, put on the list, and counted only where it should be."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models import Cases, Classes, Pupils, UnlistedPupils
from models.cases.outreach import outreach
from models.figures.measured import Measures, Of, measured
from rules.figures.indicators import Indicator, Share
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def test_a_child_is_told_of_gone_to_and_becomes_a_pupil_with_the_same_case(database_url: str) -> None:
    async with playing(url=database_url) as play:
        answer = await ask(play, "gvcn", "/ngoaids Nguyễn Văn Bảy 2016 nóc Takta, con ông Ba")
        assert answer.startswith("**Đã ghi**: Nguyễn Văn Bảy, 2016, Takta - Thôn 3\n")
        assert "Đỗ Thị Nga" in answer
        assert "nhờ thầy/cô phụ trách địa bàn đến gia đình" in play.new("nóc")[-1]
        assert await play.press("gvcn", "Đã bỏ học trước đây") == ["Đã ghi. Cảm ơn thầy/cô, anh/chị."]
        listed = await ask(play, "nóc", "/ngoaids")
        assert listed.splitlines() == [
            "**Trẻ trong độ tuổi chưa có trong danh sách: 1 em**",
            "Takta - Thôn 3: 1 em; phụ trách: Đỗ Thị Nga và Bùi Văn Tám",
            "• Nguyễn Văn Bảy, 2016, đã bỏ học trước đây: chờ đến nhà",
        ]
        assert "gặp mẹ" in await ask(play, "nóc", "/tham Bảy gặp mẹ, nhà khó khăn, hứa 20/11")
        school = await _figures(play)
        assert school.roll.now == 11, "enrolled is who is on a list"
        assert school.shares[Indicator.BROUGHT] == Share(0, 12), "but it is still to be brought to class"
        await on(play, "2026-11-17 07:05")
        await play.say("tpt", "/hocsinhmoi 6A Nguyễn Văn Bảy, 5/9/2016, Takta")
        await play.press("tpt", "Đúng, cùng một người")
        await play.press("tpt", "")
        assert await _cases(play, "Nguyễn Văn Bảy") == [("6A", None)]
        await play.say("gvcn", "/du 6A")
        await play.clock_to("2026-11-17 18:00")
        assert await _cases(play, "Nguyễn Văn Bảy") == [("6A", "returned")]
        school = await _figures(play)
        assert school.roll.now == 12
        assert school.shares[Indicator.BROUGHT] == Share(9, 12)


async def _figures(play: Play) -> Measures:
    async with play.app.database.read() as session:
        day = play.now.date()
        done = await outreach(session, play.school_id, day.replace(day=1), day)
        assert done[Of.SCHOOL, None].opened == 1
        found = await measured(session, play.school_id, day.replace(day=1), day)
    assert found is not None
    return found.school


async def _cases(play: Play, name: str) -> list[tuple[str | None, str | None]]:
    async with play.app.database.read() as session:
        rows = select(Classes.name, Cases.closed_why).join(Pupils, Pupils.id == Cases.pupil_id)
        rows = rows.outerjoin(Classes, Classes.id == Cases.class_id).where(Pupils.full_name == name)
        return [(row.name, row.closed_why) for row in await session.execute(rows)]


async def test_somebody_of_that_name_is_asked_about_and_nobody_is_written_down_twice(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "cùng một em" in await ask(play, "gvcn", "/ngoaids Nguyễn Văn A, 2015, nóc Takta")
        assert play.labels("gvcn") == ["Nguyễn Văn A, 2015, đang học lớp 6A", "Không, em khác"]
        assert await play.press("gvcn", "Nguyễn Văn A") == [
            "Vậy em Nguyễn Văn A đang có trong danh sách trường. Chưa ghi gì."
        ]
        await ask(play, "gvcn", "/ngoaids Hồ Thị Mới, 2017, nóc Takta: chưa đi học")
        await play.say("nóc", "/ngoaids Hồ Thị Mới 2017")
        (again,) = await play.press("nóc", "đã được ghi nhận")
        assert "không ghi thêm lần nữa" in again
        async with play.app.database.read() as session:
            assert len(list(await session.scalars(select(UnlistedPupils.pupil_id)))) == 1


async def test_where_it_lives_is_asked_and_only_the_own_hamlets_are_offered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "ở đâu" in await ask(play, "nóc2", "/ngoaids Đinh Văn Mới 2016")
        assert play.labels("nóc2") == ["Takta - Thôn 3", "Tu Ro - Thôn 4"]
        assert "**Đã ghi**: Đinh Văn Mới, 2016, Tu Ro - Thôn 4" in (await play.press("nóc2", "Tu Ro"))[0]
        assert "Chưa có phân công" in await ask(play, "nóc", "/ngoaids Hồ Văn Xa 2016 nóc Tu Ro")
        assert "không có thôn nào" in await ask(play, "gvcn", "/ngoaids Hồ Văn Xa 2016 nóc Núi Cao")
        assert "họ tên đầy đủ" in await ask(play, "gvcn", "/ngoaids Xa 1950 nóc Tu Ro")


async def test_what_was_told_by_mistake_is_taken_back_and_asks_nobody_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/ngoaids Hồ Thị Mới, 2017, nóc Takta: chưa đi học")
        assert "Đã rút lại" in (await play.press("gvcn", "Ghi nhầm"))[0]
        assert "Chưa ghi nhận trẻ nào" in (await play.say("pht", "/ngoaids"))[-1]
        await play.say("tpt", "/hocsinhmoi 6A Hồ Thị Mới, 5/9/2017, Takta")
        assert play.labels("tpt")[0] != "Đúng, cùng một người"


async def test_the_leadership_gets_a_list_to_take_along_and_others_do_not(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "nóc", "/ngoaids Hồ Thị Mới, 2017, nữ, nóc Takta: =1+1 chưa đi học")
        await play.say("pht", "/ngoaids")
        await play.press("pht", "Tệp")
        (file,) = play.seen("pht")[-1].files
        sheet = load_workbook(BytesIO(file.content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
        assert {"Hồ Thị Mới", 2017, "Takta - Thôn 3"} <= {cell.value for cell in cells}
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert "dành cho lãnh đạo" in await ask(play, "nóc", "/ngoaids tệp")
        assert "không có quyền" in await ask(play, "bộ môn", "/ngoaids")


async def test_who_came_and_dropped_out_again_is_followed_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/ngoaids Nguyễn Văn Bảy 2016 nóc Takta")
        await on(play, "2026-11-17 07:05")
        await play.say("tpt", "/hocsinhmoi 6A Nguyễn Văn Bảy, 5/9/2016, Takta")
        await play.press("tpt", "Đúng, cùng một người")
        await play.press("tpt", "")
        await play.say("gvcn", "/du 6A")
        await play.clock_to("2026-11-17 18:00")
        await on(play, "2026-11-18 07:05")
        await play.say("tpt", "/thoihoc 6A Nguyễn Văn Bảy: theo bố mẹ đi làm")
        await play.press("tpt", "")
        await on(play, "2026-11-20 07:05")
        await play.say("gvcn", "/ngoaids Nguyễn Văn Bảy 2016 nóc Takta")
        assert "**Đã ghi**: Nguyễn Văn Bảy" in (await play.press("gvcn", "Nguyễn Văn Bảy"))[0]
        assert (await _cases(play, "Nguyễn Văn Bảy"))[-1][1] is None, "somebody goes there again"
        play.new("nóc")
        assert "Nguyễn Văn Bảy" in await ask(play, "nóc", "/ngoaids")


async def test_who_left_for_good_is_listed_until_somebody_goes_there(tmp_path: Path) -> None:
    """Off every list and with no case: no paper and no board had them."""
    async with playing(tmp_path) as play:
        assert "chưa ai vận động" not in await ask(play, "ht", "/ngoaids")
        for name, words in (("Hồ Văn Bình", "thoihoc"), ("Hồ Thị Lan", "chuyentruong")):
            await play.say("tpt", f"/{words} 6A {name}: theo gia đình")
            await play.press("tpt", "Thực hiện")
        await on(play, "2026-11-17 07:05")
        assert "Em Hồ Văn Bình, lớp 6A, từ thứ Hai 16/11: thôi học" in "".join(play.new("ht")), "and no transfer"
        assert "**Đã thôi học, chưa ai vận động: 1 em**" in await ask(play, "ht", "/ngoaids")
        assert "• Hồ Văn Bình, 6A, Tu Ro - Thôn 4, từ 16/11" in play.shown("ht")
        assert "Hồ Văn Bình" not in await ask(play, "nóc", "/ngoaids"), "of another hamlet"
        assert "bỏ học" in await ask(play, "ht", "/biendong")
        await play.press("ht", "Em thôi học chưa ai vận động")
        before = (await _measured(play)).shares[Indicator.BROUGHT]
        assert "**Đã ghi**: Hồ Văn Bình" in (await play.press("ht", "Vận động em Hồ Văn Bình"))[0]
        assert "nhờ thầy/cô phụ trách địa bàn đến gia đình" in play.new("nóc2")[-1]
        listed = await ask(play, "ht", "/ngoaids")
        assert "Hồ Văn Bình, 2015, đã bỏ học trước đây: chờ đến nhà" in listed
        assert "chưa ai vận động" not in listed
        assert (await _measured(play)).shares[Indicator.BROUGHT] == before, "counted once"
        assert "Em thôi học" not in " ".join(play.labels("ht"))


async def _measured(play: Play) -> Measures:
    async with play.app.database.read() as session:
        day = play.now.date()
        found = await measured(session, play.school_id, day.replace(day=1), day)
    assert found is not None
    return found.school
