"""The week on Friday and the month on its last day, unasked."""

from pathlib import Path

import pytest

from rules.pictures import Chart
from tests.conversation import playing
from tests.handlers.school_days import on
from tests.jobs.checks import heard, school_day

pytestmark = pytest.mark.anyio


async def test_on_friday_the_heads_read_the_week_with_its_picture_and_nobody_else_does(
    tmp_path: Path, quick_charts: list[Chart]
) -> None:
    async with playing(tmp_path, at="2026-11-16 07:05") as play:
        for day in (16, 17, 18):
            await on(play, f"2026-11-{day} 07:05")
            await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-20 16:55")
        await play.say("gvcn", "/vang 6A sáng Hồ Thị Lan P")
        heard(play)
        await play.clock_to("17:05")
        told = {phone: text for phone, text in heard(play).items() if "Tuần" in text}
    assert set(told) == {"ht", "pht"}
    lines = told["ht"].splitlines()
    assert lines[0] == "**Tuần từ 14/11 đến 20/11**"
    assert lines[1].startswith("Đã báo 4/8 buổi học của các lớp; ")
    assert "Vắng 4/32 buổi, cộng các em (1P, 3K); chuyên cần 87,5%." in lines
    assert "Nghỉ từ 3 buổi trở lên: Nguyễn Văn A (6A) 3." in told["ht"]
    (chart, *_same) = quick_charts
    assert [whole for _day, _present, whole in chart.days] == [0, 0, 8, 8, 8, 0, 8]


async def test_a_month_is_told_on_its_last_day_and_an_empty_one_never(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-30 07:05") as play:
        await play.say("gvcn", "/du 6A")
        await play.clock_to("17:05")
        assert "**Tháng 11/2026**" in heard(play)["pht"]
        await on(play, "2027-07-30 16:59")
        await play.clock_to("17:05")
        assert not [text for text in heard(play).values() if "**Tuần" in text], "in the summer there is none"


async def test_where_friday_is_a_day_off_the_week_is_told_the_day_before_and_nothing_on_the_day_off(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, at="2026-11-19 07:05") as play:
        await play.say("pht", "/lich nghỉ 20/11 lễ")
        await play.say("gvcn", "/du 6A")
        heard(play)
        await play.clock_to("17:05")
        assert "**Tuần từ 14/11 đến 19/11**" in heard(play)["ht"]
        await play.clock_to("2026-11-20 20:00")
        assert not [text for text in heard(play).values() if "**Tuần" in text]


async def test_after_the_last_lessons_of_the_year_the_cases_that_are_open_are_named(tmp_path: Path) -> None:
    """No report will bring them up any more: one opened in the last days was only a number to the principal."""
    async with playing(tmp_path, at="2027-05-27 07:05") as play:
        for day in (27, 28, 29):
            await school_day(play, f"2027-05-{day} 07:45", "6A vắng Nguyễn Văn A")
        await on(play, "2027-05-31 07:05")
        await play.say("gvcn", "6A vắng Nguyễn Văn A")
        heard(play)
        await play.clock_to("17:05")
        told = heard(play)["ht"]
        assert "**Hết năm học còn 1 hồ sơ mở.**" in told
        assert "• Nguyễn Văn A, lớp 6A: mở từ 29/05, chưa đến nhà" in told
        (card,) = await play.press("ht", "Nguyễn Văn A (6A)")
        assert "Takta" in card
