"""Story (d): a cold-weather day off declared when classes had already reported, and a make-up Saturday in a streak."""

from datetime import date
from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.days import ask, on
from tests.jobs.checks import checked, heard, school_day
from tests.jobs.test_daily_check import fired

pytestmark = pytest.mark.anyio

THU, FRI, SAT, SUN, MON = (f"2026-11-{day} 07:20" for day in (19, 20, 21, 22, 23))
FIVE_DAYS = [2, 3, 4, 5, 6]  # Saturday is free, unless it is made up


async def test_a_cold_day_off_and_a_make_up_saturday_in_the_middle_of_a_streak(tmp_path: Path) -> None:
    async with playing(tmp_path, at=THU, morning_days=FIVE_DAYS) as play:
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        assert heard(play).keys() == {"nóc", "nóc2", "mẹ A"}

        await school_day(play, FRI, "/vang 6A Nguyễn Văn A, Hồ Thị Lan")  # 6B has not reported yet
        assert heard(play).keys() == {"nóc", "nóc2", "mẹ Lan"}
        question = await ask(play, "pht", "/lich nghỉ 20/11 rét đậm")
        assert "Đã có 1 báo cáo" in question
        assert "6A" in question
        await play.press("pht", "đổi")
        told = heard(play)
        assert told.keys() == {"nóc", "nóc2", "mẹ Lan"}, "exactly those who heard of Friday"
        assert all("lớp được nghỉ" in text for text in told.values())
        assert "Nguyễn Văn A" not in told["nóc"], "Thursday's absence stands, and nobody was told of Friday's"
        await play.clock_to("2026-11-20 20:00")
        assert heard(play) == {}, "no reminder to 6B, no list, no second alarm on a day off"
        refusal = await ask(play, "gvcn6b", "/du 6B")
        assert "không có buổi học" in refusal

        await ask(play, "admin", "/lich bù 21/11 bù ngày rét")
        await school_day(play, SAT, "/vang 6A Nguyễn Văn A")
        assert heard(play) == {}, "the second day of the streak"
        assert "2 ngày liền" in await ask(play, "gvcn", "/hocsinh Nguyễn Văn A")

        await on(play, SUN)
        await checked(play)
        assert heard(play) == {}

        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        told = heard(play)
        assert told.keys() == {"gvcn", "pht", "mẹ A"}
        assert "3 ngày học liền, từ thứ Năm 19/11" in told["gvcn"]
        assert await fired(play) == [(1, date(2026, 11, 19), 1), (2, date(2026, 11, 23), 3)]


async def test_on_the_make_up_saturday_silence_is_chased_as_on_any_school_day(tmp_path: Path) -> None:
    async with playing(tmp_path, at=FRI, morning_days=FIVE_DAYS) as play:
        await ask(play, "admin", "/lich bù 21/11 bù ngày rét")
        await play.clock_to("2026-11-21 07:50")
        told = heard(play)
        assert "Lớp 6A chưa báo sĩ số buổi sáng thứ Bảy 21/11" in told["gvcn"]
        assert "2/2 lớp chưa báo" in told["pht"]


async def test_the_day_off_taken_back_counts_again(tmp_path: Path) -> None:
    async with playing(tmp_path, at=THU, morning_days=FIVE_DAYS) as play:
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        await school_day(play, FRI, "/vang 6A Nguyễn Văn A")
        await ask(play, "pht", "/lich nghỉ 20/11 rét đậm")
        await play.press("pht", "đổi")
        await ask(play, "pht", "/lich bỏ 20/11")
        heard(play)
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        assert "từ thứ Năm 19/11" in heard(play)["gvcn"]
