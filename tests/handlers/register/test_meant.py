"""Of whom it is not clear that an absence was meant, one question with one tap; nothing is written down before it."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio

UNCLEAR = "6A Bình nghỉ giữa giờ rồi lại chơi tiếp"


@pytest.mark.parametrize(
    ("tapped", "left"),
    [
        ("Nghỉ có phép", {"Hồ Văn Bình": "16/11S P"}),
        ("Nghỉ không phép", {"Hồ Văn Bình": "16/11S K"}),
        ("Có đi học", {}),
    ],
)
async def test_one_tap_tells_whether_the_pupil_is_absent(tmp_path: Path, tapped: str, left: dict[str, str]) -> None:
    async with playing(tmp_path) as play:
        question = await ask(play, "gvcn", UNCLEAR)
        assert question == "16/11: Em Hồ Văn Bình có nghỉ hôm nay không ạ? Chưa ghi."
        assert play.labels("gvcn") == ["Nghỉ có phép", "Nghỉ không phép", "Có đi học"]
        assert await marked(play) == {}
        await play.press("gvcn", tapped)
        assert await marked(play) == left
        assert await reported(play) == len(left)


async def test_the_question_means_the_day_it_was_asked_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", UNCLEAR)
        await on(play, "2026-11-17 07:00")
        await play.press("gvcn", "Nghỉ không phép")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}


async def test_what_is_clear_beside_it_is_written_down_at_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        recorded, question = await play.say("gvcn", "6A vắng A Thút kp; Bình nghỉ giữa giờ rồi lại chơi tiếp")
        assert "• A Thút (6): không phép" in recorded
        assert "Em Hồ Văn Bình có nghỉ hôm nay không ạ?" in question
        assert await marked(play) == {"A Thút": "16/11S K"}


@pytest.mark.parametrize("text", ["Bình quên vở bài tập", "khen em Bình hôm nay hăng hái phát biểu"])
async def test_a_pupil_named_in_talk_of_other_things_is_neither_written_down_nor_asked_about(
    tmp_path: Path, text: str
) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "gvcn", text)
        assert "có nghỉ" not in answer
        assert await marked(play) == {}


async def test_more_pupils_than_the_class_has_is_asked_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "lớp 6A có 8 em" in await ask(play, "gvcn", "6A vắng 12 em")
        assert "lớp 6A có 8 em" in await ask(play, "gvcn", "6A 35/35")
        assert await reported(play) == 0


async def test_seven_of_eight_is_a_head_count_and_not_a_day_in_august(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A 7/8 vắng Bình p")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P"}


async def test_as_yesterday_is_asked_back_and_whoever_is_named_beside_it_is_written_down(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "gvcn", "6A vắng như hôm qua, thêm A Thút kp")
        assert "Em nào vắng" in answer
        assert await marked(play) == {"A Thút": "16/11S K"}


async def test_of_who_is_recorded_absent_already_it_is_asked_what_is_right(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình không phép")
        asked = await ask(play, "gvcn", "em Bình đi rẫy với bố mẹ")
        assert asked == "Em Hồ Văn Bình, sáng thứ Hai 16/11 đang được ghi vắng không phép. Thế nào là đúng ạ?"
        (written,) = await play.press("gvcn", "Nghỉ có phép")
        assert "“đi rẫy với bố mẹ”, có phép" in written
        await play.say("gvcn", "em Bình đau chân với bố mẹ")
        await play.press("gvcn", "Có đi học")
        assert "vắng 0/8" in await ask(play, "gvcn", "/lop")
