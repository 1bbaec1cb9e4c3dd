"""Where a pupil lived on a day: in the former home until its last day, then in the new one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from models import Places, Pupils
from models.people.homes import FormerHomes, lived_in
from tests.conversation import playing

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
