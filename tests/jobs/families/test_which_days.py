"""Of which further days a family hears: of none that it reported itself, or on which the child came after all."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import on
from tests.jobs.checks import heard
from tests.jobs.reachable_families import also_guardian, day_with_family

pytestmark = pytest.mark.anyio

REPORT = "/vang 6A Nguyễn Văn A"


async def test_a_mother_who_teaches_others_and_reported_the_second_day_herself_is_not_told_of_it(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await also_guardian(play, "Nguyễn Văn A", "Cao Thị Yên")
        await day_with_family(play, "2026-11-16 07:45", REPORT)
        assert "Cháu **A**" in heard(play)["bộ môn"]
        await on(play, "2026-11-17 07:40")
        await play.say("bộ môn", "6A vắng Nguyễn Văn A không phép")
        heard(play)
        await day_with_family(play, "2026-11-17 07:45")
        assert "bộ môn" not in heard(play)


async def test_of_an_absence_that_began_anew_one_letter_a_day_is_told_and_counted_from_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await day_with_family(play, "2026-11-16 07:45", REPORT)
        await day_with_family(play, "2026-11-17 07:45", "/du 6A")
        play.new("mẹ A")
        await day_with_family(play, "2026-11-18 07:45", REPORT)
        (wednesday,) = play.new("mẹ A")
        await day_with_family(play, "2026-11-19 07:45", REPORT)
        (thursday,) = play.new("mẹ A")
        assert "vắng sáng thứ Tư 18/11" in wednesday
        assert "nghỉ 2 ngày học liền, gần nhất sáng thứ Năm 19/11" in thursday


async def test_of_a_morning_after_which_the_child_came_nothing_more_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2, 3, 4, 5, 6]) as play:
        await day_with_family(play, "2026-11-16 07:45", REPORT)
        assert "mẹ A" in heard(play)
        await on(play, "2026-11-17 07:10")
        await play.say("gvcn", "/vang 6A sáng Nguyễn Văn A")
        await day_with_family(play, "2026-11-17 13:45", "/du 6A chiều")
        assert "mẹ A" not in heard(play)
