"""Two schools of one machine with classes and pupils of the same names, and a Telegram message that is edited a day
later: each hears of its own, and what an edit puts right counts for the day on which the message was written.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.engine.config import SchoolConfig
from bot.engine.school import keep_school
from models import Chats, People
from models.calendar.held import open_day
from models.school.units import UnitOfficers, Units
from papers.roster.applying.everything import apply_roster
from tests import databases
from tests.conversation import Play, playing
from tests.jobs.checks import heard
from tests.small_school import PHONES, small_roster
from tests.stories.phones import AtTelegram, told_through

pytestmark = pytest.mark.anyio

OTHER = "khác "  # begins the names of the phones of the other school
CODE = r"\*\*([A-Z0-9]{5}-[A-Z0-9]{5})\*\*"
AWAY, FULL = "6A vắng Nguyễn Văn A", "6A đủ"


@asynccontextmanager
async def beside_another(url: str) -> AsyncIterator[Play]:
    """The small school twice."""
    async with playing(url=url) as play:
        now = play.app.now()
        async with play.app.database.write() as session:
            school = await keep_school(session, SchoolConfig(name="Trường Khác", code="khac"), play.now.date())
            await apply_roster(session, school, small_roster(), play.now.date())
            await open_day(session, [school], play.now.date())
            theirs = select(People.full_name, People.id).where(People.school_id == school)
            people = dict((await session.execute(theirs)).all())
            moments = {"created_at": now, "linked_at": now, "channel": "paper"}
            linked = [(OTHER + phone, people[name]) for phone, name in PHONES.items() if name in people]
            await session.execute(insert(Chats), [{"address": one, "person_id": id_, **moments} for one, id_ in linked])
        yield play


async def morning(story: AtTelegram, date: str, here: str, there: str) -> tuple[dict[str, str], dict[str, str]]:
    """What is read of A in each school by nine o'clock."""
    await story.morning(date)
    await story.say("gvcn", here)
    await story.say(f"{OTHER}gvcn", there)
    await story.clock_to("09:00")
    return of_a(story)


def of_a(story: AtTelegram) -> tuple[dict[str, str], dict[str, str]]:
    told = {phone: text for phone, text in heard(story).items() if "Văn A" in text or "áu A" in text or "**A**" in text}
    theirs = {phone.removeprefix(OTHER): text for phone, text in told.items() if phone.startswith(OTHER)}
    return {phone: text for phone, text in told.items() if not phone.startswith(OTHER)}, theirs


@pytest.mark.campaign  # an edit a day later is tried on paper each time, in tests/handlers/register/test_corrections.py
async def test_each_school_hears_of_its_own_and_an_edit_counts_for_its_day(database_url: str) -> None:
    async with told_through("telegram", beside_another(database_url)) as story:
        assert isinstance(story, AtTelegram)
        here, there = await morning(story, "2026-11-16", AWAY, FULL)
        assert here.keys() == {"nóc", "nóc2", "mẹ A"}
        assert there == {}
        assert "Trường Thử" in here["mẹ A"]
        for day in (17, 18):
            here, there = await morning(story, f"2026-11-{day}", AWAY, AWAY)
        assert here.keys() == {"gvcn", "pht", "mẹ A"}, "the third day here is the second there"
        assert there.keys() == {"mẹ A"}
        assert "Trường Khác" in there["mẹ A"]
        assert "2 ngày học liền" in there["mẹ A"]

        back, _there = await morning(story, "2026-11-19", FULL, AWAY)
        assert all("Đã trở lại lớp" in text for text in back.values()), "a slip"
        await story.clock_to("20:35")
        assert "đã đi học lại" in of_a(story)[0]["mẹ A"]
        await story.clock_to("2026-11-20 06:40")
        of_a(story)
        story._fake.edit(story._numbers["gvcn"], AWAY)
        await story._fetched()
        await story.settle()
        assert "thêm Nguyễn Văn A (K)" in story.shown("gvcn"), "told already, so it asks"
        story.new("gvcn")
        (answer, *_more) = await story.press("gvcn", "Ghi theo tin mới")
        assert "Đã ghi 6A sáng 19/11" in answer, "the day on which it was written"
        assert "4 ngày liền" in answer
        here, there = of_a(story)
        assert there == {}
        assert all("mở lại" in here[phone] for phone in ("pht", "nóc", "nóc2"))
        assert "chưa thấy cháu A đến lớp" in here["mẹ A"]
        asked = (await story.say(f"{OTHER}pht", "/ca"))[0]
        assert "3 ngày" in asked or "Nguyễn Văn A" in asked, "their case is another"
        assert "hạn đến nhà" in asked


