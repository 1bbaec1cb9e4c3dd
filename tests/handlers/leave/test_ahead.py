"""Leave asked for days to come: recorded ahead, shown and counted when its day is reported."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on
from tests.jobs.checks import checked, heard

pytestmark = pytest.mark.anyio


async def test_leave_for_days_to_come_is_recorded_without_reporting_these_days(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[3]) as play:
        answer = await ask(play, "gvcn", "Bình xin nghỉ từ thứ 3 đến thứ 4, nhà có giỗ")
        assert "Đã ghi trước" in answer
        assert await marked(play) == {"Hồ Văn Bình": "17/11S P 17/11C P 18/11S P"}
        assert await reported(play) == 0


async def test_on_its_day_it_is_shown_and_counted(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "Bình xin nghỉ ngày mai")
        await on(play, "2026-11-17 07:05")
        answer = await ask(play, "gvcn", "6A vắng A Thút")
        assert "vắng 2/8 (1P, 1K)" in answer
        assert "Hồ Văn Bình (4): đã xin phép trước." in answer


async def test_named_again_without_a_word_of_leave_it_stays_leave(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "Bình xin nghỉ ngày mai")
        await on(play, "2026-11-17 07:05")
        answer = await ask(play, "gvcn", "6A vắng Bình, A Thút")
        assert "vắng 2/8 (1P, 1K)" in answer
        assert "• Hồ Văn Bình (4): có phép, từ đầu năm nghỉ 1 buổi. (đã xin phép trước)" in answer
        await ask(play, "gvcn", "6A Bình không phép")
        assert (await marked(play))["Hồ Văn Bình"] == "17/11S K"


async def test_a_full_class_on_that_day_is_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "Bình xin nghỉ ngày mai")
        await on(play, "2026-11-17 07:05")
        assert "đã ghi vắng: Hồ Văn Bình" in await ask(play, "gvcn", "6A đủ")
        (answer,) = await play.press("gvcn", "Các em còn lại có mặt đủ")
        assert "vắng 1/8 (1P, 0K)" in answer
        assert "đã xin phép trước" in answer


async def test_one_undo_takes_all_its_days_back_and_the_report_of_a_day_leaves_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "Bình xin nghỉ từ thứ 3 đến thứ 5")
        assert await marked(play) == {"Hồ Văn Bình": "17/11S P 18/11S P 19/11S P"}
        await on(play, "2026-11-17 07:05")
        await play.say("gvcn", "6A vắng A Thút")
        await play.press("gvcn", "Huỷ")
        assert await reported(play) == 0, "the leave was there before and is no report"
        assert await marked(play) == {"Hồ Văn Bình": "17/11S P 18/11S P 19/11S P"}
        await play.say("gvcn", "/huy")
        assert await marked(play) == {}


async def test_leave_asked_ahead_calls_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "Bình xin nghỉ ngày mai")
        await play.say("gvcn", "6A đủ")
        heard(play)
        await checked(play)
        await on(play, "2026-11-17 07:50")
        await checked(play)
        assert heard(play) == {}


async def test_without_leave_on_a_day_to_come_is_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        question = await ask(play, "gvcn", "ngày mai Bình nghỉ không phép")
        assert "Thứ Ba 17/11 chưa tới" in question
        assert await marked(play) == {}
        await play.press("gvcn", "Xin phép trước")
        assert await marked(play) == {"Hồ Văn Bình": "17/11S P"}


async def test_the_day_may_have_been_a_slip(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "ngày mai Bình nghỉ không phép")
        (answer,) = await play.press("gvcn", "Hôm nay")
        assert "6A sáng 16/11" in answer
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}


async def test_a_holiday_among_the_days_is_left_out(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("admin", "/lich nghỉ 18/11 mưa bão")
        await play.say("gvcn", "Bình xin nghỉ từ thứ 3 đến thứ 5")
        assert await marked(play) == {"Hồ Văn Bình": "17/11S P 19/11S P"}
