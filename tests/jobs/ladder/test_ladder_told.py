"""Who hears of a step: the pair's one letter, the principal's tap, gaps, the weightier letter."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from models import Audit, Cases, Firings, Outbox
from papers.roster import GuardianRow, Roster
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.jobs.checks import after_three_days, checked, heard, school_day
from tests.jobs.ladder.days_checked import FRI, MON, THU, TUE, WED, cases, fired
from tests.jobs.ladder.ladders_climbed import changed
from tests.refused import refusal
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


def roster_with_one_household() -> Roster:
    """Nguyễn Văn A and Hồ Thị Lan have two guardians with one phone between them."""
    roster = small_roster()
    shared = "+84910000099"
    names = {"Nguyễn Văn A": "Mẹ Nguyễn Văn A", "Hồ Thị Lan": "Bà Hồ Thị Lan"}
    pupils = [
        replace(p, guardians=[GuardianRow(full_name=names[p.full_name], relation="mẹ", phone=shared)])
        if p.full_name in names
        else p
        for p in roster.pupils
    ]
    return replace(roster, pupils=pupils)


async def test_the_pair_gets_one_letter_for_all_their_pupils_with_one_household_in_one_line(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_one_household()) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A, Hồ Thị Lan, Trần Minh Hùng")
        (letter,) = play.new("nóc")
        assert "• Cùng một nhà: em Nguyễn Văn A, lớp 6A và em Hồ Thị Lan, lớp 6A (Takta - Thôn 3)" in letter
        assert "• Trần Minh Hùng, lớp 6A (Takta - Thôn 3)" in letter
        assert "Bùi Văn Tám và gia đình em" in letter


async def test_the_principals_tap_is_kept_and_only_then_the_village_team_is_told(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.say("gvcn", "/tham 1 gặp mẹ, nhà khó khăn, không hứa")
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        heard(play)
        assert play.labels("ht") == ["Gửi đề nghị tới UBND xã", "Chưa, nhà trường tiếp tục vận động"]
        assert play.labels("pht") == []
        (answer,) = await play.press("ht", "Chưa")
        assert "chưa gửi gì ra ngoài trường" in answer
        assert heard(play) == {}
        assert await decisions(play) == [("wait", 3)]
        (answer,) = await play.press("ht", "Gửi đề nghị")
        assert "đề nghị UBND xã giúp. Đây là văn bản" in answer
        told = heard(play)
        assert told.keys() == {"nóc", "nóc2", "gvcn", "pht"}
        assert "Hiệu trưởng đề nghị tổ vận động thôn" in told["nóc"]
        assert await decisions(play) == [("request", 4)]
        assert "không báo lại cho ai" in (await play.press("ht", "Gửi đề nghị"))[0]
        assert heard(play) == {}
        await school_day(play, FRI, "/vang 6A Nguyễn Văn A")
        assert heard(play) == {}
        assert [step for step, _day, _days in await fired(play)] == [1, 2, 3, 4]
        async with play.app.database.read() as session:
            kinds = set(await session.scalars(select(Audit.kind).where(Audit.kind.like("case.decided.%"))))
        assert kinds == {"case.decided.wait", "case.decided.request"}


async def test_only_the_principal_decides_and_only_about_an_open_case_of_the_school(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        for phone in ("pht", "gvcn", "admin", "mẹ A"):
            assert refusal(phone) in await ask(play, phone, "/quyetdinh 1 gửi")
        for words in ("99 gửi", "1 có lẽ", "", "x gửi"):
            assert "Không có hồ sơ nào" in await ask(play, "ht", f"/quyetdinh {words}")
        await school_day(play, THU, "/du 6A")
        heard(play)
        assert "đã đóng" in await ask(play, "ht", "/quyetdinh 1 gửi")
        assert await decisions(play) == [(None, 2)]


async def decisions(play: Play) -> list[tuple[str | None, int]]:
    async with play.app.database.read() as session:
        rows = await session.execute(select(Cases.decision, Cases.step).order_by(Cases.id))
        return [(decision, step) for decision, step in rows]


async def test_other_ladders_are_climbed_on_either_engine(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await changed(play, "cách đếm cộng dồn 2 buổi trong 5 ngày", "1 báo TPT")
        for morning, report in ((MON, "/vang 6A Nguyễn Văn A"), (TUE, "/du 6A"), (WED, "/vang 6A Nguyễn Văn A")):
            await school_day(play, morning, report)
        assert "nghỉ không phép 2 buổi trong 5 ngày học" in heard(play)["pht"]
        await play.say("gvcn", "/phep 6A 16/11 Nguyễn Văn A")
        assert await cases(play) == [("corrected", date(2026, 11, 18))]


async def test_who_is_meant_twice_at_a_step_gets_the_weightier_letter_on_either_engine(database_url: str) -> None:
    roster = small_roster()
    both: dict[str, dict[str, Any]] = {"Phạm Thu Hà": {"roles": ["homeroom", "vice_principal"]}}
    staff = [replace(one, **both.get(one.full_name, {})) for one in roster.staff]
    async with playing(url=database_url, roster=replace(roster, staff=staff), days_to_case=1) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        told = heard(play)
        assert "Cần đến nhà vận động" in told["gvcn"]
        assert "Hồ sơ mới" not in told["gvcn"]
        assert "Hồ sơ mới" in told["pht"]


async def test_the_pair_of_another_hamlet_hears_nothing_whatever_the_step_asks_of_theirs(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await changed(play, "2 sau 1 ngày", "2 báo phụ trách nóc")
        await school_day(play, MON, "/vang 6A Hồ Văn Bình")
        told = heard(play)
        assert "Hồ sơ mới" in told["nóc2"]
        assert "nóc" not in told


async def test_every_notice_of_a_step_is_owed_by_a_firing_that_names_its_rule(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play, play.app.database.read() as session:
        rules = set(await session.scalars(select(Firings.ladder_id)))
        assert None not in rules
        assert set(await session.scalars(select(Cases.ladder_id))) == rules
        assert await session.scalar(select(Outbox.id).where(Outbox.kind == "case_homeroom")) is not None


async def test_row_15_a_visit_is_progress_and_only_presence_closes(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.say("gvcn", "/tham 1 gặp mẹ, em đi rẫy, hứa thứ 2 đi học")
        await checked(play)
        assert await cases(play) == [(None, None)]
        await school_day(play, THU, "/vang 6A Nguyễn Văn A P")
        assert await cases(play) == [(None, None)], "nor does leave"
        await school_day(play, FRI, "/du 6A")
        assert await cases(play) == [("returned", date(2026, 11, 20))]


async def test_row_8_whoever_is_in_charge_sees_a_list_that_is_not_empty(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        for phone in ("gvcn", "pht", "ht", "tpt"):
            assert "Nguyễn Văn A" in await ask(play, phone, "/viec")


async def test_row_16_a_homeroom_teacher_in_the_hamlet_pair_is_not_told_of_the_own_report_but_of_the_visit(
    tmp_path: Path,
) -> None:
    roster = small_roster()
    pair = replace(roster.hamlets[0], staff=["Phạm Thu Hà", "Bùi Văn Tám"])
    async with playing(tmp_path, roster=replace(roster, hamlets=[pair, *roster.hamlets[1:]]), days_to_case=1) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A, Hồ Thị Lan P")
        told = heard(play)
        assert "Cần đến nhà vận động" in told["gvcn"]
        assert "học sinh thầy cô phụ trách" not in told["gvcn"]
        assert "Nguyễn Văn A" in told["nóc2"]
        assert "Lan" not in told["nóc2"], "who has leave alarms nobody"


async def test_after_a_mistake_a_hamlet_nobody_looks_after_is_told_of_again(tmp_path: Path) -> None:
    """The morning's absence was held back and taken back; of another pupil's nobody heard all day."""
    async with playing(tmp_path) as play:
        await play.say("tpt", "/dungkhan 6A báo nhầm")
        await play.say("gvcn", "/vang 6A A Thút")
        await play.clock_to("08:00")
        await play.say("gvcn", "/comat 6A A Thút")
        await play.clock_to("10:30")
        assert "chưa có người phụ trách" not in "\n".join(play.new("pht"))
        await play.say("gvcn6b", "/vang 6B Đinh Thị Mai")
        await play.clock_to("14:00")
        assert "Long Tro - Thôn 3 chưa có người phụ trách: 1 em vắng" in "\n".join(play.new("pht"))
