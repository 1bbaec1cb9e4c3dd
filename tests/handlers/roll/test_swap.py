"""Two homeroom teachers change places in one line, in words or by the command; a home from the day that is said."""

from pathlib import Path

import pytest

from tests.conversation import playing

pytestmark = pytest.mark.anyio

SWAPS = (
    "đổi chủ nhiệm 6A và 6B cho nhau",
    "hoán đổi chủ nhiệm lớp 6A với 6B",
    "cô Hà chủ nhiệm 6B, thầy Long chủ nhiệm 6A",
    "/doichunhiem 6A 6B",
)


@pytest.mark.parametrize("said", SWAPS)
async def test_each_takes_the_others_class_and_nobody_is_left_without(tmp_path: Path, said: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("admin", said)
        (done,) = await play.press("admin", "Thực hiện")
        assert "Phạm Thu Hà: thêm vai trò giáo viên chủ nhiệm lớp 6B" in done
        assert "Vũ Đức Long: thêm vai trò giáo viên chủ nhiệm lớp 6A" in done
        assert "Chủ nhiệm lớp 6A: Vũ Đức Long" in "".join(await play.say("admin", "ai chủ nhiệm 6A"))


async def test_from_a_later_day_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Từ thứ Ba 01/12" in (await play.say("admin", "đổi chủ nhiệm 6A và 6B cho nhau từ 1/12"))[0]


async def test_what_is_so_already_swaps_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("admin", "cô Hà chủ nhiệm 6A, thầy Long chủ nhiệm 6B")
        assert not any("Thực hiện" in label for label in play.labels("admin"))
