"""A few words that answer a question, where none is open, are no wish for anything."""

from pathlib import Path

import pytest

from tests.conversation import playing

pytestmark = pytest.mark.anyio

NOTHING_ASKED = ["không ạ", "bỏ qua", "không biết", "gửi đi", "ghi đi ạ", "cả hai", "thôi khỏi"]
READ = ["có ạ", "vâng", "đúng rồi ạ", "ok", "rồi ạ", "hết rồi", "thế thôi nhé"]


async def test_what_answers_nothing_is_neither_recorded_nor_guessed_at(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in ("gvcn", "ht", "nóc"):
            for words in NOTHING_ASKED:
                assert "không chờ câu trả lời nào" in "".join(await play.say(phone, words)), (phone, words)
            for words in READ:
                assert await play.say(phone, words) == ["Dạ vâng ạ."], (phone, words)


async def test_what_says_what_is_so_is_heard_as_ever(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Đã ghi 6A" in (await play.say("gvcn", "đủ rồi"))[0]
        assert "Đã huỷ" in (await play.say("gvcn", "huỷ"))[0]
