"""Two guardians of a child who share one phone: it reads each letter once, and it is paid for once."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from models import Guardians, People
from tests.stories.test_three_families import BINH, NUMBER, Roads, roads

pytestmark = pytest.mark.anyio


async def father(school: Roads, phone: str) -> None:
    """Bình's, who has this number."""
    play = school.play
    async with play.app.database.write() as session:
        one = {"school_id": play.school_id, "key": "bố Bình", "full_name": "Bố Hồ Văn Bình", "phone": f"+{phone}"}
        person = await session.scalar(insert(People).values(**one, language="vi").returning(People.id))
        slot = {"pupil_id": await play.pupil(BINH), "slot": 2, "key": "bố Bình", "relation": "bố"}
        await session.execute(insert(Guardians).values(**slot, person_id=person))


def phones(sent: Sequence[dict[str, str]], name: str) -> list[str]:
    return sorted(one[name] for one in sent)


async def test_one_phone_of_two_guardians_reads_it_once_on_each_road(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await father(school, NUMBER)
        await school.told(BINH)
        assert phones(school.zbs.sent, "phone") == [NUMBER]
        await school.play.clock_to("12:10")
        assert phones(school.sms.sent, "Phone") == [NUMBER], "nothing was reported, so it goes by SMS: once"
        await school.play.clock_to("17:30")
        assert BINH in "\n".join(await school.play.say("gvcn", "/goi"))


async def test_two_phones_read_one_each(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await father(school, "84910000099")
        await school.told(BINH)
        assert phones(school.zbs.sent, "phone") == [NUMBER, "84910000099"]


async def test_the_same_family_reads_of_the_next_day(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await father(school, NUMBER)
        await school.told(BINH)
        async with school.play.app.database.read() as session:
            names = select(People.full_name).where(People.phone == f"+{NUMBER}")
            assert len((await session.scalars(names)).all()) == 2
        await school.play.clock_to("2026-11-17 07:05")
        await school.told(BINH)
        assert [one["Phone"] for one in school.sms.sent if "2 ngay" in one["Content"]] == [NUMBER]
