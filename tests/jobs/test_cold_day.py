"""A cold-weather day off that was declared and is taken back; for the whole story see tests/stories."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import ask
from tests.jobs.checks import heard, school_day

pytestmark = pytest.mark.anyio

THU, FRI, MON = (f"2026-11-{day} 07:20" for day in (19, 20, 23))
FIVE_DAYS = [2, 3, 4, 5, 6]  # Saturday is free, unless it is made up


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
