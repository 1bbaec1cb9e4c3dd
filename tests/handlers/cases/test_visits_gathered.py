"""What comes of home visits reaches the leadership in few letters."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard, school_day, told_of_visits

pytestmark = pytest.mark.anyio


async def test_what_comes_of_all_visits_of_half_an_hour_is_one_letter_with_what_was_added(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=1) as play:
        names = ["Nguyễn Văn A", "Hồ Thị Lan", "Hồ Văn Bình"]
        await school_day(play, "2026-11-16 07:45", f"/vang 6A {', '.join(names)}")
        heard(play)
        for number in (1, 2, 3):
            await ask(play, "gvcn", f"/tham {number}: gặp mẹ, em ốm, không hứa")
            await ask(play, "gvcn", f"mẹ hứa lần {number}")
            play.app.now.move_to(play.app.now() + timedelta(minutes=9))
            await play.settle()
            assert "pht" not in heard(play)
        told = (await told_of_visits(play))["pht"]
        assert told.count("Kết quả đến nhà") == 1
        assert all(f"{name}, lớp 6A" in told for name in names)
        assert all(f"mẹ hứa lần {number}" in told for number in (1, 2, 3))


async def test_what_would_gather_into_the_rest_leaves_before_it(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=1) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-16 21:10")
        heard(play)
        await ask(play, "gvcn", "/tham 1: gặp mẹ, em ốm, không hứa")
        assert "Kết quả đến nhà" in heard(play)["pht"]
