"""One week with everything in it that can be counted wrongly: every view says the same figures."""

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Classes
from models.figures.counted_marks import CLASS, PLACE, counted_marks, summed, worst
from models.figures.summary import missed, parts, total
from models.figures.tally import tallies
from models.figures.totals import Count, by_class, by_place
from models.people.askers import schools
from models.people.class_lists import classes
from tests.conversation import Play, playing
from tests.handlers.reported_days import missed_before
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard
from tests.on_sheets import tables

pytestmark = pytest.mark.anyio

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 21)


async def _a_week(play: Play) -> None:
    """Half days, P and K, a correction, somebody late, sessions nobody reported, a day off declared after a report."""
    await ask(play, "gvcn", "/vang 6A cả ngày Nguyễn Văn A, Hồ Văn Bình P")
    await ask(play, "gvcn6b", "/du 6B sáng")
    await on(play, "2026-11-17 07:10")
    await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan")
    await ask(play, "gvcn", "/phep 6A Hồ Thị Lan")
    await on(play, "2026-11-18 07:10")
    await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, A Thút, Lê Thị Sáng")
    await ask(play, "admin", "/lich nghỉ 18/11 lũ")
    await play.press("admin", "Vẫn thay đổi")
    await on(play, "2026-11-19 07:10")
    await on(play, "2026-11-20 07:10")
    await ask(play, "gvcn", "/vang 6A A Thút")
    await ask(play, "gvcn", "/muon 6A Lê Thị Sáng")
    await on(play, "2026-11-21 11:00")


