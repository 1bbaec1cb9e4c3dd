"""`khối 6 đủ`, `các lớp còn lại đủ`: one tap writes many classes down as complete, and none that was reported."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "words", ["khối 6 đủ", "sáng nay toàn trường đủ ạ", "các lớp đều đủ", "cả trường không em nào vắng", "còn lại đủ"]
)
@pytest.mark.parametrize("phone", ["tpt", "ht", "bộ môn"])
async def test_nothing_is_written_before_the_tap_and_both_classes_with_it(
    tmp_path: Path, phone: str, words: str
) -> None:
    async with playing(tmp_path) as play:
        (answer,) = await play.say(phone, words)
        assert "6A và 6B" in answer
        assert (await reported(play), play.labels(phone)) == (0, ["Đúng, 2 lớp đều đủ"])
        await play.press(phone, "Đúng, 2 lớp đều đủ")
        assert await reported(play) == 2


@pytest.mark.parametrize("words", ["6A vắng Bình P, các lớp còn lại đủ", "các lớp khác đủ, 6A vắng Bình phép"])
async def test_what_else_the_message_reports_is_written_and_the_others_wait_for_the_tap(
    tmp_path: Path, words: str
) -> None:
    async with playing(tmp_path) as play:
        await play.say("tpt", words)
        assert (await marked(play), await reported(play)) == ({"Hồ Văn Bình": "16/11S P"}, 1)
        assert play.labels("tpt") == ["6B: lớp đủ"]


async def test_a_class_that_was_reported_stays_as_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình")
        assert "giữ nguyên: 6A" in (await play.say("tpt", "khối 6 đủ"))[0]
        await play.press("tpt", "6B: lớp đủ")
        assert (await marked(play), await reported(play)) == ({"Hồ Văn Bình": "16/11S K"}, 2)
        assert "đều đã báo" in (await play.say("tpt", "khối 6 đủ"))[0]


@pytest.mark.parametrize("words", ["khối 6 đủ chưa", "khối 6 đủ không em", "các lớp đủ chưa em?"])
async def test_a_question_is_answered(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("tpt", words)
        assert not any("đều đủ" in label for label in play.labels("tpt"))


@pytest.mark.parametrize("words", ["có 2 em thôi, tôi đếm nhầm", "đếm nhầm ạ", "chỉ 2 em thôi"])
async def test_more_were_announced_than_there_are(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng 3: Bình, A Thút")
        assert "chỉ các em đã ghi là vắng" in (await play.say("gvcn", words))[0]
