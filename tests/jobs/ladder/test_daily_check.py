"""The ladder, day by day: who is told of what, once, and what takes it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import event, func, insert, select, update

from bot.cli.check import check_day
from bot.engine.post.outbox import Origin, store
from jobs.ladder.daily_check import check
from models import Cases, ClassParts, Enrolments, Firings, Marks, Outbox, Pupils
from models.people.askers import schools
from models.shapes.message import Round
from papers.roster import Roster
from papers.roster.applying.everything import apply_roster
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
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
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

MON, TUE, WED, THU, FRI, SAT = (f"2026-11-{day} 07:45" for day in range(16, 22))


async def cases(play: Play) -> list[tuple[str | None, date | None]]:
    """Why and when each case was closed, in their order."""
    async with play.app.database.read() as session:
        found = await session.execute(select(Cases.closed_why, Cases.closed_on).order_by(Cases.id))
        return [(why, on_) for why, on_ in found]


async def fired(play: Play) -> list[tuple[int, date, int]]:
    """The steps that stand: (step, day, days of the run)."""
    async with play.app.database.read() as session:
        standing = select(Firings.step, Firings.day, Firings.days).where(Firings.struck_at.is_(None))
        return [(step, day, days) for step, day, days in await session.execute(standing.order_by(Firings.id))]


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
        assert "• cháu A, lớp 6A, thứ Ba 17/11: nghỉ có phép." in told["mẹ A"]
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


async def test_row_3_a_day_off_leaves_the_run_as_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("admin", "/lich nghỉ 18/11 lũ")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        card = await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert "Đang nghỉ không phép: 2 ngày liền, từ 16/11" in card
        heard(play)
        await school_day(play, WED)
        assert await ask(play, "ht", "/hocsinh Nguyễn Văn A") == card
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        assert await fired(play) == [(1, date(2026, 11, 16), 1), (2, date(2026, 11, 19), 3)]


async def test_row_4_two_absences_with_days_in_class_between_are_a_run_of_one(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=2) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        for morning in (TUE, WED, THU):
            await school_day(play, morning, "/du 6A")
        await on(play, FRI)
        answer = await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "không phép, ngày đầu tiên, từ đầu năm nghỉ 2 buổi." in answer
        await checked(play)
        assert await cases(play) == []
        card = await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert "**nghỉ 2 buổi** (0P, 2K)" in card
        assert "ngày đầu tiên, từ 20/11" in card


async def test_row_7_two_days_after_a_day_in_class_are_not_three_and_what_counts_is_said(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        reports = ("/vang 6A Nguyễn Văn A", "/du 6A", "/vang 6A Nguyễn Văn A", "/vang 6A Nguyễn Văn A")
        for morning, report in zip((MON, TUE, WED, THU), reports, strict=True):
            await school_day(play, morning, report)
        assert await cases(play) == []
        assert "**nghỉ 3 buổi**" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert "Cách đếm: nghỉ không phép liên tiếp" in await ask(play, "gvcn", "/thang")


@pytest.mark.parametrize(
    ("marks", "run", "total", "steps"),
    [
        ("KPK", "ngày đầu tiên, từ 18/11", "nghỉ 3 buổi** (1P, 2K)", [1]),
        ("KKP", "", "nghỉ 3 buổi** (1P, 2K)", [1]),
        ("PKK", "2 ngày liền, từ 17/11", "nghỉ 3 buổi** (1P, 2K)", [1]),
        ("KKK", "3 ngày liền, từ 16/11", "nghỉ 3 buổi** (0P, 3K)", [1, 2]),
        ("PPP", "", "nghỉ 3 buổi** (3P, 0K)", []),
    ],
)
async def test_row_9_leave_adds_to_the_total_and_never_to_the_run(
    tmp_path: Path, marks: str, run: str, total: str, steps: list[int]
) -> None:
    async with playing(tmp_path) as play:
        for morning, mark in zip((MON, TUE, WED), marks, strict=True):
            await school_day(play, morning, f"/vang 6A Nguyễn Văn A {mark}")
        card = await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert total in card
        assert f"Đang nghỉ không phép: {run}" in card if run else "Đang nghỉ không phép" not in card
        assert [step for step, _day, _days in await fired(play)] == steps


async def test_row_24_the_alert_is_for_k_alone_and_the_figures_hold_p_as_well(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A, Hồ Thị Lan P")
        told = heard(play)
        assert "mẹ A" in told
        assert "mẹ Lan" not in told
        assert "Lan" not in told["nóc"]
        assert "vắng 2/8 (1P, 1K)" in await ask(play, "ht", "/baocao")
        assert "**nghỉ 1 buổi** (1P, 0K)" in await ask(play, "ht", "/hocsinh Hồ Thị Lan")
        heard(play)
        await school_day(play, TUE, "/vang 6A Hồ Thị Lan")
        assert "Từ đầu năm nghỉ 2 buổi, 1 buổi chưa có phép" in heard(play)["mẹ Lan"]


async def test_row_25_on_duty_for_the_school_is_present_alarms_nobody_and_ends_the_run(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        heard(play)
        await on(play, WED)
        answer = await ask(play, "gvcn", "/vang 6A Lê Thị Sáng, Nguyễn Văn A đi thi")
        assert "vắng 1/8 (0P, 1K)" in answer
        await checked(play)
        assert not {"mẹ A", "nóc", "nóc2"} & heard(play).keys()
        assert "**nghỉ 2 buổi** (0P, 2K)" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        assert await cases(play) == []
        assert "ngày đầu tiên, từ 19/11" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")


async def test_row_25_whoever_is_on_duty_for_the_school_is_back_and_among_no_absent(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await school_day(play, THU, "/vang 6A Lê Thị Sáng, Nguyễn Văn A đi thi")
        assert await cases(play) == [("returned", date(2026, 11, 19))]
        heard(play)
        klass = await ask(play, "gvcn", "/lop 6A")
        assert "• Nguyễn Văn A" not in klass
        assert "Nguyễn Văn A" in klass, "but it is said where the pupil is"
        assert "5 em, hôm nay vắng 0" in await ask(play, "ht", "/noc Takta")


async def test_row_5_a_run_bridges_tet(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2027-02-02 07:05") as play:
        await play.say("admin", "/lich nghỉ 4/2 đến 14/2 Tết")
        for day in ("02-02", "02-03", "02-15"):
            await school_day(play, f"2027-{day} 07:45", "/vang 6A Nguyễn Văn A")
        assert "nghỉ không phép 3 ngày học liền, từ thứ Ba 02/02" in heard(play)["gvcn"]


async def test_row_5_a_run_bridges_the_weekend_and_a_day_off(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-20 07:05", morning_days=[2, 3, 4, 5, 6]) as play:
        await play.say("admin", "/lich nghỉ 23/11")
        await school_day(play, FRI, "/vang 6A Nguyễn Văn A")
        await school_day(play, "2026-11-24 07:45", "/vang 6A Nguyễn Văn A")
        await school_day(play, "2026-11-25 07:45", "/vang 6A Nguyễn Văn A")
        assert await fired(play) == [(1, date(2026, 11, 20), 1), (2, date(2026, 11, 25), 3)]


async def test_row_6_a_class_that_is_silent_today_hides_nobody(tmp_path: Path) -> None:
    """The third day's report comes in the evening; the next morning's check finds it though today is not reported."""
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-18 18:00")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        heard(play)
        await school_day(play, THU)
        assert heard(play).keys() == {"gvcn", "pht", "mẹ A"}
        assert (2, date(2026, 11, 18), 3) in await fired(play)
        await checked(play)
        assert heard(play) == {}


async def test_yesterdays_late_report_of_somebody_who_is_back_today_alarms_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, TUE)
        await play.say("gvcn", "/vang 6A 16/11 Nguyễn Văn A")
        await school_day(play, TUE, "/du 6A")
        assert heard(play) == {}


async def test_row_1_three_days_nobody_reported_are_no_case(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        heard(play)
        for morning in (TUE, WED, THU):
            await school_day(play, morning)
        assert heard(play) == {}
        assert await cases(play) == []
        assert "1–4 ngày liên tiếp (3 ngày chưa báo)" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")


async def _import(play: Play, roster: Roster) -> None:
    async with play.app.database.write() as session:
        await apply_roster(session, play.school_id, roster, play.now.date())


def moved(name: str, klass: str) -> Roster:
    roster = small_roster()
    pupils = [replace(p, class_name=klass) if p.full_name == name else p for p in roster.pupils]
    return replace(roster, pupils=pupils)


async def test_a_run_goes_with_the_pupil_into_another_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        await on(play, WED)
        await _import(play, moved("Nguyễn Văn A", "6B"))
        assert "không có em nào" in (await play.say("gvcn", "/vang 6A Nguyễn Văn A"))[-1]
        assert "3 ngày liền" in (await play.say("gvcn6b", "/vang 6B Nguyễn Văn A"))[0]
        heard(play)
        await checked(play)
        assert heard(play).keys() == {"gvcn6b", "pht", "mẹ A"}, "the new class's teacher visits"


async def test_two_sessions_of_one_day_missed_in_two_classes_fire_once(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-16 13:45")
        await _import(play, moved("Nguyễn Văn A", "6B"))
        async with play.app.database.write() as session:
            await session.execute(update(Firings).values(struck_at=play.app.now()))
        await play.say("gvcn6b", "/vang 6B chiều Nguyễn Văn A")
        await checked(play)
        assert await fired(play) == [(1, date(2026, 11, 16), 1)]


async def test_row_14_the_open_case_of_a_pupil_who_left_stays(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, THU)
        roster = small_roster()
        await _import(play, replace(roster, pupils=roster.pupils[1:]))
        await play.say("gvcn", "/du 6A")
        heard(play)
        await checked(play)
        assert heard(play) == {}
        assert await cases(play) == [(None, None)]
        assert "Nguyễn Văn A" in (tasks := (await play.say("gvcn", "/viec"))[0])
        assert "(không còn trong danh sách lớp)" in tasks


async def test_after_two_days_of_downtime_the_reports_come_in_and_the_check_catches_up(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        heard(play)
        await on(play, THU)
        for day in (17, 18, 19):
            when = play.app.now() - timedelta(days=19 - day)
            await play.say("gvcn", "/vang 6A Nguyễn Văn A", when=when)
        heard(play)
        await checked(play)
        told = heard(play)
        assert told.keys() == {"gvcn", "pht", "mẹ A"}
        assert "4 ngày học liền, từ thứ Hai 16/11" in told["gvcn"]


async def test_the_check_by_hand_for_a_past_day_may_be_run_twice(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for morning in (MON, TUE, WED):
            await on(play, morning)
            await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-18 15:00")
        heard(play)
        await checked(play, date(2026, 11, 17))
        assert heard(play).keys() == {"nóc", "nóc2", "mẹ A"}
        assert await fired(play) == [(1, date(2026, 11, 17), 2)]
        await checked(play, date(2026, 11, 17))
        assert heard(play) == {}
        await checked(play)
        assert heard(play).keys() == {"gvcn", "pht", "mẹ A"}


async def test_the_clock_runs_the_check_by_itself(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.clock_to("07:50")
        assert {"nóc", "nóc2", "mẹ A"} <= heard(play).keys()


@contextmanager
def counting(play: Play) -> Iterator[list[str]]:
    """The statements the database is given meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    engine = play.app.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def _many_absent(play: Play, pupils: int) -> None:
    """A class of so many pupils, all of them away without leave today."""
    async with play.app.database.write() as session:
        known = (await session.execute(select(ClassParts.class_id).limit(1))).scalar_one()
        before = await session.scalar(select(func.max(Pupils.id))) or 0
        ids = range(before + 1, before + 1 + pupils)
        here = {"school_id": play.school_id}
        await session.execute(insert(Pupils), [{"id": id_, "key": str(id_), "full_name": "Em", **here} for id_ in ids])
        rows = [{"pupil_id": id_, "class_id": known, "starts": date(2026, 9, 5)} for id_ in ids]
        await session.execute(insert(Enrolments), rows)
        today, now = play.now.date(), play.app.now()
        values = {"class_id": known, "day": today, "part": "S", "kind": "K", "made_at": now, **here}
        await session.execute(insert(Marks), [{"pupil_id": id_, **values} for id_ in ids])
        await session.execute(update(ClassParts).where(ClassParts.class_id == known).values(reported_at=now))


async def test_the_number_of_statements_does_not_grow_with_the_pupils(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        counts = []
        for pupils in (10, 200):
            await _many_absent(play, pupils)
            async with play.app.database.write() as session:
                known = await schools(session)
                with counting(play) as said:
                    round_ = Round(now=play.app.now(), day=play.now.date(), schools=known)
                    await store(session, [(Origin(round_.now), await check(session, round_))], known, round_.now)
                counts.append(len(said))
        assert counts[0] == counts[1]
        assert len(await fired(play)) == 210
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(Outbox)) == 0
