"""Sponsors and the clock: absences the same morning, the case and the return; the month; what the night forgets."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.cli.check import check_day
from models import AtRiskPupils, Enrolments, Inbox, Outbox, Roles, SponsorNotes, Sponsorships, Years
from tests.conversation import Play, playing
from tests.handlers.school_days import awake_at
from tests.handlers.sponsors.sponsored import SECRET, kept, live, sponsored
from tests.handlers.sponsors.test_sponsors_seen import head_of
from tests.jobs.checks import checked, heard, school_day, tidied

pytestmark = pytest.mark.anyio

MON, TUE, WED, THU = (f"2026-11-{day} 07:45" for day in range(16, 20))


async def test_the_sponsor_hears_the_same_morning_of_all_pupils_in_one_letter_and_who_else_was_told(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await sponsored(play, "cô Yên", pupil="Hồ Văn Bình")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình, Hồ Thị Lan")
        await check_day(play.app.database, play.now.date(), "", play.app.now())
        await play.app.settle()
        (pair,) = play.new("nóc2")
        assert_names(pair, "Đỗ Thị Nga", "Cao Thị Yên", "gia đình em Nguyễn Văn A")
        (letter,) = play.new("bộ môn")
        assert "Vắng không phép, sáng thứ Hai 16/11" in letter
        assert "Nguyễn Văn A" in letter
        assert "Hồ Văn Bình" in letter
        assert "Lan" not in letter
        assert "từ đầu năm nghỉ 1 buổi, 1 buổi chưa có phép" in letter
        assert_names(letter, "Đỗ Thị Nga", "Bùi Văn Tám", "gia đình em Nguyễn Văn A", "GVCN: Phạm Thu Hà.")


async def test_who_looks_after_a_hamlet_and_sponsors_a_pupil_elsewhere_reads_one_letter(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Nga", pupil="Hồ Văn Bình")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        (letter,) = play.new("nóc")
        assert letter.splitlines()[:4] == [
            "**Vắng không phép, sáng thứ Hai 16/11** – học sinh thầy/cô phụ trách:",
            "• Nguyễn Văn A, lớp 6A (Takta - Thôn 3)",
            "**Các em thầy/cô đỡ đầu:**",
            "• Hồ Văn Bình, lớp 6A: từ đầu năm nghỉ 1 buổi, 1 buổi chưa có phép",
        ]
        assert play.labels("nóc") == ["Xem em Hồ Văn Bình", "Đã biết"]


async def test_an_excused_absence_alarms_no_sponsor_and_the_same_absence_is_told_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A P")
        assert "bộ môn" not in heard(play)
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        assert "bộ môn" in heard(play)
        await checked(play)
        await school_day(play, WED, "/vang 6A Nguyễn Văn A")
        assert "bộ môn" not in heard(play)


async def test_who_hears_as_one_of_the_hamlets_pair_or_reported_it_is_not_told_again_as_sponsor(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Nga", "cô Hà")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        async with play.app.database.read() as session:
            told = await session.execute(
                select(Outbox.kind, func.count())
                .where(Outbox.person_id.in_([await play.person("Đỗ Thị Nga"), await play.person("Phạm Thu Hà")]))
                .where(Outbox.kind.like("absent%"))
                .group_by(Outbox.kind)
            )
            assert told.all() == [("absent_hamlet", 1)]


async def test_the_sponsor_goes_along_with_the_case_and_is_thanked_when_the_pupil_is_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        for moment in (MON, TUE, WED):
            heard(play)
            await school_day(play, moment, "/vang 6A Nguyễn Văn A")
        letter = heard(play)["bộ môn"]
        assert "Đã mở hồ sơ" in letter
        assert "nghỉ không phép 3 ngày học liền" in letter
        assert "GVCN Phạm Thu Hà" in letter
        await school_day(play, THU, "/du 6A")
        assert "Đã trở lại lớp:** em Nguyễn Văn A, lớp 6A. Xin cảm ơn" in heard(play)["bộ môn"]
        await checked(play)
        assert "bộ môn" not in heard(play)


async def test_a_correction_reaches_the_sponsor_who_was_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.say("gvcn", "/comat 6A Nguyễn Văn A")
        assert "Nguyễn Văn A" in heard(play)["bộ môn"]


async def test_a_sponsor_who_has_left_the_staff_hears_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        async with play.app.database.write() as session:
            mine = Roles.person_id == await play.person("Cao Thị Yên")
            await session.execute(update(Roles).where(mine).values(ends=play.now.date() - timedelta(days=1)))
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        assert "bộ môn" not in heard(play)


async def test_a_sponsor_is_asked_on_the_20th_and_reminded_on_the_24th_only_without_a_note(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-20 07:00") as play:
        await sponsored(play, "cô Yên", "thầy Long (hỗ trợ)")
        await play.clock_to("17:00")
        told = heard(play)
        assert "Ghi nhận đỡ đầu tháng 11/2026" in told["bộ môn"]
        assert "Tổ trưởng và lãnh đạo trường đọc" in told["gvcn6b"]
        (noted,) = await play.press("bộ môn", "Tiến bộ")
        assert "11/2026: tiến bộ" in noted
        await awake_at(play, "2026-11-23 16:20")
        await play.clock_to("17:00")
        assert "Ghi nhận đỡ đầu" not in str(heard(play))
        await awake_at(play, "2026-11-24 16:20")
        await play.clock_to("17:00")
        told = heard(play)
        assert "ngày cuối ghi nhận đỡ đầu" in told["gvcn6b"]
        assert "ngày cuối" not in told.get("bộ môn", "")


async def test_where_the_24th_is_no_school_day_the_reminder_comes_on_the_last_one_before(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2027-01-20 07:00") as play:  # whose 24th is a Sunday
        await sponsored(play, "thầy Long")
        await play.clock_to("17:00")
        assert "Ghi nhận đỡ đầu tháng 01/2027" in heard(play)["gvcn6b"]
        await awake_at(play, "2027-01-23 16:20")
        await play.clock_to("17:00")
        assert "ngày cuối ghi nhận đỡ đầu" in heard(play)["gvcn6b"]
        await awake_at(play, "2027-01-24 16:20")
        await play.clock_to("17:00")
        assert "ghi nhận đỡ đầu" not in str(heard(play))


async def test_on_a_closed_20th_the_question_comes_on_the_next_school_day(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-12-19 07:00") as play:
        await sponsored(play, "cô Yên")
        await awake_at(play, "2026-12-20 16:20")  # a Sunday
        await play.clock_to("20:00")
        assert "bộ môn" not in heard(play)
        await awake_at(play, "2026-12-21 16:20")
        await play.clock_to("17:00")
        assert "Ghi nhận đỡ đầu tháng 12/2026" in heard(play)["bộ môn"]


async def test_on_the_25th_the_leadership_reads_of_all_and_a_group_of_its_own(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-24 08:00") as play:
        await sponsored(play, "cô Yên")
        await sponsored(play, "thầy Tám", pupil="Hồ Văn Bình")
        await head_of(play, "Vũ Đức Long", "Tự nhiên", "Cao Thị Yên")
        await play.say("bộ môn", "/dodau ghi chú 6A Nguyễn Văn A: đáng lo, hay ngủ gật")
        heard(play)
        await awake_at(play, "2026-11-25 06:50")
        await play.clock_to("07:20")
        told = heard(play)
        assert "Đỡ đầu tháng 11/2026**: đã có 1/2 ghi nhận: cần quan tâm thêm 1." in told["pht"]
        assert "Nguyễn Văn A, lớp 6A (đỡ đầu: Cao Thị Yên): “hay ngủ gật”" in told["pht"]
        assert "Chưa ghi nhận: Bùi Văn Tám." in told["pht"]
        assert "đã có 1/1 ghi nhận" in told["gvcn6b"]
        assert "Tám" not in told["gvcn6b"]
        assert "Đỡ đầu tháng" not in str(told.get("ht", "")), "a school with a vice principal does not tell both"


async def test_before_the_report_is_due_the_leadership_is_shown_the_gaps(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-12-19 08:00") as play:
        await play.say("gvcn", "/dodau thêm 6A Hồ Văn Bình")
        await sponsored(play, "cô Yên")
        await awake_at(play, "2026-12-21 08:19")
        await play.clock_to("08:21")
        told = heard(play)["pht"]
        assert "lần thứ nhất (trước 30/12): chậm nhất thứ Ba 29/12" in told
        assert "Học sinh cần giúp đỡ: 2 em, chưa có người đỡ đầu: 1 em" in told


async def test_a_school_without_a_list_hears_nothing_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-24 16:00") as play:
        await awake_at(play, "2026-11-25 06:50")
        await play.clock_to("07:10")
        assert "đỡ đầu" not in str(heard(play)).lower()


async def night(play: Play, day: date) -> None:
    await tidied(play, play.app.now() + (day - play.now.date()))


async def described(play: Play) -> None:
    await sponsored(play, "cô Yên")
    await play.say("pht", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
    await play.say("bộ môn", "/dodau ghi chú 6A Nguyễn Văn A: tiến bộ, đi học đều")
    await play.say("bộ môn", "/dodau 6A Nguyễn Văn A")


async def test_copies_of_circumstances_in_messages_last_a_day_and_the_list_itself_the_year(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await described(play)
        await night(play, play.now.date() + timedelta(days=2))
        assert await kept(play) == [SECRET]
        async with play.app.database.read() as session:
            texts = await session.scalars(select(Outbox.text).where(Outbox.text.is_not(None)))
            bodies = await session.scalars(select(Inbox.body).where(Inbox.body.is_not(None)))
            assert not any(SECRET in (text or "") for text in texts)
            assert not any(SECRET.encode() in (body or b"") for body in bodies)


async def test_with_the_school_year_the_sponsorship_ends_and_what_was_said_of_the_child_goes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await described(play)
        async with play.app.database.read() as session:
            ends = await session.scalar(select(func.max(Years.ends)))
        assert ends is not None
        await night(play, ends)
        assert await kept(play) == [SECRET]
        await night(play, ends + timedelta(days=1))
        assert await kept(play) == [None]
        assert await live(play) == []
        async with play.app.database.read() as session:
            assert (await session.execute(select(SponsorNotes.progress, SponsorNotes.words))).all() == [
                ("better", None)
            ]


async def test_a_pupil_who_leaves_and_a_sponsor_who_leaves_end_the_sponsorship(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await described(play)
        await sponsored(play, "thầy Tám", pupil="Hồ Văn Bình")
        tomorrow = play.now.date() + timedelta(days=1)
        async with play.app.database.write() as session:
            pupil = Enrolments.pupil_id == await play.pupil("Nguyễn Văn A")
            await session.execute(update(Enrolments).where(pupil).values(ends=play.now.date()))
            gone = Roles.person_id == await play.person("Bùi Văn Tám")
            await session.execute(update(Roles).where(gone).values(ends=play.now.date()))
        await night(play, tomorrow)
        assert await live(play) == []
        assert await kept(play) == [None, None]
        async with play.app.database.read() as session:
            found = await session.scalars(select(AtRiskPupils.ends).order_by(AtRiskPupils.id))
            assert list(found) == [tomorrow, None], "a pupil without a sponsor stays on the list"
            assert await session.scalar(select(func.count(Sponsorships.id)).where(Sponsorships.ends.is_(None))) == 0


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_on_another_engine_the_sponsor_is_told_asked_and_the_night_forgets(database_url: str) -> None:
    async with playing(url=database_url, at="2026-11-20 07:05") as play:
        await described(play)
        await sponsored(play, "thầy Long", pupil="Hồ Văn Bình")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        await checked(play)
        assert "Vắng không phép" in heard(play)["bộ môn"]
        await awake_at(play, "2026-11-20 16:20")
        await play.clock_to("17:00")
        assert "Ghi nhận đỡ đầu" in heard(play)["gvcn6b"]
        await awake_at(play, "2026-11-25 06:50")
        await play.clock_to("07:20")
        assert "đã có 1/2 ghi nhận" in heard(play)["pht"]
        for words in ("/dodau", "/dodau 6A", "/dodau bảng"):
            assert "Chưa" not in "".join(await play.say("gvcn6b", words))[:4]
        await night(play, date(2027, 8, 1))
        assert await kept(play) == [None, None]


def assert_names(letter: str, *names: str) -> None:
    """Who else is told stands in one line, by whether it has left yet; a family without a phone as not reached."""
    (line,) = [line for line in letter.splitlines() if "gửi tin cho" in line or "Cùng được báo" in line]
    assert all(name in line for name in names), line
    assert "chưa báo được gia đình em Hồ Văn Bình" in line, line
