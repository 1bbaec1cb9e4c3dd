"""A guardian looks at the own children: today, this year, the leave that is asked for."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Audit
from tests.conversation import playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import roster_with_siblings
from tests.jobs.reachable_families import also_guardian

pytestmark = pytest.mark.anyio


async def test_all_own_children_in_one_message_each_with_name_and_class(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_siblings(), afternoon_days=[2]) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan")
        answer = await ask(play, "mẹ A", "/con")
        assert answer.splitlines() == [
            (
                "**A** (6A): sáng vắng, chưa có phép; chiều lớp chưa báo. "
                "Từ đầu năm nghỉ 1 buổi, trong đó 1 buổi chưa có phép. "
                "Tính theo mức 45 buổi: đã nghỉ 1/45 buổi."
            ),
            "**Phép** (6B): sáng lớp chưa báo; chiều lớp chưa báo. Từ đầu năm chưa nghỉ buổi nào.",
        ]
        assert "Lan" not in answer
        async with play.app.database.read() as session:
            read = list(await session.scalars(select(Audit.about).where(Audit.kind == "pupil.read")))
        assert read == [await play.pupil("Nguyễn Văn A"), await play.pupil("Nguyễn Thị Phép")]


async def test_in_class_with_leave_and_a_day_without_lessons(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Hồ Thị Lan P")
        assert "sáng nghỉ có phép" in await ask(play, "mẹ Lan", "/con")
        assert "sáng có mặt" in await ask(play, "mẹ A", "con")
        await ask(play, "mẹ Lan", "/xinphep mai con ốm")
        assert "• Lan, thứ Ba 17/11: chờ thầy/cô duyệt" in await ask(play, "mẹ Lan", "/con")
        await play.press("gvcn", "Đồng ý")
        play.new("mẹ Lan")
        await on(play, "2026-11-17 06:50")
        assert "sáng đã được phép nghỉ" in await ask(play, "mẹ Lan", "/con")
        await on(play, "2026-11-22 09:00")
        assert "hôm nay không có buổi học" in await ask(play, "mẹ A", "/con")


async def test_nobody_sees_another_familys_child(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in ("bộ môn", "nóc", "gvcn", "ht", "admin"):
            assert "không có quyền" in await ask(play, phone, "/con"), phone
        await also_guardian(play, "Hồ Thị Lan", "Cao Thị Yên")
        assert "**Lan** (6A)" in await ask(play, "bộ môn", "/con")
