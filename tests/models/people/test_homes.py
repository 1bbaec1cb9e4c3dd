"""Where a pupil lived on a day: in the former home until its last day, then in the new one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from jobs.calendar import open_days
from models import Places, Pupils
from models.people.askers import schools
from models.people.homes import FormerHomes, lived_in
from models.shapes.message import Round
from tests.conversation import playing
from tests.handlers.roll.changed import BINH, UNDO, kept, made
from tests.handlers.school_days import on

pytestmark = pytest.mark.anyio


async def test_a_former_home_counts_from_its_first_day_to_its_last(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        pupil, first, last = await play.pupil("Nguyễn Văn A"), date(2026, 10, 1), date(2026, 10, 20)
        async with play.app.database.write() as session:
            new = await session.scalar(select(Pupils.place_id).where(Pupils.id == pupil)) or 0
            old = await session.scalar(select(Places.id).where(Places.id != new)) or 0
            values = {"pupil_id": pupil, "place_id": old, "first": first, "last": last}
            await session.execute(insert(FormerHomes).values(values))
            for day in (first - timedelta(days=1), first, last, last + timedelta(days=1)):
                there = select(Pupils.id).where(Pupils.id == pupil)
                in_old = await session.scalar(there.where(lived_in(Pupils.id, day, [old]))) is not None
                in_new = await session.scalar(there.where(lived_in(Pupils.id, day, [new]))) is not None
                assert (in_old, in_new) == (first <= day <= last, not first <= day <= last), day


async def test_a_move_to_another_hamlet_comes_into_force_on_its_day_and_can_be_taken_back(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-16 07:10")
        before = await kept(play)

        async def lives() -> str:
            async with play.app.database.read() as session:
                of = select(Places.name).join(Pupils, Pupils.place_id == Places.id)
                return await session.scalar(of.where(Pupils.full_name == BINH)) or ""

        async def opened(moment: str) -> None:
            await on(play, moment)
            async with play.app.database.write() as session:
                await open_days(Round(now=play.app.now(), day=play.now.date(), schools=await schools(session)), session)

        await made(play, "tpt", "em Bình 6A chuyển xuống Takta từ 18/11")
        assert await lives() == "Tu Ro"
        (said,) = await play.say("tpt", "/choo 6A Bình Long Tro từ 20/11")
        assert "đã ghi một thay đổi từ 18/11/2026" in said
        await play.press("tpt", UNDO)
        assert await kept(play) == before
        await made(play, "tpt", "em Bình 6A chuyển xuống Takta từ 18/11")
        await opened("2026-11-17 00:10")
        assert await lives() == "Tu Ro"
        await opened("2026-11-18 00:10")
        assert await lives() == "Takta"
        async with play.app.database.read() as session:
            pupil, tu_ro = await play.pupil(BINH), await session.scalar(select(Places.id).where(Places.name == "Tu Ro"))
            of = select(Pupils.id).where(Pupils.id == pupil)
            for day, there in ((date(2026, 11, 17), True), (date(2026, 11, 18), False)):
                found = await session.scalar(of.where(lived_in(Pupils.id, day, [tu_ro or 0])))
                assert (found is not None) is there
        await play.press("tpt", UNDO)
        assert await lives() == "Tu Ro"
        # What came to rest on it is named.
        await made(play, "tpt", "/choo 6A Bình Takta từ 19/11")
        await opened("2026-11-19 00:10")
        async with play.app.database.write() as session:
            await session.execute(update(Pupils).where(Pupils.id == pupil).values(place_id=None))
        assert "không huỷ được" in (await play.press("tpt", UNDO))[0]
