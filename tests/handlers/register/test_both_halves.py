"""Both half days in one message: of one all of the class is said, of the other who is away."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported

pytestmark = pytest.mark.anyio

SAID = {
    "Sáng: đủ. Chiều: Bình nghỉ": {"Hồ Văn Bình": "16/11C K"},
    "Sáng đủ, chiều vắng Bình P": {"Hồ Văn Bình": "16/11C P"},
    "sáng nay vắng Bình, chiều đủ ạ": {"Hồ Văn Bình": "16/11S K"},
    "6A sáng không vắng em nào, chiều vắng A Thút": {"A Thút": "16/11C K"},
    "sáng: 8/8\nchiều: 7/8 (Bình)": {"Hồ Văn Bình": "16/11C K"},
    "6A sáng 7/8 Bình, chiều 8/8": {"Hồ Văn Bình": "16/11S K"},
    "sáng đủ, chiều đủ ạ": {},
    "6A sáng 8/8, chiều 8/8": {},
    "s 8/8 c 7/8 Bình P": {"Hồ Văn Bình": "16/11C P"},
    "S: 7/8 Bình\nC: 7/8 A Thút": {"Hồ Văn Bình": "16/11S K", "A Thút": "16/11C K"},
}


async def test_the_half_day_that_is_complete_is_written_down_beside_the_other(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 13:20", afternoon_days=[2]) as play:
        for words, absent in SAID.items():
            await play.say("gvcn", words)
            assert await marked(play) == absent, words
            assert await reported(play) == 2, words
            await play.say("gvcn", "/huy")


async def test_each_of_classes_side_by_side_has_both_half_days(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 13:20", afternoon_days=[2]) as play:
        await play.say("ht", "6A, 6B sáng đủ, chiều vắng Bình")
        assert await marked(play) == {"Hồ Văn Bình": "16/11C K"}
        assert await reported(play) == 3, "6B in the afternoon is said of by nobody"


ONE = {
    "Bình nghỉ sáng, chiều có học": {"Hồ Văn Bình": "16/11S K"},
    "Bình sáng nghỉ, chiều đủ": {"Hồ Văn Bình": "16/11S K"},
    "chiều vắng Bình": {"Hồ Văn Bình": "16/11C K"},
}


async def test_what_is_said_of_one_pupil_is_not_said_of_the_class(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 13:20", afternoon_days=[2]) as play:
        for words, absent in ONE.items():
            await play.say("gvcn", words)
            assert await marked(play) == absent, words
            assert await reported(play) == 1, words
            await play.say("gvcn", "/huy")
