"""The new year's lists, weeks and teachers."""

from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, insert, select, update

from models import Cases, Classes, Marks, Roles, WeekSlots, Years
from models.people.movements import Told, leave
from papers.roster.applying.everything import apply_roster
from rules.people.movements import Movement
from tests.bot.cli.turning_years import FIRST_DAY, NEW, SUMMER, grades, lists, open_case, the_letter_leaves, turned
from tests.conversation import ZONE, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio


async def test_a_teacher_who_is_assigned_later_gets_the_letter_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await open_case(play, "Nguyễn Văn A")
        await turned(play, tmp_path)
        await on(play, FIRST_DAY)
        async with play.app.database.write() as session:
            await session.execute(
                update(Roles).where(Roles.starts == SUMMER.date(), Roles.name == "homeroom").values(ends=NEW)
            )
            new_class = await session.scalar(select(Classes.id).where(Classes.name == "7A"))
            teacher = {"person_id": await play.person("Cao Thị Yên"), "name": "homeroom", "class_id": new_class}
            await session.execute(insert(Roles).values(school_id=play.school_id, starts=date(2027, 9, 7), **teacher))
        await on(play, "2027-09-07 06:50")
        await the_letter_leaves(play)
        told = heard(play)
        assert told.keys() == {"bộ môn"}
        assert "Nguyễn Văn A (từ lớp 6A)" in told["bộ môn"]


async def test_row_14_a_leavers_open_case_stays_marked_until_a_person_closes_it(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=grades("9A", "6B")) as play:
        await open_case(play, "Nguyễn Văn A")
        code, said = await turned(play, tmp_path)
        assert code == 0
        assert "giữ lại đến khi có người đóng: 1" in said
        await on(play, FIRST_DAY)
        assert "Nguyễn Văn A, trước học 9A: hồ sơ 1 mở từ 20/05" in await ask(play, "pht", "/bangiao")
        assert "Nguyễn Văn A" in await ask(play, "pht", "/viec")
        async with play.app.database.read() as session:
            assert await session.scalar(select(Cases.closed_on)) is None


async def test_row_28_the_old_class_no_longer_reports_a_pupil_who_went_up(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await turned(play, tmp_path)
        await on(play, FIRST_DAY)
        assert "6A" in (await play.say("gvcn", "/vang 6A Nguyễn Văn A"))[0]
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(Marks)) == 0


async def test_the_new_roster_of_the_summer_is_the_new_years(tmp_path: Path) -> None:
    """New pupils, other teachers: the import after the turn speaks of the year to come and leaves the old one alone."""
    async with playing(tmp_path) as play:
        await turned(play, tmp_path)
        roster = grades("7A", "7B")
        fresh = [
            replace(one, code=f"N{one.code}", full_name=f"Mới {one.full_name}", class_name="6A")
            for one in roster.pupils[:3]
        ]
        async with play.app.database.write() as session:
            await apply_roster(
                session, play.school_id, replace(roster, pupils=[*roster.pupils, *fresh]), date(2027, 8, 20)
            )
        after = await lists(play, NEW)
        assert {name: len(pupils) for name, pupils in after.items()} == {"6A": 3, "7A": 8, "7B": 3}
        assert await lists(play, date(2027, 8, 21)) == await lists(play, date(2027, 5, 31))
        play.app.now.move_to(datetime(2027, 9, 6, 7, tzinfo=ZONE))
        assert "7A" in await ask(play, "gvcn", "/lop")


async def test_grade_five_goes_on_in_the_same_school_and_the_hand_over_comes_before_the_first_day(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, roster=grades("5A", "6B")) as play:
        await open_case(play, "Nguyễn Văn A")
        gone = Told(school_id=play.school_id, day=date(2027, 3, 12))
        async with play.app.database.write() as session:
            await leave(session, gone, await play.pupil("A Thút"), Movement.TRANSFERRED)
            old = await session.scalar(select(Classes.id).where(Classes.name == "6B"))
            week = {"school_id": play.school_id, "class_id": old, "weekday": 5, "part": "C"}
            await session.execute(insert(WeekSlots).values(week))
        code, said = await turned(play, tmp_path)
        assert code == 0, said
        assert "5A lên 6A: 7 em" in said
        assert "ra trường" not in said
        assert "(6A): GVCN cũ tạm theo lớp" in said
        await on(play, "2027-08-23 06:50")
        await the_letter_leaves(play)
        assert heard(play) == {}, "there is time"
        await on(play, "2027-08-31 06:50")
        await the_letter_leaves(play)
        told = heard(play)["gvcn"]
        assert "tiếp tục chủ nhiệm lớp 6A" in told, "and signs no minutes with herself"
        assert play.labels("gvcn") == ["Đã nhận bàn giao 6A"]
        assert "1. Nguyễn Văn A (từ lớp 5A): hồ sơ 1 mở từ 20/05" in told
        assert "Đã rời lớp trong năm trước: A Thút (chuyển trường, 12/03)." in told
        await play.press("gvcn", "Đã nhận bàn giao 6A")
        await on(play, FIRST_DAY)
        assert "Nguyễn Văn A" in await ask(play, "gvcn", "/viec")
        async with play.app.database.read() as session:
            of = select(Classes.name).join(WeekSlots, WeekSlots.class_id == Classes.id)
            assert sorted(await session.scalars(of)) == ["6B"], "a week stays with its name, and 7B has none"


async def test_the_week_of_the_new_years_class_is_that_of_its_name(database_url: str, tmp_path: Path) -> None:
    async with playing(url=database_url, roster=grades("6A", "7A")) as play:
        async with play.app.database.write() as session:
            old = await session.scalar(select(Classes.id).where(Classes.name == "7A"))
            week = {"school_id": play.school_id, "class_id": old, "weekday": 5, "part": "C"}
            await session.execute(insert(WeekSlots).values(week))
        await turned(play, tmp_path)
        async with play.app.database.read() as session:
            of = select(Classes.name, Years.name).join(WeekSlots, WeekSlots.class_id == Classes.id)
            found = await session.execute(of.join(Years, Years.id == Classes.year_id).order_by(Years.name))
            assert [tuple(row) for row in found] == [("7A", "2026-2027"), ("7A", "2027-2028")]
