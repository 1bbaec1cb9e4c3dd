"""A school year that is over stays readable, to the leadership and to whoever was homeroom teacher then."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import Classes, People, Roles
from tests.bot.cli.turning_years import turned
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio
A = "Nguyễn Văn A"
SUMMARIES = ("/lop 6A tháng 11", "/baocao 6A tháng 11", "/biendong 6A", "/chuyencan 6A")


async def begin(play: Play, folder: Path) -> None:
    """An absence of last November; in the new year the two homeroom teachers have changed classes."""
    await play.say("gvcn", f"/vang 6A {A}")
    await turned(play, folder)
    await _change_classes(play)
    await on(play, "2027-09-20 07:10")
    for phone in ("gvcn", "gvcn6b", "ht"):
        play.new(phone)


async def _change_classes(play: Play) -> None:
    async with play.app.database.write() as session:
        new = dict(
            (await session.execute(select(Classes.name, Classes.id).where(Classes.name.in_(["7A", "7B"])))).all()
        )
        for name, klass in (("Phạm Thu Hà", "7B"), ("Vũ Đức Long", "7A")):
            who = select(People.id).where(People.full_name == name).scalar_subquery()
            held = (Roles.person_id == who, Roles.class_id.in_(new.values()))
            await session.execute(update(Roles).where(*held).values(class_id=new[klass]))


async def test_who_was_homeroom_teacher_reads_that_class_in_every_summary(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play, tmp_path)
        for summary in SUMMARIES:
            said = await ask(play, "gvcn", f"{summary} 2026-2027")
            assert "6A" in said, summary
            assert "2026-2027" in said or "11/2026" in said, summary
            other = await ask(play, "gvcn6b", f"{summary} 2026-2027")
            assert A not in other, summary
            assert "lớp mình" in other or "lớp của mình" in other, summary
            assert "6A" in await ask(play, "ht", f"{summary} năm học trước"), summary


async def test_the_class_view_is_of_its_own_year(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play, tmp_path)
        said = await ask(play, "gvcn", "/lop 2026-2027 tháng 11")
        assert A in said
        assert "sĩ số 8" in said
        assert play.labels("gvcn") == [], "a tap would lead to this year"
        assert "7B" in await ask(play, "gvcn", "/lop")
        assert A not in await ask(play, "gvcn", "/lop tuần")
        assert "2026-2027" in await ask(play, "ht", "/chitieu năm học trước")


async def test_a_pupil_and_a_hamlet_are_read_as_they_were_then(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play, tmp_path)
        for phone in ("gvcn", "ht"):
            card = await ask(play, phone, f"/hocsinh {A} 2026-2027")
            assert ("6A" in card, "1 buổi" in card, "16/11" in card, "Gia đình" in card) == (True, True, True, False)
        assert "Không tìm thấy" in await ask(play, "gvcn", f"/hocsinh {A}"), "she teaches 7B now"
        assert "không" in (await ask(play, "gvcn6b", f"/hocsinh {A} năm ngoái")).lower()
        for phone in ("nóc", "ht"):
            hamlet = await ask(play, phone, "/noc Takta năm học trước")
            assert ("75,0%" in hamlet, f"{A}, 6A: nghỉ 1 buổi" in hamlet) == (True, True)


async def test_in_the_summer_the_year_that_is_over_need_not_be_named(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", f"/vang 6A {A}")
        await on(play, "2027-07-05 08:00")
        assert A in await ask(play, "gvcn", "/lop tháng 11")
        assert "6A" in await ask(play, "gvcn", "/lop 6A")


async def test_a_class_that_was_handed_on_before_the_end_is_its_successors(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", f"/vang 6A {A}")
        await play.say("tpt", "/doichunhiem 6A Cao Thị Yên")
        await play.press("tpt", "Thực hiện")
        await on(play, "2026-11-17 07:10")
        await turned(play, tmp_path)
        await on(play, "2027-09-20 07:10")
        await play.say("gvcn", "/lop 6A tháng 11 2026-2027")
        assert A not in play.shown("gvcn")
