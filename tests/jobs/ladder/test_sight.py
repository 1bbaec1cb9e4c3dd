"""No child falls out of sight: wrong endings, open questions, half days."""

from pathlib import Path

import pytest

from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import after_three_days, checked, heard, school_day
from tests.jobs.ladder.days_checked import FRI, MON, THU, TUE, WED, cases, fired

pytestmark = pytest.mark.anyio


async def closed_by_a_slip(play: Play) -> None:
    """On Thursday the class is reported full, and at a quarter to eight everybody reads that A is back."""
    await school_day(play, THU, "/du 6A")
    assert all("Đã trở lại lớp" in text for text in heard(play).values())


@pytest.mark.parametrize("put_right", ["/vang 6A Nguyễn Văn A", "/huy", "vắng Nguyễn Văn A P"])
async def test_a_case_closed_by_a_slip_is_open_again_as_the_slip_is_put_right_and_who_read_of_it_hears(
    tmp_path: Path, put_right: str
) -> None:
    async with after_three_days(tmp_path) as play:
        await closed_by_a_slip(play)
        await on(play, "2026-11-19 08:00")
        said = await play.say("gvcn", put_right)
        assert await cases(play) == [(None, None)], said
        told = heard(play)
        assert {"pht", "nóc", "nóc2"} <= told.keys()
        assert all("mở lại" in told[phone] for phone in ("pht", "nóc", "nóc2"))
        await checked(play)
        assert "Đã trở lại" not in str(heard(play))
        assert await cases(play) == [(None, None)], "the same case"


async def test_an_edited_message_opens_it_again_too(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, THU)
        await play.say("gvcn", "6A đủ", message_id="m1")
        await checked(play)
        heard(play)
        await play.say("gvcn", "6A vắng Nguyễn Văn A", message_id="m1", edited=True)
        if any("Ghi" in label for label in play.labels("gvcn")):
            await play.press("gvcn", "Ghi")
        assert await cases(play) == [(None, None)]
        assert "mở lại" in heard(play)["pht"]


async def test_back_after_the_mistake_everybody_hears_it_again(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await closed_by_a_slip(play)
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        heard(play)
        await school_day(play, FRI, "/du 6A")
        assert "Đã trở lại lớp" in heard(play)["pht"]


async def test_a_case_that_a_slip_took_back_stands_again_with_its_history(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, "2026-11-18 09:00")
        await play.say("gvcn", "/phep 6A 17/11 Nguyễn Văn A")
        heard(play)
        await play.say("gvcn", "/huy")
        assert await cases(play) == [(None, None)]
        assert [step for step, _day, _days in await fired(play)] == [1, 2]
        assert "mở lại" in heard(play)["pht"]


async def test_whom_an_open_question_could_mean_is_neither_back_nor_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for morning in (MON, TUE, WED):
            await school_day(play, morning, "/vang 6A Hồ Thị Lan")
        heard(play)
        await school_day(play, THU, "6A vắng Lan K")
        assert await cases(play) == [(None, None)], "two are called Lan, and nobody has said which"
        assert "Đã trở lại" not in str(heard(play))
        await play.clock_to("20:31")
        assert "mẹ Lan" not in heard(play), "nobody is thanked"
        await on(play, FRI)
        await play.press("gvcn", "Đinh Văn Lan")
        await checked(play)
        assert [why for why, _on in await cases(play)] == ["returned"], "then it was the other Lan"


async def test_an_open_question_ends_no_run(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for morning in (MON, TUE):
            await school_day(play, morning, "/vang 6A Hồ Thị Lan")
        await school_day(play, WED, "6A vắng Lan K")
        await school_day(play, THU, "/vang 6A Hồ Thị Lan")
        assert [(step, days) for step, _day, days in await fired(play)] == [(1, 1), (2, 3)]


async def test_nobody_is_said_to_be_back_on_a_day_away(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, FRI)
        await play.say("gvcn", "/du 6A 19/11")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await checked(play)
        assert "Đã trở lại" not in str(heard(play)), "back on Thursday, as is known on Friday, and away again"


async def test_of_a_morning_nothing_is_told_once_the_child_is_in_class_in_the_afternoon(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[3]) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        heard(play)
        await on(play, "2026-11-17 14:00")
        await play.say("gvcn", "/vang 6A sáng Nguyễn Văn A")
        await play.say("gvcn", "/du 6A chiều")
        await checked(play)
        assert heard(play) == {}


async def test_a_case_waits_for_the_end_of_a_day_of_two_halves(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2, 3, 4]) as play:
        for day in (16, 17):
            await on(play, f"2026-11-{day} 15:00")
            await play.say("gvcn", "/vang 6A cả ngày Nguyễn Văn A")
            await checked(play)
        await school_day(play, WED, "/vang 6A sáng Nguyễn Văn A")
        assert await cases(play) == [], "the afternoon is not over"
        await on(play, "2026-11-18 15:00")
        await play.say("gvcn", "/vang 6A chiều Nguyễn Văn A")
        await checked(play)
        assert await cases(play) == [(None, None)]


async def test_an_afternoon_nobody_reports_is_over_in_the_evening(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2, 3, 4]) as play:
        for day in (16, 17):
            await on(play, f"2026-11-{day} 15:00")
            await play.say("gvcn", "/vang 6A cả ngày Nguyễn Văn A")
            await checked(play)
        await school_day(play, WED, "/vang 6A sáng Nguyễn Văn A")
        await on(play, "2026-11-18 20:00")
        await checked(play)
        assert await cases(play) == [(None, None)]


