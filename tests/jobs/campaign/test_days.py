"""The days of a return campaign: reports and reasons asked for, days off, corrections, and what is told only once."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.engine.post.outbox import Origin, store
from jobs.campaign.days import campaign_evening, campaign_hamlets, campaign_reasons_noon
from jobs.ladder.daily_check import daily_check
from models import Cases, Firings, Roles
from models.campaign.campaigns import campaigns
from models.campaign.returning import picture
from models.people.askers import schools
from models.shapes.message import Round
from rules.pictures import Chart
from tests.conversation import Play, playing, resumed
from tests.handlers.school_days import ask, on
from tests.jobs.campaign.return_school import after_tet, name, opened, report
from tests.jobs.checks import checked, heard
from tests.jobs.ladder.test_daily_check_late import counting

pytestmark = pytest.mark.anyio

MON, TUE, WED, THU, FRI = (f"2027-02-{day}" for day in range(15, 20))
AN, BAO = name("6A", 1), name("6A", 2)


async def morning(play: Play, day: str, said: str = "", phone: str = "gvcn") -> dict[str, str]:
    """A report at seven, and the check after it: what everybody hears but who reported."""
    await on(play, f"{day} 07:10")
    heard(play)
    if said:
        await play.say(phone, said)
        play.new(phone)
    await checked(play)
    return heard(play)


async def fired(play: Play) -> list[tuple[int, int]]:
    """The steps that stand: (step, day of the month)."""
    async with play.app.database.read() as session:
        rows = await session.execute(select(Firings.step, Firings.day).where(Firings.struck_at.is_(None)))
        return sorted((step, day.day) for step, day in rows)


async def test_in_a_campaign_a_silent_class_is_asked_before_the_deadline_and_its_silence_is_told(
    tmp_path: Path, quick_charts: list[Chart]
) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        heard(play)
        await play.clock_to(f"{MON} 07:15")
        await report(play, "7A", set())
        await play.clock_to(f"{MON} 07:22")
        asked = heard(play)
        assert "vui lòng báo sĩ số lớp 6A thứ Hai 15/02, kèm lý do" in asked["gvcn"]
        assert play.labels("gvcn") == ["6A: lớp đủ"]
        assert "gvcn6b" not in asked, "7A has reported"
        await play.clock_to(f"{MON} 07:50")
        told = heard(play)
        assert "2/3 lớp chưa báo: 6A và 8A" in told["pht2"]
        await play.clock_to(f"{MON} 18:00")
        assert "1/3 lớp đã báo; chưa báo: 6A và 8A" in heard(play)["pht2"]


async def test_without_a_campaign_nobody_is_asked_before_the_deadline_nor_for_reasons(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await play.clock_to(f"{MON} 07:22")
        assert heard(play) == {}
        assert len(await play.say("gvcn", f"/vang 6A {AN}")) == 1


async def test_row_21_a_report_without_a_reason_is_recorded_and_the_reason_asked_until_there_is_one(
    tmp_path: Path,
) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        await on(play, f"{MON} 07:10")
        (recorded, question) = await play.say("gvcn", f"/vang 6A {AN} P, {BAO}")
        assert "vắng 2/20" in recorded
        assert f"Vì sao em **{AN}** (lớp 6A) vắng thứ Hai 15/02?" in question
        (following,) = await play.press("gvcn", "Đi làm")
        assert f"Vì sao em **{BAO}**" in following
        await play.clock_to(f"{MON} 11:30")
        assert f"Vì sao em **{BAO}**" in heard(play)["gvcn"]
        (done,) = await play.press("gvcn", "Theo cha mẹ đi xa")
        assert "đều đã có lý do" in done
        await play.clock_to(f"{MON} 20:00")
        assert "Vì sao" not in heard(play).get("gvcn", "")


async def test_a_reason_given_yesterday_is_not_asked_again_today(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        await morning(play, MON, f"/vang 6A {AN} (đi rẫy)")
        await on(play, f"{TUE} 07:10")
        assert len(await play.say("gvcn", f"/vang 6A {AN} P")) == 1
        assert "vắng 2 ngày học, P, đi rẫy" in await ask(play, "gvcn", "/ralop")


async def test_somebody_else_reports_and_the_homeroom_teacher_is_asked_why(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        told = await morning(play, MON, f"/vang 6A {AN} P", "bộ môn")
        assert f"{AN}, lớp 6A (Takta - Thôn 3): có phép, chưa rõ lý do" in told["gvcn"]
        (question,) = await play.press("gvcn", "Ghi lý do lớp 6A")
        assert f"Vì sao em **{AN}**" in question


async def test_excused_or_not_three_school_days_reach_the_named_leadership_once(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        said = f"/vang 6A {AN} P (ốm), {BAO} K (đi làm)"
        first, second, third, fourth = [await morning(play, day, said) for day in (MON, TUE, WED, THU)]
        assert first.keys() == {"nóc", "nóc2"}
        assert second == {}
        assert third.keys() == {"pht2", "ht", "gvcn"}
        assert f"{AN}, lớp 6A (Takta - Thôn 3): 3 ngày học, ốm" in third["pht2"]
        assert BAO in third["pht2"]
        assert fourth == {}, "and the ladder for absences opens no second case"
        assert await fired(play) == [(1, 15), (11, 15), (11, 15), (12, 17), (12, 17)]


async def test_many_not_back_are_one_letter_with_one_way_to_all_of_them(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        said = "/vang 6A " + ", ".join(name("6A", number) for number in range(1, 13))
        told = [await morning(play, day, said) for day in (MON, TUE, WED)][-1]
        assert told["ht"].count("•") == 12
        assert play.labels("ht") == ["Xem mọi việc đang chờ"]
        (tasks,) = await play.press("ht", "Xem mọi việc đang chờ")
        assert AN in tasks
        assert play.labels("ht")[0].startswith("Quyết định: ")


async def test_a_school_that_has_numbered_nobody_tells_its_vice_principals(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Roles).values(position=None))
        await opened(play)
        told = [await morning(play, day, f"/vang 6A {AN} P (ốm)") for day in (MON, TUE, WED)][-1]
        assert told.keys() == {"pht", "pht2", "ht", "gvcn"}


async def test_a_day_off_in_the_period_is_no_day(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        await play.say("admin", "/lich nghỉ 16/2 rét đậm")
        await morning(play, MON, f"/vang 6A {AN} P (ốm)")
        assert await morning(play, TUE) == {}
        await morning(play, WED, f"/vang 6A {AN} P (ốm)")
        assert "pht2" in await morning(play, THU, f"/vang 6A {AN} P (ốm)")
        figures = await ask(play, "ht", "/ralop")
        assert "16/02" not in figures
        assert "• 18/02: 19/20 (95,0%), 2 lớp chưa báo" in figures


async def test_a_class_that_is_silent_today_hides_nobody(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        await morning(play, MON, f"/vang 6A {AN} P (ốm)")
        await morning(play, TUE, "/du 7A", "gvcn6b")
        said = await ask(play, "ht", "/ralop lớp")
        assert f"{AN} (Takta - Thôn 3): vắng 1 ngày học, P, ốm" in said
        assert "chưa báo: 6A và 8A" in await ask(play, "ht", "/ralop")


async def test_in_class_after_all_strikes_the_steps_and_corrects_who_was_told_once(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        for day in (MON, TUE, WED):
            await morning(play, day, f"/vang 6A {AN} P (ốm)")
        await play.say("gvcn", f"/comat 6A 16/2 {AN}")
        told = heard(play)
        assert {"pht2", "ht"} <= told.keys()
        assert "Đính chính" in told["pht2"]
        assert "Hồ sơ đã đóng" in told["pht2"]
        assert "nóc" not in told, "on Monday the pupil was missing, and that stands"
        assert await fired(play) == [(11, 15)]
        await checked(play)
        assert heard(play) == {}


async def test_the_return_date_declared_off_afterwards_is_taken_back_for_the_excused_too(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        await morning(play, MON, f"/vang 6A {AN} P (ốm)")
        await play.say("admin", "/lich nghỉ 15/2 lũ")
        await play.press("admin", "đổi")
        assert "lớp được nghỉ" in heard(play)["nóc"]
        assert await fired(play) == []
        assert AN in (await morning(play, TUE, f"/vang 6A {AN} P (ốm)"))["nóc"]


async def test_a_campaign_opened_after_the_check_tells_the_pair_nothing_twice(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        told = await morning(play, MON, f"/vang 6A {AN} K (đi rẫy), {name('6A', 3)} P (ốm)")
        assert AN in told["nóc"]
        assert name("6A", 3) not in told["nóc"]
        await opened(play)
        heard(play)
        await checked(play)
        told = heard(play)
        assert name("6A", 3) in told["nóc"]
        assert AN not in told["nóc"]


async def test_a_case_from_before_tet_goes_up_once_and_closes_with_the_return(tmp_path: Path) -> None:
    async with after_tet(tmp_path, at="2027-02-10 07:00") as play:
        for day in ("2027-02-10", "2027-02-11", "2027-02-12"):
            await morning(play, day, f"/vang 6A {AN} K (đi làm)")
        await opened(play)
        up = [await morning(play, day, f"/vang 6A {AN} K (đi làm)") for day in (MON, TUE, WED, THU)]
        asked = [phone for told in up for phone, text in told.items() if "UBND xã" in text]
        assert asked.count("ht") == 1, "one decision is asked for, whichever ladder comes first"
        told = await morning(play, FRI, "/du 6A")
        assert all(text.count("Đã trở lại lớp") == 1 for text in told.values())
        assert {"ht", "nóc", "gvcn"} <= told.keys()
        async with play.app.database.read() as session:
            assert list(await session.scalars(select(Cases.closed_why))) == ["returned"]


async def test_a_restart_tells_nobody_again_and_forgets_nothing(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        for day in (MON, TUE, WED):
            await morning(play, day, f"/vang 6A {AN} P (ốm)")
        kept = play.keep()
    async with resumed(kept, tmp_path) as again:
        await checked(again)
        assert heard(again) == {}
        assert "đã ra lớp 19/20" in await ask(again, "ht", "/ralop")


async def test_half_a_day_is_back_in_class(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        await play.say("admin", "/lich bù 15/2 chiều")
        await on(play, f"{MON} 15:00")
        await play.say("gvcn", f"/vang 6A sáng {AN} P (ốm)")
        assert "có mặt 19/20" in await ask(play, "gvcn", "/ralop")
        await play.say("gvcn", "/du 6A chiều")
        assert "có mặt 20/20" in await ask(play, "gvcn", "/ralop")


async def test_the_picture_and_the_steps_are_the_same_on_either_engine(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await opened(play, "16/11 đến 28/11 sau hè")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A P (ốm), Hồ Thị Lan (đi rẫy)")
        await play.say("gvcn6b", "/du 6B")
        for day in ("2026-11-16", "2026-11-17", "2026-11-18"):
            await on(play, f"{day} 07:10")
            await play.say("gvcn", "/vang 6A Nguyễn Văn A P (ốm)")
            await play.clock_to(f"{day} 11:30")
        told = heard(play)
        assert "đã 3 ngày học, chưa ra lớp" in told["ht"]
        assert "Nguyễn Văn A, lớp 6A (Takta - Thôn 3)" in told["nóc"]
        assert "Đã trở lại lớp:** em Hồ Thị Lan, lớp 6A" in told["nóc"]
        async with play.app.database.read() as session:
            (campaign,) = await campaigns(session, play.school_id)
            seen = await picture(session, campaign, date(2026, 11, 18))
        assert [(one.back, one.enrolled) for one in seen.figures] == [(9, 11), (7, 8), (7, 8)]


async def test_the_number_of_statements_does_not_grow_with_the_pupils_missing(
    tmp_path: Path, quick_charts: list[Chart]
) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        counts = []
        for missing in (range(1, 3), range(1, 19)):
            await on(play, f"{MON} 07:10")
            await report(play, "6A", set(missing))
            async with play.app.database.write() as session:
                known = await schools(session)
                with counting(play) as said:
                    for job in (daily_check, campaign_reasons_noon, campaign_evening, campaign_hamlets):
                        round_ = Round(now=play.app.now(), day=play.now.date(), schools=known)
                        await store(session, [(Origin(round_.now), await job(round_, session))], known, round_.now)
                    (campaign,) = await campaigns(session, play.school_id)
                    await picture(session, campaign, play.now.date())
                counts.append(len(said))
        assert counts[0] == counts[1]
