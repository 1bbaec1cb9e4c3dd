"""An officer above the schools reads counts, how each school reports, and nobody's name."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from rich.console import Console
from sqlalchemy import insert, select, update

from bot.cli.units import end_officer, invite_officer, keep_unit
from models import Classes, ClassParts, Enrolments, Marks, Pupils, SchoolDays, Schools, UnitOfficers, Years
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio

MONDAY = date(2026, 11, 9)


async def _school(play: Play, name: str, absent: Sequence[int]) -> None:
    """A school with one class of ten, absent so many each day of a week."""
    async with play.app.database.write() as session:
        make = insert(Schools).values(code=name, name=name).returning(Schools.id)
        school = (await session.execute(make)).scalar_one()
        span = {"school_id": school, "name": "2026 - 2027", "starts": date(2026, 9, 5), "ends": date(2027, 5, 31)}
        year = (await session.execute(insert(Years).values(span).returning(Years.id))).scalar_one()
        klass = {"school_id": school, "year_id": year, "grade": 6, "name": "6A", "key": "6A"}
        class_id = (await session.execute(insert(Classes).values(klass).returning(Classes.id))).scalar_one()
        rows = [{"school_id": school, "key": f"{name} {n}", "full_name": f"Bí Mật {n}"} for n in range(10)]
        pupils = list(await session.scalars(insert(Pupils).returning(Pupils.id), rows))
        on = [{"pupil_id": one, "class_id": class_id, "starts": date(2026, 9, 5)} for one in pupils]
        await session.execute(insert(Enrolments), on)
        for number, count in enumerate(absent):
            day = MONDAY + timedelta(days=number)
            at = datetime(day.year, day.month, day.day, 0, 20 + 20 * (number % 2), tzinfo=UTC)
            part = {"class_id": class_id, "day": day, "part": "S", "school_id": school, "enrolled": 10}
            await session.execute(insert(ClassParts).values(**part, reported_at=at))
            mark = {"school_id": school, "class_id": class_id, "day": day, "part": "S", "kind": "K", "made_at": at}
            if count:
                await session.execute(insert(Marks), [{**mark, "pupil_id": one} for one in pupils[:count]])


async def _above(play: Play, *codes: str) -> None:
    """The commune has these schools, and its officer links the phone with the code of the installation."""
    said = StringIO()
    out = Console(file=said, width=200)
    await keep_unit(play.app.database, "xa", "UBND xã Trà Nam", codes, out)
    await invite_officer(play.app.database, "xa", "Trần Cán Bộ", out)
    code = said.getvalue().rpartition("/lienket ")[2].split(")")[0]
    assert "Trần Cán Bộ" in (await play.say("xã", f"/lienket {code}"))[0]


async def test_a_week_by_school_hides_few_pupils_so_that_nobody_can_work_them_out(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await _school(play, "Trường An", [1, 1, 1, 0, 0])
        await _school(play, "Trường Bình", [4, 3, 2, 3, 5])
        await _school(play, "Trường Cát", [6, 3, 2, 3, 5])
        await _above(play, "Trường An", "Trường Bình", "Trường Cát")
        (answer,) = await play.say("xã", "/baocao tuần trước")
        assert answer.splitlines() == [
            "**UBND xã Trà Nam, từ 09/11 đến 15/11**: 3 trường, 30 học sinh",
            "Đã báo 15/15 buổi học của các lớp, đúng giờ 9",
            "Vắng 39 buổi học sinh: có phép 0, không phép 39; chuyên cần 74,0%",
            "Hồ sơ theo dõi: mới mở 0, trở lại lớp 0, đến nhà 0 lần; bỏ học 0",
            "• Trường An: đã báo 5/5 buổi, đúng giờ 3; vắng …, chuyên cần …",
            "• Trường Bình: đã báo 5/5 buổi, đúng giờ 3; vắng …, chuyên cần …",
            "• Trường Cát: đã báo 5/5 buổi, đúng giờ 3; vắng 19, chuyên cần 62,0%",
            "…: không công bố, vì ít hơn 5 hoặc để không suy ra được số ít hơn.",
            "Chốt số liệu ngày 16/11/2026.",
        ]
        await play.press("xã", "Tệp")
        (file,) = play.seen("xã")[-1].files
        assert "đúng giờ" in (await play.say("xã", "hôm nay trường nào chưa báo"))[0]
        await play.say("xã", "gửi tôi file số liệu tuần trước")
        assert play.seen("xã")[-1].files[0].name == file.name
        values = [cell.value for row in load_workbook(BytesIO(file.content)).worksheets[0] for cell in row]
        assert {"Trường An", "…", 39} <= set(values)
        assert 3 not in values[values.index("Trường An") + 5 : values.index("Trường Bình")]
        assert not [one for one in values if "Bí Mật" in str(one)]


async def test_a_correction_is_in_the_figures_the_next_morning(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await _school(play, "Trường An", [6, 6, 6, 6, 6])
        await _above(play, "Trường An")
        assert "không phép 30" in (await play.say("xã", "/donvi tuần trước"))[0]
        async with play.app.database.write() as session:
            some = list(await session.scalars(select(Marks.id).where(Marks.day == MONDAY).limit(1)))
            await session.execute(update(Marks).where(Marks.id.in_(some)).values(struck_at=play.app.now()))
        await play.clock_to("2026-11-17 03:00")
        assert "không phép 29" in (await play.say("xã", "/donvi tuần trước"))[0]


async def test_of_a_day_schools_tell_how_they_reported_and_the_unit_how_many_were_absent(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await _school(play, "Trường An", [2])
        await _school(play, "Trường Bình", [5])
        await _above(play, "Trường An", "Trường Bình")
        answer = (await play.say("xã", "/donvi 9/11"))[0]
        assert "không phép 7" in answer
        assert "• Trường An: đã báo 1/1 buổi, đúng giờ 1\n" in answer
        assert "Chưa có tuần nào trọn" in (await play.say("xã", "/donvi tuần này"))[0]
        assert "Chưa hiểu" in (await play.say("xã", "/donvi từ 9/11 đến 11/11"))[0]


async def test_whose_access_has_ended_reads_nothing_and_other_commands_never_opened(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await _school(play, "Trường An", [2])
        await _above(play, "Trường An")
        for asked in ("/lop 6A", "/hocsinh Bí Mật 1", "/noc", "/ca", "/vang 6A Bí Mật 1", "vắng 6A", "/moi 6A"):
            assert "Bí Mật" not in "".join(await play.say("xã", asked)).replace(asked, ""), asked
        await end_officer(play.app.database, "xa", "Trần Cán Bộ", Console(file=StringIO()))
        assert "chuyên cần" not in "".join(await play.say("xã", "/donvi tuần trước"))
        async with play.app.database.read() as session:
            assert await session.scalar(select(UnitOfficers.ended_on)) is not None
            assert list(await session.scalars(select(SchoolDays.day))) == []