async def test_after_a_morning_that_was_excused_the_afternoon_is_no_second_first_absence(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        assert "mẹ A" in heard(play)
        await play.say("gvcn", "/phep 6A sáng Nguyễn Văn A")
        heard(play)
        await on(play, "2026-11-16 15:00")
        await play.say("gvcn", "/vang 6A chiều Nguyễn Văn A K")
        await checked(play)
        assert heard(play) == {}


async def test_on_either_engine_a_slip_a_question_and_a_relapse_end_as_they_should(database_url: str) -> None:
    async with playing(url=database_url, afternoon_days=[4]) as play:
        for morning in (MON, TUE):
            await school_day(play, morning, "/vang 6A Hồ Thị Lan")
        await school_day(play, WED, "/vang 6A sáng Hồ Thị Lan")
        assert await cases(play) == [], "the day is not over"
        await on(play, "2026-11-18 20:00")
        await checked(play)
        assert await cases(play) == [(None, None)]
        heard(play)
        await school_day(play, THU, "/du 6A")
        assert "Đã trở lại lớp" in heard(play)["pht"]
        await play.say("gvcn", "/huy")
        assert await cases(play) == [(None, None)]
        assert "mở lại" in heard(play)["pht"]
        await play.say("gvcn", "6A vắng Lan K")
        await checked(play)
        assert await cases(play) == [(None, None)], "which Lan is not known"
        await play.press("gvcn", "Đinh Văn Lan")
        await checked(play)
        assert [why for why, _on in await cases(play)] == ["returned"]
        assert "Đã trở lại lớp" in heard(play)["pht"], "after the mistake everybody hears it again"


async def test_who_has_dropped_out_is_on_no_list_and_called_no_more(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        said = await ask(play, "ht", "/ca đóng 1 bỏ")
        assert "không còn trong danh sách lớp" in said
        heard(play)
        assert "Nguyễn Văn A" not in await ask(play, "gvcn", "/goi")
        await on(play, THU)
        assert "7/7" in await ask(play, "gvcn", "/du 6A")


async def test_families_are_called_on_school_days_and_not_again_without_anything_new(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for day in (16, 17, 18):
            await on(play, f"2026-11-{day} 07:05")
            await play.say("gvcn", "/vang 6A Hồ Văn Bình")
            await play.clock_to("07:55")
            assert "gọi điện" in heard(play)["gvcn"]
        await play.say("admin", "/lich nghỉ 19/11 lũ")
        heard(play)
        for day in (19, 20):
            await play.clock_to(f"2026-11-{day} 20:00")
            assert "gọi điện" not in heard(play).get("gvcn", ""), day


async def test_a_family_that_was_thanked_for_a_return_that_was_none_hears_that_too(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await closed_by_a_slip(play)
        await play.clock_to("20:31")
        assert "cảm ơn" in heard(play)["mẹ A"]
        await on(play, "2026-11-20 07:10")
        await play.say("gvcn", "6A hôm qua vắng Nguyễn Văn A không phép")
        told = heard(play)
        assert "tin cảm ơn trước là nhầm" in told["mẹ A"]
        assert "cháu A" in told["mẹ A"]
        assert "mẹ Lan" not in told


async def test_who_is_said_to_be_there_is_in_doubt_no_longer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for morning in (MON, TUE, WED):
            await school_day(play, morning, "/vang 6A Hồ Thị Lan")
        await school_day(play, THU, "6A vắng Lan K, Lê Thị Sáng K")
        assert await cases(play) == [(None, None)]
        heard(play)
        await play.say("gvcn", "/comat 6A Hồ Thị Lan")
        await checked(play)
        assert await cases(play) != [(None, None)], "she was seen, whoever the other Lan is"


async def test_days_taken_back_one_after_another_are_each_told_and_open_nothing(tmp_path: Path) -> None:
    """What the first of them brought down is not raised by the next, and who had read of a day hears of that day."""
    async with after_three_days(tmp_path) as play:
        first = await ask(play, "gvcn", "/comat 6A Nguyễn Văn A 17/11")
        assert "Hồ sơ theo dõi của Nguyễn Văn A vì vậy đã đóng, không cần đến nhà nữa." in first
        assert "thứ Ba 17/11" in heard(play)["mẹ A"]
        await ask(play, "gvcn", "/comat 6A Nguyễn Văn A 18/11")
        assert "thứ Tư 18/11" in heard(play)["mẹ A"]
    async with after_three_days(tmp_path) as play:
        await closed_by_a_slip(play)
        await play.say("gvcn", "/comat 6A Nguyễn Văn A 17/11")
        heard(play)
        assert "mở lại" not in await ask(play, "gvcn", "/huy 6A") + str(heard(play))