async def also_a_mother_there(play: Play, phone: str, name: str = "Lê Thị Sáng") -> None:
    """Linked with a child of the other school, with the code of a slip from there."""
    (shown, _forward) = await play.say(f"{OTHER}gvcn", f"/moi {name}")
    await play.say(phone, f"lienket {re.findall(CODE, shown)[0]}")
    play.new(f"{OTHER}gvcn")
    await play.press(f"{OTHER}gvcn", "Đúng")
    await play.settle()
    assert f"khi cháu {name} (lớp 6A) vắng học" in "".join(play.new(phone))


async def test_a_mother_of_children_at_two_schools_speaks_with_each_of_its_own_child(database_url: str) -> None:
    async with beside_another(database_url) as play:
        await also_a_mother_there(play, "mẹ A")
        (here,) = await play.say("mẹ A", "/con #p1")
        assert here.startswith("**A** (6A)")
        assert play.labels("mẹ A") == ["Sáng, Trường Khác"]
        (there,) = await play.press("mẹ A", "Sáng, Trường Khác")
        assert there.startswith("**Sáng** (6A)")

        await play.say("gvcn", AWAY)
        await play.say(f"{OTHER}gvcn", "6A vắng Lê Thị Sáng")
        play.new("mẹ A")
        await play.clock_to("09:00")
        told = play.new("mẹ A")
        assert sorted(text.split(" xin báo")[0] for text in told) == ["Trường Khác", "Trường Thử"]

        assert "A bị sốt" in "".join([*await play.say("mẹ A", "A bị sốt cô ạ"), *heard(play)["gvcn"]])
        heard(play)
        await play.say("mẹ A", "Sáng mai nhà có giỗ, xin cho Sáng nghỉ ạ")
        told_ = heard(play)
        assert "Lê Thị Sáng" in told_[f"{OTHER}gvcn"]
        assert "gvcn" not in told_
        assert (await play.say("mẹ A", "/con"))[0].startswith("**Sáng**"), "of whom was spoken last"

        await play.say("mẹ A", "/xinphep thứ Năm cháu khám răng")
        assert play.labels("mẹ A") == ["Sáng", "A, Trường Thử"], "it may be either"
        assert "cháu A xin nghỉ thứ Năm 19/11" in (await play.press("mẹ A", "A, Trường Thử"))[0]
        assert set(heard(play)) == {"gvcn"}
        await play.say("mẹ A", "/nhanco cháu quên vở ạ")
        await play.press("mẹ A", "Sáng, Trường Khác")
        told_ = heard(play)
        assert all("cháu quên vở ạ" in told_[phone] for phone in ("gvcn", f"{OTHER}gvcn"))


async def test_an_officer_above_schools_whose_child_is_at_one_stays_an_officer(tmp_path: Path) -> None:
    async with beside_another(databases.sqlite(tmp_path)) as play:
        await also_a_mother_there(play, "mẹ Lan")
        async with play.app.database.write() as session:
            person = await play.person("Mẹ Hồ Thị Lan")
            unit = await session.scalar(insert(Units).values(code="xa", name="UBND xã").returning(Units.id))
            await session.execute(insert(UnitOfficers).values(unit_id=unit, person_id=person, since=play.now.date()))
        assert "Đơn vị chưa có trường nào" in (await play.say("mẹ Lan", "/baocao"))[0], "and no parent who may not ask"


async def test_a_teacher_whose_child_is_at_another_school_answers_it_and_stays_a_teacher(database_url: str) -> None:
    async with beside_another(database_url) as play:
        await also_a_mother_there(play, "gvcn6b")
        await play.say(f"{OTHER}gvcn", "6A vắng Lê Thị Sáng")
        play.new("gvcn6b")
        await play.clock_to("09:00")
        assert "Trường Khác xin báo gia đình:\nCháu **Sáng**" in play.new("gvcn6b")[-1]
        await play.press("gvcn6b", next(label for label in play.labels("gvcn6b") if "ốm" in label))
        assert "Lê Thị Sáng" in heard(play)[f"{OTHER}gvcn"]
        assert (await play.say("gvcn6b", "/con"))[0].startswith("**Sáng**")
        assert "Đã ghi 6B" in (await play.say("gvcn6b", "6B vắng Hồ Văn Học"))[0]
