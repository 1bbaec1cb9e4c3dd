"""Ladders other than the usual one: other ways of counting, named recipients, gaps, and cases that keep their own."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from models import Cases, Roles
from papers.roster import Roster
from rules.ladder.steps import told_after
from tests.conversation import Play, playing
from tests.handlers.roll.changed import made
from tests.handlers.school_days import ask, on
from tests.jobs.checks import after_three_days, checked, heard, roster_without, school_day
from tests.jobs.ladder.days_checked import FRI, MON, SAT, THU, TUE, WED, cases, fired
from tests.jobs.ladder.ladders_climbed import changed
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


def two_deputies() -> Roster:
    """Ngô Thị Bảy is PHT1, and Tạ Quang Minh is PHT2 beside being registrar."""
    roster = small_roster()
    extra: dict[str, dict[str, Any]] = {"Ngô Thị Bảy": {"position": "PHT1"}}
    extra["Tạ Quang Minh"] = {"position": "PHT2", "roles": ["vice_principal", "registrar"]}
    return replace(roster, staff=[replace(one, **extra.get(one.full_name, {})) for one in roster.staff])


async def test_another_threshold_opens_the_case_on_another_day(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "2 sau 2 ngày")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        assert await fired(play) == [(1, date(2026, 11, 16), 1), (2, date(2026, 11, 17), 2)]


async def test_an_open_case_keeps_the_ladder_it_began_with(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, THU)
        await changed(play, "2 hạn 1 ngày", "3 báo TPT")
        for morning in (THU, FRI):
            await school_day(play, morning, "/vang 6A Nguyễn Văn A")
        assert "ht" not in heard(play), "with the new ladder the visit would have been overdue on Friday"
        await school_day(play, SAT, "/vang 6A Nguyễn Văn A")
        assert heard(play).keys() == {"pht", "ht"}, "and the registrar would have been told"


async def test_row_7_three_of_ten_days_open_a_case_only_where_the_school_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "cách đếm cộng dồn 3 trong 10 ngày")
        for morning, report in ((MON, "/vang 6A Nguyễn Văn A"), (TUE, "/du 6A"), (WED, "/vang 6A Nguyễn Văn A")):
            await school_day(play, morning, report)
        heard(play)
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        assert "nghỉ không phép 3 ngày trong 10 ngày học, từ thứ Hai 16/11" in heard(play)["gvcn"]
        await school_day(play, FRI, "/du 6A")
        assert await cases(play) == [("returned", date(2026, 11, 20))]
        await school_day(play, SAT, "/vang 6A Nguyễn Văn A")
        assert len(await cases(play)) == 1, "what opened a case does not count again"


async def test_days_added_up_are_the_pupils_whatever_class_they_were_missed_in(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "cách đếm cộng dồn 3 trong 10 ngày")
        for morning, report in ((MON, "/vang 6A Nguyễn Văn A"), (TUE, "/du 6A"), (WED, "/vang 6A Nguyễn Văn A")):
            await school_day(play, morning, report)
        await on(play, THU)
        await made(play, "tpt", "/chuyenlop 6A Nguyễn Văn A sang 6B từ 19/11")
        await play.say("gvcn6b", "/vang 6B Nguyễn Văn A")
        await checked(play)
        assert "nghỉ không phép 3 ngày trong 10 ngày học, từ thứ Hai 16/11" in heard(play)["gvcn6b"]


async def test_what_is_older_than_the_days_looked_back_on_does_not_count(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "cách đếm cộng dồn 2 trong 3 ngày")
        days = [(MON, "/vang 6A Nguyễn Văn A"), (TUE, "/du 6A"), (WED, "/du 6A"), (THU, "/vang 6A Nguyễn Văn A")]
        for morning, report in days:
            await school_day(play, morning, report)
        assert await cases(play) == []
        await school_day(play, FRI, "/du 6A")
        await school_day(play, SAT, "/vang 6A Nguyễn Văn A")
        assert len(await cases(play)) == 1


async def test_leave_does_not_end_the_row_where_the_school_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "cách đếm có phép không ngắt", "2 sau 2 ngày")
        for morning, tail in ((MON, ""), (TUE, " P"), (WED, "")):
            await school_day(play, morning, f"/vang 6A Nguyễn Văn A{tail}")
        assert await fired(play) == [(1, date(2026, 11, 16), 1), (2, date(2026, 11, 18), 2)]
        await play.say("gvcn", "/comat 6A 17/11 Nguyễn Văn A")
        assert await cases(play) == [("corrected", date(2026, 11, 18))], (
            "a day in class ends it, whatever it was before"
        )


async def test_sessions_are_counted_where_the_school_says_so_and_a_correction_counts_them_again(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2, 3]) as play:
        await changed(play, "cách đếm theo buổi")
        await on(play, "2026-11-16 15:00")
        await play.say("gvcn", "/vang 6A cả ngày Nguyễn Văn A")
        await checked(play)
        assert await cases(play) == []
        await school_day(play, TUE, "/vang 6A sáng Nguyễn Văn A")
        assert "nghỉ không phép 3 buổi liền" in heard(play)["gvcn"]
        await play.say("gvcn", "/phep 6A sáng 16/11 Nguyễn Văn A")
        assert await cases(play) == [("corrected", date(2026, 11, 17))]


async def test_an_afternoon_in_class_ends_the_row_of_sessions(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2, 3]) as play:
        await changed(play, "cách đếm theo buổi", "2 sau 2 ngày")
        await on(play, "2026-11-16 15:00")
        await play.say("gvcn", "/vang 6A sáng Nguyễn Văn A")
        await play.say("gvcn", "/du 6A chiều")
        await school_day(play, TUE, "/vang 6A sáng Nguyễn Văn A")
        assert await cases(play) == []


async def test_a_step_names_one_of_two_vice_principals(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=two_deputies()) as play:
        await changed(play, "2 sau 1 ngày", "2 báo PHT2")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        told = heard(play)
        assert "Hồ sơ mới" in told["tpt"]
        assert "pht" not in told


async def test_a_school_adds_who_is_told_before_a_case_and_while_it_is_open(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=two_deputies()) as play:
        await changed(play, "thêm 2 ngày báo GVCN", "thêm 4 ngày báo PHT2")
        for morning in (MON, TUE):
            await school_day(play, morning, "/vang 6A Nguyễn Văn A")
        told = heard(play)
        assert "nghỉ không phép 2 ngày học liền" in told["gvcn"]
        assert "Nhờ hỏi thăm gia đình trong hôm nay." in told["gvcn"]
        assert await cases(play) == []
        await school_day(play, WED, "/vang 6A Nguyễn Văn A")
        assert "nghỉ không phép 3 ngày học liền" in heard(play)["gvcn"], "the case, and nothing more of two days"
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        await checked(play)
        assert heard(play).keys() & {"tpt", "gvcn", "pht"} == {"tpt"}, "once, and only whom the school named"
        assert "nghỉ không phép 4 ngày" in await ask(play, "pht", f"/ca {await one_case(play)}"), "the case knows of it"
        await school_day(play, FRI, "/du 6A")
        assert "đã trở lại" in heard(play)["tpt"].lower(), "who was told of the days hears of the return"


async def test_a_correction_takes_back_what_was_told_of_so_many_days_and_of_nothing_else(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=two_deputies()) as play:
        await changed(play, "thêm 2 ngày báo PHT2")
        for morning in (MON, TUE):
            await school_day(play, morning, "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.say("gvcn", "/phep 6A 16/11 Nguyễn Văn A")
        await checked(play)
        assert [step for step, *_ in await fired(play)] == [1], "Tuesday is a first day now"
        said = heard(play)["tpt"]
        assert "Tin thêm" in said, "it was true, and is excused now"
        assert "hồ sơ" not in said.lower(), "there was none"


@pytest.mark.parametrize("counting", ["cách đếm cộng dồn 3 trong 10 ngày", "cách đếm có phép không ngắt"])
async def test_whatever_way_a_school_counts_it_may_add_who_is_told(tmp_path: Path, counting: str) -> None:
    async with playing(tmp_path, roster=two_deputies()) as play:
        await changed(play, counting, "thêm 4 ngày báo PHT2")
        for morning in (MON, TUE, WED, THU, FRI):
            await school_day(play, morning, "/vang 6A Nguyễn Văn A")
        days = [day for step, day, _days in await fired(play) if step == told_after(4)]
        assert days == [date(2026, 11, 19)], "what opened the case counts on, and it is told once"


async def test_a_step_that_only_tells_and_reaches_nobody_is_a_gap_like_any_other(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "thêm 2 ngày báo TTCM")
        for morning in (MON, TUE):
            await school_day(play, morning, "/vang 6A Nguyễn Văn A")
        assert "Bước thêm 2: chưa có ai giữ chức TTCM" in heard(play)["pht"]


async def one_case(play: Play) -> int:
    async with play.app.database.read() as session:
        return (await session.scalars(select(Cases.id))).one()


async def test_a_step_names_a_person(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "1 báo Cao Thị Yên")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        told = heard(play)["bộ môn"]
        assert "Vắng không phép" in told
        assert "Đỗ Thị Nga, Bùi Văn Tám và gia đình em Nguyễn Văn A" in told, "who else was told"


async def test_a_step_that_reaches_nobody_is_told_to_the_leadership_instead_of_vanishing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "2 sau 1 ngày", "2 báo PHT2")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        told = heard(play)["pht"]
        assert "Có bước theo dõi chưa đến được ai" in told
        assert "Bước 2: chưa có ai giữ chức PHT2: em Nguyễn Văn A, lớp 6A" in told
        await checked(play)
        assert heard(play) == {}


async def test_a_class_without_a_homeroom_teacher_and_a_school_without_leaders_tell_the_administrator(
    tmp_path: Path,
) -> None:
    async with playing(
        tmp_path, roster=roster_without("vice_principal", "principal", "homeroom"), days_to_case=1
    ) as play:
        await on(play, MON)
        await play.say("tpt", "/vang 6A Nguyễn Văn A")
        await checked(play)
        told = heard(play)["admin"]
        assert "Bước 2: lớp 6A chưa có GVCN" in told
        assert "Bước 2: chưa có ai giữ chức phó hiệu trưởng" in told


async def test_who_left_the_school_is_a_gap_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await changed(play, "1 báo Cao Thị Yên")
        async with play.app.database.write() as session:
            person = await play.person("Cao Thị Yên")
            await session.execute(update(Roles).where(Roles.person_id == person).values(ends=date(2026, 11, 15)))
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        assert "Cao Thị Yên không còn công tác ở trường" in heard(play)["pht"]
