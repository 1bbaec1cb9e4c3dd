"""Nobody absent: silence is not presence, so this too is a report."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("words", ["/du 6A", "đủ 6A", "/du", "ĐỦ 6a", "vắng 0 6A"])
async def test_one_word_reports_a_full_class(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "gvcn", words)
        assert answer == "**Đã ghi 6A sáng 16/11**: không em nào vắng, có mặt 8/8. Xin cảm ơn."
        assert play.labels("gvcn") == ["Huỷ"]
        assert await reported(play) == 1


async def test_with_absences_on_record_it_asks_first_and_the_tap_takes_them_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan P")
        question = await ask(play, "gvcn", "/du 6A")
        assert "6A sáng 16/11 đã ghi vắng: Nguyễn Văn A và Hồ Thị Lan" in question
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Hồ Thị Lan": "16/11S P"}
        (answer,) = await play.press("gvcn", "lớp đủ")
        assert "có mặt 8/8" in answer
        assert await marked(play) == {}


async def test_a_full_class_undone_is_unreported_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/du 6A")
        (answer,) = await play.press("gvcn", "Huỷ")
        assert "Đã huỷ" in answer
        assert await reported(play) == 0


async def test_the_confirmed_full_class_undone_brings_the_absences_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A P")
        await ask(play, "gvcn", "/du 6A")
        await play.press("gvcn", "lớp đủ")
        await play.press("gvcn", "Huỷ")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}
        assert await reported(play) == 1


@pytest.mark.parametrize("words", ["/vang 6A đủ", "6A đủ", "6A vắng 0", "Lớp 6A đủ ạ", "Dạ lớp 6A không vắng em nào ạ"])
async def test_nobody_absent_may_be_said_in_any_words(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        assert "không em nào vắng, có mặt 8/8" in await ask(play, "gvcn", words)
        assert await reported(play) == 1


async def test_the_others_are_here_leaves_the_absences_that_stand(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "bộ môn", "/vang 6A Nguyễn Văn A P")
        play.new("gvcn")
        await ask(play, "gvcn", "/du 6A")
        (answer,) = await play.press("gvcn", "Các em còn lại có mặt đủ")
        assert "vắng 1/8 (1P, 0K)" in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}
