"""One week with everything in it that can be counted wrongly: every view says the same figures."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models.classroom import classes
from models.counting import Count, by_class, by_place, tallies
from models.summary import missed, sessions, total
from models.who import schools
from tests.conversation import Play, playing
from tests.handlers.days import ask, on

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
            pupils = await missed(session, play.school_id, FIRST, LAST)
            figures = await tallies(session, [one.pupil_id for one in pupils], LAST, FIRST)
        assert [figures[one.pupil_id].total for one in pupils] == [one.total for one in pupils] == [3, 2, 1, 1, 0]
        assert sums["class"] == sums["session"]
        for way in ("class", "place", "pupil"):
            assert (sums[way].unexcused, sums[way].excused, sums[way].late) == (4, 3, 1), way
        assert sums["class"].possible == sums["place"].possible == 35


async def _sums(session: AsyncSession, school_id: int) -> dict[str, Count]:
    school = (await schools(session))[school_id]
    ids = [klass.id for klass in await classes(session, school, LAST)]
    pupils = await missed(session, school_id, FIRST, LAST)
    return {
        "class": total((await by_class(session, ids, FIRST, LAST)).values()),
        "session": total(one.count for one in await sessions(session, school_id, FIRST, LAST)),
        "place": total((await by_place(session, school_id, FIRST, LAST)).values()),
        "pupil": Count(
            unexcused=sum(one.unexcused for one in pupils),
            excused=sum(one.excused for one in pupils),
            late=sum(one.late for one in pupils),
        ),
    }
