"""The school's targets, as a margin in pupils."""

from datetime import date
from pathlib import Path

import pytest

from models.people.movements import Told, leave
from rules.people.movements import Movement
from tests.conversation import playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio


async def test_targets_are_said_in_pupils_and_a_transfer_is_on_neither_side(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        day = date(2026, 11, 16)
        told = Told(school_id=play.school_id, day=day)
        for name, how in (("A Thút", Movement.TRANSFERRED), ("Lê Thị Sáng", Movement.DROPPED)):
            pupil = await play.pupil(name)
            async with play.app.database.write() as session:
                assert await leave(session, told, pupil, how) == day
        said = await ask(play, "ht", "/chitieu")
        assert "• Duy trì sĩ số: 9/10 (90,0%); chỉ tiêu ≥ 98%: **còn thiếu 1 em**" in said
        assert "• Bỏ học: 1/11 (9,1%); chỉ tiêu ≤ 2%: **vượt 1 em**" in said
        by_class = await ask(play, "pht", "/chitieu lớp")
        assert "• 6B: duy trì sĩ số 3/3 (100,0%); bỏ học 0/3 (0,0%)" in by_class
        assert "• Thôn 4: duy trì sĩ số 3/3 (100,0%)" in await ask(play, "ht", "/chitieu thôn")
        assert "Lê Thị Sáng" not in said + by_class
        assert "không có quyền" in await ask(play, "gvcn", "/chitieu")
