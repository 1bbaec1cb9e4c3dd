"""The ladder, day by day: who is told of what, once, and what takes it back."""

from datetime import date
from pathlib import Path

import pytest

from bot.cli.check import check_day
from tests.conversation import playing
from tests.handlers.school_days import on
from tests.jobs.checks import (
    HOLD,
    after_three_days,
    checked,
    heard,
    roster_with_siblings,
    roster_without,
    school_day,
    visited,
)
from tests.jobs.ladder.days_checked import FRI, MON, SAT, THU, TUE, WED, cases, fired

pytestmark = pytest.mark.anyio


async def test_the_first_absence_without_leave_goes_to_the_hamlet_pair_and_after_the_hold_to_the_family(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan P, Hồ Văn Bình muộn")
        await check_day(play.app.database, play.now.date(), "", play.app.now())
        await play.app.settle()
        told = heard(play)
        assert told.keys() == {"nóc", "nóc2"}  # Lan's leave and Bình's coming late alarm nobody
        assert "Nguyễn Văn A, lớp 6A (Takta - Thôn 3)" in told["nóc"]
        assert "Lan" not in told["nóc"]
        assert "Bùi Văn Tám" in told["nóc"], "who else was told"
        play.app.now.move_to(play.app.now() + HOLD)
        await play.app.settle()
        assert heard(play).keys() == {"mẹ A"}
        await checked(play)
        assert heard(play) == {}, "the same fact is never told twice"


async def test_row_16_who_reported_the_absence_is_not_told_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("nóc", "/vang 6A Nguyễn Văn A")
        play.new("nóc")
        await checked(play)
        assert heard(play).keys() == {"nóc2", "mẹ A", "gvcn"}, "and her teacher, at once"


async def test_row_18_brothers_and_sisters_come_to_their_mother_in_one_message(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_siblings()) as play:
        await play.say("gvcn6b", "/vang 6B Nguyễn Thị Phép")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        (letter,) = play.new("mẹ A")
        assert "**A** (6A)" in letter
        assert "**Phép** (6B)" in letter
        assert "Phạm Thu Hà" in letter
        assert "Vũ Đức Long" in letter
        assert [label for label in play.labels("mẹ A") if "ốm" in label] == ["A: Cháu ốm", "Phép: Cháu ốm"]


@pytest.mark.parametrize(("missing", "leader"), [("", "pht"), ("vice_principal", "ht")])
async def test_a_hamlet_that_nobody_looks_after_is_told_to_the_leadership_once_a_day(
    tmp_path: Path, missing: str, leader: str
) -> None:
    async with playing(tmp_path, roster=roster_without(missing)) as play:
        await school_day(play, MON, "/vang 6A Lê Thị Sáng, A Thút")
        told = heard(play)
        assert told.keys() == {leader}
        assert "Long Tro - Thôn 3 chưa có người phụ trách: 2 em" in told[leader]
        await play.say("gvcn6b", "/vang 6B Đinh Thị Mai")
        await checked(play)
        assert leader not in heard(play)


async def test_the_third_day_opens_a_case_with_a_task_for_the_homeroom_teacher_and_a_line_to_the_vice_principal(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        assert heard(play).keys() == {"nóc", "nóc2", "mẹ A"}
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        assert heard(play) == {}, "the second day tells nobody anew"
        await on(play, WED)
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await checked(play)
        told = heard(play)
        assert told.keys() == {"gvcn", "pht", "mẹ A"}
        assert "Cần đến nhà vận động" in told["gvcn"]
        assert "nghỉ không phép 3 ngày học liền, từ thứ Hai 16/11" in told["gvcn"]
        assert "GVCN Phạm Thu Hà" in told["pht"]
        assert "nghỉ 3 ngày học liền" in told["mẹ A"]
        assert play.labels("gvcn") == ["Đã đến nhà em Nguyễn Văn A"]
        await checked(play)
        assert heard(play) == {}
        assert await cases(play) == [(None, None)]


async def test_without_a_vice_principal_the_principal_hears_of_the_case(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_without("vice_principal"), days_to_case=1) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        assert "Hồ sơ mới" in heard(play)["ht"]


async def test_not_back_on_the_school_day_after_the_visit_goes_up_to_both_heads_once(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play)
        heard(play)
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        told = heard(play)
        assert told.keys() == {"pht", "ht"}
        assert "nghỉ không phép 4 ngày học; đã đến nhà thứ Tư 18/11: gặp mẹ; chưa hứa ngày trở lại lớp" in told["ht"]
        await school_day(play, FRI, "/vang 6A Nguyễn Văn A")
        assert heard(play) == {}


async def test_an_overdue_visit_goes_up_after_two_school_days_a_day_off_not_counted(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.say("admin", "/lich nghỉ 19/11 lũ")
        await school_day(play, FRI, "/vang 6A Nguyễn Văn A")
        await school_day(play, SAT, "/vang 6A Nguyễn Văn A")
        assert "ht" not in heard(play)
        await school_day(play, "2026-11-23 07:45", "/vang 6A Nguyễn Văn A")
        told = heard(play)
        assert told.keys() == {"pht", "ht"}
        assert "chưa có kết quả đến nhà" in told["ht"]


async def test_row_23_the_return_closes_the_case_everybody_told_hears_it_once_and_a_relapse_begins_anew(
    tmp_path: Path,
) -> None:
    async with after_three_days(tmp_path) as play:
        await school_day(play, THU, "/du 6A")
        told = heard(play)
        assert told.keys() == {"gvcn", "nóc", "nóc2", "pht"}
        assert all("Đã trở lại lớp" in text for text in told.values())
        assert "Nguyễn Văn A" in told["pht"]
        await play.clock_to("20:29")
        assert "mẹ A" not in heard(play)
        await play.clock_to("20:31")
        told = heard(play)
        assert told.keys() == {"mẹ A"}, "the family is thanked in the evening"
        assert "Cháu A (6A) đã đi học lại" in told["mẹ A"], "a family reads the given name"
        await checked(play)
        assert heard(play) == {}
        assert await cases(play) == [("returned", date(2026, 11, 19))]
        await school_day(play, FRI, "/vang 6A Nguyễn Văn A")
        assert heard(play).keys() == {"nóc", "nóc2", "mẹ A"}


async def test_an_excused_day_in_between_is_no_return_the_hamlet_is_not_told_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A P")
        heard(play)
        await school_day(play, WED, "/vang 6A Nguyễn Văn A")
        assert heard(play) == {}
        assert await fired(play) == [(1, date(2026, 11, 16), 1)]


async def test_row_19_leave_granted_inside_the_hold_costs_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Hồ Thị Lan")
        await check_day(play.app.database, play.now.date(), "", play.app.now())
        await play.app.settle()
        assert heard(play).keys() == {"nóc", "nóc2"}
        await play.say("gvcn", "/phep 6A Hồ Thị Lan")
        play.app.now.move_to(play.app.now() + HOLD)
        await play.app.settle()
        told = heard(play)
        assert "mẹ Lan" not in told
        assert "xin lỗi" not in told["nóc"], "that he was away was true"
        assert "Tin thêm" in told["nóc"]
        assert await fired(play) == []


@pytest.mark.parametrize("words", ["/comat", "/muon", "/phep"])
async def test_nobody_knows_whether_who_is_in_class_by_now_was_reported_by_mistake(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.clock_to("09:00")
        heard(play)
        await play.say("gvcn", f"{words} 6A Nguyễn Văn A")
        told = heard(play)
        assert told.keys() == {"nóc", "nóc2", "mẹ A"}
        assert {"Nếu tin trước là báo nhầm" in text for text in told.values()} == {words == "/comat"}


async def test_row_27_leave_granted_afterwards_strikes_the_case_and_corrects_exactly_those_who_were_told_once(
    tmp_path: Path,
) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, "2026-11-18 09:00")
        (answer,) = await play.say("gvcn", "/phep 6A 17/11 Nguyễn Văn A")
        assert "có phép" in answer, "and the own act is no news to her"
        told = heard(play)
        assert told.keys() == {"pht", "mẹ A"}, "the pair was told of Monday, and Monday stands"
        assert "Nguyễn Văn A, lớp 6A, thứ Ba 17/11: nghỉ có phép. Hồ sơ đã đóng." in told["pht"]
        assert "• Cháu A, lớp 6A, thứ Ba 17/11: nghỉ có phép." in told["mẹ A"]
        assert "Hồ sơ" not in told["mẹ A"]
        assert [text.count("Tin thêm") for text in told.values()] == [1, 1]
        assert await cases(play) == [("corrected", date(2026, 11, 18))]
        assert await fired(play) == [(1, date(2026, 11, 16), 1)]
        await checked(play)
        assert heard(play) == {}


async def test_a_day_of_which_only_half_was_missed_after_all_is_no_day_of_the_run(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2], days_to_case=1) as play:
        await on(play, "2026-11-16 15:00")
        await play.say("gvcn", "/vang 6A cả ngày Nguyễn Văn A")
        await checked(play)
        heard(play)
        await play.say("gvcn", "/comat 6A sáng Nguyễn Văn A")
        told = heard(play)
        assert told.keys() == {"pht"}, "that he was away in the afternoon was true and stays"
        assert "thứ Hai 16/11: đã sửa lại. Hồ sơ đã đóng." in told["pht"]


async def test_what_went_up_from_a_case_falls_with_it(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play)
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.say("gvcn", "/phep 6A 18/11 Nguyễn Văn A")
        told = heard(play)
        assert "Tin thêm" in told["ht"]
        assert told["pht"].count("Tin thêm") == 1
        assert await fired(play) == [(1, date(2026, 11, 16), 1)]
