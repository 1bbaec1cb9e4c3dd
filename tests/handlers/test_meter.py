"""/chuyencan: who is near the 45 sessions, for those who may know."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from letters.meter import meter_letter
from models import MeterWarnings
from models.figures.summary import missed
from models.figures.tally import tallies
from models.people.askers import schools
from models.shapes.letter import Due, Reader
from tests.conversation import playing
from tests.handlers.reported_days import missed_before
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def test_a_homeroom_teacher_sees_who_of_the_own_class_is_near_the_limit(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await missed_before(play, "Hồ Thị Lan", 12, kind="P")
        await missed_before(play, "Nguyễn Văn A", 31)
        await missed_before(play, "A Thút", 9)
        answer = await ask(play, "gvcn", "/chuyencan 6A")
        first, second = [line for line in answer.splitlines() if line.startswith("•")]
        assert first == "• Nguyễn Văn A, 6A: đã nghỉ **31/45 buổi** (0P, 31K)"
        assert second == "• Hồ Thị Lan, 6A: đã nghỉ **12/45 buổi** (12P, 0K)"
        assert "Thút" not in answer
        assert await ask(play, "gvcn", "/chuyencan") == answer


async def test_other_classes_are_for_the_leadership_and_nobody_reads_names_in_a_group(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await missed_before(play, "Nguyễn Văn A", 31)
        assert "chỉ xem được lớp mình" in await ask(play, "gvcn6b", "/chuyencan 6A")
        assert "31/45" in await ask(play, "pht", "/chuyencan 6A")
        assert "31/45" in await ask(play, "pht", "/chuyencan")
        assert "Chưa em nào" in await ask(play, "gvcn6b", "/chuyencan")
        for phone in ("mẹ A", "nóc", "bộ môn"):
            assert "31/45" not in "".join(await play.say(phone, "/chuyencan 6A"))


async def test_row_11_one_term_gives_equal_figures_through_chat_report_meter_and_letter(tmp_path: Path) -> None:
    """Half days, leave, a correction and an unreported day, counted once and the same everywhere."""
    async with playing(tmp_path, at="2026-11-16 07:05") as play:
        await missed_before(play, "Nguyễn Văn A", 12)
        await missed_before(play, "Nguyễn Văn A", 5, kind="P", first=date(2026, 10, 12))
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan")
        await ask(play, "gvcn", "/comat 6A Hồ Thị Lan")
        await on(play, "2026-11-17 07:05")
        await on(play, "2026-11-18 07:05")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A P")
        assert "nghỉ 19 buổi** (6P, 13K)" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert "đã nghỉ 19/45 buổi" in await ask(play, "mẹ A", "/hocsinh")
        assert "**19/45 buổi** (6P, 13K)" in await ask(play, "gvcn", "/chuyencan")
        assert "Nguyễn Văn A, 6A: 19 buổi (6P, 13K)" in await ask(play, "ht", "/baocao học kỳ 1")
        assert "nghỉ 19 buổi (6P, 13K)" in await ask(play, "gvcn", "/lop học kỳ 1")
        pupil, today, since = await play.pupil("Nguyễn Văn A"), date(2026, 11, 18), date(2026, 9, 5)
        async with play.app.database.write() as session:
            school = (await schools(session))[play.school_id]
            tally = (await tallies(session, [pupil], today, since))[pupil]
            (report,) = [one for one in await missed(session, school.id, since, today) if one.pupil_id == pupil]
            assert tally.meter(school) == tally.total == report.total == 19
            class_year = select(MeterWarnings.__table__)
            values = {"school_id": school.id, "pupil_id": pupil, "class_id": 1, "year_id": 1}
            await session.execute(insert(MeterWarnings).values(values | {"threshold": 15, "missed": 15, "day": today}))
            (warning,) = (await session.execute(class_year)).all()
            reader = Reader(person_id=await play.person("Phạm Thu Hà"), school=school, now=play.app.now())
            letter = await meter_letter([Due(1, warning.id, today)], reader, session)
        assert letter is not None
        assert "**đã nghỉ 19/45 buổi**" in letter.text
        assert "6 có phép, 13 không phép" in letter.text