async def test_one_week_gives_equal_figures_through_every_command(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await _a_week(play)
        school = await ask(play, "ht", "/baocao tuần")
        assert "Đã báo 5/12 buổi học của các lớp" in school
        assert "7/35 (3P, 4K); chuyên cần 80,0%" in school
        assert "• Nguyễn Văn A, 6A: 3 buổi (0P, 3K)" in school
        assert "• 6A: 7/32 (3P, 4K), 78,1%, 2 buổi chưa báo" in school
        assert "• Takta - Thôn 3: 4/17 (1P, 3K)" in school
        klass = await ask(play, "gvcn", "/lop tuần")
        assert "7/32 (3P, 4K); chuyên cần 78,1%" in klass
        assert "• Nguyễn Văn A (1): nghỉ 3 buổi (3K)" in klass
        assert "• Hồ Văn Bình (4): nghỉ 2 buổi (2P)" in klass
        assert "• Lê Thị Sáng (5): muộn 1 lần" in klass
        assert "nghỉ 3 buổi** (0P, 3K)" in await ask(play, "mẹ A", "/hocsinh")
        assert "nghỉ 1 buổi** (0P, 1K)" in await ask(play, "ht", "/hocsinh A Thút")
        assert "4/17 (1P, 3K)" in await ask(play, "ht", "/baocao tuần nóc Takta")


async def test_the_same_week_adds_up_by_session_class_place_and_pupil(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await _a_week(play)
        async with play.app.database.read() as session:
            sums = await _sums(session, play.school_id)
            once = await counted_marks(session, play.school_id, FIRST, LAST)  # as a report counts them
            ids = list(await session.scalars(select(Classes.id)))
            of_class = await by_class(session, ids, FIRST, LAST, summed(once, CLASS))
            assert of_class == await by_class(session, ids, FIRST, LAST)
            of_place = await by_place(session, play.school_id, FIRST, LAST, summed(once, PLACE))
            assert of_place == await by_place(session, play.school_id, FIRST, LAST)
            pupils = await missed(session, play.school_id, FIRST, LAST)
            figures = await tallies(session, [one.pupil_id for one in pupils], LAST, FIRST)
        assert [figures[one.pupil_id].total for one in pupils] == [one.total for one in pupils] == [3, 2, 1, 1, 0]
        assert worst(once, ids, 4) == [one.pupil_id for one in pupils][:4]
        assert sums["class"] == sums["part"]
        for way in ("class", "place", "pupil"):
            assert (sums[way].unexcused, sums[way].excused, sums[way].late) == (4, 3, 1), way
        assert sums["class"].possible == sums["place"].possible == 35


async def _sums(session: AsyncSession, school_id: int) -> dict[str, Count]:
    school = (await schools(session))[school_id]
    ids = [klass.id for klass in await classes(session, school, LAST)]
    pupils = await missed(session, school_id, FIRST, LAST)
    return {
        "class": total((await by_class(session, ids, FIRST, LAST)).values()),
        "part": total(one.count for one in await parts(session, school_id, FIRST, LAST)),
        "place": total((await by_place(session, school_id, FIRST, LAST)).values()),
        "pupil": Count(
            unexcused=sum(one.unexcused for one in pupils),
            excused=sum(one.excused for one in pupils),
            late=sum(one.late for one in pupils),
        ),
    }


async def _a_term_and_four_days(play: Play) -> None:
    """Nguyễn Văn A missed eleven mornings in October; then whole days, half days, leave, and a day nobody reported."""
    await missed_before(play, "Nguyễn Văn A", 11, first=date(2026, 10, 1))
    await ask(play, "gvcn", "/vang 6A sáng Nguyễn Văn A, Hồ Văn Bình P")
    await ask(play, "gvcn", "/vang 6A chiều Nguyễn Văn A, Hồ Thị Lan")
    await on(play, "2026-11-17 07:10")
    await ask(play, "gvcn", "/vang 6A Nguyễn Văn A P, Hồ Thị Lan")
    await on(play, "2026-11-18 07:10")
    await on(play, "2026-11-19 07:10")


async def test_row_11_half_days_and_leave_give_equal_numbers_in_every_place(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 13:20", afternoon_days=[2], meter_per_day=2) as play:
        await _a_term_and_four_days(play)
        answer = await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "vắng 1/8 (0P, 1K)" in answer
        assert "từ đầu năm nghỉ 15 buổi" in answer
        # the week: 7 of 32 pupil-sessions, of them A 4, Lan 2, Bình 1
        klass, school = await ask(play, "gvcn", "/lop tuần"), await ask(play, "ht", "/baocao tuần")
        assert "7/32 (2P, 5K); chuyên cần 78,1%" in klass
        assert "7/32 (2P, 5K); chuyên cần 78,1%" in school
        for name, in_class, in_school in (
            ("Nguyễn Văn A", "(1): nghỉ 4 buổi (1P, 3K)", "4 buổi (1P, 3K)"),
            ("Hồ Thị Lan", "(2): nghỉ 2 buổi (2K)", "2 buổi (0P, 2K)"),
            ("Hồ Văn Bình", "(4): nghỉ 1 buổi (1P)", "1 buổi (1P, 0K)"),
        ):
            assert f"• {name} {in_class}" in klass
            assert f"• {name}, 6A: {in_school}" in school
        # the year: A has 15
        assert "• Nguyễn Văn A, 6A: 15 buổi (1P, 14K)" in await ask(play, "ht", "/baocao học kỳ 1")
        for phone in ("ht", "mẹ A"):
            card = await ask(play, phone, "/hocsinh Nguyễn Văn A")
            assert "**nghỉ 15 buổi** (1P, 14K)" in card
            assert "đã nghỉ 15/45 buổi" in card
        child = await ask(play, "mẹ A", "/con")
        assert "Từ đầu năm nghỉ 15 buổi, trong đó 14 buổi chưa có phép" in child
        assert "đã nghỉ 15/45 buổi" in child
        assert "đã nghỉ **15/45 buổi** (1P, 14K)" in await ask(play, "gvcn", "/chuyencan")
        heard(play)
        await play.clock_to("19:30")
        meter = heard(play)["gvcn"]
        assert "Nguyễn Văn A, lớp 6A: **đã nghỉ 15/45 buổi**. 1 có phép, 14 không phép" in meter


async def test_row_11_the_workbook_says_of_each_day_what_class_and_report_say(tmp_path: Path) -> None:
    """The workbook is about days: who came for half of one was there, and is in none of its lines."""
    async with playing(tmp_path, at="2026-11-16 13:20", afternoon_days=[2], meter_per_day=2) as play:
        await _a_term_and_four_days(play)
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await ask(play, "ht", "/ralop mở 16/11 đến 21/11 sau lũ")
        await play.press("ht", "Mở đợt này")
        await ask(play, "ht", "/ralop tệp")
        pupils, days = tables(play.channel.seen["ht"][-1].files[0].content, "Ngày")
        assert [(row[0], row[2], row[4], row[5]) for row in pupils] == [
            ("16/11/2026", "Nguyễn Văn A", "K, chưa rõ lý do", 1),
            ("17/11/2026", "Nguyễn Văn A", "P, chưa rõ lý do", 2),
            ("17/11/2026", "Hồ Thị Lan", "K, chưa rõ lý do", 1),
            ("19/11/2026", "Nguyễn Văn A", "K, chưa rõ lý do", 3),
        ]
        assert [row[:4] for row in days] == [
            ("16/11/2026", 7, 8, "87,5%"),
            ("17/11/2026", 6, 8, "75,0%"),
            ("19/11/2026", 7, 8, "87,5%"),
        ]
        for day, absent in (("17/11", "vắng 2/8 (1P, 1K)"), ("19/11", "vắng 1/8 (1K)")):
            assert absent in await ask(play, "gvcn", f"/lop 6A {day}"), day
            assert absent in await ask(play, "ht", f"/baocao {day}"), day


async def test_row_12_no_percentage_stands_before_the_sessions_it_is_of(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 13:20", afternoon_days=[2]) as play:
        await _a_term_and_four_days(play)
        await missed_before(play, "Nguyễn Văn A", 4, first=date(2026, 9, 7))
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        heard(play)
        said = [await ask(play, "gvcn", words) for words in ("/lop tuần", "/lop tháng", "/chuyencan", "/baocao tuần")]
        asked = ("/baocao", "/baocao tuần", "/baocao học kỳ 1", "/baocao thôn tuần", "/baocao lớp tuần")
        said += [await ask(play, "ht", words) for words in asked]
        await play.clock_to("19:30")
        said += heard(play).values()
        lines = [line for text in said for line in text.splitlines() if "%" in line]
        of_sessions = [line for line in lines if not line.startswith("Chuyên cần")]
        assert len(of_sessions) >= 10
        assert [line for line in of_sessions if not re.search(r"\d+/\d+.*%", line)] == []
        day = (await ask(play, "ht", "/baocao")).splitlines()
        (rate,) = [number for number, line in enumerate(day) if line.startswith("Chuyên cần")]
        assert any(re.search(r"vắng \d+/\d+", line) for line in day[:rate]), "the day's rate stands below its counts"
