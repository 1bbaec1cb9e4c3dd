"""A family that a letter has reached and that calls the school back: its teacher writes down what it said."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Calls, Marks
from rules.written import pupil_written
from tests.conversation import playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio


async def test_who_calls_back_is_written_down_though_nobody_had_to_call(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Thị Lan")
        await play.clock_to("07:50")
        assert "**Lan**" in "\n".join(play.new("mẹ Lan"))
        (answer,) = (await play.say("gvcn", "mẹ em Hồ Thị Lan vừa gọi lại, nói cháu sốt"))[-1:]
        assert "Hồ Thị Lan" in answer
        assert "chưa ghi gì" in answer
        await play.press("gvcn", "Ốm")
        assert "1P, 0K" in "\n".join(await play.press("gvcn", "Cho phép"))
        async with play.app.database.read() as session:
            lan = await play.pupil("Hồ Thị Lan")
            assert (await session.scalars(select(Calls.reason_code).where(Calls.pupil_id == lan))).all() == ["om"]
            live = select(Marks.kind).where(Marks.pupil_id == lan, Marks.struck_at.is_(None))
            assert (await session.scalars(live)).all() == ["P"]


async def test_of_a_pupil_in_class_or_of_another_class_there_is_nothing_to_write_down(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Thị Lan")
        await play.clock_to("07:50")
        play.new("gvcn"), play.new("gvcn6b")
        lan, binh = await play.pupil("Hồ Thị Lan"), await play.pupil("Hồ Văn Bình")
        assert "không có trong danh sách" in await ask(play, "gvcn", f"/goi {pupil_written(binh)} gap om")
        assert "không có trong danh sách" in await ask(play, "gvcn6b", f"/goi {pupil_written(lan)} gap om")
        assert "không có trong danh sách" in await ask(play, "gvcn", f"/goi {pupil_written(lan)} so"), (
            "the number is for who must call"
        )
