"""What the clock does about home visits and promises."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import after_three_days, heard, school_day, told_of_visits, visited

pytestmark = pytest.mark.anyio

A = "Nguyễn Văn A"


async def test_a_visit_is_reminded_of_once_on_its_last_day_and_then_goes_up(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        for day in (19, 20, 21):
            await play.clock_to(f"2026-11-{day} 07:05")
            await play.say("gvcn", f"/vang 6A {A}")
            await play.say("gvcn6b", "/du 6B")
            play.new("gvcn")
            await play.clock_to("16:00")
            if day == 21:
                assert "chưa có kết quả đến nhà" in heard(play)["ht"]
                assert "• 20/11 quá hạn đến thăm nhà; đã gửi tin cho Phạm Thu Hà" in await ask(play, "gvcn", "/ca 1")
                break
            assert not any("hạn đến nhà" in text for text in play.new("gvcn"))
            assert "chưa có kết quả đến nhà" not in heard(play).get("ht", "")
            await play.clock_to("17:30")
            reminded = [text for text in play.new("gvcn") if "Hôm nay là hạn đến nhà vận động" in text]
            assert len(reminded) == (day == 20)


async def test_a_visit_that_was_made_is_not_reminded_of(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play, "Thứ Hai 23/11")
        heard(play)
        await on(play, "2026-11-20 06:50")
        await play.clock_to("18:00")
        assert not any("hạn đến nhà" in text for text in play.new("gvcn"))


async def test_with_a_promise_the_ladder_waits_for_the_day_and_goes_up_on_it_at_once(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play, "Mai")
        heard(play)
        await school_day(play, "2026-11-19 07:45", f"/vang 6A {A}")
        told = heard(play)
        assert told.keys() == {"pht", "ht"}
        assert "hứa trở lại lớp thứ Năm 19/11" in told["ht"]
    async with after_three_days(tmp_path) as play:
        await visited(play, "Thứ Hai 23/11")
        await told_of_visits(play)
        for day in (19, 20, 21):
            await school_day(play, f"2026-11-{day} 07:45", f"/vang 6A {A}")
            assert heard(play) == {}, day
        await school_day(play, "2026-11-23 07:45", f"/vang 6A {A}")
        assert heard(play).keys() == {"pht", "ht"}


async def test_a_kept_promise_is_thanked_for_the_family_and_the_visitor_once(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play, "Thứ Sáu 20/11")
        heard(play)
        await school_day(play, "2026-11-19 07:45", f"/vang 6A {A}")
        await school_day(play, "2026-11-20 07:45", "/du 6A")
        told = heard(play)
        assert told.keys() == {"gvcn", "pht", "nóc", "nóc2"}
        assert "cảm ơn" in told["gvcn"].lower()
        await play.clock_to("20:35")
        assert heard(play)["mẹ A"].count("Gia đình đã giữ đúng lời hẹn") == 1
        await school_day(play, "2026-11-21 07:45", "/du 6A")
        assert heard(play) == {}


async def test_a_promise_broken_after_the_case_had_gone_up_is_told_to_the_heads_with_the_decision(
    tmp_path: Path,
) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play)
        await school_day(play, "2026-11-19 07:45", f"/vang 6A {A}")
        await play.say("gvcn", "/tham 1 gặp bố, hứa thứ 2")
        told = heard(play)
        for day in (20, 21, 23):
            await on(play, f"2026-11-{day} 07:10")
            await play.say("gvcn", f"/vang 6A {A}")
            play.new("gvcn")
            await play.clock_to("12:00")
            told = heard(play)
            assert ("chưa trở lại" in told.get("ht", "")) is (day == 23)
        assert "hứa thứ Hai 23/11, chưa trở lại" in told["ht"]
        (letter,) = [parcel for parcel in play.seen("ht") if "hứa thứ Hai 23/11" in parcel.text]
        assert any("Gửi đề nghị" in label for row in letter.buttons for label, _token in row)
        assert not any("Gửi đề nghị" in label for label in play.labels("pht"))


async def test_a_case_opened_by_hand_is_visited_reminded_of_and_goes_up_like_any_other(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("pht", f"/ca mở 6A {A}: gia đình cho em nghỉ")
        for day in (17, 18):
            await on(play, f"2026-11-{day} 07:10")
            await play.say("gvcn", f"/vang 6A {A}")
            play.new("gvcn")
            await play.clock_to("17:30")
        assert any("hạn đến nhà" in text for text in play.new("gvcn"))
        await school_day(play, "2026-11-19 07:45", f"/vang 6A {A}")
        assert "chưa có kết quả đến nhà" in heard(play)["ht"]
