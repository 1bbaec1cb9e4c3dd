"""The new year's holidays are asked about before anybody is called absent on one."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.engine.post.outbox import Origin, store
from jobs.holidays import holidays_asked
from models import ClassParts
from models.people.askers import schools
from models.shapes.message import Round
from tests.bot.cli.turning_years import turned
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio


async def asked(play: Play) -> dict[str, str]:
    async with play.app.database.write() as session:
        chosen, now = await schools(session), play.app.now()
        said = await holidays_asked(Round(now=now, day=play.now.date(), schools=chosen), session)
        await store(session, [(Origin(now), said)], chosen, now)
    await play.app.settle()
    return heard(play)


async def test_the_new_years_holidays_are_confirmed_with_one_tap(database_url: str, tmp_path: Path) -> None:
    async with playing(url=database_url) as play:
        await turned(play, tmp_path)
        await on(play, "2027-08-10 07:30")
        heard(play)
        assert await asked(play) == {}, "there is time"
        await on(play, "2027-08-30 07:30")
        letters = await asked(play)
        assert "admin" in letters
        assert "gvcn" not in letters
        assert "01/01" in letters["admin"]
        assert "02/09" not in letters["admin"], "before the first day"
        await play.press("admin", "Xác nhận")
        heard(play)
        assert await asked(play) == {}, "once"
        await on(play, "2027-12-28 07:30")
        assert "01/01" in await ask(play, "gvcn", "/lich")


@pytest.mark.parametrize(("tap", "held"), [("Nghỉ", 0), ("Vẫn học", 2)])
async def test_a_holiday_nobody_has_answered_is_asked_about_before_and_reminds_no_teacher(
    database_url: str, tap: str, held: int
) -> None:
    async with playing(url=database_url, at="2026-12-31 07:05") as play:
        await play.clock_to("2026-12-31 17:00")
        letters = heard(play)
        assert [letters[phone].count("Tết Dương lịch") for phone in ("ht", "pht", "admin")] == [1, 1, 1]
        await play.clock_to("2027-01-01 17:00")
        letters = heard(play)
        assert [who for who, text in letters.items() if "6A chưa báo" in text or "chưa báo: 6A" in text] == ["ht"], (
            "nobody is reminded"
        )
        assert "Hôm nay có thể là ngày nghỉ (Tết Dương lịch)" in letters["ht"]
        await play.press("ht", tap)
        async with play.app.database.read() as session:
            found = select(ClassParts.class_id).where(ClassParts.day == play.now.date(), ClassParts.held)
            assert len((await session.scalars(found)).all()) == held


async def test_a_holiday_nobody_has_answered_is_asked_about_in_the_week_before(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-12-24 07:05") as play:
        await play.clock_to("2026-12-25 17:00")
        assert "• Thứ Sáu 01/01" in heard(play)["pht"]
        assert "Chỉ 01/01" in {label for parcel in play.seen("pht") for row in parcel.buttons for label, _token in row}


async def test_where_one_class_reports_on_such_a_day_the_others_are_reminded(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2027-01-01 07:05") as play:
        await play.say("gvcn", "6A đủ")
        await play.clock_to("08:00")
        assert "Lớp 6B chưa báo" in heard(play)["gvcn6b"]
