"""Signs that a pupil may not come back: recorded with the words, and told to the leadership alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import ask, on
from tests.jobs.checks import checked, heard

pytestmark = pytest.mark.anyio


async def later(play: Play) -> dict[str, str]:
    """What is heard once the hold is over."""
    play.app.now.move_to(play.app.now() + timedelta(minutes=4))
    await play.app.settle()
    return heard(play)


@pytest.mark.parametrize("reason", ["nghỉ luôn", "bỏ học", "lấy chồng", "đi làm xa"])
async def test_the_words_are_recorded_and_the_leadership_hears_them(tmp_path: Path, reason: str) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "gvcn", f"6A Lê Thị Sáng {reason}")
        assert "báo riêng cho lãnh đạo trường" in answer
        assert await marked(play) == {"Lê Thị Sáng": "16/11S K"}
        told = await later(play)
        assert told.keys() == {"pht", "ht"}
        assert f"**Lê Thị Sáng, 6A** (Long Tro): “{reason}”, Phạm Thu Hà báo" in told["ht"]


async def test_it_is_told_once_in_a_run_of_absence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A Lê Thị Sáng bỏ học")
        assert await later(play)
        await checked(play)
        heard(play)
        await on(play, "2026-11-17 07:05")
        await play.say("gvcn", "6A Lê Thị Sáng bỏ học")
        assert "sắp bỏ học" not in "".join((await later(play)).values())


async def test_an_undo_within_the_hold_tells_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A Lê Thị Sáng bỏ học")
        await play.say("gvcn", "/huy")
        assert await later(play) == {}


async def test_an_ordinary_reason_is_no_sign(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A Lê Thị Sáng ốm")
        assert await later(play) == {}


async def test_parents_who_work_far_away_are_no_sign_that_the_pupil_leaves(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "gvcn", "6A vắng Nguyễn Văn A, bố mẹ đi làm xa")
        assert "báo riêng" not in answer
        assert "báo riêng" in await ask(play, "gvcn", "6A vắng Hồ Văn Bình, đi làm xa")
