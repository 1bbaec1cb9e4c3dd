"""Reminders: only to who has not reported, only while it is true, only on school days."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import insert

from models import DayRules
from rules.calendar.held import OFF
from tests.conversation import ZONE, Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


async def tick_at(play: Play, moment: str) -> None:
    """The clock strikes; what it says has not left yet."""
    local = datetime.strptime(f"2026-11-16 {moment}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    play.app.now.move_to(local.astimezone(UTC))
    await play.app.clock.tick()


async def test_row_2_a_report_a_minute_before_the_reminder_prevents_it(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:29") as play:
        await play.say("gvcn", "/du 6A")
        await play.clock_to("07:31")
        told = heard(play)
        assert told.keys() == {"gvcn6b"}
        assert "Lớp 6B chưa báo sĩ số buổi sáng thứ Hai 16/11" in told["gvcn6b"]


async def test_the_reminders_button_is_the_whole_report(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:29") as play:
        await play.clock_to("07:31")
        assert play.labels("gvcn") == ["6A: lớp đủ"]
        (answer,) = [text for text in await play.press("gvcn", "lớp đủ") if "Đã ghi" in text]
        assert "6A sáng 16/11" in answer


async def test_a_report_that_comes_before_the_reminder_leaves_makes_it_fall_away(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:29") as play:
        await tick_at(play, "07:30")
        (answer,) = await play.say("gvcn", "/du 6A")
        assert "Đã ghi" in answer
        assert heard(play).keys() == {"gvcn6b"}


async def test_a_quarter_of_an_hour_later_the_leadership_gets_the_list_of_the_silent_classes(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:44") as play:
        await play.say("gvcn", "/du 6A")
        await tick_at(play, "07:45")
        await play.app.settle()
        told = heard(play)
        assert {"pht", "tpt"} <= told.keys()
        assert "Sáng thứ Hai 16/11: 1/2 lớp chưa báo: 6B" in told["tpt"]


async def test_with_every_class_reported_nobody_is_reminded_and_no_list_is_sent(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:10") as play:
        await play.say("gvcn", "/du 6A")
        await play.say("gvcn6b", "/du 6B")
        await play.clock_to("07:48")
        assert heard(play) == {}


async def test_the_afternoon_is_reminded_of_by_itself(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 13:29", afternoon_days=[2]) as play:
        await play.say("gvcn", "/du 6A chiều")
        await tick_at(play, "13:30")
        await play.app.settle()
        told = heard(play)
        assert "buổi chiều thứ Hai 16/11" in told["gvcn6b"]
        assert "buổi chiều" not in told.get("gvcn", "")


@pytest.mark.parametrize("day_off", ["2026-11-22", "2026-11-17"])
async def test_nothing_is_said_on_sunday_and_on_a_day_off(tmp_path: Path, day_off: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("admin", "/lich nghỉ 17/11 mưa bão")
        await on(play, f"{day_off} 07:00")
        heard(play)
        await play.clock_to("08:30")
        assert heard(play) == {}


@pytest.mark.parametrize(
    ("whose", "reminded"),
    [({}, set()), ({"grade": 9}, {"gvcn", "gvcn6b"}), ({"grade": 6}, set()), ({"part": "C"}, {"gvcn", "gvcn6b"})],
    ids=["the whole school", "another grade", "its own grade", "the afternoon"],
)
async def test_only_where_a_proposed_day_off_would_be_of_the_class_nobody_is_reminded(
    tmp_path: Path, whose: dict[str, object], reminded: set[str]
) -> None:
    async with playing(tmp_path, at="2026-11-16 07:29") as play:
        proposed = {"school_id": play.school_id, "day": play.now.date(), "kind": OFF, "reason": "bão", **whose}
        async with play.app.database.write() as session:
            await session.execute(insert(DayRules).values(**proposed, made_at=play.app.now()))
        await play.clock_to("07:31")
        assert heard(play).keys() == reminded


async def test_a_class_without_pupils_is_neither_reminded_nor_missed(tmp_path: Path) -> None:
    roster = small_roster()
    staff = [
        replace(one, role="homeroom", roles=["homeroom"], homeroom_class="6C")
        if one.full_name == "Cao Thị Yên"
        else one
        for one in roster.staff
    ]
    async with playing(tmp_path, roster=replace(roster, staff=staff)) as play:
        assert "chưa có học sinh" in await ask(play, "bộ môn", "/lop 6C")
        await play.clock_to("07:50")
        told = heard(play)
        assert "bộ môn" not in told
        assert "2/2 lớp chưa báo: 6A và 6B" in told["pht"]
