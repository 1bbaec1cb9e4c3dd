"""Story (d): a cold-weather day off declared when a class had already reported, and a make-up Saturday in a streak."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Firings, Pupils
from tests.conversation import Story, playing
from tests.jobs.checks import heard
from tests.stories.phones import converse, over_networks, told_through

pytestmark = pytest.mark.anyio

A, LAN = "Nguyễn Văn A", "Hồ Thị Lan"
FIVE_DAYS = [2, 3, 4, 5, 6]  # Saturday is free, unless it is made up
MORNING_LINES = {"pht", "ht"}


@pytest.mark.parametrize("network", over_networks("zalo"))
async def test_a_day_off_is_no_day_and_a_make_up_saturday_is_one(network: str, tmp_path: Path) -> None:
    async with told_through(network, playing(tmp_path, at="2026-11-19 07:05", morning_days=FIVE_DAYS)) as story:
        await converse(story, ("gvcn", f"/vang 6A {A}", "vắng 1/8"), ("gvcn6b", "/du 6B", "6B"))
        await story.clock_to("18:00")
        thursday = heard(story)
        assert "Thứ Ba 24/11" in thursday.pop("admin"), "a holiday of next week that nobody has answered"
        assert thursday.keys() - MORNING_LINES == {"nóc", "nóc2", "mẹ A"}

        await story.morning("2026-11-20")
        await converse(story, ("gvcn", f"/vang 6A {A}, {LAN}", "vắng 2/8"))
        await story.clock_to("07:52")  # the check has been, and 6B is silent
        heard(story)
        await converse(
            story,
            ("pht", "/lich nghỉ 20/11 rét đậm", "Đã có 1 báo cáo"),
            ("pht", "[đổi]", "20/11"),
        )
        told = heard(story)
        assert told.keys() == {"nóc", "nóc2", "mẹ A", "mẹ Lan"}, "exactly those who heard of Friday"
        assert all("lớp được nghỉ" in text for text in told.values())
        assert A not in told["nóc"], "Thursday's absence stands, and nobody was told of Friday's"
        await converse(
            story,
            ("gvcn6b", "/du 6B", "không có buổi học"),
            ("admin", "/lich bù 21/11 bù ngày rét", "21/11"),
        )
        await story.clock_to("20:00")
        assert heard(story) == {}, "no reminder to 6B, no list, no second alarm on a day off"

        await story.morning("2026-11-21")
        await converse(story, ("gvcn", f"/vang 6A {A}", "vắng 1/8"))
        await story.clock_to("08:00")
        saturday = heard(story)
        assert "Lớp 6B chưa báo sĩ số buổi sáng thứ Bảy 21/11" in saturday["gvcn6b"], "chased as on any school day"
        assert "1/2 lớp chưa báo" in saturday["pht"]
        assert "nóc" not in saturday, "the second day of the streak"
        await converse(story, ("gvcn", f"/hocsinh {A}", "2 ngày liền"))
        await story.clock_to("18:00")
        heard(story)

        await story.morning("2026-11-23")
        assert not any(A in text for text in heard(story).values()), "Sunday is no day"
        await converse(story, ("gvcn", f"/vang 6A {A}", "vắng 1/8"), ("gvcn6b", "/du 6B", "6B"))
        await story.clock_to("11:00")
        monday = heard(story)
        assert monday.keys() >= {"gvcn", "pht", "mẹ A"}
        assert "3 ngày học liền, từ thứ Năm 19/11" in monday["gvcn"]
        assert await steps(story) == [(1, date(2026, 11, 19), 1), (2, date(2026, 11, 23), 3)]


async def steps(story: Story) -> list[tuple[int, date, int]]:
    """Of whom the streak is: the steps that stand, their days, and how many days they count."""
    async with story.app.database.read() as session:
        own = select(Firings.step, Firings.day, Firings.days).join(Pupils).where(Pupils.full_name == A)
        rows = await session.execute(own.where(Firings.struck_at.is_(None)).order_by(Firings.id))
        return [(step, day, days) for step, day, days in rows]
